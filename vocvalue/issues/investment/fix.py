"""A fix of a problem: what it costs, how much of the loss it ends, and from when."""

from dataclasses import KW_ONLY, dataclass
from typing import TypeAlias

from vocvalue import checks, duration
from vocvalue.errors import ParameterError

Share: TypeAlias = float | tuple[float, float]

NOW = "0 months"


@dataclass(frozen=True)
class Fix:
    """Something that may be done about a problem.

    Attributes:
        topic: The problem, by the name of its topic.
        cost: What it costs once.
        share: The share of the loss that it ends: a number, or the lowest and the highest.
        running_cost: What it costs a month from when it works.
        starts_after: How long until it works.
        name: What it is called; by default as the problem.

    Raises:
        ParameterError: A cost below 0, or a share outside 0 to 1.

    Examples:
        >>> Fix("包装破损", cost=1_000_000, share=(0.5, 0.7)).expected_share
        0.6
        >>> Fix("packaging", cost=10, share=60)
        Traceback (most recent call last):
        vocvalue.errors.ParameterError: share == 60, must be between 0 and 1. Write 60% as 0.60.
    """

    topic: str
    _: KW_ONLY
    cost: float
    share: Share
    running_cost: float = 0.0
    starts_after: duration.Span = NOW
    name: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.topic, str):
            raise ParameterError(f"topic == {self.topic!r}, must be the name of a problem.")
        checks.non_negative("cost", self.cost)
        checks.non_negative("running_cost", self.running_cost)
        low, high = self.shares
        if low > high:
            raise ParameterError(
                f"share == ({low:g}, {high:g}), must be the lowest and then the highest."
            )
        if self.delay < 0:  # what is no span is refused on the way
            raise ParameterError(f"starts_after == {self.starts_after!r}, must not be negative.")

    @property
    def called(self) -> str:
        """What it is called."""
        return self.topic if self.name is None else self.name

    @property
    def shares(self) -> tuple[float, float]:
        """The lowest and the highest share."""
        given = self.share if isinstance(self.share, tuple | list) else (self.share, self.share)
        if len(given) != 2:
            raise ParameterError(f"share == {self.share!r}, must be one number or two.")
        low, high = (_checked_share(end) for end in given)
        return low, high

    @property
    def expected_share(self) -> float:
        """The middle of the two."""
        return sum(self.shares) / 2

    @property
    def delay(self) -> float:
        """The months until it works."""
        if self.starts_after == NOW:
            return 0.0
        return duration.length(self.starts_after, "month", name="starts_after")


def _checked_share(share: object) -> float:
    number = checks.number("share", share)
    if not 0 <= number <= 1:
        hint = f" Write {number:g}% as {number / 100:.2f}." if number > 1 else ""
        raise ParameterError(f"share == {number:g}, must be between 0 and 1.{hint}")
    return number

"""What a programme is reckoned with, beside the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vocvalue import checks, duration
from vocvalue.errors import ParameterError, listed
from vocvalue.issues import Fix
from vocvalue.tables import times

WINDOWS: Mapping[str, duration.Span] = {
    "segments": "12 months",
    "experiment": "6 months",
    "leads": "60 days",
    "problems": "3 months",
}
"""The span in which orders count after an answer, an assignment, a lead or a problem."""


@dataclass(frozen=True, kw_only=True)
class ProgrammeTerms:
    """What a programme is reckoned with, beside the tables.

    Attributes:
        horizon: The span that lifetime values cover.
        discount_rate: The effective annual rate.
        margin: The share of revenue that is margin; None keeps revenue.
        adjust_for: Columns of the customers that segments are adjusted for.
        windows: The span in which orders count, by question.
        randomised: Whether the arms, and the customers held back, were chosen at random.
        cost_per_contact: What each contact of the experiment costs.
        fixes: What could be mended.
        budget: How much may be spent on it.
        fixed_at: The day on which each problem was mended, by its topic.
        at: The day on which the health of accounts is measured.
        level: The confidence level.
        seed: The seed of everything random.
    """

    horizon: duration.Span
    discount_rate: float
    margin: float | None
    adjust_for: Sequence[str] | None
    windows: Mapping[str, duration.Span]
    randomised: bool | None
    cost_per_contact: float
    fixes: Sequence[Fix]
    budget: float | None
    fixed_at: Mapping[str, object]
    at: object
    level: float
    seed: int

    def __post_init__(self) -> None:
        checks.level(self.level)
        checks.whole("seed", self.seed)
        checks.discount_rate(self.discount_rate)
        checks.non_negative("cost_per_contact", self.cost_per_contact)
        duration.horizon_length(self.horizon, "day")
        for name, span in self.windows.items():
            duration.length(span, "day", name=f"windows[{name!r}]")
        for topic, day in self.fixed_at.items():
            times.moment(day, name=f"fixed_at[{topic!r}]", timezone=None)
        if self.margin is not None:
            checks.margin(self.margin)
        if self.adjust_for is not None:
            checks.columns("adjust_for", self.adjust_for)
        if self.randomised is not None:
            checks.switch("randomised", self.randomised)
        if self.budget is not None:
            checks.positive("budget", self.budget)
        if self.fixes and self.budget is None:
            raise ParameterError(
                "fixes say what could be mended, and budget is None: state how much may be spent."
            )


def windows_of(asked: Mapping[str, duration.Span] | None) -> dict[str, duration.Span]:
    """Return the window of each question: what was asked for, or the default.

    Args:
        asked: Windows by question.

    Raises:
        ParameterError: There is no such question.

    Examples:
        >>> windows_of({"leads": "30 days"})["leads"]
        '30 days'
    """
    own = dict(asked or {})
    unknown = [name for name in own if name not in WINDOWS]
    if unknown:
        raise ParameterError(
            f"windows names {listed(unknown)}, must be among {listed(list(WINDOWS))}."
        )
    return {**WINDOWS, **own}

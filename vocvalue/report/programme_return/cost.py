"""What the programme costs: people, tools, budget."""

from dataclasses import KW_ONLY, dataclass
from typing import Literal, TypeAlias

from vocvalue import checks, duration
from vocvalue.errors import ParameterError
from vocvalue.results.texts import Text

CostKind: TypeAlias = Literal["people", "tools", "budget"]
COST_KINDS: tuple[CostKind, ...] = ("people", "tools", "budget")


@dataclass(frozen=True)
class Cost:
    """What somebody or something in the programme costs.

    Attributes:
        label: What it is called: a word, or a text in every language.
        amount: The amount of money that it costs in the span, above 0.
        kind: "people", "tools" or "budget".
        per: The span that the amount covers.
        currency: The currency code; None takes that of the report.

    Raises:
        ParameterError: An amount that is not above 0, no such kind, or a span without a length.

    Examples:
        >>> Cost("analysts", 600_000, kind="people").per
        '12 months'
        >>> Cost("analysts", -600_000, kind="people")
        Traceback (most recent call last):
        vocvalue.errors.ParameterError: amount == -600000, must be > 0.
    """

    label: str | Text
    amount: float
    _: KW_ONLY
    kind: CostKind
    per: duration.Span = "12 months"
    currency: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.label, str | Text) or not str(self.label).strip():
            raise ParameterError(f"label == {self.label!r}, must be what the cost is called.")
        checks.positive("amount", self.amount)
        checks.one_of("kind", self.kind, COST_KINDS)
        duration.length(self.per, "month", name="per")

"""A line that a user adds to a P&L: money with its kind and the span that it covers."""

from dataclasses import KW_ONLY, dataclass
from typing import Literal, TypeAlias

from vocvalue import checks, duration
from vocvalue.errors import ParameterError
from vocvalue.results import Money
from vocvalue.results.texts import Text

PnlKind: TypeAlias = Literal["growth", "leakage", "cost"]
KINDS: tuple[PnlKind, ...] = ("growth", "leakage", "cost")


@dataclass(frozen=True)
class PnlLine:
    """Money of any room as a line of a P&L.

    Attributes:
        label: What the line is called: a word, or a text in every language.
        money: The amount, above 0 for what is gained, lost or paid, as the kind says.
        kind: "growth" adds to the net, "leakage" and "cost" are deducted.
        per: The span that the money covers, such as "12 months".
        topic: The topic of the problem that it comes from, if it comes from one: a problem counts
            once.
        part_of: The label of another line that holds this money already: it is then shown and not
            added.

    Raises:
        ParameterError: No money, no such kind, or a span that is not known.

    Examples:
        >>> from vocvalue.results import Money
        >>> leads = Money(
        ...     value=3_639.0, lower=1_385.0, upper=5_893.0, level=0.95, method="Welch", n=785,
        ...     currency="CNY", basis="revenue", evidence="randomised",
        ... )
        >>> PnlLine("leads", money=leads, kind="growth", per="2 months").kind
        'growth'
    """

    label: str | Text
    _: KW_ONLY
    money: Money
    kind: PnlKind
    per: duration.Span
    topic: str | None = None
    part_of: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.label, str | Text) or not str(self.label):
            raise ParameterError(f"label == {self.label!r}, must be what the line is called.")
        if not isinstance(self.money, Money):
            raise ParameterError(
                f"money == {self.money!r}, must be results.Money: an amount with its currency, "
                "basis and evidence."
            )
        checks.one_of("kind", self.kind, KINDS)
        span_in_months(self.per, str(self.label))


def span_in_months(span: duration.Span | None, label: str) -> float:
    """Return the span that money covers, in months.

    Args:
        span: The span.
        label: What the line is called.

    Raises:
        ParameterError: It is not known, or has no end.
    """
    if span is None or span == duration.LIFETIME:
        what = "is not known" if span is None else "is a lifetime"
        raise ParameterError(
            f"the span that the money of {label!r} covers {what}, so it cannot be put beside money "
            'of a period. State it, such as horizon="12 months" or PnlLine(per="12 months").'
        )
    return duration.length(span, "month", name="per")

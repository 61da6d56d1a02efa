"""A line of money: an amount, the span that it covers, and whether the sum holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from vocvalue import duration
from vocvalue.results import Money
from vocvalue.results.sameness import Compared
from vocvalue.results.texts import Text, pair

MoneyKind: TypeAlias = Literal[
    "growth", "leakage", "cost", "stock", "potential", "recorded", "detail"
]
FLOWS: frozenset[MoneyKind] = frozenset({"growth", "leakage", "cost"})
"""What a statement of a period adds up."""
WHY_OUT: Mapping[MoneyKind, Text] = {
    "stock": pair(
        "a stock: what customers are worth, not what an action brings in a period",
        "属于存量：是客户的价值，而非某项措施在一个期间带来的金额",
    ),
    "potential": pair(
        "what an action would bring if it were taken",
        "属于潜在金额：采取措施之后才会发生",
    ),
    "recorded": pair(
        "recorded by the departments, not measured; other lines may hold the same money",
        "由各部门自行登记，未经测算；其他行可能已含同一笔金额",
    ),
    "detail": pair(
        "a figure per customer, or a part of another line",
        "属于单客金额，或已含在其他行中",
    ),
}
"""Why money of a kind is in no sum."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MoneyLine(Compared):
    """An amount of money that a result states.

    Attributes:
        label: What it is.
        money: The amount with its interval, basis and grade; losses and costs are above 0.
        kind: "growth", "leakage" and "cost" are what a period brings, loses and costs, and can be
            added; a "stock" is what customers are worth, "potential" is what an action would
            bring, "recorded" what departments say they earned, and a "detail" is a part of
            something else.
        per: The span that the amount covers; None where it has none.
        counted: Whether the sum of the report holds it.
        reason: Why not, or None.

    Examples:
        >>> money = Money(
        ...     value=200_000.0, lower=139_717.0, upper=258_221.0, level=0.95, method="", n=1000,
        ...     currency="CNY", basis="revenue", evidence="randomised",
        ... )
        >>> kept = MoneyLine(
        ...     label=pair("customers retained", "多留住的客户"), money=money, kind="growth",
        ...     per="12 months",
        ... )
        >>> kept.is_flow, kept.counted
        (True, False)
    """

    label: Text
    money: Money
    kind: MoneyKind
    per: duration.Span | None = None
    counted: bool = False
    reason: Text | None = None

    @property
    def is_flow(self) -> bool:
        """Whether it is what a period brings, loses or costs."""
        return self.kind in FLOWS

    @property
    def why_out(self) -> Text | None:
        """Why the sum does not hold it, or None where it does."""
        if self.counted:
            return None
        return self.reason or WHY_OUT.get(self.kind)

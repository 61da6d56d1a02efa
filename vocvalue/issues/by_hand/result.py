"""A loss by arithmetic: so many customers, of whom fewer buy again, at so much each."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pandas as pd

from vocvalue.results import Basis, Estimate, Money
from vocvalue.results.frame import stacked
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured

Per: TypeAlias = Literal["month", "year"]
Stated: TypeAlias = Literal["relative", "points", "both shares"]

MONTHS = 12
METHOD = "arithmetic"


@dataclass(frozen=True, kw_only=True, eq=False)
class LossArithmetic(Pictured):
    """What a problem costs, by multiplying figures that were stated; nothing was estimated.

    Attributes:
        topic: The problem, or None.
        exposed: How many customers meet it in a period.
        per: The period.
        before: The share of them that would buy again without it.
        after: The share that does.
        stated: How the change was stated: as a relative one, in points, or by both shares.
        spend: The spend of each purchase, or the price.
        margin: The margin as a share of revenue, or None.
        currency: The currency code, or None.
    """

    topic: str | None
    exposed: float
    per: Per
    before: float
    after: float
    stated: Stated
    spend: float
    margin: float | None
    currency: str | None

    @property
    def lost_customers(self) -> float:
        """How many customers of a period do not buy again who would have."""
        return self.exposed * (self.before - self.after)

    @property
    def revenue_each(self) -> Money:
        """The revenue that each exposure costs."""
        return self._money((self.before - self.after) * self.spend, "revenue")

    @property
    def loss_each(self) -> Money:
        """What each exposure costs: in margin where one was stated."""
        kept = 1.0 if self.margin is None else self.margin
        return self._money(kept * self.revenue_each.value, self.basis)

    @property
    def revenue(self) -> Money:
        """The revenue lost in a period."""
        return self._money(self.exposed * self.revenue_each.value, "revenue")

    @property
    def loss(self) -> Money:
        """What a period costs: in margin where one was stated."""
        return self._money(self.exposed * self.loss_each.value, self.basis)

    @property
    def loss_a_year(self) -> Money:
        """What a year costs."""
        times = MONTHS if self.per == "month" else 1
        return self._money(times * self.loss.value, self.basis)

    @property
    def basis(self) -> Basis:
        """What the money is."""
        return "revenue" if self.margin is None else "margin"

    def figures(self) -> dict[str, Estimate]:
        """Return the revenue and the loss, of each exposure, of a period and of a year."""
        return {
            "revenue each": self.revenue_each,
            "loss each": self.loss_each,
            f"revenue a {self.per}": self.revenue,
            f"loss a {self.per}": self.loss,
            "loss a year": self.loss_a_year,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure."""
        return stacked(self.figures())

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, what they were made from and the notes."""
        return {
            **{name: plain(it) for name, it in self.figures().items()},
            "lost_customers": self.lost_customers,
            "before": self.before,
            "after": self.after,
            "stated": self.stated,
            "notes": plain(self.notes),
        }

    def _money(self, value: float, basis: Basis) -> Money:
        return Money(
            value=value,
            lower=value,
            upper=value,
            level=0.95,
            method=METHOD,
            n=0,
            currency=self.currency,
            basis=basis,
            evidence="association only",
        )

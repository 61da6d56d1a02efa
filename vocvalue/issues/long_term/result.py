"""What a bad rating costs within a horizon of years."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue.duration import Span
from vocvalue.results import Basis, Estimate, Evidence, Money
from vocvalue.results.frame import stacked
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True, eq=False)
class LongHorizonCost(Pictured):
    """What a bad rating costs: fewer customers who buy again within years, at a price.

    Attributes:
        bad: The highest score that is bad.
        horizon: The span within which a purchase counts.
        without: The share of these customers that would buy again, had their rating not been bad.
        with_problem: The share that does.
        difference: The second less the first.
        relative: The difference as a share of the first, or None where either is 0.
        censored_as_none: What the difference were, had whoever was not followed stayed away.
        loss_each: What a bad rating costs.
        loss_a_year: What the bad ratings of a year cost.
        bad_a_year: How many customers a year give a bad rating first.
        price: The price of what they would have bought.
        margin: The margin as a share of revenue, or None.
        n_bad: The customers compared whose first rating is bad.
        n_others: The others.
        n_followed: How many of the bad ratings were followed for the whole horizon.
        share_followed: The share of all compared that was.
        currency: The currency code, where known.
        basis: What the money is.
        level: The confidence level.
    """

    bad: float
    horizon: Span
    without: Estimate
    with_problem: Estimate
    difference: Estimate
    relative: Estimate | None
    censored_as_none: float
    loss_each: Money
    loss_a_year: Money
    bad_a_year: float
    price: float
    margin: float | None
    n_bad: int
    n_others: int
    n_followed: int
    share_followed: float
    currency: str | None
    basis: Basis
    level: float

    @property
    def evidence(self) -> Evidence:
        """What the money rests on."""
        return self.loss_each.evidence

    @property
    def shown(self) -> bool:
        """Whether the data show that bad ratings cost or bring money."""
        return self.difference.excludes_zero

    def figures(self) -> dict[str, Estimate]:
        """Return both shares, their difference, and the losses."""
        relative = {} if self.relative is None else {"relative difference": self.relative}
        return {
            "buy again without it": self.without,
            "buy again": self.with_problem,
            "difference": self.difference,
            **relative,
            "loss each": self.loss_each,
            "loss a year": self.loss_a_year,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure."""
        return stacked(self.figures())

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, what they rest on and the notes."""
        return {
            **{name: plain(it) for name, it in self.figures().items()},
            "horizon": plain(self.horizon),
            "n_bad": self.n_bad,
            "n_followed": self.n_followed,
            "price": self.price,
            "notes": plain(self.notes),
        }

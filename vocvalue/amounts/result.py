"""The money of an effect: what it brings, what it costs and what is left."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.amounts.effect import Effect
from vocvalue.amounts.net_chances import NetChances
from vocvalue.results import Estimate, Money
from vocvalue.results.frame import stacked
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True, eq=False)
class LiftMoney(Pictured):
    """The money of a difference in retention: what it brings, what it costs and what is left.

    Attributes:
        lift: The difference that was priced, such as a `RetentionLift`.
        contacted: The number of customers contacted.
        customers: The number of customers kept.
        value_per_customer: The value of each customer kept.
        realised: The money brought in within the window; None where it was not given.
        projected: The money that customers kept are expected to bring in after the window.
        gross: Realised and projected.
        cost: The cost of the programme.
        net: Gross less cost.
        roi: Net over cost; None without cost.
        break_even: The difference in retention, as a fraction, at which the net is 0; NaN where no
            difference would do.
        payback_months: Months after the window until the cost is earned; None without cost, or
            without the horizon of the value; infinite where it never is.
        probability_positive: The probability that the net is above 0.
        horizon: The span of the value, or None.
        decay: The share of the customers kept that is lost again every year.
        chances: The probability distribution of the net.
    """

    lift: Effect = field(repr=False)
    contacted: int
    customers: Estimate
    value_per_customer: Estimate
    realised: Money | None
    projected: Money
    gross: Money
    cost: Money
    net: Money
    roi: Estimate | None
    break_even: float
    payback_months: float | None
    probability_positive: float
    horizon: duration.Span | None
    decay: float
    chances: NetChances = field(repr=False)

    def probability_above(self, net: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability that the net is above given amounts.

        Args:
            net: Amounts of money, shape (m,).
        """
        return self.chances.above(net)

    def figures(self) -> dict[str, Estimate]:
        """Return the lines of money: realised, projected, gross, cost, net."""
        lines = {
            "realised": self.realised,
            "projected": self.projected,
            "gross": self.gross,
            "cost": self.cost,
            "net": self.net,
        }
        return {name: money for name, money in lines.items() if money is not None}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per line of money: realised, projected, gross, cost, net."""
        return stacked(self.figures())

    def to_dict(self) -> dict[str, Any]:
        """Return the lines, the figures beside them and the notes."""
        beside = {
            "contacted": self.contacted,
            "customers": self.customers,
            "value_per_customer": self.value_per_customer,
            **self.figures(),
            "roi": self.roi,
            "break_even": self.break_even,
            "payback_months": self.payback_months,
            "probability_positive": self.probability_positive,
            "horizon": self.horizon,
            "decay": self.decay,
            "notes": self.notes,
        }
        return {name: plain(value) for name, value in beside.items()}

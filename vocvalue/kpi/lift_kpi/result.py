"""A lift in retention as a KPI: the change in its own words, its band, and recovered revenue."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from vocvalue.amounts.result import LiftMoney
from vocvalue.duration import Every, Span
from vocvalue.kpi.kpi import Band, Bounds, KpiName, KpiPeriod
from vocvalue.kpi.lift_kpi.change import Change, Outcome
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Evidence, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True, eq=False)
class RetentionKpi(Pictured):
    """How much less churn, or more repurchase, there is among the customers who were contacted.

    Attributes:
        figure: The change, above 0 where it is for the better, as a fraction: with change "points"
            0.20 is 20 percentage points, with "relative" 20% of the control group's share.
        outcome: "churn", which is to fall, or "repurchase", which is to rise.
        change: "points" or "relative".
        lift: The lift that it is made of.
        window: After how long customers are judged.
        periods: The change of the customers assigned in each period; none where that is not known.
        every: The length of a period.
        bounds: From where on the change is low, and high.
        priced: What the customers kept are worth, less what it cost; None where no value was given.
        level: The confidence level.
    """

    figure: Estimate
    outcome: Outcome
    change: Change
    lift: RetentionLift = field(repr=False)
    window: Span
    periods: tuple[KpiPeriod, ...] = field(repr=False)
    every: Every
    bounds: Bounds
    priced: LiftMoney | None = field(repr=False)
    level: float

    @property
    def kpi(self) -> KpiName:
        """Which KPI it is."""
        return "retention lift"

    @property
    def evidence(self) -> Evidence:
        """What the lift rests on."""
        return self.lift.evidence

    @property
    def shown(self) -> bool:
        """Whether the sample shows a difference between the arms."""
        return self.lift.shown

    @property
    def money(self) -> Money | None:
        """The revenue recovered, before the cost of the programme; None without a value."""
        return None if self.priced is None else self.priced.gross

    def headline(self) -> Estimate:
        """Return the change."""
        return self.figure

    def band(self) -> Band:
        """Return the band that the whole interval of the change lies in, or "unknown"."""
        return self.bounds.band_shown(self.figure)

    def trend(self) -> tuple[KpiPeriod, ...]:
        """Return the change of the customers assigned in each period."""
        return self.periods

    def figures(self) -> dict[str, Estimate]:
        """Return the change and, where they are known, recovered revenue, cost and net."""
        return {"change": self.figure, **({} if self.priced is None else self.priced.figures())}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period of assignment; one row for all where periods are not known.

        The columns are period (its first day, missing for all), n, change with lower and upper, and
        is_mature (whether the window of all its customers is over).
        """
        rows = [(it.start, it.estimate, it.is_mature) for it in self.periods]
        whole = (np.datetime64("NaT", "D"), self.figure, True)
        return pd.DataFrame(
            [
                {
                    "period": start,
                    "n": estimate.n,
                    "change": estimate.value,
                    "lower": estimate.lower,
                    "upper": estimate.upper,
                    "is_mature": is_mature,
                }
                for start, estimate, is_mature in rows or [whole]
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values that JSON can hold."""
        return {**super().to_dict(), "kpi": self.kpi, "band": plain(self.band())}

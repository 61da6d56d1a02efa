"""How many detractors are reached, as a KPI of its own."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Every, Span
from vocvalue.kpi.kpi import Band, Bounds, KpiName, KpiPeriod
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.stats.survival import KaplanMeier

ReachedBy: TypeAlias = Literal["contact", "ticket"]


@dataclass(frozen=True, kw_only=True, eq=False)
class LoopCoverage(Pictured):
    """How many detractors were reached: a ticket was opened for them, or they were contacted.

    The share is that of answers whose window is over. All of them had the same time, so that
    periods can be compared. Answers that are younger are in the curve, censored.

    Attributes:
        share: The share of detractors reached within the window, as a fraction.
        detractors: Answers of detractors whose window is over.
        reached: How many of these were reached in time.
        ticketed: For how many of these a ticket was opened in time.
        young: Answers of detractors whose window is not over yet.
        customers: How many customers all these answers come from.
        already_open: Detractors not reached who had a ticket open when they answered.
        within_target: The share reached within the target of the answer, young answers included.
        reached_by: "contact" where the table of tickets says when customers were contacted,
            "ticket" where it does not and a ticket that was opened has to do.
        window: How long after the answer a detractor counts as reached.
        target: The target.
        target_hours: The same in hours, of work where the desk has hours.
        in_working_hours: Whether hours are those of work.
        curve: The share not reached yet over the hours since the answer.
        periods: The share by period of the answer.
        by_period: The answers of detractors in each, young ones included, shape (k,).
        every: The length of a period.
        bounds: From where on the share is low, and high.
        level: The confidence level.
    """

    share: Estimate
    detractors: int
    reached: int
    ticketed: int
    young: int
    customers: int
    already_open: int
    within_target: Estimate
    reached_by: ReachedBy
    window: Span
    target: Span
    target_hours: float
    in_working_hours: bool
    curve: KaplanMeier = field(repr=False)
    periods: tuple[KpiPeriod, ...]
    by_period: NDArray[np.int64] = field(repr=False)
    every: Every
    bounds: Bounds
    level: float

    @property
    def kpi(self) -> KpiName:
        """Which KPI it is."""
        return "coverage"

    @property
    def money(self) -> Money | None:
        """None: reaching a detractor has no price of its own."""
        return None

    def headline(self) -> Estimate:
        """Return the share of detractors reached."""
        return self.share

    def band(self) -> Band:
        """Return the band that the whole interval of the share lies in, or "unknown"."""
        return self.bounds.band_shown(self.share)

    def trend(self) -> tuple[KpiPeriod, ...]:
        """Return the share of each period of the answer."""
        return self.periods

    def figures(self) -> dict[str, Estimate]:
        """Return the share reached within the window, and within the target."""
        return {"coverage": self.share, "reached within the target": self.within_target}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period of the answer.

        The columns are period (its first day), detractors (young ones included), n (those whose
        window is over), coverage with lower and upper (NaN where n is 0) and is_mature.
        """
        estimates = [period.estimate for period in self.periods]
        return pd.DataFrame(
            {
                "period": [period.start for period in self.periods],
                "detractors": self.by_period,
                "n": [it.n for it in estimates],
                "coverage": [it.value for it in estimates],
                "lower": [it.lower for it in estimates],
                "upper": [it.upper for it in estimates],
                "is_mature": [period.is_mature for period in self.periods],
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, without the curve."""
        record = super().to_dict()
        del record["curve"]
        return {**record, "kpi": self.kpi, "band": plain(self.band())}

"""How much rarer a problem became, period by period, and whether each of them is shown to be."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.issues.over_time.result import IssueTrend
from vocvalue.kpi.kpi import Band, Bounds, KpiName, KpiPeriod
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown

ReductionVerdict: TypeAlias = Literal["each lower", "fell, not each", "no fall shown", "rose"]


@dataclass(frozen=True, kw_only=True, eq=False)
class IssueReduction(Pictured):
    """How much rarer mentions of a problem are since it was mended.

    Attributes:
        topic: The problem.
        reduction: How much lower the rate is than without the fix, the mean of all periods after
            it, as a fraction; below 0 where it rose.
        periods: The same of each period after the fix. Its intervals have the level of the
            one-sided test: the lower end is above 0 exactly where the period is shown to be lower.
        n_judged: How many periods after the fix are asked to be lower, one by one; the first ones.
        p_values: One-sided, that the rate of each of these is as without the fix, shape
            (n_judged,).
        corrected: The same, corrected for their number by Holm, shape (n_judged,).
        p_each: One-sided, that at least one of these is as without the fix: the largest of
            `p_values`.
        trend_of_issue: The trend that it is made of.
        bounds: From where on the reduction is low, and high.
        money: What the mentions avoided would have cost; None without a value.
        level: The confidence level.
    """

    topic: str
    reduction: Estimate
    periods: tuple[KpiPeriod, ...] = field(repr=False)
    n_judged: int
    p_values: NDArray[np.float64]
    corrected: NDArray[np.float64]
    p_each: float
    trend_of_issue: IssueTrend = field(repr=False)
    bounds: Bounds
    money: Money | None
    level: float

    @property
    def kpi(self) -> KpiName:
        """Which KPI it is."""
        return "issue reduction"

    @property
    def judged(self) -> tuple[KpiPeriod, ...]:
        """The periods that are asked to be lower, one by one."""
        return self.periods[: self.n_judged]

    @property
    def n_seen(self) -> int:
        """In how many of these the rate lies below what it would have been."""
        return sum(period.estimate.value > 0 for period in self.judged)

    @property
    def n_shown(self) -> int:
        """In how many of these it is shown to, allowing for how many were looked at."""
        return sum(is_shown(float(p), self.level) for p in self.corrected)

    @property
    def verdict(self) -> ReductionVerdict:
        """What the tests say.

        "each lower": the problem fell, and each period asked is shown to be lower. "fell, not
        each": it fell, and not every period is shown to be lower by itself.
        """
        if self.trend_of_issue.verdict == "rose":
            return "rose"
        if not self.trend_of_issue.verdict.startswith("fell"):
            return "no fall shown"
        return "each lower" if is_shown(self.p_each, self.level) else "fell, not each"

    def headline(self) -> Estimate:
        """Return the reduction, the mean of all periods after the fix."""
        return self.reduction

    def band(self) -> Band:
        """Return the band that the whole interval of the reduction lies in, or "unknown"."""
        return self.bounds.band_shown(self.reduction)

    def trend(self) -> tuple[KpiPeriod, ...]:
        """Return the reduction of each period after the fix."""
        return self.periods

    def figures(self) -> dict[str, Estimate]:
        """Return the reduction, the mentions avoided and, where it is known, the money."""
        found = {"reduction": self.reduction, "avoided": self.trend_of_issue.avoided}
        return {**found, **({} if self.money is None else {"money": self.money})}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period after the fix.

        The columns are period (its first day), mentions, orders, reduction with lower and upper,
        and of the periods that were asked p_value and corrected, NaN of others.
        """
        of, n = self.trend_of_issue, len(self.periods)
        after = of.is_after
        beyond = np.full(n - self.n_judged, np.nan)
        return pd.DataFrame(
            {
                "period": [it.start for it in self.periods],
                "mentions": of.mentions[after],
                "orders": of.orders[after],
                "reduction": [it.estimate.value for it in self.periods],
                "lower": [it.estimate.lower for it in self.periods],
                "upper": [it.estimate.upper for it in self.periods],
                "p_value": np.concatenate([self.p_values, beyond]),
                "corrected": np.concatenate([self.corrected, beyond]),
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values that JSON can hold."""
        found = {"kpi": self.kpi, "band": plain(self.band()), "verdict": self.verdict}
        return {**super().to_dict(), **found}

"""How often a problem is mentioned per order over time, before a fix and after it."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.results import Estimate
from vocvalue.results.result import Pictured

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

Phase: TypeAlias = Literal["before", "fix", "after"]
TrendVerdict: TypeAlias = Literal["fell and stayed down", "fell", "no fall shown", "rose"]

PER = 1000
PEAK = 0.05
"""The p-value below which the last periods before a fix are a peak."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Peak:
    """The last periods before the fix, compared with those before them.

    Attributes:
        periods: How many they are.
        ratio: Their rate over that of the periods before them.
        p_value: One-sided, of no peak.
        without: The change after the fix, had the peak not been: against the periods before it.
    """

    periods: int
    ratio: Estimate
    p_value: float
    without: Estimate

    @property
    def is_peak(self) -> bool:
        """Whether the fix came at a peak."""
        return self.p_value < PEAK


@dataclass(frozen=True, kw_only=True, eq=False)
class IssueTrend(Pictured):
    """Mentions of a problem per 1,000 orders, and what they would have been without the fix.

    Attributes:
        topic: The problem.
        every: The length of a period.
        fixed_at: The day of the fix.
        comparison: Topics that the fix left alone; none without a comparison.
        period: The first day of each period, shape (k,).
        phase: "before", "fix" (the period that the fix cuts, left out) or "after", shape (k,).
        mentions: Mentions in each period, shape (k,).
        orders: Orders in each period, shape (k,).
        comparison_mentions: Mentions of the comparison, shape (k,), or None.
        fitted: The rate of the model per 1,000 orders, NaN where a period is left out, shape (k,).
        counterfactual: The same without the fix, shape (k,).
        counterfactual_lower: The lower end of its interval, shape (k,).
        counterfactual_upper: The upper end, shape (k,).
        p_lower: One-sided, that the rate of a period after the fix is as without it, shape (k,).
        ratio_lower: The lower end of the interval of the rate of a period after the fix over the
            counterfactual, shape (k,).
        ratio_upper: The upper end, a one-sided bound of the level: it is below 1 exactly where
            `p_lower` shows a lower rate.
        change: The rate after the fix relative to the counterfactual, less 1: -0.3 is 30% less.
        late_change: The same for the last half of the time after.
        level_change: The same at the fix itself.
        slope_change: How much more or less the rate grows each period than before, relative; None
            where the slope was not estimated.
        avoided: How many mentions fewer there were than without the fix.
        peak: The last periods before the fix against the earlier ones; None where there are too
            few.
        p_value: Two-sided, of no change.
        has_season: Whether the model has a season.
        dispersion: How many times as much as a Poisson count the counts vary.
        autocorrelation: How much of what they vary by lasts to the next period.
        verdict: What the tests say: see `issues.trend`.
        level: The confidence level of the intervals, and of the tests behind the verdict.
    """

    topic: str
    every: Every
    fixed_at: np.datetime64
    comparison: tuple[str, ...]
    period: NDArray[np.datetime64]
    phase: NDArray[Any] = field(repr=False)
    mentions: Ints = field(repr=False)
    orders: Ints = field(repr=False)
    comparison_mentions: Ints | None = field(repr=False, default=None)
    fitted: Floats = field(repr=False)
    counterfactual: Floats = field(repr=False)
    counterfactual_lower: Floats = field(repr=False)
    counterfactual_upper: Floats = field(repr=False)
    p_lower: Floats = field(repr=False)
    ratio_lower: Floats = field(repr=False)
    ratio_upper: Floats = field(repr=False)
    change: Estimate
    late_change: Estimate
    level_change: Estimate
    slope_change: Estimate | None
    avoided: Estimate
    peak: Peak | None
    p_value: float
    has_season: bool
    dispersion: float
    autocorrelation: float
    verdict: TrendVerdict
    level: float

    @property
    def rate(self) -> Floats:
        """Mentions per 1,000 orders, NaN in a period without orders, shape (k,)."""
        orders = np.where(self.orders > 0, self.orders, np.nan)
        return np.asarray(PER * self.mentions / orders)

    @property
    def is_after(self) -> Flags:
        """Whether each period lies after the fix, shape (k,)."""
        return np.asarray(self.phase == "after")

    @property
    def each_lower(self) -> bool:
        """Whether the rate of every period after the fix lies below the counterfactual."""
        after = self.is_after & np.isfinite(self.counterfactual)
        return bool(np.all(self.rate[after] < self.counterfactual[after]))

    @property
    def n_shown_lower(self) -> int:
        """How many periods after the fix are each shown to be lower than without it."""
        return int(np.sum(self.p_lower < 1 - self.level))

    def per_period(self, phase: Phase) -> tuple[float, float]:
        """Return the mean number of mentions and of orders a period.

        Args:
            phase: "before" or "after".
        """
        of = self.phase == phase
        return float(self.mentions[of].mean()), float(self.orders[of].mean())

    def figures(self) -> dict[str, Estimate]:
        """Return the changes of the rate, and the mentions avoided."""
        changes = {
            "change": self.change,
            "late_change": self.late_change,
            "level_change": self.level_change,
        }
        if self.slope_change is not None:
            changes["slope_change"] = self.slope_change
        return {**changes, "avoided": self.avoided}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period: mentions, orders, the rate, and the counterfactual."""
        columns: dict[str, object] = {
            "period": self.period.astype("datetime64[us]"),
            "phase": self.phase,
            "mentions": self.mentions,
            "orders": self.orders,
            "per_1000": self.rate,
            "fitted": self.fitted,
            "counterfactual": self.counterfactual,
            "counterfactual_lower": self.counterfactual_lower,
            "counterfactual_upper": self.counterfactual_upper,
            "p_lower": self.p_lower,
        }
        if self.comparison_mentions is not None:
            columns["comparison_mentions"] = self.comparison_mentions
        return pd.DataFrame(columns)

"""From the counts of a problem to the verdict whether it became rarer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from vocvalue.duration import Every
from vocvalue.issues.over_time.notes import notes_of
from vocvalue.issues.over_time.result import PER, IssueTrend, Peak, TrendVerdict
from vocvalue.issues.over_time.series import MentionSeries
from vocvalue.results import Estimate, Note
from vocvalue.stats.interrupted_series import (
    Counts,
    Interrupted,
    Plan,
    Ratio,
    late_change,
    peak_before,
    ratio_to_expected,
)

Floats: TypeAlias = NDArray[np.float64]

A_YEAR: Mapping[Every, float] = {"week": 365.25 / 7, "month": 12.0, "quarter": 4.0, "year": 1.0}
"""How many periods a year has."""
HARMONICS: Mapping[Every, int] = {"week": 2, "month": 2, "quarter": 1, "year": 0}
LOOKED_BACK: Mapping[Every, int] = {"week": 6, "month": 3, "quarter": 1, "year": 1}
"""How many periods before the fix may be a peak: about a quarter."""
YEARS_OF_A_SEASON = 2
FEWEST_OF_A_SLOPE = 8
"""Periods to either side that tell a slope of their own."""
EARLIER = 2
"""How many times as many periods must lie before those that may be a peak."""
LEFT = 6
"""Degrees of freedom that a season must leave."""
METHOD = "quasi-Poisson with an autoregressive rate, t"


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitted:
    """The series that is used, and its fit.

    Attributes:
        plan: Which columns the model has.
        counts: The counts of the periods that are used.
        fit: The fitted regression.
    """

    plan: Plan
    counts: Counts
    fit: Interrupted = field(repr=False)


def measure(
    series: MentionSeries,
    *,
    topic: str,
    comparison: tuple[str, ...],
    level: float,
    notes: tuple[Note, ...] = (),
) -> IssueTrend:
    """Return whether a problem became rarer.

    Args:
        series: The counts.
        topic: The problem.
        comparison: The topics that it is compared with.
        level: The confidence level.
        notes: Notes on how the tables were read.

    Raises:
        FitError: The counts do not tell the model.
    """
    fitted = fit_series(series)
    average, peak = fitted.fit.average, _peak(fitted, series.periods.every, level)
    periods = peak.periods if peak is not None and peak.is_peak else 0
    late = late_change(fitted.counts, fitted.plan, periods)
    avoided, error = fitted.fit.avoided()
    n = int(fitted.counts.counts.sum())
    estimate = _estimates(level, n)
    slope = fitted.fit.slope
    phases = np.where(series.before, "before", np.where(series.after, "after", "fix"))
    trend = IssueTrend(
        topic=topic,
        every=series.periods.every,
        fixed_at=series.fixed_at,
        comparison=comparison,
        period=series.starts,
        phase=phases.astype(object),
        mentions=series.mentions,
        orders=series.orders,
        comparison_mentions=series.comparison,
        **_paths(fitted, series, level),
        change=estimate(average),
        late_change=estimate(late),
        level_change=estimate(fitted.fit.level),
        slope_change=None if slope is None else estimate(slope),
        avoided=Estimate.of(
            _by_t(avoided, error, average.df, level), level=level, method=METHOD, n=n
        ),
        peak=peak,
        p_value=average.p_value,
        has_season=fitted.plan.season is not None,
        dispersion=fitted.fit.series.dispersion,
        autocorrelation=fitted.fit.series.autocorrelation,
        verdict=_verdict(average, late, peak, level),
        level=level,
    )
    return replace(trend, notes=(*notes_of(trend, n_cut=series.n_cut), *notes))


def fit_series(series: MentionSeries) -> Fitted:
    """Return the model of a series.

    Args:
        series: The counts.
    """
    used, every = series.used, series.periods.every
    time = np.flatnonzero(used)
    before, after = int((series.before & used).sum()), int((series.after & used).sum())
    plan = Plan(
        time=time,
        first_after=int(np.flatnonzero(series.after)[0]),
        slope=min(before, after) >= FEWEST_OF_A_SLOPE,
        season=_season(len(series.mentions), len(time), every),
        harmonics=HARMONICS[every],
    )
    counts = Counts(
        counts=series.mentions[used].astype(np.float64),
        exposure=series.orders[used].astype(np.float64),
        comparison=None if series.comparison is None else series.comparison[used].astype(float),
    )
    return Fitted(plan=plan, counts=counts, fit=counts.fitted(plan))


def _season(n: int, n_used: int, every: Every) -> float | None:
    """Return how many periods a season has, where there are two years that tell it."""
    columns = 4 + 2 * HARMONICS[every]
    long_enough = n >= YEARS_OF_A_SEASON * A_YEAR[every] - 0.5
    if not HARMONICS[every] or not long_enough or n_used < columns + LEFT:
        return None
    return A_YEAR[every]


def _peak(fitted: Fitted, every: Every, level: float) -> Peak | None:
    before = int((~fitted.plan.after).sum())
    periods = min(LOOKED_BACK[every], before // (EARLIER + 1))
    if periods < 1 or before - periods < EARLIER + 1:
        return None
    ratio, without = peak_before(fitted.counts, fitted.plan, periods)
    estimate = _estimates(level, int(fitted.counts.counts.sum()))
    return Peak(
        periods=periods,
        ratio=Estimate.of(ratio.ends(level), level=level, method=METHOD, n=before),
        p_value=1 - ratio.p_lower,
        without=estimate(without),
    )


def _verdict(average: Ratio, late: Ratio, peak: Peak | None, level: float) -> TrendVerdict:
    """Return what the tests say: a fall at a peak counts only where it is one without the peak."""
    _, low, high = average.ends(level)
    if low > 1:
        return "rose"
    if not high < 1 or (peak is not None and peak.is_peak and not peak.without.upper < 0):
        return "no fall shown"
    return "fell and stayed down" if late.ends(level)[2] < 1 else "fell"


def _paths(fitted: Fitted, series: MentionSeries, level: float) -> dict[str, Any]:
    """Return the rates of the model, and whether each period after the fix is lower, over time."""
    used, exposure = series.used, fitted.counts.exposure
    without, errors = fitted.fit.counterfactual()
    reach = float(stdtrit(fitted.fit.average.df, (1 + level) / 2)) * errors
    rates = {
        "fitted": fitted.fit.series.fitted / exposure,
        "counterfactual": without / exposure,
        "counterfactual_lower": without * np.exp(-reach) / exposure,
        "counterfactual_upper": without * np.exp(reach) / exposure,
    }
    paths = {name: _placed(PER * values, used) for name, values in rates.items()}
    alone = _each_period(fitted, without, errors, level)
    return {**paths, **{name: _placed(values, used) for name, values in alone.items()}}


def _each_period(
    fitted: Fitted, without: Floats, errors: Floats, level: float
) -> dict[str, Floats]:
    """Return how likely so low a count is in each period after the fix, had there been none.

    Beside it stands the interval of the count over what was expected, by the same test.
    """
    counts, df = fitted.counts.counts, fitted.fit.average.df
    variance = (1 + fitted.fit.series.excess) * without
    error = errors * without
    chance = stdtr(df, (counts - without) / np.sqrt(variance + error**2))
    ends = ratio_to_expected(counts, without, variance, error, float(stdtrit(df, level)))
    found = dict(zip(("p_lower", "ratio_lower", "ratio_upper"), (chance, *ends), strict=True))
    return {name: np.where(fitted.plan.after, values, np.nan) for name, values in found.items()}


def _placed(values: Floats, used: NDArray[np.bool_]) -> Floats:
    whole = np.full(used.size, np.nan)
    whole[used] = values
    return whole


def _estimates(level: float, n: int) -> Callable[[Ratio], Estimate]:
    """Return what makes a relative change of a ratio."""

    def estimate(ratio: Ratio) -> Estimate:
        value, low, high = (end - 1 for end in ratio.ends(level))
        return Estimate.of((value, low, high), level=level, method=METHOD, n=n)

    return estimate


def _by_t(value: float, error: float, df: float, level: float) -> tuple[float, float, float]:
    reach = float(stdtrit(df, (1 + level) / 2)) * error
    return value, value - reach, value + reach

"""The figures of the segments, with intervals and tests, from the customers' outcomes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.effects.means import SHARE, AdjustedMeans, Limits, limits_of
from vocvalue.results import Estimate, Note
from vocvalue.stats import normal
from vocvalue.stats.group_means import GroupMeans, GroupSums, group_sums
from vocvalue.stats.proportions import Ends, mover_z, wilson, wilson_at
from vocvalue.stats.skewed_means import SkewedMean, mean_skewness
from vocvalue.stats.survival import KaplanMeier, log_rank
from vocvalue.survey.crossing.alike import Alike
from vocvalue.survey.crossing.followed import Followed
from vocvalue.survey.crossing.leaks import Leak, leak_of, parted
from vocvalue.survey.crossing.segment_means import estimates, same_means
from vocvalue.survey.crossing.segment_metric import MetricName, SegmentMetric
from vocvalue.survey.crossing.segment_value import lifetime_value

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]

STEP = 1e-5


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """The customers and segments to be measured, and the confidence level.

    Attributes:
        outcomes: The outcomes of each customer.
        segments: The segments' names, in their order.
        is_ordered: Whether the segments have an order, from low to high.
        alike: The segments made comparable in their covariates.
        level: The confidence level.
    """

    outcomes: Followed
    segments: tuple[str, ...]
    is_ordered: bool
    alike: Alike
    level: float

    def money(self, name: MetricName, values: Floats) -> SegmentMetric:
        """Return the mean money per customer in each segment."""
        moments, leak = self._moments(values)
        squared, df = moments.errors()
        segment_means = self._known_means(values, moments, squared, df)
        limits = limits_of(values)
        adjusted, unadjusted = self._adjusted(name, values, limits)
        return SegmentMetric(
            name=name,
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=estimates(
                segment_means, moments.n, "mean, Student t", lowest=limits[0], level=self.level
            ),
            squared_errors=squared,
            effective_n=moments.effective_n,
            omnibus_p=same_means(segment_means, moments.n, self.level),
            adjusted=adjusted,
            unadjusted=unadjusted,
            leak=leak,
            level=self.level,
            df=df,
            skewness=np.array([mean.skewness for mean in segment_means]),
            lowest=limits[0],
        )

    def share(self, values: Floats) -> SegmentMetric:
        """Return the share of customers who left in each segment."""
        moments, leak = self._moments(values)
        share, n = self._share_of(moments), moments.effective_n
        hits = np.nan_to_num(share * n)
        lower, upper = wilson(hits, n, self.level)
        pair_p = self._pair_p(
            share, [partial(wilson_at, x, m) for x, m in zip(hits, n, strict=True)]
        )
        adjusted, unadjusted = self._adjusted("churn", values, SHARE)
        return SegmentMetric(
            name="churn",
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=self._estimates(share, lower, upper, "Wilson score", moments.n),
            squared_errors=np.maximum(
                share * (1 - share) / np.maximum(n, 1), self._squared(lower, upper)
            ),
            effective_n=n,
            omnibus_p=self._of_all(pair_p, _chi_squared(np.column_stack([hits, n - hits]))),
            pair_p=pair_p,
            adjusted=adjusted,
            unadjusted=unadjusted,
            leak=leak,
            level=self.level,
        )

    def waiting(self, waited: Floats, returned: NDArray[np.bool_], window: float) -> SegmentMetric:
        """Return the Kaplan-Meier share of customers without an order in the window."""
        events, censored, times = self._at_times(waited, returned)
        curves = [
            KaplanMeier(time=times, events=e, censored=c)
            for e, c in zip(events, censored, strict=True)
        ]
        curve_shares = [_curve_share(curve, window) for curve in curves]
        share = np.array([value for value, _ in curve_shares])
        lower, upper = np.array(
            [ends(normal.critical_value(self.level)) for _, ends in curve_shares]
        ).T
        n = (events + censored).sum(axis=1)
        pair_p = self._pair_p(share, [ends for _, ends in curve_shares])
        errors = np.array([curve.standard_error(window) for curve in curves])
        known = self.outcomes.churned
        adjusted, unadjusted = (
            (None, None) if known is None else self._adjusted("churn", known, SHARE)
        )
        return SegmentMetric(
            name="churn",
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=self._estimates(
                share, lower, upper, "Kaplan-Meier, log-log", n.astype(np.int64)
            ),
            squared_errors=np.where(errors > 0, errors**2, self._squared(lower, upper)),
            effective_n=n,
            omnibus_p=self._of_all(pair_p, _log_rank_p(events, censored)),
            pair_p=pair_p,
            adjusted=adjusted,
            unadjusted=unadjusted,
            leak="suspected leak" if parted(share, n.astype(np.int64)) else None,
            level=self.level,
        )

    def computed_value(
        self,
        revenue: Floats,
        churned: Floats,
        *,
        years: float,
        horizon: duration.Span,
        discount_rate: float,
        margin: float | None,
    ) -> SegmentMetric:
        """Return the lifetime value that follows from each segment's revenue and churn."""

        def value(earned: Floats, left: Floats) -> Floats:
            yearly = 1 - (1 - np.clip(left, 0.0, 1.0)) ** (1 / years)
            return lifetime_value(
                earned, yearly, horizon=horizon, discount_rate=discount_rate, margin=margin
            )

        moments, leak = self._moments(revenue)
        churn_leak = self._moments(churned)[1]
        segment_means, spread = self._value_means(value, revenue, churned)
        adjusted, unadjusted = self._adjusted_value(value, revenue, churned)
        lowest = limits_of(revenue)[0]
        return SegmentMetric(
            name="ltv",
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=estimates(
                segment_means,
                moments.n,
                "from revenue and churn, delta method",
                lowest=lowest,
                level=self.level,
            ),
            squared_errors=np.array([mean.squared_error for mean in segment_means]),
            effective_n=spread.effective_n,
            omnibus_p=same_means(segment_means, moments.n, self.level),
            adjusted=adjusted,
            unadjusted=unadjusted,
            leak=leak or churn_leak,
            level=self.level,
            df=spread.errors()[1],
            skewness=np.array([mean.skewness for mean in segment_means]),
            lowest=lowest,
        )

    def _value_means(
        self, value: "ValueOf", revenue: Floats, churned: Floats
    ) -> tuple[tuple[SkewedMean, ...], GroupMeans]:
        """Return each segment's lifetime value, and the spread of what customers add to it."""
        moments, left = self._moments(revenue)[0], self._moments(churned)[0]
        churn = self._share_of(left)
        slopes = _slopes(value, moments.mean, churn)
        # What each customer adds to the value: the error of its segment's is that of a mean.
        group = self.outcomes.group
        parts = slopes[0][group] * revenue + slopes[1][group] * churned
        sums = self._sums(parts, self.outcomes.weight)
        spread = sums.merged(self.outcomes.segment_of, len(self.segments)).means
        means = self._known_means(parts, spread, *spread.errors())
        centre = value(np.nan_to_num(moments.mean), np.nan_to_num(churn))
        centre[~np.isfinite(moments.mean)] = np.nan
        hidden = slopes[1] ** 2 * self._unseen(left, churn)
        return tuple(map(SkewedMean.moved, means, centre, hidden)), spread

    def _unseen(self, left: GroupMeans, churn: Floats) -> Floats:
        """Return the squared error of a churn of 0 or 1, which shows no variance of its own."""
        n = left.effective_n
        hidden = self._squared(*wilson(np.nan_to_num(churn * n), n, self.level))
        return np.where((churn > 0) & (churn < 1), 0.0, np.nan_to_num(hidden))

    def _squared(self, lower: Floats, upper: Floats) -> Floats:
        """Return the squared standard errors that intervals imply."""
        reach = normal.critical_value(self.level)
        return np.asarray(((upper - lower) / (2 * reach)) ** 2)

    def _known_means(
        self, values: Floats, moments: GroupMeans, squared: Floats, df: Floats
    ) -> tuple[SkewedMean, ...]:
        """Return each segment's mean with its standard error and skewness."""
        seen = self.outcomes
        skewness = mean_skewness(values, seen.group, moments, squared, seen.weight)
        rows = np.column_stack([moments.mean, squared, df + 1, skewness]).tolist()
        return tuple(
            SkewedMean(value=value, squared_error=square, n=n, skewness=skew)
            for value, square, n, skew in rows
        )

    def _pair_p(self, share: Floats, ends: list[Ends]) -> Floats:
        """Return the p-value of each pair of shares, by the method of the interval of its gap."""
        terms = list(zip(map(float, share), ends, strict=True))
        z = [mover_z(second, first) for first, second in combinations(terms, 2)]
        return normal.p_value(z)

    @staticmethod
    def _of_all(pair_p: Floats, omnibus_p: float) -> float:
        """Return the omnibus p-value; with two known segments, that of their gap."""
        known = pair_p[np.isfinite(pair_p)]
        return float(known[0]) if known.size == 1 else omnibus_p

    def _moments(self, values: Floats) -> tuple[GroupMeans, Leak | None]:
        """Return the segments' means, and whether the score determines the outcome."""
        seen, k = self.outcomes, len(self.segments)
        plain = self._sums(values, None)
        sums = plain if seen.weight is None else self._sums(values, seen.weight)
        return sums.merged(seen.segment_of, k).means, leak_of(values, seen, plain, k)

    def _share_of(self, moments: GroupMeans) -> Floats:
        """Return each segment's share of customers who left, in whole customers unless weighted.

        A mean of zeros can come out as -5.6e-17, and a share cannot be below 0.
        """
        if self.outcomes.weight is not None:
            return np.asarray(np.clip(moments.mean, 0.0, 1.0))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((np.round(moments.mean * moments.n) + 0.0) / moments.n)

    def _sums(self, values: Floats, weight: Floats | None) -> GroupSums:
        seen = self.outcomes
        return group_sums(values, seen.cell, seen.segment_of.size, weight)

    def _estimates(
        self,
        value: Floats,
        lower: Floats,
        upper: Floats,
        method: str,
        n: Counts,
    ) -> tuple[Estimate, ...]:
        ends = zip(value, lower, upper, strict=True)
        return tuple(
            Estimate.of(interval, level=self.level, method=method, n=int(size))
            for interval, size in zip(ends, n, strict=True)
        )

    def _adjusted(
        self, name: MetricName, values: Floats, limits: Limits
    ) -> tuple[AdjustedMeans | None, Note | None]:
        """Return the adjusted figures, or why there are none."""
        standardised = self.alike.means(values)
        why_not = self.alike.unadjusted or self.alike.unvaried(name, values, self.outcomes.group)
        if standardised is None or why_not:
            return None, why_not
        return self.alike.adjusted(name, standardised.means, standardised.covariance, limits)

    def _adjusted_value(
        self, value: "ValueOf", revenue: Floats, churned: Floats
    ) -> tuple[AdjustedMeans | None, Note | None]:
        earned, left = self.alike.means(revenue), self.alike.means(churned)
        why_not = self.alike.unadjusted
        for outcome in (revenue, churned):
            why_not = why_not or self.alike.unvaried("ltv", outcome, self.outcomes.group)
        if earned is None or left is None or why_not:
            return None, why_not
        slopes = _slopes(value, earned.means, left.means)
        influence = slopes[0] * earned.influence + slopes[1] * left.influence
        covariance = influence.T @ influence
        means = value(earned.means, left.means)
        return self.alike.adjusted("ltv", means, covariance, limits_of(revenue))

    def _at_times(
        self, waited: Floats, returned: NDArray[np.bool_]
    ) -> tuple[Floats, Floats, Floats]:
        """Return each segment's orders and ends of follow-up at each time, and the times."""
        known = np.isfinite(waited)
        times, place = np.unique(waited[known], return_inverse=True)
        k, m = len(self.segments), times.size
        cell = self.outcomes.group[known] * m + place
        came = returned[known]
        events = np.bincount(cell[came], minlength=k * m).reshape(k, m)
        censored = np.bincount(cell[~came], minlength=k * m).reshape(k, m)
        return events.astype(np.float64), censored.astype(np.float64), times


ValueOf: TypeAlias = Callable[[Floats, Floats], Floats]


def _slopes(value: ValueOf, revenue: Floats, churn: Floats) -> tuple[Floats, Floats]:
    """Return the derivatives of the value by revenue and by churn, in each segment."""
    earned, left = np.nan_to_num(revenue), np.clip(np.nan_to_num(churn), STEP, 1 - STEP)
    by_revenue = value(np.ones_like(earned), np.nan_to_num(churn))
    by_churn = (value(earned, left + STEP) - value(earned, left - STEP)) / (2 * STEP)
    return by_revenue, by_churn


def _log_log(share: float, error: float, z: Any) -> tuple[Any, Any]:
    """Return the ends of a share `z` standard errors away, on the log(-log) scale."""
    with np.errstate(over="ignore"):
        return share ** np.exp(z * error), share ** np.exp(-z * error)


def _curve_share(curve: KaplanMeier, t: float) -> tuple[float, Ends]:
    """Return the share without an event by a time, and a function of `z` that gives its ends.

    Where nobody or everybody had an event, the curve gives no interval. Wilson's interval is used
    instead, over the customers who were followed that long, or who had the event.
    """
    share = curve.at(t, 0.95)[0]
    if 0 < share < 1:
        return share, partial(_log_log, share, curve.standard_error(t) / share / -np.log(share))
    followed = curve.events[curve.time <= t].sum()
    if share == 1:
        followed = (curve.events + curve.censored)[curve.time >= t].sum()
    return share, partial(wilson_at, share * followed, float(followed))


def _chi_squared(counts: Floats) -> float:
    """Return the p-value of equal shares in all non-empty rows, NaN with fewer than two.

    Where nobody or everybody in every row left, the shares are equal.
    """
    counting = counts[counts.sum(axis=1) > 0]
    if len(counting) < 2:
        return float("nan")
    if not counting.sum(axis=0).all():
        return 1.0
    return float(scipy.stats.chi2_contingency(counting, correction=False).pvalue)


def _log_rank_p(events: Floats, censored: Floats) -> float:
    """Return the p-value of equal curves; curves without any event are equal."""
    followed = (events + censored).sum(axis=1) > 0
    if followed.sum() < 2:
        return float("nan")
    return 1.0 if not events.any() else log_rank(events[followed], censored[followed])[2]

"""Each figure of the segments, with its intervals and tests, from what followed each answer."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from vocvalue import duration
from vocvalue.results import Estimate
from vocvalue.stats import means, normal
from vocvalue.stats.group_means import GroupMeans, GroupSums, group_sums
from vocvalue.stats.proportions import wilson
from vocvalue.stats.survival import KaplanMeier, log_rank
from vocvalue.survey.alike import Alike
from vocvalue.survey.leaks import Leak, leak_of, parted
from vocvalue.survey.outcomes import Outcomes
from vocvalue.survey.segment_metric import Adjusted, MetricName, SegmentMetric
from vocvalue.survey.segment_value import lifetime_value

Floats: TypeAlias = NDArray[np.float64]

STEP = 1e-5


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """Who is measured, and how surely.

    Attributes:
        outcomes: What followed each answer.
        segments: The segments' names, in their order.
        is_ordered: Whether they go from less to more.
        alike: The customers made alike.
        level: The confidence level.
    """

    outcomes: Outcomes
    segments: tuple[str, ...]
    is_ordered: bool
    alike: Alike
    level: float

    def money(self, name: MetricName, values: Floats) -> SegmentMetric:
        """Return the mean of money a customer in each segment."""
        found, leak = self._moments(values)
        lower, upper = means.mean_interval(
            found.mean, found.variance, found.effective_n, self.level
        )
        words = "mean, Student t"
        return SegmentMetric(
            name=name,
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=self._estimates(found.mean, lower, upper, words, found.n),
            squared_errors=found.squared_error,
            effective_n=found.effective_n,
            omnibus_p=means.welch_anova(found.mean, found.variance, found.effective_n)[3],
            adjusted=self._adjusted(values),
            leak=leak,
            level=self.level,
        )

    def share(self, values: Floats) -> SegmentMetric:
        """Return the share of customers who left in each segment."""
        found, leak = self._moments(values)
        share = self._share_of(found)
        hits = share * found.effective_n
        lower, upper = wilson(np.nan_to_num(hits), found.effective_n, self.level)
        counts = np.column_stack([hits, found.effective_n - hits])
        pairs = [counts[list(pair)] for pair in combinations(range(len(self.segments)), 2)]
        return SegmentMetric(
            name="churn",
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=self._estimates(share, lower, upper, "Wilson score", found.n),
            squared_errors=share * (1 - share) / np.maximum(found.effective_n, 1),
            effective_n=found.effective_n,
            omnibus_p=_chi_squared(counts),
            pair_p=np.array([_chi_squared(pair) for pair in pairs]),
            adjusted=self._adjusted(values),
            leak=leak,
            level=self.level,
        )

    def waiting(self, waited: Floats, returned: NDArray[np.bool_], window: float) -> SegmentMetric:
        """Return the share who have not come back by the end of the window, by Kaplan-Meier."""
        events, censored, times = self._at_times(waited, returned)
        curves = [
            KaplanMeier(time=times, events=e, censored=c)
            for e, c in zip(events, censored, strict=True)
        ]
        ends = np.array([curve.at(window, self.level) for curve in curves])
        errors = np.array([curve.standard_error(window) for curve in curves])
        n = (events + censored).sum(axis=1)
        pairs = combinations(range(len(self.segments)), 2)
        known = self.outcomes.churned
        return SegmentMetric(
            name="churn",
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=self._estimates(
                ends[:, 0], ends[:, 1], ends[:, 2], "Kaplan-Meier, log-log", n.astype(np.int64)
            ),
            squared_errors=errors**2,
            effective_n=n,
            omnibus_p=log_rank(events, censored)[2],
            pair_p=np.array([log_rank(events[[i, j]], censored[[i, j]])[2] for i, j in pairs]),
            adjusted=None if known is None else self._adjusted(known),
            leak="suspected leak" if parted(ends[:, 0], n.astype(np.int64)) else None,
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
        """Return the lifetime value that each segment's revenue and churn amount to."""

        def value(earned: Floats, left: Floats) -> Floats:
            yearly = 1 - (1 - np.clip(left, 0.0, 1.0)) ** (1 / years)
            return lifetime_value(
                earned, yearly, horizon=horizon, discount_rate=discount_rate, margin=margin
            )

        found, leak = self._moments(revenue)
        left, also = self._moments(churned)
        slopes = _slopes(value, found.mean, left.mean)
        # What each customer adds to the value: the error of its segment's is that of a mean.
        group = self.outcomes.group
        parts = slopes[0][group] * revenue + slopes[1][group] * churned
        sums = self._sums(parts, self.outcomes.weight)
        spread = sums.merged(self.outcomes.segment_of, len(self.segments)).means
        centre = value(np.nan_to_num(found.mean), np.nan_to_num(left.mean))
        centre[~np.isfinite(found.mean)] = np.nan
        half = normal.critical_value(self.level) * np.sqrt(spread.squared_error)
        words = "from revenue and churn, delta method"
        return SegmentMetric(
            name="ltv",
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=self._estimates(centre, centre - half, centre + half, words, found.n),
            squared_errors=spread.squared_error,
            effective_n=spread.effective_n,
            omnibus_p=means.wald_test(centre, np.diag(spread.squared_error))[2],
            adjusted=self._adjusted_value(value, revenue, churned),
            leak=leak or also,
            level=self.level,
        )

    def _moments(self, values: Floats) -> tuple[GroupMeans, Leak | None]:
        """Return the segments' means of what is known, and whether the score alone tells all."""
        seen, k = self.outcomes, len(self.segments)
        plain = self._sums(values, None)
        sums = plain if seen.weight is None else self._sums(values, seen.weight)
        return sums.merged(seen.segment_of, k).means, leak_of(values, seen, plain, k)

    def _share_of(self, found: GroupMeans) -> Floats:
        """Return the segments' shares, of whole customers where these are not weighted.

        A mean of zeros about a centre is -5.6e-17, and that many customers cannot leave.
        """
        if self.outcomes.weight is not None:
            return np.asarray(np.clip(found.mean, 0.0, 1.0))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.round(found.mean * found.n) / found.n)

    def _sums(self, values: Floats, weight: Floats | None) -> GroupSums:
        seen = self.outcomes
        return group_sums(values, seen.cell, seen.segment_of.size, weight)

    def _estimates(
        self,
        value: Floats,
        lower: Floats,
        upper: Floats,
        method: str,
        n: NDArray[np.int64],
    ) -> tuple[Estimate, ...]:
        rows = zip(value, lower, upper, n, strict=True)
        return tuple(
            Estimate(
                value=float(centre),
                lower=float(low),
                upper=float(high),
                level=self.level,
                method=method,
                n=int(size),
            )
            for centre, low, high, size in rows
        )

    def _adjusted(self, values: Floats) -> Adjusted | None:
        found = self.alike.means(values)
        return None if found is None else self.alike.adjusted(found.means, found.covariance)

    def _adjusted_value(
        self, value: "ValueOf", revenue: Floats, churned: Floats
    ) -> Adjusted | None:
        earned, left = self.alike.means(revenue), self.alike.means(churned)
        if earned is None or left is None:
            return None
        slopes = _slopes(value, earned.means, left.means)
        influence = slopes[0] * earned.influence + slopes[1] * left.influence
        return self.alike.adjusted(value(earned.means, left.means), influence.T @ influence)

    def _at_times(
        self, waited: Floats, returned: NDArray[np.bool_]
    ) -> tuple[Floats, Floats, Floats]:
        """Return orders and ends of follow-up of each segment at each time, and the times."""
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
    """Return how the value moves with revenue and with churn, in each segment."""
    earned, left = np.nan_to_num(revenue), np.clip(np.nan_to_num(churn), STEP, 1 - STEP)
    by_revenue = value(np.ones_like(earned), np.nan_to_num(churn))
    by_churn = (value(earned, left + STEP) - value(earned, left - STEP)) / (2 * STEP)
    return by_revenue, by_churn


def _chi_squared(counts: Floats) -> float:
    """Return the p-value of the same share in all rows of counts, NaN where none is told."""
    if not (np.isfinite(counts).all() and counts.sum(axis=0).all() and counts.sum(axis=1).all()):
        return float("nan")
    return float(stats.chi2_contingency(counts, correction=False).pvalue)

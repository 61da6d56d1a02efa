"""One figure by segment, such as revenue or churn, and the gaps between the segments."""

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Literal, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.effects.means import SHARE, AdjustedMeans, Limits
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.plain_data import plain
from vocvalue.results.verdicts import is_shown
from vocvalue.sealed import kept
from vocvalue.stats import means, multiplicity, normal, skewed_means
from vocvalue.stats.proportions import mover
from vocvalue.stats.skewed_means import SkewedMean
from vocvalue.survey.crossing.leaks import Leak
from vocvalue.tables.categories import key

Floats: TypeAlias = NDArray[np.float64]
MetricName: TypeAlias = Literal["revenue", "margin", "ltv", "churn", "retention"]
Verdict: TypeAlias = Literal[
    "link found", "no link found", "reversed link", "leak", "suspected leak", "too few answers"
]

RAW: Evidence = "association only"
ADJUSTED: Evidence = "adjusted observational"
POWER = 0.80
FEWEST = 30
"""The intervals of a segment with fewer customers are unreliable."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentMetric:
    """One figure by segment, with the gaps between segments.

    Attributes:
        name: "revenue", "margin", "ltv", "churn" or "retention".
        segments: The segments' names, in their order.
        is_ordered: Whether the segments have an order; if not, no link can be reversed.
        estimates: The figure of each segment, with its interval.
        squared_errors: The squared standard error of each segment's figure, shape (k,); for a share
            at least as large as its interval implies.
        effective_n: The effective number of customers in each segment, shape (k,).
        omnibus_p: P-value for the hypothesis that no segments differ.
        pair_p: P-value for the hypothesis of no gap, for each pair in the order of `pairs`; None
            where it follows from the estimates.
        adjusted: The figures adjusted for the covariates; None where there is nothing to adjust
            for, or where adjusting is not possible.
        unadjusted: Why adjusting is not possible, or None.
        leak: "leak" where the score determines the figure exactly, "suspected leak" where it almost
            does, or None.
        level: The confidence level.
        df: The degrees of freedom of each squared error, shape (k,); if None, they follow from the
            effective numbers.
        skewness: The skewness of each mean, shape (k,); None stands for 0.
        lowest: The lowest possible mean: 0 where no customer's money is negative.
    """

    name: MetricName
    segments: tuple[str, ...]
    is_ordered: bool
    estimates: tuple[Estimate, ...]
    squared_errors: Floats = field(repr=False)
    effective_n: Floats = field(repr=False)
    omnibus_p: float
    pair_p: Floats | None = field(default=None, repr=False)
    adjusted: AdjustedMeans | None = None
    unadjusted: Note | None = None
    leak: Leak | None = None
    level: float
    df: Floats | None = field(default=None, repr=False)
    skewness: Floats | None = field(default=None, repr=False)
    lowest: float = -np.inf

    @property
    def is_money(self) -> bool:
        """Whether the figure is money per customer, and not a share of customers."""
        return self.name not in {"churn", "retention"}

    @property
    def limits(self) -> Limits:
        """The lowest and the highest possible value of the figure."""
        return (self.lowest, np.inf) if self.is_money else SHARE

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every pair of segments, in order."""
        return tuple(combinations(self.segments, 2))

    @property
    def ends(self) -> tuple[str, str]:
        """The two segments whose gap is reported: last and first, or highest and lowest.

        Ordered segments are compared from end to end; of unordered ones, the segment with the
        highest figure is compared with the one with the lowest.
        """
        if self.is_ordered:
            return self.segments[-1], self.segments[0]
        values = np.array([estimate.value for estimate in self.estimates])
        if np.isnan(values).all() or np.nanmax(values) == np.nanmin(values):
            return self.segments[-1], self.segments[0]
        return self.segments[int(np.nanargmax(values))], self.segments[int(np.nanargmin(values))]

    def of(self, segment: str) -> Estimate:
        """Return the figure of a segment.

        Args:
            segment: Its name.
        """
        return self.estimates[self._place(segment)]

    def gap(self, segment: str, reference: str) -> Estimate:
        """Return the observed gap between two segments: the first minus the second.

        Args:
            segment: The segment.
            reference: The segment to subtract.
        """
        first, second = self._both(segment, reference)
        if self.is_money:
            pair = self._mean_of(segment), self._mean_of(reference)
            lower, upper, _ = skewed_means.difference(*pair, self.level)
            is_skewed = any(mean.is_skewed for mean in pair)
            method = "MOVER of Hall's transformed t" if is_skewed else "Welch"
        else:
            ends = [(e.value, e.lower, e.upper) for e in (first, second)]
            lower, upper = mover(ends[0], ends[1])
            method = f"MOVER of {first.method}"
        return self._estimate(first.value - second.value, lower, upper, method, first.n + second.n)

    def ratio(self, segment: str, reference: str) -> Estimate:
        """Return the ratio of one segment's figure to another's.

        The ratio is NaN unless the reference's figure is above 0, and has no interval unless the
        segment's own is.

        Args:
            segment: The segment.
            reference: The segment to divide by.
        """
        first, second = self._both(segment, reference)
        (v1, s1, _), (v0, s0, _) = self._moments(segment), self._moments(reference)
        lower, upper = means.ratio_interval(
            v1, float(np.sqrt(s1)), v0, float(np.sqrt(s0)), self.level
        )
        value = v1 / v0 if v0 > 0 else float("nan")
        return self._estimate(value, lower, upper, "delta method on logs", first.n + second.n)

    def adjusted_gap(self, segment: str, reference: str) -> Estimate | None:
        """Return the gap adjusted for the covariates, or None.

        Args:
            segment: The segment.
            reference: The segment to subtract.
        """
        self._both(segment, reference)
        if self.adjusted is None:
            return None
        return self.adjusted.difference(
            self._place(segment), self._place(reference), **self._made(self.adjusted)
        )

    def adjusted_of(self, segment: str) -> Estimate | None:
        """Return a segment's figure adjusted for the covariates, or None.

        Args:
            segment: Its name.
        """
        if self.adjusted is None:
            return None
        return self.adjusted.mean(self._place(segment), **self._made(self.adjusted))

    @kept
    def p_values(self) -> Floats:
        """P-values for the hypothesis of no gap, one per pair of segments."""
        if self.pair_p is not None:
            return self.pair_p
        return np.array(
            [
                skewed_means.difference(self._mean_of(b), self._mean_of(a), self.level)[2]
                for a, b in self.pairs
            ]
        )

    @property
    def holm_p_values(self) -> Floats:
        """The p-values of the pairs, after Holm's correction."""
        return multiplicity.holm(self.p_values)

    @property
    def adjusted_p(self) -> float:
        """P-value for the hypothesis that no adjusted figures differ, or NaN."""
        if self.adjusted is None:
            return float("nan")
        return means.wald_test(self.adjusted.means, self.adjusted.covariance)[2]

    @property
    def detectable(self) -> float:
        """The smallest true gap between the first and the last segment that the sample can detect.

        A sample of this size detects it with a probability of 80%. For unordered segments it is the
        gap between the two segments whose figures are the least certain.
        """
        worst = np.argsort(np.nan_to_num(self.squared_errors, nan=-1.0))
        i, j = (0, -1) if self.is_ordered else (worst[-2], worst[-1])
        (_, s1, n1), (_, s0, n0) = (self._moments(self.segments[place]) for place in (i, j))
        df = means.welch_df((s1, n1), (s0, n0)) if self.is_money else np.inf
        return means.detectable_difference(float(np.sqrt(s1 + s0)), self.level, POWER, df=df)

    @property
    def verdict(self) -> Verdict:
        """What the sample says about the link between the segments and the figure."""
        if self.leak is not None:
            return self.leak
        if not np.isfinite(self.omnibus_p) or np.isnan(self.gap(*self.ends).value):
            return "too few answers"
        if not is_shown(self.omnibus_p, self.level):
            return "no link found" if self._could_show else "too few answers"
        if not self.is_ordered:
            return "link found"
        gap = self.gap(self.segments[-1], self.segments[0])
        against = -gap.value if self.name == "churn" else gap.value
        return "reversed link" if gap.excludes_zero and against < 0 else "link found"

    @property
    def _could_show(self) -> bool:
        """Whether the sample would show the largest possible gap: everybody against nobody."""
        if self.is_money:
            return True
        z2 = normal.critical_value(self.level) ** 2
        sizes = [self.effective_n[self._place(end)] for end in self.ends]
        reach = float(np.hypot(*(z2 / (n + z2) for n in sizes)))
        return self.detectable <= 1 and reach < 1

    def mirrored(self, name: MetricName) -> "SegmentMetric":
        """Return one minus the figure: retention from churn.

        Args:
            name: The name of the mirrored figure.
        """
        adjusted = self.adjusted
        flipped = None if adjusted is None else replace(adjusted, means=1 - adjusted.means)
        return SegmentMetric(
            name=name,
            segments=self.segments,
            is_ordered=self.is_ordered,
            estimates=tuple(
                self._estimate(1 - e.value, 1 - e.upper, 1 - e.lower, e.method, e.n)
                for e in self.estimates
            ),
            squared_errors=self.squared_errors,
            effective_n=self.effective_n,
            omnibus_p=self.omnibus_p,
            pair_p=self.p_values,
            adjusted=flipped,
            unadjusted=self.unadjusted,
            leak=self.leak,
            level=self.level,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, gaps and tests as plain dictionaries."""
        last, first = self.ends
        adjusted = self.adjusted_gap(last, first)
        figures = {
            "segments": {s: self.of(s) for s in self.segments},
            "gap_of": [last, first],
            "gap": self.gap(last, first),
            "adjusted_gap": adjusted,
            "omnibus_p": self.omnibus_p,
            "adjusted_p": self.adjusted_p,
            "detectable": self.detectable,
            "verdict": self.verdict,
        }
        return cast("dict[str, Any]", plain(figures))

    def _place(self, segment: str) -> int:
        return self.segments.index(checks.one_of("segment", key(segment), self.segments))

    def _both(self, segment: str, reference: str) -> tuple[Estimate, Estimate]:
        if key(segment) == key(reference):
            raise ParameterError(
                f"segment and reference == {segment!r}, must be two different segments."
            )
        return self.of(segment), self.of(reference)

    def _made(self, adjusted: AdjustedMeans) -> dict[str, Any]:
        """Return how adjusted figures are made, and what they can be."""
        method = f"AIPW over {', '.join(adjusted.covariates)}"
        return {"limits": self.limits, "level": self.level, "method": method}

    def _mean_of(self, segment: str) -> SkewedMean:
        value, squared, n = self._moments(segment)
        skewness = 0.0 if self.skewness is None else float(self.skewness[self._place(segment)])
        return SkewedMean(value=value, squared_error=squared, n=n, skewness=skewness)

    def _moments(self, segment: str) -> tuple[float, float, float]:
        i = self._place(segment)
        return (
            self.estimates[i].value,
            float(self.squared_errors[i]),
            float(self.effective_n[i] if self.df is None else self.df[i] + 1),
        )

    def _estimate(self, value: float, lower: float, upper: float, method: str, n: int) -> Estimate:
        return Estimate.of((value, lower, upper), level=self.level, method=method, n=n)

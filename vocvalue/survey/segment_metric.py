"""One figure of every segment, such as revenue or churn, and how the segments differ in it."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate, Evidence
from vocvalue.stats import means, multiplicity, normal
from vocvalue.stats.proportions import mover
from vocvalue.survey.leaks import Leak
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
"""Fewer customers than these in a segment, and its intervals are not to be relied on."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Adjusted:
    """The segments' figures, had all customers been alike in the covariates.

    Attributes:
        means: One of each segment, shape (k,).
        covariance: Of these, shape (k, k).
        covariates: What they were made alike in.
        n: How many customers it rests on.
        overlaps: Whether every segment has members like everybody; if not, do not rely on it.
    """

    means: Floats
    covariance: NDArray[np.float64] = field(repr=False)
    covariates: tuple[str, ...]
    n: int
    overlaps: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentMetric:
    """A figure of every segment, with the gaps between them.

    Attributes:
        name: "revenue", "margin", "ltv", "churn" or "retention".
        segments: The segments' names, in their order.
        is_ordered: Whether they go from less to more; otherwise no link can be reversed.
        estimates: The figure of each segment, with its interval.
        squared_errors: The squared standard error of each, shape (k,).
        effective_n: How many equally weighted customers each rests on, shape (k,).
        omnibus_p: The p-value of no difference between any of the segments.
        pair_p: The p-value of each pair of segments, in the order of `pairs`; None where it
            follows from the estimates.
        adjusted: The figures had all customers been alike; None where that could not be done.
        leak: "leak" where the score determines the figure without error, "suspected leak" where
            it all but does, or None; see `survey.leaks.leak_of`.
        level: The confidence level.
    """

    name: MetricName
    segments: tuple[str, ...]
    is_ordered: bool
    estimates: tuple[Estimate, ...]
    squared_errors: Floats = field(repr=False)
    effective_n: Floats = field(repr=False)
    omnibus_p: float
    pair_p: Floats | None = field(default=None, repr=False)
    adjusted: Adjusted | None = None
    leak: Leak | None = None
    level: float

    @property
    def is_money(self) -> bool:
        """Whether it is money a customer, and not a share of customers."""
        return self.name not in {"churn", "retention"}

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every pair of segments, in their order."""
        return tuple(combinations(self.segments, 2))

    @property
    def ends(self) -> tuple[str, str]:
        """The segments whose gap is spoken of: last and first, or highest and lowest.

        Ordered segments are compared from end to end. Of others the one with the highest figure is
        compared with the one with the lowest.
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
        """Return how much more a segment has than another, as it was seen.

        Args:
            segment: The segment.
            reference: The segment that is deducted.
        """
        first, second = self.of(segment), self.of(reference)
        if self.is_money:
            lower, upper, _ = means.welch(
                self._moments(segment), self._moments(reference), self.level
            )
            method = "Welch"
        else:
            ends = [(e.value, e.lower, e.upper) for e in (first, second)]
            lower, upper = mover(ends[0], ends[1])
            method = f"MOVER of {first.method}"
        return self._estimate(first.value - second.value, lower, upper, method, first.n + second.n)

    def ratio(self, segment: str, reference: str) -> Estimate:
        """Return how many times another segment's figure a segment has.

        Args:
            segment: The segment.
            reference: The segment that it is divided by.
        """
        first, second = self.of(segment), self.of(reference)
        (v1, s1, _), (v0, s0, _) = self._moments(segment), self._moments(reference)
        lower, upper = means.ratio_interval(
            v1, float(np.sqrt(s1)), v0, float(np.sqrt(s0)), self.level
        )
        value = v1 / v0 if v0 > 0 else float("nan")
        return self._estimate(value, lower, upper, "delta method on logs", first.n + second.n)

    def adjusted_gap(self, segment: str, reference: str) -> Estimate | None:
        """Return the gap had all customers been alike in the covariates, or None.

        Args:
            segment: The segment.
            reference: The segment that is deducted.
        """
        if self.adjusted is None:
            return None
        i, j = self._place(segment), self._place(reference)
        c = self.adjusted.covariance
        value = float(self.adjusted.means[i] - self.adjusted.means[j])
        error = float(np.sqrt(max(c[i, i] + c[j, j] - 2 * c[i, j], 0.0)))
        value, lower, upper = normal.interval(value, error, self.level)
        method = f"AIPW over {', '.join(self.adjusted.covariates)}"
        return self._estimate(value, lower, upper, method, self.adjusted.n)

    @cached_property
    def p_values(self) -> Floats:
        """The p-value of no difference for each pair, shape (number of pairs,)."""
        if self.pair_p is not None:
            return self.pair_p
        return np.array(
            [means.welch(self._moments(b), self._moments(a), self.level)[2] for a, b in self.pairs]
        )

    @property
    def holm_p_values(self) -> Floats:
        """The same, corrected for the number of pairs."""
        return multiplicity.holm(self.p_values)

    @property
    def adjusted_p(self) -> float:
        """The p-value of no difference between any segments that are alike, or NaN."""
        if self.adjusted is None:
            return float("nan")
        return means.wald_test(self.adjusted.means, self.adjusted.covariance)[2]

    @property
    def detectable(self) -> float:
        """The smallest gap between the first and the last segment that the sample could show.

        It would be found in 80 of 100 samples of this size. Of segments without an order it is the
        gap between the two that are known worst.
        """
        errors = self.squared_errors if self.is_ordered else np.sort(self.squared_errors)[[-2, -1]]
        error = float(np.sqrt(errors[0] + errors[-1]))
        return means.detectable_difference(error, self.level, POWER)

    @property
    def verdict(self) -> Verdict:
        """What the sample says of the link between the segments and the figure."""
        if self.leak is not None:
            return self.leak
        if not np.isfinite(self.omnibus_p):
            return "too few answers"
        if self.omnibus_p >= 1 - self.level:
            return "no link found"
        if not self.is_ordered:
            return "link found"
        gap = self.gap(self.segments[-1], self.segments[0])
        against = -gap.value if self.name == "churn" else gap.value
        sure = gap.lower > 0 or gap.upper < 0
        return "reversed link" if sure and against < 0 else "link found"

    def mirrored(self, name: MetricName) -> "SegmentMetric":
        """Return what is left to one: retention for churn.

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
            leak=self.leak,
            level=self.level,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, gaps and tests as plain dictionaries."""
        last, first = self.ends
        adjusted = self.adjusted_gap(last, first)
        return {
            "segments": {s: self.of(s).to_dict() for s in self.segments},
            "gap_of": [last, first],
            "gap": self.gap(last, first).to_dict(),
            "adjusted_gap": None if adjusted is None else adjusted.to_dict(),
            "omnibus_p": self.omnibus_p,
            "adjusted_p": self.adjusted_p,
            "detectable": self.detectable,
            "verdict": self.verdict,
        }

    def _place(self, segment: str) -> int:
        return self.segments.index(key(segment))

    def _moments(self, segment: str) -> tuple[float, float, float]:
        i = self._place(segment)
        return (
            self.estimates[i].value,
            float(self.squared_errors[i]),
            float(self.effective_n[i]),
        )

    def _estimate(self, value: float, lower: float, upper: float, method: str, n: int) -> Estimate:
        return Estimate(value=value, lower=lower, upper=upper, level=self.level, method=method, n=n)

"""Mean money by segment: intervals, and a test that all means are equal."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.stats import means
from vocvalue.stats.skewed_means import SkewedMean, difference
from vocvalue.survey.crossing.leaks import FEWEST

Counts: TypeAlias = NDArray[np.int64]

UNSKEWED = ", skewness removed (Hall)"
SAME = 1e-9
"""Means whose relative difference is smaller are equal up to rounding."""


def estimates(
    segments: Sequence[SkewedMean], n: Counts, words: str, *, lowest: float, level: float
) -> tuple[Estimate, ...]:
    """Return the means with intervals that do not reach below the lowest possible mean.

    Args:
        segments: The mean of each segment.
        n: The number of customers in each segment, shape (k,).
        words: The method by which the means were estimated.
        lowest: The lowest possible mean.
        level: The confidence level.
    """
    held = [
        bounded(mean.value, mean.interval(level), lowest=lowest, highest=np.inf)
        for mean in segments
    ]
    return tuple(
        Estimate.of(
            (mean.value, lower, upper),
            level=level,
            method=f"{words}{UNSKEWED if mean.is_skewed else ''}{clipped}",
            n=int(size),
        )
        for mean, (lower, upper, clipped), size in zip(segments, held, n, strict=True)
    )


def same_means(segments: Sequence[SkewedMean], n: Counts, level: float) -> float:
    """Return the p-value of equal means in all segments with data, NaN where it is undefined.

    With two segments it is the p-value of their gap. If all customers bring in the same, the
    p-value is 1, provided there are enough customers for that not to be chance.

    Args:
        segments: The mean of each segment.
        n: The number of customers in each segment, shape (k,).
        level: The confidence level.
    """
    measured = [mean for mean in segments if np.isfinite(mean.value)]
    if len(measured) < 2:
        return float("nan")
    value = np.array([mean.value for mean in measured])
    squared = np.array([mean.squared_error for mean in measured])
    if not np.isfinite(squared).all():
        is_same = np.ptp(value) <= SAME * np.abs(value).max()
        return 1.0 if is_same and n.sum() - len(measured) >= FEWEST else float("nan")
    if len(measured) == 2:
        return difference(measured[1], measured[0], level)[2]
    df = np.array([mean.n - 1 for mean in measured])
    return means.welch_anova_of_errors(value, squared, df)[3]

"""Means of money in segments: their intervals, and whether all of them are the same."""

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
"""Means that differ by less, as a share of themselves, are the same but for rounding."""


def estimates(
    segments: Sequence[SkewedMean], n: Counts, words: str, *, lowest: float, level: float
) -> tuple[Estimate, ...]:
    """Return means with their intervals, of which nothing is below what is possible.

    Args:
        segments: The mean of each segment.
        n: How many customers each has, shape (k,).
        words: How the means came about.
        lowest: The lowest that a mean can be.
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
    """Return the p-value of the same mean in all segments that are known, NaN if none is told.

    Of two segments it is that of their gap. Where all customers bring the same, there is no
    difference; of a few that may be an accident.

    Args:
        segments: The mean of each segment.
        n: How many customers each has, shape (k,).
        level: The confidence level.
    """
    known = [mean for mean in segments if np.isfinite(mean.value)]
    if len(known) < 2:
        return float("nan")
    value = np.array([mean.value for mean in known])
    squared = np.array([mean.squared_error for mean in known])
    if not np.isfinite(squared).all():
        is_same = np.ptp(value) <= SAME * np.abs(value).max()
        return 1.0 if is_same and n.sum() - len(known) >= FEWEST else float("nan")
    if len(known) == 2:
        return difference(known[1], known[0], level)[2]
    df = np.array([mean.n - 1 for mean in known])
    return means.welch_anova_of_errors(value, squared, df)[3]

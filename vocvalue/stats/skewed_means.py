"""Means of few and skewed values: how skewed they are, their intervals and differences.

Where most values are small and some are large, a small sample often has none of the large ones. Its
mean and its spread are then too small together, and Student's interval ends below the truth in one
sample of five. Hall's transformation removes the effect of the skewness on Student's t.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.stats import means
from vocvalue.stats.group_means import GroupMeans
from vocvalue.stats.proportions import mover, mover_z

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

MANY = 100
"""With this many values, a mean is close enough to normal whatever their distribution."""
NONE = 1e-6


def mean_skewness(
    values: Floats, group: Codes, found: GroupMeans, squared: Floats, weights: Floats | None = None
) -> Floats:
    """Return how skewed the means of small groups are, 0 for groups of 100 values and more.

    Args:
        values: Shape (n,); those that are not finite are left out.
        group: The group of each, 0 to k - 1, shape (n,).
        found: The means of the groups.
        squared: The squared errors of these, shape (k,). Where another spread than the group's
            own stands in, its skewness is not known, and 0 is returned.
        weights: The weight of each value, shape (n,); None weighs all the same.

    Returns:
        The third cumulant of each mean over the cube of its error, shape (k,).

    Examples:
        >>> from vocvalue.stats.group_means import group_means
        >>> values = np.array([1.0, 1.0, 1.0, 5.0, 2.0, 3.0, 4.0])
        >>> group = np.array([0, 0, 0, 0, 1, 1, 1])
        >>> found = group_means(values, group, 2)
        >>> mean_skewness(values, group, found, found.squared_error).round(4).tolist()
        [1.0, 0.0]
    """
    n, few = found.effective_n, np.zeros(found.n.size)
    is_asked = (found.n < MANY) & (n > 2) & (found.squared_error > 0)
    is_asked &= squared == found.squared_error
    if not is_asked.any():
        return few
    rows = np.flatnonzero(is_asked[group] & np.isfinite(values))
    of = group[rows]
    weight = np.ones(rows.size) if weights is None else weights[rows]
    cubes = np.bincount(of, (weight * (values[rows] - found.mean[of])) ** 3, few.size)
    total = np.bincount(of, weight, few.size).astype(np.float64)
    n, error = n[is_asked], np.sqrt(squared[is_asked])
    third = cubes[is_asked] / total[is_asked] ** 3 * n**2 / ((n - 1) * (n - 2))
    few[is_asked] = third / error**3
    return few


@dataclass(frozen=True, kw_only=True)
class SkewedMean:
    """A mean, how surely it is known and how skewed it is.

    Attributes:
        value: The mean.
        squared_error: Its squared standard error.
        n: One more than the degrees of freedom of that error.
        skewness: That of the mean, as `mean_skewness` returns it.
    """

    value: float
    squared_error: float
    n: float
    skewness: float = 0.0

    @property
    def is_skewed(self) -> bool:
        """Whether the skewness is more than rounding."""
        return abs(self.skewness) > NONE

    def ends_at(self, t: Any) -> tuple[Any, Any]:
        """Return the ends at a quantile of Student's t, a number or an array.

        Args:
            t: The quantile, such as 2.1.

        References:
            Hall (1992), On the removal of skewness by transformation, Journal of the Royal
            Statistical Society B 54.

        Examples:
            >>> mean = SkewedMean(value=10.0, squared_error=4.0, n=20, skewness=0.4)
            >>> [round(float(end), 3) for end in mean.ends_at(2.093)]
            [6.718, 17.284]
            >>> [float(end) for end in SkewedMean(value=10.0, squared_error=4.0, n=20).ends_at(2)]
            [6.0, 14.0]
        """
        error, k = np.sqrt(self.squared_error), self.skewness
        if not self.is_skewed:
            return self.value - t * error, self.value + t * error
        down, up = (3 / k * (np.cbrt(1 + k * q - k**2 / 6) - 1) for q in (t, -t))
        # At the narrowest widths the correction of the centre would leave the mean outside.
        return self.value - error * np.maximum(down, 0.0), self.value - error * np.minimum(up, 0.0)

    def moved(self, value: float, added: float) -> "SkewedMean":
        """Return another figure with the same skewness, plus an independent error without skewness.

        Args:
            value: The figure.
            added: The squared error to add.

        Examples:
            >>> mean = SkewedMean(value=10.0, squared_error=1.0, n=20, skewness=0.4)
            >>> mean.moved(8.0, 3.0)
            SkewedMean(value=8.0, squared_error=4.0, n=20, skewness=0.05)
        """
        squared = float(self.squared_error + added)
        part = self.squared_error / squared if squared > 0 else 1.0
        return replace(
            self, value=float(value), squared_error=squared, skewness=self.skewness * part**1.5
        )

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval of the mean, Student's where it is not skewed; NaN where unknown.

        Args:
            level: The confidence level.
        """
        if not (self.n > 1 and np.isfinite(self.squared_error)):
            return float("nan"), float("nan")
        lower, upper = self.ends_at(scipy.stats.t.ppf((1 + level) / 2, self.n - 1))
        return float(lower), float(upper)


def difference(first: SkewedMean, second: SkewedMean, level: float) -> tuple[float, float, float]:
    """Compare two independent means: Welch's test where neither is skewed.

    Args:
        first: The first mean.
        second: The second, which is deducted.
        level: The confidence level.

    Returns:
        The lower and the upper end of the interval of first minus second, and the p-value that
        inverts it; NaN where an error is not known.

    References:
        Zou and Donner (2008), as in `proportions.mover`, of Hall's ends at the quantile of Welch's
        t.

    Examples:
        >>> first = SkewedMean(value=12.0, squared_error=4.0, n=20, skewness=0.4)
        >>> second = SkewedMean(value=6.0, squared_error=1.0, n=200)
        >>> lower, upper, p = difference(first, second, 0.95)
        >>> round(lower, 2), round(upper, 2), round(p, 4)
        (2.19, 13.22, 0.0018)
    """
    plain = [(it.value, it.squared_error, it.n) for it in (first, second)]
    if not (first.is_skewed or second.is_skewed):
        return means.welch(plain[0], plain[1], level)
    df = means.welch_df(plain[0][1:], plain[1][1:])
    if not df > 0:
        nothing = float("nan")
        return nothing, nothing, nothing
    t = scipy.stats.t.ppf((1 + level) / 2, df)
    lower, upper = mover((first.value, *first.ends_at(t)), (second.value, *second.ends_at(t)))
    reached = mover_z((first.value, first.ends_at), (second.value, second.ends_at))
    return lower, upper, float(2 * scipy.stats.t.sf(abs(reached), df))

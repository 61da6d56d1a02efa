"""Means of groups from single values, weighted or not: what intervals and tests are made of."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupMeans:
    """The means of groups, and how well each is known.

    Attributes:
        n: How many values each group has, shape (k,).
        effective_n: How many equally weighted values are as certain, shape (k,).
        mean: The means, NaN for a group without values, shape (k,).
        squared_error: The variances of the means, NaN for fewer than two values, shape (k,).
    """

    n: Codes
    effective_n: Floats
    mean: Floats
    squared_error: Floats

    @property
    def variance(self) -> Floats:
        """The variance of one value, over n - 1, shape (k,)."""
        return np.asarray(self.squared_error * self.effective_n)


def group_means(
    values: Floats, group: Codes, n_groups: int, weights: Floats | None = None
) -> GroupMeans:
    """Return the mean of each group with the variance of that mean.

    Args:
        values: Shape (n,).
        group: 0 to n_groups - 1, shape (n,).
        n_groups: The number of groups k.
        weights: The weight of each value, not negative, shape (n,); None weighs all the same.

    References:
        Cochran (1977), Sampling Techniques, section 6.3, for the variance of a weighted mean as a
        ratio of two sums; Kish (1965), Survey Sampling, section 11.7, for the effective number.

    Examples:
        >>> found = group_means(np.array([1.0, 3.0, 5.0, 5.0]), np.array([0, 0, 1, 1]), 2)
        >>> found.mean.tolist(), found.squared_error.tolist()
        ([2.0, 5.0], [1.0, 0.0])
    """
    n = np.bincount(group, minlength=n_groups)
    if not values.size:
        nothing = np.full(n_groups, np.nan)
        return GroupMeans(
            n=n, effective_n=n.astype(np.float64), mean=nothing, squared_error=nothing
        )
    # Sums of squares lose nothing to the size of the mean when that is taken off first.
    centre = values.mean()
    deviation = values - centre
    with np.errstate(invalid="ignore", divide="ignore"):
        if weights is None:
            total = squares = effective = n.astype(np.float64)
            first = linear = _sums(group, deviation, n_groups)
            second = _sums(group, deviation**2, n_groups)
        else:
            squared = weights**2
            total, squares = (_sums(group, w, n_groups) for w in (weights, squared))
            first, linear = (_sums(group, w * deviation, n_groups) for w in (weights, squared))
            second = _sums(group, squared * deviation**2, n_groups)
            effective = total**2 / squares
        mean = first / total
        spread = np.maximum(second - 2 * mean * linear + mean**2 * squares, 0.0)
        enough = np.where(n > 1, n / np.maximum(n - 1, 1), np.nan)
        return GroupMeans(
            n=n,
            effective_n=np.nan_to_num(effective),
            mean=centre + mean,
            squared_error=spread / total**2 * enough,
        )


def _sums(group: Codes, values: Floats, n_groups: int) -> Floats:
    return np.asarray(np.bincount(group, values, n_groups), dtype=np.float64)


def explained(values: Floats, group: Codes, n_groups: int) -> float:
    """Return the share of the variance of values that the groups' means explain, NaN without any.

    Args:
        values: Shape (n,).
        group: 0 to n_groups - 1, shape (n,).
        n_groups: The number of groups.

    Examples:
        >>> explained(np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1]), 2)
        1.0
    """
    deviation = values - values.mean()
    n = np.bincount(group, minlength=n_groups)
    sums = np.bincount(group, deviation, n_groups)
    total = float(deviation @ deviation)
    between = float(np.sum(sums**2 / np.maximum(n, 1)))
    return between / total if total > 0 else float("nan")

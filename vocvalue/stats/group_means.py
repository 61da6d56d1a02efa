"""Means of groups from single values, weighted or not, for intervals and tests."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

BLOCK = 16_384
FEW = 10
ROUNDING = 1e-12
"""A part of the sum of squares below this is none: what is left of a difference of like numbers."""


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

    def errors(self) -> tuple[Floats, Floats]:
        """Return the squared errors of the means and their degrees of freedom, each of shape (k,).

        A group with one value, or whose values are all the same, shows no spread of its own, which
        does not make its mean certain: the spread within all groups together stands in. So it does
        in a group of fewer than 10 values whose own spread is smaller: of a few skewed values the
        large ones are often not among them.

        Returns:
            NaN and 0 for a group without values, and where no group has any spread.

        Examples:
            >>> values, group = np.array([1.0, 3.0, 5.0, 5.0, 7.0]), np.array([0, 0, 1, 1, 2])
            >>> squared, df = group_means(values, group, 3).errors()
            >>> squared.round(9).tolist(), df.tolist()
            ([1.0, 0.5, 1.0], [1.0, 2.0, 2.0])
        """
        own = np.where(self.n > 1, self.effective_n - 1, 0.0)
        total = own.sum()
        pooled = own @ np.nan_to_num(self.variance) / total if total > 0 else 0.0
        is_bare = ~(self.squared_error > 0)
        is_bare |= (self.effective_n < FEW) & (self.variance < pooled)
        with np.errstate(divide="ignore"):
            lent = pooled / self.effective_n if pooled > 0 else np.nan
        squared = np.where(is_bare, lent, self.squared_error)
        df = np.where(is_bare, total, own)
        is_known = np.isfinite(squared)
        return np.where(is_known, squared, np.nan), np.where(is_known, df, 0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupSums:
    """Sums of groups, from which their means follow, and those of groups put together.

    Attributes:
        centre: What was taken off each value first: sums of squares then lose nothing to the size
            of the mean.
        n: How many values each group has, shape (k,).
        total: The sum of the weights, shape (k,).
        squares: That of the squared weights, shape (k,).
        first: That of weight times deviation, shape (k,).
        linear: That of squared weight times deviation, shape (k,).
        second: That of squared weight times squared deviation, shape (k,).
    """

    centre: float
    n: Codes
    total: Floats
    squares: Floats
    first: Floats
    linear: Floats
    second: Floats

    def merged(self, into: Codes, n_groups: int) -> "GroupSums":
        """Return the sums of groups made of these.

        Args:
            into: The new group of each group, shape (k,).
            n_groups: The number of new groups.
        """
        old = (self.total, self.squares, self.first, self.linear, self.second)
        total, squares, first, linear, second = (_sums(into, sums, n_groups) for sums in old)
        return GroupSums(
            centre=self.centre,
            n=_sums(into, self.n, n_groups).astype(np.int64),
            total=total,
            squares=squares,
            first=first,
            linear=linear,
            second=second,
        )

    @property
    def means(self) -> GroupMeans:
        """The mean of each group with the variance of that mean."""
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = self.first / self.total
            spread = self.second - 2 * mean * self.linear + mean**2 * self.squares
            spread = np.where(spread > ROUNDING * self.second, spread, 0.0)
            value = self.centre + mean
            enough = np.where(self.n > 1, self.n / np.maximum(self.n - 1, 1), np.nan)
            return GroupMeans(
                n=self.n,
                effective_n=np.nan_to_num(self.total**2 / self.squares),
                # What is left of a mean of zeros about a centre is none.
                mean=np.where(np.abs(value) > ROUNDING * abs(self.centre), value, 0.0 * value),
                squared_error=spread / self.total**2 * enough,
            )

    @property
    def explained(self) -> float:
        """The share of the variance of unweighted values that the means explain, or NaN."""
        total = float(self.second.sum())
        between = float(np.sum(self.first**2 / np.maximum(self.n, 1)))
        return between / total if total > 0 else float("nan")


def group_sums(
    values: Floats, group: Codes, n_groups: int, weights: Floats | None = None
) -> GroupSums:
    """Return the sums of each group, in one pass over the values.

    Args:
        values: Shape (n,); those that are not finite are in no sum.
        group: 0 to n_groups - 1, shape (n,).
        n_groups: The number of groups k.
        weights: The weight of each value, not negative, shape (n,); None weighs all the same.

    Examples:
        >>> sums = group_sums(np.array([1.0, 3.0, 5.0, np.nan]), np.array([0, 1, 2, 2]), 3)
        >>> sums.n.tolist(), sums.merged(np.array([0, 0, 1]), 2).means.mean.tolist()
        ([1, 1, 1], [2.0, 5.0])
    """
    centre, complete = _centre(values)
    n = np.zeros(n_groups, dtype=np.int64)
    sums = np.zeros((5, n_groups))
    # Blocks stay in the cache: arrays of all deviations and squares would cost more than the sums.
    for start in range(0, values.size, BLOCK):
        block = slice(start, start + BLOCK)
        deviation, of = values[block] - centre, group[block]
        weight = None if weights is None else weights[block]
        if not complete:
            known = np.isfinite(deviation)
            deviation, of = deviation[known], of[known]
            weight = None if weight is None else weight[known]
        counts = np.bincount(of, minlength=n_groups)
        n += counts
        if weight is None:
            sums[0] += counts
            sums[2] += np.bincount(of, deviation, n_groups)
            deviation *= deviation
            sums[4] += np.bincount(of, deviation, n_groups)
        else:
            sums += _weighted(of, deviation, weight, n_groups)
    if weights is None:
        sums[1], sums[3] = sums[0], sums[2]
    total, squares, first, linear, second = sums
    return GroupSums(
        centre=centre,
        n=n,
        total=total,
        squares=squares,
        first=first,
        linear=linear,
        second=second,
    )


def group_means(
    values: Floats, group: Codes, n_groups: int, weights: Floats | None = None
) -> GroupMeans:
    """Return the mean of each group with the variance of that mean.

    Args:
        values: As in `group_sums`.
        group: As in `group_sums`.
        n_groups: As in `group_sums`.
        weights: As in `group_sums`.

    References:
        Cochran (1977), Sampling Techniques, section 6.3, for the variance of a weighted mean as a
        ratio of two sums; Kish (1965), Survey Sampling, section 11.7, for the effective number.

    Examples:
        >>> found = group_means(np.array([1.0, 3.0, 5.0, 5.0]), np.array([0, 0, 1, 1]), 2)
        >>> found.mean.tolist(), found.squared_error.tolist()
        ([2.0, 5.0], [1.0, 0.0])
    """
    return group_sums(values, group, n_groups, weights).means


def explained(values: Floats, group: Codes, n_groups: int) -> float:
    """Return the share of the variance of values that the groups' means explain, NaN without any.

    Args:
        values: As in `group_sums`.
        group: As in `group_sums`.
        n_groups: As in `group_sums`.

    Examples:
        >>> explained(np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1]), 2)
        1.0
    """
    return group_sums(values, group, n_groups).explained


def _centre(values: Floats) -> tuple[float, bool]:
    """Return the mean of the finite values, and whether all of them are."""
    if not values.size:
        return float("nan"), True
    total = float(values.sum())
    if np.isfinite(total):
        return total / values.size, True
    known = np.isfinite(values)
    n = int(np.count_nonzero(known))
    return (float(values.sum(where=known)) / n if n else float("nan")), False


def _weighted(group: Codes, deviation: Floats, weight: Floats, n_groups: int) -> Floats:
    weighted, squared = weight * deviation, weight * weight
    each = (weight, squared, weighted, squared * deviation, weighted * weighted)
    return np.array([np.bincount(group, values, n_groups) for values in each])


def _sums(group: Codes, values: NDArray[np.float64 | np.int64], n_groups: int) -> Floats:
    return np.asarray(np.bincount(group, values, n_groups), dtype=np.float64)

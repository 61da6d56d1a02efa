"""Means of groups with few values each, drawn towards the mean of all by their credibility."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Credible:
    """The mean of each group, and how far it is to be believed.

    Attributes:
        own: The weighted mean of each group, NaN where it has no value, shape (g,).
        n_effective: How many values of equal weight it is worth, 0 where there is none, shape (g,).
        z: Its credibility, 0 to 1; NaN where it has no value, shape (g,).
        mean: The mean of all groups that they are drawn towards.
        value: The mean of each after that, shape (g,).
        within: The variance of values within a group; NaN where no group has two.
        between: The variance between groups, 0 where the moments find none; NaN as `within`.
    """

    own: Floats = field(repr=False)
    n_effective: Floats = field(repr=False)
    z: Floats = field(repr=False)
    mean: float
    value: Floats = field(repr=False)
    within: float
    between: float


def credible_means(
    group: NDArray[np.integer], values: Floats, weights: Floats, n_groups: int
) -> Credible:
    """Return the means of groups after what the others say of each.

    A group's mean has the variance `within / n_effective`, with `n_effective` the square of the sum
    of its weights over the sum of their squares. Its credibility is `n_effective / (n_effective +
    within / between)`. Both variances are the moment estimators of Bühlmann and Straub; where that
    between groups is not above 0 there is nothing to tell groups apart by, and all get the mean.
    Where no group has two values the variances are not known, and nothing is shrunk.

    Args:
        group: The number of each value's group, shape (n,).
        values: The values, shape (n,).
        weights: Their weights, above 0, shape (n,).
        n_groups: The number of groups, of which some may have no value.

    References:
        Bühlmann and Gisler (2005), A Course in Credibility Theory and its Applications, chapter 4.

    Examples:
        Two groups of two values: within (2 + 2) / 2 = 2, between (16 - 2) / 2 = 7, and so a
        credibility of 2 / (2 + 2 / 7) = 0.875.

        >>> group, values = np.array([0, 0, 1, 1]), np.array([1.0, 3.0, 5.0, 7.0])
        >>> found = credible_means(group, values, np.ones(4), 2)
        >>> found.within, found.between, found.z.tolist(), found.value.tolist()
        (2.0, 7.0, [0.875, 0.875], [2.25, 5.75])
    """
    total = np.bincount(group, weights, n_groups)
    has = total > 0
    squares = np.bincount(group, weights**2, n_groups)
    own = np.bincount(group, weights * values, n_groups) / np.where(has, total, np.nan)
    n_effective = np.where(has, total**2 / np.where(has, squares, 1.0), 0.0)
    within = _within(group, values, n_groups)
    between = _between(own[has], n_effective[has], within)
    z = _credibility(n_effective, within, between)
    mean = _mean(own[has], n_effective[has], z[has])
    return Credible(
        own=own,
        n_effective=n_effective,
        z=np.where(has, z, np.nan),
        mean=mean,
        value=z * own + (1 - z) * mean,
        within=within,
        between=between,
    )


def _within(group: NDArray[np.integer], values: Floats, n_groups: int) -> float:
    """Return the pooled variance within groups; each value has the same, whatever its weight."""
    n = np.bincount(group, minlength=n_groups)
    df = int(np.maximum(n - 1, 0).sum())
    if not df:
        return float("nan")
    mean = np.bincount(group, values, n_groups) / np.maximum(n, 1)
    return float(((values - mean[group]) ** 2).sum() / df)


def _between(own: Floats, n_effective: Floats, within: float) -> float:
    """Return the moment estimator of the variance between groups, not below 0."""
    total = n_effective.sum()
    scale = total - (n_effective**2).sum() / total if own.size else 0.0
    if np.isnan(within) or own.size < 2:
        return float("nan")
    centre = n_effective @ own / total
    excess = n_effective @ (own - centre) ** 2 - (own.size - 1) * within
    return max(0.0, float(excess / scale))


def _credibility(n_effective: Floats, within: float, between: float) -> Floats:
    if np.isnan(between) or (within == 0 and between == 0):
        return np.ones_like(n_effective)
    if between == 0:
        return np.zeros_like(n_effective)
    return np.asarray(n_effective / (n_effective + within / between))


def _mean(own: Floats, n_effective: Floats, z: Floats) -> float:
    weight = z if z.sum() > 0 else n_effective
    return float(weight @ own / weight.sum()) if own.size else float("nan")

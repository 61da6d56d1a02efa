"""Whether groups drawn at random are alike along a number, or in a category: one test of each."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from vocvalue.stats.randomisation import imbalance

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

PARTS, EXPECTED = 8, 8


def along(values: Floats, group: Codes, stratum: Codes | None = None) -> float:
    """Return the p-value of groups that are alike along a number, such as a moment.

    A drift of the groups' shares shows in the mean of the number's normal scores, a bulge in their
    squares and a jump in the shares within parts of equal size: all are tested at once.

    Args:
        values: The number, finite, shape (n,).
        group: The number of each row's group, from 0, shape (n,).
        stratum: The number of each row's stratum, from 0, shape (n,): groups are then compared
            within strata.

    References:
        Hansen and Bowers (2008), Covariate balance in simple, stratified and clustered comparative
        studies, Statistical Science 23.

    Examples:
        >>> group = np.repeat([0, 1, 0, 1], [90, 10, 50, 50])
        >>> along(np.repeat([1.0, 2.0], 100), group) < 1e-8
        True
        >>> round(along(np.arange(200.0), np.tile([0, 1], 100)), 2)
        1.0
    """
    if values.size < 2 or np.ptp(values) == 0:
        return 1.0
    distinct, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    if distinct.size <= PARTS:
        return between(place, group, stratum)
    scores = ndtri(middle / values.size)[place]
    cut = np.floor(middle / values.size * _parts(group)).astype(np.int64)[place]
    x = np.column_stack([scores, scores**2, _indicators(cut)])
    return _p_value(x, group, stratum)


def between(category: Codes, group: Codes, stratum: Codes | None = None) -> float:
    """Return the p-value of groups that are alike in a category.

    Categories so rare that the smallest group would have fewer than 8 of them are taken together.

    Args:
        category: The number of each row's category, from 0, shape (n,).
        group: As in `along`.
        stratum: As in `along`.

    Examples:
        >>> group = np.repeat([0, 1, 0, 1], [90, 10, 50, 50])
        >>> between(np.repeat([0, 1], 100), group) < 1e-8
        True
    """
    sizes = np.bincount(group)
    least = EXPECTED * group.size / sizes[sizes > 0].min()
    rare = np.bincount(category) < least
    merged = np.where(rare[category], -1, category)
    return _p_value(_indicators(np.unique(merged, return_inverse=True)[1]), group, stratum)


def _parts(group: Codes) -> int:
    sizes = np.bincount(group)
    return int(np.clip(sizes[sizes > 0].min() // EXPECTED, 1, PARTS))


def _indicators(category: Codes) -> Floats:
    """Return a column of 0 and 1 for each category but the last."""
    k = int(category.max()) + 1
    return np.asarray(category[:, None] == np.arange(k - 1), dtype=np.float64)


def _p_value(x: Floats, group: Codes, stratum: Codes | None) -> float:
    if not x.shape[1]:
        return 1.0
    found = imbalance(x, np.unique(group, return_inverse=True)[1], stratum)
    return 1.0 if np.isnan(found.p_value) else found.p_value

"""Values that are sorted within groups, and how many of them come before a place."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]


def starts(group: NDArray[np.integer], n_groups: int) -> Ints:
    """Return where each group begins among rows sorted by group, and at last their number.

    Args:
        group: The number of each row's group, from 0, rising, shape (n,).
        n_groups: The number of groups, of which some may have no row.

    Returns:
        Positions, shape (n_groups + 1,).

    Examples:
        >>> starts(np.array([0, 0, 2]), 3).tolist()
        [0, 2, 2, 3]
    """
    sizes = np.bincount(group, minlength=n_groups)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def n_until(start: Ints, values: Floats, group: NDArray[np.integer], value: Floats) -> Ints:
    """Return the position after a group's last value that is not larger than a value.

    It is found by bisection within each group, which is exact: one key made of group and value
    would round.

    Args:
        start: Where each group begins, shape (g + 1,), as `starts` returns it.
        values: Values that rise within each group, shape (n,).
        group: Numbers of groups, shape (m,).
        value: A value of each, shape (m,).

    Returns:
        Positions, shape (m,), between `start[group]` and `start[group + 1]`.

    Examples:
        >>> start, values = np.array([0, 2, 3]), np.array([10.0, 20.0, 15.0])
        >>> n_until(start, values, np.array([0, 0, 1]), np.array([9.0, 10.0, 16.0])).tolist()
        [0, 1, 3]
    """
    low, high = start[group], start[np.asarray(group) + 1]
    last = max(values.size - 1, 0)
    while (is_open := low < high).any():
        middle = (low + high) >> 1
        is_later = values[np.minimum(middle, last)] > value
        high = np.where(is_open & is_later, middle, high)
        low = np.where(is_open & ~is_later, middle + 1, low)
    return np.asarray(low, dtype=np.int64)

"""Followed that a score determines, or all but determines: no survey does that."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.stats.group_means import GroupSums, group_sums
from vocvalue.survey.crossing.followed import Followed

Floats: TypeAlias = NDArray[np.float64]
Leak: TypeAlias = Literal["leak", "suspected leak"]

EXACT = 1 - 1e-9
NEARLY = 0.9999
"""A score that explains so much of the variance of money determines it but for rounding."""
ENDS = 0.025, 0.975
"""A share at or below the first is none of a group, one at or above the second all of it."""
FEWEST = 20
"""A group of fewer customers can be all of one kind by chance."""


def leak_of(values: Floats, seen: Followed, plain: GroupSums, n_segments: int) -> Leak | None:
    """Return whether the score determines an outcome, all but determines it, or neither.

    A *leak* is an outcome of which the score explains all but one part in a billion of the
    variance, in at least 20 customers more than there are scores. A *suspected leak* is one

    - of which it explains 99.99%, or
    - that parts the groups: at least 97.5% of one have left (or have no money at all), and at most
      2.5% of another, each of 20 customers or more. Groups are the segments, and the single
      scores.

    Args:
        values: The outcome, NaN where it is not known, shape (n,).
        seen: Each customer's score and segment.
        plain: The outcome's sums by score, without weights.
        n_segments: The number of segments.
    """
    if plain.explained >= EXACT and _spare(plain) >= FEWEST:
        return "leak"
    if _adjusted(plain) >= NEARLY:
        return "suspected leak"
    are_shares = bool(np.all((values == 0) | (values == 1) | np.isnan(values)))
    zero = plain if are_shares else _zeros(values, seen)
    if zero is None:
        return None
    groups = (zero, zero.merged(seen.segment_of, n_segments))
    return "suspected leak" if any(parted(it.means.mean, it.n) for it in groups) else None


def parted(share: Floats, n: NDArray[np.int64]) -> bool:
    """Whether all of one group are of a kind and none of another, of those with enough members.

    Examples:
        >>> parted(np.array([1.0, 0.5, 0.0]), np.array([100, 100, 100]))
        True
        >>> parted(np.array([1.0, 0.5, 0.0]), np.array([100, 100, 5]))
        False
    """
    known = share[(n >= FEWEST) & np.isfinite(share)]
    none, every = ENDS
    return bool(np.any(known <= none) and np.any(known >= every))


def _zeros(values: Floats, seen: Followed) -> GroupSums | None:
    """Return the sums by score of who has no money at all, or None where too few have not."""
    if np.count_nonzero(values == 0) < FEWEST:
        return None
    zero = np.where(np.isnan(values), np.nan, values == 0)
    return group_sums(zero, seen.cell, seen.segment_of.size)


def _adjusted(sums: GroupSums) -> float:
    """Return the share of the variance that is explained, less what that many groups do anyway."""
    left = _spare(sums)
    if left < FEWEST:
        return 0.0
    return 1 - (1 - sums.explained) * (int(sums.n.sum()) - 1) / left


def _spare(sums: GroupSums) -> int:
    """Return how many customers there are more than groups."""
    return int(sums.n.sum()) - int(np.count_nonzero(sums.n))

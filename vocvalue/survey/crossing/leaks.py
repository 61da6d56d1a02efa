"""Outcomes that a score determines, or almost determines, as no genuine survey does."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.stats.group_means import GroupSums, group_sums
from vocvalue.survey.crossing.followed import Followed

Floats: TypeAlias = NDArray[np.float64]
Leak: TypeAlias = Literal["leak", "suspected leak"]

EXACT = 1 - 1e-9
NEARLY = 0.9999
"""A score that explains this much of the variance of money determines it up to rounding."""
ENDS = 0.025, 0.975
"""A share at or below the first counts as nobody, one at or above the second as everybody."""
FEWEST = 20
"""In a smaller group all customers can be alike by chance."""


def leak_of(values: Floats, seen: Followed, plain: GroupSums, n_segments: int) -> Leak | None:
    """Return whether the score determines an outcome, almost determines it, or neither.

    A *leak* is an outcome whose variance the score explains to within one part in a billion, with
    at least 20 more customers than scores. A *suspected leak* is an outcome

    - whose variance it explains to 99.99%, or - that separates the groups: at least 97.5% of one
    group left (or brought no money at all), against at most 2.5% of another, each of 20 customers
    or more. Groups are the segments and the single scores.

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
    return "suspected leak" if any(parted(sums.means.mean, sums.n) for sums in groups) else None


def parted(share: Floats, n: NDArray[np.int64]) -> bool:
    """Whether (almost) all of one large enough group share a trait, and (almost) none of another.

    Examples:
        >>> parted(np.array([1.0, 0.5, 0.0]), np.array([100, 100, 100]))
        True
        >>> parted(np.array([1.0, 0.5, 0.0]), np.array([100, 100, 5]))
        False
    """
    shares = share[(n >= FEWEST) & np.isfinite(share)]
    nobody, everybody = ENDS
    return bool(np.any(shares <= nobody) and np.any(shares >= everybody))


def _zeros(values: Floats, seen: Followed) -> GroupSums | None:
    """Return the sums by score of customers without money, or None where they are too few."""
    if np.count_nonzero(values == 0) < FEWEST:
        return None
    zero = np.where(np.isnan(values), np.nan, values == 0)
    return group_sums(zero, seen.cell, seen.segment_of.size)


def _adjusted(sums: GroupSums) -> float:
    """Return the explained share of the variance, less what that many groups explain by chance."""
    left = _spare(sums)
    if left < FEWEST:
        return 0.0
    return 1 - (1 - sums.explained) * (int(sums.n.sum()) - 1) / left


def _spare(sums: GroupSums) -> int:
    """Return by how many the customers outnumber the groups."""
    return int(sums.n.sum()) - int(np.count_nonzero(sums.n))

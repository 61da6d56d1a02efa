"""Columns that the value is made of, or that tell the best customers too well to be a finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.clv.profile_columns import CutColumn
from vocvalue.clv.special import Array

ALIKE = 0.9
"""From this rank correlation on, a column is taken for another form of an input of the value."""
SEPARATES = 0.97
"""From this chance on to tell a best customer from another, a column is taken for the value."""
AT_MOST = 20_000
"""Ranks are correlated on no more customers than these."""


@dataclass(frozen=True, kw_only=True)
class Leak:
    """A column left out of the profile.

    Attributes:
        column: The column.
        reason: Whether it goes along with something that the value is made of, or separates the
            best customers from the others.
        source: What it goes along with; None where it separates.
        strength: The rank correlation; or the chance that the column ranks a best customer above
            another.
    """

    column: str
    reason: Literal["made of", "separates"]
    source: str | None
    strength: float


def find_leak(
    name: str, column: CutColumn, is_top: NDArray[np.bool_], inputs: Mapping[str, Array]
) -> Leak | None:
    """Return why a column is no finding, or None where it may be one.

    Args:
        name: The column.
        column: The column, cut.
        is_top: Whether each customer is one of the best, shape (n,).
        inputs: What the value is made of, each of shape (n,).
    """
    if column.order is not None:
        alike = {key: _rank_correlation(column.order, held) for key, held in inputs.items()}
        source = max(alike, key=lambda key: abs(alike[key]), default=None)
        if source is not None and abs(alike[source]) >= ALIKE:
            return Leak(column=name, reason="made of", source=source, strength=alike[source])
    chance = _separation(column, is_top)
    if chance < SEPARATES:
        return None
    return Leak(column=name, reason="separates", source=None, strength=chance)


def _rank_correlation(first: Array, second: Array) -> float:
    both = np.flatnonzero(np.isfinite(first) & np.isfinite(second))
    if both.size > AT_MOST:
        both = np.random.default_rng(0).choice(both, AT_MOST, replace=False)
    if both.size < 3 or not np.ptp(first[both]) or not np.ptp(second[both]):
        return 0.0
    return float(scipy.stats.spearmanr(first[both], second[both]).statistic)


def _separation(column: CutColumn, is_top: NDArray[np.bool_]) -> float:
    """Return the chance that a best customer ranks above another, by parts or by values."""
    k = len(column.parts)
    best = np.bincount(column.codes[is_top], minlength=k).astype(np.float64)
    rest = np.bincount(column.codes[~is_top], minlength=k).astype(np.float64)
    order = np.argsort(-best / np.maximum(best + rest, 1.0), kind="stable")
    return max(_above(best[order], rest[order]), _by_value(column, is_top))


def _by_value(column: CutColumn, is_top: NDArray[np.bool_]) -> float:
    if column.order is None:
        return 0.5
    known = np.isfinite(column.order)
    values, place = np.unique(column.order[known], return_inverse=True)
    best = np.bincount(place[is_top[known]], minlength=len(values)).astype(np.float64)
    rest = np.bincount(place[~is_top[known]], minlength=len(values)).astype(np.float64)
    chance = _above(best, rest)
    return max(chance, 1 - chance)


def _above(best: Array, rest: Array) -> float:
    """Return the chance that a best customer comes first, ties counted half."""
    if not (best.sum() and rest.sum()):
        return 0.5
    later = rest.sum() - np.cumsum(rest)
    return float((best * (later + rest / 2)).sum() / (best.sum() * rest.sum()))

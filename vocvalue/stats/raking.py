"""Weights that give answers the margins of those they stand for: iterative proportional fitting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Raking:
    """The weights that raking ended with, and how well they meet the margins.

    Attributes:
        weights: Weight of one answer of each cell, shape (m,).
        is_capped: Whether a cell's weight was cut to the largest allowed, shape (m,).
        gaps: For each margin the weighted sums over their targets, less 1, shape (k_j,).
        n_iterations: How often all margins were gone through.
        converged: Whether every sum is within the tolerance of its target.
    """

    weights: Floats
    is_capped: NDArray[np.bool_]
    gaps: tuple[Floats, ...]
    n_iterations: int
    converged: bool


def effective_size(weights: Floats, counts: Floats | None = None) -> float:
    """Return how many equally weighted answers are as certain as weighted ones.

    Args:
        weights: The weights, shape (n,); at least one above 0.
        counts: How many answers carry each weight, shape (n,); by default one each.

    References:
        Kish (1965), Survey Sampling, section 11.7: (sum w)^2 / sum w^2.

    Examples:
        >>> round(effective_size(np.array([1.0, 3.0, 2.0, 4.0])), 4)
        3.3333
    """
    mass = weights if counts is None else counts * weights
    return float(mass.sum() ** 2 / (mass @ weights))


def rake(
    codes: Codes,
    counts: Floats,
    targets: Sequence[Floats],
    *,
    largest: float = np.inf,
    tolerance: float = 1e-9,
    max_iterations: int = 1_000,
) -> Raking:
    """Return the weights of cells whose sums meet every margin and that differ least from equal.

    Each margin in turn is met by one factor for each of its categories, until all hold at once.
    The weights are products of such factors, at most `largest`: of all weights that meet the
    margins they have the least divergence, sum w log w. A weight that is cut keeps its uncut
    product, so that the others take over what it loses.

    Args:
        codes: Category of each cell in each margin, counted from 0, shape (m, k).
        counts: Number of answers of each cell, above 0, shape (m,).
        targets: What the weighted answers of each category add up to, above 0, shape (k_j,), for
            each of the k margins. All margins have the same total.
        largest: The largest weight allowed.
        tolerance: How far a sum may be from its target, as a share of the target.
        max_iterations: How often all margins are gone through at most.

    Returns:
        The weights, which may not have converged: `converged` says it.

    References:
        Deming and Stephan (1940), On a least squares adjustment of a sampled frequency table when
        the expected marginal totals are known, Annals of Mathematical Statistics 11; Ireland and
        Kullback (1968), Contingency tables with given marginals, Biometrika 55. With a largest
        weight: Deville, Sarndal and Sautory (1993), Generalized raking procedures in survey
        sampling, Journal of the American Statistical Association 88.

    Examples:
        Two answers by old men, one each by a young man and a young woman:

        >>> codes = np.array([[0, 0], [0, 1], [1, 1]])
        >>> counts = np.array([2.0, 1.0, 1.0])
        >>> raked = rake(codes, counts, [np.array([60.0, 40.0]), np.array([50.0, 50.0])])
        >>> raked.weights.round(6).tolist()
        [25.0, 10.0, 40.0]

        With half of them men and half old, nothing would be left for the young man:

        >>> rake(codes, counts, [np.array([50.0, 50.0]), np.array([50.0, 50.0])]).converged
        False
    """
    margins = [(codes[:, j].copy(), target) for j, target in enumerate(targets)]
    uncut = np.full(counts.size, targets[0].sum() / counts.sum())
    weights, gaps, done = uncut, _gaps(margins, counts * uncut), 0
    # A margin that contradicts another sends factors to nothing and infinity: then it is not met.
    with np.errstate(all="ignore"):
        while not _are_met(gaps, tolerance) and done < max_iterations:
            for margin in margins:
                uncut = uncut * _factors(uncut, counts, margin, largest)[margin[0]]
            weights = np.minimum(uncut, largest)
            gaps, done = _gaps(margins, counts * weights), done + 1
    return Raking(
        weights=weights,
        is_capped=np.asarray(uncut > largest),
        gaps=gaps,
        n_iterations=done,
        converged=_are_met(gaps, tolerance),
    )


def _gaps(margins: Sequence[tuple[Codes, Floats]], mass: Floats) -> tuple[Floats, ...]:
    return tuple(_sums(code, mass, target.size) / target - 1 for code, target in margins)


def _are_met(gaps: Sequence[Floats], tolerance: float) -> bool:
    return all(bool(np.all(np.abs(gap) <= tolerance)) for gap in gaps)


def _sums(code: Codes, mass: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(code, mass, size), dtype=np.float64)


def _factors(uncut: Floats, counts: Floats, margin: tuple[Codes, Floats], largest: float) -> Floats:
    """Return the factor of each category with which its answers, cut, add up to the target.

    The sum is concave in the factor, so Newton's steps come from below and end when no further
    weight is cut.
    """
    code, target = margin
    factors = target / _sums(code, counts * uncut, target.size)
    n_cut = 0
    while True:
        is_cut = uncut * factors[code] > largest
        if is_cut.sum() == n_cut:
            return np.asarray(factors)
        n_cut = int(is_cut.sum())
        cut = _sums(code, counts * np.where(is_cut, largest, 0.0), target.size)
        free = _sums(code, counts * np.where(is_cut, 0.0, uncut), target.size)
        factors = np.where(free > 0, (target - cut) / free, factors)

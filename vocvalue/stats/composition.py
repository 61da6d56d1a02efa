"""The change of a net share taken apart by group: their own scores, and the mix of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.stats.net_share import ADDED

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

SIDES = np.array([-1.0, 0.0, 1.0])


@dataclass(frozen=True, kw_only=True, eq=False)
class Composition:
    """The parts of a change, and their standard errors; the last of each array is of all groups.

    Attributes:
        score: What the groups' own net shares changed, shape (k + 1,).
        mix: What their shares of the answers changed, shape (k + 1,).
        total: Both.
        score_error: The standard errors of `score`.
        mix_error: The standard errors of `mix`.
        total_error: The standard errors of `total`.
    """

    score: Floats
    mix: Floats
    total: Floats
    score_error: Floats
    mix_error: Floats
    total_error: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class CellCounts:
    """The answers of one survey by customer.

    Attributes:
        customer: The code of each row's customer, the same in both surveys, -1 where it is not
            known, shape (n,).
        cell: Three times the number of its group, and 0, 1 or 2 for its kind, shape (n,).
        rows: How many answers it stands for, shape (n,).
    """

    customer: Codes
    cell: Codes
    rows: Floats


def decompose(
    before: Floats, after: Floats, *, customers: tuple[CellCounts, CellCounts] | None = None
) -> Composition:
    """Take the change of a net share apart, without a rest.

    With w a group's share of the answers and s its net share, the score part is mean(w) x change
    of s, and the mix part is change of w x (mean(s) - mean of all), means over both surveys. A
    group that is in one survey only has no change of s: all of its part is mix.

    The standard errors are those of the delta method: each part is a smooth function of the
    shares of group and kind, whose covariances are multinomial. Within a group they are taken
    with three answers added, as in the adjusted Wald interval of a net share. Where customers have
    several answers, the variance that each survey lends to a part is multiplied by how much more
    the sums of what each customer's answers do to it vary than the answers do, and the covariance
    of customers who are in both surveys is added.

    Args:
        before: Counts of detractors, passives and promoters of each group, shape (k, 3).
        after: The same of the later survey, in the same order of groups.
        customers: The same answers by customer, of both surveys, where customers have several.

    Returns:
        The parts, as shares.

    References:
        Kitagawa (1955), Components of a difference between two rates, Journal of the American
        Statistical Association 50, whose two components these are, the mix of each group measured
        from the mean of all. Liang and Zeger (1986), Biometrika 73, for the errors by customer.

    Examples:
        One group's score rises from 0 to 1, both hold half of the answers:

        >>> before = np.array([[0.0, 5.0, 0.0], [0.0, 5.0, 0.0]])
        >>> after = np.array([[0.0, 0.0, 5.0], [0.0, 5.0, 0.0]])
        >>> found = decompose(before, after)
        >>> found.score.tolist(), float(found.mix[-1])
        ([0.5, 0.0, 0.5], 0.0)
    """
    score, mix = _parts(*_shares(before), *_shares(after))
    smooth, sizes = (_smoothed(before), _smoothed(after)), (before.sum(), after.sum())
    effects = tuple(_effects(*smooth, sign) for sign in (-1.0, 1.0))
    variances = [
        np.array([_variance(share, effect) for effect in of]) / n
        for share, of, n in zip(smooth, effects, sizes, strict=True)
    ]
    squares = sum(variances)
    if customers is not None:
        squares = _by_customer(variances, effects, customers)
    errors = np.sqrt(np.maximum(squares, 0.0))
    return Composition(
        score=_with_sum(score),
        mix=_with_sum(mix),
        total=_with_sum(score + mix),
        score_error=errors[0],
        mix_error=errors[1],
        total_error=errors[2],
    )


def _shares(counts: Floats) -> tuple[Floats, Floats]:
    """Return each group's share of the answers, and its net share; NaN where it has none."""
    n = counts.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return n / n.sum(), counts @ SIDES / n


def _smoothed(counts: Floats) -> Floats:
    """Return the shares of group and kind, three answers added to each group that has any."""
    n = counts.sum(axis=1, keepdims=True)
    within = (counts + ADDED) / (n + ADDED.sum())
    return np.asarray(n / n.sum() * within)


def _parts(w0: Floats, s0: Floats, w1: Floats, s1: Floats) -> tuple[Floats, Floats]:
    s0, s1 = np.where(w0 > 0, s0, s1), np.where(w1 > 0, s1, s0)
    middle = (w0 @ s0 + w1 @ s1) / 2
    return (w0 + w1) / 2 * (s1 - s0), (w1 - w0) * ((s0 + s1) / 2 - middle)


def _effects(before: Floats, after: Floats, sign: float) -> list[Floats]:
    """Return what an answer of each cell of one survey does to each part, each (k + 1, 3 k).

    What it does to a part of its own group is `own`, by kind; what it does to the mix of any group,
    through the mean of all, is `common` times its side, and cancels in the sum.
    """
    w0, s0 = _shares(before)
    w1, s1 = _shares(after)
    both = (w0 > 0) & (w1 > 0)
    s0, s1 = np.where(w0 > 0, s0, s1), np.where(w1 > 0, s1, s0)
    w, s = (w1, s1) if sign > 0 else (w0, s0)
    moves = (SIDES - s[:, None]) / np.where(w > 0, w, 1.0)[:, None]
    middle = (w0 @ s0 + w1 @ s1) / 2
    steady = np.where(both, (w0 + w1) / 2, 0.0)
    score = (s1 - s0)[:, None] / 2 + sign * steady[:, None] * moves
    held = (w1 - w0) * np.where(both, 0.5, 1.0)
    mix = sign * ((s0 + s1) / 2 - middle)[:, None] + held[:, None] * moves
    common = -(w1 - w0) / 2
    none = np.zeros_like(common)
    parts = ((score, none), (mix, common), (score + mix, common))
    return [_of_cells(own, through) for own, through in parts]


def _of_cells(own: Floats, common: Floats) -> Floats:
    k = len(own)
    each = np.outer(common, np.tile(SIDES, k)).reshape(k, k, 3)
    each[np.arange(k), np.arange(k)] += own
    return np.vstack([each.reshape(k, 3 * k), own.reshape(1, 3 * k)])


def _variance(share: Floats, effect: Floats) -> Floats:
    """Return the variance of what one answer does, given the shares of the cells."""
    cells = share.ravel()
    return np.asarray(effect**2 @ cells - (effect @ cells) ** 2)


def _by_customer(
    variances: Sequence[Floats],
    effects: Sequence[Sequence[Floats]],
    customers: tuple[CellCounts, CellCounts],
) -> Floats:
    """Return the variances of the parts where answers come by customer."""
    size = 1 + max(int(of.customer.max(initial=-1)) for of in customers)
    tables = [_table(of, size, effects[0][0].shape[1]) for of in customers]
    squares = np.zeros_like(variances[0])
    n = np.count_nonzero(np.intersect1d(customers[0].customer, customers[1].customer) >= 0)
    for part in np.ndindex(squares.shape):
        i, j = part
        summed = [
            _summed(of, *table, each[i][j])
            for of, table, each in zip(customers, tables, effects, strict=True)
        ]
        wide = [
            max(float(of[part]), 0.0) * by for of, (_, by) in zip(variances, summed, strict=True)
        ]
        shared = float(np.clip(summed[0][0] @ summed[1][0], -1.0, 1.0)) * n / (n + ADDED.sum())
        squares[part] = sum(wide) + 2 * shared * np.sqrt(wide[0] * wide[1])
    return squares


def _summed(of: CellCounts, whole: Floats, known: Any, effect: Floats) -> tuple[Floats, float]:
    """Return what each customer's answers do to a part, of length 1, and how much that widens it.

    The sums never count for less than as many answers of different customers would.
    """
    moved = effect - whole @ effect / whole.sum()
    total, nobody = known @ moved, of.customer < 0
    apart = float(whole @ moved**2)
    alone = float(of.rows[nobody] @ moved[of.cell[nobody]] ** 2)
    together = max(float(total @ total) + alone, apart)
    if not apart > 0:
        return np.zeros_like(total), 1.0
    return total / np.sqrt(together), together / apart


def _table(of: CellCounts, size: int, n_cells: int) -> tuple[Floats, Any]:
    """Return the answers of each cell, and those of each customer who is known in each cell."""
    known = of.customer >= 0
    place = (of.customer[known], of.cell[known])
    whole: Floats = np.bincount(of.cell, of.rows, n_cells).astype(np.float64)
    return whole, scipy.sparse.csr_array((of.rows[known], place), shape=(size, n_cells))


def _with_sum(parts: Floats) -> Floats:
    return np.append(parts, parts.sum())

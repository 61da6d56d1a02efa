"""The change of a net share taken apart by group: their own scores, and the mix of them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.stats.net_share import ADDED

Floats: TypeAlias = NDArray[np.float64]

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


def decompose(before: Floats, after: Floats) -> Composition:
    """Take the change of a net share apart, without a rest.

    With w a group's share of the answers and s its net share, the score part is mean(w) x change
    of s, and the mix part is change of w x (mean(s) - mean of all), means over both surveys. A
    group that is in one survey only has no change of s: all of its part is mix.

    The standard errors are those of the delta method: each part is a smooth function of the
    shares of group and kind, whose covariances are multinomial. Within a group they are taken
    with three answers added, as in the adjusted Wald interval of a net share.

    Args:
        before: Counts of detractors, passives and promoters of each group, shape (k, 3).
        after: The same of the later survey, in the same order of groups.

    Returns:
        The parts, as shares.

    References:
        Kitagawa (1955), Components of a difference between two rates, Journal of the American
        Statistical Association 50, whose two components these are, the mix of each group measured
        from the mean of all.

    Examples:
        One group's score rises from 0 to 1, both hold half of the answers:

        >>> before = np.array([[0.0, 5.0, 0.0], [0.0, 5.0, 0.0]])
        >>> after = np.array([[0.0, 0.0, 5.0], [0.0, 5.0, 0.0]])
        >>> found = decompose(before, after)
        >>> found.score.tolist(), float(found.mix[-1])
        ([0.5, 0.0, 0.5], 0.0)
    """
    score, mix = _parts(*_shares(before), *_shares(after))
    squares = np.zeros((3, len(before) + 1))
    for counts, sign in ((before, -1.0), (after, 1.0)):
        squares += _variances(_smoothed(before), _smoothed(after), sign) / counts.sum()
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


def _variances(before: Floats, after: Floats, sign: float) -> Floats:
    """Return the variances, times the number of answers, that one survey lends to every part.

    What one answer does to a part of its own group is `own`, by kind; what it does to the mix of
    any group, through the mean of all, is `common` times its side.
    """
    w0, s0 = _shares(before)
    w1, s1 = _shares(after)
    both = (w0 > 0) & (w1 > 0)
    s0, s1 = np.where(w0 > 0, s0, s1), np.where(w1 > 0, s1, s0)
    share = after if sign > 0 else before
    w, s = (w1, s1) if sign > 0 else (w0, s0)
    moves = (SIDES - s[:, None]) / np.where(w > 0, w, 1.0)[:, None]
    middle = (w0 @ s0 + w1 @ s1) / 2
    steady = np.where(both, (w0 + w1) / 2, 0.0)
    score = (s1 - s0)[:, None] / 2 + sign * steady[:, None] * moves
    held = (w1 - w0) * np.where(both, 0.5, 1.0)
    mix = sign * ((s0 + s1) / 2 - middle)[:, None] + held[:, None] * moves
    common = -(w1 - w0) / 2
    none = np.zeros_like(common)
    return np.array(
        [
            _with_all(share, own, through)
            for own, through in ((score, none), (mix, common), (score + mix, common))
        ]
    )


def _with_all(share: Floats, own: Floats, common: Floats) -> Floats:
    """Return the variance of each group's part, and of the sum of all, in which common cancels."""
    weighted = share * own
    sides = share.sum(axis=0)
    mean = weighted.sum(axis=1) + common * (sides @ SIDES)
    square = (weighted * own).sum(axis=1) + common**2 * (sides @ SIDES**2)
    each = square + 2 * common * (weighted @ SIDES) - mean**2
    return np.append(each, (weighted * own).sum() - weighted.sum() ** 2)


def _with_sum(parts: Floats) -> Floats:
    return np.append(parts, parts.sum())

"""The share that speaks most for a null: binomial probabilities, and their largest sum."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaln, xlogy

from vocvalue.stats.constrained import score

Floats: TypeAlias = NDArray[np.float64]

# What a comparison of two statistics allows for rounding.
TIE = 1e-9
# How likely the control's share may be outside the range that is searched; added to every p-value.
OUTSIDE = 1e-6
COARSE, PER_ROOT, ZOOMED, CLOSE = 32, 8, 17, 1e-4


def probabilities(n: int, share: Floats) -> Floats:
    """Return how likely each number of successes is, one row a share.

    Args:
        n: Out of how many.
        share: How likely a success is, shape (g,).

    Returns:
        Shape (g, n + 1), the number of successes from 0 to n.

    Examples:
        >>> probabilities(2, np.array([0.5, 0.1])).round(4).tolist()
        [[0.25, 0.5, 0.25], [0.81, 0.18, 0.01]]
    """
    x = np.arange(n + 1.0)
    choices = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    p = share[:, None]
    return np.asarray(np.exp(choices + xlogy(x, p) + xlogy(n - x, 1 - p)))


def largest(chances: Callable[[Floats], Floats], low: float, high: float, n: int) -> float:
    """Return the largest probability over a range of shares, found on a grid and then near by.

    Args:
        chances: The probability for each share of an array.
        low: The lowest share.
        high: The highest share.
        n: How many it is summed over, which tells how fast it can change.

    Examples:
        >>> round(largest(lambda p: p * (1 - p), 0.0, 0.9, 10), 6)
        0.25
    """
    # On this scale a binomial varies as fast everywhere.
    angles = np.linspace(0, np.pi / 2, COARSE + PER_ROOT * int(np.sqrt(n)))
    while True:
        found = chances(low + (high - low) * np.sin(angles) ** 2)
        best = int(np.argmax(found))
        around = angles[max(best - 1, 0)], angles[min(best + 1, angles.size - 1)]
        if around[1] - around[0] < CLOSE:
            return float(min(found[best], 1.0))
        angles = np.linspace(*around, ZOOMED)


def score_tail(x1: int, n1: int, x0: int, n0: int, delta: float) -> float:
    """Return how likely a score statistic as high as seen can be, whatever the control's share.

    The share is looked for within its exact interval of one in a million, which is added.

    Args:
        x1: How often it happened among the treated.
        n1: Out of how many.
        x0: How often among the control.
        n0: Out of how many.
        delta: The treated share minus the control share under the null.

    References:
        Chan (1998), Statistics in Medicine 17; Berger and Boos (1994), P values maximized over a
        confidence set for the nuisance parameter, Journal of the American Statistical Association
        89.

    Examples:
        >>> round(score_tail(12, 15, 7, 15, 0.0), 5)
        0.03411
    """
    needed = _needed(x1, n1, x0, n0, delta)
    low, high = _searched(x0, n0, delta)
    if low > high:
        return OUTSIDE

    def chances(share: Floats) -> Floats:
        return _chances(share, delta, n1, n0, needed)

    return min(largest(chances, low, high, n1 + n0) + OUTSIDE, 1.0)


def _searched(x0: int, n0: int, delta: float) -> tuple[float, float]:
    """Return the shares of the control that are possible, without those all but ruled out."""
    low = float(betaincinv(x0, n0 - x0 + 1, OUTSIDE / 2)) if x0 > 0 else 0.0
    high = float(betaincinv(x0 + 1, n0 - x0, 1 - OUTSIDE / 2)) if x0 < n0 else 1.0
    return max(low, -delta, 0.0), min(high, 1 - delta, 1.0)


def _needed(x1: int, n1: int, x0: int, n0: int, delta: float) -> NDArray[np.int64]:
    """Return how many successes of the treated make the statistic as high as seen.

    For each number of the control; n1 + 1 where none do. The statistic rises with the number.
    """
    seen = _statistic(np.array([float(x1)]), np.array([float(x0)]), n1, n0, delta)[0]
    control = np.arange(n0 + 1.0)
    below, enough = np.full(n0 + 1, -1), np.full(n0 + 1, n1 + 1)
    while np.any(enough - below > 1):
        middle = (below + enough) // 2
        known = np.clip(middle, 0, n1).astype(np.float64)
        high = _statistic(known, control, n1, n0, delta) >= seen - TIE * (1 + abs(seen))
        high = (middle >= 0) & (high | (middle > n1))
        below, enough = np.where(high, below, middle), np.where(high, middle, enough)
    return enough


def _statistic(x1: Floats, x0: Floats, n1: int, n0: int, delta: float) -> Floats:
    ones = np.ones_like(x1)
    return score(x1, n1 * ones, x0, n0 * ones, delta * ones)


def _chances(share: Floats, delta: float, n1: int, n0: int, needed: NDArray[np.int64]) -> Floats:
    """Return how likely the treated have as many as needed, for each share of the control."""
    at_least = np.cumsum(probabilities(n1, np.clip(share + delta, 0, 1))[:, ::-1], axis=1)[:, ::-1]
    at_least = np.column_stack([at_least, np.zeros(share.size)])
    return np.asarray((probabilities(n0, share) * at_least[:, needed]).sum(axis=1))

"""The share that speaks most for a null: binomial probabilities, and their largest sum."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

Floats: TypeAlias = NDArray[np.float64]

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

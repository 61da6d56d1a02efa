"""How often the intervals of an NPS hold the true score: `python -m benchmarks.coverage`.

Up to 300 answers every sample that can be drawn is weighted by its probability, so that the
figures are exact; above, 200,000 samples are drawn.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from vocvalue.stats import net_share

Array = NDArray[np.float64]

SIZES = (30, 100, 300, 1_000, 3_000)
SCORES = (-80, -50, 0, 50, 90)
INTERVALS = {
    "adjusted Wald": net_share.adjusted_wald,
    "Tango": net_share.tango,
    "Wald": net_share.wald,
}
EXACT_UP_TO, DRAWS, LEVEL = 300, 200_000, 0.95


def shares(score: int) -> Array:
    """Return the shares of detractors, passives and promoters: at most 30 % are passive."""
    net = score / 100
    passive = min(0.3, 0.6 * (1 - abs(net)))
    promoter = (1 - passive + net) / 2
    return np.array([1 - passive - promoter, passive, promoter])


def samples(n: int, truth: Array) -> tuple[Array, Array]:
    """Return counts that can be drawn, and how likely each is."""
    if n > EXACT_UP_TO:
        drawn = np.random.default_rng(7).multinomial(n, truth, DRAWS)
        return drawn.astype(float), np.full(DRAWS, 1 / DRAWS)
    minus, plus = np.mgrid[0 : n + 1, 0 : n + 1].reshape(2, -1)
    possible = minus + plus <= n
    minus, plus = minus[possible], plus[possible]
    counts = np.column_stack([minus, n - minus - plus, plus]).astype(float)
    logs = gammaln(n + 1) + (xlogy(counts, truth) - gammaln(counts + 1)).sum(axis=1)
    return counts, np.exp(logs)


def coverage(interval: Callable[[Array, float], tuple[Array, Array]], n: int, score: int) -> float:
    """Return how likely the interval holds the true score."""
    counts, probability = samples(n, shares(score))
    lower, upper = interval(counts, LEVEL)
    net = score / 100
    return float(probability[(lower <= net + 1e-9) & (net - 1e-9 <= upper)].sum())


def main() -> None:
    """Print the table."""
    print("| interval | answers | " + " | ".join(f"NPS {score}" for score in SCORES) + " |")
    print("|---|---:|" + "---:|" * len(SCORES))
    for name, interval in INTERVALS.items():
        for n in SIZES:
            cells = " | ".join(f"{coverage(interval, n, score):.3f}" for score in SCORES)
            print(f"| {name} | {n:,} | {cells} |")


if __name__ == "__main__":
    main()

"""How often intervals of a difference hold the true one: `python -m benchmarks.lift_coverage`.

Every pair of counts that can be drawn is weighted by its probability, so that the figures are exact
but for counts that together are rarer than one in 10^12.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from vocvalue.stats import differences

Array: TypeAlias = NDArray[np.float64]
Interval: TypeAlias = Callable[[Array, Array, Array, Array], tuple[Array, Array]]

LEVEL, NEGLIGIBLE = 0.95, 1e-13


@dataclass(frozen=True)
class Case:
    """Two arms and their true shares."""

    n_treated: int
    n_control: int
    treated: float
    control: float

    def __str__(self) -> str:
        return f"{self.n_treated:,}/{self.n_control:,} | {self.treated:g}/{self.control:g}"


CASES = (
    Case(1_900, 100, 0.95, 0.85),
    Case(900, 100, 0.97, 0.90),
    Case(500, 500, 0.70, 0.50),
    Case(200, 50, 0.90, 0.80),
    Case(5_000, 200, 0.98, 0.96),
    Case(100, 100, 0.95, 0.95),
    Case(950, 50, 0.95, 0.95),
    Case(900, 100, 0.99, 0.98),
    Case(4_750, 250, 0.92, 0.90),
    Case(50, 50, 0.90, 0.60),
    Case(20, 20, 0.80, 0.50),
)


def pooled_corrected(x1: Array, n1: Array, x0: Array, n0: Array) -> tuple[Array, Array]:
    """Return the interval of the pooled standard error with a continuity correction."""
    pooled = (x1 + x0) / (n1 + n0)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
    half = stats.norm.ppf((1 + LEVEL) / 2) * error + (1 / n1 + 1 / n0) / 2
    return x1 / n1 - x0 / n0 - half, x1 / n1 - x0 / n0 + half


def ours(method: differences.Method) -> Interval:
    """Return an interval of the package at the level of this page."""
    return lambda x1, n1, x0, n0: differences.interval(x1, n1, x0, n0, LEVEL, method=method)


INTERVALS: dict[str, Interval] = {
    "Newcombe": ours("newcombe"),
    "Miettinen-Nurminen": ours("miettinen-nurminen"),
    "Mee": ours("mee"),
    "Agresti-Caffo": ours("agresti-caffo"),
    "Wald": ours("wald"),
    "pooled, cc": pooled_corrected,
}


def coverage(interval: Interval, case: Case) -> float:
    """Return how likely the interval holds the true difference."""
    x1, chance1 = likely(case.n_treated, case.treated)
    x0, chance0 = likely(case.n_control, case.control)
    shape = (x1.size, x0.size)
    counts = np.broadcast_to(x1[:, None], shape), np.broadcast_to(x0, shape)
    sizes = (np.full(shape, float(n)) for n in (case.n_treated, case.n_control))
    n1, n0 = sizes
    lower, upper = interval(counts[0], n1, counts[1], n0)
    truth = case.treated - case.control
    held = (lower <= truth + 1e-9) & (truth - 1e-9 <= upper)
    return float(chance1 @ held @ chance0)


def likely(n: int, share: float) -> tuple[Array, Array]:
    """Return the counts that can be drawn, and how likely each is."""
    low, high = stats.binom.ppf([NEGLIGIBLE, 1 - NEGLIGIBLE], n, share)
    x = np.arange(low, high + 1)
    return x, stats.binom.pmf(x, n, share)


def main() -> None:
    """Print the table."""
    print("| treated/control | shares | " + " | ".join(INTERVALS) + " |")
    print("|---:|---:|" + "---:|" * len(INTERVALS))
    for case in CASES:
        cells = (f"{coverage(interval, case):.3f}" for interval in INTERVALS.values())
        print(f"| {case} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

"""How often intervals of the months kept hold the truth: `python -m benchmarks.survival_coverage`.

Customers leave at exponential times, those of the control after 20 months on average, and are
followed for 12 to 24 months; the difference in months is that up to 12. The arms are of the sizes
that pilots have.
"""

import numpy as np
from numpy.typing import NDArray

from vocvalue.stats.proportions import mover
from vocvalue.stats.restricted_mean import restricted_mean, restricted_mean_ends
from vocvalue.stats.survival import KaplanMeier

HORIZON, CONTROL, N_CONTROL, ROUNDS, SEED = 12.0, 20.0, 300, 2_000, 90_210
SIZES, LEAVE = (1, 2, 5, 10, 20, 50, 300), (4.0, 20.0, 80.0)
Z = 1.959964


def months(mean: float) -> float:
    """Return the true mean months up to the horizon."""
    return float(mean * -np.expm1(-HORIZON / mean))


def curve(n: int, mean: float, rng: np.random.Generator) -> KaplanMeier:
    """Return the curve of an arm."""
    leaves, end = rng.exponential(mean, n), rng.uniform(HORIZON, 2 * HORIZON, n)
    time, place = np.unique(np.minimum(leaves, end), return_inverse=True)
    everybody = np.bincount(place).astype(np.float64)
    events = np.bincount(place[leaves <= end], minlength=time.size).astype(np.float64)
    return KaplanMeier(time=time, events=events, censored=everybody - events)


def held(n: int, mean: float, rng: np.random.Generator) -> tuple[bool, bool]:
    """Return whether the interval held the truth, and whether Greenwood's alone would have."""
    arms = curve(n, mean, rng), curve(N_CONTROL, CONTROL, rng)
    (first, error1), (second, error0) = (restricted_mean(arm, HORIZON) for arm in arms)
    ends = [restricted_mean_ends(arm, HORIZON, Z) for arm in arms]
    lower, upper = mover((first, *ends[0]), (second, *ends[1]))
    truth = months(mean) - months(CONTROL)
    plain = abs(first - second - truth) <= Z * np.hypot(error1, error0)
    return lower <= truth <= upper, bool(plain)


def share(answers: list[tuple[bool, bool]]) -> NDArray[np.float64]:
    """Return how often each interval held."""
    return np.mean(answers, axis=0)


def main() -> None:
    """Print the table."""
    print("| treated | " + " | ".join(f"leave after {m:g} months" for m in LEAVE) + " |")
    print("|---:|" + "---:|" * len(LEAVE))
    for n in SIZES:
        rng = np.random.default_rng([SEED, n])
        cells = [share([held(n, mean, rng) for _ in range(ROUNDS)]) for mean in LEAVE]
        print(f"| {n} | " + " | ".join(f"{a:.3f} ({b:.3f})" for a, b in cells) + " |", flush=True)


if __name__ == "__main__":
    main()

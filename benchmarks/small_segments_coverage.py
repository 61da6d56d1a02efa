"""How often intervals of small segments hold: `python -m benchmarks.small_segments_coverage`.

A few detractors beside 200 promoters. Of either a share has left; customers who stayed spend a
gamma amount of shape 1/2, whose standard deviation is 1.4 times its mean, and those who left none.
In the last rows detractors spend three times what promoters do. The columns: how often the interval
of the detractors' figure, and that of its gap to the promoters', hold the true one, and the share
of samples in which the interval is not known.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import survey
from vocvalue.results import Estimate

RUNS = 500
SIZES = (1, 2, 5, 10, 20, 40, 80, 200)
PROMOTERS, STAY = 200, 0.8
CASES = ((0.05, 1.0), (0.3, 1.0), (0.6, 1.0), (0.2, 3.0))
"""The share of detractors who leave, and how many times a promoter's spend they spend."""
SHAPE, SCALE = 0.5, 200.0
FIRST_SEED = 3_000_000


def answers(n: int, churn: float, times: float, rng: np.random.Generator) -> pd.DataFrame:
    """Return answers of n detractors and 200 promoters, who left and what they spent."""
    left = rng.random(n + PROMOTERS) < np.r_[np.full(n, churn), np.full(PROMOTERS, 1 - STAY)]
    spend = np.where(left, 0.0, rng.gamma(SHAPE, SCALE, left.size))
    spend[:n] *= times
    score = np.r_[np.full(n, 3), np.full(PROMOTERS, 10)]
    return pd.DataFrame({"score": score, "left": left.astype(int), "spend": spend})


def holds(it: Estimate, true: float) -> float:
    """Return whether an interval holds the truth, NaN where it is not known."""
    return float(it.lower <= true <= it.upper) if np.isfinite(it.lower) else np.nan


def outcome(n: int, churn: float, times: float, seed: int) -> NDArray[np.float64]:
    """Return what holds in one sample: churn, its gap, revenue, its gap."""
    rng = np.random.default_rng(seed)
    table = survey.cross_analysis(answers(n, churn, times, rng), churned="left", revenue="spend")
    mean = SHAPE * SCALE
    held = []
    for name, true, other in (
        ("churn", churn, 1 - STAY),
        ("revenue", (1 - churn) * times * mean, STAY * mean),
    ):
        metric = table.metric(name)
        held += [
            holds(metric.of("detractor"), true),
            holds(metric.gap("promoter", "detractor"), other - true),
        ]
    return np.array(held)


def main() -> None:
    """Print the table."""
    print("| detractors | leave | spend | churn | gap | revenue | gap | not known |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for churn, times in CASES:
        for n in SIZES:
            held = np.array([outcome(n, churn, times, FIRST_SEED + run) for run in range(RUNS)])
            cells = " | ".join(f"{share:.1%}" for share in np.nanmean(held, axis=0))
            left_out = f"{np.isnan(held).mean():.1%}"
            print(f"| {n} | {churn:.0%} | {times:g} | {cells} | {left_out} |", flush=True)


if __name__ == "__main__":
    main()

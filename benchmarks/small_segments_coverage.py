"""How often intervals of small segments hold: `python -m benchmarks.small_segments_coverage`.

A few detractors beside 200 promoters. Of either a share has left; customers who stayed spend a
gamma amount of shape 1/2, whose standard deviation is 1.4 times its mean, and those who left none.
Then detractors spend three times what promoters do, and last all spend a log-normal amount with a
standard deviation of 2.9 times the mean. The columns: how often the interval of the detractors'
figure, and that of its gap to the promoters', hold the true one, and the share of samples in which
the interval is not known.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import survey
from vocvalue.results import Estimate

RUNS = 500
SIZES = (1, 2, 5, 10, 20, 40, 80, 200)
PROMOTERS, STAY = 200, 0.8
MEAN, SHAPE, LOG_SPREAD = 100.0, 0.5, 1.5
FIRST_SEED = 3_000_000


@dataclass(frozen=True)
class Case:
    """The share of detractors who leave, and how many times a promoter's spend they spend."""

    churn: float
    times: float = 1.0
    tail: str = "gamma"

    def spends(self, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return what customers spend who stayed."""
        if self.tail == "gamma":
            return rng.gamma(SHAPE, MEAN / SHAPE, size)
        return rng.lognormal(np.log(MEAN) - LOG_SPREAD**2 / 2, LOG_SPREAD, size)


CASES = (Case(0.05), Case(0.3), Case(0.6), Case(0.2, times=3.0), Case(0.2, tail="log-normal"))


def answers(n: int, case: Case, rng: np.random.Generator) -> pd.DataFrame:
    """Return answers of n detractors and 200 promoters, who left and what they spent."""
    leave = np.r_[np.full(n, case.churn), np.full(PROMOTERS, 1 - STAY)]
    left = rng.random(n + PROMOTERS) < leave
    spend = np.where(left, 0.0, case.spends(left.size, rng))
    spend[:n] *= case.times
    score = np.r_[np.full(n, 3), np.full(PROMOTERS, 10)]
    return pd.DataFrame({"score": score, "left": left.astype(int), "spend": spend})


def holds(it: Estimate, true: float) -> float:
    """Return whether an interval holds the truth, NaN where it is not known."""
    return float(it.lower <= true <= it.upper) if np.isfinite(it.lower) else np.nan


def outcome(n: int, case: Case, seed: int) -> NDArray[np.float64]:
    """Return what holds in one sample: churn, its gap, revenue, its gap."""
    rng = np.random.default_rng(seed)
    table = survey.cross_analysis(answers(n, case, rng), churned="left", revenue="spend")
    held = []
    for name, true, other in (
        ("churn", case.churn, 1 - STAY),
        ("revenue", (1 - case.churn) * case.times * MEAN, STAY * MEAN),
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
    print("|---:|---:|---|---:|---:|---:|---:|---:|")
    for case in CASES:
        for n in SIZES:
            held = np.array([outcome(n, case, FIRST_SEED + run) for run in range(RUNS)])
            cells = " | ".join(f"{share:.1%}" for share in np.nanmean(held, axis=0))
            spend = case.tail if case.times == 1 else f"{case.tail}, {case.times:g} times"
            left_out = f"{np.isnan(held).mean():.1%}"
            print(f"| {n} | {case.churn:.0%} | {spend} | {cells} | {left_out} |", flush=True)


if __name__ == "__main__":
    main()

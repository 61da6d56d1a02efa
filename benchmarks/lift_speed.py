"""What a lift costs: the call of four numbers, and ten million customers from two tables.

`python -m benchmarks.lift_speed` prints a Markdown table; medians, beside the same work by hand.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
import polars as pl
from statsmodels.stats.proportion import confint_proportions_2indep

import vocvalue as vv

CALLS, CUSTOMERS, RUNS = 500, (1_000_000, 10_000_000), 3


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of a run."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def four_numbers() -> tuple[float, float]:
    """Return what a call takes, with all that it returns, and statsmodels' interval alone."""
    ours = seconds(
        lambda: vv.lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True),
        runs=CALLS,
    )
    peer = seconds(
        lambda: confint_proportions_2indep(350, 500, 250, 500, method="newcomb"), runs=CALLS
    )
    return ours, peer


def two_tables(n: int) -> tuple[float, float]:
    """Return what assignments and outcomes of n customers take, and a join and group-by by hand."""
    rng = np.random.default_rng(1)
    arm = np.where(rng.random(n) < 0.5, "treated", "control")
    people = pl.DataFrame({"customer_id": np.arange(n), "arm": arm})
    stayed = (rng.random(n) < 0.6).astype(np.int64)
    outcomes = pl.DataFrame({"customer_id": rng.permutation(n), "retained": stayed})

    def by_hand() -> pl.DataFrame:
        joined = people.join(outcomes, on="customer_id")
        return joined.group_by("arm").agg(pl.len(), pl.col("retained").sum())

    def ours() -> vv.lift.RetentionLift:
        return vv.lift.retention(vv.lift.experiment(people, outcomes=outcomes, randomised=True))

    return seconds(ours, RUNS), seconds(by_hand, RUNS)


def main() -> None:
    """Print the table."""
    print("| work | vocvalue | by hand | |")
    print("|---|---:|---:|---|")
    ours, peer = four_numbers()
    print(
        f"| lift of two arms' counts | {1000 * ours:.2f} ms | {1000 * peer:.2f} ms | "
        "statsmodels, Newcombe's interval alone |"
    )
    for n in CUSTOMERS:
        ours, hand = two_tables(n)
        print(
            f"| {n:,} customers from two tables | {ours:.2f} s | {hand:.2f} s | "
            "polars, join and group-by |"
        )


if __name__ == "__main__":
    main()

"""How often the figures of a back-test hold: `nice -n 5 python -m benchmarks.health_coverage`.

Two tables, at a nominal 95%, with fresh random numbers each time; the seed is printed and can be
given. The first draws scores of accounts at two cut-offs, half a year apart, whose true area is
known: an account keeps 70% of the variance of its score, and leaves within half a year with the
probability of the cell. It says how often the interval of the area holds it, how often that of the
difference from a second score of the same area holds 0, and, beside them, what a plain interval
would do that is symmetric, has a normal quantile and takes every row as an account of its own. In
half of the cells scores are rounded, so that many are tied.

The second simulates accounts with usage, invoices and answers, and back-tests their score: how
often it is said to be better than NPS alone where it was planted to be, and where neither says
anything.
"""

import argparse
import secrets
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

import vocvalue as vv
from vocvalue.stats.auc import auc, auc_difference

Floats = NDArray[np.float64]
LEVEL = 0.95
SIZES, CHURN, AREAS = (200, 1000), (0.05, 0.20), (0.65, 0.80)
KEPT = 0.7
"""The share of a score's variance that an account keeps from one cut-off to the next."""
STEP = 0.75
"""Rounded scores differ by so many standard deviations."""
LEAST = 5
PLANTED: Mapping[str, Mapping[str, Any]] = {
    "usage tells, answers do not": {"usage_tells": 0.8, "answers_tell": 0.0},
    "all tell": {},
    "nothing tells": {"usage_tells": 0.0, "answers_tell": 0.0, "billing_tells": 0.0},
    "answers alone tell": {"usage_tells": 0.0, "answers_tell": 0.8, "billing_tells": 0.0},
}


def area_of(shift: float, *, rounded: bool) -> float:
    """Return the area of two normal scores, one shifted, rounded to steps or not."""
    if not rounded:
        return float(norm.cdf(shift / np.sqrt(2)))
    edges = STEP * (np.arange(-40, 41) - 0.5)
    low, high = (np.diff(norm.cdf(edges, loc=mean)) for mean in (0.0, shift))
    below = np.cumsum(low) - low / 2
    return float(high @ below)


def shift_for(area: float) -> float:
    """Return the shift at which two normal scores have an area."""
    return float(np.sqrt(2) * norm.ppf(area))


def drawn(
    n: int, churn: float, shift: float, rng: np.random.Generator
) -> tuple[Floats, Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Draw two scores at two cut-offs, whether accounts leave, and the accounts.

    Who left after the first is not there at the second.
    """
    own = rng.standard_normal((2, n))
    first = rng.random(n) < churn
    second = rng.random(n) < churn
    account = np.concatenate([np.arange(n), np.flatnonzero(~first)])
    left = np.concatenate([first, second[~first]])
    noise = rng.standard_normal((2, account.size))
    scores = np.sqrt(KEPT) * own[:, account] + np.sqrt(1 - KEPT) * noise + shift * left
    return scores[0], scores[1], left, account


def plain(scores: Floats, left: NDArray[np.bool_], area: float) -> bool:
    """Return whether a symmetric interval of rows as accounts holds an area."""
    found = auc(scores, left, level=LEVEL)
    half = norm.ppf((1 + LEVEL) / 2) * found.standard_error
    return bool(abs(found.value - area) <= half)


def coverage(
    n: int, churn: float, area: float, *, rounded: bool, runs: int, rng: np.random.Generator
) -> tuple[float, float, float, float, int]:
    """Return how often intervals hold, the mean width, and how many runs had enough losses."""
    shift = shift_for(area)
    truth, holds, widths = area_of(shift, rounded=rounded), [], []
    for _ in range(runs):
        first, second, left, account = drawn(n, churn, shift, rng)
        if rounded:
            first, second = (STEP * np.rint(it / STEP) for it in (first, second))
        if left.sum() < LEAST:
            continue
        found = auc(first, left, clusters=account, level=LEVEL)
        gap = auc_difference(first, second, left, clusters=account, level=LEVEL)
        holds.append(
            (
                found.lower <= truth <= found.upper,
                gap.lower <= 0 <= gap.upper,
                plain(first, left, truth),
            )
        )
        widths.append(found.upper - found.lower)
    ours, gaps, plains = np.mean(holds, axis=0)
    return float(ours), float(gaps), float(plains), float(np.mean(widths)), len(holds)


def verdicts(
    n: int, runs: int, rng: np.random.Generator, tells: Mapping[str, Any]
) -> dict[str, float]:
    """Return how often each verdict is given, of simulated accounts."""
    given: list[str] = []
    for _ in range(runs):
        sample = vv.datasets.simulate_accounts(n, seed=int(rng.integers(2**31)), **tells)
        test = vv.health.backtest(
            sample.accounts,
            responses=sample.responses,
            usage=sample.usage,
            billing=sample.billing,
            churn=sample.churn,
            cutoffs=["2024-12-31", "2025-06-30"],
        )
        given.append(test.verdict)
    names = ("better", "not shown", "worse", "too few")
    return {name: given.count(name) / runs for name in names}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--planted-runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    rng = np.random.default_rng(seed)
    print(f"seed {seed}, {options.runs} runs a cell\n")
    print("| accounts | leave | AUC | ties | holds | difference holds 0 | plain | width | runs |")
    print("|---|---|---|---|---|---|---|---|---|")
    for n in SIZES:
        for churn in CHURN:
            for area in AREAS:
                for rounded in (False, True):
                    it = coverage(n, churn, area, rounded=rounded, runs=options.runs, rng=rng)
                    cells = " | ".join(f"{share:.1%}" for share in it[:3])
                    ties = "yes" if rounded else "no"
                    shown = f"| {n:,} | {churn:.0%} | {area} | {ties} | {cells}"
                    print(f"{shown} | {it[3]:.3f} | {it[4]} |", flush=True)
    print(f"\n{options.planted_runs} runs each\n")
    print(
        "| planted | accounts | better | not shown | worse | too few |\n|---|---|---|---|---|---|"
    )
    for name, tells in PLANTED.items():
        for n in (300, 1000):
            shares = verdicts(n, options.planted_runs, rng, tells)
            cells = " | ".join(f"{share:.1%}" for share in shares.values())
            print(f"| {name} | {n:,} | {cells} |", flush=True)


if __name__ == "__main__":
    main()

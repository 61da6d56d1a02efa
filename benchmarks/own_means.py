"""How far shrunken means lie from the customers' levels: `python -m benchmarks.own_means`.

In shops where the Gamma-Gamma is true, against what that model expects when its parameters are
known, and against the customers' raw means.
"""

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue import clv

SHOPS, CUSTOMERS, SEED = 100, 20_000, 1_000
TRUTH = clv.GammaGamma(p=6.0, q=4.0, v=15.0)


@dataclass(frozen=True, eq=False)
class Errors:
    """The mean errors of the model, of the shrunken and of the raw means, each of shape (3,)."""

    absolute: NDArray[np.float64]
    squared: NDArray[np.float64]
    means: clv.OwnMeans


def errors(seed: int, customers: int = CUSTOMERS) -> Errors:
    """Return how far each guess is from the levels of a simulated shop."""
    rng = np.random.default_rng(seed)
    frequency = rng.geometric(0.3, customers)
    rate = rng.gamma(TRUTH.q, 1 / TRUTH.v, customers)
    level = TRUTH.p / rate
    spend = rng.gamma(TRUTH.p * frequency) / rate / frequency
    ones = np.ones(customers)
    rfm = clv.Rfm.from_arrays(frequency, ones, 9 * ones, spend, unit="week")
    means = clv.OwnMeans.fit(rfm)
    off = np.stack([TRUTH.expected_spend(frequency, spend), means.expected(rfm), spend]) - level
    return Errors(np.abs(off).mean(axis=1), np.square(off).mean(axis=1), means)


def row(name: str, off: NDArray[np.float64]) -> str:
    """Return how far errors lie above those of the model: over all shops, and shop by shop."""
    cells = []
    for place in (1, 2):
        each = 100 * (off[:, place] / off[:, 0] - 1)
        whole = 100 * (off[:, place].sum() / off[:, 0].sum() - 1)
        cells.append(f"{whole:.0f}% ({each.min():.0f} to {each.max():.0f})")
    return f"| {name} | {' | '.join(cells)} | {(off[:, 1] > off[:, 2]).sum()} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.own_means", description=__doc__)
    parser.add_argument("--shops", type=int, default=SHOPS)
    shops = parser.parse_args().shops
    found = [errors(SEED + number) for number in range(shops)]
    print("| mean error above the model's | shrunken means | raw means | shops with raw nearer |")
    print("|---|---:|---:|---:|")
    print(row("absolute", np.array([one.absolute for one in found])))
    print(row("squared", np.array([one.squared for one in found])))
    spends = np.array([one.means.mean_spend for one in found]) / TRUTH.mean_spend
    ends = f"{spends.min():.3f} to {spends.max():.3f}"
    print(f"\nMean of a purchase over customers, against the truth: {spends.mean():.3f} ({ends})")


if __name__ == "__main__":
    main()

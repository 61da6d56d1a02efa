"""How often shops at random are called regular: `python -m benchmarks.regularity`.

Each shop has 60 customers who buy on any day with the same probability, which differs between
them as a gamma distribution of shape 1 does; those with three purchases or more tell.
"""

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue.clv.regularity import FALSE_ALARMS, of_periods

SHOPS, CUSTOMERS, SEED = 10_000, 60, 4_711
LEVEL = 0.05


@dataclass(frozen=True)
class Kind:
    """A kind of shop: for how many days it is seen, and how often a customer buys on a day."""

    days: int
    rate: float


KINDS = (Kind(365, 0.02), Kind(60, 0.2), Kind(24, 0.4))


def at_random(rng: np.random.Generator, kind: Kind) -> tuple[NDArray[np.int64], ...]:
    """Return the customer and the day of each purchase of those who tell."""
    rates = rng.gamma(1.0, kind.rate, CUSTOMERS)
    bought = rng.random((CUSTOMERS, kind.days)) < rates[:, None]
    return np.nonzero(bought[bought.sum(axis=1) >= 3])


def p_values(kind: Kind, shops: int) -> NDArray[np.float64]:
    """Return the p-value of each of so many shops."""
    rng = np.random.default_rng([SEED, kind.days])
    return np.array([of_periods(*at_random(rng, kind), "day").p_value for _ in range(shops)])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.regularity", description=__doc__)
    parser.add_argument("--shops", type=int, default=SHOPS, help="of each kind (default: 10,000)")
    shops = parser.parse_args().shops
    print(f"| days seen | purchases a day | shops | p below {LEVEL} | p below {FALSE_ALARMS} |")
    print("|---:|---:|---:|---:|---:|")
    for kind in KINDS:
        p = p_values(kind, shops)
        alarms, called = (p < LEVEL).mean(), (p < FALSE_ALARMS).sum()
        row = f"{kind.days} | {kind.rate:g} | {shops:,} | {100 * alarms:.1f}% | {called:,}"
        print(f"| {row} |", flush=True)


if __name__ == "__main__":
    main()

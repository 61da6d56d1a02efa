"""What raking mends, and how often a trend test cries change: `python -m benchmarks.weighting`.

Customers are simulated whose score depends on two columns, and so does whether they answer. Then
periods are drawn from one and the same population, and tested for a difference.
"""

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from vocvalue import survey
from vocvalue.stats import means, net_share

Array = NDArray[np.float64]

N_CUSTOMERS, N_ANSWERS, ROUNDS = 20_000, 1_000, 600
EXPLAINED = {"not at all": 0.0, "some": 0.5, "much": 1.0}
ANSWERING = {"uneven": 0.4, "very uneven": 0.8}
PERIODS = ((12, 10), (52, 8), (24, 30), (24, 200))
SHARES, TESTS = [0.2, 0.3, 0.5], 4_000
SIDES = np.array([-1.0, 0.0, 1.0])


def population(
    rng: np.random.Generator, explained: float, answering: float
) -> tuple[pd.DataFrame, float, Array]:
    """Return customers, their NPS, and how likely each answers."""
    region, tier = (
        rng.choice(3, N_CUSTOMERS, p=[0.5, 0.3, 0.2]),
        rng.choice(2, N_CUSTOMERS, p=[0.7, 0.3]),
    )
    mood = explained * (region - 0.7 + 1.5 * (tier - 0.3)) + rng.normal(size=N_CUSTOMERS)
    score = np.clip(np.round(8 + 1.8 * mood), 0, 10).astype(int)
    side = np.select([score >= 9, score <= 6], [1.0, -1.0], 0.0)
    chance = np.exp(answering * (0.5 * region + tier))
    table = pd.DataFrame({"region": region, "tier": tier, "score": score})
    return table, 100 * float(side.mean()), N_ANSWERS * chance / chance.sum()


def surveys(explained: float, answering: float) -> Sequence[float]:
    """Return truth, both means, the standard error, that of Kish's formula and both coverages."""
    rng = np.random.default_rng(0)
    customers, truth, chance = population(rng, explained, answering)
    margins = {name: customers[name].value_counts().to_dict() for name in ("region", "tier")}
    found = []
    for _ in range(ROUNDS):
        answers = customers[rng.random(N_CUSTOMERS) < chance]
        weights = survey.rake(answers, margins=margins).weights
        pair = (survey.nps(answers["score"], weights), survey.nps(answers["score"]))
        found.append([(one.value, one.lower, one.upper) for one in pair])
    value, lower, upper = np.moveaxis(np.array(found), -1, 0)
    held = ((lower <= truth) & (truth <= upper)).mean(axis=0)
    kish = (upper - lower)[:, 0].mean() / 2 / stats.norm.ppf(0.975)
    return [truth, *value.mean(axis=0), value[:, 0].std(), kish, *held]


def rejections(periods: int, n: int) -> tuple[float, float]:
    """Return how often periods that do not differ are told apart: pooled, and period by period."""
    counts = np.random.default_rng(1).multinomial(n, SHARES, (TESTS, periods)).astype(float)
    pooled = np.mean([means.same_mean(table, SIDES)[2] < 0.05 for table in counts])
    score, error = net_share.net(counts), net_share.standard_error(counts)
    # A period without any spread says that it is certain; a tiny error stands for none.
    weight = 1 / np.maximum(error, 1e-9) ** 2
    centre = (weight * score).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
    chi2 = (weight * (score - centre) ** 2).sum(axis=1)
    return float(pooled), float(np.mean(stats.chi2.sf(chi2, periods - 1) < 0.05))


def main() -> None:
    """Print both tables."""
    for (explained, effect), (answering, lean) in itertools.product(
        EXPLAINED.items(), ANSWERING.items()
    ):
        row = surveys(effect, lean)
        figures = " | ".join(f"{x:.{d}f}" for x, d in zip(row, (1, 1, 1, 2, 2, 3, 3), strict=True))
        print(f"| {explained} | {answering} | {figures} |")
    print()
    for periods, n in PERIODS:
        pooled, single = rejections(periods, n)
        print(f"| {periods} | {n} | {pooled:.3f} | {single:.3f} |")


if __name__ == "__main__":
    main()

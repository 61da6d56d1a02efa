"""How far the mean answer of an account is from its truth, as it stands and as it is shrunk.

`python -m benchmarks.health_shrinkage` draws accounts whose true mean answers are known, with few
people each, and prints the root of the mean squared error of both, as a table in Markdown; and how
far the two variances are from those that the answers were drawn with.
"""

import argparse
import dataclasses
import itertools

import numpy as np

from vocvalue.stats.credibility import credible_means

ACCOUNTS = (50, 300)
BETWEEN = (0.0, 0.7, 1.5)
PEOPLE = (1.3, 4.0)
WITHIN, MEAN = 2.0, 7.0
ROLES = np.array([3.0, 2.0, 1.0])


@dataclasses.dataclass(frozen=True)
class Errors:
    """The errors of many runs.

    Attributes:
        own: The root of the mean squared error of the mean of an account's own answers.
        shrunk: That of the mean that counts.
        within: The mean of the standard deviation found within accounts.
        between: That between accounts.
    """

    own: float
    shrunk: float
    within: float
    between: float


def errors(runs: int, *, n: int, between: float, people: float, seed: int) -> Errors:
    """Return the errors of runs of accounts.

    Args:
        runs: The number of runs.
        n: The number of accounts.
        between: The standard deviation of true means.
        people: How many people of an account answer, on average; at least one does.
        seed: The seed.
    """
    random = np.random.default_rng([seed, n, round(100 * between), round(10 * people)])
    found = []
    for _ in range(runs):
        truth = random.normal(MEAN, between, n)
        size = 1 + random.poisson(people - 1, n)
        group = np.repeat(np.arange(n), size)
        values = random.normal(truth[group], WITHIN)
        means = credible_means(group, values, random.choice(ROLES, group.size), n)
        squares = [float(((it - truth) ** 2).mean()) for it in (means.own, means.value)]
        found.append([*squares, means.within, means.between])
    own, shrunk, within, variance = np.sqrt(np.mean(found, axis=0))
    return Errors(float(own), float(shrunk), float(within), float(variance))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print("| accounts | people each | between | as it stands | shrunk | within | between, found |")
    print("|---|---|---|---|---|---|---|")
    for n, people, between in itertools.product(ACCOUNTS, PEOPLE, BETWEEN):
        it = errors(asked.runs, n=n, between=between, people=people, seed=asked.seed)
        cells = (it.own, it.shrunk, it.within, it.between)
        print(f"| {n} | {people} | {between} | " + " | ".join(f"{x:.2f}" for x in cells) + " |")


if __name__ == "__main__":
    main()

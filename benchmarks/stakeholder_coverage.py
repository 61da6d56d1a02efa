"""How often intervals of few scores hold: `python -m benchmarks.stakeholder_coverage`.

Three tables, at a nominal 95%. The first is exact: every sample that there can be of 3 to 20 scores
from 1 to 5, weighted with its probability, under 2,900 distributions of scores, most of them with
little in the middle. The second draws those who answer from a few who were invited. The third says
how often the test of a change speaks where nothing changed, of the same people quarter after
quarter, each of whom answers with some probability.
"""

import itertools

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import gammaln

from vocvalue.stats.few_scores import mean_of_scores, share_of_scores
from vocvalue.stats.panel_test import same_in_all_periods

Floats = NDArray[np.float64]
POINTS = np.arange(1.0, 6.0)
SIZES = (3, 5, 8, 10, 15, 20)
INVITED = ((12, 3), (12, 6), (12, 8), (12, 11), (30, 10), (30, 24), (100, 20))
PANELS = ((6, 3, 1.0), (8, 4, 1.0), (10, 4, 0.8), (10, 6, 0.6), (25, 8, 0.7))
RUNS, SEED, LEVEL, TOP = 2_000, 20240607, 0.95, 4
TOLERANCE = 1e-9


def distributions() -> Floats:
    """Return chances of each score, shape (2900, 5): at random, and of two scores only."""
    rng = np.random.default_rng(0)
    drawn = [rng.dirichlet([sparse] * 5, size=n) for sparse, n in ((0.15, 1500), (0.5, 800))]
    part = np.linspace(0.002, 0.5, 200)[:, None]
    two = [part * (low == POINTS) + (1 - part) * (high == POINTS) for low, high in ENDS]
    return np.maximum(np.concatenate([*drawn, *two]), 1e-300)


ENDS = ((1, 5), (1, 4), (3, 5))


def samples(n: int) -> NDArray[np.int64]:
    """Return how often each score is given, for every sample of n, shape (m, 5)."""
    first = itertools.product(range(n + 1), repeat=4)
    counts = [(*of, n - sum(of)) for of in first if sum(of) <= n]
    return np.array(counts, dtype=np.int64)


def student(values: Floats) -> tuple[float, float]:
    """Return Student's interval within the scale."""
    n, mean = values.size, values.mean()
    half = scipy.stats.t.ppf((1 + LEVEL) / 2, n - 1) * values.std(ddof=1) / np.sqrt(n)
    return max(mean - half, 1.0), min(mean + half, 5.0)


def ours(values: Floats) -> tuple[float, float]:
    """Return the interval with one more answer at each end of the scale."""
    return mean_of_scores(values, low=1, high=5, level=LEVEL)[1:]


def exact(n: int) -> list[tuple[float, float]]:
    """Return the lowest and the mean coverage of Student's interval, and of ours."""
    counts, chances = samples(n), distributions()
    logs = gammaln(n + 1) - gammaln(counts + 1).sum(axis=1)
    weight = np.exp(logs + np.log(chances) @ counts.T)
    truth = (chances @ POINTS)[:, None]
    found = []
    for interval in (student, ours):
        ends = np.array([interval(np.repeat(POINTS, of)) for of in counts])
        lower, upper = ends.T
        holds = (lower - TOLERANCE <= truth) & (truth <= upper + TOLERANCE)
        covered = (weight * holds).sum(axis=1)
        found.append((float(covered.min()), float(covered.mean())))
    return found


def of_invited(invited: int, n: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return how often the intervals of a mean and a share hold that of all who were invited."""
    chances = distributions()
    holds = np.zeros((RUNS, 2))
    for run in range(RUNS):
        people = rng.choice(POINTS, invited, p=chances[rng.integers(len(chances))])
        answered = people[:n]
        hits, truth = int((answered >= TOP).sum()), float((people >= TOP).mean())
        ends = mean_of_scores(answered, low=1, high=5, level=LEVEL, invited=invited)[1:]
        holds[run, 0] = ends[0] - TOLERANCE <= people.mean() <= ends[1] + TOLERANCE
        ends = share_of_scores(hits, n, level=LEVEL, invited=invited)[1:]
        holds[run, 1] = ends[0] - TOLERANCE <= truth <= ends[1] + TOLERANCE
    return float(holds[:, 0].mean()), float(holds[:, 1].mean())


def false_alarms(people: int, quarters: int, answers: float, rng: np.random.Generator) -> float:
    """Return how often the test of a change is below 5% where nothing changed."""
    alarms = 0
    for _ in range(RUNS):
        base = rng.normal(3.8, 0.7, (people, 1))
        score = np.clip(np.rint(base + rng.normal(0, 0.6, (people, quarters))), 1, 5)
        person, quarter = np.nonzero(rng.random(score.shape) < answers)
        alarms += same_in_all_periods(score[person, quarter], person, quarter)[2] < 1 - LEVEL
    return alarms / RUNS


def main() -> None:
    """Print the three tables."""
    print("| answers | Student's, lowest | mean | ours, lowest | mean |\n|---|---|---|---|---|")
    for n in SIZES:
        (low, mean), (our_low, our_mean) = exact(n)
        print(f"| {n} | {low:.1%} | {mean:.1%} | {our_low:.1%} | {our_mean:.1%} |")
    rng = np.random.default_rng(SEED)
    print("\n| invited | answered | mean | share of 4 and 5 |\n|---|---|---|---|")
    for invited, n in INVITED:
        mean, share = of_invited(invited, n, rng)
        print(f"| {invited} | {n} | {mean:.1%} | {share:.1%} |")
    print("\n| people | quarters | answer | false alarms |\n|---|---|---|---|")
    for people, quarters, answers in PANELS:
        rate = false_alarms(people, quarters, answers, rng)
        print(f"| {people} | {quarters} | {answers:.0%} | {rate:.1%} |")


if __name__ == "__main__":
    main()

"""Means of few scores: the interval holds whatever the scores are, exactly computed."""

import itertools

import numpy as np
import pytest
from scipy.special import gammaln

from vocvalue.stats.few_scores import effective_size, mean_of_scores, possible_means

POINTS = np.arange(1.0, 6.0)
WORST = [
    np.array([0.05, 0, 0, 0, 0.95]),
    np.array([0.255, 0, 0, 0.745, 0]),
    np.array([0.5, 0, 0, 0, 0.5]),
    np.array([0, 0.1, 0.8, 0.1, 0]),
    np.array([0.1, 0, 0, 0.2, 0.7]),
    np.full(5, 0.2),
]


def coverage(n, chances, interval):
    """Return how often the interval holds the true mean, over every sample that there can be."""
    truth, total = chances @ POINTS, 0.0
    with np.errstate(divide="ignore"):
        logs = np.log(chances)
    for counts in itertools.product(range(n + 1), repeat=4):
        c = np.array([*counts, n - sum(counts)])
        if c[-1] < 0 or (c[chances == 0] > 0).any():
            continue
        weight = gammaln(n + 1) - gammaln(c + 1).sum() + c[c > 0] @ logs[c > 0]
        _, lower, upper = interval(np.repeat(POINTS, c))
        total += np.exp(weight) * (lower - 1e-9 <= truth <= upper + 1e-9)
    return total


@pytest.mark.parametrize("chances", WORST, ids=str)
@pytest.mark.parametrize("n", [5, 10])
def test_the_interval_of_few_scores_holds(n, chances):
    found = coverage(n, chances, lambda it: mean_of_scores(it, low=1, high=5, level=0.95))
    assert found >= 0.937


def test_student_s_alone_would_not_hold():
    import scipy

    def student(values):
        if values.std() == 0:
            return (values[0],) * 3
        half = scipy.stats.t.ppf(0.975, values.size - 1) * values.std(ddof=1) / values.size**0.5
        return values.mean(), values.mean() - half, values.mean() + half

    assert coverage(10, WORST[0], student) < 0.5
    assert coverage(10, WORST[4], student) < 0.9


def test_no_scores_and_one_score():
    assert np.isnan(mean_of_scores(np.array([]), low=1, high=5, level=0.95)).all()
    mean, lower, upper = mean_of_scores(np.array([3.0]), low=1, high=5, level=0.95)
    assert (mean, lower, upper) == (3.0, 1.0, 5.0)


def test_a_large_number_invited_is_as_good_as_no_number():
    values = np.array([4.0, 5, 3, 4])
    many = mean_of_scores(values, low=1, high=5, level=0.95, invited=10**9)
    assert many == pytest.approx(mean_of_scores(values, low=1, high=5, level=0.95), rel=1e-3)
    assert effective_size(4, 10**9) == pytest.approx(4)


def test_what_is_possible_holds_every_way_to_be_silent():
    values, silent = np.array([4.0, 5, 3]), 2
    low, high = possible_means(4.0, 3, low=1, high=5, invited=5)
    for others in itertools.product(POINTS, repeat=silent):
        assert low - 1e-12 <= np.mean([*values, *others]) <= high + 1e-12

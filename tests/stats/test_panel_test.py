"""The test that nothing changed within people, against other programs and every order there is."""

import itertools

import numpy as np
import pytest
import scipy

from vocvalue.stats.means import same_mean
from vocvalue.stats.panel_test import same_in_all_periods


def test_with_everybody_in_every_period_it_is_friedman_s():
    rng = np.random.default_rng(1)
    ranks = scipy.stats.rankdata(rng.normal(size=(12, 5)), axis=1)
    person, period = np.indices(ranks.shape)
    found = same_in_all_periods(ranks.ravel(), person.ravel(), period.ravel())
    other = scipy.stats.friedmanchisquare(*ranks.T)
    assert found == pytest.approx((other.statistic, 4, other.pvalue), rel=1e-9)


def test_with_everybody_once_it_is_that_of_means():
    rng = np.random.default_rng(2)
    score, period = rng.integers(1, 6, 60), rng.integers(0, 4, 60)
    counts = np.zeros((4, 5), dtype=int)
    np.add.at(counts, (period, score - 1), 1)
    found = same_in_all_periods(score.astype(float), np.full(60, -1), period)
    assert found == pytest.approx(same_mean(counts, np.arange(1.0, 6.0)), rel=1e-9)


def test_the_covariance_is_that_of_every_order_within_people():
    values = np.array([1.0, 4, 2, 5, 3, 3, 1])
    person = np.array([0, 0, 1, 1, 1, -1, -1])
    period = np.array([0, 1, 0, 1, 2, 0, 2])
    orders = [itertools.permutations(values[person == who]) for who in (0, 1, -1)]
    apart = values - np.array([2.5, 2.5, 10 / 3, 10 / 3, 10 / 3, 2.0, 2.0])
    centre = {0: 2.5, 1: 10 / 3, -1: 2.0}
    sums = []
    for chosen in itertools.product(*orders):
        blocks = zip(chosen, centre.values(), strict=True)
        moved = np.concatenate([np.array(of) - mean for of, mean in blocks])
        sums.append(np.bincount(period, moved, 3))
    covariance = np.cov(np.array(sums).T, bias=True)
    seen = np.bincount(period, apart, 3)
    expected = seen @ np.linalg.pinv(covariance) @ seen
    assert same_in_all_periods(values, person, period)[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("values", "person", "period"),
    [
        ([3.0, 3, 3, 3], [0, 0, 1, 1], [0, 1, 0, 1]),
        ([3.0, 4], [0, 1], [0, 0]),
        ([3.0], [0], [0]),
        ([], [], []),
    ],
)
def test_where_nothing_can_be_compared_there_is_no_p_value(values, person, period):
    arrays = np.array(values, dtype=float), np.array(person, dtype=int), np.array(period, dtype=int)
    assert np.isnan(same_in_all_periods(*arrays)[2])

"""One test of balance: every draw enumerated, Pearson's chi-square, and how often it is wrong."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats.randomisation import imbalance


def statistic(x, arm, stratum=None):
    return imbalance(x, arm, stratum).statistic


def test_one_covariate_and_two_arms_is_the_correlation():
    rng = np.random.default_rng(1)
    x, arm = rng.exponential(size=60), rng.integers(0, 2, 60)
    found = imbalance(x[:, None], arm)
    expected = 59 * np.corrcoef(x, arm)[0, 1] ** 2
    assert found.statistic == pytest.approx(expected)
    assert found.p_value == pytest.approx(stats.chi2.sf(expected, 1))


@pytest.mark.parametrize("arms", [2, 3, 4])
def test_categories_are_pearsons_table(arms):
    # given the margins, Pearson's statistic times (n - 1) / n
    rng = np.random.default_rng(arms)
    category, arm = rng.integers(0, 5, 300), rng.integers(0, arms, 300)
    found = imbalance(np.eye(5)[category], arm)
    table = np.zeros((5, arms))
    np.add.at(table, (category, arm), 1)
    pearson = stats.chi2_contingency(table, correction=False)
    assert found.statistic == pytest.approx(pearson.statistic * 299 / 300)
    assert found.degrees_of_freedom == pearson.dof


def test_the_covariance_is_that_of_every_draw():
    # Two strata of 4 and 3, of which 2 and 1 are treated: 6 x 3 draws, all equally likely.
    rng = np.random.default_rng(2)
    x = rng.normal(size=(7, 2))
    stratum = np.array([0, 0, 0, 0, 1, 1, 1])
    sums, draws = [], []
    for first in combinations(range(4), 2):
        for second in combinations(range(4, 7), 1):
            arm = np.ones(7, dtype=np.int64)
            arm[[*first, *second]] = 0
            draws.append(arm)
            sums.append(x[arm == 0].sum(axis=0))
    sums = np.array(sums)
    away = sums - sums.mean(axis=0)
    covariance = away.T @ away / len(sums)
    expected = [row @ np.linalg.solve(covariance, row) for row in away]
    found = [statistic(x, arm, stratum) for arm in draws]
    assert found == pytest.approx(expected)


def test_units_and_repeated_covariates_do_not_matter():
    rng = np.random.default_rng(3)
    x, arm = rng.normal(size=(80, 3)), rng.integers(0, 3, 80)
    found = imbalance(x, arm)
    again = imbalance(np.column_stack([1e6 * x + 1e7, x[:, 0] + x[:, 1], np.ones(80)]), arm)
    assert again.statistic == pytest.approx(found.statistic, rel=1e-6)
    assert again.degrees_of_freedom == found.degrees_of_freedom == 6


def test_nothing_that_varies_is_no_test():
    arm, stratum = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
    found = imbalance(np.array([[3.0], [3.0], [8.0], [8.0]]), arm, stratum)
    assert found.degrees_of_freedom == 0
    assert np.isnan(found.p_value)


@pytest.mark.parametrize("strata", [1, 10])
def test_random_draws_are_called_so(strata):
    # 1,500 draws at a nominal 5 %: standard error .0056
    rng = np.random.default_rng(4)
    stratum = np.arange(120) % strata
    x = np.column_stack([rng.exponential(size=120), rng.normal(size=120), stratum % 3 == 0])
    x = x + stratum[:, None]
    hits = 0
    for _ in range(1_500):
        arm = np.empty(120, dtype=np.int64)
        for number in range(strata):
            members = np.flatnonzero(stratum == number)
            arm[members] = rng.permutation(np.arange(len(members)) % 2)
        hits += imbalance(x, arm, stratum).p_value < 0.05
    assert hits / 1_500 == pytest.approx(0.05, abs=0.017)

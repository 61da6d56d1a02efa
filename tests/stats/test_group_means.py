"""Means of groups, against scipy and statsmodels."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import WLS

from vocvalue.stats.group_means import BLOCK, explained, group_means, group_sums
from vocvalue.stats.means import welch

RNG = np.random.default_rng(3)
VALUES = RNG.gamma(2.0, 50.0, 300) + 1e7
GROUP = RNG.integers(0, 3, 300)


def test_unweighted_means_are_the_plain_ones():
    found = group_means(VALUES, GROUP, 3)
    for g in range(3):
        values = VALUES[g == GROUP]
        assert found.mean[g] == pytest.approx(values.mean(), rel=1e-14)
        # a mean of 1e7 costs no digits of the spread
        assert found.squared_error[g] == pytest.approx(stats.sem(values) ** 2, rel=1e-9)
        assert found.variance[g] == pytest.approx(values.var(ddof=1), rel=1e-9)
        assert found.n[g] == found.effective_n[g] == values.size


def test_weighted_error_is_that_of_a_robust_regression():
    weights = RNG.uniform(0.5, 4.0, 300)
    found = group_means(VALUES, GROUP, 3, weights)
    for g in range(3):
        here = g == GROUP
        fit = WLS(VALUES[here], np.ones(here.sum()), weights[here]).fit(cov_type="HC1")
        assert found.mean[g] == pytest.approx(fit.params[0], rel=1e-14)
        assert found.squared_error[g] == pytest.approx(fit.bse[0] ** 2, rel=1e-6)


def test_equal_weights_change_nothing():
    plain, weighted = (
        group_means(VALUES, GROUP, 3),
        group_means(VALUES, GROUP, 3, np.full(300, 7.0)),
    )
    assert weighted.squared_error == pytest.approx(plain.squared_error)
    assert weighted.effective_n == pytest.approx(plain.effective_n)


def test_groups_without_values_are_not_numbers():
    found = group_means(np.array([1.0]), np.array([1]), 3)
    assert found.n.tolist() == [0, 1, 0]
    assert np.isnan(found.mean).tolist() == [True, False, True]
    assert np.isnan(found.squared_error).all()
    assert np.isnan(group_means(np.array([]), np.array([], dtype=int), 2).mean).all()


def test_explained_is_r_squared():
    dummies = np.eye(3)[GROUP]
    fitted = dummies @ np.linalg.lstsq(dummies, VALUES, rcond=None)[0]
    expected = 1 - np.sum((VALUES - fitted) ** 2) / np.sum((VALUES - VALUES.mean()) ** 2)
    assert explained(VALUES, GROUP, 3) == pytest.approx(expected)
    assert np.isnan(explained(np.ones(4), np.array([0, 0, 1, 1]), 2))


def test_welch_is_scipys():
    one, other = VALUES[GROUP == 0], VALUES[GROUP == 1]
    expected = stats.ttest_ind(one, other, equal_var=False)
    ends = expected.confidence_interval(0.9)
    first, second = ((v.mean(), stats.sem(v) ** 2, v.size) for v in (one, other))
    assert welch(first, second, 0.9) == pytest.approx((ends.low, ends.high, expected.pvalue))


def test_welch_without_spread_is_not_a_number():
    assert np.isnan(welch((1.0, 0.0, 5), (2.0, 0.0, 5), 0.95)).all()


def test_sums_of_many_blocks_with_gaps_are_those_of_what_is_known():
    rng = np.random.default_rng(4)
    n = 2 * BLOCK + 7
    values, cell = rng.normal(1e6, 1.0, n), rng.integers(0, 5, n)
    weights = rng.uniform(0.5, 2.0, n)
    values[rng.random(n) < 0.1] = np.nan
    known, into = np.isfinite(values), np.array([0, 0, 1, 1, 1])
    found = group_sums(values, cell, 5, weights).merged(into, 2).means
    plain = group_sums(values, cell, 5).merged(into, 2).means
    for g in range(2):
        here = known & (into[cell] == g)
        assert plain.n[g] == here.sum()
        assert plain.squared_error[g] == pytest.approx(stats.sem(values[here]) ** 2, rel=1e-9)
        assert found.mean[g] == pytest.approx(np.average(values[here], weights=weights[here]))

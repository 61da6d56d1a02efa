"""Means of groups, against scipy, statsmodels and simulation."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.oneway import anova_oneway

from vocvalue.stats import means

GROUPS = [
    np.array([12.0, 9, 14, 30, 2, 7]),
    np.array([22.0, 19, 44, 31]),
    np.array([8.0, 9, 9.5, 8.2, 8.9, 10, 7]),
]


def moments(groups):
    return (
        [g.mean() for g in groups],
        [g.var(ddof=1) for g in groups],
        [g.size for g in groups],
    )


def test_mean_interval_is_students():
    mean, variance, n = (np.array(column) for column in moments(GROUPS))
    lower, upper = means.mean_interval(mean, variance, n, 0.9)
    for i, group in enumerate(GROUPS):
        expected = stats.t.interval(0.9, group.size - 1, group.mean(), stats.sem(group))
        assert (lower[i], upper[i]) == pytest.approx(expected)


def test_one_value_has_no_interval():
    lower, upper = means.mean_interval([5.0, 5.0], [np.nan, 1.0], [1, 9], 0.95)
    assert np.isnan(lower).tolist() == [True, False]
    assert np.isnan(upper).tolist() == [True, False]


def test_welch_anova_agrees_with_statsmodels():
    expected = anova_oneway(GROUPS, use_var="unequal", welch_correction=True)
    F, df1, df2, p = means.welch_anova(*moments(GROUPS))
    assert (F, df1, df2, p) == pytest.approx((expected.statistic, *expected.df, expected.pvalue))


def test_welch_anova_of_two_groups_is_welchs_t_test():
    expected = stats.ttest_ind(GROUPS[0], GROUPS[1], equal_var=False)
    F, _, df2, p = means.welch_anova(*moments(GROUPS[:2]))
    assert (F, df2, p) == pytest.approx((expected.statistic**2, expected.df, expected.pvalue))


@pytest.mark.parametrize(("variance", "n"), [([1.0, 0.0], [5, 5]), ([1.0, 1.0], [5, 1])])
def test_welch_anova_needs_spread(variance, n):
    F, _, _, p = means.welch_anova([1.0, 2.0], variance, n)
    assert np.isnan([F, p]).all()


def test_wald_test_of_correlated_values_is_that_of_any_contrasts():
    rng = np.random.default_rng(5)
    root = rng.normal(size=(4, 4))
    covariance, values = root @ root.T, rng.normal(size=4)
    to_last = np.hstack([np.eye(3), -np.ones((3, 1))])
    gap = to_last @ values
    expected = gap @ np.linalg.inv(to_last @ covariance @ to_last.T) @ gap
    chi2, df, p = means.wald_test(values, covariance)
    assert (chi2, df, p) == pytest.approx((expected, 3, stats.chi2.sf(expected, 3)))


def test_wald_test_without_spread_is_not_a_number():
    assert np.isnan(means.wald_test(np.array([1.0, 2.0]), np.zeros((2, 2)))[2])


def test_ratio_interval_holds_the_true_ratio():
    rng = np.random.default_rng(2)
    hits, runs = 0, 1000
    for _ in range(runs):
        a, b = rng.gamma(2, 30, 200), rng.gamma(2, 10, 150)
        lower, upper = means.ratio_interval(a.mean(), stats.sem(a), b.mean(), stats.sem(b), 0.95)
        hits += lower <= 3 <= upper
    assert 0.927 <= hits / runs <= 0.973  # binomial bound at one in a thousand


@pytest.mark.parametrize(("mean", "reference"), [(-1.0, 2.0), (1.0, 0.0)])
def test_ratio_of_what_is_not_above_zero_is_not_a_number(mean, reference):
    assert np.isnan(means.ratio_interval(mean, 1.0, reference, 1.0, 0.95)).all()


def test_detectable_difference_is_found_as_often_as_asked():
    size = means.detectable_difference(2.0, 0.95, 0.8)
    drawn = np.random.default_rng(1).normal(size, 2.0, 200_000)
    assert np.mean(np.abs(drawn) > 1.959964 * 2.0) == pytest.approx(0.8, abs=0.005)


def test_same_mean_of_two_kinds_is_pearsons_chi_square():
    table = np.array([[30, 20], [25, 35], [10, 30], [0, 0]])
    pearson = stats.contingency.chi2_contingency(table[:3], correction=False)
    chi2, df, p = means.same_mean(table, np.array([0.0, 1.0]))
    n = table.sum()
    assert chi2 == pytest.approx(pearson.statistic * (n - 1) / n)
    assert (df, p) == (2, pytest.approx(stats.chi2.sf(chi2, 2)))


def test_same_mean_of_ranks_is_kruskal_and_wallis():
    rng = np.random.default_rng(0)
    groups = [rng.integers(0, 4, n) for n in (8, 12, 20)]
    ranks = stats.rankdata(np.concatenate(groups))
    values, codes = np.unique(ranks, return_inverse=True)
    counts = [
        np.bincount(part, minlength=values.size) for part in np.split(codes, np.cumsum([8, 12]))
    ]
    expected = stats.kruskal(*groups)
    chi2, _, p = means.same_mean(np.array(counts), values)
    assert (chi2, p) == (pytest.approx(expected.statistic), pytest.approx(expected.pvalue))


def test_same_mean_needs_two_groups_and_spread():
    assert np.isnan(means.same_mean(np.array([[3, 2]]), np.array([0.0, 1.0]))[2])
    assert np.isnan(means.same_mean(np.array([[3, 0], [4, 0]]), np.array([0.0, 1.0]))[2])


@pytest.mark.parametrize(("periods", "n"), [(12, 10), (24, 30), (52, 8)])
def test_same_mean_keeps_its_level_in_small_groups(periods, n):
    counts = np.random.default_rng(1).multinomial(n, [0.2, 0.3, 0.5], size=(2_000, periods))
    sides = np.array([-1.0, 0.0, 1.0])
    rejected = np.mean([means.same_mean(table, sides)[2] < 0.05 for table in counts])
    # Three standard errors of the simulation are .0146.
    assert rejected == pytest.approx(0.05, abs=0.0146)

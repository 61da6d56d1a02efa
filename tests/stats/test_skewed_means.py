"""Means of few skewed values against SciPy, the published transformation and a known truth."""

import numpy as np
import pytest
import scipy.stats

from vocvalue.stats.group_means import group_means
from vocvalue.stats.skewed_means import SkewedMean, difference, mean_skewness

LEVEL = 0.95


def measured(values, group, weights=None, k=2):
    found = group_means(values, group, k, weights)
    squared, df = found.errors()
    skewness = mean_skewness(values, group, found, squared, weights)
    return [
        SkewedMean(value=float(m), squared_error=float(s), n=float(d) + 1, skewness=float(g))
        for m, s, d, g in zip(found.mean, squared, df, skewness, strict=True)
    ]


def test_skewness_is_that_of_scipy_over_the_root_of_the_number():
    values = np.random.default_rng(1).gamma(0.5, 200.0, 52)
    group = np.repeat([0, 1], [12, 40])
    for k, mean in enumerate(measured(values, group)):
        own = values[group == k]
        expected = scipy.stats.skew(own, bias=False) / np.sqrt(own.size)
        assert mean.skewness == pytest.approx(expected, rel=1e-12)


def test_equal_weights_and_values_that_are_not_known_change_nothing():
    values = np.random.default_rng(2).gamma(0.5, 200.0, 30)
    group = np.repeat([0, 1], 15)
    plain = measured(values, group)
    weighted = measured(values, group, np.full(30, 3.0))
    gaps = np.append(values, [np.nan, np.nan])
    with_gaps = measured(gaps, np.append(group, [0, 1]))
    for expected, *others in zip(plain, weighted, with_gaps, strict=True):
        for other in others:
            assert other.skewness == pytest.approx(expected.skewness, rel=1e-12)


def test_no_skewness_of_many_of_two_and_where_another_spread_stands_in():
    rng = np.random.default_rng(3)
    values = np.r_[rng.gamma(0.5, 200.0, 200), [1.0, 2.0], [1.0, 1.0, 1.0, 1.1]]
    group = np.repeat([0, 1, 2], [200, 2, 4])
    assert [mean.skewness for mean in measured(values, group, k=3)] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("skewness", [0.1, 0.5, 1.0, -0.5])
def test_ends_solve_the_transformation_of_hall(skewness):
    # Hall (1992): g(S) = S + G S^2 / 3 + G^2 S^3 / 27 + G / (6 n), S = (mean - mu) / s, is normal
    # with the variance 1 / n but for terms of a higher order.
    n, t = 25.0, 2.064
    gamma = skewness * np.sqrt(n)
    for end, sign in zip(ends(skewness, n, t), (1, -1), strict=True):
        s = (10.0 - end) / 3.0
        g = s + gamma * s**2 / 3 + gamma**2 * s**3 / 27 + gamma / (6 * n)
        assert g == pytest.approx(sign * t / np.sqrt(n), rel=1e-9)


def ends(skewness, n, t):
    return SkewedMean(value=10.0, squared_error=9.0 / n, n=n, skewness=skewness).ends_at(t)


def test_a_skewness_that_vanishes_leads_to_the_interval_of_student():
    assert ends(1e-5, 25.0, 2.0) == pytest.approx(ends(0.0, 25.0, 2.0), rel=1e-5)
    lower, upper = SkewedMean(value=10.0, squared_error=0.36, n=25).interval(LEVEL)
    assert (lower, upper) == pytest.approx(scipy.stats.t.interval(LEVEL, 24, 10.0, 0.6))


def test_the_interval_holds_its_mean_and_widens_with_the_quantile():
    t = np.linspace(0, 5, 101)
    lower, upper = ends(0.9, 12.0, t)
    assert lower.max() <= 10.0 <= upper.min()
    assert (np.diff(lower) <= 0).all()
    assert (np.diff(upper) >= 0).all()


def test_the_difference_without_skewness_is_the_test_of_welch():
    rng = np.random.default_rng(4)
    a, b = rng.normal(10, 3, 150), rng.normal(9, 2, 120)
    first, second = measured(np.r_[a, b], np.repeat([0, 1], [150, 120]))
    expected = scipy.stats.ttest_ind(a, b, equal_var=False)
    lower, upper, p = difference(first, second, LEVEL)
    assert p == pytest.approx(expected.pvalue, rel=1e-12)
    assert (lower, upper) == pytest.approx(tuple(expected.confidence_interval(LEVEL)))


def test_a_little_skewness_is_next_to_the_test_of_welch():
    first = SkewedMean(value=12.0, squared_error=4.0, n=20, skewness=1e-4)
    second = SkewedMean(value=6.0, squared_error=1.0, n=200)
    plain = SkewedMean(value=12.0, squared_error=4.0, n=20)
    assert difference(first, second, LEVEL) == pytest.approx(
        difference(plain, second, LEVEL), rel=1e-3
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_p_value_is_below_a_level_where_the_interval_leaves_0_out(seed):
    rng = np.random.default_rng([5, seed])
    values = np.r_[rng.gamma(0.5, 200.0, 15), rng.gamma(0.5, 300.0, 60)]
    first, second = measured(values, np.repeat([0, 1], [15, 60]))
    p = difference(first, second, LEVEL)[2]
    for level, is_out in ((1 - p * 1.01, True), (1 - p * 0.99, False)):
        lower, upper, _ = difference(first, second, level)
        assert (lower > 0 or upper < 0) is is_out


def test_an_error_that_is_not_known_makes_no_interval():
    bare = SkewedMean(value=1.0, squared_error=float("nan"), n=1.0)
    skewed = SkewedMean(value=2.0, squared_error=1.0, n=20, skewness=0.3)
    assert np.isnan(bare.interval(LEVEL)).all()
    assert np.isnan(difference(skewed, bare, LEVEL)).all()


@pytest.mark.parametrize("n", [12, 30])
def test_intervals_of_skewed_values_hold_where_those_of_student_do_not(n):
    # gamma of shape 1/2: mean 100, skewness 2.8
    runs = 1_500
    rng = np.random.default_rng([6, n])
    values = rng.gamma(0.5, 200.0, runs * n)
    means = measured(values, np.repeat(np.arange(runs), n), k=runs)
    held = {"Hall": 0, "Student": 0}
    for mean in means:
        for name, skewness in (("Hall", mean.skewness), ("Student", 0.0)):
            plain = SkewedMean(
                value=mean.value, squared_error=mean.squared_error, n=mean.n, skewness=skewness
            )
            lower, upper = plain.interval(LEVEL)
            held[name] += lower <= 100.0 <= upper
    assert held["Hall"] / runs == pytest.approx(0.945, abs=0.015)
    assert held["Hall"] > held["Student"] + 0.02 * runs

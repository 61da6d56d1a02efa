"""CUPED: least squares in statsmodels, scipy's Welch test, Hillstrom's moments, and simulation."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.cuped import SpendMoments, adjusted_difference, difference


def drawn(seed, n1=300, n0=120, effect=1.0):
    rng = np.random.default_rng(seed)
    x1, x0 = rng.gamma(2, 10, n1), rng.gamma(2, 10, n0)
    y1 = 5 + effect + 0.6 * x1 + rng.normal(0, 6, n1)
    y0 = 5 + 0.6 * x0 + rng.normal(0, 6, n0)
    return (y1, x1), (y0, x0)


def test_without_a_covariate_it_is_welchs_test():
    (y1, x1), (y0, x0) = drawn(1)
    found = difference(SpendMoments.of(y1, x1), SpendMoments.of(y0, x0))
    expected = stats.ttest_ind(y1, y0, equal_var=False)
    assert found.p_value() == pytest.approx(expected.pvalue)
    assert found.df == pytest.approx(expected.df)
    assert found.interval(0.9) == pytest.approx(tuple(expected.confidence_interval(0.9)))
    assert (found.theta, found.variance_reduction) == (0.0, 0.0)


@pytest.mark.parametrize("seed", [2, 3])
def test_it_is_least_squares_with_the_covariate(seed):
    (y1, x1), (y0, x0) = drawn(seed)
    found = adjusted_difference(SpendMoments.of(y1, x1), SpendMoments.of(y0, x0))
    x, arm = np.concatenate([x1, x0]), np.repeat([1.0, 0.0], [y1.size, y0.size])
    design = sm.add_constant(np.column_stack([arm, x - x.mean()]))
    expected = sm.OLS(np.concatenate([y1, y0]), design).fit(cov_type="HC2")
    assert found.value == pytest.approx(expected.params[1])
    assert found.theta == pytest.approx(expected.params[2])
    assert found.standard_error == pytest.approx(expected.bse[1], rel=0.02)


def test_the_variance_falls_by_the_squared_correlation():
    rng = np.random.default_rng(5)
    x = rng.normal(size=40_000)
    y = 0.8 * x + rng.normal(0, 0.6, x.size)
    found = adjusted_difference(
        SpendMoments.of(y[:20_000], x[:20_000]), SpendMoments.of(y[20_000:], x[20_000:])
    )
    assert found.variance_reduction == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2, abs=0.005)


def test_the_interval_holds_the_true_effect_and_is_narrower():
    held, widths = 0, []
    for seed in range(600):
        arms = [SpendMoments.of(*arm) for arm in drawn(seed, n1=60, n0=25)]
        adjusted, plain = adjusted_difference(*arms), difference(*arms)
        lower, upper = adjusted.interval(0.9)
        held += lower <= 1.0 <= upper
        widths.append((upper - lower) / np.ptp(plain.interval(0.9)))
    assert stats.binom.ppf(0.001, 600, 0.9) <= held <= stats.binom.ppf(0.999, 600, 0.9)
    # Var(y) = 36 * 2 + 36 falls to 36.
    assert np.median(widths) == pytest.approx(np.sqrt(36 / 108), rel=0.1)


def test_welch_from_the_moments_of_hillstroms_spend():
    # Men's e-mail minus none, moments of the rows of the MineThatData challenge (2008); Welch's
    # interval .485140 to 1.054515 by scipy.
    treated = SpendMoments(n=21_307, mean=1.422617, variance=315.21179886555484)
    found = difference(treated, SpendMoments(n=21_306, mean=0.652789, variance=134.28637185302165))
    assert found.value == pytest.approx(0.769827, abs=2e-6)
    assert found.interval(0.95) == pytest.approx((0.485140, 1.054515), abs=2e-6)


def test_a_covariate_that_does_not_vary_changes_nothing():
    arms = [
        SpendMoments.of([1.0, 2.0, 4.0], [3.0, 3.0, 3.0]),
        SpendMoments.of([0.0, 1.0, 1.5], [3.0] * 3),
    ]
    assert adjusted_difference(*arms) == difference(*arms)


def test_values_that_do_not_vary_have_no_p_value():
    arm = SpendMoments(n=5, mean=1.0, variance=0.0)
    assert np.isnan(difference(arm, arm).p_value())


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: SpendMoments(n=1, mean=0.0, variance=0.0),
            DataError,
            "n == 1, must be at least 2",
        ),
        (lambda: SpendMoments.of([1.0], [1.0]), DataError, "n == 1, must be at least 2"),
        (
            lambda: SpendMoments.of([1.0, 2.0], [1.0]),
            ParameterError,
            "must have one value per customer",
        ),
        (
            lambda: SpendMoments.of([1.0, np.nan], [1.0, 2.0]),
            ParameterError,
            "outcome holds 1 values",
        ),
        (lambda: SpendMoments(n=5, mean=0.0, variance=-1.0), ParameterError, "variance == -1.0"),
        (
            lambda: SpendMoments(
                n=5, mean=0.0, variance=1.0, covariate_variance=1.0, covariance=2.0
            ),
            ParameterError,
            "covariance == 2, is larger than the two variances allow",
        ),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()

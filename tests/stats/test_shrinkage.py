"""Shrinkage: the eight schools, statsmodels, integrals in the test, and simulated coverage."""

import numpy as np
import pytest
from scipy import integrate, stats
from statsmodels.stats.meta_analysis import combine_effects

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.shrinkage import METHODS, between_variance, heterogeneity, shrink

# Rubin (1981), Journal of Educational Statistics 6, table 1.
EFFECTS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
SPREAD = np.array([-12.0, 3, 5, 22, 31, 8, 14]), np.array([3.0, 4, 2, 6, 5, 3, 2])


@pytest.mark.parametrize(("values", "errors"), [(EFFECTS, ERRORS), SPREAD])
def test_heterogeneity_agrees_with_statsmodels(values, errors):
    found, peer = heterogeneity(values, errors), combine_effects(values, errors**2)
    assert found.q == pytest.approx(peer.q)
    assert found.p_value == pytest.approx(stats.chi2.sf(peer.q, values.size - 1))
    assert found.i2 == pytest.approx(max(0.0, peer.i2))


@pytest.mark.parametrize(
    ("method", "peer"), [("paule-mandel", "iterated"), ("dersimonian-laird", "chi2")]
)
def test_between_variance_agrees_with_statsmodels(method, peer):
    values, errors = SPREAD
    expected = combine_effects(values, errors**2, method_re=peer, atol=1e-10).tau2
    assert between_variance(values, errors, method=method) == pytest.approx(expected, rel=1e-5)


def test_restricted_likelihood_is_highest():
    values, errors = SPREAD

    def log_likelihood(tau2):
        # The density of the contrasts that do not depend on the mean.
        contrasts = np.diff(np.eye(values.size), axis=0)
        covariance = contrasts @ np.diag(errors**2 + tau2) @ contrasts.T
        return stats.multivariate_normal.logpdf(contrasts @ values, cov=covariance)

    found = between_variance(values, errors)
    around = [log_likelihood(found * factor) for factor in (0.99, 1.0, 1.01)]
    assert max(around) == around[1]
    assert log_likelihood(found) >= max(log_likelihood(t) for t in np.linspace(0, 900, 400))


@pytest.mark.parametrize("method", METHODS)
def test_the_eight_schools_show_no_spread(method):
    # Q = 4.71 is below its 7 degrees of freedom.
    assert between_variance(EFFECTS, ERRORS, method=method) == 0.0


def test_equal_errors_have_a_closed_form():
    values = [1.0, 4.0, 9.0]
    # The variance is 49/3; all three methods take off the error's, which is 1.
    for method in METHODS:
        found = between_variance(values, [1.0] * 3, method=method)
        assert found == pytest.approx(49 / 3 - 1, rel=1e-6)


def by_integration(values, errors, i):
    """Posterior mean and variance of one estimate, flat in tau and the mean, by scipy."""

    def parts(tau):
        weight = 1 / (errors**2 + tau**2)
        mean = weight @ values / weight.sum()
        density = np.sqrt(weight.prod() / weight.sum()) * np.exp(
            -0.5 * weight @ (values - mean) ** 2
        )
        kept = tau**2 * weight[i]
        centre = kept * values[i] + (1 - kept) * mean
        return density, centre, kept * errors[i] ** 2 + (1 - kept) ** 2 / weight.sum()

    def moment(of):
        ends = [(0, 10), (10, 100), (100, np.inf)]
        return sum(integrate.quad(of, *end, epsabs=0, epsrel=1e-10)[0] for end in ends)

    whole = moment(lambda t: parts(t)[0])
    mean = moment(lambda t: parts(t)[0] * parts(t)[1]) / whole
    second = moment(lambda t: parts(t)[0] * (parts(t)[2] + (parts(t)[1] - mean) ** 2)) / whole
    return mean, second


@pytest.mark.parametrize(("values", "errors"), [(EFFECTS, ERRORS), SPREAD])
def test_posterior_is_that_of_a_fine_integral(values, errors):
    found = shrink(values, errors, 0.95)
    for i in range(values.size):
        mean, variance = by_integration(values, errors, i)
        assert found.value[i] == pytest.approx(mean, rel=1e-6)
        assert found.standard_deviation[i] == pytest.approx(np.sqrt(variance), rel=1e-6)


def test_intervals_are_those_of_draws():
    # tau from its density on a grid, then the mean, then each effect.
    grid = np.linspace(0.01, 300, 30_000)
    weight = 1 / (ERRORS**2 + grid[:, None] ** 2)
    mean = weight @ EFFECTS / weight.sum(axis=1)
    squares = np.sum(weight * (EFFECTS - mean[:, None]) ** 2, axis=1)
    logs = np.log(weight).sum(axis=1) / 2 - np.log(weight.sum(axis=1)) / 2 - squares / 2
    rng, n = np.random.default_rng(5), 200_000
    chance = np.exp(logs - logs.max())
    tau = rng.choice(grid, n, p=chance / chance.sum())
    w = 1 / (ERRORS**2 + tau[:, None] ** 2)
    mu = rng.normal(w @ EFFECTS / w.sum(axis=1), 1 / np.sqrt(w.sum(axis=1)))
    kept = tau[:, None] ** 2 * w
    drawn = rng.normal(kept * EFFECTS + (1 - kept) * mu[:, None], np.sqrt(kept) * ERRORS)
    found = shrink(EFFECTS, ERRORS, 0.9)
    lower, upper = np.quantile(drawn, [0.05, 0.95], axis=0)
    assert found.lower == pytest.approx(lower, abs=0.2)
    assert found.upper == pytest.approx(upper, abs=0.2)
    common = found.mean_lower, found.mean, found.mean_upper
    assert common == pytest.approx(np.quantile(mu, [0.05, 0.5, 0.95]), abs=0.2)
    assert found.tau == pytest.approx(np.median(tau), abs=0.1)


def test_intervals_hold_the_true_values():
    rng = np.random.default_rng(3)
    runs, k = 150, 12
    errors = rng.uniform(0.5, 2, k)
    held = 0
    for _ in range(runs):
        truth = rng.normal(5, 0.7, k)
        found = shrink(rng.normal(truth, errors), errors, 0.9)
        held += np.sum((found.lower <= truth) & (truth <= found.upper))
    assert held / (runs * k) == pytest.approx(0.9, abs=0.025)


def test_shrunken_estimates_are_nearer_the_truth():
    rng = np.random.default_rng(4)
    truth, errors = rng.normal(0, 1, 60), np.full(60, 1.5)
    values = rng.normal(truth, errors)
    found = shrink(values, errors, 0.95)
    assert np.mean((found.value - truth) ** 2) < 0.6 * np.mean((values - truth) ** 2)
    assert np.all(np.abs(found.value - found.mean) < np.abs(values - found.mean) + 1e-9)


def test_the_unit_only_rescales():
    found, rescaled = shrink(EFFECTS, ERRORS, 0.9), shrink(1000 * EFFECTS, 1000 * ERRORS, 0.9)
    for name in (
        "value",
        "standard_deviation",
        "lower",
        "upper",
        "mean_lower",
        "mean_upper",
        "tau",
    ):
        assert getattr(rescaled, name) == pytest.approx(1000 * getattr(found, name))
    assert rescaled.kept == pytest.approx(found.kept)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: shrink([1, 2], [1, 1], 0.95),
            DataError,
            "there are 2 estimates, must be at least 3",
        ),
        (lambda: heterogeneity([1], [1]), DataError, "there are 1 estimates, must be at least 2"),
        (lambda: heterogeneity([1, 2], [1]), ParameterError, "2 values and 1 standard errors"),
        (lambda: heterogeneity([1, 2], [1, 0]), ParameterError, "not above 0 in 1 places"),
        (lambda: between_variance([1, 2], [1, 1], method="ml"), ParameterError, "method == 'ml'"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()

"""Estimates that err together: as `shrink` without covariances, and simulated truth with them."""

import numpy as np
import pytest
import scipy

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.joint_shrinkage import shrink_jointly
from vocvalue.stats.shrinkage import shrink

SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_without_covariances_it_is_the_shrinkage_of_independent_estimates():
    alone = shrink(SCHOOLS, ERRORS, 0.95)
    found = shrink_jointly(SCHOOLS, np.diag(ERRORS**2))
    np.testing.assert_allclose(found.value, alone.value, rtol=1e-9)
    np.testing.assert_allclose(found.standard_deviation, alone.standard_deviation, rtol=1e-9)


def test_it_is_the_posterior_of_a_normal_model_by_brute_force():
    # Three estimates; tau on a fine grid, and given tau the normal algebra of all four unknowns.
    y, v = np.array([1.0, 4.0, 2.0]), np.array([[1.0, 0.6, 0], [0.6, 2.0, 0.3], [0, 0.3, 0.5]])
    found = shrink_jointly(y, v)
    grid = (np.arange(400_000) + 0.5) * 1e-3
    tau = np.concatenate([grid[:20_000], np.geomspace(20, 2e5, 4000)])
    width = np.gradient(tau)
    logs, means = np.empty(tau.size), np.empty((tau.size, 3))
    ones = np.ones(3)
    for place, t in enumerate(tau):
        inverse = np.linalg.inv(v + t**2 * np.eye(3))
        mean = ones @ inverse @ y / (ones @ inverse @ ones)
        left = y - mean
        logs[place] = (
            np.linalg.slogdet(inverse)[1] - np.log(ones @ inverse @ ones) - left @ inverse @ left
        ) / 2
        means[place] = mean + t**2 * inverse @ left
    chance = width * np.exp(logs - logs.max())
    np.testing.assert_allclose(found.value, chance @ means / chance.sum(), rtol=2e-3)


def test_draws_have_the_moments_of_the_posterior():
    rng = np.random.default_rng(1)
    v = np.diag(ERRORS**2) + 40.0
    found = shrink_jointly(SCHOOLS, v)
    draws = found.draws(60_000, rng)
    error = found.standard_deviation / np.sqrt(60_000)
    assert (np.abs(draws.mean(axis=0) - found.value) < 4 * error).all()
    np.testing.assert_allclose(draws.std(axis=0), found.standard_deviation, rtol=0.03)


def test_its_intervals_hold_the_truth_where_estimates_err_together():
    rng = np.random.default_rng(2)
    k, inside, error_of, error_raw = 10, [], [], []
    v = 0.7 * np.eye(k) + 0.8
    root = np.linalg.cholesky(v)
    for _ in range(150):
        truth = rng.normal(2.0, 0.8, k)
        y = truth + root @ rng.standard_normal(k)
        found = shrink_jointly(y, v)
        reach = scipy.stats.norm.ppf(0.975) * found.standard_deviation
        inside.append(np.abs(found.value - truth) < reach)
        error_of.append((found.value - found.value.mean() - truth + truth.mean()) ** 2)
        error_raw.append((y - y.mean() - truth + truth.mean()) ** 2)
    assert 0.92 < np.mean(inside) < 0.98
    assert np.mean(error_of) < 0.85 * np.mean(error_raw)


def test_what_cannot_be_shrunk_is_refused():
    with pytest.raises(DataError, match="at least 3"):
        shrink_jointly(np.ones(2), np.eye(2))
    with pytest.raises(ParameterError, match="shape"):
        shrink_jointly(np.ones(3), np.eye(2))
    with pytest.raises(ParameterError, match="positive definite"):
        shrink_jointly(np.ones(3), np.ones((3, 3)) - np.eye(3) * 1e-9)

"""Ratio difference in differences: a hidden rate cancels, where the doubly robust effect is off."""

import numpy as np
import pytest
import statsmodels.api as sm

from vocvalue.errors import DataError
from vocvalue.stats.effect_on_treated import like_the_treated, means_of_treated
from vocvalue.stats.ratio_in_differences import ratio_in_differences

EFFECT = 0.7


def hidden_rate(rng, n):
    """Heavy buyers are exposed more often; exposure takes 30 % of their orders after it."""
    rate = rng.gamma(2.0, 1.0, n)
    x = rng.normal(size=(n, 1))
    treated = rng.random(n) < np.clip(0.08 * rate * np.exp(0.3 * x[:, 0]), 0, 0.9)
    before = rng.poisson(rate * np.exp(0.2 * x[:, 0]))
    after = rng.poisson(rate * np.exp(0.2 * x[:, 0]) * 0.9 * np.where(treated, EFFECT, 1.0))
    return before.astype(float), after.astype(float), treated, x


def test_a_hidden_rate_cancels_and_the_interval_holds_the_truth():
    rng = np.random.default_rng(2)
    hits, naive_hits, runs = 0, 0, 300
    for _ in range(runs):
        before, after, treated, x = hidden_rate(rng, 2_000)
        found = ratio_in_differences(like_the_treated(treated, x), before, after)
        log = np.log(found.means[1] / found.means[0]) - np.log(EFFECT)
        error = np.sqrt(np.sum((found.influence @ [-1 / found.means[0], 1 / found.means[1]]) ** 2))
        hits += abs(log) < 1.959964 * error
        history = np.column_stack([x, before])
        robust = means_of_treated(after, treated, history)
        off = np.log(robust.means[1] / robust.means[0]) - np.log(EFFECT)
        pull = robust.influence @ [-1 / robust.means[0], 1 / robust.means[1]]
        naive_hits += abs(off) < 1.959964 * np.sqrt(np.sum(pull**2))
    assert 0.905 <= hits / runs <= 0.985  # binomial bounds at one in a thousand
    assert naive_hits / runs < 0.8


def test_without_covariates_it_is_the_poisson_regression_of_statsmodels():
    rng = np.random.default_rng(4)
    before, after, treated, _ = hidden_rate(rng, 3_000)
    found = ratio_in_differences(like_the_treated(treated, np.ones((3_000, 1))), before, after)
    y = np.append(before, after)
    is_after, is_treated = np.repeat([0.0, 1.0], 3_000), np.tile(treated, 2).astype(float)
    design = np.column_stack([np.ones(6_000), is_after, is_treated, is_after * is_treated])
    fit = sm.GLM(y, design, family=sm.families.Poisson()).fit(
        cov_type="cluster",
        cov_kwds={"groups": np.tile(np.arange(3_000), 2), "use_correction": False},
    )
    assert np.log(found.means[1] / found.means[0]) == pytest.approx(fit.params[3], rel=1e-8)
    pull = found.influence @ [-1 / found.means[0], 1 / found.means[1]]
    assert np.sqrt(np.sum(pull**2)) == pytest.approx(fit.bse[3], rel=1e-6)


def test_nothing_before_is_refused():
    treated = np.repeat([False, True], 5)
    alike = like_the_treated(treated, np.ones((10, 1)))
    with pytest.raises(DataError, match="nothing in the window before"):
        ratio_in_differences(alike, np.zeros(10), np.ones(10))

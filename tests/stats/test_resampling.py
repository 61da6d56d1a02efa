"""The bootstrap of a difference of means: scipy's, a skewed simulation, edges."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.resampling import bootstrap_difference


def spend(seed, n, share=0.2, scale=1.0):
    rng = np.random.default_rng(seed)
    return np.where(rng.random(n) < share, np.round(rng.lognormal(3, 1, n) * scale), 0.0)


def test_agrees_with_scipys_bca():
    treated, control = spend(1, 300, scale=1.3), spend(2, 200)
    found = bootstrap_difference(treated, control, 0.9, seed=3, n_resamples=20_000)
    expected = stats.bootstrap(
        (treated, control),
        lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis),
        n_resamples=20_000,
        confidence_level=0.9,
        method="BCa",
        vectorized=True,
        rng=np.random.default_rng(4),
    )
    error = np.sqrt(treated.var() / 300 + control.var() / 200)
    assert found == pytest.approx(tuple(expected.confidence_interval), abs=0.05 * error)
    assert expected.standard_error == pytest.approx(error, rel=0.02)


def test_the_interval_holds_the_true_difference_of_skewed_amounts():
    truth = 0.2 * np.exp(3.5) * 0.5
    held, runs = 0, 250
    for seed in range(runs):
        treated, control = spend(2 * seed, 400, scale=1.5), spend(2 * seed + 1, 400)
        lower, upper = bootstrap_difference(treated, control, 0.9, seed=seed, n_resamples=500)
        held += lower <= truth <= upper
    assert held >= stats.binom.ppf(0.001, runs, 0.88)


def test_the_same_seed_gives_the_same_interval():
    treated, control = spend(1, 50), spend(2, 40)
    once = bootstrap_difference(treated, control, 0.9, seed=3)
    assert once == bootstrap_difference(treated, control, 0.9, seed=np.random.default_rng(3))
    assert once != bootstrap_difference(treated, control, 0.9, seed=4)


def test_it_does_not_matter_how_many_are_drawn_at_a_time(monkeypatch):
    treated, control = spend(1, 50), spend(2, 40)
    once = bootstrap_difference(treated, control, 0.9, seed=3, n_resamples=300)
    monkeypatch.setattr("vocvalue.stats.resampling.BLOCK", 700)
    assert once == bootstrap_difference(treated, control, 0.9, seed=3, n_resamples=300)


def test_values_that_do_not_vary_have_no_width():
    assert bootstrap_difference([2.0, 2.0], [1.0, 1.0], 0.9, seed=1) == (1.0, 1.0)


def test_what_is_refused():
    with pytest.raises(DataError, match="control has 1 values"):
        bootstrap_difference([1.0, 2.0], [1.0], 0.9, seed=1)
    with pytest.raises(ParameterError, match="n_resamples == 10, must be >= 100"):
        bootstrap_difference([1.0, 2.0], [1.0, 2.0], 0.9, seed=1, n_resamples=10)
    with pytest.raises(ParameterError, match="treated holds 1 values"):
        bootstrap_difference([1.0, np.inf], [1.0, 2.0], 0.9, seed=1)

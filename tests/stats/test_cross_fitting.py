"""Models of the caller's own: a curve that lines miss, and models that know their rows by heart."""

import numpy as np
import pytest
from scipy.special import expit

from vocvalue.errors import ParameterError
from vocvalue.stats.cross_fitting import cross_fitted_means
from vocvalue.stats.effect_on_treated import means_of_treated


class Nearest:
    """The mean of the nearest ten rows in the first column: follows any curve."""

    def fit(self, X, y):
        order = np.argsort(X[:, 0])
        self.x, self.y = X[order, 0], y[order]

    def predict(self, X):
        place = np.clip(np.searchsorted(self.x, X[:, 0]), 5, self.x.size - 5)
        return np.array([self.y[at - 5 : at + 5].mean() for at in place])


class Classes(Nearest):
    def predict_proba(self, X):
        share = np.clip(self.predict(X), 0.02, 0.98)
        return np.column_stack([1 - share, share])


class Short(Nearest):
    def predict(self, X):
        return np.zeros(1)


def curved(rng, n):
    x = rng.normal(size=(n, 1))
    treated = rng.random(n) < expit(-1 + np.abs(x[:, 0]))
    outcome = 3 * np.abs(x[:, 0]) + rng.normal(size=n) + treated
    return outcome, treated, x


def effect(found):
    error = np.sqrt(np.sum(np.diff(found.influence) ** 2))
    return found.means[1] - found.means[0], error


def test_models_that_follow_a_curve_find_the_effect_that_lines_miss():
    rng = np.random.default_rng(1)
    hits, lines, runs = 0, 0, 60
    for seed in range(runs):
        outcome, treated, x = curved(rng, 1_500)
        models = {"outcome_model": Nearest(), "exposure_model": Classes()}
        found = cross_fitted_means(outcome, treated, x, np.arange(1_500), seed=seed, **models)
        value, error = effect(found)
        hits += abs(value - 1) < 1.959964 * error
        value, error = effect(means_of_treated(outcome, treated, x))
        lines += abs(value - 1) < 1.959964 * error
    assert hits / runs >= 0.85
    assert lines / runs < 0.1


def test_without_models_it_is_nearly_the_effect_without_folds():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(20_000, 2))
    treated = rng.random(20_000) < expit(x[:, 0] - 1)
    outcome = x[:, 0] + treated + rng.normal(size=20_000)
    value, error = effect(cross_fitted_means(outcome, treated, x, np.arange(20_000)))
    whole, own_error = effect(means_of_treated(outcome, treated, x))
    assert value == pytest.approx(whole, abs=own_error / 4)
    assert error == pytest.approx(own_error, rel=0.02)


def test_rows_of_a_customer_stay_together():
    # every customer has two rows alike: a model that knows the twin would find no error at all
    rng = np.random.default_rng(3)
    outcome, treated, x = curved(rng, 800)
    rows = np.repeat(np.arange(800), 2)
    jitter = x[rows] + rng.normal(scale=1e-9, size=(1_600, 1))

    class ByHeart(Nearest):
        def predict(self, X):
            place = np.clip(np.searchsorted(self.x, X[:, 0]), 0, self.x.size - 1)
            return self.y[place]

    found = cross_fitted_means(outcome[rows], treated[rows], jitter, rows, outcome_model=ByHeart())
    control = ~treated[rows]
    assert np.std(found.influence[control, 0]) > 1e-4


def test_a_model_that_does_not_answer_for_each_row_is_refused():
    outcome, treated, x = curved(np.random.default_rng(4), 500)
    with pytest.raises(ParameterError, match="outcome_model predicted an array of shape"):
        cross_fitted_means(outcome, treated, x, np.arange(500), outcome_model=Short())
    with pytest.raises(ParameterError, match="must have the methods fit and predict"):
        cross_fitted_means(outcome, treated, x, np.arange(500), exposure_model=object())

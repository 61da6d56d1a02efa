"""Controls weighted by their odds: statsmodels in the same test, and what a ridge does."""

import numpy as np
import pytest
from scipy.special import expit
from statsmodels.discrete.discrete_model import Logit

from vocvalue.errors import FitError
from vocvalue.stats.control_odds import control_odds
from vocvalue.stats.penalised_logit import _at


def with_ones(x):
    return np.column_stack([np.ones(len(x)), x])


@pytest.fixture(scope="module")
def sides():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(4000, 3))
    treated = rng.random(4000) < expit(-2 + x @ [0.8, -0.5, 0.0])
    return with_ones(x[treated]), with_ones(x[~treated])


def test_without_a_ridge_it_is_the_logit_of_statsmodels(sides):
    treated, controls = sides
    odds = control_odds(treated, controls, ridge=0.0)
    side = np.repeat([1, 0], [len(treated), len(controls)])
    peer = Logit(side, np.vstack(sides)).fit(disp=False, tol=1e-12)
    np.testing.assert_allclose(odds.slopes, peer.params, rtol=1e-7)
    np.testing.assert_allclose(odds.inverse_information, peer.cov_params(), rtol=1e-3)
    share = peer.predict(controls)
    expected = share / (1 - share)
    np.testing.assert_allclose(odds.weight, expected / expected.sum(), rtol=1e-7)
    # The logit of all rows makes the weighted sides alike in no covariate exactly, but nearly.
    assert odds.balance.imbalance[0] < 0.1 < odds.balance.imbalance_before[0]


def test_where_it_begins_does_not_matter(sides):
    treated, controls = sides
    cold = control_odds(treated, controls)
    few = control_odds(treated[:60], controls, start=cold.slopes)
    again = control_odds(treated[:60], controls)
    np.testing.assert_allclose(few.slopes, again.slopes, rtol=1e-7)


def test_a_ridge_keeps_the_weights_of_few_treated_finite():
    x = np.repeat([0.0, 1.0], [60, 60])[:, None]
    treated, controls = with_ones(x[70:100]), with_ones(x)
    with pytest.raises(FitError, match="separate"):
        control_odds(with_ones(x[100:] + 3), controls, ridge=0.0)
    odds = control_odds(treated, controls)
    assert np.isfinite(odds.slopes).all()
    # All treated are at 1: the controls there have nearly all of the weight, each alike.
    assert odds.weight[60:].sum() > 0.75
    assert np.ptp(odds.weight[60:]) == pytest.approx(0, abs=1e-12)


def test_the_gradient_is_that_of_the_height(sides):
    treated, controls = sides
    penalty = np.array([0.0, 1.0, 1.0, 1.0])
    at = np.array([-1.5, 0.4, -0.2, 0.1])
    _, gradient, information = _at(at, treated, controls, penalty)
    for place in range(4):
        step = np.eye(4)[place] * 1e-5
        up, down = (_at(at + sign * step, treated, controls, penalty) for sign in (1, -1))
        assert gradient[place] == pytest.approx((up[0] - down[0]) / 2e-5, rel=1e-5)
        np.testing.assert_allclose(
            information[place], -(up[1] - down[1]) / 2e-5, rtol=1e-5, atol=1e-6
        )

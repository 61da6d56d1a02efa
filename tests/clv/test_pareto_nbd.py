"""Published and independently recomputed numbers of the Pareto/NBD."""

import numpy as np
import pytest

from vocvalue.clv import pareto_likelihood
from vocvalue.clv.pareto_likelihood import Paths
from vocvalue.clv.pareto_nbd import ParetoNBD
from vocvalue.clv.rfm_reading import rfm
from vocvalue.datasets import load_cdnow


@pytest.fixture(scope="module")
def cdnow():
    return rfm(load_cdnow(), grain="day", unit="week", observation_end="1997-09-30")


@pytest.fixture(scope="module")
def fit(cdnow):
    return ParetoNBD.fit(cdnow)


def test_cdnow_parameters_errors_and_likelihood(fit):
    """Recomputed with scipy; published .553 10.578 .606 11.669, LL -9595.0."""
    r, alpha, s, beta = fit.parameters.values()
    assert r == pytest.approx(0.553277, abs=1e-6)
    assert alpha == pytest.approx(10.57768, abs=1e-5)
    assert s == pytest.approx(0.60624, abs=1e-6)
    assert beta == pytest.approx(11.66873, abs=1e-5)
    assert list(fit.standard_errors.values()) == pytest.approx(
        [0.04763, 0.84272, 0.18727, 6.2111], abs=6e-5
    )
    assert fit.log_likelihood == pytest.approx(-9594.9762, abs=6e-5)


def test_cdnow_holdout_and_probability_alive(fit, cdnow):
    history = (cdnow.frequency, cdnow.recency, cdnow.T)
    holdout = fit.model.expected_purchases("39 weeks", *history).sum()
    assert holdout == pytest.approx(1665.51, abs=0.006)
    assert fit.model.probability_alive(*history).mean() == pytest.approx(0.44628, abs=6e-6)


def test_the_customer_of_the_btyd_walkthrough(fit):
    """BTYD's own estimates round to .553 10.580 .606 11.656: its digits agree to 1e-3."""
    model = fit.model
    assert model.expected_purchases("52 weeks", 26, 30.857, 31) == pytest.approx(25.45647, rel=1e-4)
    assert model.probability_alive(26, 30.857, 31) == pytest.approx(0.997874, abs=4e-6)
    assert model.expected_purchases("52 weeks", [10, 15, 20, 25], 20, 39) == pytest.approx(
        [0.7062289, 0.1442396, 0.02250658, 0.00309267], rel=1e-3
    )
    assert model.expected_purchases_new("52 weeks") == pytest.approx(1.473434, abs=1e-6)


def test_residual_purchases():
    """Eq. 2 of Fader, Hardie and Lee (2005b), at a continuous .0027 a week."""
    model = ParetoNBD(r=0.5629966, alpha=12.5590370, s=0.4081095, beta=10.5148048, unit="week")
    rate = np.exp(0.0027 * 365.25 / 7) - 1
    assert model.residual_purchases(7, 35, 77.86, discount_rate=rate) == pytest.approx(
        1.8642, abs=6e-5
    )
    values = model.residual_purchases([1, 2, 3, 4, 5], 30, 77.86, discount_rate=rate)
    assert values == pytest.approx([2.1992, 2.8435, 2.8671, 2.4454, 1.8405], abs=6e-5)


def test_residual_purchases_at_an_annual_rate():
    """At 15 % a year of 52 weeks: delta = ln 1.15 / 52 a week."""
    model = ParetoNBD(r=0.553277, alpha=10.57768, s=0.60624, beta=11.66873, unit="week")
    rate = 1.15 ** (365.25 / 364) - 1
    values = model.residual_purchases([0, 2], [0, 30.43], 38.86, discount_rate=rate)
    assert values == pytest.approx([0.47824, 6.49998], abs=6e-6)


def test_the_number_of_nodes_follows_the_stretch_of_the_integral(monkeypatch):
    """Twenty where alpha is not small against T; as many as eight digits more need otherwise."""
    easy, hard = np.array([0.55, 10.6, 0.6, 11.7]), np.array([0.05, 1e-3, 20.0, 1e3])
    x, T = np.array([0.0, 0.0, 3.0]), np.array([39.0, 5000.0, 5000.0])
    recency = np.array([0.0, 0.0, 1.0])
    assert Paths(easy, x[:1], recency[:1], T[:1]).tau.shape == (1, 20)
    assert Paths(hard, x, recency, T).tau.shape[1] > 30
    model = ParetoNBD(r=0.05, alpha=1e-3, s=20.0, beta=1e3, unit="week")
    values = model._log_likelihoods(x, recency, T)
    monkeypatch.setattr(pareto_likelihood, "LEAST_DEATH_NODES", 300)
    assert values == pytest.approx(model._log_likelihoods(x, recency, T), rel=1e-11)

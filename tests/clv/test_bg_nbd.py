"""Published and independently recomputed numbers of the BG/NBD."""

import numpy as np
import pytest

from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.rfm_reading import rfm
from vocvalue.datasets import load_cdnow


@pytest.fixture(scope="module")
def cdnow():
    return rfm(load_cdnow(), grain="day", unit="week", observation_end="1997-09-30")


@pytest.fixture(scope="module")
def fit(cdnow):
    return BGNBD.fit(cdnow)


def test_cdnow_is_the_published_calibration_sample(cdnow):
    assert cdnow.n_customers == 2357
    assert (cdnow.frequency == 0).sum() == 1411
    assert cdnow.frequency.sum() == 2457


def test_cdnow_parameters_errors_and_likelihood(fit):
    """Recomputed with scipy; published .243 4.414 .793 2.426, LL -9582.4 (2005, table 2)."""
    assert fit.converged
    assert not fit.diagnostics
    assert list(fit.parameters.values()) == pytest.approx(
        [0.242595, 4.413602, 0.792922, 2.425906], abs=1.5e-6
    )
    assert list(fit.standard_errors.values()) == pytest.approx(
        [0.01256, 0.37822, 0.18573, 0.70541], abs=6e-6
    )
    assert fit.log_likelihood == pytest.approx(-9582.4292, abs=6e-5)
    assert fit.n_customers == 2357


def test_cdnow_holdout_and_probability_alive(fit, cdnow):
    history = (cdnow.frequency, cdnow.recency, cdnow.T)
    assert fit.model.expected_purchases("39 weeks", *history).sum() == pytest.approx(
        1653.41, abs=0.006
    )
    assert fit.model.probability_alive(*history).mean() == pytest.approx(0.81344, abs=6e-6)


def test_the_customer_of_the_btyd_walkthrough(fit):
    """BTYD's search stopped a little before the maximum, so that its digits agree to 1e-4."""
    model = fit.model
    assert model.expected_purchases("52 weeks", 26, 30.857, 31) == pytest.approx(25.75659, rel=1e-4)
    assert model.probability_alive(26, 30.857, 31) == pytest.approx(0.9688523, abs=2e-6)
    assert model.expected_purchases("52 weeks", [10, 15, 20, 25], 20, 39) == pytest.approx(
        [0.3474606, 0.04283391, 0.004158973, 0.0003583685], rel=1e-4
    )
    assert model.expected_purchases_new("52 weeks") == pytest.approx(1.444004, rel=1e-5)
    assert model.expected_purchases("39 weeks", 2, 30.43, 38.86) == pytest.approx(1.2259, abs=6e-5)


def test_published_pmf():
    """Fader, Hardie and Lee (2007), Creating a fit histogram for the BG/NBD model."""
    model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")
    assert model.purchase_pmf_new(0, "39 weeks") == pytest.approx(0.5737864, abs=6e-8)
    assert model.purchase_pmf_new([11, 12, 13], "30 weeks") == pytest.approx(
        [0.0019995214, 0.0015170236, 0.0011633150], abs=6e-11
    )


def test_published_log_likelihoods():
    """Fader and Hardie (2013), Overcoming the BG/NBD model's #NUM! error problem."""
    model = BGNBD(r=0.25, alpha=4.0, a=0.8, b=2.5, unit="week")
    values = model._log_likelihoods(np.array([0.0, 200.0]), np.array([0.0, 38.0]), np.full(2, 40.0))
    assert values == pytest.approx([-0.59947382, 100.7957], abs=6e-5)
    assert values[0] == pytest.approx(-0.59947382, abs=6e-9)


@pytest.mark.parametrize(
    ("parameters", "history", "horizon", "expected"),
    [
        ((0.2426, 4.4136, 0.7929, 2.4259), (700, 38, 39), "390 weeks", 0.14967863),
        ((0.2426, 4.4136, 0.7929, 2.4259), (3000, 519, 520), "520 weeks", 2055.3589),
        ((0.2426, 4.4136, 0.7929, 2.4259), (2000, 360, 365), "365 weeks", 5.4147798e-6),
        ((0.11, 2.24, 0.31, 0.50), (0, 0, 1), "30 weeks", 0.56458862),
        ((0.2426, 4.4136, 1.0, 2.4259), (2, 30, 39), "39 weeks", 1.0865872),
    ],
)
def test_expected_purchases_that_peers_get_wrong(parameters, history, horizon, expected):
    """Exact by mpmath."""
    model = BGNBD(**dict(zip(("r", "alpha", "a", "b"), parameters, strict=True)), unit="week")
    assert model.expected_purchases(horizon, *history) == pytest.approx(expected, rel=5e-8)


def test_residual_purchases():
    """By quadrature, at 15 % a year of 52 weeks: delta = ln 1.15 / 52 a week."""
    model = BGNBD(r=0.242595, alpha=4.413602, a=0.792922, b=2.425906, unit="week")
    rate = 1.15 ** (365.25 / 364) - 1
    values = model.residual_purchases([0, 2], [0, 30.43], 38.86, discount_rate=rate)
    assert values == pytest.approx([1.01726, 5.16954], abs=6e-6)

"""Independently recomputed numbers of the MBG/NBD."""

import pytest

from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.rfm_reading import rfm
from vocvalue.datasets import load_cdnow


def test_cdnow():
    cdnow = rfm(load_cdnow(), grain="day", unit="week", observation_end="1997-09-30")
    fit = MBGNBD.fit(cdnow)
    assert list(fit.parameters.values()) == pytest.approx(
        [0.524843, 6.183085, 0.891359, 1.614002], abs=1.5e-6
    )
    assert list(fit.standard_errors.values()) == pytest.approx(
        [0.0833, 0.6956, 0.1548, 0.5375], abs=6e-5
    )
    assert fit.log_likelihood == pytest.approx(-9582.1357, abs=6e-5)
    history = (cdnow.frequency, cdnow.recency, cdnow.T)
    holdout = fit.model.expected_purchases("39 weeks", *history).sum()
    assert holdout == pytest.approx(1576.73, abs=0.006)
    assert fit.model.probability_alive(*history).mean() == pytest.approx(0.44872, abs=6e-6)


def test_one_time_buyers_may_have_left():
    """L(alive) : L(dead) = b/(a+b) (alpha/(alpha+T))^r : a/(a+b), here 3/4 * 1/4 : 1/4."""
    model = MBGNBD(r=2.0, alpha=10.0, a=1.0, b=3.0, unit="week")
    assert model.probability_alive(0, 0.0, 10.0) == pytest.approx(3 / 7, rel=1e-14)

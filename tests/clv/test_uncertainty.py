"""The interval of a total covers what simulated customers really go on to spend."""

import dataclasses

import numpy as np
import pytest

from vocvalue import clv
from vocvalue.clv import uncertainty
from vocvalue.stats.simulation import gamma_gamma_amounts, purchases_until_dropout, spend_amounts

R, ALPHA, A, B = 0.6, 8.0, 0.8, 2.5
P, Q, V = 6.0, 4.0, 16.0
CALIBRATION, HORIZON = 60.0, 26.0
CUSTOMERS = 800


def simulated(rng: np.random.Generator) -> tuple[clv.Rfm, float]:
    """Customers observed for 60 weeks, and what they really spend in the 26 weeks after."""
    rate = rng.gamma(R, 1 / ALPHA, CUSTOMERS)
    leaves_after = rng.geometric(rng.beta(A, B, CUSTOMERS))
    T = rng.uniform(20, CALIBRATION, CUSTOMERS)
    x, t_x = purchases_until_dropout(rate, leaves_after, T, rng)
    amounts, mean_spend = gamma_gamma_amounts(P, Q, V, x, rng)
    totals = np.bincount(np.repeat(np.arange(CUSTOMERS), x), weights=amounts, minlength=CUSTOMERS)
    left = np.maximum(leaves_after - x, 0)
    bought, _ = purchases_until_dropout(rate, left, np.full(CUSTOMERS, HORIZON), rng)
    future = spend_amounts(mean_spend, bought, P, rng).sum()
    rfm = clv.Rfm.from_arrays(x, t_x, T, totals / np.maximum(x, 1), unit="week")
    return rfm, float(future)


def test_total_interval_covers_the_realised_spend_at_its_level(monkeypatch):
    monkeypatch.setattr(uncertainty, "DRAWS", 8_000)  # ten futures each: enough, and fast
    rng = np.random.default_rng(20)
    runs, inside, errors = 120, 0, []
    for _ in range(runs):
        rfm, realised = simulated(rng)
        predicted = clv.predict(rfm, horizon="26 weeks", discount_rate=0.0, level=0.9).total
        inside += predicted.lower <= realised <= predicted.upper
        errors.append(predicted.value / realised - 1)
    # A coverage of 0.90 gives 95 to 120 hits of 120 with probability 0.9996 (binomial).
    assert 97 <= inside <= 117
    assert abs(np.mean(errors)) < 0.03


@pytest.mark.parametrize("model", [clv.BGNBD, clv.MBGNBD, clv.ParetoNBD])
def test_drawn_futures_average_to_the_expectation(model):
    rng = np.random.default_rng(5)
    rfm, _ = simulated(rng)
    fitted = model.fit(rfm).model
    x = rfm.frequency.astype(float)
    expected = fitted.expected_purchases("26 weeks", x, rfm.recency, rfm.T).sum()
    drawn = [
        fitted.simulate_future("26 weeks", x, rfm.recency, rfm.T, seed=rng)[0].sum()
        for _ in range(200)
    ]
    standard_error = np.std(drawn) / np.sqrt(len(drawn))
    assert abs(np.mean(drawn) - expected) < 4 * standard_error


def test_more_customers_narrow_the_interval_relative_to_the_total():
    rng = np.random.default_rng(3)
    small, _ = simulated(rng)
    total = clv.predict(small, horizon="26 weeks").total
    fourfold = clv.Rfm.from_arrays(
        *(np.tile(column, 4) for column in (small.frequency, small.recency, small.T)),
        np.tile(small.monetary_value, 4),
        unit="week",
    )
    larger = clv.predict(fourfold, horizon="26 weeks").total
    assert larger.value == pytest.approx(4 * total.value, rel=1e-6)
    ratio = (larger.upper - larger.lower) / (total.upper - total.lower)
    assert ratio == pytest.approx(2, rel=0.05)


def test_a_lifetime_without_dropout_draws_no_more_purchases_than_it_can_afford(monkeypatch):
    """Customers who never leave buy for ever: about 300 purchases each until late."""
    rng = np.random.default_rng(6)
    rate = rng.gamma(2.0, 1 / 25.0, CUSTOMERS)
    T = np.full(CUSTOMERS, CALIBRATION)
    x, t_x = purchases_until_dropout(rate, np.full(CUSTOMERS, 10**9), T, rng)
    drawn = []
    real = uncertainty.event_times

    def counted(count, *rest):
        drawn.append(count.sum())
        return real(count, *rest)

    monkeypatch.setattr(uncertainty, "event_times", counted)
    monkeypatch.setattr(uncertainty, "PURCHASES_DRAWN", 100_000)
    spend = clv.GammaGamma(p=P, q=Q, v=V).simulate(x, seed=1)
    rfm = clv.Rfm.from_arrays(x, t_x, T, spend, unit="week")
    known = clv.BGNBD(r=2.0, alpha=25.0, a=1e-6, b=1.0, unit="week")
    purchases = dataclasses.replace(clv.BGNBD.fit(simulated(rng)[0]), model=known)
    terms = clv.Terms(horizon="lifetime", discount_rate=0.1)
    total = clv.value(rfm, purchases, clv.GammaGamma.fit(rfm), terms).total
    assert total.lower < total.value < total.upper
    assert 50_000 < sum(drawn) < 150_000

"""The simulated order log against the models it claims to follow.

Means are held to 4.5 standard errors of the draws, with fixed seeds.
"""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from vocvalue.datasets import simulate_orders
from vocvalue.errors import ParameterError


def assert_mean(draws, expected):
    draws = np.asarray(draws, dtype=float)
    assert abs(draws.mean() - expected) < 4.5 * draws.std() / np.sqrt(draws.size)


@pytest.fixture(scope="module")
def cohort():
    """All customers start within one hour, and are watched for 39 weeks (273 days)."""
    return simulate_orders(
        200_000, start="2024-01-01", end="2024-09-29", acquisition="1 hour", seed=3
    )


def test_frequency_has_the_published_share_of_zeros(cohort):
    # BG/NBD at .243 4.414 .793 2.426: P(X(39) = 0) = .5737864 (BTYD package).
    frequency = cohort.orders.groupby("customer_id").size() - 1
    assert len(frequency) == 200_000
    assert_mean(frequency == 0, 0.5737864)


def test_share_alive_follows_from_rate_and_dropout(cohort):
    # Given rate and dropout p a customer is alive at T with probability exp(-rate p T);
    # over Gamma(r, alpha) rates that is (alpha / (alpha + p T))^r, over Beta(a, b) a quadrature.
    expected, _ = integrate.quad(
        lambda p: (4.414 / (4.414 + 39 * p)) ** 0.243 * stats.beta.pdf(p, 0.793, 2.426), 0, 1
    )
    assert_mean(cohort.truth["alive"], expected)


def test_amounts_average_to_the_true_mean_spend(cohort):
    # First purchases only, one per customer: E = p v / (q - 1) = 6.25 x 15.44 / 2.74 = 35.2190.
    first = cohort.orders.groupby("customer_id")["amount"].first()
    assert_mean(first, 35.2190)
    assert_mean(first.to_numpy() - cohort.truth["mean_spend"], 0.0)


def test_who_has_left_made_the_purchase_after_which_it_left(cohort):
    frequency = cohort.orders.groupby("customer_id").size() - 1
    assert cohort.truth.loc[frequency.to_numpy() == 0, "alive"].all()


def test_orders_lie_in_the_observation_in_whole_seconds():
    log = simulate_orders(5_000, seed=5)
    first = log.orders.groupby("customer_id")["timestamp"].min()
    assert log.orders["timestamp"].min() >= pd.Timestamp("2023-01-02")
    assert log.orders["timestamp"].max() <= pd.Timestamp("2024-12-29 23:59:59")
    assert log.observation_end == pd.Timestamp("2024-12-29 23:59:59")
    assert first.max() < pd.Timestamp("2023-01-02") + pd.Timedelta(weeks=26)
    assert first.tolist() == log.truth["first_purchase"].tolist()
    assert (log.orders["timestamp"].dt.microsecond == 0).all()
    assert log.orders["amount"].min() >= 0.01
    assert log.orders.equals(
        log.orders.sort_values(["customer_id", "timestamp"], kind="stable", ignore_index=True)
    )


def test_several_orders_on_one_day_occur():
    log = simulate_orders(5_000, seed=5)
    days = log.orders.assign(day=log.orders["timestamp"].dt.normalize())
    assert days.duplicated(["customer_id", "day"]).sum() > 20


def test_the_seed_settles_everything():
    one, same, other = (simulate_orders(300, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.orders, same.orders)
    pd.testing.assert_frame_equal(one.truth, same.truth)
    assert not one.orders.equals(other.orders)


def test_unit_only_rescales_the_rates():
    # alpha is in units of time: 4.414 weeks are 30.898 days.
    weeks = simulate_orders(2_000, seed=9)
    days = simulate_orders(2_000, alpha=4.414 * 7, unit="day", seed=9)
    assert days.truth["purchase_rate"].to_numpy() * 7 == pytest.approx(
        weeks.truth["purchase_rate"].to_numpy()
    )
    assert len(days.orders) == len(weeks.orders)


def test_refunds_follow_their_purchases():
    log = simulate_orders(20_000, refund_share=0.1, seed=4)
    bought = log.orders[log.orders["amount"] > 0]
    refunds = log.orders[log.orders["amount"] < 0]
    assert log.orders.index[log.orders["amount"] < 0].min() == len(bought)
    assert_mean(np.repeat([1, 0], [len(refunds), len(bought) - len(refunds)]), 0.1)
    # Half in full, the others 20 to 80 %: 75 % of the refunded amounts on average.
    spent = bought["amount"].mean()
    assert -refunds["amount"].mean() == pytest.approx(0.75 * spent, rel=0.05)
    first = bought.groupby("customer_id")["timestamp"].min()
    assert (refunds["timestamp"] > first.loc[refunds["customer_id"]].to_numpy()).all()


def test_without_refunds_no_amount_is_negative():
    assert (simulate_orders(1_000, seed=4).orders["amount"] > 0).all()


def test_the_log_says_what_it_is():
    log = simulate_orders(1_000, currency="EUR", seed=1)
    assert "1,000 customers" in log.statement("en")
    assert "1,000 位客户" in log.statement("zh")
    assert "up to 29 December 2024" in log.statement()
    told = json.loads(json.dumps(log.to_dict()))
    assert told["parameters"]["r"] == 0.243
    assert told["parameters"]["acquisition"] == "182 days"
    assert told["currency"] == "EUR"
    assert log.to_frame().equals(log.orders)


BAD = [
    ({"n_customers": 0}, "n_customers == 0"),
    ({"r": 0}, "r == 0, must be > 0"),
    ({"q": -1.0}, "q == -1.0"),
    ({"start": "2024-01-01", "end": "2023-01-01"}, "must not be before start"),
    ({"start": "2024-01-01", "end": "2024-01-31"}, "must not be longer than the 31 days"),
    ({"start": "2024-01-01 08:00"}, "must be a day without a time"),
    ({"start": "soon"}, "must be a day such as"),
    ({"acquisition": 26}, "must say its unit"),
    ({"unit": "fortnight"}, "unit == 'fortnight'"),
    ({"refund_share": 5}, "Write 5% as 0.05"),
    ({"seed": None}, "seed == None"),
]


@pytest.mark.parametrize(("changed", "message"), BAD)
def test_bad_parameters_are_named(changed, message):
    with pytest.raises(ParameterError, match=message):
        simulate_orders(**{"n_customers": 10, "seed": 1, **changed})

"""The test for purchases that are more regular than chance: its level, its power, its words."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.regularity import KINDS, p_values
from vocvalue import clv, datasets
from vocvalue.clv import regularity

DAY = pd.Timestamp("2024-01-01")


def monthly(n=60, *, jitter=0, seed=1):
    rng = np.random.default_rng(seed)
    rows = [
        (
            c,
            DAY
            + pd.DateOffset(months=m)
            + pd.Timedelta(days=int(c % 20 + rng.integers(jitter + 1))),
        )
        for c in range(n)
        for m in range(c % 6, 12)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "timestamp"]).assign(amount=30.0)


@pytest.mark.parametrize("kind", KINDS)
def test_chance_is_seldom_called_regular(kind):
    p = p_values(kind, 500)
    # at a level of .05, 500 shops give at most 39 alarms with probability .999 (binomial)
    assert (p < 0.05).sum() <= 39
    assert (p < regularity.FALSE_ALARMS).sum() <= 4


def test_monthly_payments_are_regular_and_said_so():
    found = clv.check_regularity(monthly(jitter=3))
    assert found.is_regular
    assert found.dispersion < 0.1
    assert "more regularly than at random" in found.statement()
    assert "更有规律" in found.statement("zh")


def test_payments_in_every_month_are_told_from_what_the_grain_hides():
    found = clv.check_regularity(monthly(), grain="month")
    # customers start in months 0 to 5 and pay in every month from then on
    assert (found.n_gapless, found.n_often) == (60, 60)
    assert "60 of 60 customers with three or more purchases bought every month" in found.statement()


def test_gaps_half_as_random_are_found():
    """Gamma gaps of shape 2, as Erlang processes of purchasing have them."""
    rng = np.random.default_rng(4)
    gaps = rng.gamma(2.0, 8.0, (300, 15))
    days = np.round(np.cumsum(gaps, axis=1))
    rows = [(c, DAY + pd.Timedelta(days=d)) for c in range(300) for d in days[c]]
    orders = pd.DataFrame(rows, columns=["customer_id", "timestamp"]).assign(amount=1.0)
    found = clv.check_regularity(orders)
    assert found.is_regular
    # the variance of a mean of 13 points between is halved with the variance of the gaps
    assert found.dispersion == pytest.approx(0.5, abs=0.15)


def test_a_simulated_shop_is_not_regular_and_says_nothing():
    orders = datasets.simulate_orders(2000, seed=3).orders
    found = clv.check_regularity(orders)
    assert not found.is_regular
    assert found.dispersion == pytest.approx(1.0, abs=0.2)
    notes = clv.predict(orders).notes
    assert not any("regular" in note.en for note in notes)


def test_predict_notes_subscribers_among_others():
    others = datasets.simulate_orders(300, seed=3).orders
    shop = pd.concat([monthly(120).assign(customer_id=lambda t: t.customer_id + 10_000), others])
    found = clv.predict(shop, spend="mean")
    assert any("as with subscriptions" in note.en for note in found.notes)


def test_too_few_purchases_tell_nothing():
    orders = monthly(3).groupby("customer_id").head(2)
    found = clv.check_regularity(orders)
    assert (found.n_customers, found.p_value) == (0, 1.0)
    assert "No customer has purchases" in found.statement()
    assert "没有客户" in found.statement("zh")


def test_every_engine_and_refunds_give_the_same(tmp_path):
    orders = monthly(jitter=5)
    back = orders.iloc[[7]].assign(amount=-30.0)
    returned = pd.concat([orders, back])
    path = tmp_path / "orders.parquet"
    orders.to_parquet(path)
    import polars as pl

    expected = clv.check_regularity(orders)
    for table in (pl.from_pandas(orders), pl.from_pandas(orders).lazy(), path):
        assert clv.check_regularity(table).to_dict() == expected.to_dict()
    assert clv.check_regularity(returned).n_often == 60

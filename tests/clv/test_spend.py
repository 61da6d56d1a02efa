"""Spend per purchase where the Gamma-Gamma has no answer, and totals that stay within range."""

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from benchmarks.own_means import TRUTH, errors
from vocvalue import clv, datasets
from vocvalue.clv import uncertainty
from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.stats.simulation import purchases_until_dropout

GIANTS = [100, 90, 120, 80, 110, 95, 105, 9000, 115, 85, 12000, 100]
OFTEN = [9, 12, 7, 15, 11, 8, 10, 14, 9, 13, 12, 10]
PURCHASES = clv.BGNBD(r=0.9, alpha=4.0, a=0.8, b=2.5, unit="week")


def wholesale(spend=GIANTS):
    return clv.Rfm.from_arrays(OFTEN, [11.0] * 12, [12.0] * 12, spend, unit="month")


def shop(n=600, spend=30.0, seed=3):
    T = np.random.default_rng(seed).uniform(20, 60, n)
    drawn = PURCHASES.simulate(T, seed=seed)
    amounts = np.where(drawn.frequency > 0, spend, 0.0)
    return clv.Rfm.from_arrays(drawn.frequency, drawn.recency, T, amounts, unit="week")


def test_one_price_is_the_spend_of_every_purchase():
    found = clv.predict(shop(), horizon="12 months")
    np.testing.assert_allclose(found.expected_spend, 30.0)
    note = next(note for note in found.notes if "spend 30 on each of them" in note.en)
    assert note.count == int((shop().frequency > 0).sum())
    assert found.total.lower < found.total.value < found.total.upper


@pytest.mark.filterwarnings("ignore::vocvalue.errors.FitWarning")
@pytest.mark.parametrize("usable", [1, 360])
def test_what_the_model_refuses_names_the_other_ways(usable):
    drawn = shop(360)
    repeat = drawn.frequency > 0
    spend = np.where(repeat & (repeat.cumsum() <= usable), np.array(GIANTS * 30, dtype=float), 0.0)
    rfm = clv.Rfm.from_arrays(drawn.frequency, drawn.recency, drawn.T, spend, unit="week")
    with pytest.raises(FitError, match=r'spend="mean", or by an amount that you know'):
        clv.predict(rfm, horizon="12 months")
    assert clv.predict(rfm, horizon="12 months", spend="mean").total.value > 0


def test_own_means_keep_giants_giant_and_the_past_as_it_was():
    rfm = wholesale()
    means = clv.OwnMeans.fit(rfm)
    expected = means.expected(rfm)
    assert (np.abs(expected / np.array(GIANTS) - 1) < 0.25).all()
    # what all have spent so far comes out as it was
    assert rfm.frequency @ expected == pytest.approx(rfm.frequency @ rfm.mean_spend)
    # whoever never bought again is given the mean over those who did
    new = clv.Rfm.from_arrays([0], [0.0], [5.0], [0.0], unit="month")
    assert means.expected(new) == pytest.approx(expected.mean())


@pytest.mark.parametrize("seed", [8, 9, 10])
def test_own_means_weigh_as_the_gamma_gamma_does(seed):
    """Where that model is true, shrunken means are nearly as near the customers' levels.

    By their absolute distance: squares are led by the few giants of a shop.
    """
    found = errors(seed)
    model, shrunken, raw = found.absolute
    assert model < shrunken < 1.06 * model
    assert shrunken < 0.93 * raw
    # Shrinking on the logarithmic scale costs a few percent of the mean over customers.
    assert 0.94 < found.means.mean_spend / TRUTH.mean_spend < 1.01


def test_own_means_of_one_customer_say_what_is_not_known():
    rfm = clv.Rfm.from_arrays([3, 0], [4.0, 0.0], [9.0, 9.0], [20.0, 0.0], unit="week")
    means = clv.OwnMeans.fit(rfm)
    assert means.expected(rfm).tolist() == [20.0, 20.0]
    assert any("single customer" in note.en for note in means.notes)


def test_totals_by_own_means_cover_what_is_then_spent(monkeypatch):
    """Levels that differ a hundredfold: nine in ten of the intervals hold what happens."""
    monkeypatch.setattr(uncertainty, "DRAWS", 8_000)  # enough, and fast
    rng = np.random.default_rng(31)
    inside = 0
    for _ in range(40):
        level = np.exp(rng.normal(4.0, 1.0, 150))
        T = rng.uniform(20, 60, 150)
        rate, leaves = rng.gamma(0.9, 1 / 4.0, 150), rng.geometric(rng.beta(0.8, 2.5, 150))
        x, t_x = purchases_until_dropout(rate, leaves, T, rng)
        amounts = [level[i] * np.exp(rng.normal(-0.08, 0.4, k)) for i, k in enumerate(x)]
        spend = np.array([a.mean() if len(a) else 0.0 for a in amounts])
        left = np.maximum(leaves - x, 0)
        after, _ = purchases_until_dropout(rate, left, np.full(150, 26.0), rng)
        happened = sum(
            (level[i] * np.exp(rng.normal(-0.08, 0.4, k))).sum() for i, k in enumerate(after)
        )
        rfm = clv.Rfm.from_arrays(x, t_x, T, spend, unit="week")
        total = clv.predict(
            rfm, horizon="26 weeks", discount_rate=0.0, spend="mean", level=0.9
        ).total
        inside += total.lower <= happened <= total.upper
    # at a coverage of .90, 40 runs give at least 29 hits with probability .999 (binomial)
    assert inside >= 29


@pytest.mark.parametrize("spend", [25.0, np.full(600, 25.0)])
def test_a_given_amount_is_the_expected_spend(spend):
    found = clv.predict(shop(), horizon="12 months", spend=spend)
    np.testing.assert_allclose(found.clv, found.expected_purchases * 25.0, rtol=0.1)
    np.testing.assert_allclose(found.expected_spend, 25.0)
    assert any("handed in" in note.en for note in found.notes)


def test_a_column_of_histories_is_the_expected_spend():
    rfm = shop()
    table = rfm.to_frame().assign(plan=np.arange(600) % 3 * 10.0 + 10)
    found = clv.predict(table, unit="week", spend="plan")
    np.testing.assert_allclose(found.expected_spend, table["plan"])


@pytest.mark.parametrize(
    ("spend", "error", "words"),
    [
        ("median", ParameterError, '"gamma-gamma", "mean", an amount'),
        (-3, ParameterError, "spend == -3"),
        (np.full(599, 3.0), DataError, "599"),
        (np.full(600, np.nan), ParameterError, "spend"),
        (np.full(600, -1.0), ParameterError, "negative"),
    ],
)
def test_spend_that_makes_no_sense_is_refused(spend, error, words):
    with pytest.raises(error, match=words):
        clv.predict(shop(), horizon="12 months", spend=spend)


@pytest.mark.parametrize("n", [3, 12, 40, 400])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.filterwarnings("ignore::vocvalue.errors.FitWarning")
def test_no_revenue_is_ever_below_nothing(n, seed):
    try:
        found = clv.predict(datasets.simulate_orders(n, seed=seed).orders, spend="mean")
    except FitError:
        return
    assert 0 <= found.total.lower <= found.total.value <= found.total.upper


@pytest.mark.filterwarnings("ignore::vocvalue.errors.FitWarning")
def test_three_customers_may_bring_nothing_and_no_less():
    total = clv.predict(datasets.simulate_orders(3, seed=5).orders).total
    assert total.lower == 0.0


def test_costs_above_revenue_leave_no_share_of_a_negative_total():
    orders = datasets.simulate_orders(300, seed=1).orders
    found = clv.predict(orders, cost_to_serve=60)
    assert found.share_of_top is None
    below = int((found.clv < 0).sum())
    assert f"{below:,} customers cost more than they bring" in found.statement()
    assert f"{below:,} 位客户的成本高于其贡献" in found.statement("zh")
    assert "account for" not in found.statement()
    assert found.to_dict()["share_of_top_20_percent"] is None
    found.plot()


def test_purchases_of_one_price_can_be_back_tested():
    orders = datasets.simulate_orders(400, seed=2).orders.assign(amount=9.0)
    days = orders["timestamp"].dt.normalize()
    orders = orders.assign(timestamp=days).drop_duplicates()
    middle = orders["timestamp"].min() + (orders["timestamp"].max() - orders["timestamp"].min()) / 2
    test = clv.backtest(orders, calibration_end=middle)
    assert test.total_spend.value == pytest.approx(9 * test.total_purchases.value)
    assert test.actual_spend == pytest.approx(pd.Series(test.split.holdout_spend).sum())


def test_purchases_alone_are_back_tested_as_those_with_money():
    orders = datasets.simulate_orders(600, seed=2).orders
    middle = orders["timestamp"].min() + (orders["timestamp"].max() - orders["timestamp"].min()) / 2
    with_money = clv.backtest(orders, calibration_end=middle, spend=5.0, zeros="keep")
    alone = clv.backtest(orders.drop(columns="amount"), amount=None, calibration_end=middle)
    assert alone.actual_purchases == with_money.actual_purchases
    assert alone.total_purchases.to_dict() == with_money.total_purchases.to_dict()
    assert not any("spend" in column for column in alone.to_frame().columns)
    assert not any("spend" in column for column in alone.customers().columns)
    assert set(alone.errors()["quantity"]) == {"purchases"}
    assert "spend" not in alone.statement()
    assert "消费" not in alone.statement("zh")
    assert alone.to_dict()["spend"] is None
    assert "monetary_value" not in clv.rfm(orders, amount=None).to_frame()
    with pytest.raises(DataError, match="have no amounts"):
        alone.total_spend  # noqa: B018 - the property refuses
    alone.plot()


def test_orders_without_money_are_valued_at_a_given_amount():
    orders = datasets.simulate_orders(400, seed=2).orders.drop(columns="amount")
    found = clv.predict(orders, amount=None, spend=12.0)
    np.testing.assert_allclose(found.expected_spend, 12.0)
    assert "monetary_value" not in found.to_frame()
    with pytest.raises(DataError, match="no monetary_value"):
        clv.predict(orders, amount=None)


def test_money_is_asked_for_where_it_is_needed():
    orders = datasets.simulate_orders(50, seed=2).orders
    with pytest.raises(ParameterError, match="this calculation needs the amounts"):
        clv.historical(vv.Orders(orders, amount=None))
    with pytest.raises(ParameterError, match="quantity == 'units' and amount == None"):
        vv.Orders(orders, amount=None, quantity="units")

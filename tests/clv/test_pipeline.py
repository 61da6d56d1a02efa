"""One call from an order log to values: what it promises, and what it says of bad input."""

import json

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import vocvalue as vv
from vocvalue import clv
from vocvalue.errors import DataError, FitError, ParameterError

COLUMNS = [
    "customer_id",
    "frequency",
    "recency",
    "T",
    "monetary_value",
    "probability_alive",
    "expected_purchases",
    "expected_spend",
    "clv",
]


@pytest.fixture(scope="module")
def orders():
    return vv.datasets.simulate_orders(800, seed=11).orders


@pytest.fixture(scope="module")
def prediction(orders):
    return clv.predict(orders, unit="week", horizon="12 months", discount_rate=0.1, margin=0.4)


@pytest.mark.parametrize(
    ("library", "kind"),
    [
        (lambda frame: frame, pd.DataFrame),
        (pl.from_pandas, pl.DataFrame),
        (lambda frame: pa.Table.from_pandas(frame, preserve_index=False), pa.Table),
    ],
)
def test_values_come_back_in_the_callers_library(orders, prediction, library, kind):
    table = clv.predict(library(orders), unit="week", margin=0.4).to_frame()
    assert isinstance(table, kind)
    columns = table.column_names if kind is pa.Table else list(table.columns)
    assert columns == COLUMNS
    np.testing.assert_allclose(np.asarray(table["clv"]), prediction.clv, rtol=1e-9)


def test_predict_is_its_steps(orders, prediction):
    rfm = clv.rfm(orders, unit="week")
    purchases, spend = clv.BGNBD.fit(rfm), clv.GammaGamma.fit(rfm)
    terms = clv.Terms(horizon="12 months", discount_rate=0.1, margin=0.4)
    by_hand = clv.value(rfm, purchases, spend, terms)
    np.testing.assert_array_equal(by_hand.clv, prediction.clv)
    assert by_hand.total == prediction.total


def test_a_path_an_rfm_and_a_summary_table_give_the_same(orders, prediction, tmp_path):
    path = tmp_path / "orders.parquet"
    orders.to_parquet(path)
    rfm = clv.rfm(orders, unit="week")
    for given in (path, rfm, rfm.to_frame()):
        found = clv.predict(given, unit="week", margin=0.4)
        np.testing.assert_allclose(np.sort(found.clv), np.sort(prediction.clv), rtol=1e-9)


def test_value_is_purchases_times_spend_times_margin_where_nothing_is_discounted(orders):
    found = clv.predict(orders, discount_rate=0.0, margin=0.25)
    np.testing.assert_allclose(
        found.clv, 0.25 * found.expected_purchases * found.expected_spend, rtol=1e-12
    )


def test_customers_who_bought_once_get_the_mean_spend_of_all(prediction):
    once = prediction.rfm.frequency == 0
    spend = prediction.spend.model
    expected = spend.p * spend.v / (spend.q - 1)
    np.testing.assert_allclose(prediction.expected_spend[once], expected, rtol=1e-12)
    assert f"{int(once.sum()):,} customers bought once" in prediction.summary()


@pytest.mark.parametrize("model", [clv.BGNBD, clv.MBGNBD, clv.ParetoNBD])
def test_days_weeks_and_hours_give_the_same_values(orders, model):
    by_unit = {
        unit: clv.predict(orders, unit=unit, model=model, margin=0.4)
        for unit in ("day", "week", "hour")
    }
    for unit in ("week", "hour"):
        np.testing.assert_allclose(by_unit[unit].clv, by_unit["day"].clv, rtol=1e-5)
        np.testing.assert_allclose(
            by_unit[unit].probability_alive, by_unit["day"].probability_alive, rtol=1e-5
        )


def test_cents_are_a_hundred_times_the_dollars(orders, prediction):
    cents = orders.assign(amount=orders.amount * 100)
    found = clv.predict(cents, unit="week", margin=0.4)
    np.testing.assert_allclose(found.clv, 100 * prediction.clv, rtol=1e-5)
    assert found.total.lower == pytest.approx(100 * prediction.total.lower, rel=1e-3)


def test_costs_are_deducted_while_the_customer_stays(orders, prediction):
    rfm = clv.rfm(orders, unit="week")
    found = clv.predict(
        rfm, margin=0.4, cost_to_serve=12.0, acquisition_cost=3.0, discount_rate=0.1
    )
    # Serving costs 12 a year for as long as the customer is alive: Simpson's rule over the year.
    model = found.purchases.model
    years = np.linspace(1e-9, 1, 201)
    alive = np.array(
        [
            model.probability_alive(
                rfm.frequency, rfm.recency, rfm.T, after=pd.Timedelta(days=365.25 * year)
            )
            for year in years
        ]
    )
    weights = np.ones(201)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    served = (weights / 600 * 1.1**-years) @ alive
    np.testing.assert_allclose(found.clv, prediction.clv - 12 * served - 3, rtol=0, atol=2e-4)
    assert found.terms.basis == "net profit"
    assert found.total.basis == "net profit"
    below = int((found.clv < 0).sum())
    assert any(f"{below:,} customers came out below zero" in str(n) for n in found.notes)


def test_a_lifetime_is_worth_more_than_any_horizon_and_is_its_limit(orders):
    lifetime = clv.predict(orders, horizon="lifetime", discount_rate=0.15).clv
    century = clv.predict(orders, horizon="200 years", discount_rate=0.15).clv
    decade = clv.predict(orders, horizon="10 years", discount_rate=0.15).clv
    assert (decade < lifetime).all()
    np.testing.assert_allclose(century, lifetime, rtol=1e-7)


def test_the_result_says_its_terms_and_its_evidence(prediction):
    text = prediction.summary()
    for expected in ("discounted at 10% a year", "margin (40% of revenue)", "association only"):
        assert expected in text
    assert "not the effect of any action" in prediction.statement()
    assert "毛利" in prediction.statement("zh")
    assert "仅为相关" in prediction.statement("zh")
    assert "<table>" in prediction._repr_html_()
    assert prediction.figures() == {"customer lifetime value": prediction.total}
    record = json.loads(json.dumps(prediction.to_dict()))
    assert record["terms"]["discount_rate"] == 0.1
    assert record["total"]["basis"] == "margin"
    assert record["total"]["lower"] < record["total"]["value"] < record["total"]["upper"]


# Bad input -------------------------------------------------------------------------------


def few(**changes):
    frame = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", "b", "c", "c", "d", "d"],
            "timestamp": pd.date_range("2024-01-01", periods=8, freq="7D"),
            "amount": [10.0, 12.0, 9.0, 14.0, 8.0, 11.0, 15.0, 9.0],
        }
    )
    return frame.assign(**changes)


@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        (few().drop(columns="amount"), DataError, "has no column 'amount'; it has 'customer_id'"),
        (few().head(0), DataError, "empty"),
        (few(customer_id="a"), FitError, "there is only 1 customer"),
        (few().groupby("customer_id").head(1), FitError, "all 4 customers bought once"),
        (few(customer_id=None), DataError, "customer_id"),
        (few(timestamp=pd.NaT), DataError, "timestamp"),
        (few(amount=[np.inf] * 8), DataError, "8 rows not finite"),
        (few(amount=["ten"] * 8), DataError, "amount"),
        (few(amount=-1.0), DataError, "none of the 8 lines is a purchase"),
        (
            few(timestamp=["2024-01-01", "01/02/2024"] * 4),
            DataError,
            "timestamp",
        ),
    ],
)
def test_an_unusable_order_log_says_what_where_and_how_to_mend(frame, error, message):
    with pytest.raises(error) as caught:
        clv.predict(frame)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"horizon": 12}, "horizon == 12, must say its unit"),
        ({"horizon": "12"}, "must say its unit"),
        ({"discount_rate": 10}, "Write 10% as 0.10"),
        ({"margin": 1.2}, "Write 40% as 0.40"),
        ({"model": "BGNBD"}, "must be BGNBD, MBGNBD or ParetoNBD"),
        ({"refunds": "ignore"}, "refunds == 'ignore', must be one of 'net', 'drop', 'error'"),
        ({"grain": "month", "unit": "week"}, "month"),
        ({"level": 95}, "Write 95% as 0.95"),
    ],
)
def test_a_bad_argument_is_refused_before_anything_is_fitted(orders, given, message):
    with pytest.raises(ParameterError) as caught:
        clv.predict(orders, **given)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"recency": 9.0, "T": 5.0}, "recency"),
        ({"frequency": 0, "recency": 3.0}, "frequency"),
        ({"frequency": 1.5}, "whole"),
        ({"monetary_value": -2.0}, "monetary_value"),
    ],
)
def test_an_impossible_history_is_refused_with_its_customer(orders, row, message):
    summary = clv.rfm(orders, unit="week").to_frame().astype({"frequency": float})
    summary.loc[3, list(row)] = list(row.values())
    with pytest.raises(DataError, match=message) as caught:
        clv.predict(summary, unit="week")
    assert str(summary.customer_id[3]) in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"refunds": "drop"}, "refunds: says how to read an order log"),
        ({"amount": "price", "grain": "week"}, "amount, grain: says how"),
        ({"observation_end": "2024-01-01"}, "observation_end: says how"),
    ],
)
def test_arguments_that_would_do_nothing_are_refused(orders, given, message):
    rfm = clv.rfm(orders, unit="week")
    for histories in (rfm, rfm.to_frame()):
        with pytest.raises(ParameterError) as caught:
            clv.predict(histories, unit="week", **given)
        assert message in str(caught.value)


def test_another_unit_than_the_rfm_has_is_refused(orders):
    with pytest.raises(ParameterError, match="unit == 'day', but the RFM counts in weeks"):
        clv.predict(clv.rfm(orders, unit="week"), unit="day")


def test_a_summary_without_unit_or_money_says_so(orders):
    summary = clv.rfm(orders, unit="week").to_frame()
    with pytest.raises(ParameterError, match='unit="week"'):
        clv.predict(summary)
    with pytest.raises(DataError, match="no monetary_value"):
        clv.predict(summary.drop(columns="monetary_value"), unit="week")


def test_left_out_lines_are_counted_and_add_up(orders):
    extra = pd.DataFrame(
        {
            "customer_id": [None, orders.customer_id[0], orders.customer_id[1]],
            "timestamp": [pd.Timestamp("2024-02-01"), pd.NaT, pd.Timestamp("2030-01-01")],
            "amount": [5.0, 5.0, 5.0],
        }
    )
    spoiled = pd.concat([orders.astype({"customer_id": object}), extra], ignore_index=True)
    found = clv.predict(spoiled, observation_end="2024-12-29")
    assert found.rfm.n_lines == len(orders) + 3
    assert found.rfm.n_lines_used == len(orders)
    np.testing.assert_allclose(
        np.sort(found.clv),
        np.sort(clv.predict(orders, observation_end="2024-12-29").clv),
        rtol=1e-9,
    )


def test_a_spend_distribution_without_mean_is_refused_not_negated():
    rng = np.random.default_rng(8)
    n = 3_000
    x = rng.integers(1, 8, n)
    spend = clv.GammaGamma(p=3.0, q=0.7, v=10.0).simulate(x, seed=1)
    rfm = clv.Rfm.from_arrays(x, np.full(n, 20.0), np.full(n, 30.0), spend, unit="week")
    purchases = clv.BGNBD(r=1.0, alpha=5.0, a=0.5, b=2.0, unit="week")
    known = vv.clv.BGNBD.fit(purchases.simulate(np.full(500, 30.0), seed=2))
    with pytest.warns(match="q = 0.6.* <= 1: the mean spend"):
        spend_fit = clv.GammaGamma.fit(rfm)
    with pytest.raises(FitError, match="does not exist") as caught:
        clv.value(rfm, known, spend_fit, clv.Terms(horizon="1 year", discount_rate=0.1))
    assert caught.value.fit is spend_fit


@pytest.mark.filterwarnings("ignore::vocvalue.errors.FitWarning")
@pytest.mark.parametrize("model", [clv.BGNBD, clv.MBGNBD, clv.ParetoNBD])
def test_buyers_who_pay_every_month_go_on_paying(model):
    """12 payments of 500 customers: all at one rate, r to infinity, where no call came back.

    Undiscounted a year is 12 payments of each, at the mean of what they paid.
    """
    rng = np.random.default_rng(1)
    months = pd.date_range("2024-01-15", periods=12, freq=pd.DateOffset(months=1))
    paid = np.round(rng.gamma(9.0, 3.3, 6_000), 2)
    log = pd.DataFrame({"customer_id": np.repeat(np.arange(500), 12), "amount": paid})
    log["timestamp"] = np.tile(months, 500)
    found = clv.predict(log, grain="month", model=model, discount_rate=0.0)
    assert found.total.value == pytest.approx(6_000 * paid.mean(), rel=0.01)
    assert found.total.lower < found.total.value < found.total.upper
    assert found.purchases.model.r > 1e4

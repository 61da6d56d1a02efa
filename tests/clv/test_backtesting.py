"""The backtest against published totals, hand-made customers and simulated futures."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest

from vocvalue.clv.backtesting import backtest
from vocvalue.clv.bg_nbd import BGNBD
from vocvalue.clv.fitted import Fit
from vocvalue.clv.holdout import calibration_holdout
from vocvalue.clv.mbg_nbd import MBGNBD
from vocvalue.clv.pareto_nbd import ParetoNBD
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.uncertainty import realised_purchases
from vocvalue.datasets import load_cdnow, simulate_orders
from vocvalue.errors import ParameterError

CALIBRATION = {"calibration_end": "1997-09-30", "unit": "week"}


@pytest.fixture(scope="module")
def cdnow():
    return load_cdnow()


@pytest.fixture(scope="module")
def split(cdnow):
    return calibration_holdout(cdnow, **CALIBRATION)


@pytest.fixture(scope="module")
def bg(split):
    return backtest(split)


# Expected holdout totals of the fitted models, made with the reference implementations; 1,882
# purchases happened (Fader, Hardie and Lee, 2005).
@pytest.mark.parametrize(
    ("model", "expected"), [(BGNBD, 1653.41), (MBGNBD, 1576.73), (ParetoNBD, 1665.51)]
)
def test_cdnow_totals(split, model, expected):
    result = backtest(split, model=model)
    assert result.total_purchases.value == pytest.approx(expected, abs=0.006)
    assert result.predicted_purchases.sum() == pytest.approx(expected, abs=0.006)
    assert result.actual_purchases == 1882
    assert result.total_purchases.n == 2357


def test_orders_and_their_split_give_the_same(cdnow, bg):
    result = backtest(cdnow, **CALIBRATION)
    assert result.predicted_purchases.tolist() == bg.predicted_purchases.tolist()
    assert result.to_dict() == bg.to_dict()


def test_spend_against_the_orders(cdnow, bg):
    late = cdnow[cdnow["timestamp"] > "1997-09-30"]
    assert bg.actual_spend == pytest.approx(late["amount"].sum())
    # Fader and Hardie (2013): a customer without repeat purchase is expected to spend
    # p v / (q - 1) = 6.25 * 15.44 / 2.74 on each purchase
    once = bg.split.calibration.frequency == 0
    per_purchase = bg.predicted_spend[once] / bg.predicted_purchases[once]
    assert per_purchase == pytest.approx(6.2496 * 15.4435 / 2.7442, rel=1e-3)
    assert bg.total_spend.value == pytest.approx(bg.predicted_spend.sum())
    assert bg.total_spend.basis == "revenue"


def test_classes_by_hand(cdnow, bg):
    # counted with pandas alone: days with a purchase per customer, before and after the split
    days = cdnow.drop_duplicates(["customer_id", "timestamp"])
    early = days["timestamp"] <= "1997-09-30"
    known = days[early].groupby("customer_id").size() - 1
    after = days[~early].groupby("customer_id").size().reindex(known.index, fill_value=0)
    actual = after.groupby(known.clip(upper=7)).mean()
    table = bg.to_frame()
    assert table["frequency"].tolist() == ["0", "1", "2", "3", "4", "5", "6", "7+"]
    assert table["customers"].tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert table["mean_actual_purchases"].tolist() == pytest.approx(actual.tolist())
    total = (table["customers"] * table["mean_predicted_purchases"]).sum()
    assert total == pytest.approx(1653.41, abs=0.006)


def orders(lines):
    table = pd.DataFrame(lines, columns=["customer_id", "timestamp", "amount"])
    return table.assign(timestamp=pd.to_datetime(table["timestamp"]))


def many_customers():
    """Return orders of 300 simulated customers, and of two whose past rate is plain to see."""
    log = simulate_orders(300, r=2.0, seed=4, start="2024-01-01", end="2024-12-31").orders
    log["customer_id"] = log["customer_id"].astype(str)
    story = [("a", f"2024-01-{day:02}", 10.0) for day in (1, 11, 21)]
    story += [("a", "2024-02-20", 30.0), ("a", "2024-08-01", 50.0), ("b", "2024-03-01", 20.0)]
    return pd.concat([log, orders(story)])


def test_the_naive_guess_by_hand():
    ends = {"calibration_end": "2024-07-08", "observation_end": "2024-12-31"}
    result = backtest(many_customers(), **ends)
    table = result.customers().set_index("customer_id")
    place = {customer: i for i, customer in enumerate(table.index)}
    # a: three repeat purchases in the 189 days from 1 January to 8 July, (10 + 10 + 30) / 3 each;
    # the holdout has 176 days
    assert table.loc["a", ["frequency", "T"]].tolist() == [3, 189]
    assert result.split.holdout_length == 176
    assert result.naive_purchases[place["a"]] == pytest.approx(3 / 189 * 176)
    assert result.naive_spend[place["a"]] == pytest.approx(3 / 189 * 176 * 50 / 3)
    assert result.naive_purchases[place["b"]] == 0
    assert table.loc["a", ["actual_purchases", "actual_spend"]].tolist() == [1, 50]


def test_first_purchase_on_the_last_day_has_no_past_rate():
    lines = pd.concat([many_customers(), orders([("c", "2024-07-08", 9.0)])])
    result = backtest(lines, calibration_end="2024-07-08", observation_end="2024-12-31")
    assert result.split.calibration.T.min() == 0
    assert np.isfinite(result.naive_purchases).all()


def test_errors_by_hand(bg):
    table = bg.errors().set_index(["quantity", "guess"])
    customers = bg.customers()
    off = customers["predicted_purchases"] - customers["actual_purchases"]
    row = table.loc[("purchases", "model")]
    assert row["mean_absolute_error"] == pytest.approx(sum(map(abs, off)) / 2357)
    assert row["root_mean_square_error"] == pytest.approx((sum(off**2) / 2357) ** 0.5)
    rate = customers["frequency"] / customers["T"] * 39
    naive = (rate - customers["actual_purchases"]).abs().mean()
    past = table.loc[("purchases", "past rate")]
    assert past["mean_absolute_error"] == pytest.approx(naive)
    # what the model is for: it beats the past rate on these customers, in money too
    assert (table.xs("model", level="guess") < table.xs("past rate", level="guess")).all(axis=None)


def known_fit(model, n, covariance):
    """Return a fit that knows its parameters as well as the covariance says."""
    return Fit(
        model=model,
        log_likelihood=0.0,
        information=np.linalg.inv(covariance),
        converged=True,
        diagnostics=(),
        n_customers=n,
        n_distinct=n,
        evaluations=0,
    )


TRUTH = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, unit="week")


def test_customers_luck_is_the_variance_of_what_the_model_simulates():
    # parameters known for sure: what is left is the variance of the sum of independent futures
    rfm = TRUTH.simulate(np.full(400, 39.0), seed=1)
    fit = known_fit(TRUTH, 400, np.eye(4) * 1e-12)
    rng = np.random.default_rng(2)
    x = rfm.frequency.astype(float)
    totals = [
        TRUTH.simulate_future("39 weeks", x, rfm.recency, rfm.T, seed=rng)[0].sum()
        for _ in range(3000)
    ]
    error = realised_purchases(rfm, fit, "39 weeks", seed=3).standard_error
    # the standard deviation of 3,000 draws is known to about 1.3 %
    assert error == pytest.approx(np.std(totals, ddof=1), rel=0.06)


def test_parameters_widen_the_interval_by_the_delta_method():
    # while purchases are rare and nobody has bought again, expected purchases are proportional
    # to r: a standard error of 10 % on r is one of 10 % on the total, to first order
    rare = BGNBD(r=1e-4, alpha=4.414, a=0.793, b=2.426, unit="week")
    rfm = Rfm.from_arrays(np.zeros(5000), np.zeros(5000), np.full(5000, 39.0), unit="week")
    sure, unsure = np.eye(4) * 1e-12, np.diag([0.01, 1e-12, 1e-12, 1e-12])
    narrow, wide = (
        realised_purchases(rfm, known_fit(rare, 5000, c), "39 weeks", seed=1).standard_error
        for c in (sure, unsure)
    )
    total = rare.expected_purchases("39 weeks", rfm.frequency, rfm.recency, rfm.T).sum()
    assert np.sqrt(wide**2 - narrow**2) == pytest.approx(0.1 * total, rel=2e-3)


def test_what_happens_strays_as_far_as_the_interval_says():
    # 40 bases of 500 customers, fitted, then continued by the true model: in standard errors the
    # surprise has a standard deviation of 1, which 40 draws tell to about .11
    surprises = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rfm = TRUTH.simulate(rng.uniform(26, 39, 500), seed=rng)
        fit = BGNBD.fit(rfm)
        x = rfm.frequency.astype(float)
        happened = TRUTH.simulate_future("39 weeks", x, rfm.recency, rfm.T, seed=rng)[0].sum()
        predicted = fit.model.expected_purchases("39 weeks", x, rfm.recency, rfm.T).sum()
        error = realised_purchases(rfm, fit, "39 weeks", seed=seed).standard_error
        surprises.append((happened - predicted) / error)
    assert 0.7 < np.std(surprises, ddof=1) < 1.35
    assert abs(np.mean(surprises)) < 0.4


def test_english_statement(bg):
    said = bg.statement()
    assert said.startswith(
        "From the orders up to 30 September 1997, 1,653 purchases (95% interval: "
    )
    # 1653.41 / 1882 = .8785
    assert (
        "were predicted for the 39 weeks that followed, and 1,882 were made: the prediction is 12% "
        "too low, and the actual figure lies outside the interval. Predicted spend was " in said
    )
    assert said.endswith("hold only as far as the model describes these customers.")


def test_chinese_statement(bg):
    said = bg.statement("zh")
    assert said.startswith(
        "根据截至1997年9月30日的订单，预测其后 39 周内购买 1,653 次（95% 置信区间 "
    )
    assert "实际 1,882 次：预测偏低 12%，实际值落在区间外。" in said
    assert said.endswith("区间仅在模型符合这些客户时成立。")


def test_the_verdict_follows_the_interval(split, bg):
    close = replace(split, holdout_frequency=(np.arange(2357) < 1640).astype(int))
    said = backtest(close).statement()
    assert (
        "1,640 were made: the prediction is 1% too high, and the actual figure lies inside" in said
    )
    wide = backtest(split, level=0.9999).total_purchases
    assert wide.upper - wide.lower > 1.9 * (bg.total_purchases.upper - bg.total_purchases.lower)


def test_a_holdout_without_purchases_is_no_division_by_zero(split):
    nothing = replace(
        split, holdout_frequency=np.zeros(2357, dtype=int), holdout_spend=np.zeros(2357)
    )
    result = backtest(nothing)
    assert "0 were made: the actual figure lies outside the interval" in result.statement()
    assert "实际 0 次：实际值落在区间外" in result.statement("zh")


def test_headlines_and_dictionary(bg):
    headlines = dict(bg.headlines())
    assert headlines["customers"] == "2,357"
    assert headlines["calibration until"] == "30 September 1997"
    assert headlines["actual purchases"] == "1,882"
    assert headlines["predicted purchases"].startswith("1,653 (95% interval: ")
    record = json.loads(json.dumps(bg.to_dict()))
    assert record["purchases"]["actual"] == 1882
    assert len(record["classes"]) == 8
    assert record["models"]["purchases"]["model"] == "BGNBD"
    assert list(bg.figures()) == ["predicted purchases", "predicted spend"]
    assert "Backtest" in bg.summary()


def test_a_calibration_made_by_hand_has_no_date(split):
    known = replace(split.calibration, observation_end=None)
    said = backtest(replace(split, calibration=known)).statement()
    assert said.startswith("From the orders up to the end of the calibration, 1,653 purchases")


def test_notes_say_what_they_count(bg):
    notes = [note.en for note in bg.notes]
    assert "[Calibration] 1,959 order lines dated after the observation ended" in notes[0]
    assert any(note.startswith("1,411 customers bought once") for note in notes)
    assert all(note.zh for note in bg.notes)


def test_currency_is_carried_along():
    ends = {"calibration_end": "2024-07-08", "observation_end": "2024-12-31"}
    result = backtest(many_customers(), **ends, currency="EUR")
    assert result.total_spend.currency == "EUR"
    assert "Predicted spend was €" in result.statement()


def test_customers_come_back_in_the_caller_s_library(cdnow):
    result = backtest(pl.from_pandas(cdnow), **CALIBRATION)
    table = result.customers()
    assert isinstance(table, pl.DataFrame)
    assert table["predicted_purchases"].sum() == pytest.approx(1653.41, abs=0.006)
    assert table.columns[0] == "customer_id"


def test_the_unit_only_rescales(cdnow, bg):
    days = backtest(cdnow, calibration_end="1997-09-30", unit="day")
    assert days.split.holdout_length == 273
    assert days.predicted_purchases == pytest.approx(bg.predicted_purchases, rel=1e-4)


def test_bad_arguments(cdnow, split):
    with pytest.raises(ParameterError, match="calibration_end is missing"):
        backtest(cdnow)
    with pytest.raises(ParameterError, match="already split: leave out calibration_end"):
        backtest(split, calibration_end="1997-09-30")
    with pytest.raises(ParameterError, match="must be BGNBD, MBGNBD or ParetoNBD"):
        backtest(split, model="BGNBD")
    with pytest.raises(ParameterError, match="level == 95, must be between 0 and 1"):
        backtest(split, level=95)

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.report.company.steps import STEPS
from vocvalue.report.company.tables import TABLES


@pytest.fixture(scope="module")
def shop():
    return vv.datasets.load_sample()


@pytest.fixture(scope="module")
def few(shop):
    """A tenth of the customers: enough for every question, and quick."""
    ids = shop.customers["customer_id"][::4]
    return {
        name: table[table["customer_id"].isin(ids)]
        for name, table in {
            "orders": shop.orders,
            "responses": shop.responses,
            "comments": shop.comments,
            "held_back": shop.arms,
            "contacts": shop.contacts,
        }.items()
    }


@pytest.fixture(scope="module")
def page(few):
    return vv.report.programme(**few, margin=0.4, currency="CNY", randomised=True, language="zh")


def test_each_question_is_that_of_its_room(few, page):
    alone = vv.clv.predict(few["orders"], margin=0.4, currency="CNY")
    assert page.findings[0].result == alone
    rooms = [finding.room for finding in page.findings]
    assert rooms[0] == "clv"
    assert {"survey", "signals"} <= set(rooms)


def test_what_is_missing_is_said(page):
    told = [str(text) for text in page.missing]
    assert any("problems that customers met" in text for text in told)
    assert any("the arms of an experiment" in text for text in told)
    said = page.markdown()
    assert "还需要客户问题记录" in said


@pytest.mark.filterwarnings("ignore::vocvalue.errors.FitWarning")  # of orders without dropout
def test_an_experiment_is_priced_by_those_it_kept():
    n = 400
    rng = np.random.default_rng(7)
    ids = np.arange(n)
    buyers = np.repeat(ids, 1 + rng.poisson(rng.gamma(0.8, 5.0, n)))
    before = pd.DataFrame(
        {
            "customer_id": buyers,
            "timestamp": pd.Timestamp("2023-01-01")
            + pd.to_timedelta(rng.uniform(0, 360, len(buyers)), unit="D"),
            "amount": rng.gamma(4, 25, len(buyers)).round(2),
        }
    )
    is_treated = ids % 2 == 0
    stays = rng.random(n) < np.where(is_treated, 0.7, 0.5)
    after = pd.DataFrame(
        {
            "customer_id": ids[stays],
            "timestamp": pd.Timestamp("2024-03-01"),
            "amount": rng.gamma(4, 25, stays.sum()).round(2),
        }
    )
    last = pd.DataFrame(
        {"customer_id": [0], "timestamp": [pd.Timestamp("2024-08-01")], "amount": [9.0]}
    )
    orders = pd.concat([before, after, last])
    arms = pd.DataFrame(
        {
            "customer_id": ids,
            "arm": np.where(is_treated, "treated", "control"),
            "timestamp": pd.Timestamp("2024-01-01"),
        }
    )
    page = vv.report.programme(
        orders=orders,
        assignments=arms,
        randomised=True,
        margin=0.4,
        currency="CNY",
        cost_per_contact=2.0,
    )
    priced = next(it.result for it in page.findings if type(it.result).__name__ == "LiftMoney")
    values = page.findings[0].result.to_frame().set_index("customer_id")["clv"]
    kept = values.loc[ids[is_treated & stays]]
    assert priced.value_per_customer.value == pytest.approx(kept.mean())
    retained = stays[is_treated].mean() - stays[~is_treated].mean()
    assert priced.customers.value == pytest.approx(n / 2 * retained)
    assert priced.cost.value == pytest.approx(2.0 * n / 2)
    assert priced.gross.basis == "margin"
    [flow] = next(it.flows for it in page.findings if it.result is priced)
    assert flow.customers.to_list() == ids[is_treated].tolist()
    # The card states the same money, which the sum holds once.
    assert page.pnl.totals["growth"].value == pytest.approx(priced.gross.value, abs=0.01)
    assert page.pnl.totals["cost"].value == pytest.approx(-priced.cost.value, abs=0.01)


def test_a_table_that_cannot_be_used_says_for_which_question(few):
    wrong = few["responses"].rename(columns={"score": "stars"})
    tables = {"orders": few["orders"], "responses": wrong}
    with pytest.raises(DataError, match=r"Asked what promoters and detractors are worth: .*score"):
        vv.report.programme(**tables, margin=0.4, currency="CNY")
    page = vv.report.programme(**tables, margin=0.4, currency="CNY", skip_failed=True)
    assert any("score" in str(text) for text in page.missing)


def test_no_table_and_no_money(few):
    with pytest.raises(ParameterError, match="There is no table"):
        vv.report.programme()
    with pytest.raises(ParameterError, match=r"No question can be answered. To show what cust.*or"):
        vv.report.programme(responses=few["responses"])
    with pytest.raises(ParameterError, match="windows names 'lead', must be among"):
        vv.report.programme(orders=few["orders"], windows={"lead": "30 days"})
    with pytest.raises(ParameterError, match="state how much may be spent"):
        vv.report.programme(orders=few["orders"], fixes=[vv.issues.Fix("a", cost=1.0, share=0.5)])


def test_every_step_asks_for_tables_that_there_are():
    keys = [step.key for step in STEPS]
    assert len(set(keys)) == len(keys)
    assert {name for step in STEPS for way in step.needs for name in way} <= set(TABLES)

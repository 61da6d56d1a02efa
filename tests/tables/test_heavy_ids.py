"""One customer, or an id that reads like nobody's, with a large part of the orders."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

DAYS = pd.date_range("2024-01-01", periods=10, freq="7D")


def orders(heavy, n_lines, amount, n=30, of=str):
    """Thirty customers order ten times for 10 each, and one more as said."""
    usual = pd.DataFrame(
        {
            "customer_id": np.repeat([of(i) for i in range(1, n + 1)], len(DAYS)),
            "timestamp": np.tile(DAYS, n),
            "amount": 10.0,
        }
    )
    moments = pd.date_range("2024-01-01", "2024-03-01", periods=n_lines)
    one = pd.DataFrame({"customer_id": [heavy] * n_lines, "timestamp": moments, "amount": amount})
    return pd.concat([usual, one], ignore_index=True).convert_dtypes()


def said(notes):
    return [note for note in notes if "of the order lines" in note.en]


def rooms(log):
    ids = log["customer_id"].unique()
    asked = pd.DataFrame(
        {"customer_id": ids, "timestamp": DAYS[3], "score": np.arange(len(ids)) % 11}
    )
    arms = asked.assign(arm=np.where(np.arange(len(ids)) % 2, "treated", "control"))
    yield vv.clv.rfm(log)
    yield vv.clv.historical(log)
    yield vv.link.attach(asked, log, window="1 week")
    yield vv.survey.cross_analysis(asked, orders=log, window="1 week")
    yield vv.lift.experiment(arms, orders=log, window="1 week", randomised=True)


def test_a_customer_with_a_fifth_of_the_lines_is_noted_in_every_room():
    # 100 of 400 lines, and 1,000 of 4,000 in money: a quarter of both.
    for result in rooms(orders("k77", 100, 10.0)):
        [note] = said(result.notes)
        assert (
            "Customer k77 accounts for 25.0% of the order lines and 25.0% of the revenue."
            in note.en
        )
        assert "客户 k77 占订单记录的 25.0%、收入的 25.0%" in note.zh
        assert note.count == 100


def test_a_customer_with_a_fifth_of_the_money_is_noted():
    # One line of 1,000 beside 3,000 of all others.
    [note] = said(vv.clv.rfm(orders("k77", 1, 1000.0)).notes)
    assert "accounts for 0.3% of the order lines and 25.0% of the revenue" in note.en
    assert not said(vv.clv.rfm(orders("k77", 70, 10.0)).notes)


@pytest.mark.parametrize("nobody", ["guest", " Walk-In", "散客", "0", "-1", "99999999"])
def test_an_id_that_reads_like_nobodys_is_noted_earlier(nobody):
    # 60 of 360 lines: below a fifth, above a twentieth and five times the mean of 31 customers.
    log = orders(nobody, 60, 10.0, of=lambda i: f"k{i}")
    assert len(said(vv.clv.rfm(log).notes)) == 1
    assert not said(vv.clv.rfm(log.replace({"customer_id": {nobody: "k99"}})).notes)
    assert not said(vv.clv.rfm(orders(nobody, 10, 10.0, of=lambda i: f"k{i}")).notes)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("nobody", [0, -1, 9999])
def test_every_engine_notes_them(engine, nobody, tmp_path):
    log = orders(nobody, 60, 10.0, of=int)
    table = pa.Table.from_pandas(log, preserve_index=False)
    [note] = said(vv.clv.rfm(*placed(engine, tmp_path, table)).notes)
    assert f"Customer {nobody} accounts for 16.7%" in note.en


def test_what_is_usual_is_not_noted():
    shop = vv.datasets.load_sample()
    assert not said(vv.clv.rfm(shop.orders).notes)
    assert not said(vv.clv.rfm(vv.datasets.load_cdnow()).notes)
    few = pd.DataFrame(
        {"customer_id": [0, 1, 2], "timestamp": DAYS[:3], "amount": [10.0, 1.0, 1.0]}
    )
    assert not said(vv.clv.rfm(few).notes)


def test_an_id_is_hidden_where_values_are():
    with vv.show_values(False):
        [note] = said(vv.clv.rfm(orders("k77", 100, 10.0)).notes)
    assert "Customer [hidden] accounts for 25.0%" in note.en

"""Customers who are called NA or null are left out, counted, and said with a way out."""

import datetime as dt

import pyarrow as pa
import pytest
from engine_tables import ENGINES, moments, placed

import vocvalue as vv
from vocvalue.errors import DataError

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

IDS = ["a", "NA", "null", "b", None, "", " ", "Nancy"]
DAY = "2024-01-0{} 09:00:00"
ORDERS = pa.table(
    {
        "customer_id": IDS,
        "timestamp": moments([DAY.format(i + 1) for i in range(len(IDS))]),
        "amount": [5.0] * len(IDS),
    }
)
ANSWERS = pa.table({**ORDERS.to_pydict(), "score": [9] * len(IDS)}).set_column(
    1, "timestamp", pa.array([dt.datetime(2024, 1, 1)] * len(IDS), pa.timestamp("us"))
)
WORDS = (
    "2 rows with 'NA' or similar in column 'customer_id', which counts as a missing id. If a "
    "customer really has this id, write it differently, for example with a letter before it."
)


def said(result):
    return [(note.en, note.count) for note in result.notes if "counts as a missing id" in note.en]


@pytest.mark.parametrize("engine", ENGINES)
def test_orders(engine, tmp_path):
    (orders,) = placed(engine, tmp_path, ORDERS)
    read = vv.clv.rfm(orders)
    assert said(read) == [(f"orders: {WORDS}", 2)]
    assert (read.n_lines, read.n_lines_used) == (8, 3)
    assert any(note.en.startswith("5 order lines with no customer_id") for note in read.notes)
    (note,) = [it for it in read.notes if "counts as a missing id" in it.en]
    assert note.zh == (
        "orders：列“customer_id”中有 2 行写作 'NA' 之类，按缺少编号处理。若确有客户使用这一编号"
        "，请换一种写法，例如在前面加一个字母。"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_answers_meet_orders(engine, tmp_path):
    answers, orders = placed(engine, tmp_path, ANSWERS, ORDERS)
    linked = vv.link.attach(answers, orders, window="1 day")
    assert said(linked) == [(f"the response table: {WORDS}", 2), (f"orders: {WORDS}", 2)]


def test_outcomes_and_assignments():
    arms = pa.table({"customer_id": ["a", "b", "c", "Nancy"], "arm": ["treated", "control"] * 2})
    outcomes = pa.table({"customer_id": ["a", "b", "n/a"], "retained": [1, 0, 1]})
    found = vv.lift.experiment(arms, outcomes=outcomes)
    assert said(found)[0][0].startswith("outcomes: 1 row with 'n/a' or similar")
    with pytest.raises(DataError, match=r"1 row without an id.*reads NA, null or similar"):
        vv.lift.assign(["a", "NA"], salt="spring")


def test_blank_cells_need_no_words():
    blank = ORDERS.take([0, 3, 4, 5, 6])
    assert said(vv.clv.rfm(blank)) == []


def test_the_words_hide_what_is_hidden():
    with vv.show_values(False):
        ((text, _),) = said(vv.clv.rfm(ORDERS))
    assert "'NA'" not in text

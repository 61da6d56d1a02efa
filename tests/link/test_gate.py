"""Two tables meet: ids that are written otherwise, refunds, ties, currencies."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

from vocvalue import Orders, Responses, clv, link
from vocvalue.errors import DataError, ParameterError

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


def answers(ids, **more):
    moments = pd.Timestamp("2024-01-05")
    return pd.DataFrame({"customer_id": ids, "timestamp": moments, "score": 3, **more})


def orders(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "timestamp", "amount"])
    return table.assign(timestamp=pd.to_datetime(table["timestamp"]))


WRITTEN = {
    "leading zeros": (["7", "8"], ["007", "008"]),
    "case": (["a7", "b8"], ["A7", "B8"]),
    "blanks": (["a7 ", "b 8"], ["a7", "b8"]),
    "a trailing .0": (["7.0", "8.0"], ["7", "8"]),
    "full and half width": (["Ａ７", "Ｂ８"], ["A7", "B8"]),
}


@pytest.mark.parametrize("rule", WRITTEN)
@pytest.mark.parametrize("swapped", [False, True])
def test_ids_that_are_written_otherwise_are_refused_with_what_would_match(rule, swapped):
    left, right = WRITTEN[rule][:: -1 if swapped else 1]
    log = orders((right[0], "2024-01-08", 1.0), (right[1], "2024-01-08", 1.0))
    with pytest.raises(DataError, match=f"2 of the 2 would match if {rule} were ignored"):
        link.attach(answers(left), log, window="1 week")


def test_a_few_ids_written_otherwise_are_noted():
    ids = [f"c{i}" for i in range(300)]
    log = orders(*[(f"C{i}" if i == 5 else f"c{i}", "2024-01-08", 1.0) for i in range(300)])
    first = link.attach(answers(ids), log, window="1 week").notes[0]
    assert "1 of the 1 would match if case were ignored" in first.en
    assert "若忽略大小写" in first.zh
    assert first.count == 1


def test_ids_whose_orders_came_after_the_end_are_written_alike():
    log = orders(("a", "2024-01-08", 1.0), ("b", "2024-03-01", 1.0))
    linked = link.attach(
        answers(["a", "b"]), log, window="1 week", observation_end="2024-02-01", score=None
    )
    assert linked.matched.tolist() == [True, False]
    assert not any("would match" in note.en for note in linked.notes)


def test_ids_that_nothing_would_match_are_no_damage():
    linked = link.attach(answers(["a", "b"]), orders(("c", "2024-01-08", 1.0)), window="1 week")
    assert not any("would match" in note.en for note in linked.notes)


# A refund belongs to the purchase that it follows: by hand.
REFUNDS = orders(
    (1, "2024-01-01", 100.0),
    (1, "2024-01-20", -100.0),  # of what was bought before the answer
    (2, "2024-01-06", 50.0),
    (2, "2024-01-07", -20.0),
    (2, "2024-03-01", -10.0),  # after the window, of what was bought in it
    (3, "2024-01-02", -5.0),  # of what was bought before the table begins
    (3, "2024-01-03", 30.0),
    (3, "2024-01-04", -30.0),
    (9, "2024-12-01", 1.0),
)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_refund_belongs_to_the_purchase_that_it_follows(engine, tmp_path):
    tables = [
        pa.Table.from_pandas(frame, preserve_index=False) for frame in (answers([1, 2, 3]), REFUNDS)
    ]
    linked = link.attach(*placed(engine, tmp_path, *tables), window="1 month")
    assert linked.spend_after.tolist() == [0.0, 20.0, 0.0]
    # What is known at the answer: the refund of 20 January is not.
    assert linked.spend_before.tolist() == [100.0, 0.0, 0.0]
    assert [
        note.count for note in linked.notes if "before the customer's first purchase" in note.en
    ] == [1]


@pytest.mark.parametrize("engine", ENGINES)
def test_of_tied_answers_one_whole_row_counts(engine, tmp_path):
    tie = answers([1, 1, 2]).assign(
        score=[9, 3, 4], topic=["app", "service", "shop"], weight=[1.0, 5.0, 2.0]
    )
    tables = [
        pa.Table.from_pandas(frame, preserve_index=False)
        for frame in (tie, orders((1, "2024-01-08", 1.0)))
    ]
    linked = link.attach(
        *placed(engine, tmp_path, *tables), keep=["topic", "weight"], window="1 month"
    )
    assert linked.score.tolist() == [3.0, 4.0]
    assert linked.kept["topic"].tolist() == ["service", "shop"]
    assert linked.kept["weight"].tolist() == [5.0, 2.0]


def test_a_column_of_currencies_is_understood_and_two_are_refused():
    log = orders((1, "2024-01-08", 1.0), (2, "2024-01-09", 2.0)).assign(unit=["EUR", "EUR"])
    linked = link.attach(answers([1, 2]), log, window="1 week", currency="unit")
    assert (linked.currency, linked.report.currency) == ("EUR", "EUR")
    mixed = log.assign(unit=["EUR", "USD"])
    with pytest.raises(DataError, match=r"'unit' holds several currencies: EUR \(1 lines\), USD"):
        link.attach(answers([1, 2]), mixed, window="1 week", currency="unit")
    with pytest.raises(DataError, match=r"several currencies: EUR \(1 lines\), none"):
        link.attach(answers([1]), log.assign(unit=["EUR", None]), window="1 week", currency="unit")
    # The usual name is looked at without being asked for.
    with pytest.raises(DataError, match="several currencies"):
        link.attach(answers([1]), mixed.rename(columns={"unit": "currency"}), window="1 week")


@pytest.mark.parametrize("nothing", [pd.NaT, None, float("nan"), np.datetime64("NaT", "ns")])
def test_a_window_of_nothing_is_refused(nothing):
    with pytest.raises(ParameterError, match=r"window == .*must be a (date|moment)"):
        link.attach(answers([1]), orders((1, "2024-01-08", 1.0)), window=(nothing, nothing))


def test_tables_that_know_how_they_are_read():
    log = orders((1, "2024-01-08", 2.5)).assign(quantity=4)
    log = log.rename(columns={"customer_id": "CustomerID", "timestamp": "InvoiceDate"})
    known = Orders(log, customer_id="CustomerID", timestamp="InvoiceDate", quantity="quantity")
    asked = Responses(answers([1]).rename(columns={"customer_id": "id"}), customer_id="id")
    assert link.attach(asked, known, window="1 week").spend_after.tolist() == [10.0]
    with pytest.raises(ParameterError, match=r"quantity: says how to read a table, but .* already"):
        link.attach(asked, known, window="1 week", quantity="n")
    with pytest.raises(ParameterError, match="customer_id: says how to read a table"):
        link.attach(asked, known, window="1 week", customer_id="client")
    with pytest.raises(ParameterError, match=r"orders == Responses\(...\), must be a table"):
        link.attach(asked, asked, window="1 week")
    with pytest.raises(ParameterError, match="currency == 'EUR', but orders says 'GBP'"):
        link.attach(asked, Orders(log, customer_id="CustomerID", currency="GBP"), currency="EUR")


@pytest.mark.parametrize("name", ["Currency", "currency_code", "CURRENCY", "ccy", "币种"])
def test_a_column_of_currencies_is_known_by_what_it_is_called(name):
    orders = pd.DataFrame(
        {
            "customer_id": [1, 1, 2],
            "timestamp": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"]),
            "amount": [1.0, 2.0, 3.0],
            name: ["EUR", "EUR", "USD"],
        }
    )
    with pytest.raises(DataError, match=f"{name!r} holds several currencies: EUR"):
        clv.rfm(orders)
    assert clv.rfm(orders.head(2)).currency == "EUR"
    assert clv.rfm(orders.head(2), currency="EUR").currency == "EUR"
    with pytest.raises(ParameterError, match="amounts in two currencies"):
        clv.rfm(orders.tail(1), currency="EUR")

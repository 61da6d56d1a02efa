"""Leads written: the same columns whatever is known of them, and each once."""

import csv
import json
import sqlite3
from contextlib import closing

import duckdb
import pandas as pd

import vocvalue as vv
from vocvalue.signals.lead_list.writing import LAYOUT

WORTH = pd.DataFrame({"customer_id": [1, 2, 3], "value": [10.0, 20.5, 30.0]})


def test_leads_with_values_and_without_fit_into_one_file(signals, tmp_path):
    path = tmp_path / "leads.csv"
    bare = vv.signals.leads(signals([{"customer_id": 1, "text_id": "a"}], with_times=False))
    rich = [{"customer_id": 3, "timestamp": "2024-05-01", "text_id": "b"}]
    worth = vv.signals.leads(signals(rich), values=WORTH)
    assert (bare.write(path).n_new, worth.write(path).n_new) == (1, 1)
    with path.open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert list(first) == LAYOUT.names
    told = ("customer_id", "timestamp", "value", "n_signals", "route")
    assert [first[name] for name in told] == ["1", "", "", "1", "marketing automation"]
    assert [second[name] for name in told] == ["3", "2024-05-01 00:00:00", "30.0", "1", "sales"]


def test_customers_are_text_without_decimals_and_missing_cells_are_null(signals, tmp_path):
    path = tmp_path / "leads.jsonl"
    vv.signals.leads(signals([{"customer_id": 7.0}])).write(path)
    [row] = map(json.loads, path.read_text("utf-8").splitlines())
    assert row["customer_id"] == "7"
    assert (row["product"], row["product_score"], row["timestamp"]) == (None, None, None)


def test_half_of_an_emoji_is_written_as_a_broken_character(signals, tmp_path):
    path = tmp_path / "leads.csv"
    row = {"customer_id": 1, "channel": "chat", "kind": "cross_sell", "product": "\ud83d滤芯"}
    leads = vv.signals.leads(signals([row]))
    assert (leads.write(path).n_new, leads.write(path).n_new) == (1, 0)
    assert pd.read_csv(path)["product"].tolist() == ["\ufffd滤芯"]
    assert leads.to_frame()["product"].tolist() == ["\ufffd滤芯"]


def test_a_second_run_with_one_more_lead_writes_that_one(signals):
    rows = [{"customer_id": who, "text_id": f"{who}"} for who in (1, 2, 3)]
    with closing(sqlite3.connect(":memory:")) as connection:
        first = vv.signals.leads(signals(rows[:2])).write(connection, table="crm leads")
        assert first.statement() == "2 leads were written."
        connection.execute('update "crm leads" set route = ?', ["called"])
        connection.commit()
        second = vv.signals.leads(signals(rows), values=WORTH).write(connection, table="crm leads")
        found = connection.execute(
            'select customer_id, route, value from "crm leads" order by customer_id'
        )
        # What sales has changed stays as it is.
        assert found.fetchall() == [
            ("1", "called", None),
            ("2", "called", None),
            ("3", "sales", 30.0),
        ]
    assert (second.n_new, second.n_known) == (1, 2)
    assert second.statement() == "1 lead was written. 2 others were there already."
    assert second.statement("zh") == "已写入 1 条线索。另有 2 条此前已写入。"


def test_a_third_run_says_that_nothing_is_new(signals):
    leads = vv.signals.leads(signals([{"customer_id": 1}]))
    with duckdb.connect() as connection:
        leads.write(connection)
        written = leads.write(connection)
    assert written.statement() == "No lead was written: the only one was there already."
    assert written.statement("zh") == "没有新线索写入：这条线索此前已写入。"
    assert written.to_frame().to_numpy().tolist() == [[0, 1]]


def test_no_leads_are_nothing_new(tmp_path):
    texts = pd.DataFrame({"customer_id": [1], "text": ["还行"]})
    written = vv.signals.leads(vv.signals.find(texts)).write(tmp_path / "leads.csv")
    assert written.statement() == "0 leads were written."
    assert (tmp_path / "leads.csv").read_text("utf-8") == ",".join(LAYOUT.names) + "\n"

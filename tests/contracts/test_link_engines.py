"""Linking gives the same literal table on every engine and file, and across engines."""

import numpy as np
import pyarrow as pa
import pytest
from engine_tables import as_spark, moments, placed

from vocvalue.errors import DataError
from vocvalue.link import attach

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# Window: 30 days. The orders end on 31 March 2024.
RESPONSES = [
    # a: the first answer counts, and not the later, better one
    ("a", "2024-02-01 12:00:00", 3, "nps", "app"),
    ("a", "2024-02-20 12:00:00", 9, "nps", "web"),
    # b: two answers at one moment, the lower counts; an answer to another survey
    ("b", "2024-02-10 00:00:00", 8, "nps", "app"),
    ("b", "2024-02-10 00:00:00", 7, "nps", "app"),
    ("b", "2024-01-01 00:00:00", 1, "ces", "app"),
    # c: answered too late to be followed for 30 days
    ("c", "2024-03-15 00:00:00", 10, "nps", "web"),
    # d: no order at all; e: answered after the last order
    ("d", "2024-02-01 00:00:00", 6, "nps", "web"),
    ("e", "2024-04-02 00:00:00", 9, "nps", "web"),
    # what cannot be used
    (None, "2024-02-01 00:00:00", 5, "nps", "app"),
    ("a", None, 5, "nps", "app"),
    ("a", "2024-01-01 00:00:00", None, "nps", "app"),
]
ORDERS = [
    # a: on the moment of the answer is before; 30 days and a second after is outside
    ("a", "2024-01-01 12:00:00", 7.0),
    ("a", "2024-01-20 12:00:00", 10.0),
    ("a", "2024-02-01 12:00:00", 20.0),
    ("a", "2024-02-05 12:00:00", 40.0),
    ("a", "2024-02-06 12:00:00", -5.0),
    ("a", "2024-03-02 12:00:00", 80.0),
    ("a", "2024-03-02 12:00:01", 160.0),
    ("b", "2024-02-01 00:00:00", 1.0),
    ("c", "2024-03-20 00:00:00", 2.0),
    ("e", "2024-03-31 00:00:00", 4.0),
    # f: never answered
    ("f", "2024-03-01 00:00:00", 100.0),
    (None, "2024-03-01 00:00:00", 9.0),
]


def tables():
    ids, at, score, survey, channel = zip(*RESPONSES, strict=True)
    responses = pa.table(
        {
            "customer_id": pa.array(ids),
            "timestamp": moments(at),
            "score": pa.array(score, pa.int64()),
            "survey": pa.array(survey),
            "channel": pa.array(channel),
        }
    )
    ids, at, amount = zip(*ORDERS, strict=True)
    orders = pa.table(
        {
            "customer_id": pa.array(ids),
            "timestamp": moments(at),
            "amount": pa.array(amount, pa.float64()),
        }
    )
    return responses, orders


def check(linked):
    day = [str(moment)[:10] for moment in linked.answered]
    assert linked.customer_id.to_list() == ["a", "b", "c", "d", "e"]
    assert day == ["2024-02-01", "2024-02-10", "2024-03-15", "2024-02-01", "2024-04-02"]
    assert linked.score.tolist() == [3, 7, 10, 6, 9]
    assert linked.kept["channel"].tolist() == ["app", "app", "web", "web", "web"]
    assert linked.matched.tolist() == [True, True, True, False, True]
    # a: 10 + 20 within 30 days before; the 1st of January is 31 days before
    assert linked.spend_before.tolist() == [30.0, 1.0, 0.0, 0.0, 4.0]
    assert linked.spend_after.tolist() == [115.0, 0.0, 2.0, 0.0, 0.0]
    first = [str(moment)[:10] for moment in linked.first_after]
    last = [str(moment)[:10] for moment in linked.last_after]
    assert first == ["2024-02-05", "NaT", "2024-03-20", "NaT", "NaT"]
    assert last == ["2024-03-02", "NaT", "2024-03-20", "NaT", "NaT"]
    assert [str(moment)[:10] for moment in linked.first_order] == [
        "2024-01-01",
        "2024-02-01",
        "NaT",
        "NaT",
        "2024-03-31",
    ]
    assert linked.complete.tolist() == [True, True, False, True, False]
    assert linked.tenure.tolist() == [31.0, 9.0, 0.0, 0.0, 2.0]
    report = linked.report
    # the answer to another survey is not asked for
    assert report.responses == 10
    left_out = (report.without_customer, report.without_time, report.without_score)
    assert left_out == (1, 1, 1)
    assert (report.repeated, report.customers, report.several, report.copies) == (2, 5, 2, 0)
    assert (report.matched, report.late, report.ordering) == (4, 1, 5)
    assert (report.without_orders, report.without_response) == (1, 1)
    # 312 of a, 1, 2 and 4; f has 100 more
    assert (report.revenue, report.revenue_matched) == (419.0, 319.0)


ASKED = {"window": "30 days", "survey": "nps", "keep": ["channel"]}


def test_every_engine_gives_the_same_table(engine, tmp_path):
    check(attach(*placed(engine, tmp_path, *tables()), **ASKED))


@pytest.mark.parametrize("of_responses", ["pandas", "polars lazy", "pyarrow", "csv", "duckdb"])
@pytest.mark.parametrize("of_orders", ["pandas", "polars", "pyarrow", "parquet", "ibis"])
def test_responses_come_to_the_engine_of_the_orders(of_responses, of_orders, tmp_path):
    responses, orders = tables()
    mixed = placed(of_responses, tmp_path, responses)[0], placed(of_orders, tmp_path, orders)[0]
    check(attach(*mixed, **ASKED))


def test_a_relation_takes_nothing_from_outside(tmp_path):
    responses, orders = tables()
    with pytest.raises(DataError, match="orders live in DUCKDB and the responses in POLARS"):
        attach(
            placed("polars", tmp_path, responses)[0],
            placed("duckdb", tmp_path, orders)[0],
            **ASKED,
        )


def test_two_duckdb_connections_cannot_be_joined(tmp_path):
    responses, orders = (placed("duckdb", tmp_path, table)[0] for table in tables())
    with pytest.raises(DataError, match="two DuckDB connections"):
        attach(responses, orders, **ASKED)


@pytest.mark.parametrize("theirs", [pa.int32(), pa.int64(), pa.float64()])
def test_ids_of_two_kinds_of_number_are_found(engine, theirs, tmp_path):
    responses = pa.table(
        {
            "customer_id": pa.array([1, 2], theirs),
            "timestamp": moments(["2024-01-01 00:00:00"] * 2),
            "score": [9, 3],
        }
    )
    orders = pa.table(
        {
            "customer_id": pa.array([2, 2], pa.int64()),
            "timestamp": moments(["2024-01-02 00:00:00", "2024-01-03 00:00:00"]),
            "amount": [1.0, 2.0],
        }
    )
    linked = attach(*placed(engine, tmp_path, responses, orders), window="1 day")
    assert linked.matched.tolist() == [False, True]
    assert linked.spend_after.tolist() == [0.0, 1.0]


# pyspark warns of pandas 3 and leaves sockets to the garbage collector.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spark(spark):
    responses, orders = tables()
    theirs = as_spark(
        spark,
        responses,
        "customer_id string, timestamp timestamp, score long, survey string, channel string",
    )
    log = as_spark(spark, orders, "customer_id string, timestamp timestamp, amount double")
    check(attach(theirs, log, **ASKED))
    check(attach(responses.to_pandas(), log, **ASKED))


def test_money_is_plain_arrays(tmp_path):
    linked = attach(*placed("polars", tmp_path, *tables()), **ASKED)
    assert linked.spend_after.dtype == np.float64
    assert linked.answered.dtype == np.dtype("datetime64[us]")

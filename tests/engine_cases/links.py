"""Answers linked to the orders before and after them, within one engine and across two."""

import numpy as np
import pyarrow as pa
from engine_tables import moments

from engine_cases.case import AND_SPARK, Case, Refusal, plain
from vocvalue.errors import DataError

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
    ids, at, score, survey, channel = map(list, zip(*RESPONSES, strict=True))
    responses = {
        "customer_id": ids,
        "timestamp": moments(at),
        "score": pa.array(score, pa.int64()),
        "survey": survey,
        "channel": channel,
    }
    ids, at, amount = map(list, zip(*ORDERS, strict=True))
    orders = {"customer_id": ids, "timestamp": moments(at), "amount": amount}
    return {"responses_table": pa.table(responses), "orders": pa.table(orders)}


TABLES = tables()
ASKED = {"window": "30 days", "survey": "nps", "keep": ["channel"]}
DAYS = ("answered", "first_order", "first_after", "last_after")
COLUMNS = {
    "customer_id": ["a", "b", "c", "d", "e"],
    "answered": ["2024-02-01", "2024-02-10", "2024-03-15", "2024-02-01", "2024-04-02"],
    "score": [3, 7, 10, 6, 9],
    "matched": [True, True, True, False, True],
    # a: 10 + 20 within 30 days before; the 1st of January is 31 days before
    "spend_before": [30.0, 1.0, 0.0, 0.0, 4.0],
    "spend_after": [115.0, 0.0, 2.0, 0.0, 0.0],
    # a: on 5 February and 2 March; the refund of the 6th is no order
    "orders_after": [2, 0, 1, 0, 0],
    "first_order": ["2024-01-01", "2024-02-01", "NaT", "NaT", "2024-03-31"],
    "first_after": ["2024-02-05", "NaT", "2024-03-20", "NaT", "NaT"],
    "last_after": ["2024-03-02", "NaT", "2024-03-20", "NaT", "NaT"],
    "complete": [True, True, False, True, False],
    "tenure": [31.0, 9.0, 0.0, 0.0, 2.0],
}
REPORT = {
    # the answer to another survey is not asked for
    "responses": 10,
    "without_customer": 1,
    "without_time": 1,
    "without_score": 1,
    "repeated": 2,
    "customers": 5,
    "several_answers": 2,
    "exact_copies": 0,
    "matched": 4,
    "answered_late": 1,
    "customers_with_orders": 5,
    "without_orders": 1,
    "without_response": 1,
    # 312 of a, 1, 2 and 4; f has 100 more
    "revenue": 419.0,
    "revenue_matched": 319.0,
}
CHANNELS = ["app", "app", "web", "web", "web"]


def linked_columns(linked):
    columns = {name: plain(getattr(linked, name)) for name in COLUMNS}
    days = {name: [moment[:10] for moment in columns[name]] for name in DAYS}
    report = {name: getattr(linked.report, name) for name in REPORT}
    return {**columns, **days}, plain(linked.kept["channel"]), report


MIXED = tuple(
    (theirs, orders)
    for theirs in ("pandas", "polars lazy", "pyarrow", "csv", "duckdb")
    for orders in ("pandas", "polars", "pyarrow", "parquet", "ibis")
)


def attached(that, gives, look=None, engines=AND_SPARK):
    return Case(
        of="link.attach",
        that=that,
        tables=TABLES,
        asked=ASKED,
        gives=gives,
        look=look,
        engines=engines,
    )


WHOLE = (
    attached(
        "one row a customer",
        gives=(COLUMNS, CHANNELS, REPORT),
        look=linked_columns,
        engines=(*AND_SPARK, *MIXED, ("pandas", "spark")),
    ),
    attached(
        "a relation takes nothing from outside",
        gives=Refusal(DataError, "orders are in DUCKDB and the responses in POLARS"),
        engines=(("polars", "duckdb"),),
    ),
    attached(
        "two connections cannot be joined",
        gives=Refusal(DataError, "two DuckDB connections"),
        engines=(("duckdb", "duckdb"),),
    ),
    attached(
        "the figures are plain arrays",
        gives=(np.float64, np.dtype("datetime64[us]")),
        look=lambda linked: (linked.spend_after.dtype, linked.answered.dtype),
        engines=("polars",),
    ),
)


def with_ids(theirs):
    responses = {
        "customer_id": pa.array([1, 2], theirs),
        "timestamp": moments(["2024-01-01 00:00:00"] * 2),
        "score": [9, 3],
    }
    orders = {
        "customer_id": pa.array([2, 2], pa.int64()),
        "timestamp": moments(["2024-01-02 00:00:00", "2024-01-03 00:00:00"]),
        "amount": [1.0, 2.0],
    }
    return Case(
        of="link.attach",
        that=f"ids of {theirs} are found among whole numbers",
        tables={"responses_table": pa.table(responses), "orders": pa.table(orders)},
        asked={"window": "1 day"},
        gives={"matched": [False, True], "spend_after": [0.0, 1.0]},
    )


IDS = tuple(with_ids(kind) for kind in (pa.int32(), pa.int64(), pa.float64()))
CASES = (*WHOLE, *IDS)

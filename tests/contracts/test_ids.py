"""Ids as people have them: one rule for all kinds, in every engine."""

import datetime as dt
import decimal
import uuid

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv
from vocvalue.errors import DataError

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# Engines that differ in how they hold an id.
ALIKE = {"pandas with a shuffled index", "polars lazy", "parquet"}
APART = [engine for engine in ENGINES if engine not in ALIKE]
DAY = dt.datetime(2024, 1, 8)
WIDE = pa.decimal128(24, 2)
# The customers 1, 2 and 3, and a row without a customer, in every type that holds them.
KINDS = {
    "integers": pa.array([1, 2, 3, None]),
    "without a sign": pa.array([1, 2, 3, None], pa.uint64()),
    "floats": pa.array([1.0, 2.0, 3.0, None]),
    "decimals": pa.array([1, 2, 3, None]).cast(WIDE),
    "text": pa.array(["1", "2", "3", None]),
    "categories": pa.array(["1", "2", "3", None]).dictionary_encode(),
    "blank text": pa.array(["1", "2", "3", " "]),
    "NULL as text": pa.array(["1", "2", "3", "NULL"]),
    "nan as text": pa.array(["1", "2", "3", "nan"]),
}
OBJECTS = {
    "nullable integers": pd.array([1, 2, 3, None], dtype="Int64"),
    "nullable text": pd.array(["1", "2", "3", None], dtype="string"),
    "Decimal": [decimal.Decimal(1), decimal.Decimal("2.00"), decimal.Decimal(3), None],
    "of several kinds": [1, "2", 3.0, None],
    "categories of numbers": pd.Categorical([1, 2, 3, None]),
    "objects of several kinds after many": [1, "2", 3, float("nan")],
}


def answers(ids):
    return pa.table({"customer_id": ids, "timestamp": [DAY] * len(ids), "score": [3, 6, 9, 10]})


def orders(ids):
    after = [DAY + dt.timedelta(days=1)] * len(ids)
    return pa.table({"customer_id": ids, "timestamp": after, "amount": [1.0, 2.0, 4.0, 8.0]})


def check(linked):
    assert linked.spend_after.tolist() == [1.0, 2.0, 4.0]
    assert linked.report.without_customer == 1
    lines = [note.count for note in linked.notes if "1 order line with no customer_id" in note.en]
    assert lines == [1]


PAIRS = [*((kind, "integers") for kind in KINDS), ("text", "floats"), ("decimals", "text")]


@pytest.mark.parametrize("engine", APART)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_an_id_is_found_in_whatever_type_the_tables_hold_it(engine, one, other, tmp_path):
    tables = placed(engine, tmp_path, answers(KINDS[one]), orders(KINDS[other]))
    check(vv.link.attach(*tables, window="1 week"))


@pytest.mark.parametrize("kind", OBJECTS)
def test_objects_of_pandas_are_read_by_the_same_rule(kind):
    asked = answers(KINDS["text"]).to_pandas().assign(customer_id=pd.Series(OBJECTS[kind]))
    log = orders(KINDS["integers"]).to_pandas()
    check(vv.link.attach(asked, log, window="1 week"))
    check(
        vv.link.attach(
            log.assign(score=[3, 6, 9, 10], timestamp=DAY),
            asked.assign(amount=[1.0, 2.0, 4.0, 8.0], timestamp=DAY + dt.timedelta(days=1)),
            window="1 week",
        )
    )


def test_what_is_odd_after_many_plain_rows_counts_too():
    ids = pd.Series([f"c{i}" for i in range(500)] + [7, None], dtype=object)
    log = pd.DataFrame({"customer_id": ids, "timestamp": DAY, "amount": 1.0})
    found = vv.clv.rfm(log)
    assert len(found.customer_id) == 501
    assert "7" in found.customer_id.to_list()


UUIDS = [uuid.UUID(int=number) for number in (1, 2, 3)]


@pytest.mark.skipif(not hasattr(pa, "uuid"), reason="this pyarrow has no type of UUIDs")
def test_uuids_are_the_text_that_they_are_written_as():
    moments = [DAY] * 3
    money = [1.0, 2.0, 4.0]
    held = pa.array([it.bytes for it in UUIDS], pa.uuid())
    tables = [
        pd.DataFrame({"customer_id": UUIDS, "timestamp": moments, "amount": money}),
        pl.DataFrame(
            {
                "customer_id": pl.Series(UUIDS, dtype=pl.Object),
                "timestamp": moments,
                "amount": money,
            }
        ),
        pa.table({"customer_id": held, "timestamp": moments, "amount": money}),
        *placed(
            "duckdb", None, pa.table({"customer_id": held, "timestamp": moments, "amount": money})
        ),
    ]
    for table in tables:
        assert vv.clv.rfm(table).customer_id.to_list() == list(map(str, UUIDS))


NO_IDS = {
    "truth values": pa.array([True, False, True, False]),
    "bytes": pa.array([b"1", b"2", b"3", b"4"]),
    "days": pa.array([dt.date(2024, 1, day) for day in (1, 2, 3, 4)]),
    "fractions": pa.array([1.5, 2.0, 3.0, 4.0]),
    "fractions of a decimal": pa.array([decimal.Decimal("1.50"), 2, 3, 4], WIDE),
    "decimals of more than 64 bits": pa.array([2**64, 2, 3, 4], pa.decimal128(30, 0)),
}


@pytest.mark.parametrize("engine", [engine for engine in APART if engine != "csv"])
@pytest.mark.parametrize("kind", NO_IDS)
def test_what_is_no_id_is_refused(engine, kind, tmp_path):
    tables = placed(engine, tmp_path, answers(KINDS["integers"]), orders(NO_IDS[kind]))
    with pytest.raises(DataError, match=r"column 'customer_id'.*Read the column as text"):
        vv.link.attach(*tables, window="1 week")


@pytest.mark.parametrize("odd", [True, b"1", dt.date(2024, 1, 1), [1], np.inf, 1.5])
def test_objects_that_are_no_ids_are_refused(odd):
    ids = pd.Series([odd, "a", "b", "c"], dtype=object)
    log = pd.DataFrame({"customer_id": ids, "timestamp": DAY, "amount": 1.0})
    with pytest.raises(DataError, match="column 'customer_id'"):
        vv.clv.rfm(log)

"""Columns that nobody reads hinder nothing, whatever they hold, and still tell copies apart."""

import datetime as dt
import decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import vocvalue as vv

N = 4
AT = [dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 1), dt.datetime(2024, 2, 1)]
# The first two lines are one twice, unless the column beside tells them apart.
LINES = {
    "customer_id": pa.array([1, 1, 2, 3]),
    "timestamp": pa.array([*AT, AT[2]], pa.timestamp("us")),
    "amount": pa.array([5.0, 5.0, 7.0, 9.0]),
}


def extension(kind, one, other):
    return lambda same: pa.ExtensionArray.from_storage(
        kind, pa.array([one, one if same else other, other, None], kind.storage_type)
    )


def arrow(kind, one, other):
    return lambda same: pa.array([one, one if same else other, other, None], kind)


def run_ends(same):
    return pa.RunEndEncodedArray.from_arrays([1, 2, N], ["a", "a" if same else "b", "c"])


def of_arrow():
    made = {
        "lists": arrow(pa.list_(pa.int64()), [1, 2], [2, 1]),
        "lists of one length": arrow(pa.list_(pa.int64(), 2), [1, 2], [2, 1]),
        "structs": arrow(pa.struct({"a": pa.int64()}), {"a": 1}, {"a": 2}),
        "lists of structs": arrow(pa.list_(pa.struct({"a": pa.string()})), [{"a": "x"}], []),
        "maps": arrow(pa.map_(pa.string(), pa.int64()), [("a", 1)], [("a", 2)]),
        "text views": arrow(pa.string_view(), "a", "b"),
        "binary views": arrow(pa.binary_view(), b"a", b"b"),
        "large text": arrow(pa.large_string(), "a", "b"),
        "decimals": arrow(pa.decimal256(50, 2), decimal.Decimal(1), decimal.Decimal(2)),
        "spans of time": arrow(pa.month_day_nano_interval(), (0, 1, 0), (1, 0, 0)),
        "times of the day": arrow(pa.time64("us"), dt.time(1), dt.time(2)),
        "half floats": arrow(pa.float16(), np.float16(1), np.float16(2)),
        "runs": run_ends,
    }
    if hasattr(pa, "uuid"):
        made["UUIDs"] = extension(pa.uuid(), bytes(16), b"0" * 16)
    if hasattr(pa, "json_"):
        made["JSON"] = extension(pa.json_(), '{"a": 1}', '{"a": 2}')
    if hasattr(pa, "opaque"):
        made["of a driver"] = extension(pa.opaque(pa.binary(), "inet", "PostgreSQL"), b"1", b"2")
    return made


ARROW = of_arrow()
OBJECTS = {
    "lists": ([1, 2], [2, 1]),
    "dicts": ({"a": [1], "b": 2}, {"a": [2], "b": 2}),
    "sets": ({1, 2}, {1, 3}),
    "arrays": (np.arange(3), np.arange(3) + 1),
    # Printed, they look alike.
    "long arrays": (np.arange(2000), np.where(np.arange(2000) == 1000, -1, np.arange(2000))),
    "bytes that change": (bytearray(b"a"), bytearray(b"b")),
    "several kinds": ([1], "a"),
    "tables": (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})),
    "slices": (slice(1), slice(2)),
    "complex numbers": (1j, 2j),
}


def copies(table):
    read = vv.clv.rfm(table)
    assert read.n_lines == read.n_lines_used == N
    assert read.frequency.tolist() == [0, 0, 0]
    kept = [note.count for note in read.notes if "in every column" in note.en]
    dropped = vv.clv.rfm(table, duplicates="drop")
    assert vv.survey.trend(vv.Responses(table, score="customer_id")).overall.n == N
    assert [N - dropped.n_lines_used] == (kept or [0])
    return kept


@pytest.mark.parametrize("kind", ARROW)
@pytest.mark.parametrize("same", [True, False])
def test_of_arrow(kind, same):
    table = pa.table({**LINES, "beside": ARROW[kind](same)})
    assert copies(table) == ([1] if same else [])


def test_of_nothing():
    assert copies(pa.table({**LINES, "beside": pa.nulls(N)})) == [1]


@pytest.mark.parametrize("kind", ["lists", "structs", "maps", "half floats"])
@pytest.mark.parametrize("same", [True, False])
def test_of_arrow_in_pandas(kind, same):
    table = pa.table({**LINES, "beside": ARROW[kind](same)})
    assert copies(table.to_pandas(types_mapper=pd.ArrowDtype)) == ([1] if same else [])
    assert copies(table.to_pandas()) == ([1] if same else [])


@pytest.mark.parametrize("kind", OBJECTS)
@pytest.mark.parametrize("same", [True, False])
def test_of_pandas(kind, same):
    one, other = OBJECTS[kind]
    values = [one, one if same else other, other, None]
    frame = pa.table(LINES).to_pandas()
    frame["beside"] = pd.Series(values, index=frame.index, dtype=object)
    before = [str(it) for it in values]
    assert copies(frame) == ([1] if same else [])
    assert [str(it) for it in frame["beside"]] == before

"""Tables as nobody would make them on purpose: what the fuzz throws at whatever takes a table."""

import datetime as dt
import decimal

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

CONNECTION = duckdb.connect()


def _with(frame, column, values):
    return frame.assign(**{column: values})


def _some(frame, column, value, random):
    """Return the frame with a value in some rows of a column, which then holds objects."""
    values = frame[column].astype(object).to_numpy().copy()
    share = random.choice([0.02, 0.3, 1.0])
    at = random.random(len(values)) < share
    if len(values):
        at[random.integers(len(values))] = True
    for i in np.flatnonzero(at):
        values[i] = value
    return _with(frame, column, pd.Series(values, index=frame.index, dtype=object))


def _typed(frame, column, value, random):
    """The same, of the type that pandas finds for it."""
    odd = _some(frame, column, value, random)
    return _with(odd, column, odd[column].infer_objects())


def _column(make):
    return lambda frame, column, random: _with(frame, column, make(frame[column]))


def _table(make):
    return lambda frame, column, random: make(frame)


def _as(dtype):
    return _column(lambda it: it.astype(dtype))


def _value(value):
    return lambda frame, column, random: _some(frame, column, value, random)


def _number(value):
    return lambda frame, column, random: _typed(frame, column, value, random)


def _every(make):
    return lambda frame, column, random: _with(
        frame, column, pd.Series([make(i) for i in range(len(frame))], index=frame.index)
    )


def _index(make):
    return lambda frame, column, random: frame.set_index(make(frame), drop=False)


def _renamed(make):
    return lambda frame, column, random: frame.rename(columns={column: make(column)})


def _twice(frame, column, random):
    return pd.concat([frame, frame[[column]]], axis=1)


def _multi_columns(frame, column, random):
    odd = frame.copy()
    odd.columns = pd.MultiIndex.from_product([["a"], frame.columns])
    return odd


def _multi_index(frame, column, random):
    return frame.set_index(pd.MultiIndex.from_arrays([range(len(frame)), range(len(frame))]))


def _shifted(days):
    def shift(frame, column, random):
        return _with(frame, column, frame[column] + pd.Timedelta(days=days))

    return shift


def _unit(unit):
    return _column(lambda it: it.astype(f"datetime64[{unit}]"))


def _moment(text):
    def put(frame, column, random):
        return _typed(frame, column, pd.Timestamp(text), random)

    return put


def _zone(name):
    return _column(lambda it: it.dt.tz_localize(name, nonexistent="shift_forward", ambiguous=True))


def _categorical(*, ordered):
    def make(frame, column, random):
        held = pd.Categorical(frame[column], ordered=ordered)
        unused = held.categories[:1].astype(object).tolist()
        more = "unused" if isinstance(unused[0] if unused else "", str) else None
        return _with(frame, column, held.add_categories([more]) if more else held)

    return make


def _two_zones(frame, column, random):
    zones = ["UTC", "Asia/Tokyo"]
    values = [it.tz_localize(zones[i % 2]) for i, it in enumerate(frame[column])]
    return _with(frame, column, pd.Series(values, index=frame.index, dtype=object))


WHOLE = {
    "no rows": _table(lambda frame: frame.head(0)),
    "no rows, no types": lambda frame, column, random: pd.DataFrame(columns=frame.columns),
    "no columns": lambda frame, column, random: pd.DataFrame(index=frame.index),
    "one row": _table(lambda frame: frame.head(1)),
    "two rows": _table(lambda frame: frame.head(2)),
    "one customer": lambda frame, column, random: frame[frame.iloc[:, 0] == frame.iloc[0, 0]],
    "every line twice": lambda frame, column, random: pd.concat([frame, frame]),
    "all the same line": _table(lambda frame: frame.iloc[[0] * len(frame)]),
    "a column twice": _twice,
    "column left out": lambda frame, column, random: frame.drop(columns=column),
    "columns of two levels": _multi_columns,
    "index of two levels": _multi_index,
    "index of one value": _index(lambda frame: [0] * len(frame)),
    "index of times": _index(lambda frame: pd.date_range("2024-01-01", periods=len(frame))),
    "index of missing": _index(lambda frame: [None] * len(frame)),
    "index named as a column": lambda frame, column, random: frame.set_index(column, drop=False),
    "index is a column": lambda frame, column, random: frame.set_index(column),
    "named in capitals": _renamed(str.upper),
    "named by a number": _renamed(lambda name: 7),
    "named by a pair": _renamed(lambda name: (name, 1)),
    "named by nothing": _renamed(lambda name: None),
    "capitals beside": lambda frame, column, random: frame.assign(**{column.upper(): 1}),
    "our own names beside": _table(lambda frame: frame.assign(_vv_customer=1, _vv_n=6, n=7)),
    "backed by pyarrow": _table(lambda it: it.convert_dtypes(dtype_backend="pyarrow")),
    "pandas' own missing": _table(lambda frame: frame.convert_dtypes()),
    "everything an object": _table(lambda frame: frame.astype(object)),
    "everything text": _table(lambda frame: frame.astype(str)),
    "everything missing": _table(lambda frame: frame.mask(frame.notna())),
    "shuffled": _table(lambda frame: frame.sample(frac=1, random_state=1)),
    "reversed": _table(lambda frame: frame.iloc[::-1]),
}
ANY = {
    "all missing": _column(lambda it: None),
    "some missing": _number(None),
    "all NaN": _column(lambda it: np.nan),
    "all NaT": _column(lambda it: pd.NaT),
    "pd.NA": _value(pd.NA),
    "one value": _column(lambda it: it.iloc[0]),
    "lists": _value([1, 2]),
    "dicts": _value({"a": 1}),
    "sets": _value(frozenset((1, 2))),
    "arrays": _value(np.array([1, 2])),
    "bytes": _value(b"\xff\x00"),
    "text": _value("x"),
    "empty text": _value(""),
    "blank text": _value("  "),
    "NUL": _value("a\0b"),
    "a lone surrogate": _value("\ud800"),
    "very long text": _value("9" * 5000),
    "complex": _value(1 + 2j),
    "complex numbers": _every(lambda i: complex(i, 1)),
    "true among others": _value(True),
    "true and false": _every(lambda i: i % 2 == 0),
    "Decimal": _every(lambda i: decimal.Decimal(i) / 7),
    "Decimal NaN": _value(decimal.Decimal("NaN")),
    "Decimal inf": _value(decimal.Decimal("Infinity")),
    "timedelta": _every(lambda i: dt.timedelta(days=i)),
    "times of the day": _every(lambda i: dt.time(i % 24)),
    "huge ints": _value(10**30),
    "infinite": _number(np.inf),
    "intervals": _column(lambda it: pd.interval_range(0, len(it)) if len(it) else None),
    "sparse": _column(lambda it: pd.arrays.SparseArray(np.arange(len(it)) % 3)),
    "categorical": _categorical(ordered=False),
    "ordered categorical": _categorical(ordered=True),
    "objects": _as(object),
    "python str": _column(lambda it: it.astype(str).astype(object)),
    "text of pandas": _as("string"),
    "an object of a class": _value(object()),
    "a type": _value(int),
    "nested frames": _value(pd.DataFrame({"a": [1]})),
}
NUMBER = {
    "negative": _column(lambda it: -it),
    "zeros": _column(lambda it: it * 0),
    "int8": _column(lambda it: (it % 100).astype("int8")),
    "uint8": _column(lambda it: (it % 100).astype("uint8")),
    "uint64": _column(lambda it: it.astype("uint64") + np.uint64(2**63)),
    "int64 at its end": _column(lambda it: np.iinfo(np.int64).max - np.arange(len(it))),
    "float16": _as("float16"),
    "float32": _as("float32"),
    "tiny": _column(lambda it: it * 1e-300),
    "near the largest": _column(lambda it: it * 1e305),
    "past 2**53": _column(lambda it: it + 2.0**60),
    "minus infinity": _number(-np.inf),
    "halves": _column(lambda it: it + 0.5),
    "nullable": _as("Float64"),
    "numbers as text": _column(lambda it: it.astype(str)),
    "1,234.5": _value("1,234.5"),
    "a hundred": _column(lambda it: 100),
    "minus nought": _column(lambda it: -0.0),
}
TIME = {
    "year 1": _moment("0001-01-01"),
    "year 1677": _moment("1677-01-01"),
    "year 1970": _moment("1970-01-01"),
    "year 2204": _moment("2204-01-01"),
    "year 9999": _moment("9999-12-31 23:59:59.999999"),
    "seconds": _unit("s"),
    "milliseconds": _unit("ms"),
    "nanoseconds": _unit("ns"),
    "UTC": _zone("UTC"),
    "Shanghai": _zone("Asia/Shanghai"),
    "New York": _zone("America/New_York"),
    "an offset": _zone(dt.timezone(dt.timedelta(hours=5, minutes=45))),
    "days": _column(lambda it: it.dt.normalize()),
    "dates of Python": _column(lambda it: it.dt.date),
    "moments of Python": _column(lambda it: it.astype(object)),
    "periods": _column(lambda it: it.dt.to_period("D")),
    "ISO": _column(lambda it: it.astype(str)),
    "ISO with Z": _column(lambda it: it.dt.strftime("%Y-%m-%dT%H:%M:%SZ")),
    "01/02/2024": _column(lambda it: it.dt.strftime("%d/%m/%Y")),
    "20240102": _column(lambda it: it.dt.strftime("%Y%m%d").astype("int64")),
    "seconds since 1970": _column(lambda it: it.astype("int64")),
    "long ago": _shifted(-200_000),
    "long hence": _shifted(100_000),
    "one moment": _column(lambda it: it.max()),
    "two zones": _two_zones,
}


def oddities(frame, column):
    """Return what can be made of a column, by name."""
    found = {**WHOLE, **ANY}
    if pd.api.types.is_numeric_dtype(frame[column]):
        found |= NUMBER
    if pd.api.types.is_datetime64_any_dtype(frame[column]):
        found |= TIME
    return found


def _polars_nested(frame):
    table = pl.from_pandas(frame)
    nested = pl.concat_list(table.columns[:1]).alias("nested")
    return table.with_columns(nested, pl.struct(table.columns[:2]).alias("struct"))


ENGINES = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "polars nested": _polars_nested,
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    "duckdb": CONNECTION.from_df,
    "ibis": ibis.memtable,
}

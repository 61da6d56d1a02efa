"""Every function that takes a bare column of scores or weights reads it right, or refuses it."""

import dataclasses
import datetime as dt
import decimal
import inspect

import duckdb
import ibis
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from table_arguments import COLUMNS, OF_SCORES, public_functions, takes_anything

import vocvalue as vv
from vocvalue.errors import DataError, VocValueError

SCORES = [5, 4, 1, 3, 2, 5, 5, 1]
"""Scores on all three scales."""
WEIGHTS = [1, 2, 1, 1, 4, 1, 1, 2]
CALLS = {
    ("survey.nps", "scores"): vv.survey.nps,
    ("survey.nps", "weights"): lambda given: vv.survey.nps(SCORES, given),
    ("survey.csat", "scores"): vv.survey.csat,
    ("survey.csat", "weights"): lambda given: vv.survey.csat(SCORES, given, kind="mean"),
    ("survey.ces", "scores"): vv.survey.ces,
    ("survey.ces", "weights"): lambda given: vv.survey.ces(SCORES, given),
    ("survey.segment", "scores"): vv.survey.segment,
    ("survey.nps_change", "before"): lambda given: vv.survey.nps_change(given, SCORES),
    ("survey.nps_change", "after"): lambda given: vv.survey.nps_change(SCORES, given),
    ("survey.nps_change", "weights_before"): lambda given: vv.survey.nps_change(
        SCORES, SCORES, weights_before=given
    ),
    ("survey.nps_change", "weights_after"): lambda given: vv.survey.nps_change(
        SCORES, SCORES, weights_after=given
    ),
}
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


def test_every_argument_that_takes_a_column_is_walked():
    found = {
        (called, name)
        for called, function in public_functions()
        for name, parameter in inspect.signature(function, eval_str=True).parameters.items()
        if takes_anything(parameter) and (name in COLUMNS or (called, name) in OF_SCORES)
    }
    assert found == set(CALLS)


def values(argument):
    return WEIGHTS if "weights" in argument else SCORES


def figures(result):
    if isinstance(result, vv.results.Result):
        return [getattr(result, it.name) for it in dataclasses.fields(result) if it.name != "notes"]
    if isinstance(result, vv.results.Estimate):
        return result
    return list(map(str, np.asarray(result)))


def in_chunks(it):
    return pa.chunked_array([it[:3], [], it[3:]], pa.int64())


SAME = {
    "a tuple": tuple,
    "numbers of numpy in a list": lambda it: list(np.array(it)),
    "an array": np.array,
    "an array of bytes": lambda it: np.array(it, np.int8),
    "an array without signs": lambda it: np.array(it, np.uint64),
    "an array of floats": lambda it: np.array(it, float),
    "an array of half floats": lambda it: np.array(it, np.float16),
    "an array of objects": lambda it: np.array(it, object),
    "an array of other byte order": lambda it: np.array(it, ">i4"),
    "every second of an array": lambda it: np.repeat(it, 2)[::2],
    "an array that cannot be written": lambda it: np.broadcast_to(np.array(it), len(it)),
    "a masked array": np.ma.masked_array,
    "pandas": pd.Series,
    "pandas, with an index of one value": lambda it: pd.Series(it, index=[0] * len(it)),
    "pandas, with an index of names": lambda it: pd.Series(it, index=list("hgfedcba")),
    "pandas, its own missing": lambda it: pd.Series(it, dtype="Int64"),
    "pandas, small": lambda it: pd.Series(it, dtype="UInt8"),
    "pandas, floats": lambda it: pd.Series(it, dtype="Float32"),
    "pandas, objects": lambda it: pd.Series(it, dtype=object),
    "pandas, of pyarrow": lambda it: pd.Series(it, dtype="int64[pyarrow]"),
    "pandas, categories": lambda it: pd.Series(it).astype("category"),
    "pandas, sparse": lambda it: pd.Series(pd.arrays.SparseArray(it)),
    "an index": pd.Index,
    "Decimal": lambda it: pd.Series([decimal.Decimal(one) for one in it]),
    "polars": pl.Series,
    "polars, small": lambda it: pl.Series(it, dtype=pl.UInt8),
    "polars, decimals": lambda it: pl.Series(it, dtype=pl.Decimal(10, 2)),
    "pyarrow": in_chunks,
    "pyarrow, decimals": lambda it: pa.chunked_array([pa.array(it).cast(pa.decimal128(25, 2))]),
    "pyarrow, an array": pa.array,
    "a column of Ibis": lambda it: ibis.memtable(pd.DataFrame({"score": it}))["score"],
    "narwhals": lambda it: nw.from_native(pl.Series(it), series_only=True),
}


@pytest.mark.parametrize("form", SAME)
def test_the_same_column_gives_the_same_figures(form):
    for (of, argument), call in CALLS.items():
        plain = values(argument)
        assert figures(call(SAME[form](plain))) == figures(call(plain)), (of, argument)


def among(value):
    return lambda it: [*it[:3], value, *it[4:]]


REFUSED = {
    "text": lambda it: [str(one) for one in it],
    "one text": among("very likely"),
    "text of pandas": lambda it: pd.Series(it).astype("string"),
    "text of polars": lambda it: pl.Series(it).cast(pl.String),
    "categories of text": lambda it: pd.Series(it).astype(str).astype("category"),
    "None": among(None),
    "NaN": among(float("nan")),
    "pd.NA": lambda it: pd.Series(among(None)(it), dtype="Int64"),
    "missing of polars": lambda it: pl.Series(among(None)(it)),
    "missing of pyarrow": lambda it: pa.array(among(None)(it)),
    "masked": lambda it: np.ma.masked_array(it, [0, 0, 0, 1, 0, 0, 0, 0]),
    "pd.NaT": among(pd.NaT),
    "infinite": among(float("inf")),
    "negative": among(-1),
    "near the end of 64 bits": among(-(2**63)),
    "true and false": lambda it: [one > 2 for one in it],
    "true and false of polars": lambda it: pl.Series(it) > 2,
    "true among numbers": lambda it: pd.Series(among(True)(it), dtype=object),
    "times": lambda it: pd.to_datetime(pd.Series(it)),
    "spans": lambda it: pd.to_timedelta(pd.Series(it)),
    "dates": lambda it: [dt.date(2024, 1, one) for one in it],
    "complex numbers": lambda it: np.array(it) + 1j,
    "lists": lambda it: [[one] for one in it],
    "lists of polars": lambda it: pl.Series([[one] for one in it]),
    "two columns": lambda it: np.array([it, it]).T,
    "one column of two dimensions": lambda it: np.array([it]).T,
    "no dimension": lambda it: np.array(it[0]),
    "a number": lambda it: it[0],
    "a word": lambda it: "scores.csv",
    "bytes": lambda it: b"1234",
    "a table": lambda it: pd.DataFrame({"score": it}),
    "a table of polars": lambda it: pl.DataFrame({"score": it}),
    "a table that waits": lambda it: pl.LazyFrame({"score": it}),
    "a table of pyarrow": lambda it: pa.table({"score": it}),
    "a relation": lambda it: duckdb.connect().from_df(pd.DataFrame({"score": it})),
    "an expression": lambda it: pl.col("score"),
    "a dict": lambda it: dict(enumerate(it)),
    "a set": set,
    "a generator": iter,
    "a class": lambda it: list,
    "nothing in it": lambda it: [],
    "objects": lambda it: [object()] * len(it),
    "records": lambda it: np.array([(one, one) for one in it], [("a", int), ("b", int)]),
    "a table that knows its names": lambda it: vv.Responses(pd.DataFrame({"score": it})),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_column_of_numbers_is_refused(kind):
    for (of, argument), call in CALLS.items():
        given = REFUSED[kind](values(argument))
        with pytest.raises(VocValueError) as caught:
            pytest.fail(f"{argument} of {of} gives {call(given)}")
        assert len(str(caught.value)) < 600


@pytest.mark.parametrize("value", [2.5, 99, 10**30])
def test_scores_between_and_beyond_are_refused_with_their_row(value):
    for (_, argument), call in CALLS.items():
        if "weights" not in argument:
            with pytest.raises(DataError, match=r"1 row .*\(first ids: row 3\)"):
                call(among(value)(SCORES))

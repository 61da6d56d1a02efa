"""No message and no note shows an id or the content of a cell where they are hidden."""

import subprocess
import sys
import traceback
import warnings

import pandas as pd
import polars as pl
import pytest
from table_arguments import CALLS, covering

import vocvalue as vv
from vocvalue.errors import VocValueError
from vocvalue.showing import are_shown

SECRET = "S3CRET"  # noqa: S105 - no password, but what must not be said
# Labels of segments, arms and surveys are what a table is about, and are named.
LABELS = {"channel", "arm", "tier", "region", "topic", "survey", "age"}
LATER = pd.Timestamp("2204-05-06")


def _cells(frame, column, values):
    some = frame[column].astype(object).copy()
    some.iloc[[1, 4]] = values
    return frame.assign(**{column: some})


def spoilt(frame):
    """Yield the table with secrets in its ids, and with secrets in each column of its own."""
    ids = [f"{SECRET}-{i}" for i in frame.get("customer_id", pd.Series(dtype=object))]
    if ids:
        named = frame.assign(customer_id=ids)
        yield named
        yield pd.concat([named, named[:3]])
        for column in frame.columns.difference([*LABELS, "customer_id"]):
            yield _cells(named, column, LATER if column == "timestamp" else "odd")
        yield _cells(frame, "customer_id", SECRET.encode())
    for column in frame.columns.difference([*LABELS]):
        yield _cells(frame, column, SECRET)


def said(call, tables):
    """Return all that is said: of an error with its traceback, or in the notes of a result."""
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            result = call(tables)
    except VocValueError as error:
        return "".join(traceback.format_exception_only(error)) + repr(error.__cause__)
    notes = [note.en + note.zh for note in getattr(result, "notes", ())]
    return " ".join([*notes, *(str(it.message) for it in told)])


@pytest.mark.parametrize("call", covering(3), ids=str)
def test_nothing_secret_is_said_where_values_are_hidden(call):
    for argument in call.tables:
        for odd in spoilt(call.clean[argument]):
            with vv.show_values(False):
                text = said(call, {**call.clean, argument: odd})
            assert SECRET not in text


def test_they_are_shown_until_they_are_hidden():
    orders = pd.DataFrame({"customer_id": [f"{SECRET}-1"], "timestamp": "soon", "amount": 1.0})
    call = CALLS[0]
    assert f"'soon' (first ids: {SECRET}-1)" in said(call, {"orders": orders})
    with vv.show_values(False):
        text = said(call, {"orders": orders})
        assert "column 'timestamp': 1 row" in text
        assert "for example [hidden] (first ids: [hidden])" in text
        with vv.show_values(True):
            assert SECRET in said(call, {"orders": orders})
        assert not are_shown()
    assert are_shown()


def test_what_an_engine_says_is_hidden_with_its_cause():
    lazy = pl.LazyFrame({"customer_id": [SECRET], "timestamp": ["2024-01-01"], "amount": [1.0]})
    broken = lazy.with_columns(pl.col("customer_id").cast(pl.Int64))
    assert SECRET in said(CALLS[0], {"orders": broken})
    with vv.show_values(False):
        text = said(CALLS[0], {"orders": broken})
    assert SECRET not in text
    assert "whose message is hidden" in text


def test_the_environment_hides_them_from_the_start():
    program = "from vocvalue.showing import shown; print(shown('Ann'), shown('row 3'))"
    for told, expected in (("0", "[hidden] row 3"), ("1", "Ann row 3")):
        run = subprocess.run(
            [sys.executable, "-c", program],
            env={"VOCVALUE_SHOW_VALUES": told},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == expected

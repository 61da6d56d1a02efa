"""What an order table must hold, and how its lines are to be read."""

from typing import Any

import narwhals as nw

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.tables import pandas_numbers
from vocvalue.tables.reading import Orders
from vocvalue.tables.sources import collect, count

NUMBER = r"^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$"


def check_columns(frame: nw.LazyFrame[Any], schema: Orders) -> None:
    """Refuse a table that lacks a column."""
    needed = (schema.customer_id, schema.timestamp, *schema.numbers)
    available = frame.collect_schema().names()
    missing = [name for name in needed if name not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table="the order table")


def check_text_mix(frame: nw.LazyFrame[Any], column: str, customer: str) -> None:
    """Refuse a column of Python objects, naming the rows that hold text."""
    table = collect(frame.select(customer, column) if column != customer else frame.select(column))
    is_text = [isinstance(value, str) for value in table[column].to_list()]
    if not any(is_text):
        return
    ids = table.filter(is_text)[customer].head(FIRST_IDS).to_list()
    raise DataError.bad_rows(
        "of text among other values",
        column=column,
        count=sum(is_text),
        first_ids=ids,
        hint="Mend these rows, then give the column one type.",
    )


def number(frame: nw.LazyFrame[Any], column: str, customer: str, *, is_text: bool) -> nw.Expr:
    """Return the expression of a column as floats; text is read only from files without types."""
    dtype = frame.collect_schema()[column]
    if dtype.is_numeric():
        return nw.col(column).cast(nw.Float64)
    if isinstance(dtype, nw.String):
        _check_text(frame, column, customer, is_text=is_text)
        # An empty cell is a missing amount, not a bad one.
        return nw.when(nw.col(column) != "").then(nw.col(column)).cast(nw.Float64)
    if isinstance(dtype, nw.Object):
        check_text_mix(frame, column, customer)
    if pandas_numbers.are_objects(frame, column):
        return pandas_numbers.as_floats(column)
    raise DataError(
        f"column {column!r} holds {dtype}, not numbers. "
        "Convert it first, for example with pandas.to_numeric."
    )


def is_missing(frame: nw.LazyFrame[Any], column: str) -> nw.Expr:
    """Return the expression of whether a value is missing: null, not a number or an empty text."""
    value = nw.col(column)
    dtype = frame.collect_schema()[column]
    if dtype.is_float():
        return value.is_null() | value.is_nan()
    if isinstance(dtype, nw.String):
        return value.is_null() | (value == "")
    return value.is_null()


def _check_text(frame: nw.LazyFrame[Any], column: str, customer: str, *, is_text: bool) -> None:
    text = nw.col(column)
    given = frame.filter(~text.is_null() & (text != ""))
    bad = given.filter(~text.str.contains(NUMBER)) if is_text else given
    n = count(bad)
    if not n:
        return
    first = collect(bad.select(customer, column).head(FIRST_IDS))
    raise DataError.bad_rows(
        f"of text, not numbers, for example {first[column].to_list()[0]!r}",
        column=column,
        count=n,
        first_ids=first[customer].to_list(),
        hint="Mend or remove these rows, then convert the column, e.g. with pandas.to_numeric.",
    )

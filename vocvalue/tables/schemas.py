"""What an order table must hold, and how its lines are to be read."""

from typing import Any

import narwhals as nw

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.showing import cell, cut
from vocvalue.tables import decimal_texts, pandas_numbers
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.sources import Source, collect, count

# No amount, rating or covariate is larger, and the squares of these are still numbers.
LARGEST = 1e30


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
        hint="Correct these rows, then give the column one type.",
    )


def number(source: Source, column: str, customer: str | None) -> nw.Expr:
    """Return the expression of a column as floats.

    Text is read from files without types, and where the table says how its numbers are written.

    Args:
        source: The table.
        column: The column.
        customer: The column that names rows in messages; None where there is none.
    """
    frame = source.frame
    dtype = frame.collect_schema()[column]
    if dtype.is_numeric():
        return nw.col(column).cast(nw.Float64)
    if isinstance(dtype, nw.String):
        _check_text(source, column, customer)
        # An empty cell is a missing amount, not a bad one.
        text = nw.when(nw.col(column) != "").then(nw.col(column))
        return decimal_texts.as_plain(text, source.decimal).cast(nw.Float64)
    if isinstance(dtype, nw.Object) and customer is not None:
        check_text_mix(frame, column, customer)
    if pandas_numbers.are_objects(frame, column):
        return pandas_numbers.as_floats(column)
    raise DataError(
        f"column {column!r} holds {cut(str(dtype))}, not numbers. "
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


def _check_text(source: Source, column: str, customer: str | None) -> None:
    text, is_number = nw.col(column), decimal_texts.pattern(source.decimal)
    given = source.frame.filter(~text.is_null() & (text != ""))
    is_read = source.is_text or source.decimal is not None
    bad = given.filter(~text.str.contains(is_number)) if is_read else given
    n = count(bad)
    if not n:
        return
    named = [] if customer is None or customer == column else [customer]
    first = collect(bad.select(*named, column).head(FIRST_IDS))
    examples = first[column].to_list()
    what = f"of text, not numbers, for example {cell(examples[0])}"
    hint = decimal_texts.hint(examples, source.decimal, is_text=source.is_text)
    if customer is None:
        rows = f"{n:,} row{'' if n == 1 else 's'}"
        raise DataError(f"column {column!r}: {rows} {what}. {hint}")
    ids = first[customer].to_list()
    raise DataError.bad_rows(what, column=column, count=n, first_ids=ids, hint=hint)

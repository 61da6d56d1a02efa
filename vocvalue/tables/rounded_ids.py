"""Ids that a float or a spreadsheet has rounded: different customers have become one."""

from typing import Any

import narwhals as nw

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.tables.sources import collect, count

# Whole numbers from here on are no longer told apart as floats.
EXACT = 2.0**53
EXACT_NARROW = 2.0**24
MEND = "Read the column as text or as whole numbers."
WRITTEN = r"^-?(?:\d(?:\.\d+)?[eE]\+\d{2,}|(?:9\d{15}|\d{17,})\.0+)$"
"""How spreadsheets and columns of floats write a number that is too long for them."""


def refuse_rounded(frame: nw.LazyFrame[Any], column: str) -> None:
    """Refuse a column of floats with ids that are too large to be exact.

    Nothing is read of a column of another type.

    Args:
        frame: The table.
        column: Its column of the ids.

    Raises:
        DataError: Such ids, counted in the engine.
    """
    dtype = frame.collect_schema()[column]
    if not dtype.is_float():
        return
    ids = nw.col(column)
    exact = EXACT_NARROW if isinstance(dtype, nw.Float32) else EXACT
    # Not a number is a missing id, and larger than all numbers to some engines.
    given = frame.filter(~ids.is_null()).filter(~ids.is_nan())
    _refuse(given.filter(ids.abs() >= exact), column)


def refuse_rounded_text(frame: nw.LazyFrame[Any], column: str) -> None:
    """Refuse text such as 1.23457E+18, which a spreadsheet or a column of floats has written.

    Args:
        frame: The table, from a file that knows no types.
        column: Its column of the ids, as text.

    Raises:
        DataError: Such ids, counted in the engine.
    """
    _refuse(frame.filter(nw.col(column).str.contains(WRITTEN)), column)


def refuse_rounded_objects(values: list[Any], column: str) -> None:
    """Refuse Python floats among the objects of a column that are too large to be exact.

    Args:
        values: The ids.
        column: The name of their column.

    Raises:
        DataError: Such ids.
    """
    odd = [value for value in values if isinstance(value, float) and abs(value) >= EXACT]
    if odd:
        raise _error(column, len(odd), odd)


def _refuse(odd: nw.LazyFrame[Any], column: str) -> None:
    n = count(odd)
    if n:
        raise _error(column, n, collect(odd.select(column).head(FIRST_IDS))[column].to_list())


def _error(column: str, n: int, first: list[Any]) -> DataError:
    return DataError.bad_rows(
        "too large for a float to hold exactly",
        column=column,
        count=n,
        first_ids=first[:FIRST_IDS],
        hint=f"{MEND} If the digits are already lost, export the table again.",
    )

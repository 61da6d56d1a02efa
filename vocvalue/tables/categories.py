"""The categories that rows fall in: one by one, or counted where the data live."""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.showing import cell
from vocvalue.tables.sources import Source, collect, open_table

CUSTOMER_ID = "customer_id"
MEND = "Fill them in, or make them a category of their own on both sides."
TRUTH = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"}
# Whole numbers from here on are no longer told apart as floats.
EXACT = 2.0**53
NUMBER = re.compile(r"0|-?(?:0|[1-9]\d*)(?:\.\d+)?")
"""A number as people write one; "007" and "1E3" are codes and stay as they are."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Categories:
    """The category of every row in each of some columns.

    Attributes:
        source: Where the rows come from.
        columns: The columns.
        values: For each column the categories that occur.
        codes: Number of each row's category in each column, shape (n, k).
    """

    source: Source
    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    codes: NDArray[np.int64]

    def first_ids(self, is_meant: NDArray[np.bool_], customer_id: str) -> list[Any]:
        """Return the customers of the first rows meant, or their numbers where there are none."""
        return _first_ids(self.source, is_meant, customer_id)


def key(value: Any) -> str:
    """Return the text that a category is known by, the same in every engine.

    It is the only text a category is compared by or shown with, and it keeps every digit: whole
    numbers are written as such, other numbers in full, midnight as its day, true and false in
    lower case whether they come as truth values or as text. Everything else is its own text.

    Examples:
        >>> key(1), key(1.0), key("1"), key(1.5), key(20240101.0)
        ('1', '1', '1', '1.5', '20240101')
        >>> key("01234"), key(1234567890123456789), key(0.1 + 0.2)
        ('01234', '1234567890123456789', '0.30000000000000004')
        >>> import datetime
        >>> key(True), key("True"), key(datetime.datetime(2024, 1, 8)), key(Decimal("2.50"))
        ('true', 'true', '2024-01-08', '2.5')
    """
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        return str(int(value)) if value.is_integer() else repr(float(value))
    if isinstance(value, Decimal):
        return _of_decimal(value)
    if isinstance(value, dt.date | np.datetime64):
        return _of_moment(pd.Timestamp(value) if isinstance(value, np.datetime64) else value)
    text = str(value)
    return TRUTH.get(text, text)


def _of_decimal(value: Decimal) -> str:
    if value == value.to_integral_value():
        return str(int(value))
    text = format(value, "f")
    return text.rstrip("0") if "." in text else text


def _of_moment(value: dt.date) -> str:
    if not isinstance(value, dt.datetime):
        return value.isoformat()
    at_midnight = value.time() == dt.time() and not getattr(value, "nanosecond", 0)
    return value.date().isoformat() if at_midnight and not value.tzinfo else str(value)


def is_blank(value: Any) -> bool:
    """Whether there is no category: none, not a number or time, or an empty text."""
    return value is None or value == "" or (not isinstance(value, str) and _is_na(value))


def _is_na(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def keys(values: Sequence[Any], *, column: str, is_text: bool = False) -> list[str | None]:
    """Return the text that each of some different values of a column is known by, None if blank.

    Args:
        values: The values.
        column: The column's name in messages.
        is_text: Whether they come from a file that knows no types: where all are numbers, 1.0 and
            1 are the same, as they are in a file that does.

    Raises:
        DataError: A number and a text, or others of two kinds, that read alike; or floats too
            large to be told apart.
    """
    _refuse_inexact(values, column)
    _refuse_infinite(values, column)
    words = [None if is_blank(value) else key(value) for value in values]
    refuse_unwritable(words, column)
    if is_text and all(NUMBER.fullmatch(word) for word in words if word is not None):
        return [None if word is None else key(Decimal(word)) for word in words]
    _refuse_alike(values, words, column)
    return words


def _refuse_inexact(values: Sequence[Any], column: str) -> None:
    """Refuse whole numbers that a float no longer tells apart."""
    floats = (value for value in values if isinstance(value, float | np.floating))
    large = [value for value in map(float, floats) if EXACT <= abs(value) < math.inf]
    if large:
        raise DataError(
            f"column {column!r} holds {large[0]!r} as a float, which is too large to be exact. "
            "Read the column as text or as whole numbers."
        )


def _refuse_infinite(values: Sequence[Any], column: str) -> None:
    numbers = (value for value in values if isinstance(value, float | np.floating | Decimal))
    odd = [value for value in numbers if math.isinf(value)]
    if odd:
        raise DataError(
            f"column {column!r} holds {odd[0]!r}, which is not a group. Correct these rows, or "
            "leave "
            "the cells empty."
        )


def refuse_unwritable(values: Sequence[Any], column: str) -> None:
    """Refuse text with half a character, which no file and no engine can hold.

    Raises:
        DataError: There is such text.
    """
    for value in values:
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise DataError(
                    f"column {column!r} holds text that is cut off in the middle of a "
                    f"character, such as {cell(value)}. Read it again with the right encoding."
                ) from error


def _refuse_alike(values: Sequence[Any], words: Sequence[str | None], column: str) -> None:
    kinds: dict[str, Any] = {}
    for value, word in zip(values, words, strict=True):
        if word is None or word in TRUTH.values():
            continue
        other = kinds.setdefault(word, value)
        if kind(other) != kind(value):
            raise DataError(
                f"column {column!r} holds {cell(other)} and {cell(value)}, which look the same "
                f"but are {kind(other)} and {kind(value)}. Give the column one type, or write "
                "them differently."
            )


def kind(value: Any) -> str:
    """Return what a value is, in a word: a truth value, a number, text or something else."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool | np.bool_):
        return "a truth value"
    if isinstance(value, int | float | np.number | Decimal):
        return "a number"
    return "a date" if isinstance(value, dt.date | np.datetime64) else type(value).__name__


def read_categories(
    data: object, columns: Sequence[str], *, name: str, customer_id: str
) -> Categories:
    """Read the category of every row, in the order in which the engine gives the rows.

    Args:
        data: A frame or a path, as in `open_table`.
        columns: The columns.
        name: The argument's name in messages.
        customer_id: Column that bad rows are named by; by default "customer_id", which need not
            be there.

    Raises:
        DataError: A column is not there, there are no rows, or some have no category.
    """
    named = [] if customer_id == CUSTOMER_ID else [customer_id]
    source = _open(data, [*columns, *named], name)
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    table = collect(source.frame.select(*columns))
    if table.is_empty():
        raise DataError(f"{name} is an empty table. At least one row is needed.")
    codes, values = np.empty((len(table), len(columns)), dtype=np.int64), []
    for j, column in enumerate(columns):
        codes[:, j], found = _read(table[column], is_text=source.is_text)
        is_missing = np.array([*map(is_blank, found), True])[codes[:, j]]
        if is_missing.any():
            raise DataError.bad_rows(
                f"missing in {name}",
                column=column,
                count=int(is_missing.sum()),
                first_ids=_first_ids(source, is_missing, customer_id),
                hint=MEND,
            )
        values.append(tuple(found))
    return Categories(source=source, columns=tuple(columns), values=tuple(values), codes=codes)


def count_categories(
    data: object, columns: Sequence[str], *, name: str
) -> Mapping[str, Mapping[Any, int]]:
    """Count the rows of each category of some columns, in the engine.

    Args:
        data: A frame or a path, as in `open_table`.
        columns: The columns.
        name: The argument's name in messages.

    Returns:
        For each column the number of rows of each category, sorted.

    Raises:
        DataError: A column is not there, there are no rows, or some have no category.
    """
    source = _open(data, columns, name)
    frame = source.frame
    cells = collect(frame.group_by(*columns).agg(nw.len().alias("_vv_n")))
    if cells.is_empty():
        raise DataError(f"{name} is an empty table. At least one row is needed.")
    n = cells["_vv_n"].to_numpy().astype(np.float64)
    return {column: _counted(cells[column], n, name, is_text=source.is_text) for column in columns}


def _counted(
    column: nw.Series[Any], n: NDArray[np.float64], name: str, *, is_text: bool
) -> dict[Any, int]:
    codes, values = _read(column, is_text=is_text)
    # The last place is that of the missing, whose code is -1.
    counts = np.bincount(np.where(codes < 0, len(values), codes), n, len(values) + 1)
    is_missing = np.array([*map(is_blank, values), True])
    missing = counts[is_missing].sum()
    if missing:
        raise DataError(f"column {column.name!r} of {name}: {missing:,.0f} rows missing. {MEND}")
    known = {value: int(count) for value, count in zip(values, counts, strict=False)}
    return dict(sorted(known.items(), key=lambda item: key(item[0])))


def _read(column: nw.Series[Any], *, is_text: bool) -> tuple[NDArray[np.int64], Sequence[Any]]:
    """Return the number of each row's category, and the categories, no two of one text."""
    codes, values = distinct(column)
    words = keys(values, column=str(column.name), is_text=is_text)
    known = [value for value, word in zip(values, words, strict=True) if word is not None]
    if not is_text and len({key(value) for value in known}) == len(known):
        return codes, values
    places, texts = pd.factorize(np.array(words, dtype=object))
    return np.array([*places, -1])[codes], texts.tolist()


def _open(data: object, columns: Sequence[str], name: str) -> Source:
    source = open_table(data, name=name)
    available = source.frame.collect_schema().names()
    missing = [column for column in columns if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=f"the table {name}")
    return source


def distinct(column: nw.Series[Any]) -> tuple[NDArray[np.int64], Sequence[Any]]:
    """Return the number of each row's value, -1 or the number of a blank where missing."""
    native = column.to_native()
    if column.implementation.is_pandas() and native.dtype != object:
        codes, found = pd.factorize(native)
        return codes.astype(np.int64, copy=False), found.tolist()
    if column.dtype.is_numeric() and not column.dtype.is_decimal() and not column.null_count():
        codes, numbers = pd.factorize(column.to_numpy())
        return codes.astype(np.int64, copy=False), numbers.tolist()
    return _of_objects(column.to_list())


def _of_objects(values: list[Any]) -> tuple[NDArray[np.int64], Sequence[Any]]:
    objects = np.empty(len(values), dtype=object)
    objects[:] = values
    try:
        codes, found = pd.factorize(objects)
    except TypeError as error:
        raise DataError(
            "a column of lists or tables cannot be used as labels: unpack it first."
        ) from error
    codes = codes.astype(np.int64, copy=False)
    if len(set(map(type, values))) < 2:
        return codes, list(found)
    # True, 1 and 1.0 are equal to Python; a truth value is another label than a number.
    kinds, _ = pd.factorize(np.array([kind(value) for value in values], dtype=object))
    pairs, first = np.unique(codes * (kinds.max() + 1) + kinds, return_index=True)
    exact = np.searchsorted(pairs, codes * (kinds.max() + 1) + kinds)
    return np.where(codes < 0, len(first), exact), [values[row] for row in first]


def _first_ids(source: Source, is_meant: NDArray[np.bool_], customer_id: str) -> list[Any]:
    rows = np.flatnonzero(is_meant)[:FIRST_IDS].tolist()
    if customer_id not in source.frame.collect_schema().names():
        return [f"row {row}" for row in rows]
    ids = collect(source.frame.select(customer_id))[customer_id]
    return [ids[row] for row in rows]

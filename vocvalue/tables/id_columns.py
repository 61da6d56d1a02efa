"""Columns of ids, made comparable where they live: whole numbers or text, nothing else.

One rule for every table and engine. Whole numbers are ids in whatever type they are held (integers,
nullable ones, floats, Decimal), and so is text, a category's and a UUID's included. A column of
several kinds is read as text: 7 and "7" are one customer, "007" is another. Truth values, bytes,
dates and fractions are refused. An id is missing where the cell is, and where its text is blank or
says only that there is none: nan, null, none, NaT, NA, N/A, #N/A and <NA>, in upper or lower case.
"""

import numbers
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import narwhals as nw
import numpy as np
import pandas as pd

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.showing import cell, cut
from vocvalue.tables import rounded_ids
from vocvalue.tables.rounded_ids import EXACT, MEND
from vocvalue.tables.sources import Source, collect, count

WHOLE = r"^(?:0|-?[1-9]\d{0,17})$"
WRITTEN_WHOLE = r"^(?:0|-?[1-9]\d{0,14})(?:\.0+)?$"
"""What a column of floats that are whole numbers looks like in a text file."""
NOTHING = "(?i)^[\\s\u00a0\u3000]*(?:nan|nat|null|none|n/?a|#n/a|<na>)?[\\s\u00a0\u3000]*$"
"""Texts that say that there is no id."""
FLOAT_TEXT = re.compile(r"(0|-?[1-9]\d*)\.0+")
LARGEST = 2**63
_NOTHING = re.compile(NOTHING)


def is_no_id(value: Any) -> bool:
    """Whether a value says that there is no id.

    Examples:
        >>> [is_no_id(value) for value in (None, float("nan"), "", " ", "NULL", "nan", "Nancy", 0)]
        [True, True, True, True, True, True, False, False]
    """
    if isinstance(value, str):
        return _NOTHING.match(value) is not None
    return value is None or bool(pd.api.types.is_scalar(value) and pd.isna(value))


def with_ids(source: Source, column: str) -> Source:
    """Return a table whose column of ids has one type, where Python objects held several.

    Args:
        source: The table, opened.
        column: Its column of ids; where the table has none, nothing is done.

    Raises:
        DataError: Objects that are no ids.
    """
    frame = source.frame
    if column not in frame.collect_schema().names():
        return source
    native: Any = frame.to_native()
    if frame.implementation.is_pandas():
        ids = _of_pandas(native[column], column)
        if ids is None:
            return source
        return replace(source, frame=nw.from_native(native.assign(**{column: ids})).lazy())
    dtype = frame.collect_schema()[column]
    # Arrow does not group by its own type of UUIDs.
    is_opaque = isinstance(dtype, nw.Unknown) and frame.implementation.is_pyarrow()
    if not (isinstance(dtype, nw.Object) or is_opaque):
        return source
    table = collect(frame)
    ids = plain_ids(table[column].to_list(), column)
    kind = nw.String if any(isinstance(value, str) for value in ids) else nw.Int64
    series = nw.new_series(column, ids, kind, backend=table.implementation)
    return replace(source, frame=table.with_columns(series).lazy())


def _of_pandas(series: Any, column: str) -> Any:
    """Return a column of objects, or of categories of such, in one type; None where it has one."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        categories = series.cat.categories.to_series(index=range(len(series.cat.categories)))
        plain = _of_pandas(categories, column)
        held = (categories if plain is None else plain).convert_dtypes().array
        return pd.Series(held.take(series.cat.codes.to_numpy(), allow_fill=True), series.index)
    # Its first rows are all that narwhals looks at.
    if series.dtype != object or pd.api.types.infer_dtype(series, skipna=True) in KNOWN:
        return None
    ids = plain_ids(series.tolist(), column)
    kind = "str" if any(isinstance(value, str) for value in ids) else "Int64"
    return pd.Series(ids, index=series.index, dtype=kind)


KNOWN = ("string", "empty")


def plain_ids(values: list[Any], column: str) -> list[Any]:
    """Return Python objects as whole numbers, or all of them as text where one is a text.

    Args:
        values: The ids; None and the like where missing.
        column: The column's name in messages.

    Raises:
        DataError: Objects that are neither text nor whole numbers.

    Examples:
        >>> plain_ids([7, Decimal("8.00"), 9.0, None], "customer_id")
        [7, 8, 9, None]
        >>> plain_ids([7, "A8", None], "customer_id")
        ['7', 'A8', None]
    """
    rounded_ids.refuse_rounded_objects(values, column)
    kept = [None if is_no_id(value) else _plain(value, column) for value in values]
    if any(isinstance(value, str) for value in kept):
        return [None if value is None else str(value) for value in kept]
    large = [value for value in kept if isinstance(value, int) and abs(value) >= LARGEST]
    if large:
        raise _too_large(column, len(large), large)
    return kept


def _plain(value: Any, column: str) -> int | str:
    if isinstance(value, str | UUID):
        return str(value)
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real | Decimal):
        raise DataError(
            f"column {column!r} holds {type(value).__name__}, such as {cell(value)}, which is not "
            f"an id. {MEND}"
        )
    number: Any = value
    if not np.isfinite(float(number)) or number != int(number):
        raise DataError(f"column {column!r} holds {cell(value)}, not a whole number. {MEND}")
    return int(number)


def customer(source: Source, column: str) -> nw.Expr:
    """Return the expression of the ids: whole numbers, or text; null where there is no id.

    Of a file that knows no types they are whole numbers where it holds only such, 7.0 among them as
    a column of floats writes it: an id with a leading zero keeps every id of the file text.

    Args:
        source: The table, from `with_ids`.
        column: Its column of ids.

    Raises:
        DataError: A column of another type, fractions, or ids that a float has rounded.
    """
    dtype = source.frame.collect_schema()[column]
    if _is_no_type_of_ids(source.frame, column):
        raise DataError(f"column {column!r} holds {cut(str(dtype))}, which are not ids. {MEND}")
    if dtype.is_float():
        return _of_floats(source, column)
    if dtype.is_decimal() or isinstance(dtype, nw.Int128 | nw.UInt128):
        return _of_wide(source, column)
    if dtype.is_integer():
        return nw.col(column)
    if isinstance(dtype, nw.String):
        return _of_text(source, column)
    return _unless_nothing(nw.col(column).cast(nw.String))


def refuse_no_ids(frame: nw.LazyFrame[Any], column: str) -> None:
    """Refuse a column that holds no ids, of a table whose ids are not compared with others.

    Args:
        frame: The table.
        column: Its column of ids.

    Raises:
        DataError: As in `customer`.
    """
    dtype = frame.collect_schema()[column]
    if not (dtype.is_integer() or isinstance(dtype, nw.String)):
        customer(with_ids(Source(frame=frame.select(column)), column), column)


def _is_no_type_of_ids(frame: nw.LazyFrame[Any], column: str) -> bool:
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, nw.Unknown):
        # A UUID of DuckDB; in pandas periods, complex numbers and the like.
        return bool(frame.implementation.is_pandas())
    if str(dtype) == "Float16":  # pandas neither groups nor joins by it
        return True
    return not (dtype.is_numeric() or isinstance(dtype, nw.String | nw.Categorical | nw.Enum))


def common_type(one: nw.dtypes.DType, other: nw.dtypes.DType) -> nw.dtypes.DType:
    """Return the type that ids of two tables are compared in: text where either is text.

    Args:
        one: The type of one table's ids, as `customer` makes them.
        other: That of the other's.
    """
    if one == other:
        return one
    if not (one.is_numeric() and other.is_numeric()):
        return nw.String()
    if one.is_float() or other.is_float():
        return nw.Float64()
    # Whole numbers of 64 bits without a sign have no place among those with one.
    return nw.String() if nw.UInt64() in (one, other) else nw.Int64()


def cast_ids(column: str, held: nw.dtypes.DType, wanted: nw.dtypes.DType) -> nw.Expr:
    """Return the expression of ids as another type: the text of 7.0 is "7".

    Args:
        column: The column of the ids, as `customer` makes them.
        held: Its type.
        wanted: The type wanted, from `common_type`.
    """
    ids = nw.col(column)
    if not (held.is_float() and isinstance(wanted, nw.String)):
        return ids.cast(wanted)
    missing = ids.is_null() | ids.is_nan()
    whole = nw.when(missing).then(nw.lit(0.0)).otherwise(ids).cast(nw.Int64)
    return nw.when(~missing).then(whole.cast(nw.String)).alias(column)


def as_held(value: object, held: nw.dtypes.DType, *, name: str) -> int | float | str:
    """Return the id of one customer as a column of ids holds it: 7, 7.0 and "7" are the same.

    Args:
        value: The id.
        held: The column's type, as `customer` makes it.
        name: The argument's name in messages.

    Raises:
        DataError: It is no id.

    Examples:
        >>> as_held(7, nw.String(), name="customer"), as_held("7", nw.Int64(), name="customer")
        ('7', 7)
        >>> as_held(2**60 + 7, nw.Int64(), name="customer")
        1152921504606846983
    """
    (plain,) = plain_ids([value], name)
    if plain is None:
        raise DataError(f"{name} == {value!r}, must be the id of a customer.")
    if not held.is_numeric():
        return str(plain)
    # Text that is no number is the id of nobody among numbers.
    is_whole = re.fullmatch(r"0|-?[1-9]\d{0,18}", str(plain)) and abs(int(plain)) < LARGEST
    return int(plain) if is_whole else float("nan")


def _of_floats(source: Source, column: str) -> nw.Expr:
    rounded_ids.refuse_rounded(source.frame, column)
    ids = nw.col(column)
    given = source.frame.filter(~ids.is_null()).filter(~ids.is_nan())
    _refuse_fractions(given.filter(ids != ids.floor()), column)
    return ids


def _of_wide(source: Source, column: str) -> nw.Expr:
    """Return numbers of more digits than engines bring back as such, as those of 64 bits."""
    ids = nw.col(column)
    given = source.frame.filter(~ids.is_null())
    as_float = ids.cast(nw.Float64)
    large = given.filter(as_float.abs() >= float(LARGEST))
    n = count(large)
    if n:
        raise _too_large(column, n, _first(large, column))
    _refuse_fractions(given.filter(as_float.abs() < EXACT, as_float != as_float.floor()), column)
    return ids.cast(nw.Int64)


def _too_large(column: str, n: int, first: list[Any]) -> DataError:
    return DataError.bad_rows(
        "of more than 64 bits",
        column=column,
        count=n,
        first_ids=first,
        hint="Read the column as text.",
    )


def _of_text(source: Source, column: str) -> nw.Expr:
    ids = nw.col(column)
    nothing = ids.str.contains(NOTHING)
    given = source.frame.select(ids).filter(~ids.is_null())
    if not source.is_text:
        return _unless_nothing(ids) if count(given.filter(nothing)) else ids
    given, kept = given.filter(~nothing), _unless_nothing(ids)
    if not count(given.filter(~ids.str.contains(WHOLE))):
        return kept.cast(nw.Int64)
    rounded_ids.refuse_rounded_text(given, column)
    if count(given.filter(~ids.str.contains(WRITTEN_WHOLE))):
        return kept
    return kept.cast(nw.Float64).cast(nw.Int64)


def _unless_nothing(text: nw.Expr) -> nw.Expr:
    return nw.when(~text.str.contains(NOTHING)).then(text)


def _refuse_fractions(odd: nw.LazyFrame[Any], column: str) -> None:
    n = count(odd)
    if n:
        raise DataError.bad_rows(
            "not a whole number",
            column=column,
            count=n,
            first_ids=_first(odd, column),
            hint=MEND,
        )


def _first(rows: nw.LazyFrame[Any], column: str) -> list[Any]:
    return collect(rows.select(column).head(FIRST_IDS))[column].to_list()

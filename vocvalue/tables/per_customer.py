"""Tables with one row per customer: their columns read."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables import decimal_texts, pandas_numbers, schemas, times
from vocvalue.tables.categories import refuse_unwritable
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.labels import LabelColumn, levels_of
from vocvalue.tables.reading.bare import id_column
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.scores import with_scores
from vocvalue.tables.sources import Source, collect, open_table
from vocvalue.tables.time_texts import PLAIN
from vocvalue.tables.unnamed import says_no_id
from vocvalue.tables.which_survey import the_survey

Survey: TypeAlias = tuple[str | None, str | None]
Columns: TypeAlias = Mapping[str, NDArray[Any]]

WIDEST = 8
"""Ids that span more numbers than this for each of them are told apart by hashing."""


def read_responses(
    data: object,
    *,
    numbers: Sequence[str],
    others: Sequence[str] = (),
    customer_id: str | None,
    survey: Survey | None = None,
    moment: Timed | None = None,
) -> tuple[Columns, nw.Series[Any] | None, Mapping[str, LabelColumn]]:
    """Read columns of a response table with one row per customer, in the order of its rows.

    Args:
        data: A frame or a path, as in `open_table`.
        numbers: Columns that must hold numbers; a missing one becomes NaN.
        others: Columns of any type.
        customer_id: Column with the customer ids, where the table has one.
        survey: The survey whose rows are wanted, and the column that names it, either None where
            it was not said; by default every row is wanted.
        moment: How the column of the moment is read, where it is among the other columns.

    Returns:
        The columns, each of shape (n,), the customers, and the labels of the other columns.

    Raises:
        DataError: A column is not there or holds text instead of numbers, a customer occurs
            twice, or there are no rows.
    """
    source = open_table(data, name="responses")
    if isinstance(data, Responses) and data.score in numbers:
        source = with_scores(source, data, data.score)
    available = source.frame.collect_schema().names()
    named = [] if customer_id is None else [customer_id]
    missing = [column for column in (*numbers, *others, *named) if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table="the response table")
    wanted = [
        schemas.number(source, name, customer_id or name).alias(key)
        for key, name in _keyed(numbers)
    ]
    if customer_id is not None:
        source = with_ids(source, customer_id)
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    source = _on_one_clock(source, moment)
    rows = source.frame
    if survey is not None:
        aside = (customer_id, *numbers, *others)
        which = the_survey(source, survey=survey[0], survey_column=survey[1], aside=aside)
        rows = which.rows(rows)
    ids = [] if customer_id is None else [customer(source, customer_id).alias("_vv_id")]
    kept = [nw.col(name).alias(f"_vv_other_{name}") for name in others]
    table = collect(rows.select(*wanted, *ids, *kept))
    if table.is_empty():
        raise DataError("the response table has no rows to use. At least one is needed.")
    columns = {name: as_array(table[key]) for key, name in _keyed(numbers)}
    columns |= {
        name: as_array(table[f"_vv_other_{name}"], is_text=source.is_text, decimal=source.decimal)
        for name in others
    }
    labels = _labels(table, source, others)
    if customer_id is None:
        return columns, None, labels
    given = table["_vv_id"].alias(customer_id)
    _refuse_repeated(given)
    return columns, given, labels


def _labels(
    table: nw.DataFrame[Any], source: Source, others: Sequence[str]
) -> dict[str, LabelColumn]:
    """Return the labels of the columns of any type."""
    return {
        name: LabelColumn(
            values=table[f"_vv_other_{name}"].alias(name),
            levels=levels_of(source.frame, name),
            is_text=source.is_text,
        )
        for name in others
    }


def _keyed(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"_vv_{number}", name) for number, name in enumerate(names)]


def _refuse_repeated(ids: nw.Series[Any]) -> None:
    n = len(ids) - _n_different(ids)
    if not n:
        return
    repeated = ids.filter(ids.is_duplicated()).unique().sort()
    raise DataError.bad_rows(
        "of customers who answered before",
        column=str(ids.name),
        count=n,
        first_ids=repeated.head(FIRST_IDS).to_list(),
        hint="Keep one answer per customer, or pass orders=, which counts the first.",
    )


def _n_different(ids: nw.Series[Any]) -> int:
    """Return how many different ids there are, a missing one being one of them."""
    if not len(ids) or not ids.dtype.is_integer() or ids.null_count():
        return int(ids.n_unique())
    numbers = ids.to_numpy()
    low, high = int(numbers.min()), int(numbers.max())
    if high - low > WIDEST * len(numbers) or high > np.iinfo(np.int64).max:
        return int(ids.n_unique())
    # A byte for each number between the ends is checked off faster than anything is hashed.
    seen = np.zeros(high - low + 1, dtype=np.bool_)
    seen[numbers.astype(np.int64) - low if low else numbers] = True
    return int(np.count_nonzero(seen))


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerColumns:
    """A table with one row per customer, read.

    Attributes:
        customer_id: The customers, each once.
        columns: The other columns, each of shape (n,).
        notes: How many rows had no customer, and are left out.
    """

    customer_id: nw.Series[Any] = field(repr=False)
    columns: Columns = field(repr=False)
    notes: tuple[Note, ...] = ()


def read_columns(
    data: object,
    *,
    customer_id: str,
    columns: Sequence[str] | None,
    name: str,
    are_numbers: bool = False,
    moment: Timed | None = None,
) -> CustomerColumns:
    """Read a table with one row per customer.

    Args:
        data: A frame or a path, as in `open_table`.
        customer_id: The column with the customer ids in the table.
        columns: The columns wanted; None takes all others.
        name: The argument's name in messages.
        are_numbers: Whether the columns must hold numbers; a missing one becomes NaN.
        moment: How the table's column of the moment is read, where it is among the columns wanted.

    Raises:
        DataError: A column is not there or holds no numbers, or a customer occurs twice.
    """
    customer_id = id_column(data, customer_id)
    source = with_ids(open_table(data, name=name), customer_id)
    available = source.frame.collect_schema().names()
    wanted = [c for c in available if c != customer_id] if columns is None else list(columns)
    missing = [column for column in (customer_id, *wanted) if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=f"the table {name}")
    key = customer(source, customer_id).alias("_vv_id")
    source = _on_one_clock(source, moment)
    held = [
        schemas.number(source, column, customer_id).alias(column) if are_numbers else nw.col(column)
        for column in wanted
    ]
    table = collect(source.frame.select(key, *held))
    n_rows = len(table)
    if table["_vv_id"].is_null().any() or table["_vv_id"].dtype.is_float():
        table = table.filter(~schemas.is_missing(table.lazy(), "_vv_id"))
    known = nw.maybe_reset_index(table)["_vv_id"].alias(customer_id)
    _refuse_twice(known, name)
    return CustomerColumns(
        customer_id=known,
        columns={
            column: as_array(table[column], is_text=source.is_text, decimal=source.decimal)
            for column in wanted
        },
        notes=_without_id(source, customer_id, n_rows - len(table), name),
    )


def _on_one_clock(source: Source, moment: Timed | None) -> Source:
    """Return a table whose column of the moment holds wall-clock times."""
    if moment is None:
        return source
    frame = times.wall_time(
        source.frame,
        moment.timestamp,
        into="_vv_moment",
        customer=moment.customer_id,
        timezone=moment.timezone,
        timestamp_format=moment.timestamp_format,
    )
    return replace(source, frame=frame.with_columns(nw.col("_vv_moment").alias(moment.timestamp)))


def _without_id(source: Source, column: str, n: int, name: str) -> tuple[Note, ...]:
    if not n:
        return ()
    rows = pair(
        "{rows} of the table {name} with no customer",
        "表 {name} 中有 {rows}缺少客户编号",
        rows=counted(n, "row"),
        name=name,
    )
    return (*left_out(n, rows), *says_no_id(source, column, name))


def _refuse_twice(known: nw.Series[Any], name: str) -> None:
    if _n_different(known) == len(known):
        return
    again = known.filter(known.is_duplicated()).unique().sort()
    raise DataError.bad_rows(
        f"of the table {name} repeat a customer",
        column=str(known.name),
        count=len(known) - _n_different(known),
        first_ids=again.head(FIRST_IDS).to_list(),
        hint="One row per customer is needed.",
    )


def column(data: object, name: str) -> NDArray[np.float64]:
    """Return a column of numbers of a table of any library.

    Args:
        data: A frame or a path, as in `open_table`.
        name: The column.
    """
    table = collect(open_table(data, name="value").frame.select(name))
    return np.asarray(as_array(table[name]), dtype=np.float64)


def as_array(
    column: nw.Series[Any], *, is_text: bool = False, decimal: str | None = None
) -> NDArray[Any]:
    """Return numbers and truth values as floats, times as days, everything else as text.

    A missing number is NaN, a missing text None.

    Args:
        column: The column.
        is_text: Whether it comes from a file that knows no types: texts that are all numbers, or
            all ISO times, are taken for what they are.
        decimal: What stands before the decimals of numbers that are text, where the table says it:
            texts that are all such numbers are taken for them.
    """
    dtype = column.dtype
    if dtype.is_integer() and column.implementation.is_pyarrow():
        # Its own cast refuses whole numbers that a float cannot hold exactly.
        return column.to_numpy().astype(np.float64)
    if dtype.is_numeric() or isinstance(dtype, nw.Boolean):
        return column.cast(nw.Float64).to_numpy().astype(np.float64, copy=False)
    if isinstance(dtype, nw.Date | nw.Datetime):
        moments = np.asarray(column.to_numpy(), dtype="datetime64[us]")
        since = (moments - np.datetime64(0, "us")) / np.timedelta64(86_400_000_000, "us")
        return np.asarray(since, dtype=np.float64)
    if isinstance(dtype, nw.Categorical | nw.Enum):
        column = column.cast(nw.String)
    held = _of_one_kind(column)
    if held is not None:
        return as_array(held)
    values = _objects(column)
    missing = np.fromiter((pd.isna(v) or v == "" for v in values), np.bool_, len(values))
    values[missing] = None
    return _typed(values, missing, decimal) if is_text or decimal is not None else values


def _of_one_kind(column: nw.Series[Any]) -> nw.Series[Any] | None:
    """Return objects of Python that are all numbers, truth values or times as such; else None.

    A column whose type is lost, as where a missing value or a Decimal came into it, holds what it
    held before.
    """
    if isinstance(column.dtype, nw.String) or not column.implementation.is_pandas():
        return None
    held = pandas_numbers.of_one_kind(column.to_native())
    return None if held is None else nw.from_native(held, series_only=True)


def _objects(column: nw.Series[Any]) -> NDArray[Any]:
    """Return texts as they are and other single values as their text."""
    held = column.to_list()
    if not isinstance(column.dtype, nw.String):
        odd = next((value for value in held if not _is_single(value)), None)
        if odd is not None:
            raise DataError(
                f"column {column.name!r} holds {type(odd).__name__}, not single values. Unpack it "
                "first, or leave it out."
            )
        held = [value if pd.isna(value) else str(value) for value in held]
    values = np.empty(len(held), dtype=object)
    values[:] = held
    refuse_unwritable(held, str(column.name))
    return values


def _is_single(value: Any) -> bool:
    return isinstance(value, uuid.UUID) or bool(pd.api.types.is_scalar(value))


def as_typed(values: NDArray[Any], decimal: str | None = None) -> NDArray[Any]:
    """Return texts of a file that knows no types as numbers, or days, where all of them are such.

    Args:
        values: What `as_array` returned, shape (n,).
        decimal: What stands before the decimals of numbers, where the table says it.
    """
    if values.dtype != np.object_:
        return values
    return _typed(values, np.asarray(pd.isna(values)), decimal)


def _typed(values: NDArray[Any], missing: NDArray[np.bool_], decimal: str | None) -> NDArray[Any]:
    """Return texts as numbers, or as times in days, where all of them are such."""
    given = pd.Series(values[~missing], dtype="str")
    if given.str.match(r"-?0\d").any():  # a code: its leading zeros are part of it
        return values
    if given.str.match(decimal_texts.pattern(decimal)).all():
        read = np.array([decimal_texts.to_float(text, decimal) for text in given], dtype=np.float64)
    elif given.str.match(PLAIN).all():
        moments = pd.to_datetime(given, format="ISO8601").to_numpy("datetime64[us]")
        read = (moments - np.datetime64(0, "us")) / np.timedelta64(86_400_000_000, "us")
    else:
        return values
    typed = np.full(values.shape, np.nan)
    typed[~missing] = read
    return typed

"""Rows of an id and a moment, of tables with a few thousand rows, brought back as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.tables import schemas, times
from vocvalue.tables.columns import refuse_infinite
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.labels import Labels, levels_of, read_labels, words_of
from vocvalue.tables.per_customer import as_array
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.repeats import codes
from vocvalue.tables.scores import with_scores
from vocvalue.tables.sources import Source, collect, count, look_at, open_table

ID, AT = "_vv_id", "_vv_at"


@dataclass(frozen=True, kw_only=True)
class DatedColumns:
    """Which columns are read beside the id and the moment.

    Attributes:
        numbers: DatedColumns of numbers; a missing one becomes NaN.
        others: DatedColumns of any type.
    """

    numbers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class DatedRows:
    """The rows of a table, each with an id and a moment, in the order of the table.

    Attributes:
        ids: The ids as the caller holds them; None where the table has none.
        at: The wall-clock moments, NaT where missing, shape (n,).
        numbers: The columns of numbers, each of shape (n,).
        others: The columns of any type.
        source: Where they come from.
    """

    ids: nw.Series[Any] | None = field(repr=False)
    at: NDArray[np.datetime64] = field(repr=False)
    numbers: Mapping[str, NDArray[np.float64]] = field(repr=False)
    others: Mapping[str, nw.Series[Any]] = field(repr=False)
    source: Source

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader must know of how the table was opened."""
        return self.source.notes

    def words(self, column: str) -> NDArray[np.object_]:
        """Return a column as text, None where missing, shape (n,)."""
        return words_of(self.others[column], is_text=self.source.is_text)

    def labels(self, column: str) -> Labels:
        """Return the labels of a column."""
        levels = levels_of(self.source.frame, column)
        return read_labels(self.others[column], levels=levels, is_text=self.source.is_text)

    def plain(self, column: str) -> NDArray[Any]:
        """Return a column as floats or as text, as `per_customer.as_array` does."""
        return as_array(self.others[column], is_text=self.source.is_text)


def available(table: object, *, name: str) -> list[str]:
    """Return the columns of a table.

    Args:
        table: A frame, a path or a `Table`.
        name: The argument's name in messages.
    """
    return list(look_at(table, name=name).collect_schema().names())


def optional(asked: str | None, usual: str, there: Sequence[str], *, name: str) -> str | None:
    """Return an optional column: the one asked for, or the usual one where the table has it.

    Args:
        asked: The column that was named, or None.
        usual: What it is called by default.
        there: The columns of the table.
        name: The argument's name in messages.

    Raises:
        DataError: The column that was named is not there.

    Examples:
        >>> optional(None, "major", ["insight_id"], name="insights")
    """
    if asked is None:
        return usual if usual in there else None
    if asked not in there:
        raise DataError.missing_columns([asked], there, table=f"the table {name}")
    return asked


@in_our_words()
def is_blank(table: Timed, *, name: str) -> bool:
    """Whether a table has a column of moments of which every cell is empty.

    Such a column, of actions of which none is completed, has no type of moments.

    Args:
        table: The table, and its column of the moment.
        name: The argument's name in messages.
    """
    frame = open_table(table, name=name).frame
    dtype = frame.collect_schema().get(table.timestamp)
    if dtype is None:
        return False
    if isinstance(dtype, nw.Date | nw.Datetime | nw.String):
        return not count(frame.filter(~schemas.is_missing(frame, table.timestamp)).head(1))
    held = collect(frame.select(table.timestamp))[table.timestamp].to_list()
    return all(bool(pd.api.types.is_scalar(it) and pd.isna(it)) for it in held)


@in_our_words()
def read_dated(
    table: Timed,
    columns: DatedColumns,
    *,
    name: str,
    has_ids: bool = True,
    score: str | None = None,
) -> DatedRows:
    """Read a table of ids and moments.

    Args:
        table: The table, its columns of the id and the moment, and how the latter is read.
        columns: The other columns.
        name: The argument's name in messages.
        has_ids: Whether the table has ids; without them its rows are named by their moments.
        score: The column of the score, among the numbers, whose texts are read.

    Raises:
        DataError: A column is not there or cannot be read.
    """
    source = open_table(table, name=name)
    there = source.frame.collect_schema().names()
    ids = (table.customer_id,) if has_ids else ()
    needed = (*ids, table.timestamp, *columns.numbers, *columns.others)
    missing = [column for column in dict.fromkeys(needed) if column not in there]
    if missing:
        raise DataError.missing_columns(missing, there, table=f"the table {name}")
    if score is not None:
        source = with_scores(source, table if isinstance(table, Responses) else None, score)
    source = with_ids(source, table.customer_id) if has_ids else source
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    return _read(
        source, table, columns, has_ids=has_ids, without_moments=is_blank(table, name=name)
    )


def ids_of(ids: nw.Series[Any] | None, rows: NDArray[np.bool_]) -> nw.Series[Any]:
    """Return the ids of some rows.

    Args:
        ids: The ids of all rows, of a table that has ids.
        rows: Whether a row is one of them, shape (n,).
    """
    if ids is None:
        raise TypeError("this table has ids")
    return ids.filter(rows.tolist()) if rows.size else ids


def same_ids(*ids: nw.Series[Any]) -> tuple[NDArray[np.int64], ...]:
    """Return the same number for the same id in all columns, -1 where it is missing.

    Args:
        ids: DatedColumns of ids, as `DatedRows` holds them.
    """
    return codes(*ids)


def _read(
    source: Source, table: Timed, columns: DatedColumns, *, has_ids: bool, without_moments: bool
) -> DatedRows:
    named_by = table.customer_id if has_ids else table.timestamp
    frame = source.frame if without_moments else _timed(source.frame, table, named_by)
    picked = {
        **({ID: customer(source, table.customer_id)} if has_ids else {}),
        **({} if without_moments else {AT: nw.col(AT)}),
        **{_number(c): schemas.number(source, c, named_by) for c in columns.numbers},
        **{_other(c): nw.col(c) for c in columns.others},
    }
    held = collect(frame.select(*(it.alias(key) for key, it in picked.items())))
    held = nw.maybe_reset_index(held)
    at = np.full(len(held), "NaT") if without_moments else held[AT].to_numpy()
    numbers = {c: np.asarray(as_array(held[_number(c)]), np.float64) for c in columns.numbers}
    refuse_infinite(numbers, np.ones(len(held)))
    return DatedRows(
        ids=held[ID].alias(table.customer_id) if has_ids else None,
        at=np.asarray(at, dtype="datetime64[us]"),
        numbers=numbers,
        others={c: held[_other(c)].alias(c) for c in columns.others},
        source=source,
    )


def _timed(frame: nw.LazyFrame[Any], table: Timed, named_by: str) -> nw.LazyFrame[Any]:
    return times.wall_time(
        frame,
        table.timestamp,
        into=AT,
        customer=named_by,
        timezone=table.timezone,
        timestamp_format=table.timestamp_format,
    )


def _number(column: str) -> str:
    return f"_vv_number_{column}"


def _other(column: str) -> str:
    return f"_vv_other_{column}"

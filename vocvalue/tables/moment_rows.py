"""Rows of an id and several moments, brought back as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables import schemas, times
from vocvalue.tables.columns import refuse_infinite
from vocvalue.tables.dated_rows import is_blank
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.labels import Labels, levels_of, read_labels
from vocvalue.tables.per_customer import as_array
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.sources import Source, collect, open_table

ID = "_vv_id"


class Clocked(Protocol):
    """A table that says how its moments are read."""

    @property
    def timezone(self) -> str | None:
        """The time zone whose wall-clock time counts."""
        ...

    @property
    def timestamp_format(self) -> str | None:
        """How text and digits are parsed as times."""
        ...


@dataclass(frozen=True, kw_only=True)
class MomentColumns:
    """Which columns of a table are read, by what they are.

    Attributes:
        ids: The column of the ids.
        moments: The columns of moments.
        numbers: The columns of numbers.
        labels: The columns of labels.
    """

    ids: str
    moments: Mapping[str, str]
    numbers: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, each once."""
        others = (*self.moments.values(), *self.numbers.values(), *self.labels.values())
        return tuple(dict.fromkeys((self.ids, *others)))


@dataclass(frozen=True, kw_only=True, eq=False)
class MomentRows:
    """The rows of a table, each with an id, in the order of the table.

    Attributes:
        ids: The ids as the caller holds them, missing where they are.
        at: The wall-clock moments by what they are, NaT where missing, each of shape (n,).
        numbers: The numbers, NaN where missing, each of shape (n,).
        labels: The labels by what they are.
        source: Where the rows come from.
    """

    ids: nw.Series[Any] = field(repr=False)
    at: Mapping[str, NDArray[np.datetime64]] = field(repr=False)
    numbers: Mapping[str, NDArray[np.float64]] = field(repr=False)
    labels: Mapping[str, Labels] = field(repr=False)
    source: Source


def timed(table: Clocked, columns: MomentColumns, *, name: str) -> dict[str, Timed]:
    """Return the columns of moments that are not empty from top to bottom, each with its table.

    Args:
        table: The table, and how it is read.
        columns: Which of its columns are read.
        name: The argument's name in messages.
    """
    found = {
        column: Timed(
            open_table(table, name=name),
            customer_id=columns.ids,
            timestamp=column,
            timezone=table.timezone,
            timestamp_format=table.timestamp_format,
        )
        for column in columns.moments.values()
    }
    return {column: it for column, it in found.items() if not is_blank(it, name=name)}


@in_our_words()
def read_moments(
    table: Clocked, columns: MomentColumns, zones: Mapping[str, str | None], *, name: str
) -> MomentRows:
    """Read a table of ids and moments.

    Args:
        table: The table, and how it is read.
        columns: Which of its columns.
        zones: The zone that each column of moments is counted in, by its name; a column that is not
            among them has no moments.
        name: The argument's name in messages.

    Raises:
        DataError: A column is not there or cannot be read.

    Examples:
        >>> import pandas as pd
        >>> bills = pd.DataFrame({"account_id": ["A"], "due": ["2025-06-30"], "amount": [70]})
        >>> columns = MomentColumns(
        ...     ids="account_id", moments={"due": "due"}, numbers={"amount": "amount"}, labels={}
        ... )
        >>> rows = read_moments(Timed(bills), columns, {"due": None}, name="billing")
        >>> rows.at["due"].astype("datetime64[D]").tolist(), rows.numbers["amount"].tolist()
        ([datetime.date(2025, 6, 30)], [70.0])
    """
    source = open_table(table, name=name)
    there = source.frame.collect_schema().names()
    missing = [column for column in columns.names if column not in there]
    if missing:
        raise DataError.missing_columns(missing, there, table=f"the table {name}")
    source = with_ids(source, columns.ids)
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    held = _collected(source, table, columns, zones)
    numbers = {
        what: np.asarray(as_array(held[key_of(what)]), dtype=np.float64) for what in columns.numbers
    }
    named = {columns.numbers[what]: values for what, values in numbers.items()}
    refuse_infinite(named, np.ones(len(held)))
    return MomentRows(
        ids=held[ID].alias(columns.ids),
        at={what: moments_held(held, what) for what in columns.moments},
        numbers=numbers,
        labels={
            what: read_labels(
                held[key_of(what)].alias(column),
                levels=levels_of(source.frame, column),
                is_text=source.is_text,
            )
            for what, column in columns.labels.items()
        },
        source=source,
    )


def _collected(
    source: Source, table: Clocked, columns: MomentColumns, zones: Mapping[str, str | None]
) -> nw.DataFrame[Any]:
    timed = {what: column for what, column in columns.moments.items() if column in zones}
    frame = with_wall_times(
        source.frame, timed, zones, ids=columns.ids, timestamp_format=table.timestamp_format
    )
    picked = [customer(source, columns.ids).alias(ID), *(nw.col(key_of(what)) for what in timed)]
    picked += [
        schemas.number(source, column, columns.ids).alias(key_of(what))
        for what, column in columns.numbers.items()
    ]
    picked += [nw.col(column).alias(key_of(what)) for what, column in columns.labels.items()]
    return nw.maybe_reset_index(collect(frame.select(*picked)))


def with_wall_times(
    frame: Any,
    moments: Mapping[str, str],
    zones: Mapping[str, str | None],
    *,
    ids: str,
    timestamp_format: str | None,
) -> Any:
    """Return a frame with moments as wall-clock times, each in the column of `key_of`.

    Args:
        frame: The frame.
        moments: The columns of moments, by what they are.
        zones: The zone that each column is counted in, by its name.
        ids: The column of the ids, for messages.
        timestamp_format: How texts and digits are parsed, or None.
    """
    for what, column in moments.items():
        frame = times.wall_time(
            frame,
            column,
            into=key_of(what),
            customer=ids,
            timezone=zones[column],
            timestamp_format=timestamp_format,
        )
    return frame


def moments_held(held: nw.DataFrame[Any], what: str) -> NDArray[np.datetime64]:
    """Return moments that were read, NaT where the table has none.

    Args:
        held: What was read.
        what: What they are.
    """
    if key_of(what) not in held.columns:
        return np.full(len(held), np.datetime64("NaT", "us"))
    return np.asarray(held[key_of(what)].to_numpy(), dtype="datetime64[us]")


def key_of(what: str) -> str:
    """Return the column in which something is held while it is read.

    Args:
        what: What it is.
    """
    return f"_vv_{what}"

"""Rows of an id and several moments, brought back as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self

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
        further_ids: The columns of further ids, of which rows may have none.
    """

    ids: str
    moments: Mapping[str, str]
    numbers: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    further_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, each once."""
        parts = (self.moments, self.numbers, self.labels, self.further_ids)
        return tuple(dict.fromkeys((self.ids, *(name for of in parts for name in of.values()))))


@dataclass(frozen=True, kw_only=True, eq=False)
class MomentRows:
    """The rows of a table, each with an id, in the order of the table.

    Attributes:
        ids: The ids as the caller holds them, missing where they are.
        at: The wall-clock moments by what they are, NaT where missing, each of shape (n,).
        numbers: The numbers, NaN where missing, each of shape (n,).
        labels: The labels by what they are.
        further_ids: Further ids by what they are, as the caller holds them.
        source: Where the rows come from.
    """

    ids: nw.Series[Any] = field(repr=False)
    at: Mapping[str, NDArray[np.datetime64]] = field(repr=False)
    numbers: Mapping[str, NDArray[np.float64]] = field(repr=False)
    labels: Mapping[str, Labels] = field(repr=False)
    further_ids: Mapping[str, nw.Series[Any]] = field(repr=False)
    source: Source

    def of(self, kept: NDArray[np.bool_]) -> Self:
        """Return some of the rows.

        Args:
            kept: Whether each is wanted, shape (n,).
        """
        return replace(
            self,
            ids=self.ids.filter(kept.tolist()),
            at={what: it[kept] for what, it in self.at.items()},
            numbers={what: it[kept] for what, it in self.numbers.items()},
            labels={what: it.of(kept) for what, it in self.labels.items()},
            further_ids={what: it.filter(kept.tolist()) for what, it in self.further_ids.items()},
        )


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
        ...     ids="account_id", moments={"due": "due"}, numbers={"amount": "amount"}
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
    for column in (columns.ids, *columns.further_ids.values()):
        source = with_ids(source, column)
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    held = _collected(source, table, columns, zones)
    numbers = {
        what: np.asarray(as_array(held[_key(what)]), dtype=np.float64) for what in columns.numbers
    }
    named = {columns.numbers[what]: values for what, values in numbers.items()}
    refuse_infinite(named, np.ones(len(held)))
    return MomentRows(
        ids=held[ID].alias(columns.ids),
        at={what: _held(held, what) for what in columns.moments},
        numbers=numbers,
        labels={
            what: read_labels(
                held[_key(what)].alias(column),
                levels=levels_of(source.frame, column),
                is_text=source.is_text,
            )
            for what, column in columns.labels.items()
        },
        further_ids={
            what: held[_key(what)].alias(column) for what, column in columns.further_ids.items()
        },
        source=source,
    )


def _collected(
    source: Source, table: Clocked, columns: MomentColumns, zones: Mapping[str, str | None]
) -> nw.DataFrame[Any]:
    frame: Any = source.frame
    timed = {what: column for what, column in columns.moments.items() if column in zones}
    for what, column in timed.items():
        frame = times.wall_time(
            frame,
            column,
            into=_key(what),
            customer=columns.ids,
            timezone=zones[column],
            timestamp_format=table.timestamp_format,
        )
    picked = [customer(source, columns.ids).alias(ID), *(nw.col(_key(what)) for what in timed)]
    picked += [
        customer(source, column).alias(_key(what)) for what, column in columns.further_ids.items()
    ]
    picked += [
        schemas.number(source, column, columns.ids).alias(_key(what))
        for what, column in columns.numbers.items()
    ]
    picked += [nw.col(column).alias(_key(what)) for what, column in columns.labels.items()]
    return nw.maybe_reset_index(collect(frame.select(*picked)))


def _held(held: nw.DataFrame[Any], what: str) -> NDArray[np.datetime64]:
    """Return moments that were read, NaT where the table has none."""
    if _key(what) not in held.columns:
        return np.full(len(held), np.datetime64("NaT", "us"))
    return np.asarray(held[_key(what)].to_numpy(), dtype="datetime64[us]")


def _key(what: str) -> str:
    """Return the column in which something is held while it is read."""
    return f"_vv_{what}"

"""Tickets read: whose each is, its moments, its team and its topic, in the order of the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables.dated_rows import available, is_blank, optional
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.labels import Labels, levels_of, read_labels
from vocvalue.tables.moment_rows import key_of, moments_held, with_wall_times
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.tickets import Tickets
from vocvalue.tables.sources import Source, collect, open_table

NAME = "tickets"
OPTIONAL_MOMENTS = ("reopened", "contacted")
LABELS = ("team", "topic")
CUSTOMER, TICKET = "_vv_customer", "_vv_ticket"


@dataclass(frozen=True, kw_only=True)
class TicketColumns:
    """Which columns of a table of tickets are read.

    Attributes:
        moments: The columns of moments by what they are: "opened", "closed" and so on.
        labels: The columns of labels by what they are: "team", "topic".
        ticket_id: The column of the ticket ids, or None.
    """

    moments: Mapping[str, str]
    labels: Mapping[str, str]
    ticket_id: str | None


@dataclass(frozen=True, kw_only=True, eq=False)
class TicketRows:
    """The rows of a table of tickets.

    Attributes:
        customer_id: The customer of each, missing where the table has none.
        ticket_id: The id of each ticket; None where the table has no ids.
        at: The wall-clock moments by what they are, NaT where missing, each of shape (n,).
        labels: The labels by what they are.
        source: Where the rows come from.
    """

    customer_id: nw.Series[Any] = field(repr=False)
    ticket_id: nw.Series[Any] | None = field(repr=False)
    at: Mapping[str, NDArray[np.datetime64]] = field(repr=False)
    labels: Mapping[str, Labels] = field(repr=False)
    source: Source

    @property
    def names(self) -> nw.Series[Any]:
        """The ids by which rows are named in messages: of the tickets, or of the customers."""
        return self.customer_id if self.ticket_id is None else self.ticket_id


def columns_of(tickets: Tickets) -> TicketColumns:
    """Return which columns are read.

    Args:
        tickets: The table, and how it is read.

    Raises:
        DataError: A column is not there.
    """
    there = available(tickets, name=NAME)
    needed = [tickets.customer_id, tickets.opened, tickets.closed]
    missing = [column for column in dict.fromkeys(needed) if column not in there]
    if missing:
        raise DataError.missing_columns(missing, there, table=f"the table {NAME}")
    moments = {"opened": tickets.opened, "closed": tickets.closed}
    return TicketColumns(
        moments=moments | _optional(tickets, OPTIONAL_MOMENTS, there),
        labels=_optional(tickets, LABELS, there),
        ticket_id=optional(tickets.ticket_id, "ticket_id", there, name=NAME),
    )


def timed(tickets: Tickets, column: str) -> Timed:
    """Return the table with one of its columns of moments.

    Args:
        tickets: The table, and how it is read.
        column: The column.
    """
    return Timed(
        open_table(tickets, name=NAME),
        customer_id=tickets.customer_id,
        timestamp=column,
        timezone=tickets.timezone,
        timestamp_format=tickets.timestamp_format,
    )


def with_moments(tickets: Tickets, columns: TicketColumns) -> dict[str, Timed]:
    """Return the columns of moments that are not empty from top to bottom, each with its table.

    Args:
        tickets: The table, and how it is read.
        columns: Which of its columns are read.
    """
    found = {column: timed(tickets, column) for column in columns.moments.values()}
    return {name: table for name, table in found.items() if not is_blank(table, name=NAME)}


@in_our_words()
def read_tickets(
    tickets: Tickets, columns: TicketColumns, zones: Mapping[str, str | None]
) -> TicketRows:
    """Read a table of tickets.

    Args:
        tickets: The table, and how it is read.
        columns: Which of its columns.
        zones: The zone that each column of moments is counted in, by its name; a column that is not
            among them has no moments.

    Raises:
        DataError: A column cannot be read.

    Examples:
        >>> import pandas as pd
        >>> desk = pd.DataFrame({"customer_id": [7], "opened": ["2024-05-03"], "closed": [None]})
        >>> tickets = Tickets(desk)
        >>> rows = read_tickets(tickets, columns_of(tickets), {"opened": None})
        >>> [rows.at[what].astype("datetime64[D]").astype(str).tolist() for what in rows.at]
        [['2024-05-03'], ['NaT']]
    """
    source = with_ids(open_table(tickets, name=NAME), tickets.customer_id)
    if columns.ticket_id is not None:
        source = with_ids(source, columns.ticket_id)
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    held = _collected(source, tickets, columns, zones)
    labels = {
        what: read_labels(
            held[key_of(what)].alias(column),
            levels=levels_of(source.frame, column),
            is_text=source.is_text,
        )
        for what, column in columns.labels.items()
    }
    ticket_id = None if columns.ticket_id is None else held[TICKET].alias(columns.ticket_id)
    return TicketRows(
        customer_id=held[CUSTOMER].alias(tickets.customer_id),
        ticket_id=ticket_id,
        at={what: moments_held(held, what) for what in columns.moments},
        labels=labels,
        source=source,
    )


def _optional(tickets: Tickets, names: Sequence[str], there: Sequence[str]) -> dict[str, str]:
    found = {name: optional(getattr(tickets, name), name, there, name=NAME) for name in names}
    return {name: column for name, column in found.items() if column is not None}


def _collected(
    source: Source, tickets: Tickets, columns: TicketColumns, zones: Mapping[str, str | None]
) -> nw.DataFrame[Any]:
    frame = source.frame
    timed = {what: column for what, column in columns.moments.items() if column in zones}
    frame = with_wall_times(
        frame, timed, zones, ids=tickets.customer_id, timestamp_format=tickets.timestamp_format
    )
    picked = [customer(source, tickets.customer_id).alias(CUSTOMER)]
    if columns.ticket_id is not None:
        picked.append(customer(source, columns.ticket_id).alias(TICKET))
    picked += [nw.col(key_of(what)) for what in timed]
    picked += [nw.col(column).alias(key_of(what)) for what, column in columns.labels.items()]
    return nw.maybe_reset_index(collect(frame.select(*picked)))

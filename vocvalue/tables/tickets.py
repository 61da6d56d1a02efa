"""Tickets read: whose each is, its moments, its team and its topic, in the order of the table."""

from collections.abc import Mapping, Sequence

from vocvalue.errors import DataError
from vocvalue.tables.dated_rows import available, optional
from vocvalue.tables.moment_rows import MomentColumns, MomentRows, read_moments, timed
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.tickets import Tickets

NAME = "tickets"
OPTIONAL_MOMENTS = ("reopened", "contacted")
LABELS = ("team", "topic")
TICKET_ID = "ticket_id"


def columns_of(tickets: Tickets) -> MomentColumns:
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
    return MomentColumns(
        ids=tickets.customer_id,
        moments=moments | _optional(tickets, OPTIONAL_MOMENTS, there),
        labels=_optional(tickets, LABELS, there),
        further_ids=_optional(tickets, (TICKET_ID,), there),
    )


def with_moments(tickets: Tickets, columns: MomentColumns) -> dict[str, Timed]:
    """Return the columns of moments that are not empty from top to bottom, each with its table.

    Args:
        tickets: The table, and how it is read.
        columns: Which of its columns are read.
    """
    return timed(tickets, columns, name=NAME)


def read_tickets(
    tickets: Tickets, columns: MomentColumns, zones: Mapping[str, str | None]
) -> MomentRows:
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
    return read_moments(tickets, columns, zones, name=NAME)


def _optional(tickets: Tickets, names: Sequence[str], there: Sequence[str]) -> dict[str, str]:
    found = {name: optional(getattr(tickets, name), name, there, name=NAME) for name in names}
    return {name: column for name, column in found.items() if column is not None}

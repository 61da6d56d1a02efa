"""Tickets that know how they are read."""

from dataclasses import dataclass

from vocvalue.tables.reading.customers import Customers
from vocvalue.tables.table import check_names


@dataclass(frozen=True, eq=False)
class Tickets(Customers):
    """Tickets of a help desk or of a callback team, one row each, that know how they are read.

    A column that is not named is used if the table has one under the name that stands here.

    Attributes:
        opened: Column of when each was opened.
        closed: Column of when it was closed, empty while it is open.
        ticket_id: Column with the ticket ids; by default "ticket_id", if there is one.
        reopened: Column of when a closed ticket was last opened again, empty if it never was; by
            default "reopened", if there is one. A ticket that was opened again after it was closed
            is open.
        contacted: Column of when the customer was first contacted, empty if not yet; by default
            "contacted", if there is one.
        team: Column of the team; by default "team", if there is one.
        topic: Column of the topic; by default "topic", if there is one.
        timezone: As in `Orders`.
        timestamp_format: As in `Orders`.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> desk = pd.DataFrame({"client": [7], "created": ["2024-05-03"], "solved": [None]})
        >>> tickets = vv.Tickets(desk, customer_id="client", opened="created", closed="solved")
        >>> tickets.opened, tickets.closed
        ('created', 'solved')
    """

    opened: str = "opened"
    closed: str = "closed"
    ticket_id: str | None = None
    reopened: str | None = None
    contacted: str | None = None
    team: str | None = None
    topic: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        named = ("opened", "closed", "ticket_id", "reopened", "contacted", "team", "topic")
        check_names(self, named)

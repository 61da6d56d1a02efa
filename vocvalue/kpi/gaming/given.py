"""The tables that are checked, each with how it is read, and the clock of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from vocvalue.link.clock import one_clock_of
from vocvalue.tables import tickets as ticket_rows
from vocvalue.tables.moment_rows import MomentColumns
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.reading.tickets import Tickets
from vocvalue.tables.tickets import with_moments


@dataclass(frozen=True, kw_only=True, eq=False)
class GivenTables:
    """The tables as the caller passed them, counted by one clock.

    Attributes:
        responses: The answers.
        orders: The order log, or None.
        invitations: Who was asked, or None.
        tickets: The tickets, or None.
        columns: How the columns of the tickets are called; None without them.
        zones: The zone that each column of moments of the tickets is counted in.
    """

    responses: Responses
    orders: Orders | None
    invitations: Contacts | None
    tickets: Tickets | None
    columns: MomentColumns | None
    zones: Mapping[str, str | None]

    @classmethod
    def of(
        cls,
        tables: Mapping[str, object],
        *,
        shared: Mapping[str, Any],
        timestamp: str,
        of_responses: Mapping[str, Any],
    ) -> "GivenTables":
        """Return the tables with how each is read.

        Args:
            tables: The tables by their argument, None where one was not passed.
            shared: What is asked of all of them: the column of the customer and the clock.
            timestamp: The column of the moment, of all but the tickets.
            of_responses: What is asked of the responses alone.

        Raises:
            ParameterError: A table of another kind, or arguments that are idle.
        """
        dated = {name: table for name, table in tables.items() if name != "tickets"}
        refuse_idle(tables, **shared)
        refuse_idle(dated, timestamp=timestamp)

        def read(kind: type[Any], name: str, **asked: Any) -> Any:
            table = tables[name]
            moment = {} if name == "tickets" else {"timestamp": timestamp}
            bare = for_bare(table, **moment, **shared)
            return None if table is None else described(kind, table, name, **asked, **bare)

        return cls._by_one_clock(
            responses=read(Responses, "responses", **of_responses),
            orders=read(Orders, "orders"),
            invitations=read(Contacts, "invitations"),
            tickets=read(Tickets, "tickets"),
        )

    @classmethod
    def _by_one_clock(
        cls,
        *,
        responses: Responses,
        orders: Orders | None,
        invitations: Contacts | None,
        tickets: Tickets | None,
    ) -> "GivenTables":
        columns = None if tickets is None else ticket_rows.columns_of(tickets)
        moments = {}
        if tickets is not None and columns is not None:
            moments = {
                f"tickets ({name})": it for name, it in with_moments(tickets, columns).items()
            }
        timed: dict[str, Timed] = {
            "responses": responses,
            **({} if orders is None else {"orders": orders}),
            **({} if invitations is None else {"invitations": invitations}),
        }
        zones = one_clock_of({**timed, **moments})
        return cls(
            responses=replace(responses, timezone=zones["responses"]),
            orders=None if orders is None else replace(orders, timezone=zones["orders"]),
            invitations=None
            if invitations is None
            else replace(invitations, timezone=zones["invitations"]),
            tickets=tickets,
            columns=columns,
            zones={name.removeprefix("tickets (")[:-1]: zones[name] for name in moments},
        )

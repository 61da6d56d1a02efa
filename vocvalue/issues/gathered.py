"""Orders and problems, read by one clock and joined: every question of the room begins here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vocvalue.errors import DataError
from vocvalue.issues.histories import OrderHistories, days_of
from vocvalue.issues.moments.problems import ToldProblems
from vocvalue.link.clock import dated, is_dated, one_clock
from vocvalue.link.followed import end_of
from vocvalue.results import Note
from vocvalue.results.result import Result
from vocvalue.tables import exclusions
from vocvalue.tables.copies import n_copies
from vocvalue.tables.heavy_ids import heavy
from vocvalue.tables.labels import near_alike
from vocvalue.tables.orders import Census, OrderLog, read_orders, take_census
from vocvalue.tables.problems import beside_orders, collected, read_problems, with_order_ids
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.problems import Problems
from vocvalue.tables.sorted_lines import sorted_lines


@dataclass(frozen=True, kw_only=True, eq=False)
class OrdersAndProblems:
    """Orders and problems, ready to be asked.

    Attributes:
        orders: The order histories.
        problems: The problems.
        timezone: The time zone whose wall-clock time counts, or None.
        notes: What was left out of either or needs attention.
    """

    orders: OrderHistories
    problems: ToldProblems
    timezone: str | None = None
    notes: tuple[Note, ...] = ()


def as_asked(
    mentions: object,
    orders: object,
    *,
    of_all: Mapping[str, Any],
    beside: Mapping[str, object] | None = None,
    **of_orders: Any,
) -> tuple[Problems, Orders]:
    """Return problems and orders as tables that know how they are read.

    Args:
        mentions: The problems: a table, or a result such as that of `signals.mentions`.
        orders: The order log.
        of_all: What is asked of all tables: the columns of the customer and of the moment, and the
            clock.
        beside: Further tables of which that is asked, by the arguments' names.
        **of_orders: What is asked of the orders alone.

    Raises:
        DataError: The result has no customers or no times.
        ParameterError: A table of another kind, or arguments that are idle.
    """
    told = plain_table(mentions)
    refuse_idle({"mentions": told, "orders": orders, **(beside or {})}, **of_all)
    return (
        described(Problems, told, "mentions", **for_bare(told, **of_all)),
        described(Orders, orders, "orders", **for_bare(orders, **of_all), **of_orders),
    )


def gather(problems: Problems, orders: Orders) -> OrdersAndProblems:
    """Read orders and problems.

    Args:
        problems: The table of problems, and how it is read.
        orders: The order log, and how it is read.

    Raises:
        DataError: A column is missing or cannot be read, ids do not fit, or no row can be used.
        ParameterError: The clocks of the two tables cannot be compared.

    Examples:
        >>> import pandas as pd
        >>> tickets = pd.DataFrame(
        ...     {"customer_id": [1], "timestamp": ["2024-01-04"], "topic": ["parcel broken"]}
        ... )
        >>> log = pd.DataFrame(
        ...     {
        ...         "customer_id": [1, 1, 2],
        ...         "timestamp": ["2024-01-02", "2024-03-01", "2024-01-05"],
        ...         "amount": [10.0, 20.0, 30.0],
        ...     }
        ... )
        >>> gathered = gather(Problems(tickets), Orders(log))
        >>> gathered.problems.topics, gathered.problems.order.tolist()
        (('parcel broken',), [0])
    """
    problems, orders = one_clock(problems, orders)
    problems = with_order_ids(problems, name="mentions")
    orders = with_order_ids(orders, name="orders")
    log = read_orders(orders, "day")
    census = take_census(log, log.end)
    histories = histories_of(log, census)
    told, note = _told(problems, log, census, histories)
    return OrdersAndProblems(
        orders=histories,
        problems=told,
        timezone=log.timezone,
        notes=(
            *told.notes,
            *near_alike(told.sizes, column=problems.topic),
            *note,
            *histories.notes,
        ),
    )


def plain_table(mentions: object) -> object:
    """Return the table of what another room returned, or the table itself.

    Args:
        mentions: A table, or a result such as that of `signals.mentions`.

    Raises:
        DataError: The result has no customers or no times.
    """
    if not isinstance(mentions, Result):
        return mentions
    customers = getattr(mentions, "customer_id", None)
    if customers is None or getattr(mentions, "timestamp", None) is None:
        raise DataError(
            f"the {type(mentions).__name__} have no customers or no times, so they cannot be "
            "joined to orders. Make them of a table with both columns."
        )
    return Problems(mentions.to_frame(), customer_id=str(customers.name))


def histories_of(log: OrderLog, census: Census) -> OrderHistories:
    """Return the histories of an order log, with what was left out of it.

    Args:
        log: The order log.
        census: Its lines by kind.
    """
    end = float(days_of(np.asarray([end_of(census.end)]))[0])
    notes = (
        *exclusions.of_reading(log, census),
        *exclusions.excluded(log, census),
        *exclusions.kept(log, census, n_copies=n_copies(log, census)),
        *heavy(log, census).notes,
    )
    lines = sorted_lines(log, census)
    return OrderHistories.of(lines, end=end, currency=log.currency, notes=notes)


def _told(
    problems: Problems, log: OrderLog, census: Census, orders: OrderHistories
) -> tuple[ToldProblems, tuple[Note, ...]]:
    """Return the problems, each with its order, and how their moments were read."""
    rows = read_problems(problems)
    names_orders = rows.order_id is not None and log.schema.order_id is not None
    if not names_orders:
        rows = replace(rows, order_id=None)
    table = beside_orders(rows, log, census) if names_orders else collected(rows)
    has_days = is_dated(rows.rows, log)
    told = ToldProblems.of(table, rows, orders, is_dated=has_days)
    return told, (dated(),) if has_days else ()

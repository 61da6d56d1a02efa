"""Events of customers, any number of each, with what their customers ordered after each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.link.chosen import answers_of, labels_of
from vocvalue.link.clock import dated, one_clock
from vocvalue.link.followed import Counts, Flags, Floats, Moments, OrdersWithin
from vocvalue.link.joining import (
    beside_orders,
    check_beside,
    counted_from,
    counts,
    floats,
    has_orders,
    moments,
)
from vocvalue.link.window import WindowLike, window_of
from vocvalue.results import Note
from vocvalue.tables import exclusions, responses, windows
from vocvalue.tables.copies import n_copies
from vocvalue.tables.heavy_ids import heavy
from vocvalue.tables.labels import LabelColumn
from vocvalue.tables.orders import CUSTOMER, read_orders, take_census
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.responses import Wanted


@dataclass(frozen=True, kw_only=True, eq=False)
class EventsFollowed:
    """Events of customers, in the order of customer and moment, with the orders after each.

    Attributes:
        customer_id: The customer of each event, under the caller's own column name.
        happened: The moment of each event, shape (n,).
        rows: How many rows of the table there are of each event, shape (n,): those of one customer
            and one moment are one event.
        kept: Further columns of the events, each of shape (n,).
        labels: Their labels.
        is_matched: Whether the customer has any order, shape (n,).
        spend_before: Amount of the orders in a window as long before, shape (n,).
        after: The orders in the window after.
        n_without_customer: Rows without a customer, left out.
        n_without_time: Rows without a moment, left out.
        currency: The currency code of the orders, if known.
        notes: What a reader must know of the two tables.
    """

    customer_id: nw.Series[Any] = field(repr=False)
    happened: Moments = field(repr=False)
    rows: Counts = field(repr=False)
    kept: Mapping[str, NDArray[Any]] = field(repr=False)
    labels: Mapping[str, LabelColumn] = field(repr=False)
    is_matched: Flags = field(repr=False)
    spend_before: Floats = field(repr=False)
    after: OrdersWithin
    n_without_customer: int
    n_without_time: int
    currency: str | None
    notes: tuple[Note, ...]


def events_followed(
    events: Timed, orders: Orders, wanted: Wanted, *, window: WindowLike
) -> EventsFollowed:
    """Attach to each event what its customer ordered before and after it.

    Unlike `joined`, every event of a customer has a window of its own; windows may overlap, and an
    order then counts in each.

    Args:
        events: The events: a table of customers and moments.
        orders: The order log.
        wanted: What is wanted of the events.
        window: As in `attach`.

    Raises:
        DataError: As in `attach`.
        ParameterError: The window cannot be read.

    Examples:
        >>> import pandas as pd
        >>> calls = pd.DataFrame({"customer_id": [1, 1], "timestamp": ["2024-01-10", "2024-03-10"]})
        >>> log = pd.DataFrame(
        ...     {
        ...         "customer_id": [1, 1, 1],
        ...         "timestamp": ["2024-01-20", "2024-01-30", "2024-03-31"],
        ...         "amount": [10.0, 20.0, 40.0],
        ...     }
        ... )
        >>> wanted = Wanted(score=False, called="the table of calls")
        >>> found = events_followed(Timed(calls), Orders(log), wanted, window="30 days")
        >>> found.after.orders.tolist(), found.after.revenue.tolist()
        ([2, 1], [30.0, 40.0])
        >>> found.after.is_complete.tolist()
        [True, False]
    """
    events, orders = one_clock(events, orders)
    answers = responses.read_responses(events, wanted)
    log = read_orders(orders, "day")
    census = take_census(log, log.end)
    span = counted_from(window_of(window), answers, log)
    table, held = beside_orders(answers, responses.every_moment(answers), log, census, span)
    otherwise = check_beside(table, answers, log, held)
    happened = moments(table, responses.ANSWERED)
    columns = answers_of(answers, table)
    return EventsFollowed(
        customer_id=table[CUSTOMER].alias(answers.schema.customer_id),
        happened=happened,
        rows=counts(table, responses.N_TIED),
        kept={name: columns[responses.kept_name(name)] for name in wanted.keep},
        labels=labels_of(answers, table),
        is_matched=has_orders(table),
        spend_before=np.nan_to_num(floats(table, windows.SPEND_BEFORE)),
        after=OrdersWithin(
            opened=happened if span.start is None else np.full_like(happened, span.start),
            first=moments(table, windows.FIRST_AFTER),
            last=moments(table, windows.LAST_AFTER),
            orders=counts(table, windows.ORDERS_AFTER),
            revenue=np.nan_to_num(floats(table, windows.SPEND_AFTER)),
            window_days=span.seconds / 86_400,
            observation_end=census.end,
        ),
        n_without_customer=answers.n.get(responses.NO_CUSTOMER, 0),
        n_without_time=answers.n.get(responses.NO_TIME, 0),
        currency=log.currency,
        notes=(
            *otherwise,
            *answers.source.notes,
            *exclusions.of_reading(log, census),
            *([dated()] if span.from_day_end else []),
            *exclusions.excluded(log, census),
            *exclusions.kept(log, census, n_copies=n_copies(log, census)),
            *heavy(log, census).notes,
        ),
    )

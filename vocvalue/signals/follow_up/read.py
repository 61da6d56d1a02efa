"""Leads and orders in, the funnel out."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from vocvalue import checks, duration, progress
from vocvalue.duration import Span
from vocvalue.errors import DataError, ParameterError
from vocvalue.link.clock import one_clock_of
from vocvalue.link.window import window_of
from vocvalue.results import Note
from vocvalue.results.texts import pair
from vocvalue.signals.follow_up import held_back as drawing
from vocvalue.signals.follow_up import matched, notes
from vocvalue.signals.follow_up.buyers import Buyers, beside_orders
from vocvalue.signals.follow_up.claims import NOTHING, Windows
from vocvalue.signals.follow_up.contacting import Contacted, contacted
from vocvalue.signals.follow_up.followed import AskedLeads, FollowedLeads, follow
from vocvalue.signals.follow_up.held_back import Arms
from vocvalue.signals.follow_up.measure import FunnelTerms
from vocvalue.signals.follow_up.purchases import LeadProducts
from vocvalue.signals.follow_up.ranges import Moments
from vocvalue.signals.follow_up.result import Funnel, Incremental
from vocvalue.signals.lead_list.result import Leads
from vocvalue.tables import exclusions, ids, times
from vocvalue.tables.copies import n_copies
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.heavy_ids import heavy
from vocvalue.tables.orders import TIME, Census, OrderLog, read_orders, take_census
from vocvalue.tables.reading.bare import for_bare, refuse_idle
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.windows import LAST_SECOND, Window


@progress.step(pair("following leads", "跟踪线索"))
@translated
def funnel(
    leads: Leads,
    orders: object,
    *,
    contacts: object = None,
    held_back: object = None,
    window: Span = "60 days",
    control: str = "control",
    randomised: bool | None = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str | None = "amount",
    quantity: str | None = None,
    product: str | None = None,
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
    currency: str | None = None,
    level: float = 0.95,
) -> Funnel:
    """Follow leads to orders: how many convert, for how much, and how much of that is incremental.

    An order of the customer after the lead and within the window converts it. Where the lead is
    about a product of the catalogue, and the orders name products, it must be of that product. No
    order counts for two leads. Leads whose window is not over are in no rate.

    Converted leads are not incremental: some of these customers would have bought anyway. What the
    contact adds is told by a random part of the customers who are held back. Without one, customers
    with a lead are compared to customers without one who had bought alike before; that is not the
    effect of the contact.

    Args:
        leads: What `signals.leads` returned, of texts with times.
        orders: One row per order line: a table, a path, or a `vocvalue.Orders`.
        contacts: Who was contacted and when: a table, a path, or a `vocvalue.Contacts`.
        held_back: The arms of the customers, one of which was not contacted: what `lift.assign`
            returned, or a table with the columns customer_id and arm, or a `vocvalue.Assignments`.
        window: How long after the lead an order converts it.
        control: The arm that is left alone.
        randomised: Whether chance alone decided the arms; what `lift.assign` returned says so.
        customer_id: Column with the customer ids, in all tables.
        timestamp: Column with the timestamps, in orders and contacts.
        amount: Column with the order amounts, negative for a refund; None counts conversions only.
        quantity: Column that multiplies `amount`, which is then a unit price.
        product: Column of the product, by its id or name in the catalogue.
        observation_end: The last moment observed; by default the latest order.
        refunds: What to do with negative amounts: "net", "drop" or "error", see `clv.rfm`.
        zeros: What to do with orders of amount 0: "keep", "drop" or "error", see `clv.rfm`.
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error", see `clv.rfm`.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in both tables.
        currency: The currency code, passed on to the results, or the orders' column that holds it.
        level: The confidence level.

    Returns:
        The stages by month and kind, the conversion rate, the revenue, and what is incremental.

    Raises:
        DataError: A table cannot be read, the ids do not fit, or no lead can be followed to the end
            of its window.
        ParameterError: An argument that makes no sense, or is idle.

    References:
        Wilson (1927) for the rate; Newcombe (1998), Statistics in Medicine 17, and Welch (1947) for
        what is held back; `effects` for what is not.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> texts = pd.DataFrame(
        ...     {
        ...         "customer_id": ["ann", "bo"],
        ...         "timestamp": ["2024-01-05", "2024-01-08"],
        ...         "text": ["下次还会买", "准备回购"],
        ...     }
        ... )
        >>> orders = pd.DataFrame(
        ...     {
        ...         "customer_id": ["ann", "bo", "cy"],
        ...         "timestamp": ["2024-01-20", "2024-04-30", "2024-06-30"],
        ...         "amount": [80.0, 20.0, 50.0],
        ...     }
        ... )
        >>> leads = vv.signals.leads(vv.signals.find(texts))
        >>> found = funnel(leads, orders, currency="CNY")
        >>> found.n_converted, found.n_followed, found.revenue.value
        (1, 2, 80.0)
    """
    checks.level(level)
    duration.length(window, "day", name="window")
    _check_leads(leads)
    tables = {"orders": orders, "contacts": contacts, "held_back": held_back}
    named = {
        "customer_id": customer_id,
        "timestamp": timestamp,
        "timezone": timezone,
        "timestamp_format": timestamp_format,
    }
    refuse_idle(tables, **named)
    schema = described(
        Orders,
        orders,
        "orders",
        **for_bare(orders, **named),
        amount=amount,
        quantity=quantity,
        product=product,
        observation_end=observation_end,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        currency=currency,
    )
    asked = _contacts_of(contacts, named)
    arms = _arms_of(held_back, customer_id=customer_id, control=control, randomised=randomised)
    return _followed(*_on_one_clock(leads, schema, asked), arms, window=window, level=level)


def _followed(
    leads: Leads,
    orders: Orders,
    contacts: Contacts | None,
    arms: Arms | None,
    *,
    window: Span,
    level: float,
) -> Funnel:
    """Return what became of leads, once all tables are described and read by one clock."""
    log = read_orders(orders, "day", only_counts=orders.amount is None)
    census = take_census(log, log.end)
    span = window_of(window)
    asked = _asked(leads, log, span)
    buyers = beside_orders(asked.customers, log)
    followed = follow(asked, buyers, census)
    _refuse_unfollowed(followed, window)
    reached = None if contacts is None else contacted(followed, contacts)
    terms = FunnelTerms(with_money=orders.amount is not None, level=level, currency=log.currency)
    more, compared = (
        matched.incremental(followed, buyers, census, span, terms)
        if arms is None
        else drawing.incremental(followed, arms, reached, terms)
    )
    found = (
        *([notes.not_incremental()] if more is None else []),
        *compared,
        *_on_tables(followed, buyers, reached, log, census),
        *leads.notes,
    )
    return _result(followed, reached, more, found, log=log, window=window, level=level)


def _contacts_of(contacts: object, named: dict[str, Any]) -> Contacts | None:
    if contacts is None:
        return None
    return described(Contacts, contacts, "contacts", **for_bare(contacts, **named))


def _arms_of(
    held_back: object, *, customer_id: str, control: str, randomised: bool | None
) -> Arms | None:
    if held_back is not None:
        own = for_bare(held_back, customer_id=customer_id)
        return drawing.arms_of(held_back, control=control, randomised=randomised, **own)
    if randomised is not None or control != "control":
        idle = "randomised" if randomised is not None else "control"
        raise ParameterError(f"{idle} says something of the arms: pass held_back=.")
    return None


def _on_one_clock(
    leads: Leads, orders: Orders, contacts: Contacts | None
) -> tuple[Leads, Orders, Contacts | None]:
    """Return leads, orders and contacts as they are to be read by one clock."""
    when = pd.Series(leads.timestamp).dropna().head(1)
    if leads.timezone is not None:
        when = _in_zone(when, leads.timezone)
    own = Timed(pd.DataFrame({"customer_id": 0, "timestamp": when}))
    tables: dict[str, Timed] = {"leads": own, "orders": orders}
    if contacts is not None:
        tables["contacts"] = contacts
    zones = one_clock_of(tables)
    if contacts is not None:
        contacts = replace(contacts, timezone=zones["contacts"])
    zone = zones["leads"]
    if leads.timezone is not None and zone not in (None, leads.timezone):
        moved = _in_zone(pd.Series(leads.timestamp), leads.timezone).dt.tz_convert(zone)
        leads = replace(leads, timestamp=moved.dt.tz_localize(None).to_numpy())
    return leads, replace(orders, timezone=zones["orders"]), contacts


def _in_zone(moments: pd.Series, zone: str) -> pd.Series:
    """Return moments of a zone's wall clock; of an hour that comes twice it is the first."""
    first = np.ones(len(moments), dtype=np.bool_)
    aware: pd.Series = moments.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return aware


def _asked(leads: Leads, log: OrderLog, span: Window) -> AskedLeads:
    moments = np.asarray(leads.timestamp, dtype="datetime64[us]")
    rows = np.flatnonzero(~np.isnat(moments))
    if not rows.size:
        raise DataError("no lead has a time, so it cannot be told which orders came after it.")
    opens = moments[rows]
    is_dated = _has_days_only(opens) and times.has_clock(log.lines, TIME)
    if is_dated:
        opens = opens + np.timedelta64(LAST_SECOND, "s")
    number, first = ids.numbered(leads.customer_id)
    products = LeadProducts.of(leads, rows)
    has_column = log.schema.product is not None
    windows = Windows(
        customer=number[rows],
        opens=opens,
        closes=np.asarray(opens + np.timedelta64(span.seconds, "s"), dtype=opens.dtype),
        product=products.product if has_column else np.full(len(rows), NOTHING),
    )
    return AskedLeads(
        leads=leads,
        rows=rows,
        customers=leads.customer_id[first],
        windows=windows,
        products=products,
        is_dated=is_dated,
    )


def _has_days_only(moments: Moments) -> bool:
    """Whether moments are days: one midnight for all is a moment, that of a campaign."""
    at_midnight = (moments == moments.astype("datetime64[D]")).all()
    return bool(at_midnight and len(np.unique(moments)) > 1)


def _refuse_unfollowed(followed: FollowedLeads, window: Span) -> None:
    if followed.is_followed.any():
        return
    first = followed.windows.opens.min().astype(dt.datetime)
    raise DataError(
        f"none of the {len(followed.asked.rows):,} leads can be followed for the window of "
        f"{window}: the first came on {first:%Y-%m-%d}, and the orders end on "
        f"{followed.observation_end:%Y-%m-%d}. Pass later orders, or a shorter window."
    )


def _on_tables(
    followed: FollowedLeads,
    buyers: Buyers,
    reached: Contacted | None,
    log: OrderLog,
    census: Census,
) -> tuple[Note, ...]:
    return (
        *_on_leads(followed, buyers, has_product=log.schema.product is not None),
        *(() if reached is None else notes.on_contacts(reached, followed)),
        *([] if log.schema.amount is not None else [notes.no_amounts()]),
        *_on_orders(followed, log, census),
    )


def _on_leads(followed: FollowedLeads, buyers: Buyers, *, has_product: bool) -> tuple[Note, ...]:
    return (
        *notes.without_time(followed.asked.n_without_time),
        *notes.on_following(followed),
        *notes.on_products(followed, has_column=has_product),
        *buyers.check(followed.has_orders),
        *([notes.dated()] if followed.asked.is_dated else []),
    )


def _on_orders(followed: FollowedLeads, log: OrderLog, census: Census) -> tuple[Note, ...]:
    return (
        *notes.on_orders(followed, log.currency),
        *exclusions.of_reading(log, census),
        *exclusions.excluded(log, census),
        *exclusions.kept(log, census, n_copies=n_copies(log, census)),
        *heavy(log, census).notes,
    )


def _result(
    followed: FollowedLeads,
    reached: Contacted | None,
    more: Incremental | None,
    found: tuple[Note, ...],
    *,
    log: OrderLog,
    window: Span,
    level: float,
) -> Funnel:
    leads, rows = followed.asked.leads, followed.asked.rows
    return Funnel(
        lead_id=leads.lead_id[rows],
        customer_id=leads.customer_id[rows],
        month=followed.windows.opens.astype("datetime64[M]"),
        kind=leads.kind[rows],
        n_signals=leads.n_signals[rows],
        contacted=None if reached is None else reached.is_contacted,
        followed=followed.is_followed,
        converted=followed.is_converted,
        ordered=followed.ordered,
        amount=None if log.schema.amount is None else followed.amount,
        incremental=more,
        window=window,
        observation_end=followed.observation_end,
        level=level,
        currency=log.currency,
        notes=found,
    )


def _check_leads(leads: object) -> None:
    if not isinstance(leads, Leads):
        raise ParameterError(
            f"leads == {type(leads).__name__}(...), must be what signals.leads returned."
        )
    if not leads.n:
        raise DataError("there are no leads, and so nothing to follow.")
    if leads.timestamp is None:
        raise DataError(
            "the leads have no times, so it cannot be told which orders came after them. Pass "
            "texts with a column of the time to signals.find."
        )

"""Detractors and the tickets that were opened for them, matched by customer and time."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Moments: TypeAlias = NDArray[np.datetime64]
Codes: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

NONE = -1
DAY = np.timedelta64(1, "D")
EARLIEST, LATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


@dataclass(frozen=True, kw_only=True, eq=False)
class Dated:
    """Rows of customers and moments.

    Attributes:
        customer: The code of each row's customer, -1 where it is missing, shape (n,).
        moment: Its moment, shape (n,).
    """

    customer: Codes = field(repr=False)
    moment: Moments = field(repr=False)


def first_after(answers: Dated, tickets: Dated, window: np.timedelta64) -> Codes:
    """Return the first ticket of each answer's customer within a window after it.

    A ticket of the moment of the answer counts. One ticket may serve several answers.

    Args:
        answers: The answers, all of known customers.
        tickets: The tickets.
        window: How long after the answer a ticket may be opened.

    Returns:
        The place of the ticket, -1 where there is none, shape (number of answers,).

    Examples:
        >>> def rows(*days):
        ...     return Dated(
        ...         customer=np.array([0, 0, 1]), moment=np.array(days, dtype="datetime64[us]")
        ...     )
        >>> answers = rows("2024-01-01", "2024-02-01", "2024-01-01")
        >>> tickets = rows("2024-01-05", "2024-01-03", "2024-03-01")
        >>> first_after(answers, tickets, np.timedelta64(14, "D")).tolist()
        [1, -1, -1]
    """
    n = answers.moment.size
    customer = np.concatenate([answers.customer, tickets.customer])
    at = np.concatenate([answers.moment, tickets.moment])
    is_ticket = np.arange(at.size) >= n
    order = np.lexsort((is_ticket, at, customer))
    place = np.where(is_ticket[order], np.arange(order.size), order.size)
    following = np.minimum.accumulate(place[::-1])[::-1]
    follows = np.full(n, order.size)
    own = ~is_ticket[order]
    follows[order[own]] = following[own]
    is_there = follows < order.size
    row = order[np.where(is_there, follows, 0)]
    fits = is_there & (customer[row] == answers.customer) & (at[row] - answers.moment <= window)
    return np.where(fits & (answers.customer >= 0), row - n, NONE)


def overlapping(tickets: Dated, closed: Moments, topic: Codes | None) -> Flags:
    """Return which tickets were opened while an earlier one of the same customer was open.

    Args:
        tickets: The tickets.
        closed: When each was closed, NaT while it is open, shape (n,).
        topic: The topic of each, where only tickets of one topic are taken together, or None.

    Examples:
        The second is opened while the first is open, the third when both are closed:

        >>> days = np.array(["2024-01-01", "2024-01-02", "2024-01-09"], dtype="datetime64[us]")
        >>> tickets = Dated(customer=np.zeros(3, dtype=np.int64), moment=days)
        >>> overlapping(tickets, days + np.timedelta64(4, "D"), None).tolist()
        [False, True, False]
    """
    group = _groups(tickets.customer, topic)
    order = np.lexsort((tickets.moment, group))
    opened, own = tickets.moment[order].astype(np.int64), group[order]
    ends = _ends(closed)[order]
    reach = _running_maximum(ends, own)
    follows = np.zeros(own.size, dtype=np.bool_)
    follows[1:] = (own[1:] == own[:-1]) & ((opened[1:] < reach[:-1]) | (opened[1:] == opened[:-1]))
    overlaps = np.zeros(own.size, dtype=np.bool_)
    overlaps[order] = follows
    return overlaps & (tickets.customer >= 0)


def had_open(answers: Dated, tickets: Dated, closed: Moments) -> Flags:
    """Return which answers fell in a time in which a ticket of their customer was open.

    Args:
        answers: The answers, all of known customers.
        tickets: The tickets, by their opening.
        closed: When each ticket was closed, NaT while it is open.

    Examples:
        >>> days = np.array(["2024-01-02", "2024-01-08"], dtype="datetime64[us]")
        >>> answers = Dated(customer=np.zeros(2, dtype=np.int64), moment=days)
        >>> opened = Dated(customer=np.zeros(1, dtype=np.int64), moment=days[:1] - DAY)
        >>> had_open(answers, opened, days[:1] + DAY).tolist()
        [True, False]
    """
    n = answers.moment.size
    customer = np.concatenate([answers.customer, tickets.customer])
    moment = np.concatenate([answers.moment, tickets.moment])
    ends = np.concatenate([np.full(n, EARLIEST), _ends(closed)])
    # Of one moment the answer comes first: its own ticket was not open before it.
    order = np.lexsort((np.arange(moment.size) >= n, moment, customer))
    reach = _running_maximum(ends[order], customer[order])
    had = np.empty(moment.size, dtype=np.bool_)
    had[order] = reach > moment[order].astype(np.int64)
    return had[:n]


def _ends(closed: Moments) -> Codes:
    return np.where(np.isnat(closed), LATEST, closed.astype("datetime64[us]").astype(np.int64))


def _running_maximum(values: Codes, group: Codes) -> Codes:
    """Return the highest value so far within each group."""
    return pd.Series(values).groupby(group, sort=False).cummax().to_numpy()


def _groups(customer: Codes, topic: Codes | None) -> Codes:
    if topic is None:
        return customer
    n_topics = int(topic.max(initial=NONE)) + 2
    return customer * n_topics + topic + 1


def in_days(moments: Moments) -> Moments:
    """Return moments as the beginnings of their days.

    Args:
        moments: The moments, shape (n,).
    """
    return moments.astype("datetime64[D]").astype("datetime64[us]")

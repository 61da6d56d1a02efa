"""Contacts held against leads: which leads were contacted, and which contacts fit none."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.link.clock import has_days_only
from vocvalue.link.lookup import placed
from vocvalue.results import Note
from vocvalue.signals.follow_up.claims import NOTHING, Flags
from vocvalue.signals.follow_up.followed import FollowedLeads
from vocvalue.signals.follow_up.ranges import Codes, Moments, Timeline
from vocvalue.tables import responses
from vocvalue.tables.contacts import read_contacts
from vocvalue.tables.labels import words_of
from vocvalue.tables.orders import CUSTOMER
from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.responses import ANSWERED, ResponseLog
from vocvalue.tables.sources import collect

DAY = np.timedelta64(86_400_000_000, "us")


@dataclass(frozen=True, kw_only=True, eq=False)
class Contacted:
    """What contacts say of leads.

    Attributes:
        at: When each lead was first contacted within its window, NaT where it was not, shape (n,).
        customer: The number of the customer of each contact, -1 for those without a lead.
        when: When each contact was.
        n: How many contacts there are.
        n_nobody: Contacts of customers without a lead.
        n_unknown: Contacts about a lead that is not among these.
        n_early: Contacts before the lead that they are about, or before the customer's first.
        n_outside: Further contacts that fall in no window.
        notes: How the table was read.
    """

    at: Moments = field(repr=False)
    customer: Codes = field(repr=False)
    when: Moments = field(repr=False)
    n: int
    n_nobody: int
    n_unknown: int
    n_early: int
    n_outside: int
    notes: tuple[Note, ...] = ()

    @property
    def is_contacted(self) -> Flags:
        """Whether each lead was contacted, shape (n,)."""
        return ~np.isnat(self.at)


def contacted(followed: FollowedLeads, contacts: Contacts) -> Contacted:
    """Return which leads were contacted.

    Args:
        followed: The leads.
        contacts: The contacts.

    Raises:
        DataError: A column is missing or cannot be read, or ids that are written otherwise.
    """
    log = read_contacts(contacts)
    table = nw.maybe_reset_index(collect(log.rows))
    when = np.asarray(table[ANSWERED].to_numpy(), dtype="datetime64[us]")
    customer, written = placed(table[CUSTOMER], followed.customers, name="leads")
    asked, about = _leads_of(followed, log, table)
    opens, closes = _spans(followed, by_day=followed.asked.is_dated or has_days_only(log))
    named = np.flatnonzero(about != NOTHING)
    fits = (when[named] >= opens[about[named]]) & (when[named] <= closes[about[named]])
    open_ended = np.flatnonzero(~asked & (customer != NOTHING))
    timeline = Timeline.of(customer[open_ended], when[open_ended])
    lead, event = timeline.within(followed.windows.customer, opens, closes, at_open=True)
    by_lead = np.concatenate([about[named][fits], lead])
    moments = np.concatenate([when[named][fits], when[open_ended][event]])
    used = np.zeros(len(when), dtype=np.bool_)
    used[named[fits]] = used[open_ended[event]] = True
    first = _first_by(followed.windows.customer, opens, followed.n_customers)
    start = np.where(customer != NOTHING, first[customer], np.datetime64("NaT", "us"))
    start[named] = opens[about[named]]
    is_known = np.where(asked, about != NOTHING, customer != NOTHING)
    early = ~used & is_known & (when < start)
    return Contacted(
        at=_first_by(by_lead, moments, len(opens)),
        customer=customer,
        when=when,
        n=len(when),
        n_nobody=int((~asked & (customer == NOTHING)).sum()),
        n_unknown=int((asked & (about == NOTHING)).sum()),
        n_early=int(early.sum()),
        n_outside=int((~used & is_known & ~early).sum()),
        notes=(*log.source.notes, *written, *_left_out(log)),
    )


def _leads_of(
    followed: FollowedLeads, log: ResponseLog, table: nw.DataFrame[Any]
) -> tuple[Flags, Codes]:
    """Return which contacts name a lead, and the lead that each names, -1 where it is not known."""
    if not log.wanted.keep:
        return np.zeros(len(table), dtype=np.bool_), np.full(len(table), NOTHING)
    words = words_of(table[responses.kept_name(log.wanted.keep[0])])
    asked = np.array([it is not None and it != "" for it in words], dtype=np.bool_)
    known = pd.Index(followed.asked.leads.lead_id[followed.asked.rows])
    about = np.asarray(known.get_indexer(pd.Index(words)), dtype=np.int64)
    return asked, np.where(asked, about, NOTHING)


def _spans(followed: FollowedLeads, *, by_day: bool) -> tuple[Moments, Moments]:
    """Return from when to when a contact counts for each lead, in whole days if need be."""
    opens, closes = followed.windows.opens, followed.windows.closes
    if not by_day:
        return opens, closes
    return opens.astype("datetime64[D]").astype("datetime64[us]"), closes


def _first_by(group: Codes, at: Moments, n: int) -> Moments:
    """Return the first moment of each of n groups, NaT where there is none."""
    first: NDArray[np.int64] = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(first, group, at.astype(np.int64))
    moments = first.astype("datetime64[us]")
    moments[first == np.iinfo(np.int64).max] = np.datetime64("NaT", "us")
    return moments


def _left_out(log: ResponseLog) -> tuple[Note, ...]:
    return (
        *Note.counted(
            log.n.get(responses.NO_CUSTOMER, 0),
            "Contacts with no customer were left out: {n}.",
            "{n} 次联系缺少客户编号，未计入。",
        ),
        *Note.counted(
            log.n.get(responses.NO_TIME, 0),
            "Contacts with no time were left out: {n}.",
            "{n} 次联系没有时间，未计入。",
        ),
    )

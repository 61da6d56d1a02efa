"""Leads with what became of each: contacted, followed to the end of the window, converted."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.link.followed import end_of
from vocvalue.signals.follow_up.buyers import Buyers
from vocvalue.signals.follow_up.claims import NOTHING, Flags, ProductPurchases, Windows, claimed
from vocvalue.signals.follow_up.purchases import LeadProducts, amounts, purchases_of
from vocvalue.signals.follow_up.ranges import Codes, Moments
from vocvalue.signals.lead_list.result import Leads
from vocvalue.tables.orders import Census

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class AskedLeads:
    """The leads that have a time, before anything is known of their orders.

    Attributes:
        leads: All leads.
        rows: Those that have a time, shape (n,).
        customers: The customers of all leads, each once.
        windows: The span in which an order counts for each.
        products: The products that they are about.
        is_dated: Whether they carry days only, and count as the end of their day.
    """

    leads: Leads = field(repr=False)
    rows: Codes = field(repr=False)
    customers: nw.Series[Any] = field(repr=False)
    windows: Windows = field(repr=False)
    products: LeadProducts = field(repr=False)
    is_dated: bool

    @property
    def n_without_time(self) -> int:
        """How many leads have no time."""
        return self.leads.n - len(self.rows)


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowedLeads:
    """Leads with their customers' orders.

    Attributes:
        asked: The leads.
        purchases: What their customers ordered.
        claimed: The purchase that each is converted by, -1 where there is none, shape (n,).
        amount: The amount of that, 0 where there is none, shape (n,).
        is_followed: Whether the whole window was observed, shape (n,).
        is_late: Whether it was opened after the last day of the orders, shape (n,).
        has_orders: Whether each customer has any order.
        early_refunds: The money of refunds that follow no purchase.
        observation_end: The last moment observed.
    """

    asked: AskedLeads = field(repr=False)
    purchases: ProductPurchases = field(repr=False)
    claimed: Codes = field(repr=False)
    amount: Floats = field(repr=False)
    is_followed: Flags = field(repr=False)
    is_late: Flags = field(repr=False)
    has_orders: Flags = field(repr=False)
    early_refunds: float = 0.0
    observation_end: dt.datetime

    @property
    def windows(self) -> Windows:
        """The span in which an order counts for each lead."""
        return self.asked.windows

    @property
    def customers(self) -> nw.Series[Any]:
        """The customers, each once."""
        return self.asked.customers

    @property
    def n_customers(self) -> int:
        """How many customers there are."""
        return len(self.customers)

    @property
    def is_converted(self) -> Flags:
        """Whether each lead is converted, shape (n,)."""
        return np.asarray(self.claimed != NOTHING)

    @property
    def ordered(self) -> Moments:
        """When the order came that each is converted by, NaT where none did, shape (n,)."""
        at = np.full(len(self.claimed), np.datetime64("NaT", "us"))
        at[self.is_converted] = self.purchases.at[self.claimed[self.is_converted]]
        return at

    @property
    def first_followed(self) -> Codes:
        """The first lead of each customer that has one that was followed, by customer."""
        rows = np.flatnonzero(self.is_followed)
        order = rows[np.lexsort([self.windows.opens[rows], self.windows.customer[rows]])]
        _, first = np.unique(self.windows.customer[order], return_index=True)
        return order[first]

    def by_customer(self, values: NDArray[Any]) -> Floats:
        """Return the sum over the followed leads of each customer, by customer.

        Args:
            values: A value of each lead, shape (n,).
        """
        rows = self.is_followed
        sums = np.bincount(self.windows.customer[rows], values[rows], self.n_customers)
        return np.asarray(sums, dtype=np.float64)


def follow(asked: AskedLeads, buyers: Buyers, census: Census) -> FollowedLeads:
    """Return leads with what their customers ordered.

    Args:
        asked: The leads.
        buyers: Their customers beside the orders.
        census: What was found in the orders.
    """
    purchases, early = purchases_of(buyers.orders(census), asked.products)
    found = claimed(asked.windows, purchases)
    end = end_of(census.end)
    has_orders = np.zeros(len(asked.customers), dtype=np.bool_)
    has_orders[purchases.customer] = True
    return FollowedLeads(
        asked=asked,
        purchases=purchases,
        claimed=found,
        amount=amounts(asked.windows, purchases, found),
        is_followed=np.asarray(asked.windows.closes <= end),
        is_late=np.asarray(asked.windows.opens >= end),
        has_orders=has_orders,
        early_refunds=early,
        observation_end=census.end,
    )

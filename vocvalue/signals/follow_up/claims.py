"""Which order each lead is converted by: no order counts for two leads."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.signals.follow_up.ranges import Codes, Moments, Timeline

Flags: TypeAlias = NDArray[np.bool_]

NOTHING = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Windows:
    """The spans in which orders count for leads.

    Attributes:
        customer: The number of each lead's customer, shape (n,).
        opens: When each lead was opened, shape (n,).
        closes: The last moment at which an order counts for it, shape (n,).
        product: The number of the product that it must be of, -1 for any, shape (n,).
    """

    customer: Codes = field(repr=False)
    opens: Moments = field(repr=False)
    closes: Moments = field(repr=False)
    product: Codes = field(repr=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class ProductPurchases:
    """What customers ordered: one for each customer, moment and product.

    Attributes:
        customer: The number of the customer, shape (m,).
        at: The moment, shape (m,).
        product: The number of the product, -1 for one that no lead is about, shape (m,).
        money: The amount, net of the refunds that belong to it, shape (m,).
    """

    customer: Codes = field(repr=False)
    at: Moments = field(repr=False)
    product: Codes = field(repr=False)
    money: NDArray[np.float64] = field(repr=False)


def claimed(leads: Windows, purchases: ProductPurchases) -> Codes:
    """Return the purchase that each lead is converted by, -1 where there is none.

    As many leads as possible are converted, and of those about a product as many as possible. Where
    leads compete for a purchase, the lead about a product goes before one about any, and the
    earlier before the later; where a lead may choose, it takes the first purchase.

    Args:
        leads: The leads.
        purchases: The purchases of their customers.

    References:
        Kuhn (1955), The Hungarian method for the assignment problem, Naval Research Logistics
        Quarterly 2: a lead that finds all its purchases taken may move others to another one. What
        is converted once stays converted, so that the first lead has the first right; and the
        number is the largest there is (Edmonds and Fulkerson, 1965, Transversals and matroid
        partition, Journal of Research of the National Bureau of Standards 69B).

    Examples:
        A lead about product 0 takes its order, and leaves the other to the lead about any:

        >>> at = np.array(["2024-01-02", "2024-01-03"], "datetime64[us]")
        >>> start = np.full(2, np.datetime64("2024-01-01", "us"))
        >>> leads = Windows(
        ...     customer=np.zeros(2, int), opens=start, closes=start + np.timedelta64(60, "D"),
        ...     product=np.array([-1, 0]),
        ... )
        >>> bought = ProductPurchases(
        ...     customer=np.zeros(2, int), at=at, product=np.array([0, -1]), money=np.ones(2)
        ... )
        >>> claimed(leads, bought).tolist()
        [1, 0]
    """
    lead, purchase = _candidates(leads, purchases)
    found = np.full(len(leads.customer), NOTHING, dtype=np.int64)
    is_shared = np.bincount(purchase, minlength=len(purchases.customer)) > 1
    competing = np.zeros(len(found), dtype=np.bool_)
    competing[lead[is_shared[purchase]]] = True
    crowded = np.isin(leads.customer, np.unique(leads.customer[competing]))
    alone = ~crowded[lead]
    first = np.flatnonzero(alone & np.diff(lead, prepend=NOTHING).astype(np.bool_))
    found[lead[first]] = purchase[first]
    for theirs in _by_customer(leads, lead[~alone], purchase[~alone]):
        for number, taken in matched(theirs).items():
            found[number] = taken
    return found


def matched(candidates: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return the purchase of each lead that gets one.

    Args:
        candidates: The purchases that each lead may have, the best first, by the lead; leads come
            in the order of their rights.

    Examples:
        >>> matched({7: [1, 2], 8: [1], 9: [2]})
        {7: 2, 8: 1}
    """
    owner: dict[int, int] = {}
    taken: dict[int, int] = {}
    lost: set[int] = set()
    for lead in candidates:
        reached = _search(lead, candidates, owner, taken, lost)
        # Whatever such a search reaches can never be had by a later lead either.
        lost |= reached
    return taken


def _search(
    lead: int,
    candidates: Mapping[int, Sequence[int]],
    owner: dict[int, int],
    taken: dict[int, int],
    lost: set[int],
) -> set[int]:
    """Find a purchase for a lead, moving others if need be; return what was reached in vain."""
    asked_by: dict[int, int] = {}
    waiting = deque([lead])
    while waiting:
        asking = waiting.popleft()
        new = [it for it in candidates[asking] if it not in asked_by and it not in lost]
        asked_by.update(dict.fromkeys(new, asking))
        free = next((it for it in new if it not in owner), None)
        if free is not None:
            _hand_over(free, lead, asked_by, owner, taken)
            return set()
        waiting.extend(owner[it] for it in new)
    return set(asked_by)


def _hand_over(
    purchase: int, lead: int, asked_by: dict[int, int], owner: dict[int, int], taken: dict[int, int]
) -> None:
    """Give a free purchase to who asked for it, what that had to who asked for this, and so on."""
    while True:
        asking = asked_by[purchase]
        given_up = taken.get(asking)
        owner[purchase], taken[asking] = asking, purchase
        if asking == lead or given_up is None:
            return
        purchase = given_up


def _candidates(leads: Windows, purchases: ProductPurchases) -> tuple[Codes, Codes]:
    """Return which purchases each lead may be converted by, in the order of leads and time."""
    timeline = Timeline.of(purchases.customer, purchases.at)
    lead, purchase = timeline.within(leads.customer, leads.opens, leads.closes, at_open=False)
    wanted = leads.product[lead]
    fits = (wanted == NOTHING) | (wanted == purchases.product[purchase])
    return lead[fits], purchase[fits]


def _by_customer(leads: Windows, lead: Codes, purchase: Codes) -> list[dict[int, list[int]]]:
    """Return the candidates of the leads of each customer, in the order of the leads' rights."""
    rights = np.lexsort([leads.opens[lead], leads.product[lead] == NOTHING, leads.customer[lead]])
    lead, purchase = lead[rights], purchase[rights]
    ends = np.flatnonzero(np.diff(leads.customer[lead])) + 1
    found: list[dict[int, list[int]]] = []
    for own, theirs in zip(np.split(lead, ends), np.split(purchase, ends), strict=True):
        candidates: dict[int, list[int]] = {}
        for number, candidate in zip(own.tolist(), theirs.tolist(), strict=True):
            candidates.setdefault(number, []).append(candidate)
        found.append(candidates)
    return found

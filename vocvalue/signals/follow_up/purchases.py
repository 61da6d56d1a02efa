"""Lines of orders as purchases: lines of one moment and product are one, net of their refunds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.signals.follow_up.buyers import PLACE, PRODUCT
from vocvalue.signals.follow_up.claims import NOTHING, ProductPurchases, Windows
from vocvalue.signals.follow_up.ranges import Codes, Timeline
from vocvalue.signals.lead_list.catalogue import spelling
from vocvalue.signals.lead_list.result import Leads
from vocvalue.tables.orders import MONEY, TIME


@dataclass(frozen=True, kw_only=True, eq=False)
class LeadProducts:
    """The products that leads are about.

    Attributes:
        product: The number of each lead's product, -1 where it names none of the catalogue,
            shape (n,).
        by_id: The number of a product by its id.
        by_name: The number of a product by the spelling of its name.
    """

    product: Codes
    by_id: dict[str, int]
    by_name: dict[str, int]

    @classmethod
    def of(cls, leads: Leads, rows: Codes) -> "LeadProducts":
        """Return the products of leads.

        Args:
            leads: The leads.
            rows: Those that count, shape (n,).
        """
        texts = [None if it is None else str(it) for it in leads.product_id[rows]]
        codes, known = pd.factorize(np.array(texts, dtype=object))
        by_name = {
            spelling(name): int(code)
            for name, code in zip(leads.product_name[rows], codes, strict=True)
            if code != NOTHING and name is not None
        }
        by_id = {text: code for code, text in enumerate(known)}
        return cls(product=codes.astype(np.int64), by_id=by_id, by_name=by_name)

    def numbers(self, values: Sequence[Any]) -> Codes:
        """Return the number of each value of the orders' column, -1 for products of no lead.

        Args:
            values: Ids or names of products, None where one is missing.
        """
        codes, distinct = pd.factorize(np.array(values, dtype=object))
        known = np.array([self._number(str(it)) for it in distinct] + [NOTHING], dtype=np.int64)
        return known[codes]

    def _number(self, value: str) -> int:
        if value in self.by_id:
            return self.by_id[value]
        return self.by_name.get(spelling(value), NOTHING)


def purchases_of(lines: pd.DataFrame, products: LeadProducts) -> tuple[ProductPurchases, float]:
    """Return the purchases of lines, and the money of the refunds that belong to none.

    A refund belongs to the latest purchase of its product up to it, or else to the latest of any.

    Args:
        lines: The lines, as `Buyers.orders` returns them.
        products: The products of the leads.
    """
    if PRODUCT in lines:
        kind, _ = pd.factorize(lines[PRODUCT], use_na_sentinel=False)
        number = products.numbers(lines[PRODUCT].tolist())
    else:
        kind = np.zeros(len(lines), dtype=np.int64)
        number = np.full(len(lines), NOTHING)
    marked = lines[[PLACE, TIME, MONEY]].assign(kind=kind, number=number)
    is_refund = marked[MONEY] < 0
    bought = marked[~is_refund].groupby([PLACE, TIME, "kind"], as_index=False, sort=True)
    table = bought.agg({MONEY: "sum", "number": "first"})
    owner = _owners(table, marked[is_refund])
    returned = marked.loc[is_refund, MONEY].to_numpy()
    money = table[MONEY].to_numpy(np.float64)
    known = owner != NOTHING
    money = money + np.bincount(owner[known], returned[known], len(table))
    purchases = ProductPurchases(
        customer=table[PLACE].to_numpy(np.int64),
        at=table[TIME].to_numpy("datetime64[us]"),
        product=table["number"].to_numpy(np.int64),
        money=money,
    )
    return purchases, float(returned[~known].sum())


def _owners(bought: pd.DataFrame, refunds: pd.DataFrame) -> Codes:
    """Return the purchase that each refund belongs to, -1 where there is none before it."""
    if refunds.empty:
        return np.zeros(0, dtype=np.int64)
    at, when = bought[TIME].to_numpy("datetime64[us]"), refunds[TIME].to_numpy("datetime64[us]")
    size = int(max(bought["kind"].max(), refunds["kind"].max())) + 1
    pairs = pd.concat([it[PLACE] * size + it["kind"] for it in (bought, refunds)])
    both = np.unique(pairs.to_numpy(), return_inverse=True)[1].astype(np.int64)
    own = Timeline.of(both[: len(bought)], at).latest(both[len(bought) :], when)
    place, asked = bought[PLACE].to_numpy(np.int64), refunds[PLACE].to_numpy(np.int64)
    anything = Timeline.of(place, at).latest(asked, when)
    return np.where(own != NOTHING, own, anything)


def amounts(leads: Windows, purchases: ProductPurchases, claimed: Codes) -> NDArray[np.float64]:
    """Return the amount that each lead is converted for, 0 where it is not.

    A lead about any product also has what else was bought at that moment and no lead claims.

    Args:
        leads: The leads.
        purchases: The purchases of their customers.
        claimed: The purchase of each lead, -1 where there is none, shape (n,).
    """
    money = np.zeros(len(claimed))
    converted = claimed != NOTHING
    money[converted] = purchases.money[claimed[converted]]
    table = pd.DataFrame({"customer": purchases.customer, "at": purchases.at})
    basket = table.groupby(["customer", "at"], sort=False).ngroup().to_numpy()
    rest = purchases.money.copy()
    rest[claimed[converted]] = 0.0
    left = np.bincount(basket, rest, minlength=1)
    takers = np.flatnonzero(converted & (leads.product == NOTHING))
    # Of several that take from one basket, the first has what is left.
    takers = takers[np.lexsort([leads.opens[takers], basket[claimed[takers]]])]
    _, first = np.unique(basket[claimed[takers]], return_index=True)
    money[takers[first]] += left[basket[claimed[takers[first]]]]
    return money

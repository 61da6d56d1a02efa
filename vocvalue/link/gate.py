"""The gate before a figure is made of two tables: do their customers fit together?"""

from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results import Note, counted
from vocvalue.tables import identity
from vocvalue.tables.identity import NearMatch
from vocvalue.tables.orders import CUSTOMER, OrderLog
from vocvalue.tables.sources import collect

# Of all customers; damage of fewer is noted, of more refused.
TOLERATED = 0.01


def check_customers(
    customers: nw.Series[Any], is_matched: NDArray[np.bool_], orders: OrderLog
) -> tuple[Note, ...]:
    """Refuse customers who have orders under an id that is written otherwise; note a few.

    Only text can be written otherwise, and only those without an order are looked at.

    Args:
        customers: The customers of the other table, shape (n,).
        is_matched: Whether each has an order, shape (n,).
        orders: The order log.

    Raises:
        DataError: More than one customer in a hundred would match if blanks, case, leading zeros, a
            trailing .0 or full and half width were ignored.
    """
    near = _near(customers, is_matched, orders)
    if near is None:
        return ()
    n = int((~is_matched).sum())
    en, zh = near.told(n)
    if near.n > TOLERATED * len(is_matched):
        raise DataError(
            f"{n:,} of the {counted(len(is_matched), 'customer')} have no order, but {en}. "
            f"Write the ids of column {orders.schema.customer_id!r} alike in both tables: read "
            "them as text, from the source and not from a spreadsheet."
        )
    return (
        Note(
            en=f"{counted(n, 'customer')} have no order; {en}. Check how the ids are written.",
            zh=f"{n:,} 位客户没有订单；{zh}。请检查客户编号的写法。",
            count=near.n,
        ),
    )


def _near(
    customers: nw.Series[Any], is_matched: NDArray[np.bool_], orders: OrderLog
) -> NearMatch | None:
    if is_matched.all() or not isinstance(customers.dtype, nw.String):
        return None
    ordering = collect(orders.lines.select(nw.col(CUSTOMER).cast(nw.String)).unique())
    others = [text for text in ordering[CUSTOMER].to_list() if isinstance(text, str) and text]
    return identity.near_match(customers.filter((~is_matched).tolist()).to_list(), others)

"""What customers ordered up to a moment of each: counted and summed in the engine."""

from typing import Any

import narwhals as nw

from vocvalue.tables.orders import CUSTOMER, MONEY, TIME, Census, OrderLog, counted_lines
from vocvalue.tables.responses import ANSWERED

ORDERS, SPENT = "_vv_orders_before", "_vv_spent_before"
FIRST, LAST = "_vv_first_before", "_vv_last_before"


def with_history(rows: nw.LazyFrame[Any], log: OrderLog, census: Census) -> nw.LazyFrame[Any]:
    """Return rows with what the customer of each had ordered up to its moment.

    An order of that very moment counts as before it. The number is that of moments with an order,
    the spend is net of what was returned up to then; all are missing where there was nothing.

    Args:
        rows: Customers, each once, and a moment of each.
        log: The orders.
        census: What was found in them.
    """
    keys = rows.select(CUSTOMER, ANSWERED)
    lines = counted_lines(log, census).select(CUSTOMER, TIME, MONEY)
    before = lines.join(keys, on=CUSTOMER, how="inner").filter(nw.col(TIME) <= nw.col(ANSWERED))
    spent = before.group_by(CUSTOMER).agg(nw.col(MONEY).sum().alias(SPENT))
    ordered = (
        before.filter(nw.col(MONEY) >= 0)
        .group_by(CUSTOMER)
        .agg(
            nw.col(TIME).n_unique().alias(ORDERS),
            nw.col(TIME).min().alias(FIRST),
            nw.col(TIME).max().alias(LAST),
        )
    )
    return rows.join(spent, on=CUSTOMER, how="left").join(ordered, on=CUSTOMER, how="left")

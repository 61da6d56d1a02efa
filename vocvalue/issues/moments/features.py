"""What was known of a customer's orders at a moment, transformed for a regression.

The smallest set that made controls like the exposed in simulations with known truth holds amounts,
one rate of buying, time as a customer and the calendar; the others stand in for each other.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.moments import CustomerMoments

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

PROFILE = ("log_amount", "years_customer", "years_customer_2", "calendar", "calendar_2")
"""The features that are no history of buying."""
RECENT = (90, 180)
"""The spans of days in which recent orders are counted."""
YEAR = 365.25
# A rate of buying before the first order is not 0: half an order more, and forty days.
HALF, DAYS_MORE = 0.5, 40.0


def features(
    orders: OrderHistories, at: CustomerMoments, earlier: Floats | None = None
) -> dict[str, Floats]:
    """Return what was known at each moment.

    Args:
        orders: The histories.
        at: The moments.
        earlier: How many problems each customer had mentioned before, shape (m,); None leaves it
            out.

    Returns:
        By name, each of shape (m,). Where the moments are not those of orders, the days since the
        latest order are among them.

    Examples:
        >>> import narwhals as nw
        >>> orders = OrderHistories(
        ...     ids=nw.new_series("id", [1], backend="pandas"),
        ...     start=np.array([0, 2]),
        ...     customer=np.zeros(2, dtype=np.int32),
        ...     day=np.array([0.0, 40.0]),
        ...     amount=np.array([10.0, 30.0]),
        ...     paid=np.array([10.0, 30.0]),
        ...     first=0.0,
        ...     end=100.0,
        ... )
        >>> found = features(orders, CustomerMoments.at_orders(orders, np.array([1])))
        >>> float(found["log_orders"][0].round(3)), found["is_first_order"].tolist()
        (0.693, [0.0])
    """
    begin = orders.start[at.customer]
    found = _history(orders, begin, at.order, orders.day[at.order])
    for days in RECENT:
        found |= _recent(orders, at.customer, at.order, at.day, days)
    since = at.day - orders.day[at.order]
    if since.any():
        found |= _squared("log_days_since_order", np.log1p(since))
    return found | _mentioned(earlier) | profile(orders, at)


def features_before(
    orders: OrderHistories, at: CustomerMoments, days: float, earlier: Floats | None = None
) -> dict[str, Floats]:
    """Return what was known so many days before each moment, and the profile at it.

    The amount of the order is among them: the problem depends on it, and no earlier order can.

    Args:
        orders: The histories.
        at: The moments.
        days: How long before.
        earlier: As in `features`, of that time.
    """
    then = at.day - days
    begin = orders.start[at.customer]
    until = np.minimum(orders.n_until(at.customer, then), at.order)
    found = _history(orders, begin, until, then)
    for recent in RECENT:
        found |= _recent(orders, at.customer, until, then, recent)
    return found | _mentioned(earlier) | profile(orders, at)


def profile(orders: OrderHistories, at: CustomerMoments) -> dict[str, Floats]:
    """Return what is no history of buying: the amount of the order, time as a customer, calendar.

    Args:
        orders: The histories.
        at: The moments.
    """
    first = orders.day[orders.start[at.customer]]
    return {
        "log_amount": orders.log_amount(orders.paid[at.order]),
        **_squared("years_customer", (at.day - first) / YEAR),
        **_squared("calendar", (at.day - orders.first) / YEAR),
    }


def history(
    orders: OrderHistories, at: CustomerMoments, days: float, contact: Floats | None = None
) -> dict[str, Floats]:
    """Return the history before each moment in plain units, the order of the moment aside.

    Args:
        orders: The histories.
        at: The moments.
        days: The span over which orders a month and their average value are taken.
        contact: Days since the customer's latest contact, shape (m,), NaN where there is none.

    Returns:
        By name, each of shape (m,); NaN where there is no order before.
    """
    begin = orders.start[at.customer]
    first = np.minimum(orders.n_until(at.customer, at.day - days), at.order)
    n = at.order - first
    known = np.minimum(days, np.maximum(at.day - orders.day[begin], 1.0))
    has_before = at.order > begin
    before = np.where(has_before, at.day - orders.day[at.order - 1], np.nan)
    found = {
        "orders": (at.order - begin).astype(np.float64),
        "orders_a_month": n / known * (YEAR / 12),
        "average_order_value": _ratio(orders.sum_between(first, at.order, gross=True), n),
        "days_since_order": before,
    }
    return found if contact is None else {**found, "days_since_contact": contact}


def _history(orders: OrderHistories, begin: Ints, until: Ints, then: Floats) -> dict[str, Floats]:
    """Return number, rate, last gap and mean amount of the orders before a position."""
    k = (until - begin).astype(np.float64)
    tenure = np.maximum(then - orders.day[begin], 0.0)
    is_none = k == 0
    gap = np.where(is_none, 0.0, then - orders.day[np.maximum(until - 1, begin)])
    logs = orders.sum_logs(begin, until)
    mean = _ratio(logs, k)
    known = mean[~is_none]
    return {
        **_squared("log_orders", np.log1p(k)),
        "log_rate": np.log((k + HALF) / (tenure + DAYS_MORE)),
        "is_first_order": is_none.astype(np.float64),
        **_squared("log_gap", np.log1p(np.maximum(gap, 0.0))),
        # Where nothing was bought before, the mean of the others: the flag says the rest.
        "mean_log_amount": np.where(is_none, known.mean() if known.size else 0.0, mean),
    }


def _recent(
    orders: OrderHistories, customer: Ints, until: Ints, then: Floats, days: int
) -> dict[str, Floats]:
    first = np.minimum(orders.n_until(customer, then - days), until)
    spend = orders.sum_between(first, until, gross=True)
    return {
        f"log_orders_{days}": np.log1p(until - first),
        f"log_spend_{days}": orders.log_amount(spend),
    }


def _mentioned(earlier: Floats | None) -> dict[str, Floats]:
    return {} if earlier is None else {"log_earlier_mentions": np.log1p(earlier)}


def _squared(name: str, values: Floats) -> dict[str, Floats]:
    return {name: values, f"{name}_2": values**2}


def _ratio(sums: Floats, n: NDArray[Any]) -> Floats:
    return np.asarray(np.divide(sums, n, out=np.full(sums.size, np.nan), where=n > 0))

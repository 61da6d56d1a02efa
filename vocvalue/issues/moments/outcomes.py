"""What customers ordered in a window after a moment, and in one as long before."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.moments import CustomerMoments

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def outcomes(
    orders: OrderHistories, at: CustomerMoments, *, window_days: float, churn_days: float
) -> dict[str, Floats]:
    """Return what was ordered after each moment, whose window must have been observed in full.

    Args:
        orders: The histories.
        at: The moments, none later than the end less the window.
        window_days: The length of the window.
        churn_days: The days without an order that count as churn.

    Returns:
        "repurchase" (0 or 1), "orders" and "spend", net of what was returned of these orders, in
        the window; "churn" (0 or 1), NaN where the customer was not followed so long.

    Examples:
        >>> import narwhals as nw
        >>> orders = OrderHistories(
        ...     ids=nw.new_series("id", [1], backend="pandas"),
        ...     start=np.array([0, 3]),
        ...     customer=np.zeros(3, dtype=np.int32),
        ...     day=np.array([0.0, 40.0, 130.0]),
        ...     amount=np.array([10.0, 30.0, 50.0]),
        ...     paid=np.array([10.0, 30.0, 50.0]),
        ...     first=0.0,
        ...     end=200.0,
        ... )
        >>> at = CustomerMoments.at_orders(orders, np.array([0, 1]))
        >>> found = outcomes(orders, at, window_days=90, churn_days=160)
        >>> found["spend"].tolist(), found["churn"].tolist()
        ([30.0, 50.0], [0.0, 0.0])
    """
    begin = at.order + 1
    until = orders.n_until(at.customer, at.day + window_days)
    churned = orders.n_until(at.customer, at.day + churn_days) == begin
    is_followed = at.day + churn_days <= orders.end
    return {
        "repurchase": (until > begin).astype(np.float64),
        "orders": (until - begin).astype(np.float64),
        "spend": orders.sum_between(begin, until),
        "churn": np.where(is_followed, churned, np.nan),
    }


def before(orders: OrderHistories, at: CustomerMoments, *, window_days: float) -> dict[str, Floats]:
    """Return what was ordered in the window before each moment, without the order of the moment.

    Spend is what was paid: a return that the problem caused comes after it.

    Args:
        orders: The histories.
        at: The moments.
        window_days: The length of the window.

    Returns:
        "repurchase" (0 or 1), "orders" and "spend", each of shape (m,).
    """
    first = np.minimum(orders.n_until(at.customer, at.day - window_days), at.order)
    return {
        "repurchase": (at.order > first).astype(np.float64),
        "orders": (at.order - first).astype(np.float64),
        "spend": orders.sum_between(first, at.order, gross=True),
    }


def was_customer(orders: OrderHistories, at: CustomerMoments, *, window_days: float) -> Flags:
    """Return whether each customer had ordered when the window before the moment began.

    Args:
        orders: The histories.
        at: The moments.
        window_days: The length of the window.
    """
    first = orders.day[orders.start[at.customer]]
    return np.asarray(at.day - first >= window_days)

"""Orders and spend counted period by period around moments."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.exposed.event_study import EventStudy
from vocvalue.issues.exposed.question import ExposureQuestion
from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.moments import CustomerMoments

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

WEEK, MONTH = 7.0, 30.0
LONG = 60.0
"""Windows from this many days on are cut by months of thirty days, shorter ones by weeks."""
MOST_PERIODS = 12


def event_study(
    orders: OrderHistories, at: CustomerMoments, exposed: Flags, question: ExposureQuestion
) -> EventStudy:
    """Return mean orders and spend of exposed and controls in each period around the moment.

    A period counts for those who were customers when it began.

    Args:
        orders: The histories.
        at: The moments.
        exposed: Which of them are exposures.
        question: The spans that are asked for.
    """
    days = MONTH if question.window_days >= LONG else WEEK
    n_before = min(max(int(question.history_days // days), 1), MOST_PERIODS)
    n_after = max(int(question.window_days // days), 1)
    periods = np.arange(-n_before, n_after)
    first = orders.day[orders.start[at.customer]]
    cells = [
        _period(orders, at, exposed, first, (period * days, (period + 1) * days))
        for period in periods
    ]
    parts: list[dict[str, Floats]] = [
        {name: np.array([cell[name][place] for cell in cells]) for name in ("orders", "spend")}
        for place in range(4)
    ]
    return EventStudy(
        period=periods,
        period_days=days,
        exposed=parts[0],
        control=parts[1],
        exposed_error=parts[2],
        control_error=parts[3],
    )


def _period(
    orders: OrderHistories,
    at: CustomerMoments,
    exposed: Flags,
    first: Floats,
    days: tuple[float, float],
) -> dict[str, tuple[float, float, float, float]]:
    """Return mean of exposed and of controls and both errors, of orders and of spend."""
    begin = orders.n_until(at.customer, at.day + days[0])
    end = orders.n_until(at.customer, at.day + days[1])
    if days[1] <= 0:
        begin, end = np.minimum(begin, at.order), np.minimum(end, at.order)
    spend = orders.sum_between(begin, end, gross=days[1] <= 0)
    # Whoever was no customer yet cannot have ordered.
    counts = at.day + days[0] >= first
    found = {}
    for name, values in {"orders": (end - begin).astype(np.float64), "spend": spend}.items():
        own, others = counts & exposed, counts & ~exposed
        mean, error = _clustered(values[own], at.customer[own])
        other_mean, other_error = _clustered(values[others], at.customer[others])
        found[name] = (mean, other_mean, error, other_error)
    return found


def _clustered(values: Floats, customer: Ints) -> tuple[float, float]:
    """Return a mean with its standard error, rows of one customer going together."""
    if not values.size:
        return float("nan"), float("nan")
    mean = float(values.mean())
    _, place = np.unique(customer, return_inverse=True)
    sums = np.bincount(place, values - mean)
    return mean, float(np.sqrt(np.sum(sums**2)) / values.size)

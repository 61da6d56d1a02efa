"""Controls drawn week by week among customers at risk, who have not yet met the problem."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.histories import OrderHistories

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class DrawnControls:
    """Rows that were drawn.

    Attributes:
        rows: Their places in the risk set, by week, shape (m,).
        share: Drawn rows by rows there were, in the week of each, shape (m,).
        n_short: How many weeks had fewer controls than wanted.
    """

    rows: Ints = field(repr=False)
    share: Floats = field(repr=False)
    n_short: int


def orders_at_risk(orders: OrderHistories, *, first: Floats, since: float, until: float) -> Ints:
    """Return the orders of customers at risk: nobody who has met the problem.

    What becomes of a customer later is not looked at: a control may meet the problem the day after.
    Orders that met another problem are among them, as orders that met this one may have too.

    Args:
        orders: The histories.
        first: When each customer first met the problem, in days, infinite if never, shape (c,).
        since: The first moment that is wanted.
        until: The last moment that is wanted: the end less the window.

    Returns:
        Positions of orders.

    Examples:
        >>> import narwhals as nw
        >>> orders = OrderHistories(
        ...     ids=nw.new_series("id", [1, 2], backend="pandas"),
        ...     start=np.array([0, 3, 4]),
        ...     customer=np.array([0, 0, 0, 1], dtype=np.int32),
        ...     day=np.array([1.0, 5.0, 9.0, 5.0]),
        ...     amount=np.ones(4),
        ...     paid=np.ones(4),
        ...     first=1.0,
        ...     end=50.0,
        ... )
        >>> orders_at_risk(orders, first=np.array([9.0, np.inf]), since=2.0, until=30.0).tolist()
        [1, 3]
    """
    is_risk = (orders.day >= since) & (orders.day <= until)
    met = np.flatnonzero(np.isfinite(first))
    # Of most customers nothing is known: only the orders of the others are looked at one by one.
    sizes = orders.start[met + 1] - orders.start[met]
    theirs = np.repeat(orders.start[met], sizes) + _counting(sizes)
    is_risk[theirs] &= orders.day[theirs] < np.repeat(first[met], sizes)
    return np.flatnonzero(is_risk)


def draw(
    week: Ints,
    exposed_week: Ints,
    per_exposed: float,
    generator: np.random.Generator,
) -> DrawnControls:
    """Draw controls, in each week in proportion to those who met the problem in it.

    Args:
        week: The week of each row of the risk set, shape (k,).
        exposed_week: The week of each exposed, shape (e,).
        per_exposed: How many controls are wanted for each exposed.
        generator: Where chance comes from.

    References:
        Prentice and Breslow (1978), Biometrika 65, on sampling from risk sets.

    Examples:
        >>> week, exposed = np.array([7, 7, 7, 8, 9]), np.array([7, 8])
        >>> drawn = draw(week, exposed, 2, np.random.default_rng(0))
        >>> sorted(week[drawn.rows].tolist()), sorted(drawn.share.round(2).tolist())
        ([7, 7, 8], [0.67, 0.67, 1.0])
        >>> drawn.n_short
        1
    """
    weeks, n_exposed = np.unique(exposed_week, return_counts=True)
    place = np.searchsorted(weeks, week)
    place[place == weeks.size] = 0
    rows = np.flatnonzero(weeks[place] == week)
    number = place[rows].astype(np.int16 if weeks.size < 2**15 else np.int64)
    ordered = rows[np.argsort(number, kind="stable")]
    there = np.bincount(number, minlength=weeks.size)
    wanted = np.ceil(per_exposed * n_exposed - 1e-9).astype(np.int64)
    taken = np.minimum(wanted, there)
    begin = np.concatenate([[0], np.cumsum(there)])
    chosen = [
        begin[i] + np.sort(generator.choice(there[i], taken[i], replace=False, shuffle=False))
        for i in range(weeks.size)
        if taken[i]
    ]
    share = np.repeat(taken / np.maximum(there, 1), taken)
    picked = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)
    return DrawnControls(rows=ordered[picked], share=share, n_short=int((taken < wanted).sum()))


def _counting(sizes: Ints) -> Ints:
    """Return 0, 1, 2 and so on for each size, one after the other."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - sizes, sizes)

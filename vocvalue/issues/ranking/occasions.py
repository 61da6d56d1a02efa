"""Orders at which anything was mentioned, with what that was, and orders without any mention."""

from dataclasses import dataclass, field
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.moments import MONDAY, CustomerMoments
from vocvalue.issues.moments.problems import LONGEST_DELAY, MONTH, ToldProblems
from vocvalue.issues.moments.risk_sets import draw

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

FEWEST = 30
"""A topic of fewer orders is not ranked."""
MOST_CONTROLS = 300_000
"""Controls serve all topics together: with more of them intervals hardly become narrower."""
MOST_DELAYED = 3 * MOST_CONTROLS
"""Orders to which delays are drawn; of more a random part."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MentionedMoments:
    """Moments at which customers mentioned something, followed for the whole window.

    Attributes:
        at: The moments.
        had: Which topics were mentioned, shape (n, topics).
        n_without_order: Rows of mentions about no known order.
        n_late: Rows of mentions whose window was not over.
    """

    at: CustomerMoments
    had: Flags = field(repr=False)
    n_without_order: int
    n_late: int

    @classmethod
    def of(cls, problems: ToldProblems, orders: OrderHistories, *, until: float) -> Self:
        """Return the moments: an order, or the latest mention about one and the same order.

        Args:
            problems: All problems.
            orders: The histories.
            until: The last moment whose window is over.
        """
        has_order = problems.order >= 0
        day = np.full(orders.day.size, -np.inf)
        np.maximum.at(day, problems.order[has_order], problems.day[has_order])
        is_in_time = has_order & (day[problems.order] <= until)
        order, place = np.unique(problems.order[is_in_time], return_inverse=True)
        had = np.zeros((order.size, len(problems.topics)), dtype=np.bool_)
        had[place, problems.topic[is_in_time]] = True
        at = CustomerMoments(
            customer=orders.customer[order].astype(np.int64), day=day[order], order=order
        )
        return cls(
            at=at,
            had=had,
            n_without_order=int((~has_order).sum()),
            n_late=int((has_order & ~is_in_time).sum()),
        )

    @property
    def n_of_topic(self) -> Ints:
        """How many moments mention each topic, shape (topics,)."""
        return np.asarray(np.count_nonzero(self.had, axis=0), dtype=np.int64)


@dataclass(frozen=True, kw_only=True, eq=False)
class UnmentionedMoments:
    """Controls: moments of the same weeks at which nothing was mentioned.

    Attributes:
        at: The moments.
        drawn: The share of the controls of its week that was drawn, shape (m,).
        pending: The share of the controls that mention something about the same order later. It is
            0 where orders are named.
    """

    at: CustomerMoments
    drawn: Floats = field(repr=False)
    pending: float = 0.0


def controls_of(
    mentioned: MentionedMoments,
    problems: ToldProblems,
    orders: OrderHistories,
    *,
    until: float,
    per_exposed: int,
    generator: np.random.Generator,
) -> UnmentionedMoments:
    """Draw controls, week by week in proportion to the mentions.

    Args:
        mentioned: The moments with a mention.
        problems: All problems.
        orders: The histories.
        until: The last moment whose window is over.
        per_exposed: How many are wanted for each moment; in all there are no more than 300,000.
        generator: Where chance comes from.

    Raises:
        DataError: Nobody is left to compare with.
    """
    since = 7.0 * float(mentioned.at.week.min()) - MONDAY
    if problems.by_order:
        pool, part = _at_orders(problems, orders, since, until), 1.0
    else:
        pool, part = _after_orders(
            mentioned, problems, orders, since=since, until=until, generator=generator
        )
    wanted = min(float(per_exposed), MOST_CONTROLS / mentioned.at.n)
    drawn = draw(pool.week, mentioned.at.week, wanted, generator)
    if not drawn.rows.size:
        raise DataError(
            "nobody is left to compare with: in the weeks of the mentions every order is one at "
            "which something was mentioned. Pass orders of customers without mentions too."
        )
    at = pool.take(drawn.rows)
    # Up to the moment nothing was mentioned since the order: what there is comes later.
    pending = float(problems.marked(orders.day.size)[at.order].mean())
    return UnmentionedMoments(at=at, drawn=drawn.share * part, pending=pending)


def months_of(mentioned: MentionedMoments) -> float:
    """Return over how many months the moments lie, one month at least.

    The first and the last of n are on average one of n + 1 gaps away from where they could lie.

    Args:
        mentioned: The moments.
    """
    day, n = mentioned.at.day, mentioned.at.n
    return max(float(np.ptp(day)) * (n + 1) / max(n - 1, 1) / MONTH, 1.0)


def _at_orders(
    problems: ToldProblems, orders: OrderHistories, since: float, until: float
) -> CustomerMoments:
    is_free = ~problems.marked(orders.day.size)
    is_free &= (orders.day >= since) & (orders.day <= until)
    return CustomerMoments.at_orders(orders, np.flatnonzero(is_free))


def _after_orders(
    mentioned: MentionedMoments,
    problems: ToldProblems,
    orders: OrderHistories,
    *,
    since: float,
    until: float,
    generator: np.random.Generator,
) -> tuple[CustomerMoments, float]:
    """Return moments as long after orders as mentions come, and the part of orders used."""
    order = np.flatnonzero((orders.day >= since - LONGEST_DELAY) & (orders.day <= until))
    part = min(1.0, MOST_DELAYED / max(order.size, 1))
    if part < 1:
        order = np.sort(generator.choice(order, MOST_DELAYED, replace=False))
    delays = mentioned.at.day - orders.day[mentioned.at.order]
    at = CustomerMoments.after_orders(orders, order, delays, generator)
    # Nothing may have been mentioned since the order that is then the latest.
    told = problems.n_before(at.customer, at.day, inclusive=True)
    told_before = problems.n_before(at.customer, orders.day[at.order])
    return at.take((at.day <= until) & (told == told_before)), part

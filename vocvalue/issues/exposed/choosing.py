"""Which moments are compared: first exposures, and controls drawn in the same weeks."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.issues.exposed.question import ExposureQuestion
from vocvalue.issues.histories import OrderHistories, moments_of
from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.issues.moments.other_problems import n_others, other_moments
from vocvalue.issues.moments.problems import LONGEST_DELAY, ToldProblems
from vocvalue.issues.moments.risk_sets import draw, orders_at_risk

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

FEWEST = 30
"""Fewer exposed than this are refused."""
MOST_WITHOUT_ORDER = 0.50
"""With a larger share of mentions about no known order, there is too little to build on."""
MOST_ORDERS = 1_000_000
"""Orders to which delays are drawn; of more a random part."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """The moments that are compared.

    Attributes:
        at: The moments, the exposed first.
        n_exposed: How many of them are exposed.
        drawn: Controls drawn by controls there were, of the week of each; 1 for exposed.
        others: How many other problems were met with it.
        first: When each customer first met the problem, in days, infinite if never, shape (c,).
        reached: The first exposures of which the order is known, in the window or too late for it.
        n_without_order: First exposures whose order is not known.
        n_after_end: First exposures after the end of the orders.
        n_late: First exposures too late for the window.
        share_without_order: The share of all mentions of the problem whose order is not known.
        n_short: Weeks with fewer controls than wanted.
        median_delay: Median of the days from the order to the moment.
    """

    at: CustomerMoments
    n_exposed: int
    drawn: Floats = field(repr=False)
    others: Floats = field(repr=False)
    first: Floats = field(repr=False)
    reached: CustomerMoments = field(repr=False)
    n_without_order: int
    n_after_end: int
    n_late: int
    share_without_order: float
    n_short: int
    median_delay: float

    @property
    def exposed(self) -> Flags:
        """Whether each moment is one of an exposed customer, shape (n,)."""
        return np.arange(self.at.n) < self.n_exposed


def choose(
    problems: ToldProblems,
    orders: OrderHistories,
    question: ExposureQuestion,
    generator: np.random.Generator,
) -> Choice:
    """Choose first exposures and draw controls for them.

    Args:
        problems: All problems.
        orders: The histories.
        question: What is asked.
        generator: Where chance comes from.

    Raises:
        DataError: Nobody mentioned the topic, too few can be followed, too few of their orders are
            known, or nobody is left as a control.
    """
    rows = problems.rows_of(question.topic)
    firsts = problems.first_rows(rows)
    until = orders.end - question.window_days
    has_order, day = problems.order[firsts] >= 0, problems.day[firsts]
    is_over = day >= orders.end
    is_late = has_order & ~is_over & (day > until)
    usable = firsts[has_order & ~is_over & ~is_late]
    without = float(np.mean(problems.order[rows] < 0))
    _refuse(problems, orders, question, usable=usable, without=without, is_late=is_late)
    exposed = _moments(problems, usable)
    first = problems.first_days(rows)
    controls, share, n_short = _RiskSet(
        problems=problems,
        orders=orders,
        question=question,
        exposed=exposed,
        first=first,
        generator=generator,
    ).draw()
    at = exposed.and_then(controls)
    return Choice(
        at=at,
        n_exposed=exposed.n,
        drawn=np.concatenate([np.ones(exposed.n), share]),
        others=n_others(problems, at, np.arange(at.n) < exposed.n),
        first=first,
        reached=_moments(problems, firsts[has_order & ~is_over]),
        n_without_order=int((~has_order & ~is_over).sum()),
        n_after_end=int(is_over.sum()),
        n_late=int(is_late.sum()),
        share_without_order=without,
        n_short=n_short,
        median_delay=float(np.median(exposed.day - orders.day[exposed.order])),
    )


def _moments(problems: ToldProblems, rows: Ints) -> CustomerMoments:
    return CustomerMoments(
        customer=problems.customer[rows], day=problems.day[rows], order=problems.order[rows]
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _RiskSet:
    """The moments at which the problem could have been met by those who had not met it yet."""

    problems: ToldProblems
    orders: OrderHistories
    question: ExposureQuestion
    exposed: CustomerMoments
    first: Floats
    generator: np.random.Generator

    @property
    def until(self) -> float:
        """The last moment whose window was observed."""
        return self.orders.end - self.question.window_days

    @property
    def since(self) -> float:
        """A moment before all that are wanted."""
        return float(7 * self.exposed.week.min()) - 7

    def draw(self) -> tuple[CustomerMoments, Floats, int]:
        """Return controls, the share in which they were drawn, and in how many weeks they are few.

        Raises:
            DataError: Nobody is left as a control.
        """
        pool, part = self._at_orders() if self.problems.by_order else self._after_orders()
        drawn = draw(pool.week, self.exposed.week, self.question.controls, self.generator)
        if not drawn.rows.size:
            raise DataError(
                f"nobody is left to compare with: in the weeks in which {self.question.topic!r} "
                "was met, every order is one at which it was met, or comes after one. "
                "Everybody is exposed, so the loss cannot be told from these tables."
            )
        return pool.take(drawn.rows), drawn.share * part, drawn.n_short

    def _at_orders(self) -> tuple[CustomerMoments, float]:
        return CustomerMoments.at_orders(self.orders, self._orders(0.0)), 1.0

    def _after_orders(self) -> tuple[CustomerMoments, float]:
        """Return moments as long after orders as mentions come, and the part of orders used."""
        order = self._orders(LONGEST_DELAY)
        part = min(1.0, MOST_ORDERS / max(order.size, 1))
        if part < 1:
            order = np.sort(self.generator.choice(order, MOST_ORDERS, replace=False))
        delays = self.exposed.day - self.orders.day[self.exposed.order]
        at = CustomerMoments.after_orders(self.orders, order, delays, self.generator)
        # Nothing may have been mentioned from the order on, as of orders with a known problem.
        told = self.problems.n_before(at.customer, at.day, inclusive=True)
        told_before = self.problems.n_before(at.customer, self.orders.day[order])
        is_free = (at.day <= self.until) & (told == told_before)
        both = at.take(is_free).and_then(self._told_of_others(part))
        return both.take(both.day < self.first[both.customer]), part

    def _told_of_others(self, part: float) -> CustomerMoments:
        """Return the moments at which other problems were told of, or a random part of them."""
        rows = other_moments(self.problems, self.question.topic, since=self.since, until=self.until)
        if part < 1:
            rows = rows[self.generator.random(rows.size) < part]
        return _moments(self.problems, rows)

    def _orders(self, earlier: float) -> Ints:
        return orders_at_risk(
            self.orders, first=self.first, since=self.since - earlier, until=self.until
        )


def _refuse(
    problems: ToldProblems,
    orders: OrderHistories,
    question: ExposureQuestion,
    *,
    usable: Ints,
    without: float,
    is_late: Flags,
) -> None:
    topic = question.topic
    if without > MOST_WITHOUT_ORDER:
        how = (
            "name no order of their customer"
            if problems.by_order
            else f"come with no order of their customer in the {LONGEST_DELAY:.0f} days before"
        )
        raise DataError(
            f"{without:.0%} of the mentions of {topic!r} {how}, so it is not known where most of "
            "them belong. Check that both tables cover the same time and hold the same ids."
        )
    if usable.size < FEWEST:
        end = str(moments_of(np.array([orders.end]))[0].astype("datetime64[D]"))
        raise DataError(
            f"{usable.size:,} customers met {topic!r} and can be followed for the window of "
            f"{question.window_days:.4g} days, must be at least {FEWEST}. {int(is_late.sum()):,} "
            f"met it too late for the window, as orders end before {end}. Shorten the window, or "
            "pass more data."
        )

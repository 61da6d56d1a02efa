"""Counts of mentions and orders, period by period, and where among them the fix lies."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.errors import DataError
from vocvalue.issues.moments.problems import no_such_topic
from vocvalue.tables.order_counts import OrderCounts
from vocvalue.tables.periods import Periods, numbers_of
from vocvalue.tables.problem_counts import ProblemCounts

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = tuple[np.datetime64, np.datetime64]

FEWEST_BEFORE, FEWEST_AFTER = 4, 2
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, kw_only=True, eq=False)
class MentionSeries:
    """Mentions and orders of the periods that both tables cover from end to end.

    Attributes:
        periods: The periods.
        fixed_at: The day of the fix.
        mentions: Mentions of the problem, shape (k,).
        orders: Orders, shape (k,).
        comparison: Mentions of the topics to compare with, shape (k,), or None.
        covered: The first and the last day that both tables cover.
        n_cut: Mentions of the problem outside these periods.
    """

    periods: Periods
    fixed_at: np.datetime64
    mentions: Ints = field(repr=False)
    orders: Ints = field(repr=False)
    comparison: Ints | None = field(repr=False, default=None)
    covered: Days
    n_cut: int

    @classmethod
    def of(
        cls,
        problems: ProblemCounts,
        orders: OrderCounts,
        *,
        topic: str,
        comparison: Sequence[str],
        fixed_at: np.datetime64,
        every: Every,
        end: np.datetime64 | None = None,
    ) -> Self:
        """Return the series of a problem.

        Args:
            problems: Mentions by day.
            orders: Orders by period.
            topic: The problem.
            comparison: The topics to compare with.
            fixed_at: The day of the fix.
            every: The length of a period.
            end: The last day observed, where it is known; by default that of the last row.

        Raises:
            DataError: Nobody mentioned a topic, or the fix has too few periods to either side.
        """
        sizes = problems.sizes
        for name in (topic, *comparison):
            if name not in sizes:
                raise no_such_topic(name, sizes)
        first = max(problems.seen[0], orders.first)
        last = min(problems.seen[1] if end is None else end, orders.last)
        periods = _whole_periods(first, last, every)
        mentions = _counted(problems, [topic], periods)
        series = cls(
            periods=periods,
            fixed_at=fixed_at,
            mentions=mentions,
            orders=periods.counted(orders.number, orders.n),
            comparison=_counted(problems, comparison, periods) if comparison else None,
            covered=(first, last),
            n_cut=sizes[topic] - int(mentions.sum()),
        )
        series._refuse_outside()
        return series

    @property
    def starts(self) -> NDArray[np.datetime64]:
        """The first day of each period."""
        return self.periods.start

    @property
    def before(self) -> Flags:
        """Whether each period ends before the fix, shape (k,)."""
        ends = np.append(self.starts[1:], self.periods.end)
        return np.asarray(ends <= self.fixed_at)

    @property
    def after(self) -> Flags:
        """Whether each period begins with the fix or after it, shape (k,)."""
        return np.asarray(self.starts >= self.fixed_at)

    @property
    def used(self) -> Flags:
        """Whether each period counts: it has orders, and the fix does not cut it, shape (k,)."""
        return (self.before | self.after) & (self.orders > 0)

    def _refuse_outside(self) -> None:
        before = int((self.before & self.used).sum())
        after = int((self.after & self.used).sum())
        if before >= FEWEST_BEFORE and after >= FEWEST_AFTER:
            return
        first, last = self.covered
        if not first <= self.fixed_at <= last:
            raise DataError(
                f"fixed_at == {self.fixed_at} lies outside the time that mentions and orders "
                f"cover, {first} to {last}. Check the date; if the log of mentions goes on beyond "
                "its last row, pass observation_end=."
            )
        raise DataError(
            f"fixed_at == {self.fixed_at}: mentions and orders cover {first} to {last}. Whole "
            f"{self.periods.every}s with orders before the fix: {before}, of at least "
            f"{FEWEST_BEFORE}; after it: {after}, of at least {FEWEST_AFTER}. Choose shorter "
            "periods with every=, or wait. If the log of mentions goes on beyond its last row, "
            "pass observation_end=."
        )


def _whole_periods(first: np.datetime64, last: np.datetime64, every: Every) -> Periods:
    """Return the periods that lie between two days from end to end."""
    if last < first:
        raise DataError(
            "the tables of mentions and of orders cover no common day. Do they cover the same time?"
        )
    periods = Periods.of(numbers_of(np.array([first, last]), every), every)
    start = int(periods.start[0] < first)
    stop = int(periods.end - DAY > last)
    n = periods.n - start - stop
    if n < 1:
        raise DataError(
            f"mentions and orders together cover {first} to {last}, which holds no whole {every}. "
            "Choose shorter periods with every=."
        )
    return replace(periods, first=periods.first + start, n=n)


def _counted(problems: ProblemCounts, topics: Sequence[str], periods: Periods) -> Ints:
    own = np.isin(problems.topic.astype(str), list(topics))
    return periods.counted(numbers_of(problems.day[own], periods.every), problems.n[own])

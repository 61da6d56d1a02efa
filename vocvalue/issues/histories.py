"""The order log as arrays, sorted by customer and time, and what can be asked of it."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.results.notes import Note, left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.stats.sorted_groups import n_until, starts
from vocvalue.tables.sorted_lines import SortedLines

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

MICROSECONDS = 86_400_000_000.0
# Amounts are told apart down to a hundredth of the median.
FINE = 100.0
SAMPLE = 100_000


def days_of(moments: NDArray[np.datetime64]) -> Floats:
    """Return moments as days since 1970-01-01, with their fraction.

    Examples:
        >>> days_of(np.array(["1970-01-03T12:00"], dtype="datetime64[us]")).tolist()
        [2.5]
    """
    return np.asarray(moments.astype("datetime64[us]").astype(np.int64) / MICROSECONDS)


def moments_of(days: Floats) -> NDArray[np.datetime64]:
    """Return days since 1970-01-01 as moments.

    Examples:
        >>> moments_of(np.array([2.5]))
        array(['1970-01-03T12:00:00.000000'], dtype='datetime64[us]')
    """
    return np.round(days * MICROSECONDS).astype(np.int64).astype("datetime64[us]")


@dataclass(frozen=True, kw_only=True, eq=False)
class OrderHistories:
    """The orders of all customers, one row for each customer and moment, sorted by both.

    Lines of one moment are one order. Times are days since 1970-01-01, with their fraction.

    Attributes:
        ids: The id of each customer code, shape (c,).
        start: Where the orders of each customer begin, and at last their number, shape (c + 1,).
        customer: The customer code of each order, shape (n,).
        day: Its moment, shape (n,).
        amount: Its amount less all that was returned of it, whenever that was, shape (n,).
        paid: Its amount before returns, which is all that was known at the moment, shape (n,).
        first: The moment of the first order of all.
        end: The end of the last day observed.
        currency: The currency code, if known.
        notes: What was left out or needs attention.
    """

    ids: nw.Series[Any] = field(repr=False)
    start: Ints = field(repr=False)
    customer: NDArray[np.int32] = field(repr=False)
    day: Floats = field(repr=False)
    amount: Floats = field(repr=False)
    paid: Floats = field(repr=False)
    first: float
    end: float
    currency: str | None = None
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(
        cls,
        lines: SortedLines,
        *,
        end: float,
        currency: str | None = None,
        notes: tuple[Note, ...] = (),
    ) -> Self:
        """Return the histories that sorted lines make.

        Lines of one customer and moment are one order. A refund is deducted from the latest order
        up to it; one before any order, from nothing.

        Args:
            lines: The lines.
            end: The end of the last day observed, in days since 1970.
            currency: The currency code, if known.
            notes: What was left out of the lines.
        """
        is_order = lines.money >= 0
        has_refunds = not is_order.all()
        day = days_of(lines.at)
        customer, moment, money = lines.customer, day, lines.money
        if has_refunds:
            customer, moment, money = customer[is_order], moment[is_order], money[is_order]
        is_first = np.ones(moment.size, dtype=np.bool_)
        is_first[1:] = (moment[1:] != moment[:-1]) | (customer[1:] != customer[:-1])
        if not is_first.all():
            money = np.add.reduceat(money, np.flatnonzero(is_first))
            customer, moment = customer[is_first], moment[is_first]
        paid = cls(
            ids=lines.ids,
            start=starts(customer, len(lines.ids)),
            customer=customer,
            day=moment,
            amount=money,
            paid=money,
            first=float(moment.min()),
            end=end,
            currency=currency,
            notes=notes,
        )
        return paid._less(lines.customer[~is_order], day[~is_order], lines.money[~is_order])

    def _less(self, customer: NDArray[np.int32], day: Floats, money: Floats) -> Self:
        """Return the same with refunds deducted."""
        order = self.latest(customer, day)
        of_none = int(np.count_nonzero(order < 0))
        returned = np.bincount(order[order >= 0], money[order >= 0], self.day.size)
        early = left_out(
            of_none,
            pair(
                "{lines} before any order of the customer",
                "{lines}早于该客户的任何订单",
                lines=counted(of_none, "refund"),
            ),
        )
        if not money.size:
            return self
        return replace(self, amount=self.paid + returned, notes=(*self.notes, *early))

    @property
    def n_customers(self) -> int:
        """The number of customers."""
        return self.start.size - 1

    @cached_property
    def typical(self) -> float:
        """The median amount of an order before returns, of those above 0; 1 where there is none."""
        some = self.paid[:: max(1, self.paid.size // SAMPLE)]
        above = some[some > 0]
        return float(np.median(above)) if above.size else 1.0

    @cached_property
    def log_paid(self) -> Floats:
        """The logarithm of each amount before returns, on the scale of the median, shape (n,)."""
        return self.log_amount(self.paid)

    def log_amount(self, amounts: Floats) -> Floats:
        """Return the logarithm of amounts on the scale of the median; an amount of 0 has one too.

        Args:
            amounts: Amounts of 0 or more, shape (m,).
        """
        return np.log1p(np.maximum(amounts, 0.0) * (FINE / self.typical))

    @cached_property
    def _logs(self) -> Floats:
        return _running(self.log_paid)

    @cached_property
    def _net(self) -> Floats:
        return _running(self.amount)

    @cached_property
    def _gross(self) -> Floats:
        return self._net if self.paid is self.amount else _running(self.paid)

    def n_until(self, customer: NDArray[np.integer], day: Floats) -> Ints:
        """Return how many of all sorted orders come before the customer's first after a moment.

        The order at that position less one is the customer's latest at or before the moment, if the
        position is beyond the customer's first.

        Args:
            customer: Customer codes, shape (m,).
            day: A moment of each, shape (m,).

        Returns:
            Positions, shape (m,), between `start[customer]` and `start[customer + 1]`.

        Examples:
            >>> orders = OrderHistories(
            ...     ids=nw.new_series("id", ["a", "b"], backend="pandas"),
            ...     start=np.array([0, 2, 3]),
            ...     customer=np.array([0, 0, 1], dtype=np.int32),
            ...     day=np.array([10.0, 20.0, 15.0]),
            ...     amount=np.array([5.0, 7.0, 9.0]),
            ...     paid=np.array([5.0, 7.0, 9.0]),
            ...     first=10.0,
            ...     end=30.0,
            ... )
            >>> orders.n_until(np.array([0, 0, 1]), np.array([9.0, 10.0, 16.0])).tolist()
            [0, 1, 3]
            >>> orders.latest(np.array([0, 0, 1]), np.array([9.0, 10.0, 16.0])).tolist()
            [-1, 0, 2]
            >>> orders.n_within(np.array([0]), np.array([10.0]), np.array([20.0])).tolist()
            [1]
            >>> orders.sum_within(np.array([0]), np.array([9.0]), np.array([20.0])).tolist()
            [12.0]
        """
        return n_until(self.start, self.day, customer, day)

    def latest(self, customer: NDArray[np.integer], day: Floats) -> Ints:
        """Return the position of each customer's latest order at or before a moment, or -1.

        Args:
            customer: Customer codes, shape (m,).
            day: A moment of each, shape (m,).
        """
        position = self.n_until(customer, day)
        return np.where(position > self.start[customer], position - 1, -1)

    def n_within(self, customer: NDArray[np.integer], after: Floats, until: Floats) -> Ints:
        """Return the number of orders in (after, until], shape (m,).

        Args:
            customer: Customer codes, shape (m,).
            after: Where each window opens, shape (m,).
            until: Where it closes, shape (m,).
        """
        return self.n_until(customer, until) - self.n_until(customer, after)

    def sum_within(
        self,
        customer: NDArray[np.integer],
        after: Floats,
        until: Floats,
        *,
        gross: bool = False,
    ) -> Floats:
        """Return the summed amounts of the orders in (after, until], shape (m,).

        Args:
            customer: Customer codes, shape (m,).
            after: Where each window opens, shape (m,).
            until: Where it closes, shape (m,).
            gross: Whether returns are not deducted.
        """
        first, last = self.n_until(customer, after), self.n_until(customer, until)
        return self.sum_between(first, last, gross=gross)

    def sum_between(self, first: Ints, last: Ints, *, gross: bool = False) -> Floats:
        """Return the summed amounts of the orders at positions first to last, without the last.

        Args:
            first: Positions, shape (m,).
            last: Positions, shape (m,).
            gross: Whether returns are not deducted.
        """
        running = self._gross if gross else self._net
        # The difference of equal sums of many is not quite 0.
        return np.where(last > first, running[last] - running[first], 0.0)

    def sum_logs(self, first: Ints, last: Ints) -> Floats:
        """Return the summed `log_paid` of the orders at positions first to last, without the last.

        Args:
            first: Positions, shape (m,).
            last: Positions, shape (m,).
        """
        return np.where(last > first, self._logs[last] - self._logs[first], 0.0)


def _running(values: Floats) -> Floats:
    sums = np.empty(values.size + 1)
    sums[0] = 0.0
    np.cumsum(values, out=sums[1:])
    return sums

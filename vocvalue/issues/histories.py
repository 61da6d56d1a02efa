"""The order log as arrays, sorted by customer and time, and what can be asked of it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.results.notes import Note

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


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

    @property
    def n_customers(self) -> int:
        """The number of customers."""
        return self.start.size - 1

    @cached_property
    def _net(self) -> Floats:
        return np.concatenate([[0.0], np.cumsum(self.amount)])

    @cached_property
    def _gross(self) -> Floats:
        return np.concatenate([[0.0], np.cumsum(self.paid)])

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
        low, high = self.start[customer].copy(), self.start[customer + 1].copy()
        # Bisection within each customer: exact, where one key of customer and day would round.
        while (open_ := low < high).any():
            middle = (low + high) >> 1
            is_later = self.day[np.minimum(middle, self.day.size - 1)] > day
            high = np.where(open_ & is_later, middle, high)
            low = np.where(open_ & ~is_later, middle + 1, low)
        return np.asarray(low, dtype=np.int64)

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

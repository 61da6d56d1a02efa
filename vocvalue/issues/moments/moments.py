"""Moments of customers at which a problem was met, or could have been, each after an order."""

from dataclasses import dataclass, field
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.histories import OrderHistories

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

MONDAY = 3.0
"""1970 began on the fourth day of a week."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerMoments:
    """Moments of customers, one row each.

    Attributes:
        customer: The customer code, shape (m,).
        day: The moment in days since 1970, shape (m,).
        order: The position of the customer's latest order at or before it, shape (m,).
    """

    customer: Ints = field(repr=False)
    day: Floats = field(repr=False)
    order: Ints = field(repr=False)

    @classmethod
    def at_orders(cls, orders: OrderHistories, order: Ints) -> Self:
        """Return the moments of orders.

        Args:
            orders: The histories.
            order: Positions of orders, shape (m,).
        """
        return cls(
            customer=orders.customer[order].astype(np.int64), day=orders.day[order], order=order
        )

    @classmethod
    def after_orders(
        cls, orders: OrderHistories, order: Ints, delays: Floats, generator: np.random.Generator
    ) -> Self:
        """Return moments that lie after orders by delays that are drawn.

        Args:
            orders: The histories.
            order: Positions of orders, shape (m,).
            delays: Days from order to mention of those who mentioned a problem.
            generator: Where chance comes from.
        """
        customer = orders.customer[order].astype(np.int64)
        day = orders.day[order] + generator.choice(delays, order.size)
        return cls(customer=customer, day=day, order=orders.latest(customer, day))

    @property
    def n(self) -> int:
        """The number of moments."""
        return self.day.size

    @property
    def week(self) -> Ints:
        """The week of each, from Monday to Sunday, counted from 1970, shape (m,)."""
        return np.floor((self.day + MONDAY) / 7).astype(np.int64)

    def take(self, rows: NDArray[np.integer] | Flags) -> Self:
        """Return some of the moments.

        Args:
            rows: Their places, or whether each is wanted.
        """
        return type(self)(customer=self.customer[rows], day=self.day[rows], order=self.order[rows])

    def and_then(self, others: Self) -> Self:
        """Return these moments and then others.

        Args:
            others: The others.
        """
        return type(self)(
            customer=np.concatenate([self.customer, others.customer]),
            day=np.concatenate([self.day, others.day]),
            order=np.concatenate([self.order, others.order]),
        )

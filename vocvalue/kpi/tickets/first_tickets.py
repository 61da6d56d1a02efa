"""The first ticket of each customer, and the moment at which its target was over."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.histories import OrderHistories, days_of

Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class FirstTickets:
    """The first ticket of each customer.

    Attributes:
        place: The place of each ticket at the desk, shape (n,).
        buyer: The place of its customer among those who ordered, -1 where there is none, (n,).
        opened: When it was opened, in days since 1970, shape (n,).
        landmark: When its target was over, in days since 1970, shape (n,).
        in_time: Whether it was closed by then, shape (n,).
    """

    place: Ints = field(repr=False)
    buyer: Ints = field(repr=False)
    opened: Floats = field(repr=False)
    landmark: Floats = field(repr=False)
    in_time: Flags = field(repr=False)

    def followed(self, orders: OrderHistories, window: float, end: np.datetime64) -> Flags:
        """Return whose ticket was observed to the target, and whose orders for a window after it.

        Args:
            orders: The orders.
            window: The length of the window in days.
            end: The end of observation of the tickets.
        """
        seen = self.landmark <= days_of(np.asarray([end]))[0]
        return np.asarray(seen & (self.landmark + window <= orders.end) & (self.buyer >= 0))

    def of(self, rows: Flags) -> "FirstTickets":
        """Return some of them.

        Args:
            rows: Whether each is wanted, shape (n,).
        """
        return FirstTickets(**{name: held[rows] for name, held in vars(self).items()})

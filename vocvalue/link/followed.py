"""What customers ordered within a window, and for how much of it they were observed."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import ParameterError

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Counts: TypeAlias = NDArray[np.int64]
Moments: TypeAlias = NDArray[np.datetime64]

ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class OrdersWithin:
    """What customers ordered within a window that opens at a moment of each.

    Attributes:
        opened: The moment at which each window begins, shape (n,).
        first: The first order within it, or NaT, shape (n,).
        last: The last order within it, or NaT, shape (n,).
        orders: The number of orders within it, shape (n,). Lines of one moment are one order.
        revenue: Their amount, net of refunds, shape (n,).
        window_days: The length of the window.
        observation_end: The last moment observed.

    Examples:
        Of a window of 30 days that opens on 1 January, with orders on the 6th and the 11th:

        >>> def days(*texts):
        ...     return np.array(texts, dtype="datetime64[us]")
        >>> within = OrdersWithin(
        ...     opened=days("2024-01-01"),
        ...     first=days("2024-01-06"),
        ...     last=days("2024-01-11"),
        ...     orders=np.array([2]),
        ...     revenue=np.array([90.0]),
        ...     window_days=30.0,
        ...     observation_end=dt.datetime(2024, 1, 30),
        ... )
        >>> within.is_complete.tolist(), within.days_to_order.tolist()
        ([True], [5.0])
        >>> within.is_active("20 days").tolist(), within.is_active("10 days").tolist()
        ([False], [False])
        >>> within.is_active("21 days").tolist()
        [True]
    """

    opened: Moments = field(repr=False)
    first: Moments = field(repr=False)
    last: Moments = field(repr=False)
    orders: Counts = field(repr=False)
    revenue: Floats = field(repr=False)
    window_days: float
    observation_end: dt.datetime

    @property
    def days_followed(self) -> Floats:
        """Days from the start of the window to the end of the last day observed, shape (n,)."""
        return np.maximum(days(end_of(self.observation_end) - self.opened), 0.0)

    @property
    def is_complete(self) -> Flags:
        """Whether the whole window was observed, shape (n,)."""
        return np.asarray(self.days_followed >= self.window_days)

    @property
    def ordered(self) -> Flags:
        """Whether an order came within the window, shape (n,)."""
        return ~np.isnat(self.first)

    @property
    def days_to_order(self) -> Floats:
        """Days until the first order, or until the window or the observation ends, shape (n,)."""
        observed = np.minimum(self.days_followed, self.window_days)
        return np.where(self.ordered, days(self.first - self.opened), observed)

    def is_active(self, churn_window: duration.Span | None = None) -> Flags:
        """Return who ordered in the last part of the window, shape (n,).

        Args:
            churn_window: The length of that part; None takes the whole window.

        Raises:
            ParameterError: It is longer than the window.
        """
        if churn_window is None:
            return self.ordered
        silent = duration.length(churn_window, "day", name="churn_window")
        if silent > self.window_days + ROUNDING:
            raise ParameterError(
                f"churn_window == {churn_window!r}, must not be longer than the window of "
                f"{self.window_days:,.10g} days."
            )
        before = np.timedelta64(round((self.window_days - silent) * 86_400), "s")
        return np.asarray(self.last > self.opened + before)


def end_of(moment: dt.datetime) -> np.datetime64:
    """Return the end of the day of a moment, which is observed in full.

    Examples:
        >>> end_of(dt.datetime(2024, 2, 29, 17, 30))
        np.datetime64('2024-03-01T00:00:00.000000')
    """
    return np.datetime64(moment.date() + dt.timedelta(days=1), "us")


def days(spans: NDArray[np.timedelta64]) -> Floats:
    """Return spans of time in days, NaN where there is none."""
    return np.asarray(spans / np.timedelta64(86_400_000_000, "us"), dtype=np.float64)

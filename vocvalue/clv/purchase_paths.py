"""The histories of customers as they stood at the end of each calendar period."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.tables import times
from vocvalue.tables.period_purchases import PeriodPurchases
from vocvalue.tables.periods import Periods
from vocvalue.tables.times import Grain

Ints = NDArray[np.int64]
NEVER = np.iinfo(np.int64).max
ROUNDING = 8 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, kw_only=True, eq=False)
class WatchCalendar:
    """The moments at which values are looked at: the ends of calendar periods.

    Attributes:
        period: The number of each period, rising, shape (k,).
        ends: The number of the last grain in it that was observed, shape (k,).
        day: The last day in it that was observed, shape (k,).
        opening: The number of the last grain before the first period.
        start: The first day of the first period.
    """

    period: Ints
    ends: Ints
    day: NDArray[np.datetime64]
    opening: int
    start: np.datetime64

    @classmethod
    def of(cls, calendar: Periods, end: dt.datetime, grain: Grain) -> "WatchCalendar":
        """Return the ends of periods, the last of them the end of the observation.

        Args:
            calendar: The periods.
            end: The last moment observed.
            grain: What purchases are merged by.
        """
        starts = [*calendar.start, calendar.end]
        numbers = np.array([times.period_of(_moment(start), grain) for start in starts])
        ends = np.minimum(numbers[1:] - 1, times.period_of(end, grain))
        days = np.array(starts[1:], dtype="datetime64[D]") - np.timedelta64(1, "D")
        return cls(
            period=calendar.first + np.arange(calendar.n),
            ends=ends,
            day=np.minimum(days, np.datetime64(end.date())),
            opening=int(numbers[0]) - 1,
            start=starts[0],
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Waits:
    """The wait after each purchase that was the last of its period.

    Attributes:
        customer: The place of the customer, shape (m,).
        frequency: Repeat purchases up to it, shape (m,).
        age: Time from the first purchase to it, in the model's unit, shape (m,).
        since: The number of the grain of the purchase, shape (m,).
        until: That of the next one, `NEVER` where there is none, shape (m,).
    """

    customer: Ints
    frequency: Array
    age: Array
    since: Ints
    until: Ints

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Whether no purchase has ended the wait, shape (m,)."""
        return np.asarray(self.until == NEVER)


@dataclass(frozen=True, kw_only=True, eq=False)
class PurchasePaths:
    """What customers bought by calendar period, of which every past history is made.

    Attributes:
        rows: The purchases of each customer and period.
        first: The number of the grain of each customer's first purchase, shape (n,).
        first_spend: What the first purchase came to, refunds deducted, shape (n,).
        grain: What purchases are merged by.
        unit: The unit of recency and T.
        has_money: Whether the orders have amounts.
    """

    rows: PeriodPurchases = field(repr=False)
    first: Ints = field(repr=False)
    first_spend: Array = field(repr=False)
    grain: Grain
    unit: duration.Unit
    has_money: bool

    @classmethod
    def of(cls, rows: PeriodPurchases, rfm: Rfm, grain: Grain) -> "PurchasePaths":
        """Return the paths that lead to known histories.

        Args:
            rows: The purchases of the same customers.
            rfm: Their histories in the end.
            grain: What purchases are merged by.
        """
        n = rfm.n_customers
        bought = rows.purchases > 0
        first = np.full(n, NEVER)
        np.minimum.at(first, rows.customer[bought], rows.first[bought])
        money = rfm.monetary_value
        total = np.bincount(rows.customer, weights=rows.net, minlength=n)
        repeat = np.zeros(n) if money is None else rfm.frequency * money
        return cls(
            rows=rows,
            first=first,
            first_spend=total - repeat,
            grain=grain,
            unit=rfm.unit,
            has_money=money is not None,
        )

    def waits(self) -> Waits:
        """Return the waits between purchases of different periods, and after the last."""
        rows = self.rows
        bought = np.flatnonzero(rows.purchases > 0)
        customer, since = rows.customer[bought], rows.last[bought]
        is_next = np.append(customer[1:] == customer[:-1], [False])
        until = np.full(len(bought), NEVER)
        until[is_next] = rows.first[bought][1:][is_next[:-1]]
        return Waits(
            customer=customer,
            frequency=(_running(rows.purchases[bought], customer) - 1).astype(np.float64),
            age=self.in_unit(since - self.first[customer]),
            since=since,
            until=until,
        )

    def as_of(self, period: int, end: int) -> tuple[Ints, Rfm]:
        """Return who was a customer at the end of a period, and their histories then.

        Args:
            period: The number of the period.
            end: The number of the last grain in it that was observed.
        """
        rows = self.rows
        known = rows.period <= period
        is_last = known & ~np.append(known[1:] & (rows.customer[1:] == rows.customer[:-1]), [False])
        latest = np.flatnonzero(is_last)
        purchases, last, net = self._running
        latest = latest[purchases[latest] > 0]
        who = rows.customer[latest]
        frequency = purchases[latest] - 1
        spent = np.where(frequency > 0, net[latest] - self.first_spend[who], 0.0)
        spent[spent <= self._rounding] = 0.0
        mean = spent / np.maximum(frequency, 1)
        return who, Rfm.from_arrays(
            frequency,
            self.in_unit(last[latest] - self.first[who]),
            self.in_unit(end - self.first[who]),
            mean if self.has_money else None,
            unit=self.unit,
        )

    def in_unit(self, grains: Ints) -> Array:
        """Return numbers of grains counted in the unit of recency and T."""
        return times.in_unit(grains, self.grain, self.unit)

    @property
    def _rounding(self) -> float:
        """What a running sum of all money is off by: less than this is nothing on balance."""
        return float(ROUNDING * np.abs(self.rows.net).sum())

    @property
    def _running(self) -> tuple[Ints, Ints, Array]:
        """Purchases, the last of them and net money up to each row, customer by customer."""
        rows = self.rows
        purchases = _running(rows.purchases, rows.customer)
        place = np.where(rows.purchases > 0, np.arange(len(rows.last)), 0)
        return purchases, rows.last[np.maximum.accumulate(place)], _sums(rows.net, rows.customer)


def _running(counts: Ints, customer: Ints) -> Ints:
    """Return sums of whole numbers up to each row, beginning anew with each customer."""
    total = np.cumsum(counts)
    start = np.flatnonzero(np.diff(customer, prepend=-1))
    before = np.concatenate([[0], total])[start]
    lengths = np.diff(np.append(start, len(customer)))
    return np.asarray(total - np.repeat(before, lengths), dtype=np.int64)


def _sums(amounts: Array, customer: Ints) -> Array:
    """Return sums of money up to each row; every customer's are added by themselves."""
    start = np.flatnonzero(np.diff(customer, prepend=-1))
    total = np.cumsum(amounts)
    before = np.concatenate([[0.0], total])[start]
    return np.asarray(total - np.repeat(before, np.diff(np.append(start, len(customer)))))


def _moment(day: np.datetime64) -> dt.datetime:
    return dt.datetime.fromisoformat(str(day.astype("datetime64[D]")))

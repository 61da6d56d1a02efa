"""Purchases over time: of the whole base for tracking plots, of one customer for the alive path."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.results.result import Pictured
from vocvalue.showing import cell
from vocvalue.tables import exclusions, purchases, summary, times
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.id_columns import as_held
from vocvalue.tables.orders import CUSTOMER, PERIOD, OrderLog, read_orders
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Duplicates, Orders, Refunds, Zeros
from vocvalue.tables.sources import collect
from vocvalue.tables.times import Grain


@dataclass(frozen=True, kw_only=True, eq=False)
class PurchaseCalendar(Pictured):
    """How many customers bought for the first time and again in every period.

    Attributes:
        period: First moment of each period, without gaps, shape (m,).
        first: Number of first purchases, shape (m,).
        repeat: Number of repeat purchases, shape (m,).
        grain: The length of a period.
    """

    period: NDArray[np.datetime64] = field(repr=False)
    first: NDArray[np.int64] = field(repr=False)
    repeat: NDArray[np.int64] = field(repr=False)
    grain: Grain

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period, with the repeat purchases also cumulative."""
        return pd.DataFrame(
            {
                "period": self.period,
                "first": self.first,
                "repeat": self.repeat,
                "cumulative_repeat": np.cumsum(self.repeat),
            }
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerPurchases(Pictured):
    """One customer's purchases.

    Attributes:
        customer: The customer's id.
        period: First moment of each period with a purchase, shape (m,).
        spend: Amount of each purchase, with refunds deducted from the purchase they follow, shape
            (m,).
        time: Time of each purchase since the first, in `unit`, shape (m,).
        T: Time from the first purchase to the observation end, in `unit`.
        unit: The unit of time.
    """

    customer: object
    period: NDArray[np.datetime64] = field(repr=False)
    spend: NDArray[np.float64] = field(repr=False)
    time: NDArray[np.float64] = field(repr=False)
    T: float
    unit: duration.Unit

    def to_frame(self) -> pd.DataFrame:
        """Return one row per purchase."""
        return pd.DataFrame({"period": self.period, "time": self.time, "spend": self.spend})


@translated
def purchase_calendar(
    orders: object,
    *,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str = "amount",
    quantity: str | None = None,
    grain: Grain = "day",
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> PurchaseCalendar:
    """Count the first and repeat purchases of every period, aggregated in the engine.

    Args:
        orders: An order log: any frame narwhals accepts, or a path, as in `rfm`.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" or "month".
        observation_end: The last moment observed: ISO text, date or datetime; by default the latest
            order.
        refunds: What to do with negative amounts: "net", "drop" or "error".
        zeros: What to do with orders of amount 0: "keep", "drop" or "error".
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error".
        timezone: The time zone whose wall-clock time decides the period.
        timestamp_format: How text is parsed as times; ISO by default.

    Returns:
        The counts for every period from the first purchase to the observation end.

    Raises:
        DataError: As in `rfm`.
        ParameterError: An argument is invalid.

    Examples:
        >>> import pandas as pd
        >>> orders = pd.DataFrame({
        ...     "customer_id": ["a", "a", "b"],
        ...     "timestamp": pd.to_datetime(["2024-01-01", "2024-01-03", "2024-01-03"]),
        ...     "amount": [10.0, 20.0, 50.0],
        ... })
        >>> calendar = purchase_calendar(orders)
        >>> calendar.first, calendar.repeat
        (array([1, 0, 1]), array([0, 0, 1]))
    """
    table = described(
        Orders,
        orders,
        "orders",
        customer_id=customer_id,
        timestamp=timestamp,
        amount=amount,
        quantity=quantity,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        timezone=timezone,
        timestamp_format=timestamp_format,
        observation_end=observation_end,
    )
    times.unit_of(grain, None)
    log = read_orders(table, grain)
    merged = summary.merge(log, log.end)
    every, firsts = purchases.calendar(merged.held, with_refunds=merged.with_refunds)
    start = int(times.period_numbers(every[PERIOD], grain).min())
    n = times.period_of(merged.census.end, grain) - start + 1
    total, first = _dense(every, grain, start, n), _dense(firsts, grain, start, n)
    return PurchaseCalendar(
        period=times.period_starts(start + np.arange(n), grain),
        first=first,
        repeat=total - first,
        grain=grain,
        notes=(
            *exclusions.of_reading(merged.log, merged.census),
            *exclusions.excluded(merged.log, merged.census),
        ),
    )


@translated
def customer_purchases(
    orders: object,
    customer: object,
    *,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str = "amount",
    quantity: str | None = None,
    grain: Grain = "day",
    unit: duration.Unit | None = None,
    observation_end: object = None,
    refunds: Refunds = "net",
    zeros: Zeros = "keep",
    duplicates: Duplicates = "keep",
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> CustomerPurchases:
    """Return the purchases of one customer, merged by period.

    Args:
        orders: An order log: any frame narwhals accepts, or a path, as in `rfm`.
        customer: The customer's id, as it stands in the table.
        customer_id: Column with the customer ids.
        timestamp: Column with the timestamps of the orders.
        amount: Column with the amounts, negative for a refund.
        quantity: Column that multiplies `amount`, which is then a unit price.
        grain: The period within which a customer's orders merge: "hour", "day", "week" or "month".
        unit: The unit of time; by default the grain.
        observation_end: The last moment observed: ISO text, date or datetime; by default the latest
            order of all.
        refunds: What to do with negative amounts: "net", "drop" or "error".
        zeros: What to do with orders of amount 0: "keep", "drop" or "error".
        duplicates: What to do with rows that repeat another in every column: "keep", "drop" or
            "error".
        timezone: The time zone whose wall-clock time decides the period.
        timestamp_format: How text is parsed as times; ISO by default.

    Returns:
        The purchases in order of time.

    Raises:
        DataError: As in `rfm`, or the customer bought nothing.
        ParameterError: An argument is invalid.

    Examples:
        >>> import pandas as pd
        >>> orders = pd.DataFrame({
        ...     "customer_id": ["a", "a", "b"],
        ...     "timestamp": pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-15"]),
        ...     "amount": [10.0, 20.0, 50.0],
        ... })
        >>> path = customer_purchases(orders, "a", unit="week")
        >>> path.time, path.T
        (array([0., 1.]), 2.0)
    """
    table = described(
        Orders,
        orders,
        "orders",
        customer_id=customer_id,
        timestamp=timestamp,
        amount=amount,
        quantity=quantity,
        refunds=refunds,
        zeros=zeros,
        duplicates=duplicates,
        timezone=timezone,
        timestamp_format=timestamp_format,
        observation_end=observation_end,
    )
    unit = times.unit_of(grain, unit)
    log = read_orders(table, grain)
    return _of_customer(log, summary.merge(log, log.end), customer, unit)


def _of_customer(
    log: OrderLog, merged: summary.MergedLog, customer: object, unit: duration.Unit
) -> CustomerPurchases:
    held = merged.periods.collect_schema()[CUSTOMER]
    wanted = nw.lit(as_held(customer, held, name="customer"))
    theirs = collect(merged.periods.filter(nw.col(CUSTOMER) == wanted)).sort(PERIOD)
    net = theirs["net"].to_numpy().astype(np.float64)
    bought = theirs["bought"].to_numpy().astype(bool) if merged.with_refunds else net >= 0
    shared = merged.periods.filter(nw.col(CUSTOMER) == wanted, nw.col("n") > 1)
    n_copies = merged.count_copies(shared.select(CUSTOMER, PERIOD))
    if not bought.any():
        raise DataError(
            f"customer {cell(customer)} bought nothing up to {merged.census.end:%Y-%m-%d}."
        )
    numbers = times.period_numbers(theirs[PERIOD], log.grain)[bought]
    end = times.period_of(merged.census.end, log.grain)
    return CustomerPurchases(
        customer=customer,
        period=times.period_starts(numbers, log.grain),
        spend=_attributed(net, bought),
        time=times.in_unit(numbers - numbers[0], log.grain, unit),
        T=float(times.in_unit(end - numbers[0], log.grain, unit)),
        unit=unit,
        notes=(
            *exclusions.of_reading(log, merged.census),
            *exclusions.excluded(log, merged.census),
            *exclusions.kept(log, merged.census, n_copies=n_copies),
        ),
    )


def _attributed(net: NDArray[np.float64], bought: NDArray[np.bool_]) -> NDArray[np.float64]:
    purchase = np.cumsum(bought) - 1
    after = purchase >= 0
    return np.bincount(purchase[after], weights=net[after]).astype(np.float64)


def _dense(table: nw.DataFrame[Any], grain: Grain, start: int, n: int) -> NDArray[np.int64]:
    counts = np.zeros(n, dtype=np.int64)
    counts[times.period_numbers(table[PERIOD], grain) - start] = table["n"].to_numpy()
    return counts

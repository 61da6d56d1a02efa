"""What customers bought in each calendar period, grouped in the engine."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.errors import ParameterError
from vocvalue.tables import periods, times
from vocvalue.tables.orders import CUSTOMER, PERIOD
from vocvalue.tables.sources import collect
from vocvalue.tables.summary import MergedLog
from vocvalue.tables.times import Grain

WITHIN: dict[Every, tuple[Grain, ...]] = {
    "week": ("hour", "day", "week"),
    "month": ("hour", "day", "month"),
    "quarter": ("hour", "day", "month"),
    "year": ("hour", "day", "month"),
}
"""The grains of which a calendar period holds a whole number."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PeriodPurchases:
    """One row for each customer and calendar period with a purchase or a refund, sorted by both.

    Attributes:
        customer: The place of the customer among those asked for, shape (m,).
        period: The number of the period, as `periods.numbers` counts them, shape (m,).
        first: The number of the grain of the first purchase in it, 0 without one, shape (m,).
        last: The same of the last purchase, shape (m,).
        purchases: How many purchases, shape (m,).
        net: Their money less refunds, shape (m,).
    """

    customer: NDArray[np.int64] = field(repr=False)
    period: NDArray[np.int64] = field(repr=False)
    first: NDArray[np.int64] = field(repr=False)
    last: NDArray[np.int64] = field(repr=False)
    purchases: NDArray[np.int64] = field(repr=False)
    net: NDArray[np.float64] = field(repr=False)


def period_purchases(merged: MergedLog, customers: nw.Series[Any], every: Every) -> PeriodPurchases:
    """Return what some customers bought in each calendar period.

    Args:
        merged: The merged log.
        customers: Some of its customers, each once.
        every: The length of a period.

    Raises:
        ParameterError: A grain that a calendar period does not hold a whole number of.
    """
    grain = merged.log.grain
    if grain not in WITHIN[every]:
        raise ParameterError(
            f"every == {every!r} cannot be cut from orders merged by the {grain}. "
            f"Choose a grain of {' or '.join(map(repr, WITHIN[every]))}."
        )
    known = customers.alias(CUSTOMER).to_frame().with_row_index("_vv_row")
    table = known.join(collect(_grouped(merged, every)), on=CUSTOMER, how="inner")
    purchases = table["purchases"].to_numpy().astype(np.int64)
    first, last = (_numbers(table[name], grain, purchases) for name in ("first", "last"))
    return _folded(
        PeriodPurchases(
            customer=table["_vv_row"].to_numpy().astype(np.int64),
            period=_blocks(table["block"], every, grain),
            first=first,
            last=last,
            purchases=purchases,
            net=table["net"].to_numpy().astype(np.float64),
        )
    )


def _grouped(merged: MergedLog, every: Every) -> nw.LazyFrame[Any]:
    held, grain = merged.held, merged.log.grain
    block = nw.col(PERIOD)
    if grain not in (periods.GRAIN[every], "week"):
        block = times.period(PERIOD, periods.GRAIN[every], held.implementation)
    hit = nw.col("bought") if merged.with_refunds else nw.col("n") > 0
    rows = held.select(
        CUSTOMER,
        block.alias("block"),
        nw.when(hit).then(nw.col(PERIOD)).alias("at"),
        nw.when(hit).then(nw.lit(1)).otherwise(nw.lit(0)).alias("purchases"),
        "net",
    )
    return rows.group_by(CUSTOMER, "block").agg(
        nw.col("at").min().alias("first"),
        nw.col("at").max().alias("last"),
        nw.col("purchases").sum(),
        nw.col("net").sum(),
    )


def _blocks(column: nw.Series[Any], every: Every, grain: Grain) -> NDArray[np.int64]:
    """Return the numbers of the calendar periods; those of weeks merged as weeks are known."""
    if grain != "week":
        return periods.numbers(column, every)
    monday = times.period_starts(times.period_numbers(column, grain), grain)
    return periods.numbers_of(monday, every)


def _numbers(
    column: nw.Series[Any], grain: Grain, purchases: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the numbers of grains, 0 where there is no purchase."""
    numbers = np.zeros(len(purchases), dtype=np.int64)
    bought = purchases > 0
    numbers[bought] = times.period_numbers(column.filter(bought.tolist()), grain)
    return numbers


def _folded(rows: PeriodPurchases) -> PeriodPurchases:
    """Sort by customer and period, and add up the rows of one period."""
    low = int(rows.period.min(initial=0))
    span = int(rows.period.max(initial=0)) - low + 1
    order = np.argsort(rows.customer * span + (rows.period - low), kind="stable")
    customer, period = rows.customer[order], rows.period[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (customer[1:] != customer[:-1]) | (period[1:] != period[:-1])
    start = np.flatnonzero(is_new)
    purchases = rows.purchases[order]
    never = np.iinfo(np.int64).max
    first = np.minimum.reduceat(np.where(purchases > 0, rows.first[order], never), start)
    bought = np.add.reduceat(purchases, start)
    return PeriodPurchases(
        customer=customer[start],
        period=period[start],
        first=np.where(bought > 0, first, 0),
        last=np.maximum.reduceat(np.where(purchases > 0, rows.last[order], -never), start)
        * (bought > 0),
        purchases=bought,
        net=np.add.reduceat(rows.net[order], start),
    )

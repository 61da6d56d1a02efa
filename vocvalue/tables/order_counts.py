"""How many orders there were in each calendar period, counted where the orders live."""

from dataclasses import dataclass

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.duration import EVERY, Every
from vocvalue.results import Note
from vocvalue.tables import exclusions, periods
from vocvalue.tables.orders import (
    CUSTOMER,
    MONEY,
    PERIOD,
    TIME,
    read_orders,
    take_census,
    used_lines,
)
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.sources import collect, moments_of


@dataclass(frozen=True, kw_only=True, eq=False)
class OrderCounts:
    """Orders by period.

    Attributes:
        number: Number of the period, as `periods.numbers` counts them, shape (k,), rising.
        n: Orders in it, shape (k,).
        first: The day of the first order.
        last: The last day observed.
        notes: What was left out of the orders.
    """

    number: NDArray[np.int64]
    n: NDArray[np.int64]
    first: np.datetime64
    last: np.datetime64
    notes: tuple[Note, ...] = ()


def count_orders(schema: Orders, every: Every) -> OrderCounts:
    """Count the orders of each period.

    The lines of one customer at one moment are one order; refunds are none.

    Args:
        schema: The orders, and how they are read.
        every: The length of a period.

    Raises:
        DataError: A column is missing or cannot be read, or no line can be used.
        ParameterError: No such period.
    """
    checks.one_of("every", every, EVERY)
    log = read_orders(schema, "day", only_counts=True)
    census = take_census(log, log.end)
    lines = used_lines(log, census.end).filter(nw.col(MONEY) >= 0)
    orders = lines.select(CUSTOMER, TIME).unique()
    period = periods.period_of(TIME, every, orders.implementation).alias(PERIOD)
    table = collect(
        orders.with_columns(period)
        .group_by(PERIOD)
        .agg(nw.len().alias("n"), nw.col(TIME).min().alias("first"))
    )
    number, place = np.unique(periods.numbers(table[PERIOD], every), return_inverse=True)
    n = np.bincount(place, weights=table["n"].to_numpy()).astype(np.int64)
    return OrderCounts(
        number=number,
        n=n,
        first=np.datetime64(min(moments_of(table["first"])), "D"),
        last=np.datetime64(census.end, "D"),
        notes=(*exclusions.of_reading(log, census), *exclusions.excluded(log, census)),
    )

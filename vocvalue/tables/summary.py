"""The per-customer table of an order log, brought back as arrays in the order of the ids."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables import copies, purchases, times
from vocvalue.tables.orders import (
    CUSTOMER,
    PERIOD,
    REFUND,
    TIME,
    Census,
    OrderLog,
    take_census,
    used_lines,
)
from vocvalue.tables.sources import collect


@dataclass(frozen=True, kw_only=True, eq=False)
class CustomerSummary:
    """What each customer bought up to the observation end, and what was left out.

    Attributes:
        log: The order log.
        census: The lines by kind.
        customer_id: The customers, sorted.
        first: Number of the period of the first purchase.
        last: Number of the period of the last purchase.
        purchases: Number of periods with a purchase.
        repeat_spend: Money of all purchases but the first, refunds deducted.
        n_copies: Rows that repeat another in every column.
        n_early: Refunded lines before any purchase; with `early_money`, not attributed.
        early_money: Money of those lines.
        n_undone: Periods whose purchases were returned within the period.
        n_without: Customers who bought nothing on balance, and are not in the table.
    """

    log: OrderLog
    census: Census
    customer_id: nw.Series[Any]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    purchases: NDArray[np.int64]
    repeat_spend: NDArray[np.float64]
    n_copies: int = 0
    n_early: int = 0
    early_money: float = 0.0
    n_undone: int = 0
    n_without: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class MergedLog:
    """An order log whose lines are merged to periods, still in its engine.

    Attributes:
        log: The order log, without copies where the policy drops them.
        census: The lines by kind.
        lines: The lines that count.
        periods: One row per customer and period, computed each time it is used.
        with_refunds: Whether refunds are deducted, so that a period need not be a purchase.
    """

    log: OrderLog
    census: Census
    lines: nw.LazyFrame[Any]
    periods: nw.LazyFrame[Any]
    with_refunds: bool

    @cached_property
    def held(self) -> nw.LazyFrame[Any]:
        """The periods, computed once where the engine allows: for what is asked twice."""
        return self.log.source.hold(self.periods)

    @cached_property
    def n_copies(self) -> int:
        """The number of lines that repeat another in every column."""
        return self.count_copies(self.held.filter(nw.col("n") > 1).select(CUSTOMER, PERIOD))

    def count_copies(self, shared: nw.LazyFrame[Any]) -> int:
        """Count the lines that repeat another, where only some customers or periods can."""
        return copies.count_among(self.log, self.lines, shared)


def merge(log: OrderLog, end: dt.datetime | None) -> MergedLog:
    """Count the lines of a log, apply its policies and merge them to periods."""
    census = take_census(log, end)
    with_refunds = _nets_refunds(log, census)
    lines = used_lines(log, census.end)
    return MergedLog(
        log=log,
        census=census,
        lines=lines,
        periods=purchases.periods(lines, with_refunds=with_refunds),
        with_refunds=with_refunds,
    )


def summarise(merged: MergedLog) -> CustomerSummary:
    """Return the per-customer table of a merged log."""
    if not merged.with_refunds:
        table = purchases.customers(merged.periods)
        return _summary(merged, table, n_copies=_copies_among(merged, table))
    returning = purchases.refunded(merged.held)
    plain = purchases.customers(merged.held.join(returning, on=CUSTOMER, how="anti"))
    theirs = purchases.refunded_customers(merged.held.join(returning, on=CUSTOMER, how="semi"))
    buyers = theirs.filter(nw.col("purchases") > 0)
    columns = [CUSTOMER, "first", "last", "purchases", "repeat"]
    table = nw.concat([plain.select(columns), buyers.select(columns)]).sort(CUSTOMER)
    return _summary(
        merged,
        nw.maybe_reset_index(table),
        n_copies=merged.n_copies,
        n_early=int(theirs["n_early"].sum()),
        early_money=float(theirs["early"].sum()),
        n_undone=int(theirs["undone"].sum()),
        n_without=len(theirs) - len(buyers),
    )


def _summary(merged: MergedLog, table: nw.DataFrame[Any], **left_out: Any) -> CustomerSummary:
    """Return the columns of a per-customer table, sorted by customer, as arrays."""
    if table.is_empty():
        raise DataError("no customer has a net purchase: refunds cancel every purchase.")
    grain = merged.log.grain
    return CustomerSummary(
        log=merged.log,
        census=merged.census,
        customer_id=table[CUSTOMER].alias(merged.log.schema.customer_id),
        first=times.period_numbers(table["first"], grain),
        last=times.period_numbers(table["last"], grain),
        purchases=table["purchases"].to_numpy().astype(np.int64, copy=False),
        repeat_spend=table["repeat"].to_numpy().astype(np.float64, copy=False),
        **left_out,
    )


def _copies_among(merged: MergedLog, table: nw.DataFrame[Any]) -> int:
    """Count the copies, of which only customers with two lines in a period can have any."""
    shared = merged.log.source.local(table.filter(nw.col("shared")).select(CUSTOMER))
    return merged.n_copies if shared is None else merged.count_copies(shared)


def activity(merged: MergedLog) -> nw.DataFrame[Any]:
    """Return purchases, net spend, lines, first and last period per customer, sorted."""
    table = collect(purchases.activity(merged.held, with_refunds=merged.with_refunds))
    return nw.maybe_reset_index(table.sort(CUSTOMER))


def activity_after(log: OrderLog, census: Census, split: dt.datetime) -> nw.DataFrame[Any]:
    """Return purchases and net spend per customer after the period of a split, up to the end."""
    with_refunds = _nets_refunds(log, census)
    later = nw.col(TIME) >= nw.lit(times.next_period(split, log.grain))
    lines = used_lines(log, census.end).filter(later)
    merged = purchases.periods(lines, with_refunds=with_refunds)
    return collect(purchases.activity(merged, with_refunds=with_refunds))


def aligned(
    table: nw.DataFrame[Any], customer_id: nw.Series[Any], columns: tuple[str, str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Return two columns in the order of given customers, 0 where a customer is not there.

    Returns:
        The two columns, and how many customers of the table were not asked for.
    """
    known = customer_id.alias(CUSTOMER).to_frame().with_row_index("_vv_row")
    joined = known.join(table, on=CUSTOMER, how="left").sort("_vv_row")
    first, second = (joined[name].fill_null(0).to_numpy().astype(np.float64) for name in columns)
    return first, second, len(table) - len(known.join(table, on=CUSTOMER, how="semi"))


def _nets_refunds(log: OrderLog, census: Census) -> bool:
    return census.count(REFUND) > 0 and log.schema.refunds == "net"


def purchase_periods(
    merged: MergedLog, customers: nw.Series[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the purchases of some customers, each by the customer's place and its period.

    Args:
        merged: The merged log.
        customers: Some of its customers, each once.

    Returns:
        For each purchase the place of its customer among those asked for, and the number of its
        period, customer after customer and in the order of time.
    """
    ids = customers.to_list()
    theirs = merged.lines.filter(nw.col(CUSTOMER).is_in(ids))
    periods = purchases.periods(theirs, with_refunds=merged.with_refunds)
    bought = periods.filter(nw.col("bought")) if merged.with_refunds else periods
    table = collect(bought.select(CUSTOMER, PERIOD))
    place = pd.Index(ids).get_indexer(pd.Index(table[CUSTOMER].to_list()))
    numbers = times.period_numbers(table[PERIOD], merged.log.grain)
    order = np.lexsort((numbers, place))
    return place[order].astype(np.int64), numbers[order]

"""The per-customer table of an order log, brought back as arrays in the order of the ids."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables import purchases, times
from vocvalue.tables.orders import (
    CUSTOMER,
    REFUND,
    TIME,
    Census,
    OrderLog,
    first_customers,
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
        n_copies: Lines that repeat another in every column.
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
        periods: One row per customer and period.
        with_refunds: Whether refunds are deducted, so that a period need not be a purchase.
        n_copies: Lines that repeat another in every column.
    """

    log: OrderLog
    census: Census
    periods: nw.LazyFrame[Any]
    with_refunds: bool
    n_copies: int


def merge(log: OrderLog, end: dt.datetime | None) -> MergedLog:
    """Count the lines of a log, apply its policies and merge them to periods."""
    census = take_census(log, end)
    with_refunds = _nets_refunds(log, census)
    lines = used_lines(log, census.end)
    merged = purchases.periods(lines, with_refunds=with_refunds)
    held = log.source.hold(merged)
    return MergedLog(
        log=log,
        census=census,
        periods=held,
        with_refunds=with_refunds,
        n_copies=_count_copies(log, lines, held),
    )


def summarise(merged: MergedLog) -> CustomerSummary:
    """Return the per-customer table of a merged log."""
    if not merged.with_refunds:
        table = purchases.customers(merged.periods)
        return _summary(merged, [table])
    returning = purchases.refunded(merged.periods)
    plain = purchases.customers(merged.periods.join(returning, on=CUSTOMER, how="anti"))
    theirs = purchases.refunded_customers(merged.periods.join(returning, on=CUSTOMER, how="semi"))
    buyers = theirs.filter(nw.col("purchases") > 0)
    return _summary(
        merged,
        [plain, buyers],
        n_early=int(theirs["n_early"].sum()),
        early_money=float(theirs["early"].sum()),
        n_undone=int(theirs["undone"].sum()),
        n_without=len(theirs) - len(buyers),
    )


def _summary(
    merged: MergedLog, tables: list[nw.DataFrame[Any]], **left_out: Any
) -> CustomerSummary:
    grain = merged.log.grain
    ids = nw.concat([table.select(CUSTOMER) for table in tables])[CUSTOMER]
    order = _sorted_rows(ids)
    if not order.size:
        raise DataError("nobody bought anything on balance: refunds cancel every purchase.")

    def stacked(name: str) -> NDArray[np.float64]:
        return np.concatenate([table[name].to_numpy().astype(np.float64) for table in tables])[
            order
        ]

    def numbered(name: str) -> NDArray[np.int64]:
        parts = [times.period_numbers(table[name], grain) for table in tables]
        return np.concatenate(parts)[order]

    return CustomerSummary(
        log=merged.log,
        census=merged.census,
        customer_id=nw.maybe_reset_index(ids[order.tolist()]).alias(merged.log.schema.customer_id),
        first=numbered("first"),
        last=numbered("last"),
        purchases=stacked("purchases").astype(np.int64),
        repeat_spend=stacked("repeat"),
        n_copies=merged.n_copies,
        **left_out,
    )


def _sorted_rows(ids: nw.Series[Any]) -> NDArray[np.int64]:
    rows = nw.new_series("row", np.arange(len(ids)), backend=ids.implementation)
    return ids.to_frame().with_columns(rows).sort(CUSTOMER)["row"].to_numpy()


def _count_copies(log: OrderLog, lines: nw.LazyFrame[Any], held: nw.LazyFrame[Any]) -> int:
    if log.schema.duplicates == "drop":
        return log.n_copies_dropped
    found = purchases.copies(log, lines, held)
    sums = collect(found.select((nw.col("_vv_n") - 1).sum().alias("n")))["n"].item()
    count = 0 if sums is None else int(sums)
    if count and log.schema.duplicates == "error":
        raise DataError.bad_rows(
            "equal to another in every column",
            column=log.schema.customer_id,
            count=count,
            first_ids=first_customers(log, found),
            hint='Remove them, or choose duplicates="drop" or "keep".',
        )
    return count


def activity(merged: MergedLog) -> nw.DataFrame[Any]:
    """Return purchases, net spend, lines, first and last period per customer, sorted."""
    table = collect(purchases.activity(merged.periods, with_refunds=merged.with_refunds))
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

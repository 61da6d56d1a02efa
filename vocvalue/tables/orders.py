"""An order log: its lines read, sorted into those that count and those that do not, and counted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import mul
from typing import Any, Self

import narwhals as nw
import numpy as np

from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.results import Note
from vocvalue.tables import currencies, far_moments, times
from vocvalue.tables.comparable import with_comparable
from vocvalue.tables.id_columns import cast_ids, customer, with_ids
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.schemas import LARGEST, check_columns, is_missing, number
from vocvalue.tables.sources import Source, collect, count, moments_of, open_table

CUSTOMER, TIME, MONEY, PERIOD = "_vv_customer", "_vv_time", "_vv_money", "_vv_period"
EMPTY = "the order table is empty. At least one order is needed."
REASON = "_vv_reason"
# What becomes of a line, by the first of these that holds.
PURCHASE, REFUND, NO_CUSTOMER, NO_TIME, NO_MONEY, INFINITE, LATE, ZERO = range(8)


@dataclass(frozen=True, kw_only=True)
class OrderLog:
    """An order table opened, with customer, time and money of every line made comparable.

    Attributes:
        source: Where the table comes from.
        lines: The lines, every column of the table and the three that are counted by.
        schema: How the table is read.
        grain: The period whose purchases merge into one.
        columns: The columns of the table itself.
        timezone: The time zone whose wall-clock time counts: as asked, or as the times carry.
        currency: The currency code, if known.
        n_copies_dropped: Lines left out because they repeat another in every column.
    """

    source: Source
    lines: nw.LazyFrame[Any]
    schema: Orders
    grain: times.Grain
    columns: tuple[str, ...]
    timezone: str | None
    currency: str | None = None
    n_copies_dropped: int = 0

    @property
    def end(self) -> dt.datetime | None:
        """The observation end that was named, or None."""
        return times.optional_moment(
            self.schema.observation_end, name="observation_end", timezone=self.timezone
        )

    def cast_customer(self, dtype: nw.dtypes.DType) -> Self:
        """Return the same log with the customers as another type."""
        held = self.lines.collect_schema()[CUSTOMER]
        return replace(self, lines=self.lines.with_columns(cast_ids(CUSTOMER, held, dtype)))


@dataclass(frozen=True, kw_only=True)
class Census:
    """How many lines there are of each kind, and their money.

    Attributes:
        n: Number of lines by kind.
        money: Their summed money by kind.
        latest: The latest time of all lines that have one.
        end: The observation end: as given, or else the latest time that is not far from all others.
        notes: Times that lie far from all others, and ends far beyond them.
    """

    n: Mapping[int, int]
    money: Mapping[int, float]
    latest: dt.datetime
    end: dt.datetime
    notes: tuple[Note, ...] = ()

    def count(self, kind: int) -> int:
        """Return how many lines are of a kind."""
        return self.n.get(kind, 0)


def read_orders(schema: Orders, grain: times.Grain, *, only_counts: bool = False) -> OrderLog:
    """Open an order table and make its columns comparable, without aggregating yet.

    Args:
        schema: The table, and how it is read.
        grain: The period whose purchases merge into one.
        only_counts: Whether orders without money will do; each line then counts as 1.

    Raises:
        DataError: A column is missing or holds what cannot be read.
        ParameterError: Orders without money where it is needed.
    """
    if schema.amount is None and not only_counts:
        raise ParameterError(
            "amount == None: orders without money can be counted, as clv.rfm and clv.backtest "
            "do, but this calculation needs the amounts. Name their column with amount=."
        )
    source = open_table(schema, name="orders")
    check_columns(source.frame, schema)
    _check_rows(source.frame)
    source = with_comparable(with_ids(source, schema.customer_id), read=_read(schema))
    columns = tuple(source.frame.collect_schema().names())
    money = [number(source, name, schema.customer_id) for name in schema.numbers]
    timed = times.wall_time(
        source.frame,
        schema.timestamp,
        into=TIME,
        customer=schema.customer_id,
        timezone=schema.timezone,
        timestamp_format=schema.timestamp_format,
    )
    lines = timed.with_columns(
        customer(source, schema.customer_id).alias(CUSTOMER),
        reduce(mul, money, nw.lit(1.0)).alias(MONEY),
    )
    log = OrderLog(
        source=source,
        lines=lines,
        schema=schema,
        grain=grain,
        columns=columns,
        timezone=schema.timezone
        or times.zone_of(source.frame, schema.timestamp, schema.timestamp_format),
        currency=currencies.of_orders(source, schema),
    )
    return _without_copies(log) if schema.duplicates == "drop" else log


def _read(schema: Orders) -> set[str | None]:
    return {schema.customer_id, schema.timestamp, schema.currency, *schema.numbers}


def _without_copies(log: OrderLog) -> OrderLog:
    single = log.lines.unique(subset=list(log.columns), keep="any")
    dropped = count(log.lines) - count(single)
    return replace(log, lines=single, n_copies_dropped=dropped)


def take_census(log: OrderLog, end: dt.datetime | None) -> Census:
    """Count the lines by what becomes of them.

    Args:
        log: The order log.
        end: The observation end; by default the latest order.

    Raises:
        DataError: There are no lines, none that can be used, infinite amounts, or refunds where
            the policy refuses them.
    """
    kinds = log.lines.with_columns(_kind(log, end).alias(REASON))
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused below
        table = collect(
            kinds.group_by(REASON).agg(
                nw.len().alias("n"),
                nw.col(MONEY).sum().alias("money"),
                nw.col(TIME).max().alias("latest"),
                nw.col(TIME).min().alias("earliest"),
            )
        )
    n = dict(zip(table[REASON].to_list(), map(int, table["n"].to_list()), strict=True))
    money = dict(zip(table[REASON].to_list(), table["money"].to_list(), strict=True))
    if not n:
        raise DataError(EMPTY)
    _refuse(log, n, end)
    latest, earliest = max(moments_of(table["latest"])), min(moments_of(table["earliest"]))
    far = far_moments.far_moments(
        log.lines,
        time=TIME,
        names=(log.schema.customer_id, log.schema.timestamp),
        first=earliest,
        last=latest,
    )
    if end is None and far.end is not None:
        return replace(take_census(log, far.end), notes=far.notes)
    notes = (
        *far.notes,
        *far_moments.beyond(end, earliest, latest),
        *far_moments.after_today(log.lines, time=TIME, last=latest),
    )
    known = latest if end is None else end
    return Census(n=n, money=money, latest=latest, end=known, notes=notes)


def counted_lines(log: OrderLog, census: Census) -> nw.LazyFrame[Any]:
    """Return the lines that count, of which the census knows whether there are others.

    Where there are none nothing is filtered, as an engine copies what it filters.
    """
    drop = {ZERO: log.schema.zeros, REFUND: log.schema.refunds}
    unwanted = [NO_CUSTOMER, NO_TIME, NO_MONEY, LATE]
    unwanted += [kind for kind, policy in drop.items() if policy == "drop"]
    if any(map(census.count, unwanted)):
        return used_lines(log, census.end)
    return log.lines


def used_lines(log: OrderLog, end: dt.datetime) -> nw.LazyFrame[Any]:
    """Return the lines that count up to the observation end, with their period."""
    money = nw.col(MONEY)
    dropped = []
    if log.schema.refunds == "drop":
        dropped.append(money >= 0)
    if log.schema.zeros == "drop":
        dropped.append(money != 0)
    used = log.lines.filter(
        ~is_missing(log.lines, CUSTOMER),
        ~is_missing(log.lines, MONEY),
        nw.col(TIME) < _end(log, end),
        *dropped,
    )
    period = times.period(TIME, log.grain, used.implementation)
    return used.with_columns(period.alias(PERIOD))


def revenue(log: OrderLog, census: Census) -> float:
    """Return the money of the lines that count, as the census has summed it."""
    policies = {ZERO: log.schema.zeros, REFUND: log.schema.refunds}
    kinds = [PURCHASE, *(kind for kind, policy in policies.items() if policy != "drop")]
    return float(sum(census.money[kind] for kind in kinds if census.count(kind)))


def first_customers(log: OrderLog, lines: nw.LazyFrame[Any]) -> list[Any]:
    """Return the customers of the first few lines, for a message."""
    rows = lines.select(nw.col(log.schema.customer_id).alias(CUSTOMER)).head(FIRST_IDS)
    return collect(rows)[CUSTOMER].to_list()


# In memory an empty table often has no types either; elsewhere the census finds it out.
def _check_rows(frame: nw.LazyFrame[Any]) -> None:
    kind = frame.implementation
    in_memory = kind.is_pandas_like() or kind.is_polars() or kind.is_pyarrow()
    if in_memory and not count(frame.head(1)):
        raise DataError(EMPTY)


def _kind(log: OrderLog, end: dt.datetime | None) -> nw.Expr:
    money, time = nw.col(MONEY), nw.col(TIME)
    tests = [
        (NO_CUSTOMER, is_missing(log.lines, CUSTOMER)),
        (NO_TIME, time.is_null()),
        (NO_MONEY, is_missing(log.lines, MONEY)),
        (INFINITE, ~(money.abs() <= LARGEST)),
        *([] if end is None else [(LATE, time >= _end(log, end))]),
        (ZERO, money == 0),
        (REFUND, money < 0),
    ]
    kind: nw.Expr = nw.lit(PURCHASE)
    for code, test in reversed(tests):
        kind = nw.when(test).then(nw.lit(code)).otherwise(kind)
    return kind


def _end(log: OrderLog, end: dt.datetime) -> nw.Expr:
    return nw.lit(times.next_period(end, log.grain))


POLICY = (
    'Correct or remove them, or choose "drop" or, to count them, refunds="net" and zeros="keep".'
)


def _refuse(log: OrderLog, n: Mapping[int, int], end: dt.datetime | None) -> None:
    money = nw.col(MONEY)
    if n.get(INFINITE):
        infinite = ~is_missing(log.lines, MONEY) & ~(money.abs() <= LARGEST)
        what = f"not finite, or beyond {LARGEST:g}"
        raise _bad_amounts(log, what, infinite, n[INFINITE], "Correct or remove them.")
    if n.get(REFUND) and log.schema.refunds == "error":
        raise _bad_amounts(log, "below 0", money < 0, n[REFUND], POLICY)
    if n.get(ZERO) and log.schema.zeros == "error":
        raise _bad_amounts(log, "equal to 0", money == 0, n[ZERO], POLICY)
    free = n.get(ZERO, 0) if log.schema.zeros == "keep" else 0
    if not n.get(PURCHASE, 0) + free:
        until = "" if end is None else f" up to the observation end {end:%Y-%m-%d %H:%M}"
        raise DataError(
            f"none of the {sum(n.values()):,} lines is a purchase that can be used{until}: "
            f"{n.get(NO_CUSTOMER, 0):,} without {log.schema.customer_id!r}, "
            f"{n.get(NO_TIME, 0):,} without {log.schema.timestamp!r}, "
            f"{n.get(NO_MONEY, 0):,} without {log.schema.amount!r}, "
            f"{n.get(ZERO, 0):,} of amount 0, {n.get(REFUND, 0):,} refunds, "
            f"{n.get(LATE, 0):,} after the end."
        )


def _bad_amounts(log: OrderLog, what: str, where: nw.Expr, count: int, hint: str) -> DataError:
    return DataError.bad_rows(
        what,
        column=log.schema.amount or "amount",
        count=count,
        first_ids=first_customers(log, log.lines.filter(where)),
        hint=hint,
    )

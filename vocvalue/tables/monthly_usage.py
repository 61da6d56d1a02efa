"""What accounts used in each month, added up in the engine."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, named, pair
from vocvalue.tables import schemas, times
from vocvalue.tables.columns import refuse_infinite
from vocvalue.tables.dated_rows import available, optional
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.per_customer import as_array
from vocvalue.tables.reading.accounts import Usage
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.sources import Source, collect, count, open_table

NAME = "usage"
OPTIONAL = ("users", "seats", "features")
ID, AT, MONTH, LAST, N = "_vv_id", "_vv_at", "_vv_month", "_vv_last", "_vv_n"
INSTANT = np.timedelta64(1, "us")
YEAR = 12
MONTHLY = 1.5
"""A table with no more rows for each account and month holds months, and not days or events."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MonthlyUsage:
    """One row per account and month with usage.

    Attributes:
        ids: The account of each row.
        month: The month, counted from January 1970, shape (n,).
        numbers: "usage", added up; "users" and "seats", on average; "features", the most of a row.
            Each of shape (n,), NaN where missing; those that the table has.
        ends: The last moment that usage covers: the end of its last month, or of its last day where
            that month is not over.
        source: Where they come from.
        notes: What was left out or needs attention.
    """

    ids: nw.Series[Any] = field(repr=False)
    month: NDArray[np.int64] = field(repr=False)
    numbers: Mapping[str, NDArray[np.float64]] = field(repr=False)
    ends: np.datetime64
    source: Source
    notes: tuple[Note, ...]


def as_timed(usage: Usage, timezone: str | None) -> Timed:
    """Return the table with its column of the moment.

    Args:
        usage: The table, and how it is read.
        timezone: The zone that it is counted in.
    """
    return Timed(
        open_table(usage, name=NAME),
        customer_id=usage.account_id,
        timestamp=usage.timestamp,
        timezone=timezone,
        timestamp_format=usage.timestamp_format,
    )


@in_our_words()
def read_usage(usage: Usage, timezone: str | None) -> MonthlyUsage:
    """Read a table of usage.

    Args:
        usage: The table, and how it is read.
        timezone: The zone that its moments are counted in.

    Raises:
        DataError: A column is not there or cannot be read, something is negative, or no row can be
            used.
    """
    there = available(usage, name=NAME)
    found = {name: optional(getattr(usage, name), name, there, name=NAME) for name in OPTIONAL}
    columns = {"usage": usage.usage, **{k: c for k, c in found.items() if c is not None}}
    needed = [usage.account_id, usage.timestamp, usage.usage]
    missing = [column for column in needed if column not in there]
    if missing:
        raise DataError.missing_columns(missing, there, table=f"the table {NAME}")
    source = with_ids(open_table(usage, name=NAME), usage.account_id)
    rows = _rows(source, usage, columns, timezone)
    _refuse_negative(rows, columns)
    kept = rows.filter(~_is_missing(rows, ID) & ~nw.col(AT).is_null() & ~_is_missing(rows, "usage"))
    table = nw.maybe_reset_index(collect(_monthly(kept, columns)))
    n_rows, n_kept = count(rows), int(table[N].sum()) if len(table) else 0
    if not n_kept:
        raise DataError(
            f"none of the {n_rows:,} rows of the table {NAME} has a {usage.account_id!r}, a "
            f"{usage.timestamp!r} and a {usage.usage!r}."
        )
    numbers = {what: np.asarray(as_array(table[what]), np.float64) for what in columns}
    refuse_infinite({columns[what]: it for what, it in numbers.items()}, table[N].to_numpy())
    n_repeated = 0 if n_kept == len(table) else n_kept - count(kept.select(ID, AT).unique())
    month = times.period_numbers(table[MONTH], "month")
    ends, n_cut = covered(month, table[LAST].to_numpy(), table[N].to_numpy())
    return MonthlyUsage(
        ids=table[ID].alias(usage.account_id),
        month=month,
        numbers=numbers,
        ends=ends,
        source=source,
        notes=(
            *source.notes,
            *_incomplete(n_rows - n_kept),
            *_repeated(n_repeated, usage),
            *_cut_short(n_cut, ends),
        ),
    )


def covered(
    month: NDArray[np.int64], last: NDArray[Any], n: NDArray[Any]
) -> tuple[np.datetime64, int]:
    """Return the last moment that usage covers, and how many rows of an unfinished month there are.

    The last month is not over where its rows end further from its end than those of any month of
    the year before, and what is left of it has a day of the week on which there are rows at the end
    of other months. One row a month says nothing of the days that it covers, so its month is whole.

    Args:
        month: The month of each account and month with usage, from January 1970, shape (n,).
        last: The moment of its last row, shape (n,).
        n: How many rows it has, shape (n,).

    Examples:
        >>> days = np.array(["2025-04-30", "2025-05-31", "2025-06-12"], "datetime64[D]")
        >>> month = days.astype("datetime64[M]").astype(np.int64)
        >>> [str(it) for it in covered(month, days, np.array([30, 30, 12]))]
        ['2025-06-12T23:59:59.999999', '12']
        >>> [str(it) for it in covered(month, days, np.array([1, 1, 1]))]
        ['2025-06-30T23:59:59.999999', '0']
    """
    ends = (month + 1).astype("datetime64[M]").astype("datetime64[D]")
    days = last.astype("datetime64[D]")
    days_left = (ends - days) / np.timedelta64(1, "D")
    is_last = month == month.max()
    end = ends.max().astype("datetime64[us]") - INSTANT
    if is_last.all() or n[~is_last].mean() <= MONTHLY:
        return end, 0
    months, place = np.unique(month, return_inverse=True)
    closest = np.full(months.size, np.inf)
    np.minimum.at(closest, place, days_left)
    after = days[is_last].max() + np.timedelta64(1, "D")
    is_awaited = np.isin(_weekday(np.arange(after, ends.max())), _weekday(days[~is_last]))
    if closest[-1] <= closest[-1 - YEAR : -1].max() or not is_awaited.any():
        return end, 0
    return after.astype("datetime64[us]") - INSTANT, int(n[is_last].sum())


def _weekday(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return np.asarray(days.astype("datetime64[D]").astype(np.int64) % 7)


def _rows(
    source: Source, usage: Usage, columns: Mapping[str, str], timezone: str | None
) -> nw.LazyFrame[Any]:
    frame = times.wall_time(
        source.frame,
        usage.timestamp,
        into=AT,
        customer=usage.account_id,
        timezone=timezone,
        timestamp_format=usage.timestamp_format,
    )
    numbers = [
        schemas.number(source, column, usage.account_id).alias(f"_vv_{what}")
        for what, column in columns.items()
    ]
    picked = frame.select(customer(source, usage.account_id).alias(ID), nw.col(AT), *numbers)
    cleaned = [
        nw.when(~_is_missing(picked, f"_vv_{what}")).then(nw.col(f"_vv_{what}")).alias(what)
        for what in columns
    ]
    month = times.period(AT, "month", frame.implementation).alias(MONTH)
    return picked.select(ID, AT, month, *cleaned)


def _is_missing(frame: nw.LazyFrame[Any], column: str) -> nw.Expr:
    return schemas.is_missing(frame, column)


def _monthly(rows: nw.LazyFrame[Any], columns: Mapping[str, str]) -> nw.LazyFrame[Any]:
    how = {"usage": nw.Expr.sum, "features": nw.Expr.max}
    several = [how.get(what, nw.Expr.mean)(nw.col(what)) for what in columns]
    return rows.group_by(ID, MONTH).agg(*several, nw.col(AT).max().alias(LAST), nw.len().alias(N))


def _refuse_negative(rows: nw.LazyFrame[Any], columns: Mapping[str, str]) -> None:
    for what, column in columns.items():
        below = rows.filter(nw.col(what) < 0)
        n = count(below)
        if n:
            raise DataError.bad_rows(
                "below 0",
                column=column,
                count=n,
                first_ids=collect(below.select(ID).head(FIRST_IDS))[ID].to_list(),
                hint="Correct them; if they are corrections of earlier rows, add them up first.",
            )


def _incomplete(n: int) -> tuple[Note, ...]:
    return left_out(
        n,
        pair(
            "{rows} of the table usage with no account, no time or no usage",
            "用量表中有 {rows}缺少客户编号、时间或用量",
            rows=counted(n, "row"),
        ),
    )


def _cut_short(n: int, ends: np.datetime64) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "Usage ends on {day}, before that month is over. Only whole months count, so that month is "
        "left out: {rows}.",
        "用量数据止于{day}，当月尚未结束。用量只按完整月份计，因此未计入该月的 {rows}。",
        day=date(ends.astype(dt.datetime)),
        rows=counted(n, "row"),
    )


def _repeated(n: int, usage: Usage) -> tuple[Note, ...]:
    parts: dict[str, Text] = {"rows": counted(n, "row"), "column": named(usage.timestamp)}
    return Note.counted(
        n,
        "Usage: {rows} repeat another of the same account and the same moment in '{column}'. They "
        "are added up. If they are copies, remove them.",
        "用量表中有 {rows}与同一客户在“{column}”中同一时刻的另一行重复，已合并相加。若为重复录入，"
        "请删除。",
        bears_on="reading",
        **parts,
    )

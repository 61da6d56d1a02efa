"""The customers who tripped an alert, and when first: found in the engine, one row for each."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.showing import cell, cut
from vocvalue.tables import per_customer
from vocvalue.tables.categories import NUMBER, key
from vocvalue.tables.orders import CUSTOMER, TIME, Census, OrderLog, used_lines
from vocvalue.tables.responses import ANSWERED, SCORE, ResponseLog, kept_name
from vocvalue.tables.sources import collect, count

Floats: TypeAlias = NDArray[np.float64]
Moments: TypeAlias = NDArray[np.datetime64]

FIRST = "_vv_first"
DAY_END = dt.timedelta(days=1) - dt.timedelta(microseconds=1)
"""How long after its first moment a day ends."""
WHOLE = re.compile(r"-?(?:0|[1-9]\d*)")
TRUE, FALSE = ("true", "True", "TRUE", "1", "1.0"), ("false", "False", "FALSE", "0", "0.0")


@dataclass(frozen=True, kw_only=True)
class Period:
    """The time in which an alert counts.

    Attributes:
        start: The first moment; None begins with the table.
        end: The last moment; None ends with the table.
    """

    start: dt.datetime | None = None
    end: dt.datetime | None = None

    def of_days(self) -> "Period":
        """Return the period for a table of days, each of which counts as its end.

        Examples:
            >>> Period(end=dt.datetime(2024, 5, 31, 12)).of_days().end
            datetime.datetime(2024, 5, 30, 12, 0, 0, 1)
        """
        start, end = (None if at is None else at - DAY_END for at in (self.start, self.end))
        return Period(start=start, end=end)


@dataclass(frozen=True, kw_only=True, eq=False)
class Fired:
    """The customers who tripped an alert.

    Attributes:
        ids: The customers, each once.
        at: When the alert first fired, NaT where no moment is known, shape (n,).
        n_seen: How many customers were looked at.
        n_early: How much lies before the period: rows, or customers of a state that began there.
        n_late: How many rows lie after it.
    """

    ids: nw.Series[Any] = field(repr=False)
    at: Moments = field(repr=False)
    n_seen: int
    n_early: int = 0
    n_late: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Values:
    """What customers are worth, and were worth before.

    Attributes:
        ids: The customers, each once.
        now: The value, NaN where it is missing, shape (n,).
        before: The value before, likewise; None where it is not known of anybody.
        is_in_both: Whether the customer is in the table before too, shape (n,).
        notes: Rows without a customer, and ids that are written otherwise in the table before.
    """

    ids: nw.Series[Any] = field(repr=False)
    now: Floats = field(repr=False)
    before: Floats | None = field(repr=False)
    is_in_both: NDArray[np.bool_] = field(repr=False)
    notes: tuple[Note, ...] = ()


def low_scores(log: ResponseLog, *, at_most: float, lowest: float, period: Period) -> Fired:
    """Return the customers with a score at or below a mark, and the first such answer.

    Args:
        log: The answers.
        at_most: The mark.
        lowest: The lowest score there is.
        period: The time in which an answer counts, as the table counts it: see `Period.of_days`.

    Raises:
        DataError: Scores below the lowest there is, such as codes of a missing answer.
    """
    off = log.rows.filter(nw.col(SCORE) < lowest)
    n = count(off)
    if n:
        first = collect(off.select(CUSTOMER, SCORE).head(FIRST_IDS))
        raise DataError.bad_rows(
            f"below {lowest:g}, such as {cell(first[SCORE].to_list()[0])}, which is not a score",
            column=str(log.score),
            count=n,
            first_ids=first[CUSTOMER].to_list(),
            hint="Leave these rows out, or pass lowest= if the scale begins lower.",
        )
    return _first(log.rows, nw.col(SCORE) <= at_most, period)


def marked_rows(
    log: ResponseLog, *, column: str | None, values: Sequence[object], period: Period
) -> Fired:
    """Return the customers with a row, or with one that holds one of the values in a column.

    Raises:
        DataError: The column holds nothing that the values could equal.
    """
    if column is None:
        return _first(log.rows, None, period)
    name = kept_name(column)
    dtype, held = log.rows.collect_schema()[name], nw.col(name)
    if dtype.is_float() or dtype.is_decimal():
        held = held.cast(nw.Float64)
    elif isinstance(dtype, nw.Categorical | nw.Enum):
        held = held.cast(nw.String)
    return _first(log.rows, held.is_in(_alike(values, dtype, column)), period)


def silent(log: OrderLog, census: Census, *, seconds: int, period: Period) -> Fired:
    """Return the customers without an order for longer than a span, and when it became so.

    It is judged at the end of the period, or else of the orders. Whose silence became as long
    before the start of the period is counted and not among them.
    """
    end, start = period.end or census.end, period.start
    lines = used_lines(log, end).filter(nw.col(TIME) <= nw.lit(end))
    last = log.source.hold(lines.group_by(CUSTOMER).agg(nw.col(TIME).max().alias(FIRST)))
    span = dt.timedelta(seconds=seconds)
    gone = last.filter(nw.col(FIRST) < nw.lit(end - span))
    n_early = 0
    if start is not None:
        n_early = count(gone.filter(nw.col(FIRST) < nw.lit(start - span)))
        gone = gone.filter(nw.col(FIRST) >= nw.lit(start - span))
    table = collect(gone.select(CUSTOMER, FIRST).sort(CUSTOMER))
    return Fired(
        ids=nw.maybe_reset_index(table)[CUSTOMER],
        at=_moments(table[FIRST]) + np.timedelta64(seconds, "s"),
        n_seen=count(last),
        n_early=n_early,
    )


def read_values(
    data: object, *, customer_id: str, now: str, before: str | None, name: str = "values"
) -> Values:
    """Read what customers are worth, and were worth, from columns of one table."""
    columns = [now] if before is None else [now, before]
    read = per_customer.read_columns(
        data, customer_id=customer_id, columns=columns, name=name, are_numbers=True
    )
    return Values(
        ids=read.customer_id,
        now=read.columns[now],
        before=None if before is None else read.columns[before],
        is_in_both=np.ones(len(read.customer_id), dtype=np.bool_),
        notes=read.notes,
    )


def _first(rows: nw.LazyFrame[Any], meant: nw.Expr | None, period: Period) -> Fired:
    at, tests, n_early, n_late = nw.col(ANSWERED), [], 0, 0
    if period.start is not None:
        n_early = count(rows.filter(at < nw.lit(period.start)))
        tests.append(at >= nw.lit(period.start))
    if period.end is not None:
        n_late = count(rows.filter(at > nw.lit(period.end)))
        tests.append(at <= nw.lit(period.end))
    within = rows.filter(*tests) if tests else rows
    fired = within if meant is None else within.filter(meant)
    table = collect(fired.group_by(CUSTOMER).agg(at.min().alias(FIRST)).sort(CUSTOMER))
    return Fired(
        ids=nw.maybe_reset_index(table)[CUSTOMER],
        at=_moments(table[FIRST]),
        n_seen=count(within.select(CUSTOMER).unique()),
        n_early=n_early,
        n_late=n_late,
    )


def _alike(values: Sequence[object], dtype: nw.dtypes.DType, column: str) -> list[Any]:
    """Return the values as a column of this type holds them."""
    if isinstance(dtype, nw.Boolean):
        found: list[Any] = [bool(value) for value in values if value in (True, False)]
    elif dtype.is_integer():
        found = [int(word) for word in map(_number, values) if WHOLE.fullmatch(word)]
    elif dtype.is_numeric():
        found = [float(word) for word in map(_number, values) if NUMBER.fullmatch(word)]
    else:
        found = [text for value in values for text in _texts(value)]
    if not found:
        raise DataError(
            f"column {column!r} holds {cut(str(dtype))}, none of {list(values)!r}. State values of "
            "its type."
        )
    return found


def _number(value: object) -> str:
    """Return a value as text; a flag of true is 1 in a column of numbers."""
    return key(int(value)) if isinstance(value, bool | np.bool_) else key(value)


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, bool | np.bool_):
        return TRUE if value else FALSE
    return (value,) if isinstance(value, str) else (key(value),)


def _moments(column: nw.Series[Any]) -> Moments:
    return np.asarray(column.to_numpy(), dtype="datetime64[us]")

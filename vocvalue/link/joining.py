"""The one join of customers' moments with their orders, and the arrays that come of it."""

from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.link.clock import is_dated
from vocvalue.link.followed import Counts, Flags, Floats, Moments
from vocvalue.link.gate import check_customers
from vocvalue.results import Note
from vocvalue.tables import windows
from vocvalue.tables.orders import CUSTOMER, Census, OrderLog
from vocvalue.tables.responses import ANSWERED, ResponseLog
from vocvalue.tables.sources import collect
from vocvalue.tables.windows import Window


def counted_from(window: Window, answers: ResponseLog, log: OrderLog) -> Window:
    """Return a window as it is counted: from the end of the day, where the answers are days."""
    if window.start is None and is_dated(answers, log):
        return replace(window, from_day_end=True)
    return window


def beside_orders(
    answers: ResponseLog,
    rows: nw.LazyFrame[Any],
    log: OrderLog,
    census: Census,
    window: Window,
) -> tuple[nw.DataFrame[Any], OrderLog]:
    """Return rows of a table, each with what its customer ordered around it, and the log used.

    Args:
        answers: The table.
        rows: Its rows that count, of a customer and a moment each: none twice.
        log: The orders.
        census: What was found in them.
        window: The window.
    """
    brought, orders = windows.in_engine_of(answers.source, rows, log)
    table = collect(windows.attached(brought, orders, census, window).sort(CUSTOMER, ANSWERED))
    return nw.maybe_reset_index(table), orders


def check_beside(
    table: nw.DataFrame[Any], answers: ResponseLog, log: OrderLog, orders: OrderLog
) -> tuple[Note, ...]:
    """Let the customers of a joined table through the gate; return what it notes."""
    types = answers.rows.collect_schema()[CUSTOMER], log.lines.collect_schema()[CUSTOMER]
    return check_customers(table[CUSTOMER], has_orders(table), orders, types)


def has_orders(table: nw.DataFrame[Any]) -> Flags:
    """Return whether the customer of each row has any order."""
    return ~np.isnan(floats(table, windows.TOTAL))


def moments(table: nw.DataFrame[Any], column: str) -> Moments:
    """Return a column of moments, NaT where there is none."""
    return np.asarray(table[column].to_numpy(), dtype="datetime64[us]")


def floats(table: nw.DataFrame[Any], column: str) -> Floats:
    """Return a column of numbers, NaN where there is none."""
    return np.asarray(table[column].to_numpy(), dtype=np.float64)


def counts(table: nw.DataFrame[Any], column: str) -> Counts:
    """Return a column of counts, 0 where there is none."""
    return np.nan_to_num(floats(table, column)).astype(np.int64)

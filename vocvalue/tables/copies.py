"""Lines of an order log that repeat another in every column, as a table exported twice has them."""

from typing import Any

import narwhals as nw

from vocvalue.errors import DataError
from vocvalue.tables.orders import (
    CUSTOMER,
    TIME,
    Census,
    OrderLog,
    counted_lines,
    first_customers,
)
from vocvalue.tables.sources import collect

# A log with more lines is looked through only where a part of its customers has copies.
LARGE, SAMPLE = 2_000_000, 2_000


def n_copies(log: OrderLog, census: Census) -> int:
    """Return how many lines repeat another in every column, or were left out because they do.

    Of a log of more than two million lines those of its first 2,000 lines' customers are looked
    through first, and the rest only where they hold a copy, unless copies are to be refused.

    Args:
        log: The order log.
        census: Its lines by kind.

    Raises:
        DataError: There are copies, and the policy refuses them.
    """
    if log.schema.duplicates == "drop":
        return log.n_copies_dropped
    lines = counted_lines(log, census)
    if sum(census.n.values()) > LARGE and log.schema.duplicates == "keep":
        some = collect(lines.select(CUSTOMER).head(SAMPLE))[CUSTOMER].unique().to_list()
        theirs = lines.filter(nw.col(CUSTOMER).is_in(some))
        if not _count(log, theirs, _crowded(theirs)):
            return 0
    return count_among(log, lines, _crowded(lines))


def count_among(log: OrderLog, lines: nw.LazyFrame[Any], shared: nw.LazyFrame[Any]) -> int:
    """Count the lines that repeat another, where only some customers or moments can have any.

    Args:
        log: The order log.
        lines: The lines that count.
        shared: The customers, or the customers and moments or periods, with two lines or more.

    Raises:
        DataError: There are some, and the policy refuses them.
    """
    if log.schema.duplicates == "drop":
        return log.n_copies_dropped
    n = _count(log, lines, shared)
    if n and log.schema.duplicates == "error":
        raise DataError.bad_rows(
            "equal to another in every column",
            column=log.schema.customer_id,
            count=n,
            first_ids=first_customers(log, _copies(log, lines, shared)),
            hint='Remove them, or choose duplicates="drop" or "keep".',
        )
    return n


def _count(log: OrderLog, lines: nw.LazyFrame[Any], shared: nw.LazyFrame[Any]) -> int:
    copies = _copies(log, lines, shared)
    n = collect(copies.select((nw.col("_vv_n") - 1).sum().alias("n")))["n"].item()
    return 0 if n is None else int(n)


def _copies(
    log: OrderLog, lines: nw.LazyFrame[Any], shared: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Return the lines that repeat another, once each, with their number."""
    candidates = lines.join(shared, on=shared.collect_schema().names(), how="semi")
    return (
        candidates.group_by(list(log.columns))
        .agg(nw.len().alias("_vv_n"))
        .filter(nw.col("_vv_n") > 1)
    )


def _crowded(lines: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the customers and moments with two lines or more."""
    at_once = lines.group_by(CUSTOMER, TIME).agg(nw.len().alias("_vv_n"))
    return at_once.filter(nw.col("_vv_n") > 1).select(CUSTOMER, TIME)

"""The lines of an order log as arrays: filtered, coded and sorted where they live."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.tables.orders import CUSTOMER, MONEY, TIME, Census, OrderLog, counted_lines
from vocvalue.tables.sources import collect

Moments: TypeAlias = NDArray[np.datetime64]

CODE = "_vv_code"


@dataclass(frozen=True, kw_only=True, eq=False)
class SortedLines:
    """The lines that count, sorted by customer and time.

    Attributes:
        ids: The customers, each once, sorted, under the caller's column name, shape (c,).
        customer: The place of each line's customer among these, shape (n,).
        at: Its moment, shape (n,).
        money: Its amount, below 0 for a refund, shape (n,).
    """

    ids: nw.Series[Any] = field(repr=False)
    customer: NDArray[np.int32] = field(repr=False)
    at: Moments = field(repr=False)
    money: NDArray[np.float64] = field(repr=False)


def sorted_lines(log: OrderLog, census: Census) -> SortedLines:
    """Return the lines of an order log that count, sorted by customer and time.

    Args:
        log: The order log.
        census: Its lines by kind.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue.tables.orders import read_orders, take_census
        >>> from vocvalue.tables.reading.orders import Orders
        >>> orders = pd.DataFrame(
        ...     {
        ...         "customer_id": ["b", "a", "b"],
        ...         "timestamp": ["2024-01-02", "2024-01-03", "2024-01-01"],
        ...         "amount": [1.0, 2.0, 3.0],
        ...     }
        ... )
        >>> log = read_orders(Orders(orders), "day")
        >>> lines = sorted_lines(log, take_census(log, None))
        >>> lines.ids.to_list(), lines.customer.tolist(), lines.money.tolist()
        (['a', 'b'], [0, 1, 1], [2.0, 3.0, 1.0])
    """
    lines = counted_lines(log, census).select(CUSTOMER, TIME, MONEY)
    name = log.schema.customer_id
    if lines.collect_schema()[CUSTOMER].is_integer():
        return _of_numbers(lines, name)
    # A text would be brought for each line: its place among the customers is not an eighth of it.
    code = (nw.col(CUSTOMER).rank("dense") - 1).cast(nw.Int64).alias(CODE)
    coded = log.source.hold(lines.select(CUSTOMER).unique().with_columns(code))
    ids = collect(coded.sort(CODE))[CUSTOMER]
    placed = lines.join(coded, on=CUSTOMER, how="inner").select(CODE, TIME, MONEY)
    table = collect(placed.sort(CODE, TIME))
    return _lines(ids.alias(name), table[CODE].to_numpy().astype(np.int32), table)


def _of_numbers(lines: nw.LazyFrame[Any], name: str) -> SortedLines:
    table = collect(lines.sort(CUSTOMER, TIME))
    numbers = table[CUSTOMER].to_numpy()
    is_first = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    customer = np.cumsum(is_first, dtype=np.int32) - np.int32(1)
    first = np.flatnonzero(is_first)
    ids = nw.maybe_reset_index(table.select(CUSTOMER)[first.tolist()])[CUSTOMER]
    return _lines(ids.alias(name), customer, table)


def _lines(
    ids: nw.Series[Any], customer: NDArray[np.int32], table: nw.DataFrame[Any]
) -> SortedLines:
    return SortedLines(
        ids=ids,
        customer=customer,
        at=np.asarray(table[TIME].to_numpy(), dtype="datetime64[us]"),
        money=np.asarray(table[MONEY].to_numpy(), dtype=np.float64),
    )

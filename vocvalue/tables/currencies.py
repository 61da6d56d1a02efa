"""The one currency of a table of money: a code, or a column that holds it."""

from functools import reduce
from typing import Any

import narwhals as nw
import pandas as pd

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.reading.accounts import Accounts, Billing
from vocvalue.tables.reading.insights import Actions
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.sources import Source, collect

CALLED = ("currency", "currencycode", "currencyiso", "isocurrency", "ccy", "币种", "货币")
"""What a column of currencies is called, in lower case and without marks between words."""
COLUMNS = ("one part of the orders", "another, by its column of currencies,")


def of_orders(source: Source, orders: Orders | Actions | Accounts | Billing) -> str | None:
    """Return the currency of a table of money: as named, or as its column of currencies says.

    Args:
        source: The table.
        orders: How it is read: its currency is a code, or the name of a column of the table.

    Raises:
        DataError: The column holds several currencies, or lines without one.
        ParameterError: It holds another than was named.
    """
    available = source.frame.collect_schema().names()
    if orders.currency in available:
        return _only(source.frame, orders.currency)
    found = [_only(source.frame, name) for name in available if _is_called_so(name)]
    return reduce(lambda one, other: same(one, other, COLUMNS), found, orders.currency)


def same(first: str | None, second: str | None, names: tuple[str, str]) -> str | None:
    """Return the one currency of two figures; where one is not known, the other's.

    Args:
        first: The currency of the one, where known.
        second: The currency of the other.
        names: What the two are called in the message.

    Raises:
        ParameterError: They differ.

    Examples:
        >>> same("CNY", None, ("the revenue", "the value"))
        'CNY'
    """
    if first and second and first != second:
        raise ParameterError(
            f"{names[0]} is in {first} and {names[1]} in {second}: amounts in two currencies can "
            "be neither compared nor added. Convert one of them first."
        )
    return first or second


def _is_called_so(column: str) -> bool:
    return "".join(column.lower().split()).replace("_", "").replace("-", "") in CALLED


def _only(frame: nw.LazyFrame[Any], column: str) -> str:
    table = collect(frame.group_by(column).agg(nw.len().alias("_vv_n")))
    lines: dict[str, int] = {}
    for code, n in zip(table[column].to_list(), table["_vv_n"].to_list(), strict=True):
        name = "none" if code is None or pd.isna(code) or code == "" else str(code)
        lines[name] = lines.get(name, 0) + n
    if len(lines) == 1 and "none" not in lines:
        return next(iter(lines))
    each = ", ".join(f"{code} ({lines[code]:,} lines)" for code in sorted(lines))
    raise DataError(
        f"column {column!r} holds several currencies: {each}. Amounts in two currencies cannot "
        "be added: convert them to one currency, or keep the rows in one."
    )

"""The gate before a figure is made of two tables: do their customers fit together?"""

import itertools
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, InternalError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Text, pair
from vocvalue.tables import identity
from vocvalue.tables.id_columns import is_no_id
from vocvalue.tables.identity import NearMatch
from vocvalue.tables.orders import CUSTOMER, OrderLog
from vocvalue.tables.sources import collect

Types: TypeAlias = tuple[nw.dtypes.DType, nw.dtypes.DType]
Absence: TypeAlias = Callable[[Text], Text]
"""Says of customers that the other table does not have them."""

# Of all customers; damage of fewer is noted, of as many refused.
TOLERATED = 0.01


def check_customers(
    customers: nw.Series[Any], is_matched: NDArray[np.bool_], orders: OrderLog, types: Types
) -> tuple[Note, ...]:
    """Refuse customers whose id is written differently among the orders; note a few.

    Only text can be written otherwise, and only those without an order are looked at.

    Args:
        customers: The customers of the other table, shape (n,).
        is_matched: Whether each has an order, shape (n,).
        orders: The order log.
        types: The types of the ids as the two tables held them, the orders' last.

    Raises:
        DataError: One customer in a hundred or more would match if blanks, case, leading zeros, a
            trailing .0 or full and half width were ignored; or none matches, of two types.
    """
    column = orders.schema.customer_id
    notes: tuple[Note, ...] = ()
    if _is_text(customers, is_matched):
        ordering = collect(orders.lines.select(nw.col(CUSTOMER).cast(nw.String)).unique())
        others = ordering[CUSTOMER].to_list()
        notes = _judged(customers, is_matched, others, column=column, absence=_without_order)
    if not is_matched.any() and types[0] != types[1]:
        raise DataError(
            f"column {column!r} holds {types[1]} in the orders and {types[0]} in the "
            "responses, so no customer matches. Write the ids the same way in both tables."
        )
    return notes


def check_look_up(
    customers: nw.Series[Any], is_there: NDArray[np.bool_], known: nw.Series[Any], *, name: str
) -> tuple[Note, ...]:
    """Refuse customers who are in a table under an id that is written otherwise; note a few.

    Args:
        customers: The customers who were looked up, shape (n,).
        is_there: Whether the table has each, shape (n,).
        known: The table's customers, of the same type.
        name: The table's name in messages.

    Raises:
        DataError: As in `check_customers`.
    """
    if not _is_text(customers, is_there):
        return ()
    return _judged(
        customers,
        is_there,
        known.to_list(),
        column=str(known.name),
        absence=partial(_not_in, name),
    )


def check_counts(**counts: int) -> None:
    """Refuse counts that no two tables can have: a fault of ours, and not of the data.

    Args:
        counts: How many there are, and how many of them match, by name: each at most the one
            before it.

    Raises:
        InternalError: One is negative, or larger than that of which it is a part.

    Examples:
        >>> check_counts(customers=10, matched=10)
    """
    names, values = list(counts), list(counts.values())
    falls = all(part <= whole for whole, part in itertools.pairwise(values))
    if falls and min(values) >= 0:
        return
    listed = ", ".join(f"{name} {value:,}" for name, value in zip(names, values, strict=True))
    raise InternalError(f"two tables were joined wrongly ({listed})")


def _is_text(customers: nw.Series[Any], is_there: NDArray[np.bool_]) -> bool:
    return isinstance(customers.dtype, nw.String) and not is_there.all()


def _without_order(customers: Text) -> Text:
    return pair("No order was found for {customers}", "{customers}没有订单", customers=customers)


def _not_in(name: str, customers: Text) -> Text:
    return pair(
        "The table {name} does not have {customers}",
        "表 {name} 中没有 {customers}",
        name=name,
        customers=customers,
    )


def _judged(
    customers: nw.Series[Any],
    is_there: NDArray[np.bool_],
    others: Sequence[Any],
    *,
    column: str,
    absence: Absence,
) -> tuple[Note, ...]:
    """Refuse or note ids that are written otherwise; none where nothing would match."""
    theirs = customers.filter((~is_there).tolist()).to_list()
    absent = [text for text in theirs if not is_no_id(text)]
    near = identity.near_match(absent, [text for text in others if not is_no_id(text)])
    if near is None:
        return ()
    if near.n >= TOLERATED * len(is_there):
        raise _written_otherwise(near, len(absent), len(is_there), column, absence)
    return (
        Note.of(
            "{absence}; {near}. Check how the ids are written.",
            "{absence}；{near}。请检查客户编号的写法。",
            absence=absence(counted(len(absent), "customer")),
            near=near.told(len(absent)),
            count=near.n,
        ),
    )


def _written_otherwise(
    near: NearMatch, n_absent: int, n: int, column: str, absence: Absence
) -> DataError:
    absent = pair(
        "{n} of the {customers}",
        "{customers}中的 {n} 位",
        n=n_absent,
        customers=counted(n, "customer"),
    )
    return DataError(
        f"{absence(absent)}, but {near.told(n_absent)}. Write the ids of column {column!r} the "
        "same way in both tables: read them as text, from the source and not from a spreadsheet."
    )

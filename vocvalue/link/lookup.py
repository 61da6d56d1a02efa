"""Customers looked up in a table with one row for each: the same gate as for orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.link.gate import check_look_up
from vocvalue.results import Note
from vocvalue.tables import ids as texts
from vocvalue.tables.id_columns import common_type
from vocvalue.tables.per_customer import read_columns
from vocvalue.tables.reading.customers import Timed

Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class LookedUp:
    """What a table says of some customers.

    Attributes:
        columns: The columns, each of shape (n,); what stands in the rows of customers who are not
            there is arbitrary.
        is_there: Whether the table has each customer, shape (n,).
        notes: Ids that are written otherwise, and rows without one.
    """

    columns: Mapping[str, NDArray[Any]] = field(repr=False)
    is_there: NDArray[np.bool_] = field(repr=False)
    notes: tuple[Note, ...] = ()

    @property
    def known(self) -> Mapping[str, NDArray[Any]]:
        """The columns, each of shape (n,): NaN or None for customers who are not there."""
        return {name: _where(values, self.is_there) for name, values in self.columns.items()}


def look_up(
    customers: nw.Series[Any],
    data: object,
    *,
    customer_id: str,
    columns: Sequence[str] | None,
    name: str,
    are_numbers: bool = False,
    moment: Timed | None = None,
) -> LookedUp:
    """Look customers up in a table with one row for each.

    An id is the same in whatever type it is held: 7 is found as 7.0, as Decimal and as "7".

    Args:
        customers: The customers, shape (n,).
        data: A frame or a path, as in `open_table`.
        customer_id: The column with the customer ids in the table.
        columns: The columns wanted; None takes all others.
        name: The argument's name in messages.
        are_numbers: Whether the columns must hold numbers.
        moment: How the table's column of the moment is read, where it is among the columns wanted.

    Raises:
        DataError: A column is not there, a customer occurs twice, none is found, or one
            in a hundred or more is there under an id that is written otherwise.

    Examples:
        >>> asked = nw.from_native(pd.Series([7, 8, 9]), series_only=True)
        >>> table = pd.DataFrame({"customer_id": ["7", "8"], "tier": ["gold", "none"]})
        >>> told = look_up(
        ...     asked, table, customer_id="customer_id", columns=None, name="covariates"
        ... )
        >>> told.known["tier"].tolist(), told.is_there.tolist()
        (['gold', 'none', None], [True, True, False])
    """
    table = read_columns(
        data,
        customer_id=customer_id,
        columns=columns,
        name=name,
        are_numbers=are_numbers,
        moment=moment,
    )
    places, notes = placed(customers, table.customer_id, name=name)
    is_there = places >= 0
    if not is_there.any():
        raise DataError(
            f"none of the {len(customers):,} customers is in the table {name}: its column "
            f"{str(table.customer_id.name)!r} holds {table.customer_id.dtype}, and the ids of "
            f"the customers are {customers.dtype}. Write the ids the same way in both tables."
        )
    return LookedUp(
        columns={column: values[places] for column, values in table.columns.items()},
        is_there=is_there,
        notes=(*table.notes, *notes),
    )


def placed(
    customers: nw.Series[Any], known: nw.Series[Any], *, name: str
) -> tuple[Places, tuple[Note, ...]]:
    """Return the row of each customer in a table, -1 where it has none, and what is to be noted.

    Args:
        customers: The customers, shape (n,); one whose id is missing is in no table.
        known: The table's customers, each once.
        name: The table's name in messages.

    Raises:
        DataError: One customer in a hundred or more is there under an id that is written
            otherwise.
    """
    wanted = common_type(customers.dtype, known.dtype)
    asked, held = _as_type(customers, wanted), _as_type(known, wanted)
    index = pd.Index(_keys(held))
    places = np.asarray(index.get_indexer(pd.Index(_keys(asked))), dtype=np.int64)
    return places, check_look_up(asked, places >= 0, held, name=name)


def _where(values: NDArray[Any], there: NDArray[np.bool_]) -> NDArray[Any]:
    blank = values.copy()
    blank[~there] = np.nan if values.dtype.kind == "f" else None
    return blank


def _as_type(ids: nw.Series[Any], wanted: nw.dtypes.DType) -> nw.Series[Any]:
    if ids.dtype == wanted or not isinstance(wanted, nw.String):
        return ids
    return nw.new_series(str(ids.name), texts.texts_or_none(ids), nw.String, backend="pandas")


def _keys(ids: nw.Series[Any]) -> NDArray[Any]:
    if ids.dtype.is_numeric():
        return ids.to_numpy()
    return np.array(ids.to_list(), dtype=object)

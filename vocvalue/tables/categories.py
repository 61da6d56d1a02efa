"""The categories that rows fall in: one by one, or counted where the data live."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.tables.sources import Source, collect, open_table

MEND = "Fill them in, or make them a category of their own on both sides."


@dataclass(frozen=True, kw_only=True, eq=False)
class Categories:
    """The category of every row in each of some columns.

    Attributes:
        source: Where the rows come from.
        columns: The columns.
        values: For each column the categories that occur.
        codes: Number of each row's category in each column, shape (n, k).
    """

    source: Source
    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    codes: NDArray[np.int64]

    def first_ids(self, is_meant: NDArray[np.bool_], customer_id: str) -> list[Any]:
        """Return the customers of the first rows meant, or their numbers where there are none."""
        return _first_ids(self.source, is_meant, customer_id)


def key(value: Any) -> str:
    """Return a category as text, so that 1, 1.0 and "1" of different engines are the same.

    Examples:
        >>> key(1), key(1.0), key("1"), key(1.5)
        ('1', '1', '1', '1.5')
    """
    if isinstance(value, float | np.floating) and value.is_integer():
        return str(int(value))
    return str(value)


def read_categories(
    data: object, columns: Sequence[str], *, name: str, customer_id: str
) -> Categories:
    """Read the category of every row, in the order in which the engine gives the rows.

    Args:
        data: A frame or a path, as in `open_table`.
        columns: The columns.
        name: The argument's name in messages.
        customer_id: Column that bad rows are named by, where the table has it.

    Raises:
        DataError: A column is not there, there are no rows, or some have no category.
    """
    source = _open(data, columns, name)
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    table = collect(source.frame.select(*columns))
    if table.is_empty():
        raise DataError(f"{name} is an empty table. At least one row is needed.")
    codes, values = np.empty((len(table), len(columns)), dtype=np.int64), []
    for j, column in enumerate(columns):
        codes[:, j], found = _factorize(table[column])
        is_missing = np.array([*map(_is_blank, found), True])[codes[:, j]]
        if is_missing.any():
            raise DataError.bad_rows(
                f"missing in {name}",
                column=column,
                count=int(is_missing.sum()),
                first_ids=_first_ids(source, is_missing, customer_id),
                hint=MEND,
            )
        values.append(found)
    return Categories(source=source, columns=tuple(columns), values=tuple(values), codes=codes)


def count_categories(
    data: object, columns: Sequence[str], *, name: str
) -> Mapping[str, Mapping[Any, int]]:
    """Count the rows of each category of some columns, in the engine.

    Args:
        data: A frame or a path, as in `open_table`.
        columns: The columns.
        name: The argument's name in messages.

    Returns:
        For each column the number of rows of each category, sorted.

    Raises:
        DataError: A column is not there, there are no rows, or some have no category.
    """
    frame = _open(data, columns, name).frame
    cells = collect(frame.group_by(*columns).agg(nw.len().alias("_vv_n")))
    if cells.is_empty():
        raise DataError(f"{name} is an empty table. At least one row is needed.")
    n = cells["_vv_n"].to_numpy().astype(np.float64)
    return {column: _counted(cells[column], n, name) for column in columns}


def _counted(column: nw.Series[Any], n: NDArray[np.float64], name: str) -> dict[Any, int]:
    codes, values = _factorize(column)
    # The last place is that of the missing, whose code is -1.
    counts = np.bincount(np.where(codes < 0, len(values), codes), n, len(values) + 1)
    is_missing = np.array([*map(_is_blank, values), True])
    missing = counts[is_missing].sum()
    if missing:
        raise DataError(f"column {column.name!r} of {name}: {missing:,.0f} rows missing. {MEND}")
    found = {value: int(count) for value, count in zip(values, counts, strict=False)}
    return dict(sorted(found.items(), key=lambda item: key(item[0])))


def _open(data: object, columns: Sequence[str], name: str) -> Source:
    source = open_table(data, name=name)
    available = source.frame.collect_schema().names()
    missing = [column for column in columns if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=f"the table {name}")
    return source


def _factorize(column: nw.Series[Any]) -> tuple[NDArray[np.int64], tuple[Any, ...]]:
    if isinstance(column.dtype, nw.Categorical | nw.Enum):
        column = column.cast(nw.String)
    if column.implementation.is_pandas():
        codes, found = pd.factorize(column.to_native())
        return codes.astype(np.int64, copy=False), tuple(np.asarray(found).tolist())
    values = column.unique().to_list()
    places = column.replace_strict(values, list(range(len(values))), return_dtype=nw.Int64)
    return places.to_numpy().astype(np.int64, copy=False), tuple(values)


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _first_ids(source: Source, is_meant: NDArray[np.bool_], customer_id: str) -> list[Any]:
    rows = np.flatnonzero(is_meant)[:FIRST_IDS].tolist()
    if customer_id not in source.frame.collect_schema().names():
        return [f"row {row}" for row in rows]
    ids = collect(source.frame.select(customer_id))[customer_id]
    return [ids[row] for row in rows]

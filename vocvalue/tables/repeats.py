"""Customers who answer more than once: whether there are any, and whose each answer is."""

from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables.id_columns import refuse_no_ids
from vocvalue.tables.ids import texts_of
from vocvalue.tables.schemas import is_missing
from vocvalue.tables.sources import collect

Codes: TypeAlias = NDArray[np.int64]
Ids: TypeAlias = NDArray[np.object_]

CUSTOMER_ID = "customer_id"


def customer_column(
    frame: nw.LazyFrame[Any], customer_id: str | None, *, called: str
) -> str | None:
    """Return the column of the customer; None where the answers are anonymous.

    Args:
        frame: The table.
        customer_id: The column that was named; None for "customer_id", which need not be there.
        called: What the table is called in messages.

    Raises:
        DataError: A column that was named is not there, or holds no ids.
    """
    available = frame.collect_schema().names()
    if customer_id is None:
        customer_id = CUSTOMER_ID if CUSTOMER_ID in available else None
    elif customer_id not in available:
        raise DataError.missing_columns([customer_id], available, table=called)
    if customer_id is not None:
        refuse_no_ids(frame, customer_id)
    return customer_id


def any_repeat(frame: nw.LazyFrame[Any], column: str) -> bool:
    """Whether a customer has more than one row."""
    return n_repeats(frame, column) > 0


def n_repeats(frame: nw.LazyFrame[Any], column: str) -> int:
    """Return how many rows are of a customer who has another; a customer's first is not counted."""
    kept = frame.select(column)
    ids = kept.filter(~is_missing(kept, column))
    if ids.implementation.is_pandas():
        native = collect(ids)[column].to_native()
        return 0 if native.is_unique else len(native) - native.nunique()
    counted = collect(
        ids.select(nw.col(column).n_unique().alias("_vv_ids"), nw.len().alias("_vv_n"))
    )
    n = int(counted["_vv_n"].item())
    # Ibis has no number of different ids where there is none.
    return n - int(counted["_vv_ids"].item()) if n else 0


def overlap(first: nw.Series[Any], second: nw.Series[Any]) -> bool:
    """Whether a customer is in both columns.

    Raises:
        DataError: Ids that are neither text nor whole numbers.
    """
    if isinstance(first.dtype, nw.String) and isinstance(second.dtype, nw.String):
        ids = set(first.drop_nulls().to_list()) - {""}
        return not ids.isdisjoint(second.to_list())
    one, other = codes(first, second, sort=False)
    return bool(np.isin(one[one >= 0], other).any())


def codes(*columns: nw.Series[Any], sort: bool = True) -> tuple[Codes, ...]:
    """Return the same number for the same customer in all columns, -1 where it is missing.

    Args:
        columns: Columns of ids, of one table or several.
        sort: Whether the numbers follow the ids as text, which takes as long as all else.

    Raises:
        DataError: Ids that are neither text nor whole numbers.

    Examples:
        >>> first = nw.from_native(pd.Series(["b", "7", None]), series_only=True)
        >>> second = nw.from_native(pd.Series([8, 7]), series_only=True)
        >>> [one.tolist() for one in codes(first, second)]
        [[2, 0, -1], [1, 0]]
    """
    parts = [_factorized(column) for column in columns]
    numbers, _ = pd.factorize(np.concatenate([texts for _, texts in parts]), sort=sort)
    ends = np.cumsum([texts.size for _, texts in parts])[:-1].tolist()
    return tuple(
        np.append(of, -1)[place].astype(np.int64)
        for (place, _), of in zip(parts, np.split(numbers, ends), strict=True)
    )


def _factorized(series: nw.Series[Any]) -> tuple[Codes, Ids]:
    """Return the place of each row's id among the different ones, and those as text."""
    values = series.to_numpy() if series.dtype.is_numeric() else _objects(series)
    place, unique = pd.factorize(values)
    missing = np.fromiter((value == "" for value in unique.tolist()), np.bool_, len(unique))
    texts = np.empty(len(unique), dtype=object)
    known = nw.new_series(series.name, unique[~missing].tolist(), backend="pandas")
    texts[~missing] = texts_of(known) if len(known) else []
    return np.asarray(place, dtype=np.int64), texts


def _objects(series: nw.Series[Any]) -> Ids:
    if isinstance(series.dtype, nw.Categorical | nw.Enum):
        series = series.cast(nw.String)
    return np.asarray(series.to_numpy(), dtype=object)

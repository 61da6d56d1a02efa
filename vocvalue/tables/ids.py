"""Ids of customers as one text each, the same in whichever library or file they are held."""

import decimal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.showing import cell
from vocvalue.tables.id_columns import FLOAT_TEXT, customer, is_no_id, with_ids
from vocvalue.tables.labels import words_of
from vocvalue.tables.reading.bare import id_column
from vocvalue.tables.rounded_ids import EXACT, EXACT_NARROW, MEND
from vocvalue.tables.sources import Source, collect, open_table
from vocvalue.tables.table import Table


@dataclass(frozen=True, kw_only=True, eq=False)
class Identified:
    """Customers, each once, with their ids as text and further columns.

    Attributes:
        ids: The customers as the caller holds them, under the caller's column name.
        texts: Their ids as text, of length n.
        labels: Further columns as text, None where missing, each of shape (n,).
    """

    ids: nw.Series[Any] = field(repr=False)
    texts: list[str] = field(repr=False)
    labels: Mapping[str, NDArray[np.object_]] = field(repr=False)


def read_ids(data: object, *, customer_id: str, labels: Sequence[str] = ()) -> Identified:
    """Read customers and their labels, one row each, in the order of the rows.

    Args:
        data: A frame or a path, as in `open_table`; or a list, an array or a column of ids.
        customer_id: Column with the customer ids.
        labels: Further columns, which must not be missing in any row.

    Raises:
        DataError: A column is not there, no rows, or ids that are missing, occur twice or are
            neither text nor whole numbers.
    """
    customer_id = id_column(data, customer_id)
    source = open_table(_as_table(data, customer_id), name="ids")
    available = source.frame.collect_schema().names()
    missing = [name for name in (customer_id, *labels) if name not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table="the table of ids")
    table = _collected(source, customer_id, labels)
    if table.is_empty():
        raise DataError("there are no ids. At least one is needed.")
    ids = table["_vv_id"].alias(customer_id)
    words = {
        name: words_of(table[f"_vv_label_{name}"].alias(name), is_text=source.is_text)
        for name in labels
    }
    texts = texts_of(ids)
    _refuse_repeated(ids, texts, words)
    for name, values in words.items():
        _refuse_blank(name, values, ids)
    return Identified(ids=ids, texts=texts, labels=words)


def texts_of(ids: nw.Series[Any]) -> list[str]:
    """Return ids as text: 7, 7.0 and "7" are the same id, and "007" is another.

    Args:
        ids: Text or whole numbers, shape (n,); whole numbers may stand in a column of floats.

    Raises:
        DataError: Ids that are missing, or neither text nor whole numbers.

    Examples:
        >>> import pandas as pd
        >>> texts_of(nw.from_native(pd.Series([7.0, 12.0]), series_only=True))
        ['7', '12']
    """
    dtype = ids.dtype
    if dtype.is_integer():
        _refuse_missing(ids, np.asarray(ids.is_null().to_numpy(), dtype=np.bool_))
        return list(map(str, ids.to_list()))
    if dtype.is_float():
        return _texts_of_floats(ids)
    if isinstance(dtype, nw.Categorical | nw.Enum):
        ids = ids.cast(nw.String)
    elif not isinstance(dtype, nw.String | nw.Object | nw.Decimal | nw.Unknown):
        raise DataError(f"column {ids.name!r} holds {dtype}, which are not ids. {MEND}")
    values = ids.to_list()
    _refuse_missing(ids, np.asarray(pd.isna(np.array(values, dtype=object))) | _empty(values))
    if isinstance(ids.dtype, nw.String):
        return [_of_text(text) if "." in text else text for text in values]
    return [_of_object(value, ids.name) for value in values]


def numbered(ids: nw.Series[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of each row's customer, and the row in which each stands first.

    Args:
        ids: Text or whole numbers, shape (n,).

    Raises:
        DataError: As in `texts_of`.

    Examples:
        >>> import pandas as pd
        >>> told = nw.from_native(pd.Series(["b", "a", "b"]), series_only=True)
        >>> [part.tolist() for part in numbered(told)]
        [[0, 1, 0], [0, 1]]
    """
    texts = texts_of(ids) if len(ids) else []
    number, _ = pd.factorize(np.array(texts, dtype=object))
    _, first = np.unique(number, return_index=True)
    return number.astype(np.int64), first.astype(np.int64)


def texts_or_none(ids: nw.Series[Any]) -> list[str | None]:
    """Return ids as text, None where one is missing; the text of a text is itself.

    Args:
        ids: Text or whole numbers, shape (n,).

    Examples:
        >>> texts_or_none(nw.from_native(pd.Series([7.0, None]), series_only=True))
        ['7', None]
    """
    if isinstance(ids.dtype, nw.String):
        return [None if is_no_id(text) else text for text in ids.to_list()]
    return [None if is_no_id(value) else str(int(value)) for value in ids.to_list()]


def _as_table(data: object, customer_id: str) -> object:
    """Return ids that come without a table as one."""
    if isinstance(data, list | tuple):
        is_plain = all(isinstance(value, str) for value in data)
        return pd.DataFrame({customer_id: pd.Series(data, dtype=None if is_plain else object)})
    if isinstance(data, Table):
        return data
    if isinstance(data, np.ndarray):
        if data.ndim != 1:
            raise ParameterError(
                f"ids == an array of shape {data.shape}, must be one id per customer: a list, an "
                "array or a column of ids, or a table that has one."
            )
        return pd.DataFrame({customer_id: data})
    try:
        return nw.from_native(data, series_only=True).alias(customer_id).to_frame().to_native()  # type: ignore[call-overload]
    except TypeError:
        return data


def _collected(source: Source, customer_id: str, labels: Sequence[str]) -> nw.DataFrame[Any]:
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    source = with_ids(source, customer_id)
    ids = customer(source, customer_id)
    kept = [nw.col(name).alias(f"_vv_label_{name}") for name in labels]
    return nw.maybe_reset_index(collect(source.frame.select(ids.alias("_vv_id"), *kept)))


def _texts_of_floats(ids: nw.Series[Any]) -> list[str]:
    values = ids.to_numpy().astype(np.float64)
    _refuse_missing(ids, np.isnan(values))
    exact = EXACT_NARROW if isinstance(ids.dtype, nw.Float32) else EXACT
    odd = ~np.isfinite(values) | (np.abs(values) >= exact) | (values != np.trunc(values))
    if odd.any():
        raise DataError.bad_rows(
            "not a whole number that a float can hold exactly",
            column=str(ids.name),
            count=int(odd.sum()),
            first_ids=values[odd][:FIRST_IDS].tolist(),
            hint=MEND,
        )
    return list(map(str, values.astype(np.int64).tolist()))


def _of_text(text: str) -> str:
    """Return the text of an id; a column of floats writes 7 as "7.0" into a file."""
    found = FLOAT_TEXT.fullmatch(text)
    return found[1] if found else text


def _of_object(value: Any, column: str) -> str:
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool | np.bool_ | bytes):
        raise DataError(f"column {column!r} holds {cell(value)}, which is not an id. {MEND}")
    if isinstance(value, float | np.floating | decimal.Decimal):
        is_exact = isinstance(value, decimal.Decimal) or abs(float(value)) < EXACT
        if not is_exact or int(value) != value:
            raise DataError(f"column {column!r} holds {cell(value)}, not a whole number. {MEND}")
        return str(int(value))
    return str(value)


def _empty(values: list[Any]) -> NDArray[np.bool_]:
    return np.fromiter((isinstance(v, str) and not v for v in values), np.bool_, len(values))


def _refuse_missing(ids: nw.Series[Any], missing: NDArray[np.bool_]) -> None:
    if missing.any():
        raise DataError.bad_rows(
            "without an id",
            column=str(ids.name),
            count=int(missing.sum()),
            first_ids=[f"row {row}" for row in np.flatnonzero(missing)[:FIRST_IDS]],
            hint="Remove these rows, or find out whose they are. A cell that reads NA, null or "
            "similar counts as missing.",
        )


def _refuse_repeated(
    ids: nw.Series[Any], texts: list[str], labels: Mapping[str, NDArray[np.object_]]
) -> None:
    index = pd.Index(texts, dtype=object)
    if index.is_unique:
        return
    again = np.asarray(index.duplicated())
    first = list(dict.fromkeys(np.asarray(texts, dtype=object)[again].tolist()))
    rows = pd.DataFrame({"id": texts, **labels}, dtype=object)
    n_split = len(rows.drop_duplicates()) - len(rows["id"].unique())
    split = f", {n_split:,} of them in another stratum" if n_split else ""
    raise DataError.bad_rows(
        f"of ids that occurred before{split}",
        column=str(ids.name),
        count=int(again.sum()),
        first_ids=first,
        hint="Keep one row of each customer.",
    )


def _refuse_blank(name: str, values: NDArray[np.object_], ids: nw.Series[Any]) -> None:
    blank = np.fromiter((value is None for value in values), np.bool_, len(values))
    if blank.any():
        raise DataError.bad_rows(
            "missing",
            column=name,
            count=int(blank.sum()),
            first_ids=[ids[row] for row in np.flatnonzero(blank)[:FIRST_IDS].tolist()],
            hint="Fill them in, or make them a stratum of their own.",
        )

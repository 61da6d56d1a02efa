"""Columns beside those that are read whose values no library compares, as numbers that it does.

Whether an order line repeats another is asked of all its columns. Neither pandas nor pyarrow groups
by lists, structs, sets and the like, which an export may well have in a column that nobody reads.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.tables.sources import Source

# What pandas finds in a column of objects that it can group by.
GROUPED = frozenset(
    {"string", "empty", "integer", "floating", "mixed-integer-float", "decimal", "boolean"}
    | {"bytes", "date", "datetime", "datetime64", "time", "timedelta"}
)


def with_comparable(source: Source, read: Collection[str | None]) -> Source:
    """Return a table whose columns that are not read can all be grouped by.

    Args:
        source: The table, opened.
        read: The columns that are read, which stay as they are.
    """
    frame = source.frame
    native: Any = frame.to_native()
    if frame.implementation.is_pandas():
        columns = {name: _of_pandas(native[name]) for name in native.columns if name not in read}
        changed = {name: column for name, column in columns.items() if column is not None}
        return _with(source, native.assign(**changed)) if changed else source
    if frame.implementation.is_pyarrow():
        return _with(source, _of_arrow(native, read))
    return source


def _with(source: Source, native: Any) -> Source:
    return replace(source, frame=nw.from_native(native).lazy())


def _of_pandas(series: Any) -> Any:
    """Return a column that can be grouped by, None where it can be as it is."""
    if series.dtype == np.float16:
        return series.astype(np.float32)
    if isinstance(series.dtype, pd.ArrowDtype):
        arrow = series.dtype.pyarrow_dtype
        return _numbers(series.array) if _is_opaque(arrow) else None
    if series.dtype != object or pd.api.types.infer_dtype(series, skipna=True) in GROUPED:
        return None
    return _numbers(series.array)


def _of_arrow(table: Any, read: Collection[str | None]) -> Any:
    for place, field in enumerate(table.schema):
        if field.name in read or not _is_opaque(field.type):
            continue
        numbers = _numbers(table.column(place).to_pylist())
        table = table.set_column(place, field.name, [numbers])
    return table


def _is_opaque(kind: Any) -> bool:
    """Whether no pyarrow, or only a later one, groups by a type of its own."""
    import pyarrow as pa  # noqa: PLC0415 (whoever has such a column has it)

    return bool(
        pa.types.is_nested(kind)
        or pa.types.is_null(kind)
        or pa.types.is_float16(kind)
        or isinstance(kind, pa.BaseExtensionType)
    )


def _numbers(values: Iterable[Any]) -> NDArray[np.int64]:
    """Return the same number for the same value, -1 where it is missing."""
    frozen = np.fromiter((_frozen(value) for value in values), dtype=object)
    return pd.factorize(frozen)[0].astype(np.int64)


def _frozen(value: Any) -> Any:
    """Return what equals another where both hold the same; what cannot be told is itself alone."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, dict):
        return frozenset((key, _frozen(held)) for key, held in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    if isinstance(value, set | frozenset):
        return frozenset(map(_frozen, value))
    if isinstance(value, bytearray):
        return bytes(value)
    try:
        hash(value)
    except TypeError:
        return id(value)
    return None if value is pd.NA or value != value else value  # noqa: PLR0124 (NaN)

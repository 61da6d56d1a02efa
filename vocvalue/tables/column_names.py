"""Names of columns that every engine can tell apart, and read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd

from vocvalue.errors import DataError

OWN = "_vv_"


def refuse_repeated(names: Sequence[object], table: str, *, ignore_case: bool = False) -> None:
    """Refuse two columns of one name, where asked also of names that differ in case alone.

    Raises:
        DataError: There are such columns; the message names them.
    """
    keys = [_key(name, ignore_case=ignore_case) for name in names]
    counts = Counter(keys)
    repeated = [name for name, key in zip(names, keys, strict=True) if counts[key] > 1]
    if repeated:
        listed = ", ".join(repr(name) for name in repeated[:5])
        raise DataError(
            f"{table}: {len(repeated):,} columns cannot be distinguished by name: {listed}. "
            "Rename them."
        )


def native_names(data: object) -> list[object]:
    """Return the column names of a frame as its own library has them, repeated ones too.

    Polars has none repeated, and its lazy frames would have to be resolved for their names.
    """
    if type(data).__module__.startswith("polars"):
        return []
    names = getattr(data, "column_names", None)  # pyarrow
    if not isinstance(names, list):
        names = getattr(data, "columns", None)
    return list(names) if isinstance(names, list | tuple | pd.Index) else []


def refuse_own(names: Sequence[str], table: str) -> None:
    """Refuse names that vocvalue gives to the columns it adds.

    Raises:
        DataError: There is such a column; the message names it.
    """
    own = [name for name in names if name.startswith(OWN)]
    if own:
        raise DataError(
            f"{table}: a column is called {own[0]!r}; names that begin with {OWN!r} are reserved "
            "for columns that vocvalue adds. Rename it."
        )


def as_text(native: Any, table: str) -> Any:
    """Return a frame whose columns are all named by text: pandas takes other names too.

    Raises:
        DataError: Names of several levels, or two that are the same text.
    """
    names = native_names(native)
    if all(isinstance(name, str) for name in names):
        return native
    if getattr(native.columns, "nlevels", 1) > 1:
        raise DataError(
            f"{table}: the columns have names of several levels, such as {names[0]!r}. Give each "
            "one name, for example columns.map('_'.join)."
        )
    texts = [str(name) for name in names]
    refuse_repeated(texts, table)
    return native.set_axis(texts, axis="columns")


def is_case_blind(frame: nw.DataFrame[Any] | nw.LazyFrame[Any]) -> bool:
    """Whether the engine of a table takes Amount and amount for one name."""
    kind = frame.implementation
    return bool(kind.is_duckdb() or kind.is_ibis() or kind.is_spark_like())


def refuse_patterns(frame: nw.LazyFrame[Any], table: str) -> None:
    """Refuse names that the engine takes for a pattern, and so for other columns.

    Raises:
        DataError: There is such a column; the message names it.
    """
    kind = frame.implementation
    if not (kind.is_polars() or kind.is_duckdb()):
        return
    names = frame.collect_schema().names()
    odd = [it for it in names if it == "*" or (kind.is_polars() and _is_regular_expression(it))]
    if odd:
        raise DataError(
            f"{table}: a column is called {odd[0]!r}, which its library reads as a pattern. "
            "Rename it."
        )


def are_misread(frame: nw.LazyFrame[Any]) -> bool:
    """Whether DuckDB would not find a column of its own table by name.

    Some of its calls take customer.id for the column id of a table customer.
    """
    return frame.implementation.is_duckdb() and any(
        mark in name for name in frame.collect_schema().names() for mark in '."'
    )


def _key(name: object, *, ignore_case: bool) -> object:
    return name.casefold() if ignore_case and isinstance(name, str) else name


def _is_regular_expression(name: str) -> bool:
    return name.startswith("^") and name.endswith("$")

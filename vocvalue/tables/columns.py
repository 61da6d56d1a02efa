"""Named columns of any table, brought back as its distinct rows and how often each occurs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables.labels import words_of
from vocvalue.tables.schemas import NUMBER
from vocvalue.tables.sources import Source, collect, count, open_table

Floats: TypeAlias = NDArray[np.float64]

ROWS = "_vv_rows"


@dataclass(frozen=True, kw_only=True, eq=False)
class DistinctRows:
    """The distinct rows of some columns, sorted, so that no engine's order shows.

    Attributes:
        numbers: Each column of numbers, NaN where it is missing, shape (n,).
        labels: Each column of labels as text, None where it is missing, shape (n,).
        rows: How many rows of the table each stands for, shape (n,).
    """

    numbers: Mapping[str, Floats]
    labels: Mapping[str, NDArray[np.object_]]
    rows: NDArray[np.int64]


def distinct_rows(
    table: object,
    *,
    numbers: Sequence[str],
    labels: Sequence[str] = (),
    name: str = "the response table",
) -> DistinctRows:
    """Count the distinct rows of named columns, where the table lives.

    Args:
        table: A frame or a path.
        numbers: Columns of numbers, or of true and false, which count as 1 and 0.
        labels: Columns of labels, of any type.
        name: What the table is called in a message.

    Raises:
        DataError: A column is missing, no rows, or a column of numbers that holds text or
            something infinite.
    """
    source = open_table(table)
    available = source.frame.collect_schema().names()
    wanted = list(dict.fromkeys([*numbers, *labels]))
    missing = [column for column in wanted if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=name)
    # Numbers and labels stand side by side, so that a column can be both.
    keys = [f"_vv_{i}" for i in range(len(numbers) + len(labels))]
    picked = [
        *(_number(source, column) for column in numbers),
        *(nw.col(column) for column in labels),
    ]
    selected = source.frame.select(*(it.alias(key) for it, key in zip(picked, keys, strict=True)))
    found = collect(selected.group_by(keys).agg(nw.len().alias(ROWS)))
    if found.is_empty():
        raise DataError(f"{name} has no rows.")
    ends = len(numbers)
    values = {c: _floats(found[key]) for c, key in zip(numbers, keys[:ends], strict=True)}
    words = {
        column: words_of(found[key].alias(column), is_text=source.is_text)
        for column, key in zip(labels, keys[ends:], strict=True)
    }
    rows = found[ROWS].to_numpy().astype(np.int64)
    _refuse_infinite(values, rows)
    return _sorted(values, words, rows)


def _number(source: Source, column: str) -> nw.Expr:
    dtype = source.frame.collect_schema()[column]
    if dtype.is_numeric() or isinstance(dtype, nw.Boolean):
        return nw.col(column).cast(nw.Float64)
    if source.is_text:
        _check_text(source, column)
        return nw.when(nw.col(column) != "").then(nw.col(column)).cast(nw.Float64)
    raise DataError(
        f"column {column!r} holds {dtype}, not numbers. "
        "Convert it first, for example with pandas.to_numeric."
    )


def _check_text(source: Source, column: str) -> None:
    text = nw.col(column)
    given = source.frame.filter(~text.is_null() & (text != ""))
    bad = given.filter(~text.str.contains(NUMBER))
    n = count(bad)
    if n:
        example = collect(bad.select(column).head(1))[column].to_list()[0]
        raise DataError(
            f"column {column!r}: {n:,} row{'' if n == 1 else 's'} of text, not numbers, for "
            f"example {example!r}. Mend or remove these rows."
        )


def _floats(series: nw.Series[Any]) -> Floats:
    values = series.to_numpy()
    if values.dtype == np.object_:
        return np.array([np.nan if pd.isna(value) else value for value in values], np.float64)
    return values.astype(np.float64)


def _refuse_infinite(numbers: Mapping[str, Floats], rows: NDArray[np.int64]) -> None:
    for column, values in numbers.items():
        infinite = np.isinf(values)
        if infinite.any():
            n = int(rows[infinite].sum())
            raise DataError(
                f"column {column!r}: {n:,} row{' is' if n == 1 else 's are'} infinite. "
                "Mend or remove them."
            )


def _sorted(
    numbers: Mapping[str, Floats],
    labels: Mapping[str, NDArray[np.object_]],
    rows: NDArray[np.int64],
) -> DistinctRows:
    words = [np.array([word or "" for word in column], np.str_) for column in labels.values()]
    order = np.lexsort([*reversed(words), *reversed(list(numbers.values()))])
    return DistinctRows(
        numbers={column: values[order] for column, values in numbers.items()},
        labels={column: values[order] for column, values in labels.items()},
        rows=rows[order],
    )

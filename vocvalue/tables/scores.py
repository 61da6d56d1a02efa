"""A column of scores made numbers where it lives: texts by a rule or a stated mapping."""

import functools
from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.errors import DataError
from vocvalue.showing import cell
from vocvalue.tables import decimal_texts
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.score_texts import Labels, score_numbers
from vocvalue.tables.sources import Source, collect, count

ARGUMENT = "score_labels"
MOST = 500
"""A column with more different texts than these holds no scores."""
N = "_vv_n"


def with_scores(source: Source, data: object, column: str) -> Source:
    """Return a table whose column of scores holds numbers, where it held text.

    Text that is all numbers is read as such. Other text stands for the number it begins with, or
    for what `score_labels` of a `Responses` says; see `score_texts.score_numbers`.

    Args:
        source: The table, opened.
        data: The table as it was handed in.
        column: Its column of scores; where the table has none, nothing is done.

    Raises:
        DataError: Texts that stand for no number, with how many rows hold them; or a mapping for a
            column that holds numbers.
    """
    dtype = source.frame.collect_schema().get(column)
    if dtype is None:
        return source
    labels = data.score_labels if isinstance(data, Responses) and data.score == column else None
    if not isinstance(dtype, nw.String | nw.Categorical | nw.Enum | nw.Object):
        _refuse_idle(labels, column, dtype)
        return source
    if isinstance(dtype, nw.Object):
        return _of_objects(source, column, labels)
    frame = source.frame.with_columns(nw.col(column).cast(nw.String))
    text = nw.col(column).str.strip_chars()
    given = frame.select(column).filter(~nw.col(column).is_null())
    if labels is None and not count(
        given.filter((text != "") & ~text.str.contains(decimal_texts.pattern(source.decimal)))
    ):
        plain = decimal_texts.as_plain(nw.when(text != "").then(text), source.decimal)
        numbers = plain.cast(nw.Float64).alias(column)
        return replace(source, frame=frame.with_columns(numbers))
    groups = collect(given.group_by(column).agg(nw.len().alias(N)))
    texts, rows = groups[column].to_list(), list(map(int, groups[N].to_list()))
    return replace(source, frame=frame.with_columns(_chosen(column, texts, rows, labels)))


def _refuse_idle(labels: Labels | None, column: str, dtype: nw.dtypes.DType) -> None:
    if labels is not None:
        raise DataError(
            f"{ARGUMENT} says what the texts of column {column!r} stand for, but it holds {dtype}. "
            "Leave it out."
        )


def _of_objects(source: Source, column: str, labels: Labels | None) -> Source:
    """Return a table with the Python objects of a column as numbers."""
    table = collect(source.frame.select(column))
    values = table[column].to_list()
    numbers = score_numbers(values, labels, column=column, argument=ARGUMENT)
    whole = collect(source.frame)
    series = nw.new_series(column, numbers, nw.Float64, backend=whole.implementation)
    if whole.implementation.is_pandas():
        native: Any = whole.to_native()
        return replace(source, frame=nw.from_native(native.assign(**{column: numbers})).lazy())
    return replace(source, frame=whole.with_columns(series).lazy())


def _chosen(column: str, texts: list[str], rows: list[int], labels: Labels | None) -> nw.Expr:
    """Return the expression of the numbers that the texts of a column stand for."""
    if len(texts) > MOST:
        raise DataError(
            f"column {column!r} holds {len(texts):,} different texts, such as "
            f"{cell(texts[0])}: these are not scores. Name the column of scores."
        )
    numbers = score_numbers(texts, labels, column=column, argument=ARGUMENT, rows=rows)
    by_number: dict[float, list[str]] = {}
    for text, number in zip(texts, numbers.tolist(), strict=True):
        if not np.isnan(number):
            by_number.setdefault(number, []).append(text)
    nothing: nw.Expr = nw.lit(None, dtype=nw.Float64)
    chosen = functools.reduce(
        lambda rest, pair: (
            nw.when(nw.col(column).is_in(pair[1])).then(nw.lit(pair[0])).otherwise(rest)
        ),
        by_number.items(),
        nothing,
    )
    return chosen.alias(column)

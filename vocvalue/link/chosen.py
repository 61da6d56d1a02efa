"""What each customer said: the columns of one whole row, even if several answers tie."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.tables import responses
from vocvalue.tables.labels import LabelColumn, levels_of
from vocvalue.tables.per_customer import as_array, as_typed
from vocvalue.tables.responses import ResponseLog, customers_and_moments


def answers_of(answers: ResponseLog, table: nw.DataFrame[Any]) -> dict[str, NDArray[Any]]:
    """Return what each customer said: the columns of one row, also where answers tie."""
    columns = {name: as_array(table[name]) for name in answers.columns}
    tied = np.flatnonzero(table[responses.N_TIED].to_numpy() > 1)
    if tied.size and len(columns) > 1:
        _replace_tied(answers, table, tied, columns)
    source = answers.source
    if not source.is_text and source.decimal is None:
        return columns
    return {name: as_typed(values, source.decimal) for name, values in columns.items()}


def _replace_tied(
    answers: ResponseLog,
    table: nw.DataFrame[Any],
    tied: NDArray[np.int64],
    columns: dict[str, NDArray[Any]],
) -> None:
    chosen, places = _whole(answers, table, tied)
    for name, values in columns.items():
        columns[name] = values.copy()
        columns[name][tied] = as_array(chosen[name])[places]


def labels_of(answers: ResponseLog, table: nw.DataFrame[Any]) -> dict[str, LabelColumn]:
    """Return the labels of the columns kept: those of one row, also where answers tie."""
    tied = np.flatnonzero(table[responses.N_TIED].to_numpy() > 1)
    names = {column: responses.kept_name(column) for column in answers.wanted.keep}
    held = {name: table[name] for name in names.values()}
    if tied.size and len(answers.columns) > 1:
        held = _untied(answers, table, tied, held)
    return {
        column: LabelColumn(
            values=held[name].alias(column),
            levels=levels_of(answers.source.frame, column),
            is_text=answers.source.is_text,
        )
        for column, name in names.items()
    }


def _untied(
    answers: ResponseLog,
    table: nw.DataFrame[Any],
    tied: NDArray[np.int64],
    held: Mapping[str, nw.Series[Any]],
) -> dict[str, nw.Series[Any]]:
    chosen, places = _whole(answers, table, tied)
    found = {}
    for name, series in held.items():
        values = np.empty(len(series), dtype=object)
        values[:] = series.to_list()
        theirs = np.empty(len(chosen), dtype=object)
        theirs[:] = chosen[name].to_list()
        values[tied] = theirs[places]
        column = pd.Series(values, dtype=object)
        found[name] = nw.from_native(column, series_only=True)
    return found


def _whole(
    answers: ResponseLog, table: nw.DataFrame[Any], tied: NDArray[np.int64]
) -> tuple[nw.DataFrame[Any], NDArray[np.int64]]:
    """Return the one row of each moment at which answers tie, and where each of them stands."""
    theirs = table[tied.tolist()]
    chosen = responses.whole_rows(answers, theirs)
    place_of = {pair: place for place, pair in enumerate(customers_and_moments(chosen))}
    places = [place_of[pair] for pair in customers_and_moments(theirs)]
    return chosen, np.array(places, dtype=np.int64)

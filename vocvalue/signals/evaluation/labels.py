"""Texts with the signals that a person saw in them: one row a signal, or a text without one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from vocvalue.errors import DataError
from vocvalue.showing import cell
from vocvalue.signals.finding.kinds import KINDS, STATUSES
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.id_columns import is_no_id
from vocvalue.tables.sources import collect, open_table

NUMBERS = ("row", "start", "end")
WORDS = ("kind", "status", "text", "product", "text_id")


@dataclass(frozen=True, kw_only=True, eq=False)
class GoldLabels:
    """A table of labels: what is missing is None.

    Attributes:
        rows: One row per label or text without one: `kind` and `status`, and of the other columns
            those that the table has.
        ids: Columns of ids as the table's library holds them, by name.
    """

    rows: pd.DataFrame = field(repr=False)
    ids: dict[str, nw.Series[Any]] = field(repr=False)

    def has(self, *names: str) -> bool:
        """Whether the table has all of some columns.

        Args:
            *names: The columns.
        """
        return all(name in self.rows.columns for name in names)


@in_our_words()
def read_labels(
    table: object, *, name: str, needs: Sequence[str], beside: Sequence[str], ids: Sequence[str]
) -> GoldLabels:
    """Read a table of labels.

    Args:
        table: A frame or a path, as in `open_table`.
        name: The argument's name in messages.
        needs: Columns that must be there, beside the kind and the status.
        beside: Columns that are read as words where they are there.
        ids: Columns of ids that are read where they are there.

    Raises:
        DataError: A column is missing, there is no row, a kind or a status is not known, one is
            there without the other, or a row, a start or an end is no whole number.
    """
    source = open_table(table, name=name)
    available = source.frame.collect_schema().names()
    missing = [column for column in ("kind", "status", *needs) if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=f"the table {name}")
    asked = dict.fromkeys((*WORDS, *NUMBERS, *beside, *ids))
    held = collect(source.frame.select(*(column for column in asked if column in available)))
    if held.is_empty():
        raise DataError(f"{name} has no row. Pass one row per label, or per text without one.")
    rows = pd.DataFrame(
        {
            column: _column(held[column], _whole if column in NUMBERS else _word, column)
            for column in held.columns
        },
        dtype=object,
    )
    _check(rows)
    return GoldLabels(
        rows=rows, ids={column: held[column] for column in ids if column in available}
    )


def _column(series: nw.Series[Any], read: Callable[[Any], Any], name: str) -> list[Any]:
    values = [read(value) for value in series.to_list()]
    wrong = [place for place, value in enumerate(values) if value is NotImplemented]
    if wrong:
        raise DataError.bad_rows(
            "without a whole number from 0 on",
            column=name,
            count=len(wrong),
            first_ids=[f"row {place}" for place in wrong],
            hint="Write where it is, counted from 0, or leave the cell empty.",
        )
    return values


def _word(value: Any) -> str | None:
    return None if is_no_id(value) else str(value)


def _whole(value: Any) -> Any:
    word = _word(value)
    if word is None:
        return None
    try:
        number = float(word)
    except ValueError:
        return NotImplemented
    return int(number) if number >= 0 and number.is_integer() else NotImplemented


def _check(rows: pd.DataFrame) -> None:
    for column, known in (("kind", KINDS), ("status", STATUSES)):
        words = rows[column]
        _refuse(
            words.notna() & ~words.isin(known),
            words,
            what=f"with a {column} that is not known",
            column=column,
            hint=f"Write one of {', '.join(known)}, or nothing where there is no signal.",
        )
    _refuse(
        rows["kind"].notna() != rows["status"].notna(),
        rows["kind"],
        what="with a kind and no status, or a status and no kind",
        column="status",
        hint="Write both, or neither where there is no signal.",
    )
    if {"start", "end"} <= set(rows.columns):
        start, end = (pd.to_numeric(rows[name]) for name in ("start", "end"))
        _refuse(
            (start.notna() != end.notna()) | (end <= start),
            rows["start"],
            what="whose signal does not begin before it ends",
            column="start",
            hint="Write the first character and the one after the last, counted from 0.",
        )


def _refuse(is_bad: "pd.Series[bool]", cells: Any, *, what: str, column: str, hint: str) -> None:
    places = np.flatnonzero(is_bad.to_numpy(dtype=bool))
    if len(places):
        values = dict.fromkeys(str(cells.iloc[place]) for place in places)
        first = [f"row {place}" for place in places]
        said = f"{what}, such as {', '.join(dict.fromkeys(map(cell, list(values)[:3])))}"
        raise DataError.bad_rows(said, column=column, count=len(places), first_ids=first, hint=hint)

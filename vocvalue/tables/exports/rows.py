"""What becomes of each row of an export."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results.numerals import counted
from vocvalue.tables.exports.columns import Columns
from vocvalue.tables.exports.layout import REASONS, Layout, Reason
from vocvalue.tables.exports.sheet import Heading, Sheet, rows_shown

LeftOut: TypeAlias = Literal[
    "blank", "test", "spam", "unfinished", "copy", "no_customer", "no_time", "no_answer"
]
# 1.23457E+17 and 1E+11: what a workbook leaves of a long number; 4e12 may be somebody's id.
ROUNDED = re.compile(r"[+-]?\d(?:\.\d+[Ee][+-]?|[Ee]\+)\d+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """What becomes of each row: it counts, or is left out for the first reason that holds.

    Attributes:
        live: The rows that count so far.
        left_out: How many rows were left out for each reason.
    """

    live: NDArray[np.bool_]
    left_out: Mapping[LeftOut, int]

    @property
    def n_live(self) -> int:
        """How many rows count so far."""
        return int(np.count_nonzero(self.live))

    def without(self, reason: LeftOut, rows: NDArray[np.bool_]) -> "Rows":
        """Return the rows without those that a reason holds for."""
        n = int(np.count_nonzero(self.live & rows))
        counts = {**self.left_out, **({reason: n} if n else {})}
        return Rows(live=self.live & ~rows, left_out=counts)


def rows_of(
    sheet: Sheet, layout: Layout, columns: Columns, *, unfinished: Literal["drop", "keep"]
) -> Rows:
    """Return the rows that may count: finished, no test, no copy, and of a customer.

    Raises:
        DataError: One id of two different rows, or ids that a workbook has rounded.
    """
    rows = Rows(live=np.ones(len(sheet.body), dtype=bool), left_out={})
    rows = rows.without("blank", _blank(sheet))
    kinds = layout.left_out(sheet)
    wanted: Sequence[Reason] = REASONS if unfinished == "drop" else REASONS[:-1]
    for reason in wanted:
        if reason in kinds:
            rows = rows.without(reason, kinds[reason])
    rows = _without_copies(rows, sheet, columns.response_id)
    return _of_customers(rows, sheet, columns.customer_id)


def _of_customers(rows: Rows, sheet: Sheet, customer_id: Heading | None) -> Rows:
    if customer_id is None:
        return rows
    ids = sheet.texts(customer_id).str.strip()
    _check_exact(ids, rows.live, sheet, customer_id)
    return rows.without("no_customer", (ids == "").to_numpy(dtype=bool))


def _without_copies(rows: Rows, sheet: Sheet, response_id: Heading | None) -> Rows:
    """Leave out rows that repeat another whole; refuse different ones of one response's id."""
    if response_id is None:
        return rows
    ids = sheet.texts(response_id).str.strip()
    _check_exact(ids, rows.live, sheet, response_id)
    again = _again(sheet.body, rows.live)
    left = rows.without("copy", again)
    shared = left.live & ids.where(left.live).duplicated().to_numpy() & (ids != "").to_numpy()
    if shared.any():
        raise DataError(
            f"{sheet.file!r}, column {response_id.name!r}: {counted(int(shared.sum()), 'row')} "
            f"{'has' if shared.sum() == 1 else 'have'} the id of another response but other "
            f"answers ({rows_shown(shared, sheet.body)}). The file may hold two exports: keep "
            "one row for each response."
        )
    return left


def _check_exact(ids: pd.Series, live: NDArray[np.bool_], sheet: Sheet, heading: Heading) -> None:
    """Refuse ids of which a workbook has left 1.23457E+17 only."""
    rounded = live & ids.str.fullmatch(ROUNDED).to_numpy(dtype=bool)
    if rounded.any():
        raise DataError(
            f"{sheet.file!r}, column {heading.name!r}: {counted(int(rounded.sum()), 'id')} "
            f"written like {str(ids[rounded].iloc[0])!r} ({rows_shown(rounded, sheet.body)}): "
            "a spreadsheet has rounded them. Export again, and do not save the file in a "
            "spreadsheet."
        )


def _blank(sheet: Sheet) -> NDArray[np.bool_]:
    blank = np.ones(len(sheet.body), dtype=bool)
    for position in sheet.body.columns:
        blank[blank] = (sheet.body[position][blank].str.strip() == "").to_numpy(dtype=bool)
    return blank


def _again(body: pd.DataFrame, live: NDArray[np.bool_]) -> NDArray[np.bool_]:
    again = np.zeros(len(body), dtype=bool)
    again[live] = body[live].duplicated().to_numpy()
    return again

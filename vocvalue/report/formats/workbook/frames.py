"""The whole table of a result as cells of a sheet."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from vocvalue.report.document import Cell

MOST = 100_000
"""Rows of a result's table that a workbook takes: with more, nobody reads them there."""


@dataclass(frozen=True, kw_only=True)
class FrameCells:
    """A table as cells.

    Attributes:
        names: The names of its columns.
        rows: Its rows, as many as a sheet takes.
        left_out: How many it has besides.
    """

    names: list[str]
    rows: Sequence[Sequence[Cell]]
    left_out: int


def cells_of(frame: Any, most: int = MOST) -> FrameCells:
    """Return the cells of a table of any engine.

    Args:
        frame: The table.
        most: How many rows are taken.

    Examples:
        >>> held = cells_of(pd.DataFrame({"arm": ["treated", "control"], "n": [5, 4]}), most=1)
        >>> held.names, held.rows, held.left_out
        (['arm', 'n'], [['treated', 5]], 1)
    """
    table = nw.from_native(frame).lazy().collect()
    rows = [[cell_of(value) for value in row] for row in table.head(most).iter_rows()]
    return FrameCells(
        names=[str(name) for name in table.columns],
        rows=rows,
        left_out=max(len(table) - most, 0),
    )


def cell_of(value: Any) -> Cell:
    """Return a value of a table as a cell: what is no number, day or text is written as text.

    Examples:
        >>> cell_of(np.float64(2.5)), cell_of(float("nan")), cell_of(pd.NaT), cell_of([1, 2])
        (2.5, None, None, '[1, 2]')
        >>> cell_of(pd.Timestamp("2025-01-31")), cell_of(np.timedelta64(36, "h"))
        (datetime.datetime(2025, 1, 31, 0, 0), 1.5)
    """
    if isinstance(value, np.datetime64 | np.timedelta64):
        value = pd.Timestamp(value) if isinstance(value, np.datetime64) else pd.Timedelta(value)
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime(warn=False)
    if isinstance(value, float) and math.isnan(value):
        return None
    return value if isinstance(value, str | int | float | dt.date) else str(value)

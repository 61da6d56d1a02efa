"""How a cell of a table is written in a page."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import TypeGuard

from vocvalue.report.document import Cell, Column, Grid, Kind
from vocvalue.results.numerals import number, percent, signed
from vocvalue.results.spans import date
from vocvalue.results.sums import currency
from vocvalue.results.texts import Text, pair
from vocvalue.results.tongues import Tongue

UNKNOWN = "–"
RARE = 0.0005
"""What is less would be written as 0.0%; it is written with the digits that it needs."""
IN_FULL = 10_000
"""Sums of this size and more are written without cents, unless a column says how many digits."""


def rows_written(grid: Grid, rows: Iterable[Sequence[Cell]], tongue: Tongue) -> list[list[str]]:
    """Return rows of a table as they are read.

    Args:
        grid: The table.
        rows: Those of its rows that are written.
        tongue: The language.
    """
    digits = [digits_of(grid, place) for place in range(len(grid.columns))]
    return [
        [
            cell_written(cell, column, some, tongue)
            for cell, column, some in zip(row, grid.columns, digits, strict=True)
        ]
        for row in rows
    ]


def heading(column: Column, grid: Grid, tongue: Tongue) -> str:
    """Return the heading of a column, with the unit of its numbers.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> grid = Grid(caption="", columns=[Column("Value", "money")], rows=[], currency="CNY")
        >>> heading(grid.columns[0], grid, ENGLISH), heading(grid.columns[0], grid, CHINESE)
        ('Value (CNY)', 'Value（元）')
    """
    unit = _unit(column, grid)
    if unit is None:
        return column.heading
    return pair(
        "{heading} ({unit})", "{heading}（{unit}）", heading=column.heading, unit=unit
    ).into(tongue)


def digits_of(grid: Grid, place: int) -> int | None:
    """Return the digits behind the point of a column's numbers, so that they stand in line.

    Args:
        grid: The table.
        place: The position of the column.

    Examples:
        >>> sums = [Column("Value", "money")]
        >>> digits_of(Grid(caption="", columns=sums, rows=[[12.5], [980.0]]), 0)
        2
        >>> digits_of(Grid(caption="", columns=sums, rows=[[12.5], [98_000.0]]), 0)
        0
        >>> digits_of(Grid(caption="", columns=[Column("Customers", "number")], rows=[[7]]), 0)
        0
    """
    column = grid.columns[place]
    if column.digits is not None or column.kind == "text":
        return column.digits
    sizes = [abs(cell) for row in grid.rows if is_number(cell := row[place])]
    finite = [size for size in sizes if math.isfinite(size)]
    return _digits(column.kind, finite)


def _digits(kind: Kind, sizes: Sequence[float]) -> int | None:
    if kind in ("share", "points"):
        return None if any(0 < size < RARE for size in sizes) else 1
    if all(size == round(size) for size in sizes):
        return 0
    largest = max(sizes)
    if kind == "money":
        return 0 if largest >= IN_FULL else 2
    if kind == "number" and largest < 1:
        return None
    return 1 if kind == "days" or largest >= 100 else 2


def cell_written(cell: Cell, column: Column, digits: int | None, tongue: Tongue) -> str:
    """Return a cell as it is read.

    Args:
        cell: What it holds.
        column: Its column.
        digits: Digits behind the point.
        tongue: The language.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> cell_written(0.25, Column("Churn", "share"), 1, ENGLISH)
        '25.0%'
        >>> cell_written(-1234.5, Column("Loss", "money"), 2, CHINESE)
        '-1,234.50'
        >>> cell_written(0.031, Column("Change", "points"), 1, ENGLISH)
        '+3.1'
        >>> cell_written(None, Column("Loss", "money"), 2, ENGLISH)
        '–'
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dt.date):
        return date(cell).into(tongue)
    if not is_number(cell):
        return "" if column.kind == "text" else UNKNOWN
    value = float(cell)
    match column.kind:
        case "share":
            return percent(value, digits).into(tongue)
        case "points":
            return signed(100 * value, 1 if digits is None else digits).into(tongue)
        case _:
            return number(value, digits).into(tongue)


def is_number(cell: Cell) -> TypeGuard[float]:
    """Whether a cell holds a number that is known.

    Examples:
        >>> is_number(1), is_number(float("nan")), is_number("1"), is_number(None)
        (True, False, False, False)
    """
    return not (cell is None or isinstance(cell, str | dt.date) or math.isnan(cell))


def _unit(column: Column, grid: Grid) -> Text | None:
    match column.kind:
        case "money" if grid.currency:
            return currency(grid.currency)
        case "points":
            return pair("points", "百分点")
        case "days":
            return pair("days", "天")
        case _:
            return None

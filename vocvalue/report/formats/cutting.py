"""The rows of a long table that a page shows."""

from collections.abc import Sequence

from vocvalue.report.document import Cell, Grid

MOST = 40
"""Rows of a page's table; the workbook has all."""


def positions_shown(grid: Grid, most: int = MOST) -> list[int]:
    """Return the positions of the rows that are shown: the first, and all that are sums.

    Args:
        grid: The table.
        most: How many rows are shown, sums aside.

    Examples:
        >>> from vocvalue.report.document import Column
        >>> rows = [("north",), ("east",), ("south",), ("west",), ("all",)]
        >>> regions = Grid(caption="", columns=[Column("Region")], rows=rows, total_rows=[4])
        >>> positions_shown(regions, most=2)
        [0, 1, 4]
    """
    sums = {position % len(grid.rows) for position in grid.total_rows if grid.rows}
    others = [position for position in range(len(grid.rows)) if position not in sums]
    # Of one row too many it is shorter to show it than to say that it is left out.
    shown = others if len(others) <= most + 1 else others[:most]
    return sorted({*shown, *sums})


def left_out(grid: Grid, shown: Sequence[int]) -> int:
    """Return how many rows are not shown."""
    return len(grid.rows) - len(shown)


def sums_among(grid: Grid, shown: Sequence[int]) -> set[int]:
    """Return the positions, among the rows that are shown, of those that are sums."""
    sums = {position % len(grid.rows) for position in grid.total_rows if grid.rows}
    return {place for place, position in enumerate(shown) if position in sums}


def rows_at(grid: Grid, positions: Sequence[int]) -> list[Sequence[Cell]]:
    """Return the rows at some positions."""
    return [grid.rows[position] for position in positions]

"""A table of a page: raw cells, and of what kind each column is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "number", "money", "share", "points", "days"]
"""How a column is written. A share is a fraction (0.25 for 25%), points are hundredths of one."""
Cell: TypeAlias = str | float | int | dt.date | None
"""What a cell holds; None and NaN are what is not known."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        heading: Its heading.
        kind: How its cells are written.
        digits: Digits behind the point, of the number as it is written; by default what suits it.
    """

    heading: str
    kind: Kind = "text"
    digits: int | None = None


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table of a page.

    Attributes:
        caption: What the table shows.
        columns: Its columns; the first names the row.
        rows: Its rows, of as many cells as there are columns. A page cuts a long table and says how
            many rows it left out; a workbook has them all.
        currency: The code of the currency of its money columns.
        total_rows: The positions of the rows that are sums of others. A page never cuts these.
        note: What has to be read with it, below it.

    Raises:
        ValueError: A row has more or fewer cells than there are columns.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    currency: str | None = None
    total_rows: Sequence[int] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"a row of {len(row)} cells in a table of {len(self.columns)} columns: {row!r}"
                )

"""A sheet that is written from top to bottom."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vocvalue.report.document import Cell
from vocvalue.report.formats.words import cut_text
from vocvalue.results.display import columns
from vocvalue.results.tongues import Tongue

LONGEST = 32_767
"""Characters that a cell of Excel holds."""
ROWS = 1_048_576
"""Rows that a sheet of Excel holds."""
ACROSS = 6
"""Columns over which sentences run."""
NARROWEST, WIDEST, ROOM = 11, 44, 2
LINE = 15.0
"""The height of a line of text, in points."""
FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: what is before is written as text."""


@dataclass(kw_only=True)
class SheetWriter:
    """Where the next line of a sheet is written.

    Attributes:
        page: The sheet.
        styles: The styles of the workbook.
        tongue: The language.
        widths: The widths of its columns, in characters.
        row: The row that is written next.
    """

    page: Any
    styles: "Styles"
    tongue: Tongue
    widths: Sequence[float]
    row: int = 0

    def sentence(self, text: str, style: str = "text", *, first: int = 0) -> None:
        """Write a text over several columns, in as many lines as it takes.

        Args:
            text: The text.
            style: The name of its style.
            first: The column where it begins.
        """
        wide = sum(self.widths[first:ACROSS])
        size = self.styles.size_of(style)
        lines = math.ceil(columns(text) * size / 11 / (0.92 * wide)) or 1
        height = LINE * size / 11 * lines + 3
        self.page.set_row(self.row, min(height, 400.0))
        whole = self._whole(text)
        self.page.merge_range(self.row, first, self.row, ACROSS - 1, "", self.styles.named(style))
        self.page.write_string(self.row, first, whole, self.styles.named(style))
        self.row += 1

    def cells(self, cells: Sequence[Cell], styles: Sequence[Any]) -> None:
        """Write a row of cells.

        Args:
            cells: The cells.
            styles: The style of each.
        """
        for place, (cell, style) in enumerate(zip(cells, styles, strict=True)):
            self.put(place, cell, style)
        self.row += 1

    def put(self, place: int, cell: Cell, style: Any) -> None:
        """Write a cell of this row: text as text, whatever it looks like, numbers as numbers."""
        match cell:
            case None:
                self.page.write_blank(self.row, place, None, style)
            case bool():
                self.page.write_boolean(self.row, place, cell, style)
            case str():
                self.page.write_string(self.row, place, self._whole(cell), style)
            case dt.datetime() | dt.date():
                self._date(place, cell, style)
            case _ if math.isnan(cell):
                self.page.write_blank(self.row, place, None, style)
            case _ if math.isinf(cell):
                self.page.write_string(self.row, place, "∞" if cell > 0 else "-∞", style)
            case _:
                self.page.write_number(self.row, place, cell, style)

    def skip(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def _date(self, place: int, cell: dt.date, style: Any) -> None:
        moment = isinstance(cell, dt.datetime)
        day = cell.date() if isinstance(cell, dt.datetime) else cell
        if day < FIRST_DAY or (isinstance(cell, dt.datetime) and cell.tzinfo is not None):
            # A workbook has no time zones.
            self.page.write_string(self.row, place, cell.isoformat(), style)
            return
        is_day = not moment or cell == dt.datetime.combine(day, dt.time())
        self.page.write_datetime(
            self.row, place, cell, self.styles.named("day" if is_day else "moment")
        )

    def _whole(self, text: str) -> str:
        clean = encodable(text)
        if len(clean) <= LONGEST:
            return clean
        ending = cut_text(LONGEST).into(self.tongue)
        return clean[: LONGEST - len(ending)] + ending


def encodable(text: str) -> str:
    """Return a text that a file can hold: half a character is written as Python shows it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(kw_only=True)
class Styles:
    """The styles of a workbook, each made once.

    Attributes:
        book: The workbook.
        made: Those made so far, by what they are.
    """

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def of(self, **properties: Any) -> Any:
        """Return a style with some properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]

    def named(self, name: str) -> Any:
        """Return a style by its name."""
        return self.of(**NAMED[name])

    def size_of(self, name: str) -> int:
        """Return the size of the type of a style, in points."""
        return int(NAMED[name].get("font_size", 11))


ACCENT, SOFT = "#00598C", "#57616B"
WRAPPED = {"text_wrap": True, "valign": "top"}
NAMED: dict[str, dict[str, Any]] = {
    "title": {**WRAPPED, "bold": True, "font_size": 18},
    "heading": {**WRAPPED, "bold": True, "font_size": 14, "font_color": ACCENT},
    "headline": {**WRAPPED, "font_size": 13},
    "caption": {**WRAPPED, "bold": True},
    "text": WRAPPED,
    "muted": {**WRAPPED, "font_color": SOFT},
    "column": {**WRAPPED, "font_color": SOFT, "bottom": 1, "valign": "bottom"},
    "number column": {
        **WRAPPED,
        "font_color": SOFT,
        "bottom": 1,
        "valign": "bottom",
        "align": "right",
    },
    "term": {"font_color": SOFT, "valign": "top", "text_wrap": True},
    "cell": {"valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left", "valign": "top"},
}

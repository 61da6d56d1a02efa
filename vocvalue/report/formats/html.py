"""A document as one HTML file that needs nothing else: no network, no script."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from vocvalue.canvas import TooTallError
from vocvalue.report.document import Block, Chart, Column, Document, Grid
from vocvalue.report.formats.cells import UNKNOWN, heading, rows_written
from vocvalue.report.formats.charts import svg
from vocvalue.report.formats.cutting import left_out, positions_shown, rows_at, sums_among
from vocvalue.report.formats.templating import environment, rendered
from vocvalue.report.formats.words import more_rows, too_tall, words
from vocvalue.results.display import columns
from vocvalue.results.tongues import Tongue, tongue

SHORT, NARROW = 10, 16
"""How wide a heading and a text of a table are that are never broken, in Latin letters."""
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class PagePicture:
    """A picture as it is seen.

    Attributes:
        svg: The picture, an element of the page; empty where it was left out.
        missing: Why it was left out, in words.
    """

    svg: str = ""
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class TableHeading:
    """The heading of a column.

    Attributes:
        text: What it says.
        is_number: Whether numbers stand below it.
        is_short: Whether it stands on one line itself.
        is_narrow: Whether all texts below it do, on a phone as well.
    """

    text: str
    is_number: bool
    is_short: bool
    is_narrow: bool


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row as it is read.

    Attributes:
        cells: Its cells.
        is_sum: Whether it is a sum of others.
    """

    cells: list[str]
    is_sum: bool


@dataclass(frozen=True, kw_only=True)
class PageTable:
    """A table as it is read.

    Attributes:
        key: What its ids begin with.
        caption: What it shows.
        headings: The headings of its columns.
        rows: The rows that are shown.
        more: How many are not, in words; empty where all are.
        note: What has to be read with it.
    """

    key: str
    caption: str
    headings: list[TableHeading]
    rows: list[TableRow]
    more: str
    note: str


def html(document: Document, templates: str | Path | None = None) -> str:
    """Return a document as an HTML page.

    Args:
        document: The document.
        templates: A folder of templates that take the place of ours.

    Raises:
        ParameterError: The folder or a template in it cannot be used.
    """
    language = tongue(document.language, document.labels)
    found = environment(templates)
    tables, pictures = itertools.count(1), itertools.count(1)
    page = rendered(
        found,
        "page.html",
        templates,
        document=document,
        language=language.locale.replace("_", "-"),
        version=version("vocvalue"),
        words=words(language),
        unknown=UNKNOWN,
        template_of=template_of,
        table_of=lambda grid: table_of(grid, f"table-{next(tables)}", language),
        picture_of=lambda chart: picture_of(chart, f"chart-{next(pictures)}", language),
    )
    # Half a character, as a cut text may end with, is no text that a file can hold.
    return page.encode("utf-8", "backslashreplace").decode("utf-8")


def template_of(block: Block) -> str:
    """Return the template of a block.

    Examples:
        >>> from vocvalue.report.document import KeyFigures
        >>> template_of(KeyFigures([]))
        'blocks/key_figures.html'
    """
    return f"blocks/{HUMP.sub('_', type(block).__name__).lower()}.html"


def picture_of(chart: Chart, key: str, tongue: Tongue) -> PagePicture:
    """Return a picture as it is seen, or why it is not."""
    try:
        return PagePicture(svg=svg(chart, key, tongue))
    except TooTallError as error:
        return PagePicture(missing=too_tall(error.rows).into(tongue))


def table_of(grid: Grid, key: str, tongue: Tongue) -> PageTable:
    """Return a table as it is read, cut to what a page holds."""
    shown = positions_shown(grid)
    sums, missing = sums_among(grid, shown), left_out(grid, shown)
    lines = rows_written(grid, rows_at(grid, shown), tongue)
    return PageTable(
        key=key,
        caption=grid.caption,
        headings=[
            _heading(heading(column, grid, tongue), column, [cells[place] for cells in lines])
            for place, column in enumerate(grid.columns)
        ],
        rows=[TableRow(cells=cells, is_sum=place in sums) for place, cells in enumerate(lines)],
        more=more_rows(missing).into(tongue) if missing else "",
        note=grid.note,
    )


def _heading(text: str, column: Column, cells: Sequence[str]) -> TableHeading:
    return TableHeading(
        text=text,
        is_number=column.kind != "text",
        is_short=columns(text) <= SHORT,
        is_narrow=all(columns(cell) <= NARROW for cell in cells),
    )

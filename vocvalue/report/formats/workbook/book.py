"""The workbook of a document."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from vocvalue.errors import MissingDependencyError
from vocvalue.report.document import Block, Details, Document, Grid, KeyFigures, Section
from vocvalue.report.formats.words import WORDS, more_rows
from vocvalue.report.formats.workbook.blocks import put
from vocvalue.report.formats.workbook.frames import FrameCells, cells_of
from vocvalue.report.formats.workbook.sheet import (
    ACROSS,
    NARROWEST,
    ROOM,
    WIDEST,
    SheetWriter,
    Styles,
    encodable,
)
from vocvalue.report.formats.workbook.sheet_names import sheet_names
from vocvalue.results.display import columns
from vocvalue.results.tongues import Tongue, tongue

SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LOOKED_AT = 200
"""Rows by which a column is made wide enough."""


def workbook(document: Document) -> bytes:
    """Return a document as a workbook, with a sheet for each section.

    Numbers are numbers with a format, sums are values, and a text is a text even where it looks
    like a formula.

    Args:
        document: The document.

    Raises:
        MissingDependencyError: XlsxWriter is not installed.
    """
    language = tongue(document.language, document.labels)
    file = io.BytesIO()
    book = _book(file)
    title, footer = (encodable(text)[:255] for text in (document.title, document.footer))
    book.set_properties({"title": title, "comments": footer})
    styles = Styles(book=book)
    sections = [it for it in document.sections if it.blocks or it.frame is not None]
    names = sheet_names([section.sheet or section.heading for section in sections])
    for section, name in zip(sections, names, strict=True):
        page = book.add_worksheet(name)
        _write(section, page, styles, language, document if section is sections[0] else None)
    if not sections:
        book.add_worksheet()
    book.close()
    return file.getvalue()


def _book(file: io.BytesIO) -> Any:
    try:
        import xlsxwriter  # noqa: PLC0415 (a workbook alone needs it)
    except ImportError as error:
        raise MissingDependencyError.for_extra(
            "XlsxWriter", extra="excel", purpose="Writing a workbook"
        ) from error
    return xlsxwriter.Workbook(file, SETTINGS)


def _write(
    section: Section, page: Any, styles: Styles, tongue: Tongue, document: Document | None
) -> None:
    whole = None if section.frame is None else cells_of(section.frame)
    widths = _widths(section, whole)
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    sheet = SheetWriter(page=page, styles=styles, tongue=tongue, widths=widths)
    _print_well(page)
    if document is not None:
        _title(document, sheet)
    sheet.sentence(section.heading, "heading")
    sheet.skip()
    for block in section.blocks:
        put(block, sheet)
    if whole is not None:
        _frame(whole, sheet)
    if document is not None and document.footer:
        sheet.sentence(document.footer, "muted")


def _title(document: Document, sheet: SheetWriter) -> None:
    sheet.sentence(document.title, "title")
    if document.subtitle:
        sheet.sentence(document.subtitle, "muted")
    sheet.skip()


def _frame(whole: FrameCells, sheet: SheetWriter) -> None:
    sheet.sentence(WORDS["whole table"].into(sheet.tongue), "caption")
    names = [sheet.tongue.labels.get(name, name) for name in whole.names]
    first = sheet.row
    sheet.cells(names, [sheet.styles.named("column")] * len(names))
    plain = [sheet.styles.named("cell")] * len(names)
    for row in whole.rows:
        sheet.cells(row, plain)
    if whole.rows:
        sheet.page.autofilter(first, 0, sheet.row - 1, len(names) - 1)
    if whole.left_out:
        sheet.sentence(more_rows(whole.left_out).into(sheet.tongue), "muted")
    sheet.skip()


def _widths(section: Section, whole: FrameCells | None) -> list[float]:
    """Return widths of columns, in characters, in which what stands in tables can be read."""
    tables = [_cells(block) for block in _unfolded(section.blocks)]
    if whole is not None:
        tables.append([whole.names, *whole.rows[:LOOKED_AT]])
    widths = [float(NARROWEST)] * ACROSS
    for row in (row for table in tables for row in table):
        widths += [float(NARROWEST)] * (len(row) - len(widths))
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], min(_room(cell), WIDEST))
    return widths


def _cells(block: Block) -> list[Sequence[Any]]:
    if isinstance(block, Grid):
        return [[column.heading for column in block.columns], *block.rows[:LOOKED_AT]]
    if isinstance(block, KeyFigures):
        return [[row.label, row.value] for row in block.rows]
    return []


def _room(cell: object) -> float:
    """Return how wide a cell is: a number with its unit, marks and cents."""
    if isinstance(cell, str):
        return columns(cell) + ROOM
    if isinstance(cell, int | float):
        return len(f"{cell:,.2f}") + 3 * ROOM
    return NARROWEST


def _unfolded(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Details):
            yield from _unfolded(block.blocks)
        else:
            yield block


def _print_well(page: Any) -> None:
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")

"""What a block is in a sheet."""

from functools import singledispatch

from vocvalue.report.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Details,
    Facts,
    Grid,
    Headline,
    KeyFigures,
    Kind,
    Paragraph,
)
from vocvalue.report.formats.cells import digits_of, heading, is_number
from vocvalue.report.formats.words import WORDS
from vocvalue.report.formats.workbook.number_formats import number_format
from vocvalue.report.formats.workbook.sheet import SheetWriter


@singledispatch
def put(block: Block, sheet: SheetWriter) -> None:
    """Write a block to a sheet.

    Args:
        block: The block.
        sheet: The sheet.
    """
    raise NotImplementedError(f"{type(block).__name__} has no place in a workbook.")


@put.register
def _(block: Headline, sheet: SheetWriter) -> None:
    sheet.sentence(block.text, "headline")
    sheet.skip()


@put.register
def _(block: Paragraph, sheet: SheetWriter) -> None:
    sign = WORDS["attention"].into(sheet.tongue) + WORDS["colon"].into(sheet.tongue)
    text = f"{sign}{block.text}" if block.tone == "warning" else block.text
    sheet.sentence(text, "muted" if block.tone == "muted" else "text")
    sheet.skip()


@put.register
def _(block: KeyFigures, sheet: SheetWriter) -> None:
    names = [WORDS[name].into(sheet.tongue) for name in ("indicator", "value", "detail")]
    sheet.cells(names, [sheet.styles.named(name) for name in ("column", "number column", "column")])
    for row in block.rows:
        pattern = number_format(row.kind, None, row.currency, sheet.tongue)
        figure = sheet.styles.of(num_format=pattern, align="right", valign="top", bold=True)
        sheet.put(0, row.label, sheet.styles.named("cell"))
        sheet.put(1, row.value if row.cell is None else _number(row.cell, row.kind), figure)
        sheet.put(2, row.detail, sheet.styles.named("cell"))
        sheet.row += 1
    sheet.skip()


@put.register
def _(block: Facts, sheet: SheetWriter) -> None:
    for row in block.rows:
        sheet.put(0, row.term, sheet.styles.named("term"))
        sheet.sentence(row.text, first=1)
    sheet.skip()


@put.register
def _(block: Bullets, sheet: SheetWriter) -> None:
    for n, item in enumerate(block.items, start=1):
        sheet.sentence(f"{n}. {item}" if block.ordered else f"• {item}")
    sheet.skip()


@put.register
def _(block: Grid, sheet: SheetWriter) -> None:
    if block.caption:
        sheet.sentence(block.caption, "caption")
    sheet.cells(
        [_heading(column, block, sheet) for column in block.columns],
        [
            sheet.styles.named("column" if column.kind == "text" else "number column")
            for column in block.columns
        ],
    )
    formats = [
        number_format(column.kind, _digits(block, place), block.currency, sheet.tongue)
        for place, column in enumerate(block.columns)
    ]
    sums = {position % len(block.rows) for position in block.total_rows if block.rows}
    for position, row in enumerate(block.rows):
        of_row = {"bold": True, "top": 1} if position in sums else {}
        sheet.cells(
            [_number(cell, column.kind) for cell, column in zip(row, block.columns, strict=True)],
            [sheet.styles.of(num_format=pattern, valign="top", **of_row) for pattern in formats],
        )
    if block.note:
        sheet.sentence(block.note, "muted")
    sheet.skip()


@put.register
def _(block: Chart, sheet: SheetWriter) -> None:
    sign = WORDS["figure"].into(sheet.tongue) + WORDS["colon"].into(sheet.tongue)
    sheet.sentence(f"{sign}{block.alt}", "muted")
    sheet.skip()


@put.register
def _(block: Details, sheet: SheetWriter) -> None:
    sheet.sentence(block.summary, "caption")
    for inner in block.blocks:
        put(inner, sheet)


def _number(cell: Cell, kind: Kind) -> Cell:
    """Return a cell as Excel holds it: points are counted in hundredths there."""
    return 100 * cell if kind == "points" and is_number(cell) else cell


def _heading(column: Column, grid: Grid, sheet: SheetWriter) -> str:
    """Return a heading; the unit of money stands in its cells."""
    return column.heading if column.kind == "money" else heading(column, grid, sheet.tongue)


def _digits(grid: Grid, place: int) -> int | None:
    """Return the digits of a column; money always shows its cents, so that sums can be checked."""
    return None if grid.columns[place].kind == "money" else digits_of(grid, place)

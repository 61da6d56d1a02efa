"""What a page holds, between what is known and how it is written: already in one language.

Whoever composes a page fills in these; a format (HTML, a workbook, Markdown) reads them. Texts are
plain: nothing in them is markup or a formula, whatever it looks like. Numbers are raw: the format
writes them.
"""

from vocvalue.report.document.blocks import (
    Block,
    Bullets,
    Chart,
    Details,
    Fact,
    Facts,
    Headline,
    KeyFigure,
    KeyFigures,
    Paragraph,
)
from vocvalue.report.document.grid import Cell, Column, Grid, Kind
from vocvalue.report.document.pages import Document, Section

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Chart",
    "Column",
    "Details",
    "Document",
    "Fact",
    "Facts",
    "Grid",
    "Headline",
    "KeyFigure",
    "KeyFigures",
    "Kind",
    "Paragraph",
    "Section",
]

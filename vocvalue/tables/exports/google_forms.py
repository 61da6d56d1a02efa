"""Exports of Google Forms: one row of questions, the time of the submission first."""

from vocvalue.tables.exports.cells import Cells
from vocvalue.tables.exports.layout import Layout
from vocvalue.tables.exports.sheet import Sheet, not_of_layout, one_row, row_shown, tidy

NAME = "google_forms"
# The first column's name follows the language of the form's owner.
TIMESTAMP = (
    "Timestamp",
    "时间戳记",
    "时间戳",
    "時間戳記",
    "タイムスタンプ",
    "Horodateur",
    "Zeitstempel",
    "Marca temporal",
    "Carimbo de data/hora",
    "Informazioni cronologiche",
)


def read_sheet(cells: Cells, file: str) -> Sheet:
    """Read the headings of an export of Google Forms."""
    if tidy(cells[0][0]) not in TIMESTAMP:
        raise not_of_layout(
            NAME,
            file,
            f"its first cell should be one of {', '.join(map(repr, TIMESTAMP))}",
            f"its first row holds {row_shown(cells[0])}",
        )
    return one_row(cells, file)


LAYOUT = Layout(name=NAME, sheet=read_sheet, timestamp=TIMESTAMP)

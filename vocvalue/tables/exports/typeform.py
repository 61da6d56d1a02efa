"""Exports of Typeform: one row of questions, an id in the column "#", times in UTC."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vocvalue.tables.exports.cells import Cells
from vocvalue.tables.exports.layout import Layout, Reason
from vocvalue.tables.exports.sheet import Sheet, not_of_layout, one_row, row_shown, tidy

NAME = "typeform"
NEEDED = ("#", "Submit Date (UTC)")


def read_sheet(cells: Cells, file: str) -> Sheet:
    """Read the headings of a Typeform export."""
    names = [tidy(cell) for cell in cells[0]]
    if any(name not in names for name in NEEDED):
        raise not_of_layout(
            NAME,
            file,
            f"its first row should hold {', '.join(map(repr, NEEDED))}",
            f"it holds {row_shown(cells[0])}",
        )
    return one_row(cells, file)


def left_out(sheet: Sheet) -> Mapping[Reason, NDArray[np.bool_]]:
    """Tell responses that were begun and not submitted."""
    kind = sheet.first(["Response Type"])
    if kind is None:
        return {}
    text = sheet.texts(kind).str.strip().str.lower()
    return {"unfinished": (~text.isin(["completed", ""])).to_numpy(dtype=bool)}


LAYOUT = Layout(
    name=NAME,
    sheet=read_sheet,
    timestamp=("Submit Date (UTC)",),
    response_id=("#",),
    zone="UTC",
    left_out=left_out,
)

"""Exports of Typeform: one row of questions, an id in the column "#", times in UTC."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vocvalue.tables.exports.cells import Cells
from vocvalue.tables.exports.layout import Layout, Reason
from vocvalue.tables.exports.sheet import (
    Sheet,
    check_first_row,
    one_row,
)

NAME = "typeform"
NEEDED = ("#", "Submit Date (UTC)")


def read_sheet(cells: Cells, file: str) -> Sheet:
    """Read the headings of a Typeform export."""
    check_first_row(cells, NEEDED, layout=NAME, file=file)
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

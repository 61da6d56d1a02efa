"""Exports of Qualtrics: a row of ids, a row of wordings, and in text files a row of import ids."""

import json
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables.exports.cells import Cells
from vocvalue.tables.exports.layout import Layout, Reason
from vocvalue.tables.exports.sheet import (
    Heading,
    Sheet,
    check_first_row,
    hold,
    not_of_layout,
    row_shown,
    rows_shown,
    sheet_of,
    tidy,
)

NAME = "qualtrics"
NEEDED = ("ResponseId", "EndDate")
CHOICE = re.compile(r"(.+)_\d+")
# Status is a sum of flags: 1 preview, 2 test, 4 imported, 8 spam, 16 offline, 32 employees.
TEST, SPAM, MOST = 3, 8, 63
REAL = (
    "",
    "ip address",
    "imported",
    "offline",
    "offline survey",
    "ex",
    "ex imported",
    "ex offline",
)
NO = ("false", "0")
YES = ("true", "1")


def read_sheet(cells: Cells, file: str) -> Sheet:
    """Read the headings of a Qualtrics export."""
    ids = [tidy(cell) for cell in cells[0]]
    check_first_row(cells, NEEDED, layout=NAME, file=file)
    n_header = _header_rows(cells, ids, file)
    zones = [_zone(cell) for cell in cells[2]] if n_header == 3 else [None] * len(ids)
    headings = [
        _heading(position, name, tidy(cells[1][position]), zones[position])
        for position, name in enumerate(ids)
    ]
    return sheet_of(cells, headings, n_header, file)


def left_out(sheet: Sheet) -> Mapping[Reason, NDArray[np.bool_]]:
    """Tell previews, tests, spam and responses that were not finished."""
    status, finished = sheet.first(["Status"]), sheet.first(["Finished"])
    kinds: dict[Reason, NDArray[np.bool_]] = {}
    if status is not None:
        test, spam = _of_status(sheet, status)
        kinds |= {"test": test, "spam": spam}
    channel = sheet.first(LAYOUT.channel)
    if channel is not None:
        preview = (sheet.texts(channel).str.strip().str.lower() == "preview").to_numpy(dtype=bool)
        kinds["test"] = kinds.get("test", np.zeros_like(preview)) | preview
    if finished is not None:
        kinds["unfinished"] = _unfinished(sheet, finished)
    return kinds


def _header_rows(cells: Cells, ids: Sequence[str], file: str) -> int:
    place = ids.index("ResponseId")
    if len(cells) > 2 and any("ImportId" in cell for cell in cells[2]):
        return 3
    # A workbook has no row of import ids. Every id of a response begins with R_.
    second = cells[1][place] if len(cells) > 1 else ""
    if file.lower().endswith((".csv", ".tsv", ".txt", ".gz")) or second.startswith("R_"):
        seen = row_shown(cells[2]) if len(cells) > 2 else "nothing"
        raise not_of_layout(
            NAME,
            file,
            'its third row should hold import ids such as {"ImportId":"endDate"}',
            f"it holds {seen}",
        )
    return 2


def _heading(position: int, name: str, wording: str, zone: str | None) -> Heading:
    part = CHOICE.fullmatch(name)
    return Heading(
        position=position,
        name=name,
        wording=wording,
        group=part[1] if part else "",
        choice=wording.rpartition(" - ")[2],
        zone=zone,
    )


def _zone(cell: str) -> str | None:
    try:
        zone = json.loads(cell).get("timeZone")
    except (ValueError, AttributeError):
        return None
    return "UTC" if zone == "Z" else zone


def _of_status(sheet: Sheet, status: Heading) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which responses are previews or tests, and which are spam, by their status."""
    text = sheet.texts(status).str.strip().str.lower()
    named_test = text.str.contains("preview|test", regex=True).to_numpy(dtype=bool)
    named_spam = text.str.contains("spam", regex=False).to_numpy(dtype=bool)
    worded = named_test | named_spam | text.isin(REAL).to_numpy(dtype=bool)
    flags = pd.to_numeric(text.mask(worded, "0"), errors="coerce").fillna(-1).to_numpy()
    odd = (flags < 0) | (flags > MOST) | (flags != np.floor(flags))
    if odd.any():
        raise DataError(
            f"{sheet.file!r}, column 'Status': {rows_shown(odd, sheet.body)} {hold(odd)} no "
            "status of Qualtrics, which is a number from 0 to 63 or an English text such as "
            "'IP Address'."
        )
    whole = flags.astype(np.int64)
    return (whole & TEST > 0) | named_test, (whole & SPAM > 0) | named_spam


def _unfinished(sheet: Sheet, finished: Heading) -> NDArray[np.bool_]:
    text = sheet.texts(finished).str.strip().str.lower()
    odd = (~text.isin([*YES, *NO, ""])).to_numpy(dtype=bool)
    if not odd.any():
        return text.isin(NO).to_numpy(dtype=bool)
    # In another language the words differ; how far a response came is a number in all of them.
    progress = sheet.first(["Progress"])
    if progress is None:
        raise DataError(
            f"{sheet.file!r}, column 'Finished': {rows_shown(odd, sheet.body)} {hold(odd)} "
            "neither True nor False, 1 nor 0, and there is no column 'Progress'. Export it in "
            "English."
        )
    return (pd.to_numeric(sheet.texts(progress), errors="coerce") < 100).to_numpy(dtype=bool)


LAYOUT = Layout(
    name=NAME,
    sheet=read_sheet,
    timestamp=("EndDate",),
    response_id=("ResponseId",),
    channel=("DistributionChannel",),
    separator=r",(?! )",
    left_out=left_out,
)

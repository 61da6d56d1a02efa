"""Cells of a workbook that show an error: a formula that found nothing, a reference that is gone.

What reads workbooks hands them over as empty cells. In .xlsx and .xlsm they are counted from the
file itself, and so they are in .xls; in .ods they are texts.
"""

import html
import posixpath
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from vocvalue.tables import xls_errors

SHOWN = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
FIRST = 3
CHUNK = 1 << 20
ROW_END = re.compile(rb"</(?:\w+:)?row>")
ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]+\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
TAG = r"<(?:\w+:)?{name}\b([^>]*)>"
UNREAD = (OSError, KeyError, IndexError, ValueError, struct.error, zipfile.BadZipFile)
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


def of_sheet(file: Path, sheet: str) -> tuple[Counter[str], tuple[str, ...]]:
    """Return how many cells of a sheet show which error, and the places of the first.

    Args:
        file: The workbook.
        sheet: The sheet's name.
    """
    found: Counter[str] = Counter()
    first: list[str] = []
    try:
        for place, value in _of_file(file, sheet):
            found[value] += 1
            first += [place] if place and len(first) < FIRST else []
    except UNREAD:
        # It has been read as a workbook all the same: then nothing is said of its errors.
        return Counter(), ()
    return found, tuple(first)


def _of_file(file: Path, sheet: str) -> Iterator[tuple[str, str]]:
    ending = file.suffix.lower()
    if ending == ".xls":
        yield from xls_errors.errors_of(file.read_bytes(), sheet)
    if ending not in {".xlsx", ".xlsm"}:
        return
    with zipfile.ZipFile(file) as book:
        part = _part(book, sheet)
        if part is not None:
            with book.open(part) as stream:
                yield from _errors(stream)


def _part(book: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part of a workbook that holds a sheet."""
    sheets = _tags(book.read("xl/workbook.xml"), "sheet")
    target = next((it.get("r:id") for it in sheets if it.get("name") == sheet), None)
    links = _tags(book.read("xl/_rels/workbook.xml.rels"), "Relationship")
    path = next((it.get("Target") for it in links if it.get("Id") == target), None)
    return None if path is None else posixpath.normpath(posixpath.join("xl", path)).lstrip("/")


def _tags(part: bytes, name: str) -> list[dict[str, str]]:
    tags = re.findall(TAG.format(name=name), part.decode("utf-8", "replace"))
    return [{key: html.unescape(text) for key, text in ATTRIBUTE.findall(it)} for it in tags]


def _errors(stream: IO[bytes]) -> Iterator[tuple[str, str]]:
    rest = b""
    while chunk := stream.read(CHUNK):
        text = rest + chunk
        ends = [it.end() for it in ROW_END.finditer(text)]
        whole = ends[-1] if ends else 0
        for cell in ERROR.finditer(text, 0, whole):
            place, value = PLACE.search(cell[1]), VALUE.search(cell[2])
            yield (
                place[1].decode() if place else "",
                value[1].decode("utf-8", "replace") if value else "an error",
            )
        rest = text[whole:]

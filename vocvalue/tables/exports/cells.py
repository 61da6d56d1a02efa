"""The cells of an export, as text: of a CSV or tab-separated file, or of a sheet of a workbook."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from vocvalue.errors import DataError, ParameterError
from vocvalue.showing import cause, explained
from vocvalue.tables import paths, workbooks

Cells: TypeAlias = list[list[str]]

TEXT = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")
WORKBOOK = paths.WORKBOOK
# A mark at the beginning of a file says how it is encoded; nothing is guessed without one.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_cells(
    path: object, *, encoding: str | None, delimiter: str | None, sheet: str | int | None
) -> Cells:
    """Return the rows of an export, each a list of its cells as text.

    Args:
        path: A .csv, .tsv or .txt file, gzipped or not, or a workbook.
        encoding: How the text is encoded; by default UTF-8, or what the mark at its beginning says.
        delimiter: What separates the cells; by default a comma, or a tab in .tsv and .txt.
        sheet: The sheet of a workbook, by name or number from 0; by default the only one.

    Raises:
        DataError: The file is not there, cannot be read, or has rows of unequal length.
        ParameterError: No such kind of file, or an argument that the kind does not have.
    """
    file = _checked(path)
    if file.name.lower().endswith(WORKBOOK):
        _check_idle("a workbook", encoding=encoding, delimiter=delimiter)
        rows = workbooks.cells(file, sheet).rows
    else:
        _check_idle("a text file", sheet=sheet)
        rows = _of_text(file, encoding, delimiter)
    return _equally_long(rows, file)


def _checked(path: object) -> Path:
    if not isinstance(path, str | Path):
        raise ParameterError(f"path == {type(path).__name__}, must be the path of an export.")
    file = Path(path)
    if not file.exists():
        raise DataError(f"{str(path)!r} does not exist.")
    if not file.is_file():
        raise DataError(f"{str(path)!r} is a folder, must be one file.")
    if file.suffix.lower() == ".zip":
        raise ParameterError(f"{str(path)!r} is an archive: unpack it and name the file in it.")
    if not file.name.lower().endswith(TEXT + WORKBOOK):
        raise ParameterError(f"{str(path)!r} must end in one of {', '.join(TEXT + WORKBOOK)}.")
    return file


def _check_idle(kind: str, **arguments: object) -> None:
    for name, value in arguments.items():
        if value is not None:
            raise ParameterError(f"{name} == {value!r}, but {kind} has none; leave it out.")


def _of_text(file: Path, encoding: str | None, delimiter: str | None) -> Cells:
    tabs = file.name.lower().removesuffix(".gz").endswith((".tsv", ".txt"))
    separator = ("\t" if tabs else ",") if delimiter is None else delimiter
    if not isinstance(separator, str) or len(separator) != 1 or separator in '"\r\n':
        raise ParameterError(f"delimiter == {delimiter!r}, must be one character, such as ';'.")
    text = _decoded(_bytes(file), encoding, file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise DataError(
            f"{str(file)!r}, line {reader.line_num:,}: {explained(error)}. A quotation mark "
            "may be left open or, inside a cell, not doubled; or the file may need another "
            "delimiter=."
        ) from error
    return rows


def _bytes(file: Path) -> bytes:
    try:
        content = file.read_bytes()
        return gzip.decompress(content) if file.suffix.lower() == ".gz" else content
    except (OSError, EOFError) as error:
        raise DataError(f"{str(file)!r} cannot be read: {explained(error)}.") from cause(error)


def _decoded(content: bytes, encoding: str | None, file: Path) -> str:
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    chosen = _encoding(encoding, marked, file)
    try:
        return content.decode(chosen)
    except (UnicodeDecodeError, UnicodeError) as error:
        line = content[: getattr(error, "start", 0)].count(b"\n") + 1
        raise DataError(
            f"{str(file)!r}, line {line:,}, is not encoded in {chosen}. Name its encoding: "
            "encoding='gb18030' (Excel in China, GBK), 'cp1252' (in the West) or another."
        ) from error


def _encoding(encoding: str | None, marked: str | None, file: Path) -> str:
    if encoding is None:
        return marked or "utf-8"
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, TypeError) as error:
        raise ParameterError(
            f"encoding == {encoding!r}, must be the name of an encoding, such as 'gb18030'."
        ) from error
    if marked is None:
        return name
    if name.removesuffix("-sig")[:6] != marked[:6].removesuffix("-"):
        raise ParameterError(
            f"encoding == {encoding!r}, but {str(file)!r} begins with the byte order mark of "
            f"{marked.removesuffix('-sig')}; leave encoding out."
        )
    return marked


def _equally_long(rows: Iterable[list[str]], file: Path) -> Cells:
    """Return the rows, blank lines filled up; a row of another length is refused."""
    made = list(rows)
    if not made:
        raise DataError(f"{str(file)!r} is empty.")
    if not any(made[0]):
        raise DataError(f"{str(file)!r} begins with a blank row; its headings must come first.")
    width = len(made[0])
    for number, row in enumerate(made, start=1):
        if not any(row):
            made[number - 1] = [""] * width
        elif len(row) != width:
            raise DataError(
                f"{str(file)!r}, row {number:,}, has {len(row):,} cells, but the first row has "
                f"{width:,}: look for a comma or a quotation mark in a cell that is not "
                "quoted, another delimiter=, or a title above the table."
            )
    return made

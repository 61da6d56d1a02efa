"""Text files of one fixed dialect: what stands in them is read, and nothing is guessed.

The header is line 1. Cells are parted by a comma, in .tsv by a tab, unless a delimiter is named.
A quoted cell may hold delimiters and line ends, and a quote written twice. There are no comments,
and no row is filled up. Blank lines are no rows, and an empty cell is missing, quoted or not. The
text is UTF-8 unless an encoding is named.
"""

import codecs
import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables import paths
from vocvalue.tables.column_names import refuse_repeated

if TYPE_CHECKING:
    import duckdb

# A header that does not end within this is none.
LONGEST_HEADER = 1 << 20
CHUNK = 1 << 20
OTHER_DELIMITERS = ",;\t|"
MARKS = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def delimiter_of(file: Path, asked: str | None) -> str:
    """Return what parts the cells of a file.

    Raises:
        ParameterError: The delimiter is not one character, or one that has another meaning.
    """
    if asked is None:
        return "\t" if paths.kind_of(file) == paths.TAB else ","
    if len(asked) != 1 or asked in '"\r\n\0' or not asked.isascii():
        raise ParameterError(f"delimiter == {asked!r}, must be one ASCII character such as ';'.")
    return asked


def header(file: Path, delimiter: str) -> list[str]:
    """Return the names of a file's columns, `column0` and so on where line 1 names none.

    Raises:
        DataError: There is no header, it cannot be read, or two columns cannot be told apart.
    """
    row = _first_row(file, delimiter)
    if not any(name.strip() for name in row):
        raise DataError(f"{str(file)!r}: line 1 is blank, must be the header.")
    _check_delimiter(file, row, delimiter)
    names = [name or f"column{i}" for i, name in enumerate(row)]
    refuse_repeated(names, repr(str(file)), ignore_case=True)
    return names


def common_header(files: Sequence[Path], delimiter: str) -> list[str]:
    """Return the header that files share.

    Raises:
        DataError: A file has other columns, or has them in another order.
    """
    names = header(files[0], delimiter)
    for file in files[1:]:
        theirs = header(file, delimiter)
        if theirs != names:
            raise DataError(
                f"{str(file)!r} has the columns {_listed(theirs)}, but {str(files[0])!r} has "
                f"{_listed(names)}. Files read together need the same columns in the same order."
            )
    return names


def read(
    connection: "duckdb.DuckDBPyConnection", files: Sequence[Path], delimiter: str
) -> "duckdb.DuckDBPyRelation":
    """Return the rows of UTF-8 files, every cell as text."""
    names = common_header(files, delimiter)
    # Given whole, so that DuckDB looks at no row to guess how the file is written.
    return connection.read_csv(
        [paths.escaped(file) for file in files],
        columns=dict.fromkeys(names, "VARCHAR"),
        auto_detect=False,
        header=True,
        delimiter=delimiter,
        quotechar='"',
        escapechar='"',
        comment="",
        strict_mode=True,
        null_padding=False,
        hive_partitioning=False,
    )


def checked_encoding(encoding: str | None) -> str | None:
    """Return the encoding that a file is to be read by, None for UTF-8.

    Raises:
        ParameterError: Python knows no such encoding of text.
    """
    if encoding is None:
        return None
    try:
        "".encode(encoding)
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError, TypeError) as error:
        raise ParameterError(
            f"encoding == {encoding!r}, must be an encoding that Python knows, such as 'gb18030'."
        ) from error
    return None if codec in ("utf-8", "utf-8-sig", "ascii") else codec


def write_utf8(file: Path, encoding: str, target: Path) -> None:
    """Write a file anew in UTF-8, a piece at a time.

    Raises:
        DataError: The file is not of that encoding; the message names the line.
    """
    line = 1
    with (
        _opened(file) as raw,
        io.TextIOWrapper(raw, encoding=encoding, newline="") as text,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        try:
            while piece := text.read(CHUNK):
                line += piece.count("\n")
                copy.write(piece)
        except UnicodeError as error:
            raise DataError(
                f"{str(file)!r}, in line {line:,} or after: the text is not {encoding}."
            ) from error


def _first_row(file: Path, delimiter: str) -> list[str]:
    try:
        with _opened(file) as stream:
            start = stream.read(LONGEST_HEADER)
        text = _decoded(file, start)
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except StopIteration as error:
        raise DataError(f"{str(file)!r} is empty: it does not even have a header.") from error
    except (OSError, EOFError) as error:
        raise DataError(f"{str(file)!r} cannot be read: {error}.") from error
    except csv.Error as error:
        raise DataError(f"{str(file)!r}, line 1: the header cannot be read: {error}.") from error


def _opened(file: Path) -> BinaryIO:
    if file.name.lower().endswith(".gz"):
        return cast("BinaryIO", gzip.open(file))
    return file.open("rb")


def _decoded(file: Path, start: bytes) -> str:
    """Return the lines of a file's beginning; a letter that is cut off at its end is left out."""
    marked = next((name for mark, name in MARKS.items() if start.startswith(mark)), None)
    if marked is not None:
        raise _not_utf8(file, 1, marked)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError as error:
        line = start.count(b"\n", 0, error.start) + 1
        raise _not_utf8(file, line, _likely(start)) from error


def _likely(start: bytes) -> str:
    try:
        codecs.getincrementaldecoder("gb18030")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "gb18030"


def _not_utf8(file: Path, line: int, encoding: str) -> DataError:
    return DataError(
        f"{str(file)!r}, line {line:,}: the text is not UTF-8. State its encoding, for example "
        f"Orders(path, encoding={encoding!r})."
    )


def _check_delimiter(file: Path, row: Sequence[str], delimiter: str) -> None:
    if row[0].lower().startswith("sep="):
        raise DataError(
            f"{str(file)!r}: line 1 is a hint for Excel, must be the header. Remove the line."
        )
    other = next((it for it in OTHER_DELIMITERS if it != delimiter and it in row[0]), None)
    if len(row) == 1 and other is not None:
        raise DataError(
            f"{str(file)!r} has a single column {row[0]!r} when split at {delimiter!r}. State "
            f"what separates its columns, for example Orders(path, delimiter={other!r})."
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)

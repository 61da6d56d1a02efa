"""Errors of the libraries that hold the tables, said in our words."""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import ParamSpec, TypeVar

from vocvalue.errors import DataError, VocValueError
from vocvalue.showing import cause, explained

P = ParamSpec("P")
R = TypeVar("R")

LONGEST = 300
ENGINES = frozenset(
    {"_duckdb", "duckdb", "ibis", "narwhals", "pandas", "polars", "py4j", "pyarrow", "pyo3_runtime"}
    | {"pyspark", "sqlglot"}
)
# What DuckDB says of a text file, and what it means. The line itself, which it shows, may hold what
# is private, and is not repeated.
FAULTS = {
    "Invalid unicode": (
        "the text is not UTF-8. State its encoding, for example Orders(path, encoding='gb18030') "
        "for "
        "Chinese, or 'cp1252' for Western European text."
    ),
    "unterminated quote": (
        'a quoted cell does not end where its quote does. Within quotes write " as "".'
    ),
    "Maximum line size": "the line is too long.",
    "invalid state": "quotation marks or line endings are mixed. Use the same line ending "
    "throughout.",
}
# What DuckDB says of a cell, which comes before it, that does not fit the type of a column.
CAST = " when casting from source column "


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what an engine raises into a DataError.

    Our own errors, a full memory, and warnings that the caller made errors pass.

    Raises:
        DataError: The engine could not read or compute the table.
    """
    try:
        yield
    except (VocValueError, MemoryError, Warning):
        raise
    except Exception as error:  # noqa: BLE001 - every engine raises its own
        message = _said(str(error)) or f"The table cannot be read: {reason(error)}"
        raise DataError(message) from cause(error)


def translated(function: Callable[P, R]) -> Callable[P, R]:
    """Return a public function that raises, where a table's library does, a DataError of ours.

    Each engine has operations that fail at once, and others that fail when the result is collected;
    this is for those that no reader foresaw. An error that begins in a line of this package is a
    mistake of the package, and passes as it is.

    Args:
        function: A function that takes a table, or a column of one.
    """

    @functools.wraps(function)
    def speaking(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (VocValueError, MemoryError, Warning):
            raise
        except Exception as error:
            if not _is_foreign(error):
                raise
            raise DataError(f"A table cannot be read: {reason(error)}") from cause(error)
        except BaseException as error:
            # What polars calls a panic is none of Python's exceptions.
            if type(error).__name__ != "PanicException":
                raise
            raise DataError(f"A table cannot be read: {reason(error)}") from cause(error)

    return speaking


def _is_foreign(error: Exception) -> bool:
    if type(error).__module__.partition(".")[0] in ENGINES:
        return True
    innermost: TracebackType | None = error.__traceback__
    while innermost is not None and innermost.tb_next is not None:
        innermost = innermost.tb_next
    if innermost is None:
        return False
    room = str(innermost.tb_frame.f_globals.get("__name__"))
    return not room.startswith("vocvalue.")


def reason(error: BaseException) -> str:
    """Return the first line of an error, cut to a readable length."""
    if CAST in str(error):
        return _cast(str(error))
    lines = explained(error).strip().splitlines()
    first = lines[0] if lines else type(error).__name__
    first = first.removesuffix(". You might want to try:")
    return first if len(first) <= LONGEST else f"{first[:LONGEST]} ..."


def _cast(text: str) -> str:
    """Name the column whose cell does not fit, without the cell."""
    before, _, column = text.partition("\n\nLINE ")[0].rpartition(CAST)
    kind = re.search(r"(?:to|type) ([A-Z]\S*)$", before)
    return _unread(column.strip(), kind[1] if kind else "its type")


def _unread(column: str, kind: str) -> str:
    return f"column {column!r} holds values that cannot be read as {kind}."


def _said(text: str) -> str | None:
    """Say what is wrong in which line of a text file; None where the error is of another kind."""
    file = re.search(r"^\s*file = (.*)$", text, re.MULTILINE)
    if file is None:
        return None
    line = re.search(r"CSV Error on Line: (\d+)", text)
    where = f"{file[1]!r}" + (f", line {int(line[1]):,}" if line else "")
    return f"{where}: {_fault(text)}"


def _fault(text: str) -> str:
    cells = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if cells:
        many = "cell" if cells[2] == "1" else "cells"
        return f"{cells[2]} {many}, the header has {cells[1]}. Correct the line."
    converted = re.search(
        r"^Error when converting column \"(.*?)\"\. .* to '(\w+)'", text, re.MULTILINE
    )
    if converted:
        return _unread(converted[1], converted[2])
    return next((said for mark, said in FAULTS.items() if mark in text), "it cannot be read.")

"""Files as one table, read by a DuckDB of their own."""

import atexit
import functools
import itertools
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vocvalue.errors import DataError, ParameterError
from vocvalue.results import Note
from vocvalue.tables import paths, text_files, workbooks
from vocvalue.tables.column_names import refuse_repeated
from vocvalue.tables.engine_errors import in_our_words, reason
from vocvalue.tables.table import Table

if TYPE_CHECKING:
    import duckdb

# DuckDB spills to disk above this, so that a large log never takes the whole machine.
MEMORY_LIMIT = "1GB"
TEXT = (paths.COMMA, paths.TAB)
# The kinds of files that each option says how to read.
OPTIONS = {"delimiter": TEXT, "encoding": TEXT, "sheet": (paths.WORKBOOK,)}
NAMED = {
    paths.COMMA: "text",
    paths.TAB: "text",
    paths.PARQUET: "Parquet",
    paths.WORKBOOK: "a workbook",
}
_NUMBERS = itertools.count()


def connect() -> "duckdb.DuckDBPyConnection":
    """Open a database of its own, in memory, that fetches nothing from elsewhere."""
    import duckdb  # noqa: PLC0415 (only a path needs it)

    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "preserve_insertion_order": False,
            # DuckDB makes it when it spills, and removes it when the database is closed.
            "temp_directory": str(_private(os.getpid()) / f"spill-{next(_NUMBERS)}"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    # Without it the machine's own zone would decide what day a sale belongs to.
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def read(
    connection: "duckdb.DuckDBPyConnection", files: Sequence[Path], table: Table
) -> tuple["duckdb.DuckDBPyRelation", tuple[Note, ...]]:
    """Return the rows of files of one kind, and what a reader must know of them.

    Raises:
        DataError: A file cannot be read, or has other columns than the first.
        ParameterError: An option that means nothing for files of this kind.
    """
    kind = paths.kind_of(files[0])
    for option, kinds in OPTIONS.items():
        if getattr(table, option) is not None and kind not in kinds:
            meant, here = NAMED[kinds[0]], NAMED[kind]
            raise ParameterError(f"{option} says how to read {meant}, but the file is {here}.")
    if kind == paths.WORKBOOK:
        name = f"read_{next(_NUMBERS)}"
        return workbooks.read(connection, files, table.sheet, decimal=table.decimal, into=name)
    if is_text(files):
        return _read_text(connection, files, table), ()
    return _read_parquet(connection, files), ()


def is_text(files: Sequence[Path]) -> bool:
    """Whether the files know no types."""
    return paths.kind_of(files[0]) != paths.PARQUET


def _read_text(
    connection: "duckdb.DuckDBPyConnection", files: Sequence[Path], table: Table
) -> "duckdb.DuckDBPyRelation":
    delimiter = text_files.delimiter_of(files[0], table.delimiter)
    encoding = text_files.checked_encoding(table.encoding)
    if encoding is None:
        return text_files.read(connection, files, delimiter)
    return _read_rewritten(connection, files, delimiter, encoding)


def _read_rewritten(
    connection: "duckdb.DuckDBPyConnection", files: Sequence[Path], delimiter: str, encoding: str
) -> "duckdb.DuckDBPyRelation":
    """Read files of another encoding through copies in UTF-8 that are gone afterwards."""
    name = f"read_{next(_NUMBERS)}"
    with tempfile.TemporaryDirectory(dir=_private(os.getpid())) as folder:
        copies = [Path(folder) / f"{i}{paths.kind_of(files[0])[0]}" for i in range(len(files))]
        for file, copy in zip(files, copies, strict=True):
            text_files.write_utf8(file, encoding, copy)
        try:
            with in_our_words():
                text_files.read(connection, copies, delimiter).create(name)
        except DataError as error:
            raise _of_originals(error, dict(zip(copies, files, strict=True))) from error
    return connection.table(name)


def _of_originals(error: DataError, originals: Mapping[Path, Path]) -> DataError:
    message = str(error)
    for copy, original in originals.items():
        message = message.replace(repr(str(copy)), repr(str(original)))
    return DataError(message)


def _read_parquet(
    connection: "duckdb.DuckDBPyConnection", files: Sequence[Path]
) -> "duckdb.DuckDBPyRelation":
    first, *others = [_columns(connection, file) for file in files]
    refuse_repeated([name for name, _ in first], repr(str(files[0])), ignore_case=True)
    for file, theirs in zip(files[1:], others, strict=True):
        if sorted(theirs) != sorted(first):
            raise DataError(
                f"{str(file)!r} has the columns {_listed(theirs)}, but {str(files[0])!r} has "
                f"{_listed(first)}. Files read together need the same columns of the same types."
            )
    escaped = [paths.escaped(file) for file in files]
    return connection.read_parquet(escaped, hive_partitioning=False)


def _columns(connection: "duckdb.DuckDBPyConnection", file: Path) -> list[tuple[str, str]]:
    """Return the names and types of a Parquet file's columns as the file has them."""
    query = "SELECT name, type, num_children FROM parquet_schema(?)"
    try:
        rows = connection.execute(query, [paths.escaped(file)]).fetchall()
    except Exception as error:
        raise DataError(f"{str(file)!r} cannot be read: {reason(error)}") from error
    columns = []
    inside = 0  # fields still to come of the nested columns that are open
    for name, kind, children in rows[1:]:
        if inside:
            inside -= 1
        else:
            columns.append((name, kind or "nested"))
        inside += children or 0
    return columns


def _listed(columns: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name!r} ({kind.lower()})" for name, kind in columns)


@functools.cache
def _private(pid: int) -> Path:
    """Return a folder of this process (a fork has its own) that nobody else can look into."""
    folder = Path(tempfile.mkdtemp(prefix=f"vocvalue-{pid}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder

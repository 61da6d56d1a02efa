"""Rows added to a file or a database, each once: what is there by its key stays as it is."""

from os import PathLike
from pathlib import Path
from typing import Any

from vocvalue.errors import ParameterError
from vocvalue.tables import databases, written_databases, written_files
from vocvalue.tables.written_columns import Rows, TableLayout


def append(
    target: str | PathLike[str] | Any, rows: Rows, layout: TableLayout, *, table: str
) -> int:
    """Add the rows whose key is not there yet, all of them or none.

    Args:
        target: The path of a file, or a connection to a database.
        rows: The rows, their values in the order of the columns, no key twice.
        layout: The columns.
        table: The table of a database, with its schema before a point.

    Returns:
        How many rows were added.

    Raises:
        DataError: The file or the table has other columns, or cannot be written.
        ParameterError: Neither a file of a kind that is written, nor such a connection.

    Examples:
        >>> import tempfile
        >>> from vocvalue.tables.written_columns import WrittenColumn
        >>> columns = WrittenColumn("lead_id"), WrittenColumn("words")
        >>> layout = TableLayout(columns=columns, key="lead_id")
        >>> path = Path(tempfile.mkdtemp()) / "leads.csv"
        >>> append(path, [("a", "回购")], layout, table="leads")
        1
        >>> append(path, [("a", "回购"), ("b", None)], layout, table="leads")
        1
        >>> print(path.read_text(encoding="utf-8"))
        lead_id,words
        a,回购
        b,
        <BLANKLINE>
    """
    if isinstance(target, str | PathLike):
        return written_files.append(Path(target), rows, layout)
    if databases.is_connection(target):
        return written_databases.append(target, rows, layout, table=table)
    raise ParameterError(
        f"target == {type(target).__name__}, must be the path of a .csv or .jsonl file, or a "
        "connection to a database."
    )

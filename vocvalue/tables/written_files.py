"""Rows added to a text file: it is written anew beside the old, which it then replaces."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from vocvalue.errors import DataError, ParameterError
from vocvalue.showing import cut
from vocvalue.tables.engine_errors import reason
from vocvalue.tables.written_columns import Rows, TableLayout, as_text

ENDINGS = (".csv", ".jsonl", ".json", ".ndjson")


def append(path: Path, rows: Rows, layout: TableLayout) -> int:
    """Add the rows whose key is not there yet to a file, which is made where there is none.

    Args:
        path: The file.
        rows: The rows.
        layout: The columns.

    Returns:
        How many rows were added.

    Raises:
        DataError: The file has other columns, is written by somebody else, or cannot be written.
        ParameterError: A file of another kind.
    """
    if path.suffix.lower() not in ENDINGS:
        raise ParameterError(
            f"target == {str(path)!r}, must end in .csv, .jsonl or .json, of one row a line."
        )
    try:
        return _append(path, rows, layout)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the file {str(path)!r} cannot be written: {reason(error)}") from error


def _append(path: Path, rows: Rows, layout: TableLayout) -> int:
    is_csv = path.suffix.lower() == ".csv"
    read, written = (_keys_of_csv, _as_csv) if is_csv else (_keys_of_lines, _as_lines)
    with _replaced(path) as file:
        before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        known = read(before, layout, path) if before.strip() else set()
        new = [row for row in rows if row[layout.place] not in known]
        file.write(before if not before or before.endswith("\n") else f"{before}\n")
        file.write(written(new, layout, is_first=not before.strip()))
    return len(new)


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    """Open a file that takes the place of another once it is whole.

    Who finds it there already does not write: of two that do, one would lose what it writes.
    """
    made = path.with_name(f".{path.name}.new")
    try:
        file = made.open("x", encoding="utf-8", newline="")
    except FileExistsError as error:
        raise DataError(
            f"the file {str(path)!r} is being written by somebody else. If nobody writes it, a run "
            f"was broken off: remove {str(made)!r}."
        ) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            made.chmod(path.stat().st_mode)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def _keys_of_csv(text: str, layout: TableLayout, path: Path) -> set[Any]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    keys = set()
    try:
        header = next(lines)
        if header != layout.names:
            raise _other_columns(path, header, layout)
        for row in lines:
            if row and len(row) != len(header):
                raise _broken(path, lines.line_num, f"{len(row)} cells, not {len(header)}")
            keys |= {row[layout.place]} if row else set()
    except csv.Error as error:
        raise _broken(path, lines.line_num, str(error)) from error
    return keys


def _keys_of_lines(text: str, layout: TableLayout, path: Path) -> set[Any]:
    keys = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise _broken(path, number, str(error)) from error
        if not isinstance(row, Mapping):
            raise _broken(path, number, "no object")
        if set(row) != set(layout.names):
            raise _other_columns(path, list(row), layout)
        keys.add(row[layout.key])
    return keys


def _as_csv(rows: Rows, layout: TableLayout, *, is_first: bool) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if is_first:
        writer.writerow(layout.names)
    writer.writerows([as_text(value) for value in row] for row in rows)
    return text.getvalue()


def _as_lines(rows: Rows, layout: TableLayout, *, is_first: bool) -> str:  # noqa: ARG001 (no header)
    held = (dict(zip(layout.names, map(as_text, row), strict=True)) for row in rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in held)


def _other_columns(path: Path, header: list[str], layout: TableLayout) -> DataError:
    return DataError(
        f"the file {str(path)!r} has the columns {cut(', '.join(header), 300)}, must have "
        f"{', '.join(layout.names)}. Write to another file."
    )


def _broken(path: Path, line: int, why: str) -> DataError:
    return DataError(
        f"line {line} of the file {str(path)!r} cannot be read: {why}. Mend the line, or write to "
        "another file."
    )

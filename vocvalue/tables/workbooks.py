"""Sheets of workbooks as text, each cell as it would stand in a text file."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vocvalue.errors import DataError, MissingDependencyError, ParameterError
from vocvalue.results import Note
from vocvalue.results.notes import numbered
from vocvalue.results.numerals import counted
from vocvalue.results.texts import Part, Text, listed, pair
from vocvalue.tables import workbook_errors
from vocvalue.tables.column_names import refuse_repeated
from vocvalue.tables.engine_errors import reason

if TYPE_CHECKING:
    import duckdb
    from python_calamine import CalamineWorkbook

# A workbook keeps 15 digits of a number: of longer ones the last are lost.
DIGITS = 15


@dataclass(frozen=True, kw_only=True)
class SheetCells:
    """The cells of a sheet as text.

    Attributes:
        name: The sheet's name.
        rows: Its rows from the first, of one length each.
        errors: How many cells show which error, such as #N/A; their text is empty.
        first: The places of the first of these, where the file says them.
    """

    name: str
    rows: list[list[str]]
    errors: dict[str, int]
    first: tuple[str, ...] = ()


def cells(file: Path, sheet: str | int | None, *, decimal: str | None = None) -> SheetCells:
    """Return the cells of a sheet: the one named, or the only one that is not empty.

    Args:
        file: The workbook.
        sheet: The sheet, by name or number from 0.
        decimal: What stands before the decimals of numbers that are text; numbers are written so.

    Raises:
        DataError: The file is no workbook that can be read.
        MissingDependencyError: The package that reads workbooks is not installed.
        ParameterError: No such sheet, or several and none named.
    """
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 (workbooks alone need it)
    except ImportError as error:
        raise MissingDependencyError.for_extra(
            "python-calamine", extra="excel", purpose="Reading a workbook"
        ) from error
    try:
        with CalamineWorkbook.from_path(file) as book:
            name = _sheet(book, sheet, file)
            values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (DataError, ParameterError):
        raise
    except Exception as error:
        raise DataError(
            f"{str(file)!r} cannot be read as a workbook: {reason(error)[:200]}."
        ) from error
    shown, first = workbook_errors.of_sheet(file, name)
    errors: Counter[str] = Counter(shown)
    rows = [[_text(value, decimal, errors) for value in row] for row in values]
    return SheetCells(name=name, rows=rows, errors=dict(errors), first=first)


def read(
    connection: "duckdb.DuckDBPyConnection",
    files: Sequence[Path],
    sheet: str | int | None,
    *,
    decimal: str | None,
    into: str,
) -> tuple["duckdb.DuckDBPyRelation", tuple[Note, ...]]:
    """Return the rows of sheets as a table of text, and what must be known of them.

    The header is row 1, as in a text file. Blank rows are no rows, and columns that are blank from
    the header down are no columns.

    Args:
        connection: The DuckDB that holds the table.
        files: The workbooks.
        sheet: The sheet of each.
        decimal: What stands before the decimals of numbers that are text.
        into: The name of the table.

    Raises:
        DataError: No header, columns that cannot be told apart, or other columns than in the first.
    """
    import pandas as pd  # noqa: PLC0415 (workbooks alone need it here)

    opened = [(file, cells(file, sheet, decimal=decimal)) for file in files]
    tables = [(file, *_table(file, it)) for file, it in opened]
    names = tables[0][1]
    for file, theirs, _ in tables[1:]:
        if theirs != names:
            raise DataError(
                f"{str(file)!r} has the columns {_listed(theirs)}, but {str(files[0])!r} has "
                f"{_listed(names)}. Files read together need the same columns in the same order."
            )
    rows = [row for _, _, body in tables for row in body]
    held = pd.DataFrame(rows, columns=names, dtype="str")
    held = held.mask(held == "")
    connection.from_df(held).create(into)
    notes = tuple(note for file, sheet in opened for note in _errors(file, sheet))
    return connection.table(into), notes


def _table(file: Path, sheet: SheetCells) -> tuple[list[str], list[list[str]]]:
    if not sheet.rows or not any(cell.strip() for cell in sheet.rows[0]):
        raise DataError(f"{str(file)!r}, sheet {sheet.name!r}: row 1 is blank, must be the header.")
    header, *body = sheet.rows
    body = [row for row in body if any(row)]
    places = [i for i, name in enumerate(header) if name or any(row[i] for row in body)]
    names = [header[i] or f"column{i}" for i in places]
    refuse_repeated(names, f"{str(file)!r}, sheet {sheet.name!r}", ignore_case=True)
    return names, [[row[i] for i in places] for row in body]


def _errors(file: Path, sheet: SheetCells) -> tuple[Note, ...]:
    n = sum(sheet.errors.values())
    parts: dict[str, Part] = {
        "cells": counted(n, "cell"),
        "file": file.name,
        "sheet": sheet.name,
        "errors": _kinds(sheet),
    }
    return numbered(
        n,
        pair(
            "{cells} of {file}, sheet '{sheet}', holds an error and was read as missing: {errors}.",
            "{file} 的工作表“{sheet}”中有 {cells}为错误值（{errors}），按缺失处理。",
            **parts,
        ),
        pair(
            "{cells} of {file}, sheet '{sheet}', hold an error and were read as missing: {errors}.",
            "{file} 的工作表“{sheet}”中有 {cells}为错误值（{errors}），按缺失处理。",
            **parts,
        ),
    )


def _kinds(sheet: SheetCells) -> Text:
    kinds = listed(
        [
            pair("{kind} {number}", "{kind} {number} 个", kind=kind, number=number)
            for kind, number in sorted(sheet.errors.items())
        ]
    )
    if not sheet.first:
        return kinds
    return pair(
        "{kinds}; the first in {places}",
        "{kinds}；首先见于 {places}",
        kinds=kinds,
        places=listed(sheet.first),
    )


def _sheet(book: "CalamineWorkbook", sheet: str | int | None, file: Path) -> str:
    names: list[str] = book.sheet_names
    listed = ", ".join(map(repr, names))
    if not names:
        raise DataError(f"{str(file)!r} cannot be read as a workbook: it has no sheets.")
    if sheet is None:
        if len(names) == 1:
            return names[0]
        filled = [name for name in names if book.get_sheet_by_name(name).height]
        if len(filled) != 1:
            raise ParameterError(f"{str(file)!r} has the sheets {listed}; name one with sheet=.")
        return filled[0]
    if isinstance(sheet, int) and not isinstance(sheet, bool) and 0 <= sheet < len(names):
        return names[sheet]
    if not isinstance(sheet, str) or sheet not in names:
        raise ParameterError(f"sheet == {sheet!r}, but {str(file)!r} has the sheets {listed}.")
    return sheet


def _text(value: Any, decimal: str | None, errors: Counter[str]) -> str:
    """Return a cell of a workbook as it would stand in a text file."""
    if isinstance(value, str):
        if value not in workbook_errors.SHOWN:
            return value
        errors[value] += 1
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = _number(float(value))
        return number.replace(".", ",") if decimal == "," else number
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ")
    return str(value)


def _number(value: float) -> str:
    if abs(value) >= 10**DIGITS:
        return f"{value:.{DIGITS - 1}E}"  # as the workbook shows it: the last digits are lost
    return repr(int(value)) if value.is_integer() else repr(value)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names))

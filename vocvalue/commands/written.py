"""The table of a result in a file, which is whole or not there."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from vocvalue.errors import DataError, MissingDependencyError, ParameterError
from vocvalue.results.whole_files import put_whole

MOST_ROWS_OF_A_SHEET = 2**20 - 1


def write_table(frame: Any, target: str) -> None:
    """Write a table to a file of the kind that its ending says.

    Args:
        frame: The table, of pandas.
        target: The file: .csv, .parquet, .xlsx or .json.

    Raises:
        DataError: The file cannot be written, or a sheet cannot hold so many rows.
        MissingDependencyError: The package that writes workbooks is not installed.
        ParameterError: Another ending.
    """
    path = checked_target(target)
    try:
        put_whole(_WRITERS[path.suffix.lower()](pd.DataFrame(frame)), path)
    except OSError as error:
        raise DataError(
            f"{target!r} cannot be written: {error.strerror or error}. Name another file, or make "
            "room for it."
        ) from error


def checked_target(target: str) -> Path:
    """Return a file that a table could be written to, as far as its name and folder say.

    Args:
        target: The file: .csv, .parquet, .xlsx or .json.

    Raises:
        DataError: There is no such folder.
        ParameterError: Another ending.
    """
    path = Path(target)
    if path.suffix.lower() not in _WRITERS:
        raise ParameterError(f"--output {target!r} must end in {', '.join(_WRITERS)}.")
    if not path.parent.is_dir():
        raise DataError(
            f"{target!r} cannot be written: there is no folder {str(path.parent)!r}. Make it, or "
            "name another."
        )
    return path


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False).encode()


def _json(frame: pd.DataFrame) -> bytes:
    text: str = frame.to_json(orient="records", date_format="iso", force_ascii=False, indent=1)
    return text.encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    import duckdb  # noqa: PLC0415 (it writes what it reads)

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = Path(folder) / "table.parquet"
        connection.from_df(frame).write_parquet(str(file))
        return file.read_bytes()


def _workbook(frame: pd.DataFrame) -> bytes:
    if len(frame) > MOST_ROWS_OF_A_SHEET:
        raise DataError(
            f"the table has {len(frame):,} rows, and a sheet holds {MOST_ROWS_OF_A_SHEET:,}. Write "
            "it to .csv or .parquet."
        )
    try:
        import xlsxwriter  # noqa: F401, PLC0415 (workbooks alone need it)
    except ImportError as error:
        raise MissingDependencyError.for_extra(
            "xlsxwriter", extra="excel", purpose="Writing a workbook"
        ) from error
    content = io.BytesIO()
    # A text is a text: a customer called "=1+1" is no formula, and an address is no link.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    kept = {"engine": "xlsxwriter", "engine_kwargs": {"options": options}}
    with pd.ExcelWriter(content, **kept) as writer:  # type: ignore[call-overload]
        _without_zones(frame).to_excel(writer, index=False)
    return content.getvalue()


def _without_zones(frame: pd.DataFrame) -> pd.DataFrame:
    """Return moments with a zone as text, as a workbook knows no zones."""
    zoned = frame.select_dtypes("datetimetz").columns
    return frame.assign(
        **{name: frame[name].map(pd.Timestamp.isoformat, na_action="ignore") for name in zoned}
    )


_WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".xlsx": _workbook,
    ".json": _json,
}

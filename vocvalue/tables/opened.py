"""What a log says of a table that was opened: its name, kind and size, and no cell of it."""

import logging
from collections.abc import Sequence, Sized
from pathlib import Path
from typing import Any

import narwhals as nw

from vocvalue.tables import files, paths

_log = logging.getLogger(__name__)

IN_MEMORY = frozenset({"pandas", "polars", "pyarrow"})
MEGABYTE = 2**20


def is_logged() -> bool:
    """Whether anybody has asked for it."""
    return _log.isEnabledFor(logging.INFO)


def log_frame(name: str, native: object, frame: nw.LazyFrame[Any]) -> None:
    """Log that a frame was opened; rows are counted where they are held in memory.

    Args:
        name: The argument's name.
        native: The frame as it was handed in.
        frame: The same, as it is read.
    """
    library = type(native).__module__.partition(".")[0].lstrip("_")
    is_held = library in IN_MEMORY and isinstance(native, Sized)
    rows = f"{len(native):,} rows" if is_held else "rows not counted"  # type: ignore[arg-type]
    _log.info("%s: a table of %s, %s, %s", name, library, rows, _columns(frame))


def log_files(name: str, read: Sequence[Path], frame: nw.LazyFrame[Any], rows: int | None) -> None:
    """Log that files were opened.

    Args:
        name: The argument's name.
        read: The files.
        frame: Their rows.
        rows: How many they have; None where a whole file would have to be read to know.
    """
    size = sum(it.stat().st_size for it in read) / MEGABYTE
    counted = "rows not counted" if rows is None else f"{rows:,} rows"
    which = read[0].name + (f" to {read[-1].name}" if len(read) > 1 else "")
    kind = files.NAMED[paths.kind_of(read[0])]
    many = "1 file" if len(read) == 1 else f"{len(read):,} files"
    what = f"{many} of {kind.removeprefix('a ')} ({which}, {size:,.1f} MB)"
    _log.info("%s: %s, %s, %s", name, what, counted, _columns(frame))


def _columns(frame: nw.LazyFrame[Any]) -> str:
    n = len(frame.collect_schema().names())
    return "1 column" if n == 1 else f"{n:,} columns"

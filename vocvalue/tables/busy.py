"""How far a database of our own is with what it was asked: long files are read by it."""

import contextlib
import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from vocvalue import progress
from vocvalue.results.texts import Text, pair

if TYPE_CHECKING:
    import duckdb

P = ParamSpec("P")
R = TypeVar("R")

_READING: "WeakKeyDictionary[duckdb.DuckDBPyConnection, Text]" = WeakKeyDictionary()


def watch(
    connection: "duckdb.DuckDBPyConnection", files: Sequence[Path], *, name: str = "orders"
) -> None:
    """Ask a database from now on how far it is, where somebody watches.

    Args:
        connection: The database, which reads nothing but these files.
        files: The files.
        name: The name of the table that they hold.
    """
    if not progress.is_watched():
        return
    connection.execute("SET enable_progress_bar = true")
    # It shall only tell: we show it.
    connection.execute("SET enable_progress_bar_print = false")
    read = pair("{file}", "{file}", file=files[0].name)
    if len(files) > 1:
        read = pair(
            "{file} and {n} more", "{file} 及另外 {n} 个文件", file=files[0].name, n=len(files) - 1
        )
    _READING[connection] = pair(
        "reading {name} ({files})", "读取 {name}（{files}）", name=name, files=read
    )


def reading(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that asks a table for something, and shows how far that is.

    Args:
        function: Computes something of a table, in whatever engine holds it.
    """

    @functools.wraps(function)
    def shown(*args: P.args, **kwargs: P.kwargs) -> R:
        with progress.step(pair("reading the tables", "读取数据表"), look=_look):
            return function(*args, **kwargs)

    return shown


def _look() -> tuple[Text, float] | None:
    """Return what is being read, and how much of it has been."""
    # Asked from another thread: meanwhile a table may have been opened, and another one closed.
    with contextlib.suppress(RuntimeError, *_errors()):
        for connection, name in list(_READING.items()):
            percent = connection.query_progress()
            if percent >= 0:
                return name, percent / 100
    return None


def _errors() -> tuple[type[Exception], ...]:
    duckdb = sys.modules.get("duckdb")
    return () if duckdb is None else (duckdb.Error,)

"""Where a table comes from: any frame narwhals accepts, or files: CSV, Parquet, workbooks."""

import datetime as dt
import itertools
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.results import Note
from vocvalue.tables import (
    arrow_types,
    busy,
    column_names,
    decimal_texts,
    files,
    opened,
    pandas_numbers,
    paths,
    relations,
)
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.table import Table

if TYPE_CHECKING:
    import duckdb

_NUMBERS = itertools.count()


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table that has been opened and not yet read.

    Attributes:
        frame: The table, lazy; whatever is asked of it runs in its own engine.
        connection: The DuckDB connection that reads a path; None for a frame of the caller's.
        is_text: Whether every column is text because the file format knows no types.
        decimal: What stands before the decimals of numbers that are text, where the table says it.
        files: The files that are read, none for a frame.
        notes: What a reader must know of how the table was opened.
    """

    frame: nw.LazyFrame[Any]
    connection: "duckdb.DuckDBPyConnection | None" = None
    is_text: bool = False
    decimal: str | None = None
    files: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @busy.reading
    @in_our_words()
    def hold(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Compute an intermediate table once, where that leaves nothing behind in the engine.

        A path's own connection keeps it as a table, polars collects it. In a caller's DuckDB,
        Ibis or Spark nothing is created: there it is computed again each time it is used.
        """
        if self.connection is not None:
            name = f"held_{next(_NUMBERS)}"
            frame.to_native().create(name)
            return nw.from_native(self.connection.table(name)).lazy()
        if frame.implementation.is_polars():
            return frame.collect().lazy()
        return frame

    @in_our_words()
    def local(self, table: nw.DataFrame[Any]) -> nw.LazyFrame[Any] | None:
        """Return a small table as one of the engine's own, or None where that leaves a trace."""
        kind = self.frame.implementation
        if self.connection is not None:
            return nw.from_native(self.connection.from_df(_to_pandas(table))).lazy()
        if table.implementation == kind:
            return table.lazy()
        if kind.is_pandas():
            return nw.from_native(_to_pandas(table)).lazy()
        if kind.is_polars() or kind.is_pyarrow():
            columns = {name: _values(table[name]) for name in table.columns}
            return nw.from_dict(columns, backend=kind).lazy()
        return None

    @in_our_words()
    def bring(self, table: nw.DataFrame[Any]) -> nw.LazyFrame[Any] | None:
        """Return a table from elsewhere in this engine, or None where it takes none."""
        local = self.local(table)
        kind = self.frame.implementation
        if local is not None:
            return local
        if kind.is_spark_like():
            session = self.frame.to_native().sparkSession
            brought: Any = session.createDataFrame(_to_pandas(table))
            return _lazy(brought)
        if kind.is_ibis():
            import ibis  # noqa: PLC0415 (only its own tables need it)

            with _without_warning_of_ibis():
                return _lazy(ibis.memtable(_to_pandas(table)))
        return None


@in_our_words()
def open_table(data: object, *, name: str = "orders") -> Source:
    r"""Open a frame or files without reading them.

    A text file's dialect is fixed: the header in line 1, cells parted by a comma (a tab in .tsv, or
    the table's `delimiter`), quotes doubled, no comments, an empty cell is missing. The rows that
    are read are the rows of the file.

    Args:
        data: A frame of pandas, polars (eager or lazy), pyarrow, DuckDB, PySpark or Ibis; a path
            to CSV, Parquet or a workbook as text or `pathlib.Path`, a folder, a pattern such as
            "orders-*.parquet" as text, or a list of paths; or a `Table` of one of these or of
            a connection.
        name: The argument's name in messages.

    Raises:
        DataError: A file is not there or cannot be read, or columns cannot be told apart.
        ParameterError: Neither a frame nor files: CSV, Parquet, workbooks; an address on the web.

    Examples:
        >>> import tempfile
        >>> from pathlib import Path
        >>> folder = Path(tempfile.mkdtemp())
        >>> for day in ("01", "02"):
        ...     text = f"customer_id,amount\n#{day},5\n"
        ...     _ = (folder / f"2024-{day}.csv").write_text(text)
        >>> source = open_table(folder)
        >>> count(source.frame), len(source.files)
        (2, 2)
    """
    table = data if isinstance(data, Table) else Table(data)
    source = _opened(table, name)
    if source is not table.source and opened.is_logged():
        _log(name, table, source)
    return source


@in_our_words()
def look_at(data: object, *, name: str = "orders") -> nw.LazyFrame[Any]:
    """Open a table only to look at its columns, which is no reading that is logged.

    Args:
        data: As for `open_table`.
        name: The argument's name in messages.
    """
    return _opened(data if isinstance(data, Table) else Table(data), name).frame


def _log(name: str, table: Table, source: Source) -> None:
    files_read = [Path(it) for it in source.files]
    if not files_read:
        opened.log_frame(name, table.source, source.frame)
        return
    # The rows of a text file are only known once it has been read.
    is_told = paths.kind_of(files_read[0]) not in files.TEXT
    opened.log_files(name, files_read, source.frame, count(source.frame) if is_told else None)


def _opened(table: Table, name: str) -> Source:
    native = table.source
    if isinstance(native, Source):
        return native
    if table.decimal is not None:
        checks.one_of("decimal", table.decimal, decimal_texts.MARKS)
    if isinstance(native, str | Path) or _is_list_of_paths(native):
        return _open_files(table, name)
    idle = [it for it in files.OPTIONS if getattr(table, it) is not None]
    if idle:
        raise ParameterError(f"{idle[0]} says how to read a file, but {name} is not one.")
    return Source(frame=_in_memory_if_misread(_frame(native, name)), decimal=table.decimal)


def _is_list_of_paths(native: object) -> bool:
    return isinstance(native, list | tuple) and all(isinstance(it, str | Path) for it in native)


def is_duckdb(native: object) -> bool:
    """Whether a table is a relation of DuckDB."""
    return type(native).__name__ == "DuckDBPyRelation"


def _with_known_types(native: Any) -> Any:
    """Return a table whose columns are all of types that narwhals knows."""
    if is_duckdb(native):
        return relations.with_known_types(native)
    if isinstance(native, pd.DataFrame):
        return pandas_numbers.without_na(native)
    if type(native).__module__ == "pyarrow.lib" and hasattr(native, "set_column"):
        return arrow_types.with_known_types(native)
    return native


def _frame(native: Any, name: str) -> nw.LazyFrame[Any]:
    column_names.refuse_repeated(column_names.native_names(native), name)
    native = _with_known_types(native)
    try:
        frame = nw.from_native(column_names.as_text(native, name))
    except TypeError as error:
        raise ParameterError(
            f"{name} == {type(native).__name__}, must be a table of pandas, polars, pyarrow, "
            "DuckDB, PySpark or Ibis, or a path to CSV, Parquet or Excel."
        ) from error
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise ParameterError(f"{name} == {type(native).__name__}, must be a table, not a column.")
    lazy: nw.LazyFrame[Any] = frame.lazy()
    if column_names.is_case_blind(lazy):
        names = column_names.native_names(native)
        column_names.refuse_repeated(names, name, ignore_case=True)
    column_names.refuse_patterns(lazy, name)
    column_names.refuse_own(lazy.collect_schema().names(), name)
    return lazy


@busy.reading
def _open_files(table: Table, name: str) -> Source:
    read = paths.files_of(table.source, name)  # type: ignore[arg-type]
    connection = files.connect()
    busy.watch(connection, read, name=name)
    relation, notes = files.read(connection, read, table)
    frame = nw.from_native(relations.with_known_types(relation)).lazy()
    column_names.refuse_patterns(frame, name)
    column_names.refuse_own(frame.collect_schema().names(), name)
    held = _in_memory_if_misread(frame)
    return Source(
        frame=held,
        connection=connection if held is frame else None,
        is_text=files.is_text(read),
        decimal=table.decimal,
        files=tuple(str(it) for it in read),
        notes=(*(_read_together(read) if len(read) > 1 else ()), *notes),
    )


def _read_together(read: Sequence[Path]) -> tuple[Note, ...]:
    return Note.counted(
        len(read),
        "{n} files were read as one table, from {first} to {last}.",
        "{n} 个文件合并为一张表读取，从 {first} 到 {last}。",
        first=read[0].name,
        last=read[-1].name,
        bears_on="reading",
    )


def _in_memory_if_misread(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a table of DuckDB as pandas where DuckDB would misread one of its names."""
    return relations.in_memory(frame) if column_names.are_misread(frame) else frame


@busy.reading
@in_our_words()
def collect(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Bring a small table back: polars and pyarrow as themselves, everything else as pandas."""
    if frame.implementation.is_polars():
        return frame.collect()
    if frame.implementation.is_pyarrow():
        return frame.collect("pyarrow")
    if frame.implementation.is_duckdb():
        return nw.from_native(relations.as_pandas(frame.to_native()), eager_only=True)
    if frame.implementation.is_ibis():
        with _without_warning_of_ibis():
            return frame.collect("pandas")
    return frame.collect("pandas")


@contextmanager
def _without_warning_of_ibis() -> Iterator[None]:
    """Keep from the user that Ibis sets an option which pandas has since deprecated."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The 'future.infer_string' option is deprecated")
        yield


def count(frame: nw.LazyFrame[Any]) -> int:
    """Return the number of rows of a table."""
    return int(collect(frame.select(nw.len().alias("n")))["n"].item())


def moments_of(column: nw.Series[Any]) -> list[dt.datetime]:
    """Return the moments of a column that are there, as every engine gives them back."""
    values = column.to_list()
    return [pd.Timestamp(it).to_pydatetime(warn=False) for it in values if not pd.isna(it)]


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return frame


def _to_pandas(table: nw.DataFrame[Any]) -> pd.DataFrame:
    """Return a small table as pandas, whatever library holds it, without needing pyarrow."""
    if table.implementation.is_pandas():
        return table.to_native()  # type: ignore[no-any-return]
    return pd.DataFrame({name: _values(table[name]) for name in table.columns})


def _values(column: nw.Series[Any]) -> Any:
    """Return numbers and times as an array, everything else as a list that every library takes."""
    dtype = column.dtype
    if dtype.is_numeric() or dtype.is_temporal():
        return column.to_numpy()
    return column.to_list()

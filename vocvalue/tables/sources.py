"""Where a table comes from: any frame narwhals accepts, or a path to CSV or Parquet."""

import itertools
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.table import Table

if TYPE_CHECKING:
    import duckdb

PARQUET = (".parquet", ".pq")
CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
# DuckDB spills to disk above this, so that a large log never takes the whole machine.
MEMORY_LIMIT = "1GB"
_NUMBERS = itertools.count()


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table that has been opened and not yet read.

    Attributes:
        frame: The table, lazy; whatever is asked of it runs in its own engine.
        connection: The DuckDB connection that reads a path; None for a frame of the caller's.
        is_text: Whether every column is text because the file format knows no types.
    """

    frame: nw.LazyFrame[Any]
    connection: "duckdb.DuckDBPyConnection | None" = None
    is_text: bool = False

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

            return _lazy(ibis.memtable(_to_pandas(table)))
        return None


def open_table(data: object, *, name: str = "orders") -> Source:
    """Open a frame, or a path to CSV or Parquet (globs too), without reading it.

    Args:
        data: A frame of pandas, polars (eager or lazy), pyarrow, DuckDB, PySpark or Ibis, or a
            path as text or `pathlib.Path`.
        name: The argument's name in messages.

    Raises:
        DataError: The file is not there or cannot be read.
        ParameterError: Neither a frame nor a path to CSV or Parquet.
    """
    if isinstance(data, Table):
        data = data.source
    if isinstance(data, str | Path):
        return _open_path(str(data), name)
    try:
        frame = nw.from_native(data)  # type: ignore[call-overload]
    except TypeError as error:
        raise ParameterError(
            f"{name} == {type(data).__name__}, must be a table of pandas, polars, pyarrow, "
            "DuckDB, PySpark or Ibis, or a path to CSV or Parquet."
        ) from error
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise ParameterError(f"{name} == {type(data).__name__}, must be a table, not a column.")
    return Source(frame=frame.lazy())


def collect(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Bring a small table back: polars and pyarrow as themselves, everything else as pandas."""
    if frame.implementation.is_polars():
        return frame.collect()
    if frame.implementation.is_pyarrow():
        return frame.collect("pyarrow")
    if frame.implementation.is_duckdb():
        return nw.from_native(_as_pandas(frame.to_native()), eager_only=True)
    return frame.collect("pandas")


def _as_pandas(relation: "duckdb.DuckDBPyRelation") -> pd.DataFrame:
    """Bring a relation back column by column: DuckDB's own way copies every column once more."""
    columns = pd.DataFrame(relation.fetchnumpy(), copy=False)
    return columns.infer_objects()


def count(frame: nw.LazyFrame[Any]) -> int:
    """Return the number of rows of a table."""
    return int(collect(frame.select(nw.len().alias("n")))["n"].item())


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


def _open_path(path: str, name: str) -> Source:
    lowered = path.lower()
    if not lowered.endswith(PARQUET + CSV):
        raise ParameterError(
            f"{name} == {path!r}, must end in one of {', '.join(PARQUET + CSV)}; "
            "read other files into a table first."
        )
    import duckdb  # noqa: PLC0415 (only a path needs it)

    connection = _connect()
    is_text = lowered.endswith(CSV)
    try:
        relation = (
            # Read as text, so that no order of day and month and no leading zero is guessed away.
            connection.read_csv(path, header=True, all_varchar=True)
            if is_text
            else connection.read_parquet(path)
        )
    except duckdb.Error as error:
        raise DataError(f"{path!r} cannot be read: {error}") from error
    return Source(frame=nw.from_native(relation).lazy(), connection=connection, is_text=is_text)


def _connect() -> "duckdb.DuckDBPyConnection":
    import duckdb  # noqa: PLC0415 (only a path needs it)

    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "preserve_insertion_order": False,
            "temp_directory": str(Path(tempfile.gettempdir()) / f"vocvalue-{os.getpid()}"),
        }
    )
    # Without it the machine's own zone would decide what day a sale belongs to.
    connection.execute("SET TimeZone = 'UTC'")
    return connection

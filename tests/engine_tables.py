"""One table in every engine, and back: what the tests of engines share."""

import duckdb
import ibis
import narwhals as nw
import polars as pl


def as_parquet(table, folder, number):
    path = folder / f"table_{number}.parquet"
    pl.from_arrow(table).write_parquet(path)
    return path


def as_csv(table, folder, number):
    path = folder / f"table_{number}.csv"
    pl.from_arrow(table).write_csv(path, datetime_format="%Y-%m-%dT%H:%M:%S")
    return str(path)


ENGINES = {
    "pandas": lambda table, folder, number: table.to_pandas(),
    "pandas with a shuffled index": lambda table, folder, number: table.to_pandas().sample(
        frac=1, random_state=1
    ),
    "polars": lambda table, folder, number: pl.from_arrow(table),
    "polars lazy": lambda table, folder, number: pl.from_arrow(table).lazy(),
    "pyarrow": lambda table, folder, number: table,
    "duckdb": None,
    "ibis": lambda table, folder, number: ibis.memtable(table),
    "parquet": as_parquet,
    "csv": as_csv,
}


def placed(engine, folder, *tables):
    """Return pyarrow tables as those of an engine, where they can be joined."""
    if engine == "duckdb":
        connection = duckdb.connect()
        return [connection.from_arrow(table) for table in tables]
    return [ENGINES[engine](table, folder, number) for number, table in enumerate(tables)]


def rows(frame):
    """Return the rows of a table of any library as tuples."""
    columns = nw.from_native(frame, eager_only=True).to_dict(as_series=False)
    return [tuple(row) for row in zip(*columns.values(), strict=True)]

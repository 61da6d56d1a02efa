"""One table in every engine, and back: what the tests of engines share."""

import datetime as dt

import duckdb
import ibis
import narwhals as nw
import polars as pl
import pyarrow as pa


def as_parquet(table, folder):
    path = folder / f"{len(list(folder.iterdir()))}.parquet"
    pl.from_arrow(table).write_parquet(path)
    return path


def as_csv(table, folder):
    path = folder / f"{len(list(folder.iterdir()))}.csv"
    pl.from_arrow(table).write_csv(path, datetime_format="%Y-%m-%dT%H:%M:%S")
    return str(path)


ENGINES = {
    "pandas": lambda table, folder: table.to_pandas(),
    "pandas with a shuffled index": lambda table, folder: table.to_pandas().sample(
        frac=1, random_state=1
    ),
    "polars": lambda table, folder: pl.from_arrow(table),
    "polars lazy": lambda table, folder: pl.from_arrow(table).lazy(),
    "pyarrow": lambda table, folder: table,
    "duckdb": None,
    "ibis": lambda table, folder: ibis.memtable(table),
    "parquet": as_parquet,
    "csv": as_csv,
}


def placed(engine, folder, *tables):
    """Return pyarrow tables as those of an engine, where they can be joined."""
    if engine == "duckdb":
        connection = duckdb.connect()
        return [connection.from_arrow(table) for table in tables]
    return [ENGINES[engine](table, folder) for table in tables]


SPARK_TYPES = {
    pa.string(): "string",
    pa.int64(): "long",
    pa.float64(): "double",
    pa.timestamp("us"): "timestamp",
}


def as_spark(spark, table):
    """Return a pyarrow table as one of Spark, its moments in UTC."""
    rows = [
        tuple(v.replace(tzinfo=dt.UTC) if isinstance(v, dt.datetime) else v for v in row.values())
        for row in table.to_pylist()
    ]
    schema = ", ".join(f"{field.name} {SPARK_TYPES[field.type]}" for field in table.schema)
    return spark.createDataFrame(rows, schema)


def moments(texts):
    """Return texts as pyarrow timestamps, None where there is none."""
    values = [text and dt.datetime.fromisoformat(text) for text in texts]
    return pa.array(values, pa.timestamp("us"))


def rows(frame):
    """Return the rows of a table of any library as tuples."""
    columns = nw.from_native(frame, eager_only=True).to_dict(as_series=False)
    return [tuple(row) for row in zip(*columns.values(), strict=True)]

"""Tables of DuckDB brought into memory."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd

from vocvalue.tables.engine_errors import in_our_words

if TYPE_CHECKING:
    import duckdb


CHUNK = 24
"""How many vectors of 2,048 rows are handed out at a time."""


def as_pandas(relation: "duckdb.DuckDBPyRelation") -> pd.DataFrame:
    """Bring a relation back column by column: DuckDB's own way copies every column once more."""
    columns = pd.DataFrame(relation.fetchnumpy(), copy=False)
    return columns.infer_objects()


def in_chunks(
    relation: "duckdb.DuckDBPyRelation", connection: "duckdb.DuckDBPyConnection"
) -> Iterator[pd.DataFrame]:
    """Yield the rows of a relation in their order, some at a time, as they are read.

    Args:
        relation: The relation.
        connection: Its own connection, on which nothing else is asked meanwhile.
    """
    with in_our_words():
        result = connection.execute(relation.sql_query())
    while True:
        with in_our_words():
            chunk = result.fetch_df_chunk(CHUNK)
        if chunk.empty:
            return
        yield chunk


def with_known_types(relation: "duckdb.DuckDBPyRelation") -> "duckdb.DuckDBPyRelation":
    """Return a relation whose moments with a zone are of the type that narwhals knows."""
    types = [str(it) for it in relation.types]
    if "TIMESTAMPTZ_NS" not in types:
        return relation
    import duckdb  # noqa: PLC0415 (only its own relations need it)

    columns = [
        duckdb.ColumnExpression(name).cast("TIMESTAMPTZ").alias(name)
        if kind == "TIMESTAMPTZ_NS"
        else duckdb.ColumnExpression(name)
        for name, kind in zip(relation.columns, types, strict=True)
    ]
    return relation.select(*columns)


def in_memory(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a whole relation as pandas, its ids to the digit and its moments with their zone."""
    arrays = frame.to_native().fetchnumpy()
    schema = frame.collect_schema()
    columns = {name: _column(arrays[name], dtype) for name, dtype in schema.items()}
    brought: nw.LazyFrame[Any] = nw.from_native(pd.DataFrame(columns).infer_objects()).lazy()
    return brought


def _column(values: Any, dtype: Any) -> Any:
    zone = getattr(dtype, "time_zone", None)
    if zone is not None:
        return pd.DatetimeIndex(pd.Series(values)).tz_localize("UTC").tz_convert(zone)
    gaps = np.ma.getmaskarray(values)
    if dtype.is_integer() and gaps.any():
        # As floats, which pandas would make of them, long ids lose their last digits.
        return pd.arrays.IntegerArray(np.ma.getdata(values), gaps)
    if isinstance(dtype, nw.Boolean) and gaps.any():
        return pd.arrays.BooleanArray(np.ma.getdata(values), gaps)
    return values

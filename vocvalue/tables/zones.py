"""Moments in UTC as the wall clock of a zone shows them, by one expression in every engine."""

import datetime as dt
import zoneinfo
from typing import Any

import narwhals as nw

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.sources import collect, moments_of

UTC = "UTC"
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def check_zone(timezone: str) -> None:
    """Refuse what is no zone.

    Raises:
        ParameterError: No zone has this name.
    """
    try:
        zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise ParameterError(
            f"timezone == {timezone!r}, must be a zone's name, such as 'Asia/Shanghai'."
        ) from error


def from_utc(frame: nw.LazyFrame[Any], column: str, timezone: str) -> nw.LazyFrame[Any]:
    """Return a table with a column of times in UTC turned to the wall clock of a zone."""
    if timezone == UTC:
        return frame
    time = nw.col(column)
    ends = collect(frame.select(time.min().alias("_vv_low"), time.max().alias("_vv_up")))
    known = [*moments_of(ends["_vv_low"]), *moments_of(ends["_vv_up"])]
    if not known:
        return frame
    (_, shift), *changes = _changes(zoneinfo.ZoneInfo(timezone), known[0], known[1])
    local = _moved(time, shift)
    for start, later in changes:
        local = nw.when(time >= nw.lit(start)).then(_moved(time, later)).otherwise(local)
    return frame.with_columns(local.alias(column))


def _moved(time: nw.Expr, by: dt.timedelta) -> nw.Expr:
    return time.dt.offset_by(f"{round(by.total_seconds())}s")


def _changes(
    zone: zoneinfo.ZoneInfo, low: dt.datetime, up: dt.datetime
) -> list[tuple[dt.datetime, dt.timedelta]]:
    """Return from which moments on, in UTC, a zone is ahead of UTC by how much."""
    changes = [(low, _ahead(zone, low))]
    day = low
    while day < up:
        following = day + DAY
        if _ahead(zone, following) != changes[-1][1]:
            start = _first_of(zone, day, following)
            changes.append((start, _ahead(zone, start)))
        day = following
    return changes


def _first_of(zone: zoneinfo.ZoneInfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """Return the first second of a day on which the zone is ahead by what it is at its end."""
    start, low, up = before.replace(microsecond=0), 0, int(DAY / SECOND) + 1
    while up - low > 1:
        middle = (low + up) // 2
        if _ahead(zone, start + middle * SECOND) == _ahead(zone, after):
            up = middle
        else:
            low = middle
    return start + up * SECOND


def _ahead(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    ahead = zone.utcoffset(moment.replace(tzinfo=dt.UTC).astimezone(zone))
    return ahead or dt.timedelta(0)


def local(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str | None
) -> nw.LazyFrame[Any]:
    """Add the wall-clock times of moments with a zone, in the zone asked for or else their own."""
    implementation = frame.implementation
    if implementation.is_ibis():
        return _local_in_ibis(frame, column, into, timezone)
    if timezone is None:
        return frame.with_columns(nw.col(column).dt.replace_time_zone(None).alias(into))
    if implementation.is_duckdb():
        return _local_in_duckdb(frame, column, into, timezone)
    if implementation.is_spark_like():
        return _local_in_spark(frame, column, into, timezone)
    moved = nw.col(column).dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    return frame.with_columns(moved.alias(into))


def _local_in_ibis(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str | None
) -> nw.LazyFrame[Any]:
    table = frame.to_native()
    if table.get_backend().name != "duckdb":
        raise DataError(
            f"column {column!r} carries a time zone, which cannot be converted through Ibis on "
            f"{table.get_backend().name}. Convert it to local time without a zone first."
        )
    zone = timezone or frame.collect_schema()[column].time_zone  # type: ignore[attr-defined]
    # Ibis has its DuckDB count in UTC.
    naive = frame.with_columns(nw.col(column).dt.replace_time_zone(None).alias(into))
    return from_utc(naive, into, zone)


# DuckDB and Spark keep one zone per connection, so narwhals cannot name another.
def _local_in_duckdb(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str
) -> nw.LazyFrame[Any]:
    import duckdb  # noqa: PLC0415 (only its own relations need it)

    moved = duckdb.FunctionExpression(
        "timezone", duckdb.ConstantExpression(timezone), duckdb.ColumnExpression(column)
    )
    relation = frame.to_native().select(duckdb.StarExpression(), moved.alias(into))
    converted: nw.LazyFrame[Any] = nw.from_native(relation).lazy()
    return converted


def _local_in_spark(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str
) -> nw.LazyFrame[Any]:
    from pyspark.sql import functions  # noqa: PLC0415 (only its own frames need it)

    here = functions.col(column).cast("timestamp_ntz")
    moved = functions.convert_timezone(None, functions.lit(timezone), here)
    converted: nw.LazyFrame[Any] = nw.from_native(frame.to_native().withColumn(into, moved)).lazy()
    return converted

"""Times of an order log: read to wall-clock time, cut into periods, counted in units."""

import datetime as dt
import zoneinfo
from typing import Any, Literal, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, duration
from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.tables import pandas_times
from vocvalue.tables.engine_errors import reason
from vocvalue.tables.sources import collect, count

Grain: TypeAlias = Literal["hour", "day", "week", "month"]
GRAINS: tuple[Grain, ...] = ("hour", "day", "week", "month")
# Days that exist, so that no engine meets one that does not: each says so in its own way.
_LEAP = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
_DAY = (
    r"\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|"
    r"(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
)
_CLOCK = r"[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
ISO = rf"^(?:{_DAY}|{_LEAP})(?:{_CLOCK})?$"
MONDAY = np.datetime64("0001-01-01", "D")
EPOCH = np.datetime64(0, "D")
DTYPES: dict[str, str] = {"hour": "datetime64[h]", "day": "datetime64[D]", "month": "datetime64[M]"}
# Whole hours where there are such, so that 7 days are exactly one week.
HOURS = {name: round(24 * days, 9) for name, days in duration.DAYS.items()}
TRUNCATE = {"hour": "1h", "day": "1d", "month": "1mo"}


def wall_time(
    frame: nw.LazyFrame[Any],
    column: str,
    *,
    into: str,
    customer: str,
    timezone: str | None,
    timestamp_format: str | None,
) -> nw.LazyFrame[Any]:
    """Add a column of wall-clock times, without zone, made from a column of any time type."""
    dtype = frame.collect_schema()[column]
    if timezone is not None:
        _check_zone(timezone)
    if pandas_times.zone(frame, column) is not None:
        return pandas_times.local(frame, column, into, timezone)
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
        return _local(frame, column, into, timezone)
    if timezone is not None:
        raise ParameterError(
            f"timezone == {timezone!r}, but column {column!r} ({dtype}) carries no zone to convert "
            "from. Leave timezone out to count the times as they stand."
        )
    if isinstance(dtype, nw.String):
        return _parsed(frame, column, into, customer, timestamp_format)
    if isinstance(dtype, nw.Date | nw.Datetime):
        return frame.with_columns(nw.col(column).cast(nw.Datetime("us")).alias(into))
    if pandas_times.are_naive_objects(frame, column):
        return pandas_times.of_objects(frame, column, into)
    if dtype.is_integer():
        return _parsed_digits(frame, column, into, timestamp_format)
    raise DataError(
        f"column {column!r} holds {dtype}, not one kind of time. Convert it first, for example "
        "pandas.to_datetime(column, utc=True), which also settles mixed time zones."
    )


def zone_of(frame: nw.LazyFrame[Any], column: str) -> str | None:
    """Return the zone that a column of times carries, or None."""
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, nw.Datetime):
        return dtype.time_zone
    return pandas_times.zone(frame, column)


def has_clock(frame: nw.LazyFrame[Any], column: str) -> bool:
    """Whether a column of wall-clock times has any that is not midnight: more than dates."""
    time = nw.col(column)
    table = collect(frame.select((time != time.dt.truncate("1d")).any().alias("_vv_any")))
    return bool(table["_vv_any"].item())


def has_several(frame: nw.LazyFrame[Any], column: str) -> bool:
    """Whether a column of wall-clock times has more than one."""
    ends = collect(
        frame.select(nw.col(column).min().alias("low"), nw.col(column).max().alias("up"))
    )
    return bool(ends["low"].item() != ends["up"].item())


def period(column: str, grain: Grain, implementation: nw.Implementation) -> nw.Expr:
    """Return the expression of the period that a wall-clock time falls in.

    A day is a Date where the engine has one (half the width to group by), an hour and a month are
    their first moment, a week is its number, counted in whole weeks from Monday 1 January 1.
    """
    time = nw.col(column)
    if grain == "week":
        before = time.dt.year().cast(nw.Int64) - 1
        days = before * 365 + before // 4 - before // 100 + before // 400 + time.dt.ordinal_day()
        return (days - 1) // 7
    if grain == "day" and not implementation.is_pandas_like():
        return time.cast(nw.Date)
    return time.dt.truncate(TRUNCATE[grain])


def period_numbers(values: nw.Series[Any], grain: Grain) -> NDArray[np.int64]:
    """Return periods of an engine as whole numbers, one more for each period."""
    if grain == "week":
        return values.to_numpy().astype(np.int64)
    return values.to_numpy().astype(DTYPES[grain]).astype(np.int64)


def period_of(moment: dt.datetime, grain: Grain) -> int:
    """Return the number of the period that a moment falls in."""
    if grain == "week":
        return (moment.toordinal() - 1) // 7
    return int(np.datetime64(moment, "us").astype(DTYPES[grain]).astype(np.int64))


def period_starts(numbers: NDArray[np.int64], grain: Grain) -> NDArray[np.datetime64]:
    """Return the first moment of numbered periods.

    Examples:
        >>> period_starts(np.array([105555]), "week")
        array(['2024-01-01T00:00:00.000000'], dtype='datetime64[us]')
    """
    if grain == "week":
        return (MONDAY + 7 * numbers.astype("timedelta64[D]")).astype("datetime64[us]")
    return numbers.astype(DTYPES[grain]).astype("datetime64[us]")


def next_period(moment: dt.datetime, grain: Grain) -> dt.datetime:
    """Return the first moment of the period after the one that a moment falls in."""
    number = np.array([period_of(moment, grain) + 1])
    return pd.Timestamp(period_starts(number, grain)[0]).to_pydatetime()


def in_unit(periods: NDArray[np.int64], grain: Grain, unit: duration.Unit) -> NDArray[np.float64]:
    """Return numbers of periods counted in a unit.

    Examples:
        >>> in_unit(np.array([7, 39]), "week", "day")
        array([ 49., 273.])
    """
    if grain == unit:
        return periods.astype(np.float64)
    return np.asarray(periods * HOURS[grain] / HOURS[unit], dtype=np.float64)


def unit_of(grain: Grain, unit: object) -> duration.Unit:
    """Return the unit that times are counted in: as named, or else the grain.

    Raises:
        ParameterError: An unknown grain or unit, or a calendar month counted in anything else.
    """
    checks.one_of("grain", grain, GRAINS)
    chosen = duration.unit(grain if unit is None else unit)
    if grain == "month" and chosen != "month":
        raise ParameterError(
            f"unit == {unit!r}, must be 'month' when grain == 'month': "
            "calendar months have no fixed number of days."
        )
    return chosen


def optional_moment(value: object, *, name: str, timezone: str | None) -> dt.datetime | None:
    """Return the moment a caller means, or None where none was named."""
    return None if value is None else moment(value, name=name, timezone=timezone)


def moment(value: object, *, name: str, timezone: str | None) -> dt.datetime:
    """Return the wall-clock moment a caller means; a bare date means the end of that day.

    Args:
        value: An ISO text, a date, a datetime or a pandas Timestamp.
        name: The argument's name in messages.
        timezone: The zone that moments carrying a zone are converted to.

    Examples:
        >>> moment("1997-09-30", name="observation_end", timezone=None)
        datetime.datetime(1997, 9, 30, 23, 59, 59, 999999)
    """
    if value is pd.NaT or (isinstance(value, np.datetime64) and np.isnat(value)):
        raise ParameterError(f"{name} == {value!r}, must be a moment that exists.")
    if isinstance(value, str):
        value = _moment_of_text(value, name)
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value).to_pydatetime()
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime(warn=False)
    if isinstance(value, dt.datetime):
        return _wall_clock(value, name, timezone)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time.max)
    raise ParameterError(f"{name} == {value!r}, must be a date or a datetime.")


def _wall_clock(value: dt.datetime, name: str, timezone: str | None) -> dt.datetime:
    if value.tzinfo is None:
        return value
    if timezone is None:
        raise ParameterError(
            f"{name} == {value}, carries a zone: pass timezone= too, or a wall-clock time."
        )
    return value.astimezone(zoneinfo.ZoneInfo(timezone)).replace(tzinfo=None)


def _moment_of_text(text: str, name: str) -> dt.date | dt.datetime:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise ParameterError(
            f'{name} == {text!r}, must be an ISO date like "2024-06-30".'
        ) from error


def _check_zone(timezone: str) -> None:
    try:
        zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ParameterError(
            f"timezone == {timezone!r}, must be a zone's name, such as 'Asia/Shanghai'."
        ) from error


def _local(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str | None
) -> nw.LazyFrame[Any]:
    implementation = frame.implementation
    if implementation.is_ibis():
        raise DataError(
            f"column {column!r} carries a time zone, which cannot be converted through Ibis. "
            "Convert it to local time without a zone first."
        )
    if timezone is None:
        return frame.with_columns(nw.col(column).dt.replace_time_zone(None).alias(into))
    if implementation.is_duckdb():
        return _local_in_duckdb(frame, column, into, timezone)
    if implementation.is_spark_like():
        return _local_in_spark(frame, column, into, timezone)
    local = nw.col(column).dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    return frame.with_columns(local.alias(into))


# DuckDB and Spark keep one zone per connection, so narwhals cannot name another.
def _local_in_duckdb(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str
) -> nw.LazyFrame[Any]:
    import duckdb  # noqa: PLC0415 (only its own relations need it)

    local = duckdb.FunctionExpression(
        "timezone", duckdb.ConstantExpression(timezone), duckdb.ColumnExpression(column)
    )
    relation = frame.to_native().select(duckdb.StarExpression(), local.alias(into))
    converted: nw.LazyFrame[Any] = nw.from_native(relation).lazy()
    return converted


def _local_in_spark(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str
) -> nw.LazyFrame[Any]:
    from pyspark.sql import functions  # noqa: PLC0415 (only its own frames need it)

    here = functions.col(column).cast("timestamp_ntz")
    local = functions.convert_timezone(None, functions.lit(timezone), here)
    converted: nw.LazyFrame[Any] = nw.from_native(frame.to_native().withColumn(into, local)).lazy()
    return converted


def _parsed(
    frame: nw.LazyFrame[Any],
    column: str,
    into: str,
    customer: str,
    timestamp_format: str | None,
) -> nw.LazyFrame[Any]:
    text = nw.col(column)
    if timestamp_format is not None:
        return _parsed_by(frame, column, into, timestamp_format)
    _check_iso(frame, column, customer)
    length = text.str.len_chars()
    whole = (
        nw.when(length == 10)
        .then(nw.concat_str([text, nw.lit(" 00:00:00")]))
        .otherwise(nw.when(length == 16).then(nw.concat_str([text, nw.lit(":00")])).otherwise(text))
    )
    plain = whole.str.replace_all("T", " ", literal=True).str.slice(0, 19)
    given = nw.when(~_blank(column)).then(plain)
    return frame.with_columns(given.str.to_datetime("%Y-%m-%d %H:%M:%S").alias(into))


def _parsed_by(
    frame: nw.LazyFrame[Any],
    column: str,
    into: str,
    timestamp_format: str,
    *,
    name: str | None = None,
) -> nw.LazyFrame[Any]:
    given = nw.when(~_blank(column)).then(nw.col(column))
    try:
        parsed = frame.with_columns(given.str.to_datetime(timestamp_format).alias(into))
        collect(parsed.select(nw.col(into).max()))
    except Exception as error:  # every engine raises its own
        why = reason(error.__cause__ or error)
        raise DataError(
            f"column {name or column!r} cannot be read by "
            f"timestamp_format == {timestamp_format!r}: {why}. Mend the rows or the format."
        ) from error
    return parsed


def _parsed_digits(
    frame: nw.LazyFrame[Any], column: str, into: str, timestamp_format: str | None
) -> nw.LazyFrame[Any]:
    if timestamp_format is None:
        dtype = frame.collect_schema()[column]
        raise DataError(
            f"column {column!r} holds {dtype}, not one kind of time: whole numbers need a format. "
            "Pass timestamp_format=, such as '%Y%m%d' for 20240115; seconds since 1970 must be "
            "converted first."
        )
    texts = frame.with_columns(nw.col(column).cast(nw.String).alias(into))
    return _parsed_by(texts, into, into, timestamp_format, name=column)


def _blank(column: str) -> nw.Expr:
    return nw.col(column).is_null() | (nw.col(column) == "")


def _check_iso(frame: nw.LazyFrame[Any], column: str, customer: str) -> None:
    odd = frame.filter(~_blank(column)).filter(~nw.col(column).str.contains(ISO))
    n = count(odd)
    if not n:
        return
    first = collect(odd.select(customer, column).head(FIRST_IDS))
    example = first[column].to_list()[0]
    raise DataError.bad_rows(
        f"with no ISO date or time, for example {example!r}",
        column=column,
        count=n,
        first_ids=first[customer].to_list(),
        hint=(
            "Pass timestamp_format= (such as '%d/%m/%Y'), or convert the column first; "
            "the order of day and month and offsets from UTC are never guessed. Texts from several "
            "time zones: convert them to one zone first."
        ),
    )

"""Times of an order log: read to wall-clock time, cut into periods, counted in units."""

import datetime as dt
import zoneinfo
from typing import Any, Literal, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, duration
from vocvalue.errors import DataError, ParameterError
from vocvalue.showing import cut
from vocvalue.tables import pandas_numbers, pandas_times, time_numbers, years, zones
from vocvalue.tables.sources import collect
from vocvalue.tables.time_texts import by_format, by_iso, carry_utc

Grain: TypeAlias = Literal["hour", "day", "week", "month"]
GRAINS: tuple[Grain, ...] = ("hour", "day", "week", "month")
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
    """Add a column of wall-clock times, without zone, made from a column of any time type.

    Args:
        frame: The table.
        column: Its column of times: moments, dates, or texts and numbers that stand for them.
        into: The column that is made.
        customer: The column of the customer, which names rows in messages.
        timezone: The zone whose clock is meant, of times that carry a zone or an offset.
        timestamp_format: How texts and digits are read, by default ISO; or the unit of numbers
            counted since 1970.

    Raises:
        DataError: Rows that hold no time, or one of a year that stands for none.
        ParameterError: A zone that does not exist, or one for times that carry none.
    """
    if timezone is not None:
        zones.check_zone(timezone)
    if pandas_numbers.are_objects(frame, column):
        frame = frame.with_columns(pandas_numbers.as_floats(column))
    carried = zone_of(frame, column, timestamp_format)
    if timezone is not None and carried is None:
        dtype = frame.collect_schema()[column]
        raise ParameterError(
            f"timezone == {timezone!r}, but column {column!r} ({dtype}) carries no zone to "
            "convert from. Leave timezone out to use the times as they are."
        )
    zone = timezone or carried
    timed = (
        _stored(frame, column, into, timezone=timezone, carried=carried)
        if isinstance(frame.collect_schema()[column], nw.Date | nw.Datetime)
        else _read(
            frame,
            column,
            into=into,
            customer=customer,
            timestamp_format=timestamp_format,
            zone=zone,
        )
    )
    # ISO texts of such years have been refused already.
    is_iso = timestamp_format is None and isinstance(frame.collect_schema()[column], nw.String)
    if not is_iso:
        years.refuse_never(timed, into, (customer, column))
    return timed


def zone_of(
    frame: nw.LazyFrame[Any], column: str, timestamp_format: str | None = None
) -> str | None:
    """Return the zone that a column of times carries, or None; UTC where texts have offsets."""
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, nw.Datetime):
        return dtype.time_zone
    if isinstance(dtype, nw.String) or dtype.is_numeric():
        is_counted = time_numbers.is_unit(timestamp_format)
        is_text = isinstance(dtype, nw.String)
        in_utc = is_counted or (is_text and carry_utc(frame, column, timestamp_format))
        return zones.UTC if in_utc else None
    return pandas_times.zone(frame, column)


def _stored(
    frame: nw.LazyFrame[Any], column: str, into: str, *, timezone: str | None, carried: str | None
) -> nw.LazyFrame[Any]:
    """Add the wall-clock times of a column that the engine holds as times."""
    if carried is None:
        return _in_microseconds(frame, column, into)
    return _in_microseconds(zones.local(frame, column, into, timezone), into, into)


def _in_microseconds(frame: nw.LazyFrame[Any], column: str, into: str) -> nw.LazyFrame[Any]:
    time, dtype = nw.col(column), frame.collect_schema()[column]
    if getattr(dtype, "time_unit", "us") == "ns" and frame.implementation.is_pyarrow():
        time = time.dt.truncate("1us")  # its cast cuts nothing off
    return frame.with_columns(time.cast(nw.Datetime("us")).alias(into))


def _read(
    frame: nw.LazyFrame[Any],
    column: str,
    *,
    into: str,
    customer: str,
    timestamp_format: str | None,
    zone: str | None,
) -> nw.LazyFrame[Any]:
    """Add the wall-clock times of a column that stands for times."""
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, nw.String) or dtype.is_numeric():
        if time_numbers.is_unit(timestamp_format):
            read = time_numbers.by_unit(frame, column, into, customer, str(timestamp_format))
        elif dtype.is_numeric():
            read = time_numbers.by_digits(frame, column, into, customer, timestamp_format)
        elif timestamp_format is None:
            read = by_iso(frame, column, into, customer, in_utc=zone is not None)
        else:
            read = by_format(frame, column, into, timestamp_format)
        return read if zone is None else zones.from_utc(read, into, zone)
    if zone is not None:
        return pandas_times.local(frame, column, into, zone)
    if pandas_times.are_naive_objects(frame, column):
        return pandas_times.of_objects(frame, column, into)
    raise DataError(
        f"column {column!r} holds {cut(str(dtype))}, not one kind of time. Convert it first, for "
        "example pandas.to_datetime(column, utc=True), which also settles mixed time zones."
    )


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

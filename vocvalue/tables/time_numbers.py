"""Numbers read to times: the digits of a date, or what was counted since 1970."""

import datetime as dt
from typing import Any

import narwhals as nw

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.showing import cell
from vocvalue.tables import time_texts, years
from vocvalue.tables.sources import collect, count

# How many of each unit make a microsecond, below it, or how many microseconds it has.
UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 1}
PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
COARSER = {"ms": "s", "us": "ms", "ns": "us"}
NUMBER = r"^-?(?:\d{1,18}|[1-8]\d{18})(?:\.\d*)?$"
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001
YEAR = 366 * 86_400
VALUE, MICRO, GIVEN = "_vv_number", "_vv_micro", "_vv_given"


def is_unit(timestamp_format: str | None) -> bool:
    """Whether a format says in what unit the time since 1970 is counted."""
    return timestamp_format in UNITS


def by_digits(
    frame: nw.LazyFrame[Any],
    column: str,
    into: str,
    customer: str,
    timestamp_format: str | None,
) -> nw.LazyFrame[Any]:
    """Add the times of whole numbers whose digits a format reads.

    Raises:
        DataError: No format, one that does not fit, or numbers that are not whole.
    """
    dtype = frame.collect_schema()[column]
    if timestamp_format is None:
        raise DataError(
            f"column {column!r} holds {dtype}, not one kind of time: numbers need a format. Pass "
            "timestamp_format=, such as '%Y%m%d' for 20240115, or 's' or 'ms' for seconds or "
            "milliseconds since 1970."
        )
    whole: nw.Expr = nw.col(column)
    if not dtype.is_integer():
        _refuse_parts(frame, column, customer)
        missing = _missing(frame, column)
        whole = nw.when(missing).then(nw.lit(0.0)).otherwise(_float(column)).cast(nw.Int64)
        texts: nw.Expr = nw.when(~missing).then(whole.cast(nw.String))
    else:
        texts = whole.cast(nw.String)
    return time_texts.by_format(
        frame.with_columns(texts.alias(into)), into, into, timestamp_format, name=column
    )


def by_unit(
    frame: nw.LazyFrame[Any], column: str, into: str, customer: str, unit: str
) -> nw.LazyFrame[Any]:
    """Add the times, in UTC, of numbers or texts of numbers counted since 1970.

    Raises:
        DataError: Numbers of no year that can be, or that can hardly be of this unit.
    """
    given = ~_missing(frame, column)
    number = nw.when(given).then(_number(frame, column, customer)).otherwise(nw.lit(0))
    known = frame.with_columns(number.alias(VALUE), given.alias(GIVEN))
    _refuse_range(known, column, customer, unit)
    counted = known.with_columns(_micro(known, unit).cast(nw.Int64).alias(MICRO))
    moment = nw.when(nw.col(GIVEN)).then(nw.col(into))
    return _moments(counted, into).with_columns(moment.alias(into)).drop(VALUE, MICRO, GIVEN)


def _micro(frame: nw.LazyFrame[Any], unit: str) -> nw.Expr:
    value = nw.col(VALUE)
    if not frame.collect_schema()[VALUE].is_float():
        return value // 1000 if unit == "ns" else value * UNITS[unit]
    return (value / 1000 if unit == "ns" else value * UNITS[unit]).round()


def _number(frame: nw.LazyFrame[Any], column: str, customer: str) -> nw.Expr:
    dtype = frame.collect_schema()[column]
    if dtype.is_integer():
        return nw.col(column).cast(nw.Int64)
    if dtype.is_numeric():
        return _float(column)
    text = nw.col(column)
    given = frame.filter(~time_texts.blank(column))
    _refuse(
        given.filter(~text.str.contains(NUMBER)),
        column,
        customer,
        "with no number counted since 1970",
    )
    filled = nw.when(~time_texts.blank(column)).then(text).otherwise(nw.lit("0"))
    if count(given.filter(text.str.contains(r"\.\d*[1-9]"))):
        return filled.cast(nw.Float64)
    return filled.str.replace_all(r"\.\d*$", "").cast(nw.Int64)


def _refuse_range(frame: nw.LazyFrame[Any], column: str, customer: str, unit: str) -> None:
    value, per = nw.col(VALUE), PER_SECOND[unit]
    low, high = (
        int((dt.datetime(year, 1, 1) - EPOCH).total_seconds()) * per  # noqa: DTZ001
        for year in (years.FIRST, years.NEVER)
    )
    low = max(low, -(2**63))
    high = min(high, 2**63 - 1)
    given = frame.filter(nw.col(GIVEN))
    odd = given.filter((value < low) | (value > high))
    what = f"that are not valid times when counted in {unit!r} since 1970"
    _refuse(odd, column, customer, what)
    early = unit in COARSER and count(given) and not count(given.filter(value.abs() > YEAR * per))
    later = early and count(given.filter(value.abs() > YEAR * per // 1000))
    if later:
        raise DataError(
            f"column {column!r}: counted in {unit!r} since 1970, every time falls between 1969 "
            f"and 1971. The unit may be {COARSER[unit]!r}: state it with timestamp_format=."
        )


def _moments(frame: nw.LazyFrame[Any], into: str) -> nw.LazyFrame[Any]:
    """Add moments made from microseconds since 1970, which engines do each in its own way."""
    kind = frame.implementation
    native = frame.to_native()
    if kind.is_duckdb():
        import duckdb  # noqa: PLC0415 (only its own relations need it)

        made = duckdb.FunctionExpression("make_timestamp", duckdb.ColumnExpression(MICRO))
        return _lazy(native.select(duckdb.StarExpression(), made.alias(into)))
    if kind.is_ibis():
        second = (native[MICRO] // 1_000_000).as_timestamp("s").cast("timestamp")
        rest = (native[MICRO] % 1_000_000).as_interval("us")
        return _lazy(native.mutate(**{into: second + rest}))
    if kind.is_spark_like():
        from pyspark.sql import functions  # noqa: PLC0415 (only its own frames need it)

        since = f"make_dt_interval(0, 0, 0, {MICRO} / 1000000)"
        since_then = functions.expr(f"timestamp_ntz '1970-01-01 00:00:00' + {since}")
        return _lazy(native.withColumn(into, since_then))
    return frame.with_columns(nw.col(MICRO).cast(nw.Datetime("us")).alias(into))


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return frame


def _float(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.Float64)


def _missing(frame: nw.LazyFrame[Any], column: str) -> nw.Expr:
    value = nw.col(column)
    dtype = frame.collect_schema()[column]
    if isinstance(dtype, nw.String):
        return time_texts.blank(column)
    return value.is_null() | value.is_nan() if dtype.is_float() else value.is_null()


def _refuse_parts(frame: nw.LazyFrame[Any], column: str, customer: str) -> None:
    value = _float(column)
    given = frame.filter(~_missing(frame, column))
    odd = given.filter((value != value.floor()) | (value.abs() >= 2.0**53))
    _refuse(odd, column, customer, "that are not whole numbers, so not the digits of a date")


def _refuse(odd: nw.LazyFrame[Any], column: str, customer: str, what: str) -> None:
    n = count(odd)
    if n:
        first = collect(odd.select(customer, column).head(FIRST_IDS))
        raise DataError.bad_rows(
            f"{what}, for example {cell(first[column].to_list()[0])}",
            column=column,
            count=n,
            first_ids=first[customer].to_list(),
            hint="Correct these rows, or state how they are written with timestamp_format=.",
        )

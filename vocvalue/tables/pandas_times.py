"""Times that pandas holds and narwhals has no type for: some zones, and objects of Python."""

from typing import Any

import narwhals as nw
import pandas as pd

OBJECTS = ("date", "datetime")


def zone(frame: nw.LazyFrame[Any], column: str) -> str | None:
    """Return the zone of a pandas column whose zone narwhals cannot read, or None.

    Objects of Python that each carry a zone are moments in UTC.

    narwhals 2 reads the type by its name, in which a zone has no underscore, digit or dash.
    """
    dtype = unread(frame, column)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return str(dtype.tz)
    return "UTC" if _are_aware_objects(frame, column) else None


def local(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str | None
) -> nw.LazyFrame[Any]:
    """Add a column of wall-clock times, in the zone asked for or else in the column's own."""
    times = frame.to_native()[column]
    if pd.api.types.is_object_dtype(times.dtype):
        times = pd.to_datetime(times, utc=True)
    moved = times if timezone is None else times.dt.tz_convert(timezone)
    return _with(frame, moved.dt.tz_localize(None).dt.as_unit("us"), into)


def are_naive_objects(frame: nw.LazyFrame[Any], column: str) -> bool:
    """Return whether an object column holds dates alone, or datetimes without a zone alone."""
    values = _objects(frame, column)
    if values is None:
        return False
    return all(getattr(value, "tzinfo", None) is None for value in values)


def of_objects(frame: nw.LazyFrame[Any], column: str, into: str) -> nw.LazyFrame[Any]:
    """Add a column of wall-clock times made from dates or datetimes of Python."""
    return _with(frame, frame.to_native()[column].astype("datetime64[us]"), into)


def of_values(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return dates or datetimes of Python as times, those with a zone in UTC."""
    if any(getattr(value, "tzinfo", None) is not None for value in values.dropna()):
        return pd.to_datetime(values, utc=True)
    return values.astype("datetime64[us]")


def _are_aware_objects(frame: nw.LazyFrame[Any], column: str) -> bool:
    values = _objects(frame, column)
    if values is None:
        return False
    return len(values) > 0 and all(getattr(value, "tzinfo", None) is not None for value in values)


def _objects(frame: nw.LazyFrame[Any], column: str) -> "pd.Series[Any] | None":
    """Return what an object column of dates alone, or of datetimes alone, holds; else None."""
    if not pd.api.types.is_object_dtype(unread(frame, column)):
        return None
    values: pd.Series[Any] = frame.to_native()[column]
    if pd.api.types.infer_dtype(values, skipna=True) not in OBJECTS:
        return None
    return values.dropna()


def unread(frame: nw.LazyFrame[Any], column: str) -> Any:
    """Return the type of a column of pandas that narwhals has none for; None for all others."""
    known = isinstance(frame.collect_schema()[column], nw.Datetime | nw.String)
    if known or not frame.implementation.is_pandas():
        return None
    return frame.to_native().dtypes[column]


def _with(frame: nw.LazyFrame[Any], times: "pd.Series[Any]", into: str) -> nw.LazyFrame[Any]:
    widened: nw.LazyFrame[Any] = nw.from_native(frame.to_native().assign(**{into: times})).lazy()
    return widened

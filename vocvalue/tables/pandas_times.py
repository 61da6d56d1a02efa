"""Times that pandas holds and narwhals has no type for: some zones, and objects of Python."""

from typing import Any

import narwhals as nw
import pandas as pd

OBJECTS = ("date", "datetime")


def zone(frame: nw.LazyFrame[Any], column: str) -> str | None:
    """Return the zone of a pandas column whose zone narwhals cannot read, or None.

    narwhals 2 reads the type by its name, in which a zone has no underscore, digit or dash.
    """
    dtype = _unread(frame, column)
    return str(dtype.tz) if isinstance(dtype, pd.DatetimeTZDtype) else None


def local(
    frame: nw.LazyFrame[Any], column: str, into: str, timezone: str | None
) -> nw.LazyFrame[Any]:
    """Add a column of wall-clock times, in the zone asked for or else in the column's own."""
    times = frame.to_native()[column]
    moved = times if timezone is None else times.dt.tz_convert(timezone)
    return _with(frame, moved.dt.tz_localize(None).dt.as_unit("us"), into)


def are_naive_objects(frame: nw.LazyFrame[Any], column: str) -> bool:
    """Return whether an object column holds dates alone, or datetimes without a zone alone."""
    if not pd.api.types.is_object_dtype(_unread(frame, column)):
        return False
    values = frame.to_native()[column]
    if pd.api.types.infer_dtype(values, skipna=True) not in OBJECTS:
        return False
    return all(getattr(value, "tzinfo", None) is None for value in values.dropna())


def of_objects(frame: nw.LazyFrame[Any], column: str, into: str) -> nw.LazyFrame[Any]:
    """Add a column of wall-clock times made from dates or datetimes of Python."""
    return _with(frame, frame.to_native()[column].astype("datetime64[us]"), into)


def _unread(frame: nw.LazyFrame[Any], column: str) -> Any:
    known = isinstance(frame.collect_schema()[column], nw.Datetime | nw.String)
    if known or not frame.implementation.is_pandas():
        return None
    return frame.to_native().dtypes[column]


def _with(frame: nw.LazyFrame[Any], times: "pd.Series[Any]", into: str) -> nw.LazyFrame[Any]:
    widened: nw.LazyFrame[Any] = nw.from_native(frame.to_native().assign(**{into: times})).lazy()
    return widened

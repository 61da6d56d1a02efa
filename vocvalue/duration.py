"""Spans of time with their unit: "12 months" becomes a number only when a unit is named.

One year is 365.25 days and one month a twelfth of it, everywhere.
"""

import datetime as dt
import re
from typing import Literal, TypeAlias, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import ParameterError

Unit: TypeAlias = Literal["hour", "day", "week", "month", "year"]
Span: TypeAlias = str | dt.timedelta | np.timedelta64 | pd.DateOffset
"""What a caller may write for a span of time: "12 months", a Timedelta or a DateOffset."""
Spans: TypeAlias = Span | NDArray[np.timedelta64]

Every: TypeAlias = Literal["week", "month", "quarter", "year"]
"""The length of the calendar periods that a trend is cut into; weeks begin on Monday."""

UNITS: tuple[str, ...] = get_args(Unit)
EVERY: tuple[Every, ...] = get_args(Every)
LIFETIME = "lifetime"
DAYS_PER_YEAR = 365.25
DAYS: dict[str, float] = {
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": DAYS_PER_YEAR / 12,
    "year": DAYS_PER_YEAR,
}
LONGEST = 1_000 * DAYS_PER_YEAR
_PATTERN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(hour|day|week|month|year)s?\s*", re.IGNORECASE)
_OFFSET_PARTS = {
    "years": "year",
    "months": "month",
    "weeks": "week",
    "days": "day",
    "hours": "hour",
}


def unit(value: object, *, name: str = "unit") -> Unit:
    """Return a unit of time, singular: hour, day, week, month or year."""
    word = value.lower().removesuffix("s") if isinstance(value, str) else value
    if word in UNITS:
        return cast("Unit", word)
    raise ParameterError(f"{name} == {value!r}, must be one of {', '.join(map(repr, UNITS))}.")


def units_per_year(unit: Unit) -> float:
    """Return how many of the unit make a year.

    Examples:
        >>> units_per_year("month")
        12.0
    """
    return DAYS_PER_YEAR / DAYS[unit]


def length(span: Span, unit: Unit, *, name: str = "horizon") -> float:
    """Return the length of a span, counted in a unit.

    Args:
        span: "12 months", "52 weeks", a timedelta or a DateOffset; above zero.
        unit: The unit to count in.
        name: The argument's name in messages.

    Raises:
        ParameterError: The span has no unit, is not positive or cannot be read.

    Examples:
        >>> length("12 months", "week")
        52.17857142857143
        >>> length("52 weeks", "day")
        364.0
    """
    days = _days(span, name)
    if not days > 0:
        raise ParameterError(f"{name} == {span!r}, must be longer than nothing.")
    if days > LONGEST:
        raise ParameterError(f"{name} == {span!r}, must not be longer than 1,000 years.")
    return days / DAYS[unit]


def horizon_length(span: Span, unit: Unit) -> float:
    """Return the length of a horizon; "lifetime" is infinite.

    Examples:
        >>> horizon_length("lifetime", "week")
        inf
    """
    return float("inf") if span == LIFETIME else length(span, unit)


def lengths(spans: Spans, unit: Unit, *, name: str = "t") -> float | NDArray[np.float64]:
    """Return one length, or an array of them for an array of timedelta64."""
    if isinstance(spans, np.ndarray):
        if not np.issubdtype(spans.dtype, np.timedelta64):
            raise _without_unit(name, spans)
        return np.asarray(spans / np.timedelta64(1, "s") / 86_400 / DAYS[unit], dtype=np.float64)
    return length(spans, unit, name=name)


def parts(span: Span) -> tuple[float, Unit] | None:
    """Return how many of which unit a span is, where it is written as such.

    Examples:
        >>> parts("12 months"), parts("90 Days"), parts(dt.timedelta(days=3))
        ((12.0, 'month'), (90.0, 'day'), (3.0, 'day'))
    """
    if isinstance(span, dt.timedelta):
        return span / dt.timedelta(days=1), "day"
    written = _PATTERN.fullmatch(span) if isinstance(span, str) else None
    return written and (float(written[1]), unit(written[2]))


def continuous_rate(annual_rate: float, unit: Unit) -> float:
    """Return the continuous rate per unit that an annual effective rate amounts to.

    Examples:
        >>> round(continuous_rate(0.10, "year"), 6)
        0.09531
    """
    return float(np.log1p(annual_rate)) / units_per_year(unit)


def _days(span: Span, name: str) -> float:
    if isinstance(span, str):
        return _days_of_text(span, name)
    if isinstance(span, dt.timedelta):
        return span / dt.timedelta(days=1)
    if isinstance(span, np.timedelta64):
        return float(span / np.timedelta64(1, "s")) / 86_400
    if isinstance(span, pd.tseries.offsets.BaseOffset):
        return _days_of_offset(span, name)
    raise _without_unit(name, span)


def _days_of_text(text: str, name: str) -> float:
    found = _PATTERN.fullmatch(text)
    if found is None:
        raise _without_unit(name, text)
    return float(found[1]) * DAYS[found[2].lower()]


def _days_of_offset(offset: pd.DateOffset, name: str) -> float:
    parts = getattr(offset, "kwds", {})
    if not parts or set(parts) - set(_OFFSET_PARTS):
        raise ParameterError(
            f"{name} == {offset!r}, must be a DateOffset of years, months, weeks, days or hours."
        )
    days = sum(count * DAYS[_OFFSET_PARTS[part]] for part, count in parts.items())
    return float(offset.n * days)


def _without_unit(name: str, value: object) -> ParameterError:
    return ParameterError(
        f"{name} == {value!r}, must say its unit: "
        'write "12 months", "52 weeks", a Timedelta or a DateOffset.'
    )

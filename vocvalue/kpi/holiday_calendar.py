"""Which days are worked in a country: public holidays and exchanged days, by `holidays`."""

import datetime as dt
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import MissingDependencyError, ParameterError

Days: TypeAlias = NDArray[np.datetime64]
Flags: TypeAlias = NDArray[np.bool_]

LOOKED_BACK, LOOKED_AHEAD = 5, 3
"""Years around those asked for in which days may have been exchanged."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CountryDays:
    """Which of some days are worked in a country.

    Attributes:
        is_worked: Whether each day is worked, shape (n,).
        unpublished: The years of which no exchanged days are known yet, in a country that exchanges
            days, as China does: which days of a weekend are worked is then not known.
    """

    is_worked: Flags = field(repr=False)
    unpublished: tuple[int, ...]


def check_country(country: str, subdivision: str | None) -> None:
    """Refuse a country, or a part of one, whose holidays are not known.

    Args:
        country: Its code, such as "CN".
        subdivision: The code of a part of it, such as "BY" of "DE", or None.

    Raises:
        MissingDependencyError: The library `holidays` is not installed.
        ParameterError: The holidays are not known.
    """
    _opened(country, subdivision, ())


def country_days(
    days: Days, country: str, subdivision: str | None, weekdays: AbstractSet[int] | None
) -> CountryDays:
    """Return which days are worked.

    Args:
        days: Days that follow one another, shape (n,).
        country: Its code, such as "CN".
        subdivision: The code of a part of it, or None.
        weekdays: The weekdays that are worked, 0 for Monday; None for those of the country.

    Raises:
        MissingDependencyError: The library `holidays` is not installed.
        ParameterError: The holidays are not known.
    """
    dates = days.astype(object).tolist()
    first, last = dates[0].year, dates[-1].year
    # Days at the turn of a year are exchanged across it.
    years = range(first - LOOKED_BACK, last + LOOKED_AHEAD + 1)
    known = _opened(country, subdivision, years)
    exchanged = known.weekend_workdays
    worked = (
        map(known.is_working_day, dates)
        if weekdays is None
        else (day in exchanged or (day.weekday() in weekdays and day not in known) for day in dates)
    )
    return CountryDays(
        is_worked=np.fromiter(worked, np.bool_, len(dates)),
        unpublished=_unpublished(exchanged, first=first, last=last),
    )


def _unpublished(exchanged: Iterable[dt.date], *, first: int, last: int) -> tuple[int, ...]:
    """Return the years behind the last of which an exchanged day is known."""
    latest = max((day.year for day in exchanged), default=last)
    return tuple(range(max(latest + 1, first), last + 1))


def _opened(country: str, subdivision: str | None, years: Iterable[int]) -> Any:
    try:
        import holidays  # noqa: PLC0415 (an extra, loaded when it is asked for)
    except ImportError as error:
        raise MissingDependencyError.for_extra(
            "holidays", extra="calendar", purpose="WorkingHours(country=...)"
        ) from error
    known = holidays.list_supported_countries()
    if not isinstance(country, str) or country not in known:
        raise ParameterError(
            f"country == {country!r}, must be the code of a country whose holidays are known, such "
            f"as 'CN', 'DE' or 'US'.{_near(country, known)} For any other, leave country out and "
            "name the days off yourself: WorkingHours(..., days_off=(...))."
        )
    parts = known[country]
    if subdivision is not None and subdivision not in parts:
        named = f"one of {', '.join(map(repr, parts))}" if parts else "left out"
        raise ParameterError(f"subdivision == {subdivision!r}, must be {named} for {country!r}.")
    return holidays.country_holidays(country, subdiv=subdivision, years=years)


def _near(country: object, known: Iterable[str]) -> str:
    """Return a hint where the code is one in small letters."""
    upper = country.upper() if isinstance(country, str) else ""
    return f" Write it as {upper!r}." if upper in set(known) else ""

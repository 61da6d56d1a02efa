"""The hours that a desk works, and time counted in them."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.duration import Span
from vocvalue.errors import ParameterError
from vocvalue.kpi.holiday_calendar import CountryDays, check_country, country_days
from vocvalue.kpi.working_time import DAY, WorkingTime

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Moments: TypeAlias = NDArray[np.datetime64]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORKED = WEEKDAYS[:5]
THURSDAY = 3
"""The weekday of the first day of 1970."""
TIME = re.compile(r"(\d{1,2}):([0-5]\d)")
LONGEST = 200 * 366
"""The most days that a calendar is made of."""


@dataclass(frozen=True, kw_only=True)
class WorkingHours:
    """The hours of the day and the days on which tickets are worked on.

    Public holidays are off. Where a country works some days of a weekend in exchange, as China
    does around its long holidays, these are worked.

    Attributes:
        start: When work begins, as "09:00".
        end: When it ends, as "18:00"; "24:00" is the end of the day.
        weekdays: The weekdays that are worked, such as ("monday", "saturday"); by default those of
            the country, or Monday to Friday.
        country: The code of the country whose public holidays are off, such as "CN"; None for no
            holidays. It needs the extra "calendar".
        subdivision: The code of a part of the country with holidays of its own, such as "BY".
        days_off: Further days off, such as those of the company, as dates or ISO texts.
        days_worked: Days that are worked whatever else is said of them.

    Examples:
        From Friday 17:00 to Monday 10:00 it is two hours:

        >>> hours = WorkingHours(start="09:00", end="18:00")
        >>> friday = np.array(["2024-03-01T17:00"], dtype="datetime64[us]")
        >>> monday = np.array(["2024-03-04T10:00"], dtype="datetime64[us]")
        >>> hours.hours_between(friday, monday).tolist()
        [2.0]
        >>> hours.length("24 hours"), hours.length("5 days")
        (24.0, 45.0)
    """

    start: str = "09:00"
    end: str = "18:00"
    weekdays: Sequence[str] | None = None
    country: str | None = None
    subdivision: str | None = None
    days_off: Sequence[str | dt.date] = ()
    days_worked: Sequence[str | dt.date] = ()

    def __post_init__(self) -> None:
        begins, ends = _minutes("start", self.start), _minutes("end", self.end)
        if begins >= ends:
            raise ParameterError(
                f"start == {self.start!r} and end == {self.end!r}: work must begin before it ends "
                "on the same day. Split a night shift at midnight."
            )
        for name in ("days_off", "days_worked"):
            object.__setattr__(self, name, _dates(name, getattr(self, name)))
        if self.weekdays is not None:
            object.__setattr__(self, "weekdays", _weekdays(self.weekdays))
        if self.country is not None:
            check_country(self.country, self.subdivision)
        elif self.subdivision is not None:
            raise ParameterError(
                f"subdivision == {self.subdivision!r}, but no country. Name the country too."
            )

    @property
    def hours_a_day(self) -> float:
        """The hours of a working day."""
        return (_minutes("end", self.end) - _minutes("start", self.start)) / 60

    @property
    def days_a_week(self) -> int:
        """The working days of a week without holidays."""
        return len(WORKED if self.weekdays is None else self.weekdays)

    def length(self, span: Span) -> float:
        """Return a span in working hours: "24 hours" is 24 of them, "5 days" five working days.

        Args:
            span: A span in hours, days or weeks; a timedelta is counted in hours.

        Raises:
            ParameterError: It cannot be read, or is in months or years, which have no fixed number
                of working hours.
        """
        return working_length(span, self, name="span")

    def is_working_day(self, days: NDArray[np.datetime64]) -> Flags:
        """Return whether each day is worked.

        Args:
            days: Days, shape (n,).

        Raises:
            MissingDependencyError: The library `holidays` is not installed.

        Examples:
            A Friday, a Saturday that is worked, and a Monday that is off:

            >>> hours = WorkingHours(days_worked=["2024-03-02"], days_off=["2024-03-04"])
            >>> days = np.array(["2024-03-01", "2024-03-02", "2024-03-04"], dtype="datetime64[D]")
            >>> hours.is_working_day(days).tolist()
            [True, True, False]
        """
        days = np.asarray(days, dtype="datetime64[D]")
        if not days.size:
            return np.empty(0, dtype=np.bool_)
        return self.time(days.min(), days.max()).of(days)

    def hours_between(self, start: Moments, end: Moments) -> Floats:
        """Return the working hours between moments, NaN where either is missing.

        Args:
            start: The moments at which each time begins, shape (n,).
            end: The moments at which it ends, shape (n,).

        Raises:
            MissingDependencyError: The library `holidays` is not installed.
            ParameterError: The moments lie more than 200 years apart.
        """
        start, end = (np.asarray(it, dtype="datetime64[us]") for it in (start, end))
        there = np.concatenate([start[~np.isnat(start)], end[~np.isnat(end)]])
        if not there.size:
            return np.full(start.shape, np.nan)
        table = self.time(there.min(), there.max())
        return table.until(end) - table.until(start)

    def time(self, first: np.datetime64, last: np.datetime64) -> WorkingTime:
        """Return the working hours of the days from one moment to another, added up.

        Args:
            first: The first moment.
            last: The last one.

        Raises:
            MissingDependencyError: The library `holidays` is not installed.
            ParameterError: They lie more than 200 years apart.
        """
        begin, end = (moment.astype("datetime64[D]") for moment in (first, last))
        if (end - begin) // DAY > LONGEST:
            raise ParameterError(
                f"the moments reach from {begin} to {end}: working hours are counted over at most "
                "200 years. Mend the moments that are far from the others."
            )
        days = np.arange(begin, end + DAY, dtype="datetime64[D]")
        known = _of_week(days, self) if self.country is None else _of_country(days, self)
        worked = known.is_worked & ~np.isin(days, _as_days(self.days_off))
        return WorkingTime(
            first=begin,
            is_worked=worked | np.isin(days, _as_days(self.days_worked)),
            begins=_minutes("start", self.start) / 60,
            hours_a_day=self.hours_a_day,
            unpublished=known.unpublished,
        )


def working_length(span: Span, hours: WorkingHours, *, name: str) -> float:
    """Return a span in working hours, as `WorkingHours.length` does.

    Args:
        span: The span.
        hours: The hours of the desk.
        name: The argument's name in messages.

    Raises:
        ParameterError: As there.
    """
    whole = duration.length(span, "hour", name=name)
    parts = duration.parts(span) if isinstance(span, str) else None
    if parts is None:
        return whole
    count, unit = parts
    if unit in ("month", "year"):
        raise ParameterError(
            f"{name} == {span!r}: in working hours a {unit} has no fixed length. Say it in hours, "
            "days or weeks."
        )
    days = {"day": 1, "week": hours.days_a_week}
    return count * days[unit] * hours.hours_a_day if unit in days else count


def _of_week(days: NDArray[np.datetime64], hours: WorkingHours) -> CountryDays:
    weekday = (days.astype(np.int64) + THURSDAY) % 7
    is_worked = np.isin(weekday, sorted(_numbers(hours.weekdays or WORKED)))
    return CountryDays(is_worked=is_worked, unpublished=())


def _of_country(days: NDArray[np.datetime64], hours: WorkingHours) -> CountryDays:
    weekdays = None if hours.weekdays is None else _numbers(hours.weekdays)
    return country_days(days, str(hours.country), hours.subdivision, weekdays)


def _numbers(weekdays: Iterable[str]) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(name) for name in weekdays)


def _as_days(dates: Sequence[str | dt.date]) -> NDArray[np.datetime64]:
    return np.array(list(dates), dtype="datetime64[D]")


def _minutes(name: str, text: object) -> int:
    written = TIME.fullmatch(text) if isinstance(text, str) else None
    minutes = 60 * int(written[1]) + int(written[2]) if written else -1
    if not 0 <= minutes <= 24 * 60:
        raise ParameterError(f'{name} == {text!r}, must be a time of the day like "09:00".')
    return minutes


def _weekdays(weekdays: Sequence[str]) -> tuple[str, ...]:
    names = [weekdays] if isinstance(weekdays, str) else list(weekdays)
    plain = [name.lower() if isinstance(name, str) else name for name in names]
    odd = [name for name in plain if name not in WEEKDAYS]
    if odd or not plain:
        raise ParameterError(
            f"weekdays == {weekdays!r}, must be names of weekdays such as 'monday' and 'saturday'."
        )
    return tuple(name for name in WEEKDAYS if name in plain)


def _dates(name: str, days: Sequence[str | dt.date]) -> tuple[dt.date, ...]:
    if isinstance(days, str | dt.date):
        days = [days]
    try:
        return tuple(
            dt.date.fromisoformat(day)
            if isinstance(day, str)
            else dt.date(day.year, day.month, day.day)
            for day in days
        )
    except (ValueError, AttributeError, TypeError) as error:
        raise ParameterError(f'{name} == {days!r}, must be dates such as "2024-02-09".') from error

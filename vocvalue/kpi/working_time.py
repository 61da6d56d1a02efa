"""Working hours added up from a first day on: a look-up for any number of moments."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.sealed import kept

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Moments: TypeAlias = NDArray[np.datetime64]

DAY, HOUR = np.timedelta64(1, "D"), np.timedelta64(3_600_000_000, "us")
MISSING = np.datetime64("NaT", "us")


@dataclass(frozen=True, kw_only=True, eq=False)
class WorkingTime:
    """The working hours from a first day on.

    Attributes:
        first: The first day.
        is_worked: Whether each day is worked, shape (m,).
        begins: The hour of the day at which work begins.
        hours_a_day: The hours of a working day.
        unpublished: Years of which the exchanged days of the country are not known yet.

    Examples:
        Thursday and Friday are worked from 9 to 17, Saturday is not:

        >>> time = WorkingTime(
        ...     first=np.datetime64("2024-02-29"),
        ...     is_worked=np.array([True, True, False]),
        ...     begins=9.0,
        ...     hours_a_day=8.0,
        ... )
        >>> moments = np.array(["2024-03-01T10:30", "2024-03-02T12:00"], dtype="datetime64[us]")
        >>> time.until(moments).tolist()
        [9.5, 16.0]
        >>> str(time.at(np.array([9.5]))[0])
        '2024-03-01T10:30:00.000000'
    """

    first: np.datetime64
    is_worked: Flags = field(repr=False)
    begins: float
    hours_a_day: float
    unpublished: tuple[int, ...] = ()

    def of(self, days: NDArray[np.datetime64]) -> Flags:
        """Return whether each of some days is worked.

        Args:
            days: Days from the first to the last, shape (n,).
        """
        return np.asarray(self.is_worked[(days - self.first) // DAY])

    def until(self, moments: Moments) -> Floats:
        """Return the working hours from the first day to each moment, NaN where it is missing.

        Args:
            moments: Moments from the first day to the last, shape (n,).
        """
        missing = np.isnat(moments)
        held = np.where(missing, self.first.astype("datetime64[us]"), moments)
        day = held.astype("datetime64[D]")
        place = (day - self.first) // DAY
        clock = (held - day) / HOUR - self.begins
        today = np.clip(clock, 0, self.hours_a_day) * self.is_worked[place]
        return np.where(missing, np.nan, self._before[place] + today)

    def at(self, until: Floats) -> Moments:
        """Return the moments at which so many working hours are over, NaT behind the last day.

        Args:
            until: The working hours from the first day on, above 0, shape (n,).
        """
        over = self._before[1:]
        place = np.searchsorted(over, until, side="left")
        is_there = place < over.size
        place = np.minimum(place, over.size - 1)
        clock = until - self._before[place] + self.begins
        moments = (self.first + place).astype("datetime64[us]") + np.round(clock * 3.6e9).astype(
            "timedelta64[us]"
        )
        return np.where(is_there, moments, MISSING)

    @kept
    def _before(self) -> Floats:
        """The working hours before each day and those before the day after the last, (m + 1,)."""
        return np.concatenate([[0.0], np.cumsum(self.hours_a_day * self.is_worked)])

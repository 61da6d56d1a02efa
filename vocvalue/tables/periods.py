"""Time cut into calendar periods: weeks from Monday, months, quarters and years."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.results import Note
from vocvalue.results.calendar import LAST, calendar_period
from vocvalue.results.spans import date
from vocvalue.tables import times

# Quarters and years are whole months, counted like them from January 1970; weeks are whole days,
# which unlike weeks every engine gives for a missing time too.
GRAIN: Mapping[Every, times.Grain] = {
    "week": "day",
    "month": "month",
    "quarter": "month",
    "year": "month",
}
LENGTH: Mapping[Every, int] = {"week": 7, "month": 1, "quarter": 3, "year": 12}
# The first day of 1970 is a Thursday.
SHIFT: Mapping[Every, int] = {"week": 3, "month": 0, "quarter": 0, "year": 0}


@dataclass(frozen=True, kw_only=True)
class Periods:
    """Calendar periods that follow one another without a gap.

    Attributes:
        every: The length of each.
        first: The number of the first, as `numbers` counts them.
        n: How many there are.

    Examples:
        >>> quarters = Periods.of(np.array([218, 216, 216]), "quarter")
        >>> quarters.start.astype(str).tolist()
        ['2024-01-01', '2024-04-01', '2024-07-01']
        >>> str(quarters.end)
        '2024-10-01'
    """

    every: Every
    first: int
    n: int

    @classmethod
    def of(cls, numbers: NDArray[np.int64], every: Every) -> "Periods":
        """Return the periods from the first of some numbered ones to the last.

        Args:
            numbers: The numbers, at least one.
            every: The length of a period.
        """
        first = int(numbers.min())
        return cls(every=every, first=first, n=int(numbers.max()) - first + 1)

    @property
    def start(self) -> NDArray[np.datetime64]:
        """The first day of each period, shape (n,)."""
        return _first_days(self.first + np.arange(self.n), self.every)

    @property
    def end(self) -> np.datetime64:
        """The first day after the last period."""
        return np.datetime64(_first_days(np.array([self.first + self.n]), self.every)[0])

    def counted(self, numbers: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how much of something there is in each period, without what lies in none of them.

        Args:
            numbers: The number of the period of each count, shape (m,).
            n: The counts, shape (m,).

        Examples:
            >>> quarters = Periods(every="quarter", first=216, n=2)
            >>> quarters.counted(np.array([216, 217, 216, 219]), np.array([1, 2, 4, 8])).tolist()
            [5, 2]
        """
        inside = (numbers >= self.first) & (numbers < self.first + self.n)
        places = numbers[inside] - self.first
        return np.bincount(places, weights=n[inside], minlength=self.n).astype(np.int64)

    def unfinished(self, observation_end: dt.datetime) -> tuple[Note, ...]:
        """Note that the last period was not observed to its end, so that its counts are too low.

        Args:
            observation_end: The last moment observed; its day counts in full.

        Examples:
            >>> months = Periods.of(np.array([653, 654]), "month")
            >>> print(months.unfinished(dt.datetime(2024, 7, 12))[0])
            The last month, July 2024, was observed only until 12 July 2024, so its counts are too
            low to compare with those of other periods.
            >>> months.unfinished(dt.datetime(2024, 7, 31))
            ()
        """
        if np.datetime64(observation_end.date()) + np.timedelta64(1, "D") >= self.end:
            return ()
        return (
            Note.of(
                "The {last}, {name}, was observed only until {day}, so its counts are too low "
                "to compare with those of other periods.",
                "{last}（{name}）只观察到{day}，其计数偏低，不宜与其他各期比较。",
                last=LAST[self.every],
                name=calendar_period(self.start[-1], self.every),
                day=date(observation_end),
                bears_on="claim",
            ),
        )


def period_of(column: str, every: Every, implementation: nw.Implementation) -> nw.Expr:
    """Return the expression by which an engine groups wall-clock times into periods.

    What comes back of it is counted by `numbers`. Of quarters, years and weeks it is finer than a
    period, so that rows of one period are still to be added up.
    """
    return times.period(column, GRAIN[every], implementation)


def numbers(periods: nw.Series[Any], every: Every) -> NDArray[np.int64]:
    """Return what an engine gave of `period_of` as numbers, one more for each period."""
    return _counted(times.period_numbers(periods, GRAIN[every]), every)


def days(periods: nw.Series[Any]) -> NDArray[np.datetime64]:
    """Return what an engine gave of `period_of` for weeks, which is finer than one, as days."""
    grain = GRAIN["week"]
    return times.period_starts(times.period_numbers(periods, grain), grain).astype("datetime64[D]")


def numbers_of(moments: NDArray[np.datetime64], every: Every) -> NDArray[np.int64]:
    """Return the number of the period that each moment falls in, shape (n,).

    Examples:
        >>> days = np.array(["2024-01-07", "2024-01-08", "2024-04-01"], dtype="datetime64[D]")
        >>> {every: np.diff(numbers_of(days, every)).tolist() for every in ("week", "quarter")}
        {'week': [1, 12], 'quarter': [0, 1]}
    """
    grains = moments.astype(times.DTYPES[GRAIN[every]]).astype(np.int64)
    return _counted(grains, every)


def _counted(grains: NDArray[np.int64], every: Every) -> NDArray[np.int64]:
    return np.asarray((grains + SHIFT[every]) // LENGTH[every], dtype=np.int64)


def _first_days(numbers: NDArray[np.int64], every: Every) -> NDArray[np.datetime64]:
    grains = numbers * LENGTH[every] - SHIFT[every]
    return times.period_starts(grains, GRAIN[every]).astype("datetime64[D]")

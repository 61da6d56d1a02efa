"""The two periods that are compared, and the weeks within them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.errors import DataError
from vocvalue.tables.periods import Periods, numbers_of

Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
DAY = np.timedelta64(1, "D")
OVER = 0.95
"""The part of a period that has passed once it is judged."""


@dataclass(frozen=True, kw_only=True)
class TwoPeriods:
    """The period that is judged and the one before it.

    Attributes:
        every: Their length.
        start: The first day of the earlier one.
        middle: The first day of the one judged.
        end: The day after its last.
        observed: The first and the last day observed.
    """

    every: Every
    start: np.datetime64
    middle: np.datetime64
    end: np.datetime64
    observed: tuple[np.datetime64, np.datetime64]

    @classmethod
    def of(cls, day: Days, *, every: Every, end: np.datetime64) -> "TwoPeriods":
        """Return the last period that is over and the one before it.

        Args:
            day: The days of the answers, shape (n,).
            every: The length of a period.
            end: The last day observed.

        Raises:
            DataError: The answers do not reach into two periods.
        """
        first = day.min()
        numbers = numbers_of(np.array([first, end]), every)
        periods = Periods.of(numbers, every)
        edges = np.append(periods.start, periods.end)
        length = edges[1:] - edges[:-1]
        is_over = (end + DAY - edges[:-1]) / length >= OVER
        last = int(np.flatnonzero(is_over)[-1]) if is_over.any() else -1
        if last < 1:
            raise DataError(
                f"the responses cover {first} to {end}, which is not two {every}s of which the "
                "second is over. Choose shorter periods with every=, or state the end of "
                "observation with observation_end=."
            )
        return cls(
            every=every,
            start=edges[last - 1],
            middle=edges[last],
            end=edges[last + 1],
            observed=(first, end),
        )

    @property
    def before(self) -> tuple[np.datetime64, np.datetime64]:
        """The first and the last day of the earlier period."""
        return self.start, self.middle - DAY

    @property
    def after(self) -> tuple[np.datetime64, np.datetime64]:
        """The first and the last day of the period judged."""
        return self.middle, self.end - DAY

    def holds(self, day: Days) -> Flags:
        """Return whether each day lies in one of the two, shape (n,)."""
        return np.asarray((day >= self.start) & (day < self.end))

    def is_after(self, day: Days) -> Flags:
        """Return whether each day lies in the period judged or later, shape (n,)."""
        return np.asarray(day >= self.middle)

    def whole_weeks(self) -> tuple[NDArray[np.int64], Flags]:
        """Return the weeks that lie in one of the two and were observed from end to end.

        Returns:
            Their numbers, and whether each is of the period judged.
        """
        first = max(self.start, self.observed[0])
        last = min(self.end, self.observed[1] + DAY)
        week = np.arange(*numbers_of(np.array([first, last]), "week"))
        if not week.size:
            return week, week.astype(np.bool_)
        monday = Periods(every="week", first=int(week[0]), n=week.size).start
        inside = (monday >= first) & (monday + 7 * DAY <= last)
        cut = (monday < self.middle) & (monday + 7 * DAY > self.middle)
        used = inside & ~cut
        return week[used], monday[used] >= self.middle


def weeks_of(day: Days) -> NDArray[np.int64]:
    """Return the number of the week of each day, shape (n,)."""
    return numbers_of(day, "week")

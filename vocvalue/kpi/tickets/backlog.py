"""The tickets that are open: how many there were at the end of each week, and how old they are."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Estimate
from vocvalue.results.result import Pictured
from vocvalue.tables.periods import Periods, numbers_of

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Moments: TypeAlias = NDArray[np.datetime64]

RECENT = 4
"""The number of whole weeks that tell whether the backlog grows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TicketBacklog(Pictured):
    """The tickets that are open, by week and by age.

    Attributes:
        week: The Monday of each week, shape (k,).
        opened: Tickets opened in it, shape (k,).
        closed: Tickets closed for good in it, shape (k,).
        open_at_end: Tickets open at its end, or at the end of observation, shape (k,).
        is_whole: Whether each week was observed to its end, shape (k,).
        ages: The ages in hours of the tickets open at the end of observation, ascending.
        over_target: How many of these are older than the target.
        target_hours: The target in hours.
        in_working_hours: Whether hours are those of work.
        end: The end of observation.
    """

    week: Moments = field(repr=False)
    opened: Ints = field(repr=False)
    closed: Ints = field(repr=False)
    open_at_end: Ints = field(repr=False)
    is_whole: NDArray[np.bool_] = field(repr=False)
    ages: Floats = field(repr=False)
    over_target: int
    target_hours: float
    in_working_hours: bool
    end: np.datetime64

    @property
    def n_open(self) -> int:
        """How many tickets are open at the end of observation."""
        return self.ages.size

    @property
    def median_age(self) -> float:
        """The median age of the open tickets in hours; NaN where none is open."""
        return float(np.median(self.ages)) if self.ages.size else float("nan")

    @property
    def oldest_age(self) -> float:
        """The age of the oldest open ticket in hours; NaN where none is open."""
        return float(self.ages[-1]) if self.ages.size else float("nan")

    @property
    def recent(self) -> tuple[int, int, int]:
        """The number of the last whole weeks, at most four, and what was opened and closed then."""
        weeks = np.flatnonzero(self.is_whole)[-RECENT:]
        return weeks.size, int(self.opened[weeks].sum()), int(self.closed[weeks].sum())

    def figures(self) -> dict[str, Estimate]:
        """Return nothing: all of these are counts without error."""
        return {}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per week: tickets opened, closed for good, and open at its end."""
        return pd.DataFrame(
            {
                "week": self.week.astype("datetime64[us]"),
                "opened": self.opened,
                "closed": self.closed,
                "open_at_end": self.open_at_end,
                "is_whole": self.is_whole,
            }
        )


def backlog_of(
    opened: Moments,
    closed: Moments,
    ages: Floats,
    *,
    end: np.datetime64,
    target_hours: float,
    in_working_hours: bool,
) -> TicketBacklog:
    """Return the backlog of tickets.

    Args:
        opened: When each was opened, shape (n,), n above 0.
        closed: When each was closed, NaT while it is open, shape (n,).
        ages: The hours of those that are open.
        end: The end of observation.
        target_hours: The target in hours.
        in_working_hours: Whether hours are those of work.

    Examples:
        >>> days = np.array(["2024-01-01", "2024-01-02", "2024-01-10"], dtype="datetime64[us]")
        >>> closed = np.array(["2024-01-09", "NaT", "NaT"], dtype="datetime64[us]")
        >>> found = backlog_of(
        ...     days,
        ...     closed,
        ...     np.array([312.0, 120.0]),
        ...     end=np.datetime64("2024-01-15T00:00", "us"),
        ...     target_hours=24.0,
        ...     in_working_hours=False,
        ... )
        >>> found.open_at_end.tolist(), found.n_open, found.over_target
        ([2, 2, 2], 2, 2)
    """
    weeks = numbers_of(np.append(opened, end), "week")
    periods = Periods.of(weeks, "week")
    is_closed = ~np.isnat(closed)
    n_opened = _by_week(weeks[:-1], periods)
    n_closed = _by_week(numbers_of(closed[is_closed], "week"), periods)
    ends = np.append(periods.start[1:], periods.end).astype("datetime64[us]")
    return TicketBacklog(
        week=periods.start,
        opened=n_opened,
        closed=n_closed,
        open_at_end=np.cumsum(n_opened - n_closed),
        is_whole=np.asarray(ends <= end + np.timedelta64(1, "D")),
        ages=np.sort(ages),
        over_target=int((ages > target_hours).sum()),
        target_hours=target_hours,
        in_working_hours=in_working_hours,
        end=end,
    )


def _by_week(weeks: Ints, periods: Periods) -> Ints:
    return periods.counted(weeks, np.ones(weeks.size, dtype=np.int64))

"""Time between moments of tickets: by the clock, or in the hours that the desk works."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.duration import Span
from vocvalue.kpi.working_hours import WorkingHours, working_length
from vocvalue.kpi.working_time import HOUR, WorkingTime

Floats: TypeAlias = NDArray[np.float64]
Moments: TypeAlias = NDArray[np.datetime64]


def hours_of(span: Span, hours: WorkingHours | None, *, name: str) -> float:
    """Return a span in hours: of the clock, or of work.

    Args:
        span: The span.
        hours: The hours of the desk; None for all hours.
        name: The argument's name in messages.

    Raises:
        ParameterError: It cannot be read, or has no fixed number of working hours.

    Examples:
        >>> hours_of("5 days", None, name="target"), hours_of("5 days", WorkingHours(), name="it")
        (120.0, 45.0)
    """
    if hours is None:
        return duration.length(span, "hour", name=name)
    return working_length(span, hours, name=name)


@dataclass(frozen=True, kw_only=True, eq=False)
class Clock:
    """What counts as time between two moments.

    Attributes:
        working: The working hours of all days of the tables, added up; None where all hours count.
    """

    working: WorkingTime | None = field(repr=False, default=None)

    @classmethod
    def of(cls, hours: WorkingHours | None, first: np.datetime64, last: np.datetime64) -> "Clock":
        """Return the clock of a desk.

        Args:
            hours: The hours of the desk; None for all hours.
            first: The first moment that is asked of it.
            last: The last one.

        Raises:
            MissingDependencyError: The holidays of a country are wanted, and their library is not
                installed.
        """
        return cls() if hours is None else cls(working=hours.time(first, last))

    @property
    def unpublished(self) -> tuple[int, ...]:
        """Years of which the exchanged days of the country are not known yet."""
        return () if self.working is None else self.working.unpublished

    def between(self, start: Moments, end: Moments) -> Floats:
        """Return the hours between moments, NaN where either is missing.

        Args:
            start: The first moments, shape (n,).
            end: The last ones, shape (n,).
        """
        if self.working is None:
            return np.asarray((end - start) / HOUR, dtype=np.float64)
        return self.working.until(end) - self.working.until(start)

    def after(self, start: Moments, hours: float) -> Moments:
        """Return the moments at which so many hours are over, NaT behind the last that is known.

        Args:
            start: The moments from which it is counted, shape (n,).
            hours: How many hours.
        """
        if self.working is None:
            return start + np.timedelta64(round(hours * 3.6e9), "us")
        return self.working.at(self.working.until(start) + hours)

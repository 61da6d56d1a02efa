"""The span of time that a simulated log covers, in whole seconds after its start."""

import datetime as dt
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.duration import Span
from vocvalue.errors import ParameterError

Day: TypeAlias = str | dt.date | pd.Timestamp
Seconds: TypeAlias = NDArray[np.int64]

SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Observation:
    """A log's first and last day, and the opening span in which customers arrive.

    Attributes:
        start: The first second of the log.
        length: Seconds from the start until the log ends.
        acquisition: Seconds from the start in which first purchases fall.
    """

    start: pd.Timestamp
    length: int
    acquisition: int

    @classmethod
    def between(cls, start: Day, end: Day, acquisition: Span) -> Self:
        """Return the observation from the start of one day to the end of another."""
        opening = day_of("start", start)
        length = int((day_of("end", end) - opening).days + 1) * SECONDS_PER_DAY
        arrivals = round(duration.length(acquisition, "day", name="acquisition") * SECONDS_PER_DAY)
        if length < SECONDS_PER_DAY:
            raise ParameterError(f"end == {end!r}, must not be before start == {start!r}.")
        if arrivals > length:
            raise ParameterError(
                f"acquisition == {acquisition!r}, must not be longer than the "
                f"{length // SECONDS_PER_DAY:,} days from start to end."
            )
        return cls(start=opening, length=length, acquisition=arrivals)

    @property
    def asked(self) -> dict[str, str]:
        """The first and last day and the opening span, as a caller would write them."""
        return {
            "start": f"{self.start:%Y-%m-%d}",
            "end": f"{self.end:%Y-%m-%d}",
            "acquisition": f"{self.acquisition / SECONDS_PER_DAY:g} days",
        }

    @property
    def end(self) -> pd.Timestamp:
        """The last second observed."""
        return self.start + pd.Timedelta(seconds=self.length - 1)

    def first_purchases(self, n_customers: int, rng: np.random.Generator) -> Seconds:
        """Draw first purchases uniformly over the opening span."""
        return rng.integers(0, self.acquisition, n_customers)

    def timestamps(self, moments: Seconds) -> NDArray[np.datetime64]:
        """Return the calendar times of moments counted in seconds after the start."""
        origin = np.datetime64(self.start, "us")
        return origin + moments.astype("timedelta64[s]").astype("timedelta64[us]")


def day_of(name: str, value: Day) -> pd.Timestamp:
    """Return the first moment of a day.

    Args:
        name: The argument's name in messages.
        value: The day.
    """
    try:
        day = pd.Timestamp(value)
    except (TypeError, ValueError) as error:
        raise ParameterError(f'{name} == {value!r}, must be a day such as "2023-01-02".') from error
    if pd.isna(day) or day.tz is not None or day != day.normalize():
        raise ParameterError(f"{name} == {value!r}, must be a day without a time and a zone.")
    return day

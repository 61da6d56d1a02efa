"""How long tickets take until they are closed, as a KPI of its own."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Every, Span
from vocvalue.kpi.kpi import Band, Bounds, KpiName, KpiPeriod
from vocvalue.kpi.tickets.stage import StageTimes
from vocvalue.kpi.tickets.teams import TicketGroup
from vocvalue.kpi.working_hours import WorkingHours
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True, eq=False)
class CloseTimes(Pictured):
    """How long tickets take until they are closed; open ones are censored and not dropped.

    Attributes:
        closing: The times from opening a ticket to closing it.
        contact: Those to the first contact; None where the table does not say it.
        reopened: The share of the tickets closed at least once that was opened again; None where
            the table does not say it. A ticket that was opened again is not closed until it is
            closed again.
        teams: The times of each team, the one with most tickets first.
        topics: The times of each topic, in the same order.
        target: The time within which a ticket is to be closed.
        target_hours: The same in hours, of work where the desk has hours.
        horizon: The time over which the mean is taken.
        horizon_hours: The same in hours.
        hours: The hours of the desk; None where all hours count.
        periods: The mean time to close by period of opening.
        by_period: The tickets opened in each, shape (k,).
        every: The length of a period.
        bounds: From where on the mean is low, and high, in hours; less is better.
        level: The confidence level.
    """

    closing: StageTimes
    contact: StageTimes | None
    reopened: Estimate | None
    teams: tuple[TicketGroup, ...]
    topics: tuple[TicketGroup, ...]
    target: Span
    target_hours: float
    horizon: Span
    horizon_hours: float
    hours: WorkingHours | None
    periods: tuple[KpiPeriod, ...]
    by_period: NDArray[np.int64] = field(repr=False)
    every: Every
    bounds: Bounds
    level: float

    @property
    def kpi(self) -> KpiName:
        """Which KPI it is."""
        return "timeliness"

    @property
    def money(self) -> Money | None:
        """None: closing a ticket has no price of its own."""
        return None

    @property
    def n_open(self) -> int:
        """How many tickets are open."""
        return self.closing.n - self.closing.done

    def headline(self) -> Estimate:
        """Return the mean hours to close, up to the horizon."""
        return self.closing.mean

    def band(self) -> Band:
        """Return the band that the whole interval of the mean lies in, or "unknown"."""
        return self.bounds.band_shown(self.closing.mean)

    def trend(self) -> tuple[KpiPeriod, ...]:
        """Return the mean hours to close of each period of opening."""
        return self.periods

    def figures(self) -> dict[str, Estimate]:
        """Return the mean and the median hours, and the share closed within the target."""
        times = self.closing
        return {
            "hours to close": times.mean,
            **({} if times.median is None else {"median hours to close": times.median}),
            "closed within the target": times.within_target,
            **({} if self.contact is None else {"hours to contact": self.contact.mean}),
            **({} if self.reopened is None else {"reopened": self.reopened}),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row for all tickets, and one per team and topic.

        The columns are by ("all", "team" or "topic"), name, tickets, open, within_target with lower
        and upper, mean_hours with lower and upper, median_hours, slower_by with lower and upper,
        and p_value.
        """
        whole = _row("all", "all", self.closing)
        groups = [
            _row(by, group.name, group.times)
            | _interval("slower_by", group.slower_by)
            | {"p_value": group.p_value}
            for by, held in (("team", self.teams), ("topic", self.topics))
            for group in held
        ]
        return pd.DataFrame([whole, *groups], columns=list(COLUMNS))

    def by_time(self) -> pd.DataFrame:
        """Return one row per period of opening: tickets, and the mean hours to close."""
        return pd.DataFrame(
            {
                "period": [period.start for period in self.periods],
                "tickets": self.by_period,
                "mean_hours": [period.estimate.value for period in self.periods],
                "lower": [period.estimate.lower for period in self.periods],
                "upper": [period.estimate.upper for period in self.periods],
                "is_mature": [period.is_mature for period in self.periods],
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, without the curves."""
        return {**super().to_dict(), "kpi": self.kpi, "band": plain(self.band())}


COLUMNS = (
    *("by", "name", "tickets", "open", "within_target", "within_target_lower"),
    *("within_target_upper", "mean_hours", "mean_hours_lower", "mean_hours_upper"),
    *("median_hours", "slower_by", "slower_by_lower", "slower_by_upper", "p_value"),
)


def _row(by: str, name: str, times: StageTimes) -> dict[str, Any]:
    return {
        "by": by,
        "name": name,
        "tickets": times.n,
        "open": times.n - times.done,
        **_interval("within_target", times.within_target),
        **_interval("mean_hours", times.mean),
        "median_hours": np.nan if times.median is None else times.median.value,
    }


def _interval(name: str, estimate: Estimate) -> dict[str, float]:
    return {
        name: estimate.value,
        f"{name}_lower": estimate.lower,
        f"{name}_upper": estimate.upper,
    }

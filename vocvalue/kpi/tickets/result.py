"""A closed loop: who was reached, how fast tickets are closed, and what is open."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vocvalue.kpi.tickets.backlog import TicketBacklog
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.coverage import LoopCoverage
from vocvalue.kpi.tickets.staying_result import StayingByTime
from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True, eq=False)
class ClosedLoop(Pictured):
    """Whether the loop with detractors is closed: coverage, timeliness, backlog.

    `coverage` and `timeliness` are the two KPIs that the scorecard takes.

    Attributes:
        coverage: How many detractors were reached.
        timeliness: How long tickets take until they are closed.
        backlog: The tickets that are open, by week and by age.
        staying: Whether customers whose tickets are closed in time stay more often; None without
            orders.
        end: The end of observation.
        level: The confidence level.
    """

    coverage: LoopCoverage
    timeliness: CloseTimes
    backlog: TicketBacklog
    staying: StayingByTime | None
    end: np.datetime64
    level: float

    @property
    def kpis(self) -> tuple[LoopCoverage, CloseTimes]:
        """The two KPIs of the loop."""
        return self.coverage, self.timeliness

    def figures(self) -> dict[str, Estimate]:
        """Return the figures of both KPIs, and the difference in retention."""
        return {
            **self.coverage.figures(),
            **self.timeliness.figures(),
            **({} if self.staying is None else {"retention": self.staying.difference}),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row for all tickets, and one per team and topic, as `CloseTimes.to_frame`."""
        return self.timeliness.to_frame()

    def to_dict(self) -> dict[str, Any]:
        """Return the figures of all parts, without the curves."""
        return {name: plain(held) for name, held in vars(self).items()}

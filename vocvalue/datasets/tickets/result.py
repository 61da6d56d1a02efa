"""A simulated desk: its tickets as a company sees them, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut


@dataclass(frozen=True, kw_only=True, eq=False)
class TicketDesk(Pictured):
    """The tickets of a simulated desk with the truth behind them.

    Attributes:
        tickets: One row per ticket, as known at the end of observation: ticket_id, customer_id,
            opened, contacted, closed, reopened, team, topic.
        truth: One row per ticket: ticket_id, answered (the answer of the detractor that it was
            opened for, missing for other tickets), first_closed, reopened and closed, whenever they
            come, missing where they never do.
        n_detractors: The answers of detractors, with a ticket or without.
        parameters: Everything the simulation was run with.
        observation_end: The last moment observed.
    """

    tickets: HandedOut[pd.DataFrame] = HandedOut()
    truth: HandedOut[pd.DataFrame] = HandedOut()
    n_detractors: int
    parameters: Mapping[str, Any]
    observation_end: pd.Timestamp

    def to_frame(self) -> pd.DataFrame:
        """Return the tickets."""
        return self.tickets

    @property
    def n_open(self) -> int:
        """How many tickets are open at the end of observation."""
        tickets = self.tickets
        return int((tickets["closed"].isna() | (tickets["reopened"] >= tickets["closed"])).sum())

    def share_closed(self, hours: float) -> float:
        """Return the share of tickets that is closed for good within some hours, open ones too.

        Args:
            hours: The hours since each was opened.
        """
        return float((self.hours_to_close <= hours).mean())

    def mean_hours(self, horizon: float) -> float:
        """Return the mean hours until tickets are closed for good, up to a horizon.

        Args:
            horizon: The horizon in hours; a ticket that takes longer counts with it.
        """
        return float(np.minimum(self.hours_to_close, horizon).mean())

    @property
    def hours_to_close(self) -> NDArray[np.float64]:
        """The hours until each ticket is closed for good, infinite where it never is, (n,)."""
        closed, opened = self.truth["closed"].to_numpy(), self.tickets["opened"].to_numpy()
        hours = np.asarray((closed - opened) / np.timedelta64(1, "h"), dtype=np.float64)
        return np.where(np.isnan(hours), np.inf, hours)

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {
            "n_tickets": len(self.tickets),
            "n_open": self.n_open,
            "n_detractors": self.n_detractors,
            "parameters": plain(self.parameters),
            "observation_end": self.observation_end.isoformat(),
        }

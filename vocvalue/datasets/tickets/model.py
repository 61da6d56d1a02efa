"""How a simulated desk works: whom it reaches, how fast its teams are, what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from vocvalue import checks
from vocvalue.datasets.purchase import fraction
from vocvalue.errors import ParameterError
from vocvalue.sealed import seal


@dataclass(frozen=True, kw_only=True)
class TicketModel:
    """The parameters of a simulated desk.

    Attributes:
        ticketed: The probability that a ticket is opened for a detractor.
        wait_hours: The mean hours from the answer to the ticket, exponential.
        contact_hours: The mean hours from the ticket to the first contact, exponential.
        close_hours: The median hours from the ticket to its closing, by team, log-normal.
        close_spread: The standard deviation of the logarithm of these hours.
        forgotten: The probability that a ticket is never closed.
        reopened: The probability that a closed ticket is opened again, once.
        reopened_after_hours: The mean hours until then, exponential.
        others: Tickets of customers who did not answer as a detractor, for each ticket of one.

    Examples:
        >>> model = TicketModel(close_hours={"a": 24.0}, forgotten=0.1)
        >>> model.share_closed(24.0)
        0.45
    """

    ticketed: float = 0.45
    wait_hours: float = 30.0
    contact_hours: float = 10.0
    close_hours: Mapping[str, float] = field(
        default_factory=lambda: {"hotline": 30.0, "online": 36.0, "after-sales": 96.0}
    )
    close_spread: float = 1.1
    forgotten: float = 0.04
    reopened: float = 0.08
    reopened_after_hours: float = 72.0
    others: float = 0.5

    def __post_init__(self) -> None:
        for name in ("ticketed", "forgotten", "reopened"):
            fraction(name, getattr(self, name))
        for name in ("wait_hours", "contact_hours", "close_spread", "reopened_after_hours"):
            checks.positive(name, getattr(self, name))
        checks.non_negative("others", self.others)
        if not self.close_hours:
            raise ParameterError("close_hours is empty: a desk needs at least one team.")
        for team, hours in self.close_hours.items():
            checks.positive(f"close_hours[{team!r}]", hours)
        seal(self)

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams."""
        return tuple(self.close_hours)

    @property
    def medians(self) -> NDArray[np.float64]:
        """The median hours to close of each team."""
        return np.array(list(self.close_hours.values()), dtype=np.float64)

    def share_reached(self, hours: float) -> float:
        """Return the probability that a ticket is opened for a detractor within some hours.

        Args:
            hours: The hours since the answer.
        """
        return float(self.ticketed * -np.expm1(-hours / self.wait_hours))

    def share_closed(self, hours: float) -> float:
        """Return the probability that a ticket is closed for the first time within some hours.

        Args:
            hours: The hours since it was opened.
        """
        share = ndtr(np.log(hours / self.medians) / self.close_spread).mean()
        return float((1 - self.forgotten) * share)

    def mean_hours(self, horizon: float) -> float:
        """Return the mean hours to the first closing, a longer time counting with the horizon.

        A forgotten ticket counts with the horizon, and E[min(T, h)] of a log-normal T with median m
        and spread s is m exp(s^2 / 2) P(Z < (log(h / m) - s^2) / s) + h P(Z > log(h / m) / s).

        Args:
            horizon: The horizon in hours.

        References:
            Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions 1, section
            14.3, for the truncated moments.
        """
        z, spread = np.log(horizon / self.medians), self.close_spread
        below = self.medians * np.exp(spread**2 / 2) * ndtr((z - spread**2) / spread)
        closed = (below + horizon * ndtr(-z / spread)).mean()
        return float((1 - self.forgotten) * closed + self.forgotten * horizon)

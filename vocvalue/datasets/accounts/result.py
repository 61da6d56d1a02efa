"""Simulated accounts: what a company sees of them, and the health that it does not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue import duration
from vocvalue.datasets.accounts.course import AccountCourse
from vocvalue.duration import Span
from vocvalue.errors import ParameterError
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut


@dataclass(frozen=True, kw_only=True, eq=False)
class SimulatedAccounts(Pictured):
    """Business accounts with the truth behind them.

    Attributes:
        accounts: One row per account: account_id, revenue (a year), tier, since.
        responses: One row per answer: account_id, customer_id, timestamp, role, score (0-10).
        usage: One row per account and month: account_id, timestamp (its last day), usage, users,
            seats, features.
        billing: One row per invoice: account_id, due, paid (empty while open), amount, kind.
        churn: One row per account that left: account_id, timestamp.
        truth: One row per account and month at whose end it is there: account_id, timestamp (the
            last day), health (standard normal).
        parameters: Everything the simulation was run with.
        observation_end: The last day observed.
        currency: The currency code of the money.
    """

    accounts: HandedOut[pd.DataFrame] = HandedOut()
    responses: HandedOut[pd.DataFrame] = HandedOut()
    usage: HandedOut[pd.DataFrame] = HandedOut()
    billing: HandedOut[pd.DataFrame] = HandedOut()
    churn: HandedOut[pd.DataFrame] = HandedOut()
    truth: HandedOut[pd.DataFrame] = HandedOut()
    parameters: Mapping[str, Any]
    observation_end: pd.Timestamp
    currency: str

    def to_frame(self) -> pd.DataFrame:
        """Return the accounts."""
        return self.accounts

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {
            "n_accounts": len(self.accounts),
            "n_responses": len(self.responses),
            "n_invoices": len(self.billing),
            "n_left": len(self.churn),
            "parameters": plain(self.parameters),
            "observation_end": self.observation_end.isoformat(),
            "currency": self.currency,
        }

    @property
    def course(self) -> AccountCourse:
        """How health moves, and how it makes accounts leave."""
        names = ("persistence", "steepness", "monthly_churn")
        return AccountCourse(**{name: self.parameters[name] for name in names})

    def true_churn(self, within: Span = "6 months") -> pd.DataFrame:
        """Return how likely each account truly is to leave within some months, at each month's end.

        Args:
            within: The span, in whole months.

        Returns:
            One row per row of the truth: account_id, timestamp, chance.

        Raises:
            ParameterError: The span is not of whole months.

        Examples:
            >>> from vocvalue.datasets import simulate_accounts
            >>> sample = simulate_accounts(200, monthly_churn=0.02, seed=1)
            >>> chance = sample.true_churn("1 month")["chance"]
            >>> bool(0 < chance.min() < chance.max() < 1)
            True
        """
        months = duration.length(within, "month", name="within")
        if months < 1 or months != round(months):
            raise ParameterError(f"within == {within!r}, must be whole months.")
        truth = self.truth
        chance = self.course.leaving_within(round(months), truth["health"].to_numpy())
        return truth[["account_id", "timestamp"]].assign(chance=chance)

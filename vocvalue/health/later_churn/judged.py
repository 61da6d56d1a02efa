"""Scores of accounts at cut-offs beside what became of them."""

from dataclasses import dataclass, field

import numpy as np

from vocvalue.health.account_log import Flags, Floats, Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class JudgedScores:
    """Scores at cut-offs, one row for each account and cut-off.

    Attributes:
        account: The account, by its place in the table of accounts, shape (m,).
        cutoff: The number of the cut-off, shape (m,).
        score: The score, shape (m,).
        nps: The mean answer of the account's people, NaN without one, shape (m,).
        churned: Whether it left within the window, shape (m,).
        days: The days from the cut-off until it left, NaN where it did not, shape (m,).
        log_odds: The log odds of leaving, by weights that were learned before; None without them.
    """

    account: Ints = field(repr=False)
    cutoff: Ints = field(repr=False)
    score: Floats = field(repr=False)
    nps: Floats = field(repr=False)
    churned: Flags = field(repr=False)
    days: Floats = field(repr=False)
    log_odds: Floats | None = field(repr=False)

    @property
    def n_churned(self) -> int:
        """How many accounts left, each counted once."""
        return int(np.unique(self.account[self.churned]).size)

    def rows(self, chosen: Flags) -> "JudgedScores":
        """Return some rows.

        Args:
            chosen: Which, shape (m,).
        """
        return JudgedScores(
            account=self.account[chosen],
            cutoff=self.cutoff[chosen],
            score=self.score[chosen],
            nps=self.nps[chosen],
            churned=self.churned[chosen],
            days=self.days[chosen],
            log_odds=None if self.log_odds is None else self.log_odds[chosen],
        )

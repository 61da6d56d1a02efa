"""Accounts by their revenue, the largest first."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np

from vocvalue.errors import DataError
from vocvalue.health.account_log import AccountLog, Flags, Floats, Ints
from vocvalue.results.groups import MISSING
from vocvalue.tables.labels import Labels


@dataclass(frozen=True, kw_only=True, eq=False)
class RevenueBook:
    """Accounts by their revenue, the largest first; those of unknown revenue come last.

    Attributes:
        place: The place of each in the table of accounts, shape (n,).
        account_id: The accounts, of length n.
        revenue: The revenue of a year, NaN where not known, shape (n,).
        tier: The tiers; None where the table has none.
    """

    place: Ints = field(repr=False)
    account_id: nw.Series[Any] = field(repr=False)
    revenue: Floats = field(repr=False)
    tier: Labels | None = field(repr=False)

    @classmethod
    def of(cls, log: AccountLog, used: Flags) -> "RevenueBook":
        """Return some accounts by their revenue; of equal ones the first of the table comes first.

        Args:
            log: All that is known of accounts.
            used: Whether an account is one of them, shape (n,).

        Raises:
            DataError: None of them has any revenue.
        """
        place = np.flatnonzero(used)
        place = place[np.argsort(-log.revenue[place], kind="stable")]
        revenue = log.revenue[place]
        if not np.nansum(revenue) > 0:
            raise DataError(
                f"the revenue of the {place.size:,} accounts sums to 0 or is not known, so there "
                "is nothing to be shared out. Name the column of their revenue, "
                "Accounts(..., revenue=...)."
            )
        return cls(
            place=place,
            account_id=nw.maybe_reset_index(log.ids[place.tolist()]),
            revenue=revenue,
            tier=log.tier,
        )

    @property
    def tiers(self) -> tuple[str, ...] | None:
        """The tier of each account; None where the table has none."""
        if self.tier is None:
            return None
        words = self.tier.words[self.place]
        return tuple(MISSING if word is None else str(word) for word in words)

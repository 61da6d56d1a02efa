"""Who holds the revenue: the largest accounts, the curve, and the tiers."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.health.revenue.whole import certain
from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut, kept
from vocvalue.tables import frames

Floats = NDArray[np.float64]
FIFTH = 0.20


@dataclass(frozen=True, kw_only=True)
class TierRevenue:
    """The accounts of a tier.

    Attributes:
        tier: The tier, or "(missing)".
        n_accounts: How many accounts it has.
        revenue: Their revenue of a year.
        share: The share of all revenue, as a fraction.

    Examples:
        >>> TierRevenue(tier="key", n_accounts=2, revenue=800.0, share=0.8).share
        0.8
    """

    tier: str
    n_accounts: int
    revenue: float
    share: float


@dataclass(frozen=True, kw_only=True, eq=False)
class RevenueConcentration(Pictured):
    """Who holds the revenue.

    Attributes:
        account_id: The accounts with a known revenue, under the caller's own column name, the
            largest first.
        revenue: The revenue of a year of each, shape (n,).
        tier: The tier of each; None where the table has none.
        tiers: The tiers, that with the most revenue first; empty where there are none.
        share: The share of the revenue that is asked about, as a fraction.
        currency: The currency code, where known.
    """

    account_id: HandedOut[nw.Series[Any]] = HandedOut()
    revenue: Floats = field(repr=False)
    tier: tuple[str, ...] | None = field(repr=False)
    tiers: tuple[TierRevenue, ...]
    share: float
    currency: str | None

    @property
    def n(self) -> int:
        """The number of accounts with a known revenue."""
        return self.revenue.size

    @property
    def total(self) -> float:
        """The revenue of all accounts in a year."""
        return float(self.revenue.sum())

    @kept
    def cumulative(self) -> Floats:
        """The share of the revenue that each account and all larger ones hold, shape (n,)."""
        return np.asarray(np.cumsum(self.revenue) / self.total)

    @property
    def n_holders(self) -> int:
        """How many of the largest accounts it takes to hold the share that is asked about."""
        return int(np.searchsorted(self.cumulative, self.share * (1 - 1e-12))) + 1

    @property
    def holders(self) -> Estimate:
        """The share of accounts that it takes, as a fraction."""
        return certain(self.n_holders / self.n, self.n)

    @property
    def largest(self) -> Estimate:
        """The share of the revenue that the largest account holds alone."""
        return certain(float(self.cumulative[0]), self.n)

    @property
    def fifth(self) -> Estimate:
        """The share of the revenue that the largest fifth of the accounts holds."""
        return certain(self.held_by(FIFTH), self.n)

    @property
    def n_equal(self) -> float:
        """How many accounts of equal size would be as concentrated: 1 over the sum of squares."""
        return float(1 / np.sum((self.revenue / self.total) ** 2))

    def held_by(self, part: float) -> float:
        """Return the share of the revenue that a part of the accounts holds, the largest first.

        Args:
            part: The part of the accounts, from 0 to 1; of an account that it cuts, that part.

        Raises:
            ParameterError: A part below 0 or above 1.

        Examples:
            >>> import pandas as pd
            >>> from vocvalue import health
            >>> accounts = pd.DataFrame({"account_id": list("ABCD"), "revenue": [10, 60, 20, 10]})
            >>> found = health.concentration(accounts)
            >>> [round(found.held_by(part), 3) for part in (0.25, 0.375, 1.0)]
            [0.6, 0.7, 1.0]
        """
        if not 0 <= part <= 1:
            raise ParameterError(f"part == {part!r}, must be from 0 to 1.")
        shares = np.concatenate([[0.0], self.cumulative])
        return float(np.interp(part * self.n, np.arange(self.n + 1), shares))

    def figures(self) -> dict[str, Estimate]:
        """Return the share of accounts that hold the revenue, and what the largest hold."""
        return {"holders": self.holders, "largest fifth": self.fifth, "largest": self.largest}

    def to_frame(self) -> Any:
        """Return one row per account, the largest first, in the caller's dataframe library.

        The columns are the account, tier (where there are any), revenue, share, cumulative and
        is_holder: whether it is one of those that hold the share that is asked about.
        """
        columns: dict[str, NDArray[Any]] = {}
        if self.tier is not None:
            columns["tier"] = np.array(self.tier, dtype=object)
        columns |= {
            "revenue": self.revenue,
            "share": self.revenue / self.total,
            "cumulative": self.cumulative,
            "is_holder": np.arange(self.n) < self.n_holders,
        }
        return frames.beside(self.account_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, the tiers and the notes, without the accounts."""
        return {
            "accounts": self.n,
            "revenue": self.total,
            "share": self.share,
            "n_holders": self.n_holders,
            **{name: plain(figure) for name, figure in self.figures().items()},
            "n_equal": self.n_equal,
            "tiers": plain(self.tiers),
            "currency": self.currency,
            "notes": plain(self.notes),
        }

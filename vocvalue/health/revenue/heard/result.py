"""How much of the revenue the programme hears: by account, by tier and by role."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Span
from vocvalue.health.account_log import Flags, Floats, Ints, Moments
from vocvalue.health.revenue.whole import certain
from vocvalue.results import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames


@dataclass(frozen=True, kw_only=True)
class HeardTier:
    """How much of a tier is heard.

    Attributes:
        tier: The tier, or "(missing)".
        n_accounts: How many accounts it has.
        n_heard: How many of them answered.
        revenue: The revenue of a year of all.
        revenue_heard: That of those who answered.

    Examples:
        >>> key = HeardTier(
        ...     tier="key", n_accounts=4, n_heard=1, revenue=800.0, revenue_heard=600.0
        ... )
        >>> key.by_accounts, key.by_revenue
        (0.25, 0.75)
    """

    tier: str
    n_accounts: int
    n_heard: int
    revenue: float
    revenue_heard: float

    @property
    def by_accounts(self) -> float:
        """The share of its accounts that is heard, as a fraction."""
        return self.n_heard / self.n_accounts

    @property
    def by_revenue(self) -> float:
        """The share of its revenue that is heard; NaN where it has none."""
        return self.revenue_heard / self.revenue if self.revenue > 0 else float("nan")


@dataclass(frozen=True, kw_only=True)
class HeardRole:
    """How much of the revenue is heard through people of a role.

    Attributes:
        role: The role.
        n_accounts: The accounts of which somebody with this role answered.
        by_revenue: The share of all revenue that these accounts hold.

    Examples:
        >>> HeardRole(role="decision maker", n_accounts=12, by_revenue=0.31).by_revenue
        0.31
    """

    role: str
    n_accounts: int
    by_revenue: float


@dataclass(frozen=True, kw_only=True, eq=False)
class RevenueCoverage(Pictured):
    """How much of the revenue the programme hears.

    An account is heard if one of its people answered within the window. All accounts are counted,
    so the shares have no interval.

    Attributes:
        account_id: The accounts, under the caller's own column name, the largest first.
        revenue: The revenue of a year of each, NaN where not known, shape (n,).
        tier: The tier of each; None where the table has none.
        n_people: How many of its people answered within the window, shape (n,).
        last_answer: Its latest answer up to the end of the window, or before it, NaT where there
            never was one, shape (n,).
        tiers: The tiers, that with the most revenue first; empty where there are none.
        roles: The roles of those who answered; empty where they are not known.
        start: The first moment of the window.
        at: The last one.
        window: How long it is.
        currency: The currency code, where known.
    """

    account_id: HandedOut[nw.Series[Any]] = HandedOut()
    revenue: Floats = field(repr=False)
    tier: tuple[str, ...] | None = field(repr=False)
    n_people: Ints = field(repr=False)
    last_answer: Moments = field(repr=False)
    tiers: tuple[HeardTier, ...]
    roles: tuple[HeardRole, ...]
    start: dt.datetime
    at: dt.datetime
    window: Span
    currency: str | None

    @property
    def n(self) -> int:
        """The number of accounts."""
        return self.revenue.size

    @property
    def is_heard(self) -> Flags:
        """Whether each account answered within the window, shape (n,)."""
        return np.asarray(self.n_people > 0)

    @property
    def n_heard(self) -> int:
        """How many accounts answered."""
        return int(self.is_heard.sum())

    @property
    def n_one_voice(self) -> int:
        """How many accounts were heard through one person only."""
        return int((self.n_people == 1).sum())

    @property
    def total(self) -> float:
        """The revenue of all accounts in a year."""
        return float(np.nansum(self.revenue))

    @property
    def revenue_heard(self) -> float:
        """The revenue of the accounts that answered."""
        return float(np.nansum(self.revenue[self.is_heard]))

    @property
    def by_accounts(self) -> Estimate:
        """The share of accounts that is heard, as a fraction."""
        return certain(self.n_heard / self.n, self.n)

    @property
    def by_revenue(self) -> Estimate:
        """The share of the revenue that is heard, as a fraction."""
        return certain(self.revenue_heard / self.total, self.n)

    @property
    def one_voice(self) -> Estimate:
        """The share of the revenue that is heard through one person only, as a fraction."""
        held = float(np.nansum(self.revenue[self.n_people == 1]))
        return certain(held / self.total, self.n)

    def figures(self) -> dict[str, Estimate]:
        """Return the share heard of accounts and of revenue, and that through one person only."""
        return {
            "by accounts": self.by_accounts,
            "by revenue": self.by_revenue,
            "one voice": self.one_voice,
        }

    def to_frame(self) -> Any:
        """Return one row per account, the largest first, in the caller's dataframe library.

        The columns are the account, tier (where there are any), revenue, is_heard, people (how many
        answered within the window) and last_answer.
        """
        return frames.beside(self.account_id, self._columns(np.arange(self.n)))

    def silent(self) -> Any:
        """Return one row per account that is not heard, the largest first, as `to_frame` does.

        Examples:
            >>> import pandas as pd
            >>> from vocvalue import health
            >>> accounts = pd.DataFrame({"account_id": list("ABC"), "revenue": [60, 30, 10]})
            >>> answers = pd.DataFrame(
            ...     {"account_id": ["B"], "timestamp": ["2025-05-01"], "score": [9]}
            ... )
            >>> found = health.coverage(accounts, answers, at="2025-06-30")
            >>> found.silent()[["account_id", "revenue"]]
              account_id  revenue
            0          A     60.0
            1          C     10.0
        """
        rows = np.flatnonzero(~self.is_heard)
        ids = nw.maybe_reset_index(self.account_id[rows.tolist()])
        return frames.beside(ids, self._columns(rows))

    def _columns(self, rows: Ints) -> dict[str, NDArray[Any]]:
        columns: dict[str, NDArray[Any]] = {}
        if self.tier is not None:
            columns["tier"] = np.array(self.tier, dtype=object)[rows]
        return columns | {
            "revenue": self.revenue[rows],
            "is_heard": self.is_heard[rows],
            "people": self.n_people[rows],
            "last_answer": self.last_answer[rows],
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, the tiers, the roles and the notes, without the accounts."""
        return {
            "accounts": self.n,
            "n_heard": self.n_heard,
            "n_one_voice": self.n_one_voice,
            "revenue": self.total,
            "revenue_heard": self.revenue_heard,
            **{name: plain(figure) for name, figure in self.figures().items()},
            "tiers": plain(self.tiers),
            "roles": plain(self.roles),
            "start": self.start.isoformat(),
            "at": self.at.isoformat(),
            "window": str(self.window),
            "currency": self.currency,
            "notes": plain(self.notes),
        }

"""What is known of accounts, as arrays that are sorted by account and time."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.tables.labels import Labels

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Moments: TypeAlias = NDArray[np.datetime64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class AnswerLog:
    """The answers of people, sorted by account and moment.

    Attributes:
        account: The account of each, by its place in the table of accounts, shape (n,).
        person: A number of each person of each account, shape (n,).
        at: The moments, shape (n,).
        score: The scores, 0 to 10, shape (n,).
        role: The number of the role of each, -1 where it has none, shape (n,).
        roles: The roles.
        named: Whether the table names the people; otherwise each answer is of another one.
    """

    account: Ints = field(repr=False)
    person: Ints = field(repr=False)
    at: Moments = field(repr=False)
    score: Floats = field(repr=False)
    role: Ints = field(repr=False)
    roles: tuple[str, ...]
    named: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class UsageMonths:
    """Usage by account and month, sorted by both.

    Attributes:
        account: The account of each row, shape (n,).
        month: The month, counted from January 1970, shape (n,).
        usage: How much was used, shape (n,).
        users: How many people used it, NaN where not known, shape (n,); None without such a column.
        seats: How many might have; None without such a column.
        features: How many features were used; None without such a column.
        ends: The last moment that usage covers: the end of its last month, or of its last day where
            that month is not over.
    """

    account: Ints = field(repr=False)
    month: Ints = field(repr=False)
    usage: Floats = field(repr=False)
    users: Floats | None = field(repr=False)
    seats: Floats | None = field(repr=False)
    features: Floats | None = field(repr=False)
    ends: np.datetime64


@dataclass(frozen=True, kw_only=True, eq=False)
class Invoices:
    """Invoices, sorted by account and the moment due.

    Attributes:
        account: The account of each, shape (n,).
        due: When it was due, shape (n,).
        paid: When it was paid, NaT while it is open, shape (n,).
        issued: When it was issued, NaT where not known, shape (n,).
        amount: The amount, below 0 for a credit note, shape (n,).
        renewal: Whether it is for a renewal, shape (n,); None where the table has no kinds.
    """

    account: Ints = field(repr=False)
    due: Moments = field(repr=False)
    paid: Moments = field(repr=False)
    issued: Moments = field(repr=False)
    amount: Floats = field(repr=False)
    renewal: NDArray[np.bool_] | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class AccountMatch:
    """How well the ids of a table fit those of the accounts.

    Attributes:
        table: The table, by the name of its argument.
        n_ids: The number of different account ids in the table.
        n_matched: How many of them the table of accounts has.
        n_accounts: The number of accounts.

    Examples:
        >>> match = AccountMatch(table="usage", n_ids=40, n_matched=38, n_accounts=300)
        >>> match.n_matched / match.n_ids
        0.95
    """

    table: str
    n_ids: int
    n_matched: int
    n_accounts: int


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountLog:
    """All that is known of accounts, read once; `measured` looks at it from any day.

    Attributes:
        ids: The accounts as the caller holds them, of length n.
        revenue: The revenue of a year, NaN where not known, shape (n,).
        tier: The tiers; None where the table has none.
        since: When each became a customer, NaT where not known, shape (n,).
        left: When each left, NaT where it did not, shape (n,).
        answers: What people said; None without that table.
        usage: What was used; None without that table.
        invoices: What was billed; None without that table.
        has_churn: Whether there is a table of who left.
        currency: The currency code, if known.
        timezone: The time zone whose wall-clock time counts, or None.
        matches: How well the ids of each table fit those of the accounts.
        notes: What was left out or needs attention.
    """

    ids: nw.Series[Any] = field(repr=False)
    revenue: Floats = field(repr=False)
    tier: Labels | None = field(repr=False)
    since: Moments = field(repr=False)
    left: Moments = field(repr=False)
    answers: AnswerLog | None = field(repr=False)
    usage: UsageMonths | None = field(repr=False)
    invoices: Invoices | None = field(repr=False)
    has_churn: bool
    currency: str | None
    timezone: str | None
    matches: tuple[AccountMatch, ...]
    notes: tuple[Note, ...]

    @property
    def n(self) -> int:
        """The number of accounts."""
        return self.revenue.size

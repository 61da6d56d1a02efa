"""What accounts pay: on time or late, more or less than a year before, and whether they renew."""

from dataclasses import dataclass, field

import numpy as np

from vocvalue.health.account_log import Flags, Floats, Invoices, Moments

DAY = np.timedelta64(1, "D")
SLACK = 31
"""Invoices that begin so many days into a year still cover it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Paying:
    """What accounts pay on a day.

    Attributes:
        measures: The measures, by name, NaN where not known, each of shape (n,).
    """

    measures: dict[str, Floats] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Years:
    """The year up to a day, and the one before.

    Attributes:
        before: Where the year before opens.
        after: Where the year opens.
        until: Where it closes.
    """

    before: np.datetime64
    after: np.datetime64
    until: np.datetime64


def paid_by(invoices: Invoices, years: Years, *, since: Moments, is_there: Flags) -> Paying:
    """Return what accounts pay, as it stood on a day: what was paid later was open then.

    Args:
        invoices: The invoices.
        years: The year up to the day, and the one before.
        since: When each account became a customer, NaT where not known, shape (n,).
        is_there: Whether an account counts, shape (n,).
    """
    ledger = _Ledger(invoices=invoices, years=years, is_there=is_there)
    measures = {
        "paid_on_time": ledger.on_time(),
        "days_overdue": ledger.days_overdue(),
        "billed_growth": ledger.growth(since),
    }
    if invoices.renewal is not None:
        measures["renewed"] = ledger.renewed(invoices.renewal)
    return Paying(measures=measures)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Ledger:
    invoices: Invoices
    years: Years
    is_there: Flags

    @property
    def n(self) -> int:
        return self.is_there.size

    @property
    def is_due(self) -> Flags:
        """Whether an invoice was due by the day."""
        return (self.invoices.due <= self.years.until) & self.is_there[self.invoices.account]

    @property
    def is_paid(self) -> Flags:
        """Whether it was paid by the day."""
        return self.invoices.paid <= self.years.until

    def sums(self, rows: Flags) -> Floats:
        """Return the amount of some invoices of each account."""
        sums = np.bincount(self.invoices.account[rows], self.invoices.amount[rows], self.n)
        return sums.astype(np.float64)

    def on_time(self) -> Floats:
        """Return the share of the amount due within the year that was paid by the day due."""
        bills = self.is_due & (self.invoices.due > self.years.after) & (self.invoices.amount > 0)
        due = self.invoices.due.astype("datetime64[D]")
        prompt = self.is_paid & (self.invoices.paid.astype("datetime64[D]") <= due)
        total = self.sums(bills)
        return self.sums(bills & prompt) / np.where(total > 0, total, np.nan)

    def days_overdue(self) -> Floats:
        """Return since how many days the oldest open invoice is overdue, 0 where none is."""
        bills = self.is_due & (self.invoices.amount > 0)
        late = (self.years.until - self.invoices.due) / DAY
        open_days = np.where(bills & ~self.is_paid, np.floor(late), 0.0)
        longest = np.full(self.n, np.nan)
        rows = np.flatnonzero(bills & (~self.is_paid | (self.invoices.due > self.years.after)))
        longest[self.invoices.account[rows]] = 0.0
        np.fmax.at(longest, self.invoices.account[rows], open_days[rows])
        return longest

    def growth(self, since: Moments) -> Floats:
        """Return what was due within the year over what was in the year before.

        Accounts that were none throughout both years have no such ratio.
        """
        this = self.is_due & (self.invoices.due > self.years.after)
        earlier = self.is_due & ~this & (self.invoices.due > self.years.before)
        first = np.full(self.n, np.datetime64("NaT", "us"))
        rows = np.flatnonzero(self.is_due)[::-1]
        first[self.invoices.account[rows]] = self.invoices.due[rows]
        began = np.where(np.isnat(since), first, since)
        covered = self.years.before + SLACK * DAY
        starts = self.invoices.due[self.is_due]
        is_covered = (began <= covered) & bool(starts.size and starts.min() <= covered)
        before = self.sums(earlier)
        return np.where(is_covered & (before > 0), self.sums(this), np.nan) / np.where(
            before > 0, before, 1.0
        )

    def renewed(self, renewal: Flags) -> Floats:
        """Return whether the latest renewal that was due within the year is paid, 0 or 1."""
        rows = np.flatnonzero(self.is_due & renewal & (self.invoices.due > self.years.after))
        latest = np.full(self.n, np.nan)
        latest[self.invoices.account[rows]] = self.is_paid[rows]  # the latest is written last
        return latest

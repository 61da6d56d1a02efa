"""What `changes` returns: what moved the score of each account, and of the book of accounts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.health.account_log import Floats
from vocvalue.health.bands import BANDS, HealthBands
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.showing import cell
from vocvalue.tables import frames
from vocvalue.tables.id_columns import as_held


@dataclass(frozen=True, kw_only=True, eq=False)
class HealthChanges(Pictured):
    """What moved the scores of accounts between two days.

    Attributes:
        account_id: The accounts that have a score on both days.
        at_before: The first day, or moment.
        at_after: The second.
        before: The scores on the first day, shape (n,).
        after: Those on the second, shape (n,).
        parts: The parts of each change, in points, which sum to it: of measures by name, of "other
            accounts" (whose answers few answers are drawn towards), of what is "no longer known"
            and "newly known", and of "weights" that changed. Each of shape (n,).
        revenue: The revenue of a year on the second day, NaN where not known, shape (n,).
        bands: Where the bands begin.
        currency: The currency code, or None where it is not known.
    """

    account_id: HandedOut[nw.Series[Any]] = HandedOut()
    at_before: dt.datetime
    at_after: dt.datetime
    before: Floats = field(repr=False)
    after: Floats = field(repr=False)
    parts: Mapping[str, Floats] = field(repr=False)
    revenue: Floats = field(repr=False)
    bands: HealthBands
    currency: str | None

    @property
    def change(self) -> Floats:
        """By how many points each score changed, shape (n,)."""
        return self.after - self.before

    @property
    def weight(self) -> Floats:
        """What each account weighs in the book: its share of the revenue, or one in n, shape (n,).

        Accounts are equal where the revenue of none is known or above 0.
        """
        revenue = np.nan_to_num(self.revenue)
        if not revenue.sum():
            return np.full(revenue.size, 1 / revenue.size)
        return np.asarray(revenue / revenue.sum())

    @property
    def by_revenue(self) -> bool:
        """Whether accounts weigh by their revenue."""
        return bool(np.nansum(self.revenue))

    @property
    def book_before(self) -> float:
        """The mean score of the book on the first day, weighted by revenue."""
        return float(self.weight @ self.before)

    @property
    def book_after(self) -> float:
        """The mean score of the book on the second day, weighted by revenue."""
        return float(self.weight @ self.after)

    @property
    def book(self) -> dict[str, float]:
        """The parts of the change of the book, weighted by revenue; they sum to it."""
        return {name: float(self.weight @ it) for name, it in self.parts.items()}

    @property
    def has_fallen(self) -> NDArray[np.bool_]:
        """Whether an account fell into the lowest band, shape (n,)."""
        fell = (self.bands.codes(self.before) > 0) & (self.bands.codes(self.after) == 0)
        return np.asarray(fell)

    @property
    def has_recovered(self) -> NDArray[np.bool_]:
        """Whether an account left the lowest band, shape (n,)."""
        rose = (self.bands.codes(self.before) == 0) & (self.bands.codes(self.after) > 0)
        return np.asarray(rose)

    def of(self, account: object) -> dict[str, float]:
        """Return the parts of the change of one account, in points.

        Args:
            account: The id of the account.

        Raises:
            ParameterError: The account has no score on both days.
        """
        place = self.place_of(account)
        return {name: float(it[place]) for name, it in self.parts.items()}

    def place_of(self, account: object) -> int:
        """Return the row of an account.

        Args:
            account: The id of the account.

        Raises:
            ParameterError: The account has no score on both days.
        """
        ids = self.account_id
        rows = np.flatnonzero((ids == as_held(account, ids.dtype, name="account")).to_numpy())
        if not rows.size:
            raise ParameterError(f"account == {cell(account)}, has no score on both days.")
        return int(rows[0])

    def to_frame(self) -> Any:
        """Return one row per account, in the caller's dataframe library.

        The columns are account_id (under the caller's name), revenue, before, after, change,
        band_before, band_after and one for each part of the change.
        """
        names = np.array([*BANDS, None], dtype=object)
        columns: dict[str, NDArray[Any]] = {
            "revenue": self.revenue,
            "before": self.before,
            "after": self.after,
            "change": self.change,
            "band_before": names[self.bands.codes(self.before)],
            "band_after": names[self.bands.codes(self.after)],
            **{name.replace(" ", "_"): it for name, it in self.parts.items()},
        }
        return frames.beside(self.account_id, columns)

    def book_frame(self) -> pd.DataFrame:
        """Return one row per part of the change of the book.

        The columns are part and points.
        """
        book = self.book
        return pd.DataFrame({"part": list(book), "points": list(book.values())})

    def to_dict(self) -> dict[str, Any]:
        """Return the change of the book, its parts and the notes, without the accounts."""
        return {
            "at_before": plain(self.at_before),
            "at_after": plain(self.at_after),
            "accounts": int(self.before.size),
            "book": {"before": self.book_before, "after": self.book_after, "parts": self.book},
            "fallen": int(self.has_fallen.sum()),
            "recovered": int(self.has_recovered.sum()),
            "currency": self.currency,
            "notes": plain(self.notes),
        }

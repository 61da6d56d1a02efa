"""The customers who answered, each with what they ordered before and after."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.link.followed import Counts, Floats, Moments, OrdersWithin, days
from vocvalue.link.report import LinkReport
from vocvalue.link.window import WindowLike
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.tables import frames
from vocvalue.tables.labels import LabelColumn


@dataclass(frozen=True, kw_only=True, eq=False)
class Linked(Pictured):
    """The customers who answered, each with what they ordered before and after.

    Attributes:
        report: What was matched and what was left out.
        customer_id: The customers, under the caller's own column name.
        answered: The time of the answer, shape (n,).
        score: The score, shape (n,); None if no score was requested.
        kept: Further columns of the response, numbers or text, each of shape (n,).
        matched: Whether the customer has any order, shape (n,).
        spend_before: Amount of the orders in the window before, net of refunds, shape (n,).
        spend_after: Amount of the orders in the window after, net of refunds, shape (n,).
        orders_after: Number of orders in the window after, shape (n,). Lines of one moment are one
            order.
        first_order: The first order up to the answer, or NaT, shape (n,).
        first_after: The first order in the window after, or NaT, shape (n,).
        last_after: The last order in the window after, or NaT, shape (n,).
        window: The length of the window, as requested.
        window_start: Start of a calendar window; None counts from each answer.
        window_seconds: The length of the window.
        observation_end: The last moment observed.
        currency: The currency code, if known.
        labels: The labels of the further columns.
    """

    report: LinkReport
    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    answered: Moments = field(repr=False)
    score: Floats | None = field(repr=False)
    kept: Mapping[str, NDArray[Any]] = field(repr=False)
    matched: NDArray[np.bool_] = field(repr=False)
    spend_before: Floats = field(repr=False)
    spend_after: Floats = field(repr=False)
    orders_after: Counts = field(repr=False)
    first_order: Moments = field(repr=False)
    first_after: Moments = field(repr=False)
    last_after: Moments = field(repr=False)
    window: WindowLike
    window_start: dt.datetime | None
    window_seconds: int
    observation_end: dt.datetime
    currency: str | None = None
    labels: Mapping[str, LabelColumn] = field(default_factory=dict, repr=False)

    @property
    def opened(self) -> Moments:
        """The moment at which each customer's window after begins, shape (n,)."""
        if self.window_start is None:
            return self.answered
        return np.full(self.answered.shape, np.datetime64(self.window_start, "us"))

    @property
    def after(self) -> OrdersWithin:
        """What the customers ordered in the window after."""
        return OrdersWithin(
            opened=self.opened,
            first=self.first_after,
            last=self.last_after,
            orders=self.orders_after,
            revenue=self.spend_after,
            window_days=self.window_days,
            observation_end=self.observation_end,
        )

    @property
    def days_followed(self) -> Floats:
        """Days from the start of the window after to the end of the last day, shape (n,)."""
        return self.after.days_followed

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Whether each customer was followed for the whole window after, shape (n,)."""
        return self.after.is_complete

    @property
    def window_days(self) -> float:
        """The length of the window, in days."""
        return self.window_seconds / 86_400

    @property
    def tenure(self) -> Floats:
        """Days from the first order to the start of the window, 0 without one, shape (n,)."""
        return np.nan_to_num(days(self.opened - self.first_order), nan=0.0)

    def to_frame(self) -> Any:
        """Return one row per customer who answered, in the caller's dataframe library."""
        columns = {
            "answered": self.answered,
            **({} if self.score is None else {"score": self.score}),
            **self.kept,
            "matched": self.matched,
            "spend_before": self.spend_before,
            "spend_after": self.spend_after,
            "orders_after": self.orders_after,
            "first_order": self.first_order,
            "first_after": self.first_after,
            "last_after": self.last_after,
            "complete": self.complete,
        }
        return frames.beside(self.customer_id, columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the report, the window and the notes, without the customers."""
        return {
            "report": self.report.to_dict(),
            "window": plain(self.window),
            "observation_end": self.observation_end.isoformat(),
            "complete": int(self.complete.sum()),
            "notes": plain(self.notes),
        }

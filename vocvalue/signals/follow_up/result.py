"""The funnel of leads: how many convert, for how much, and how many more than without contact."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Span
from vocvalue.results import Estimate, Evidence, Money, Note
from vocvalue.results.frame import COLUMNS, cells
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.sameness import Compared
from vocvalue.sealed import HandedOut
from vocvalue.signals.finding.kinds import KINDS
from vocvalue.signals.finding.result import Bool, Words
from vocvalue.signals.follow_up.measure import conversion_rate, counted, revenue_of
from vocvalue.tables import frames, ids

Against: TypeAlias = Literal["held back", "similar customers"]
Figures: TypeAlias = dict[str, Estimate]


@dataclass(frozen=True, kw_only=True, eq=False)
class Incremental(Compared):
    """How many customers buy more often than others who were not contacted, or have no lead.

    Attributes:
        against: Whom the customers are compared with: those "held back" at random, or "similar
            customers" without a lead.
        with_lead: The share that buys of the customers contacted, or with a lead.
        without: The share that buys of the others; of similar customers as adjusted.
        difference: The first minus the second.
        revenue_difference: The difference in revenue per customer, or None without amounts.
        n_customers: How many customers were contacted, or have a lead.
        n_others: How many others there are.
        conversions: How many of these customers bought who would not have otherwise.
        revenue: The revenue that they brought more, or None without amounts.
        evidence: What the comparison rests on.
        doubts: What speaks against the comparison.

    Examples:
        Whoever is even is contacted; a third of these buys, and nobody else:

        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> people = pd.DataFrame({"customer_id": range(60), "arm": ["treated", "control"] * 30})
        >>> texts = people.assign(timestamp="2024-01-05", text="会回购")
        >>> orders = pd.DataFrame({"customer_id": [*range(0, 60, 6), 99], "amount": 20.0})
        >>> orders["timestamp"] = ["2024-01-20"] * 10 + ["2024-06-30"]
        >>> leads = vv.signals.leads(vv.signals.find(texts))
        >>> found = vv.signals.funnel(leads, orders, held_back=people, randomised=True)
        >>> print(found.incremental.conversions)
        10 (95% interval: 4.57 to 15.37)
    """

    against: Against
    with_lead: Estimate
    without: Estimate
    difference: Estimate
    revenue_difference: Money | None
    n_customers: int
    n_others: int
    conversions: Estimate
    revenue: Money | None
    evidence: Evidence
    doubts: tuple[Note, ...] = ()

    def figures(self) -> Figures:
        """Return the incremental orders and the incremental revenue."""
        revenue = {} if self.revenue is None else {"incremental revenue": self.revenue}
        return {"incremental orders": self.conversions, **revenue}

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a plain dictionary."""
        return {name: plain(held) for name, held in vars(self).items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class Funnel(Pictured):
    """What became of leads: contacted, followed to the end of the window, converted, for how much.

    Attributes:
        lead_id: The leads, shape (n,).
        customer_id: Their customers, under the caller's own column name.
        month: The month in which each lead was opened, shape (n,).
        kind: "repurchase", "upsell" or "cross_sell", shape (n,).
        n_signals: How many signals each lead brings together, shape (n,).
        contacted: Whether each lead was contacted within its window, shape (n,), or None.
        followed: Whether its whole window was observed, shape (n,).
        converted: Whether an order of its customer came within the window that counts for no other
            lead, shape (n,).
        ordered: When that order came, NaT where none did, shape (n,).
        amount: Its amount, net of refunds, 0 where there is none, shape (n,), or None.
        incremental: How many more orders and how much more revenue there are than without the
            contact, or than of similar customers without a lead; None where it cannot be told.
        window: The span within which an order counts.
        observation_end: The last moment observed.
        level: The confidence level.
        currency: The currency's code, where known.
    """

    lead_id: Words = field(repr=False)
    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    month: NDArray[np.datetime64] = field(repr=False)
    kind: Words = field(repr=False)
    n_signals: NDArray[np.int64] = field(repr=False)
    contacted: Bool | None = field(repr=False, default=None)
    followed: Bool = field(repr=False)
    converted: Bool = field(repr=False)
    ordered: NDArray[np.datetime64] = field(repr=False)
    amount: NDArray[np.float64] | None = field(repr=False, default=None)
    incremental: Incremental | None = None
    window: Span
    observation_end: dt.datetime
    level: float = 0.95
    currency: str | None = None

    @property
    def n(self) -> int:
        """The number of leads."""
        return len(self.lead_id)

    @property
    def n_followed(self) -> int:
        """How many leads were followed to the end of their window."""
        return int(self.followed.sum())

    @property
    def n_converted(self) -> int:
        """How many of these are converted."""
        return int((self.followed & self.converted).sum())

    @property
    def rate(self) -> Estimate:
        """The share of the followed leads that is converted, with Wilson's interval."""
        return conversion_rate(self.n_converted, self.n_followed, self.level)

    @property
    def revenue(self) -> Money | None:
        """The revenue of the followed leads that are converted, or None without amounts."""
        return self._revenue(np.ones(self.n, dtype=np.bool_))

    def figures(self) -> Figures:
        """Return the conversion rate, the revenue, and what is incremental of orders and revenue.

        The revenue of converted leads is what their customers spent; what of it the leads brought
        is the incremental revenue, where there is something to compare with.
        """
        revenue = {} if self.revenue is None else {"revenue of converted leads": self.revenue}
        more = {} if self.incremental is None else self.incremental.figures()
        return {"conversion rate": self.rate, **revenue, **more}

    def stages(self) -> pd.DataFrame:
        """Return how many leads of each kind reach each stage, with the conversion rate.

        Examples:
            >>> import pandas as pd
            >>> import vocvalue as vv
            >>> texts = pd.DataFrame(
            ...     {"customer_id": [1, 2], "timestamp": "2024-01-05", "text": ["会回购", "还会买"]}
            ... )
            >>> orders = pd.DataFrame(
            ...     {
            ...         "customer_id": [1, 2],
            ...         "timestamp": ["2024-01-20", "2024-06-30"],
            ...         "amount": [80.0, 20.0],
            ...     }
            ... )
            >>> leads = vv.signals.leads(vv.signals.find(texts))
            >>> vv.signals.funnel(leads, orders).stages().loc["all"].to_dict()
            {'signals': 2.0, 'leads': 2.0, 'followed': 2.0, 'converted': 1.0, 'rate': 0.5}
        """
        groups: dict[str, Bool] = {kind: self.kind == kind for kind in KINDS}
        groups["all"] = np.ones(self.n, dtype=np.bool_)
        rows = {}
        for name, where in groups.items():
            counts = self.counts(where)
            followed = counts["followed"]
            rate = counts["converted"] / followed if followed else float("nan")
            rows[name] = {**counts, "rate": rate}
        return pd.DataFrame.from_dict(rows, orient="index")

    def counts(self, where: Bool | None = None) -> dict[str, int]:
        """Return how many signals and leads reach each stage.

        Args:
            where: Which leads count, shape (n,); by default all.
        """
        chosen = np.ones(self.n, dtype=np.bool_) if where is None else where
        reached: Mapping[str, Any] = {
            "signals": self.n_signals,
            "leads": np.ones(self.n, dtype=np.int64),
            "contacted": self.contacted,
            "followed": self.followed,
            "converted": self.followed & self.converted,
        }
        return {
            stage: int(values[chosen].sum())
            for stage, values in reached.items()
            if values is not None
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per month, kind and quantity, and at the end the rows of all leads.

        Columns: month and kind (None for all), quantity, value, interval and what the money is.
        """
        parts = [
            self._part(month, kind, (self.month == month) & (self.kind == kind))
            for month in np.unique(self.month)
            for kind in KINDS
            if ((self.month == month) & (self.kind == kind)).any()
        ]
        whole = self._part(None, None, np.ones(self.n, dtype=np.bool_))
        more = {} if self.incremental is None else self.incremental.figures()
        rows = [*(row for part in parts for row in part), *whole, *_rows(None, None, more)]
        return pd.DataFrame(rows, columns=["month", "kind", "quantity", *COLUMNS])

    def outcomes(self) -> Any:
        """Return who bought and for how much, one row per customer with a lead that was followed.

        Pass them to `lift.experiment`: `outcomes=vv.Outcomes(table, retained="converted",
        spend="revenue")`.

        Returns:
            In the caller's dataframe library: customer, converted (1 or 0), and revenue where the
            orders have amounts.

        Examples:
            >>> import pandas as pd
            >>> import vocvalue as vv
            >>> texts = pd.DataFrame(
            ...     {"customer_id": [1, 2], "timestamp": "2024-01-05", "text": ["会回购", "还会买"]}
            ... )
            >>> orders = pd.DataFrame(
            ...     {
            ...         "customer_id": [1, 2],
            ...         "timestamp": ["2024-01-20", "2024-06-30"],
            ...         "amount": [80.0, 20.0],
            ...     }
            ... )
            >>> leads = vv.signals.leads(vv.signals.find(texts))
            >>> vv.signals.funnel(leads, orders).outcomes().to_dict("list")
            {'customer_id': [1, 2], 'converted': [1, 0], 'revenue': [80.0, 0.0]}
        """
        rows = np.flatnonzero(self.followed)
        customers = self.customer_id[rows]
        place, first = ids.numbered(customers)
        won = np.bincount(place, self.converted[rows], minlength=len(first)) > 0
        columns: dict[str, NDArray[Any]] = {"converted": won.astype(np.int64)}
        if self.amount is not None:
            columns["revenue"] = np.bincount(place, self.amount[rows], minlength=len(first))
        return frames.beside(nw.maybe_reset_index(customers[first]), columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the stages, the figures and the notes, without the customers."""
        return {
            "stages": self.counts(),
            "rate": plain(self.rate),
            "revenue": plain(self.revenue),
            "incremental": None if self.incremental is None else self.incremental.to_dict(),
            "window": plain(self.window),
            "observation_end": self.observation_end.isoformat(),
            "notes": plain(self.notes),
        }

    def _revenue(self, where: Bool) -> Money | None:
        if self.amount is None:
            return None
        amounts = self.amount[where & self.followed]
        return revenue_of(amounts, level=self.level, currency=self.currency)

    def _part(self, month: Any, kind: str | None, where: Bool) -> list[dict[str, Any]]:
        counts = self.counts(where)
        figures: Figures = {
            stage: counted(n, counts["leads"], self.level) for stage, n in counts.items()
        }
        figures["conversion rate"] = conversion_rate(
            counts["converted"], counts["followed"], self.level
        )
        revenue = self._revenue(where)
        if revenue is not None:
            figures["revenue of converted leads"] = revenue
        return _rows(month, kind, figures)


def _rows(month: Any, kind: str | None, figures: Figures) -> list[dict[str, Any]]:
    name = None if month is None else str(month)
    return [
        {"month": name, "kind": kind, "quantity": quantity, **cells(estimate)}
        for quantity, estimate in figures.items()
    ]

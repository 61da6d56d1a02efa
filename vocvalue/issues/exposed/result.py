"""The exposed with their controls: what was known before the moment, and what came after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.exposed.event_study import EventStudy
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut, kept
from vocvalue.stats.expansion import expanded
from vocvalue.tables import frames

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Design: TypeAlias = Literal["order", "mention"]

AFTER = {"orders": "orders_after", "spend": "spend_after"}
"""What outcomes are called in a table that holds the history too."""
KEPT = (
    *("topic", "window_days", "history_days", "churn_days", "design", "n_mentions", "n_repeats"),
    *("exposed_a_month", "repeats_a_month", "months", "currency"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Exposure(Pictured):
    """Customers who met a problem for the first time, and controls of the same weeks.

    Rows are moments: one for each exposed customer, one or more for each control. The moment is an
    order, or lies as long after an order as customers take to mention a problem.

    Attributes:
        topic: The problem.
        window_days: The days after the moment in which outcomes count.
        history_days: The days before the moment by which a history is described.
        churn_days: The days without an order that count as churn.
        design: "order" if the orders at which the problem was met are known, "mention" if the
            moments are those of the mentions, and those of the controls are drawn alike.
        customer_id: The customer of each row, under the caller's own column name.
        customer: A code of the customer, shape (n,): rows of one customer go together.
        moment: The moment, shape (n,).
        exposed: Whether the problem was met at it, shape (n,).
        week: The week of the moment, counted from 1970, shape (n,).
        drawn: Controls drawn in that week by controls there were, shape (n,); 1 for exposed.
        clean: Whether no other problem was met at it, shape (n,).
        covariates: Columns of the customer table, each of shape (n,): numbers or text.
        features: What was known of the customer's orders at the moment, transformed for a
            regression, each of shape (n,).
        profile: Names of the features that are no history of buying: the amount of the order, how
            long somebody has been a customer, the calendar.
        history: The same in plain units, each of shape (n,): "orders" before the moment,
            "orders_a_month" and "average_order_value" in the history, "days_since_order" from the
            order before, "days_since_contact"; NaN where there is none.
        outcomes: "repurchase" (0 or 1), "orders" and "spend" in the window after the moment;
            "churn" (0 or 1), NaN where not followed so long; "value" where values were given.
        before: "repurchase", "orders" and "spend" in the window before the moment, whose own order
            is in neither.
        has_before: Whether the customer was one for all of the window before, shape (n,).
        placebo_features: The features as they were when the window before began.
        naive: Outcomes of customers who never mentioned the problem, after dates at random.
        n_mentions: Rows of the topic that could be read.
        n_repeats: Later mentions of customers who had mentioned the topic before.
        exposed_a_month: First exposures a month.
        repeats_a_month: Later mentions a month.
        months: The months over which mentions were observed.
        currency: The currency code, if known.
        paths: Orders and spend, period by period, around the moment.
    """

    topic: str
    window_days: float
    history_days: float
    churn_days: float
    design: Design
    customer_id: HandedOut[nw.Series[Any]] = HandedOut()
    customer: NDArray[np.int64] = field(repr=False)
    moment: NDArray[np.datetime64] = field(repr=False)
    exposed: Flags = field(repr=False)
    week: NDArray[np.int64] = field(repr=False)
    drawn: Floats = field(repr=False)
    clean: Flags = field(repr=False)
    covariates: Mapping[str, NDArray[Any]] = field(repr=False, default_factory=dict)
    features: Mapping[str, Floats] = field(repr=False)
    profile: tuple[str, ...]
    history: Mapping[str, Floats] = field(repr=False, default_factory=dict)
    outcomes: Mapping[str, Floats] = field(repr=False)
    before: Mapping[str, Floats] = field(repr=False)
    has_before: Flags = field(repr=False)
    placebo_features: Mapping[str, Floats] = field(repr=False)
    naive: Mapping[str, Floats] = field(repr=False, default_factory=dict)
    n_mentions: int
    n_repeats: int
    exposed_a_month: float
    repeats_a_month: float
    months: float
    currency: str | None = None
    paths: EventStudy | None = field(repr=False, default=None)

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.exposed)

    @property
    def n_exposed(self) -> int:
        """The number of exposed."""
        return int(np.count_nonzero(self.exposed))

    @property
    def n_controls(self) -> int:
        """The number of controls."""
        return self.n - self.n_exposed

    @property
    def adjusted_for(self) -> dict[str, NDArray[Any]]:
        """What comparisons adjust for: features and covariates, by name, each of shape (n,)."""
        return {**self.features, **self.covariates}

    @kept
    def columns(self) -> Floats:
        """What a regression adjusts for: features, then covariates expanded, shape (n, p)."""
        return self._beside(self.features)

    @kept
    def placebo_columns(self) -> Floats:
        """The same as it was when the window before began, shape (n, p)."""
        return self._beside(self.placebo_features)

    @kept
    def profile_columns(self) -> Floats:
        """The features that are no history of buying, then covariates expanded, shape (n, p)."""
        return self._beside({name: self.features[name] for name in self.profile})

    def to_frame(self) -> Any:
        """Return one row per exposed customer with the history before and the outcomes after.

        Returns:
            The customer, the moment, the history in plain units, the covariates and the outcomes,
            in the caller's dataframe library.
        """
        return self._frame(self.exposed)

    def controls(self) -> Any:
        """Return one row per control, in the form of `to_frame`."""
        return self._frame(~self.exposed)

    def to_dict(self) -> dict[str, Any]:
        """Return what was asked, the counts and the means, without the customers."""
        groups = {"exposed": self.exposed, "controls": ~self.exposed}
        return {
            **{name: plain(getattr(self, name)) for name in KEPT},
            **{name: self._means(rows) for name, rows in groups.items()},
            "never_mentioned": {name: plain(_mean(it)) for name, it in self.naive.items()},
            "paths": plain(self.paths),
            "notes": plain(self.notes),
        }

    def _means(self, rows: Flags) -> dict[str, Any]:
        """Return the means of history and outcomes of some rows, where they are known."""
        after = {AFTER.get(name, name): values for name, values in self.outcomes.items()}
        each = {**self.history, **after}
        return {"n": int(rows.sum()), **{it: plain(_mean(each[it][rows])) for it in each}}

    def _beside(self, features: Mapping[str, Floats]) -> Floats:
        parts = [np.column_stack(list(features.values()))] if features else []
        if self.covariates:
            parts.append(expanded(self.covariates))
        return np.column_stack(parts) if parts else np.empty((self.n, 0))

    def _frame(self, rows: Flags) -> Any:
        own = {"moment": self.moment, **self.history}
        after = {AFTER.get(name, name): values for name, values in self.outcomes.items()}
        taken = {self.customer_id.name, *own, *after}
        theirs = {
            f"customer_{name}" if name in taken else name: values
            for name, values in self.covariates.items()
        }
        there = {name: values[rows] for name, values in {**own, **theirs, **after}.items()}
        return frames.beside(nw.maybe_reset_index(self.customer_id.filter(rows.tolist())), there)


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")

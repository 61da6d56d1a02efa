"""What followed the assignment of each customer in an order log."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.link import Linked
from vocvalue.link.attachment import joined
from vocvalue.link.notes import notes_of
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.spans import span
from vocvalue.results.texts import Text, pair
from vocvalue.tables.labels import LabelColumn
from vocvalue.tables.reading.experiments import Assignments
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.responses import Wanted

Floats: TypeAlias = NDArray[np.float64]
Moments: TypeAlias = NDArray[np.datetime64]

WINDOW = "6 months"


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowedArms:
    """What is known about each customer assigned; the fields are those of `Experiment`.

    In addition, `is_matched` says whether the customer is found in the orders before the
    assignment, or in the outcomes at all, which no contact can change.
    """

    customer_id: nw.Series[Any] = field(repr=False)
    columns: Mapping[str, NDArray[Any]] = field(repr=False)
    labels: Mapping[str, LabelColumn] = field(repr=False)
    retained: Floats = field(repr=False)
    spend: Floats | None = field(default=None, repr=False)
    spend_before: Floats | None = field(default=None, repr=False)
    is_matched: NDArray[np.bool_] = field(repr=False)
    days_to_order: Floats | None = field(default=None, repr=False)
    ordered: NDArray[np.bool_] | None = field(default=None, repr=False)
    duration: Floats | None = field(default=None, repr=False)
    left: NDArray[np.bool_] | None = field(default=None, repr=False)
    pending: NDArray[np.bool_] = field(repr=False)
    assigned: Moments | None = field(default=None, repr=False)
    window: Text
    window_days: float | None = None
    observation_end: dt.datetime | None = None
    currency: str | None = None
    notes: tuple[Note, ...] = ()
    pending_notes: tuple[Note, ...] = ()


def from_orders(
    assignments: Assignments,
    orders: Orders,
    *,
    window: duration.Span,
    churn_window: duration.Span | None,
    keep: tuple[str, ...],
) -> FollowedArms:
    """Return what followed each assignment in an order log."""
    wanted = Wanted(score=False, keep=keep, called="the table assignments")
    linked = joined(assignments, orders, wanted, window=window, rule="only")
    if not linked.matched.any():
        raise DataError(
            f"none of the {len(linked.matched):,} customers has an order: the ids of the two "
            "tables do not match. Give both tables the same ids."
        )
    after = linked.after
    return FollowedArms(
        customer_id=linked.customer_id,
        columns=linked.kept,
        labels=linked.labels,
        retained=np.where(after.is_complete, after.is_active(churn_window), np.nan),
        spend=np.where(after.is_complete, after.revenue, np.nan),
        spend_before=linked.spend_before,
        is_matched=~np.isnat(linked.first_order),
        days_to_order=after.days_to_order,
        ordered=after.ordered,
        pending=~after.is_complete,
        assigned=linked.opened,
        window=_window_in_words(window, churn_window),
        window_days=linked.window_days,
        observation_end=linked.observation_end,
        currency=linked.currency,
        notes=(*_without_orders(linked), *_of_orders(linked)),
    )


def _window_in_words(window: duration.Span, churn_window: duration.Span | None) -> Text:
    if churn_window is None:
        return pair(
            "an order within {span} of the assignment", "分组后 {span} 内有订单", span=span(window)
        )
    return pair(
        "an order in the last {last} of the {span} after the assignment",
        "分组后 {span} 的最后 {last} 内有订单",
        span=span(window),
        last=span(churn_window),
    )


def _of_orders(linked: Linked) -> list[Note]:
    """Return the notes on the tables from linking, without those worded for a survey."""
    of_answers = notes_of(linked.report)
    return [note for note in linked.notes if note not in of_answers]


def _without_orders(linked: Linked) -> tuple[Note, ...]:
    n = linked.report.without_orders
    return Note.counted(
        n,
        "The order log has no order from {customers} of the experiment, who count as having left.",
        "订单表中没有 {customers}的任何订单，这些客户计为流失。",
        customers=counted(n, "customer"),
    )

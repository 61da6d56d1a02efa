"""Whether customers whose tickets are closed in time stay more often, with a landmark."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Span
from vocvalue.effects import notes as effect_notes
from vocvalue.effects.customers import treated_and_controls
from vocvalue.effects.measure import share_difference
from vocvalue.effects.wording import Wording
from vocvalue.errors import DataError
from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.desk import Desk
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.link.events import EventsFollowed, events_followed
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.groups import MISSING
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.spans import span
from vocvalue.results.texts import pair
from vocvalue.results.verdicts import is_shown
from vocvalue.tables.reading import Orders, Timed
from vocvalue.tables.responses import Wanted

Flags: TypeAlias = NDArray[np.bool_]
Columns: TypeAlias = dict[str, NDArray[Any]]

CUSTOMER, LANDMARK, ROW = "customer_id", "landmark", "row"
MOST_LABELS = 20
"""A team or topic of more labels than these is no covariate."""
CLOSED_IN_TIME = Wording(
    noun="group",
    group=pair("a group", "一组"),
    either=pair("either group", "两组"),
    treatment=pair("closing a ticket within the target", "在目标时限内关闭工单"),
    outcome=pair("ordering again", "再次下单"),
    figure=pair("the difference in retention", "留存率差异"),
    treated="the customers whose ticket was closed within the target",
    unvaried="all customers ordered, or none did",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class StayingByTime:
    """The retention of customers whose first ticket was closed within the target, and of others.

    The two groups are told apart at the target, and orders count from then on: a ticket that takes
    long cannot make its customer look loyal for having stayed so long.

    Attributes:
        closed_in_time: The share retained of those whose ticket was closed within the target.
        still_open: The share that would have been retained of the same customers, had their ticket
            been open at the target: from similar customers whose ticket was.
        difference: The first minus the second, as a fraction.
        unadjusted: The difference without adjustment.
        p_value: P-value for the hypothesis of no difference.
        n_closed: Customers whose ticket was closed within the target.
        n_open: Customers whose ticket was open then.
        covariates: What the comparison adjusts for.
        churn_window: The time after the target within which an order means retained.
        evidence: The grade of evidence.
        level: The confidence level.
    """

    closed_in_time: Estimate
    still_open: Estimate
    difference: Estimate
    unadjusted: float
    p_value: float
    n_closed: int
    n_open: int
    covariates: tuple[str, ...]
    churn_window: Span
    evidence: Evidence
    level: float
    notes: tuple[Note, ...] = field(repr=False)

    @property
    def shown(self) -> bool:
        """Whether a difference was shown at the level."""
        return is_shown(self.p_value, self.level)


def staying_of(
    desk: Desk, rows: Flags, orders: Orders, question: LoopQuestion, clock: Clock
) -> tuple[StayingByTime | None, tuple[Note, ...]]:
    """Return whether customers whose tickets are closed in time stay more often, and what to note.

    Where the customers are too few or too unlike to be compared, there is only a note.

    Args:
        desk: The tickets.
        rows: Whether each ticket counts and has a customer, shape (n,).
        orders: The orders.
        question: What is asked.
        clock: What counts as time.

    Raises:
        DataError: The orders cannot be read, or ids do not fit.

    References:
        Anderson, Cain and Gelber (1983), Analysis of survival by tumor response, Journal of
        Clinical Oncology 1, on the landmark; for the adjustment as `lift.adjusted_retention`.
    """
    places = _first_of_each(desk, rows)
    landmark = clock.after(desk.opened[places], question.target_hours)
    is_known = landmark <= desk.end
    if not is_known.any():
        return None, _not_compared(0, 0)
    events = _events(desk, places[is_known], landmark[is_known])
    wanted = Wanted(score=False, keep=(ROW,), called="the table tickets")
    found = events_followed(
        Timed(events, customer_id=CUSTOMER, timestamp=LANDMARK),
        orders,
        wanted,
        window=question.churn_window,
    )
    place = np.asarray(found.kept[ROW], dtype=np.int64)
    complete = found.after.is_complete
    in_time = desk.closed[place] <= landmark[np.searchsorted(places, place)]
    young = _young(int((~complete).sum()), question)
    try:
        compared = _compared(in_time, _covariates(desk, place, found), found, question)
    except DataError:
        n_fast = int((in_time & complete).sum())
        notes = _not_compared(n_fast, int(complete.sum()) - n_fast)
        return None, (*found.notes, *young, *notes)
    return compared, (*compared.notes, *found.notes, *young)


def _compared(
    in_time: Flags, covariates: Columns, found: EventsFollowed, question: LoopQuestion
) -> StayingByTime:
    """Compare the customers who were followed long enough.

    Raises:
        DataError: They are too few or too unlike.
    """
    customers = treated_and_controls(in_time, covariates, among=found.after.is_complete)
    effect = share_difference(
        customers,
        found.after.ordered.astype(np.float64),
        level=question.level,
        wording=CLOSED_IN_TIME,
    )
    strength = effect.e_values
    return StayingByTime(
        closed_in_time=effect.with_treatment,
        still_open=effect.without_treatment,
        difference=effect.difference,
        unadjusted=effect.unadjusted,
        p_value=effect.p_value,
        n_closed=int(customers.treated.sum()),
        n_open=int((~customers.treated).sum()),
        covariates=tuple(covariates),
        churn_window=question.churn_window,
        evidence=effect.evidence,
        level=question.level,
        notes=(
            *customers.notes,
            *effect_notes.weighting(effect.balance, CLOSED_IN_TIME),
            *(() if strength is None else (effect_notes.unmeasured(strength, CLOSED_IN_TIME),)),
        ),
    )


def _first_of_each(desk: Desk, rows: Flags) -> NDArray[np.int64]:
    """Return the places of each customer's first ticket that counts, ascending."""
    places = np.flatnonzero(rows)
    order = places[np.argsort(desk.opened[places], kind="stable")]
    ids = desk.customer_id.to_numpy()[order]
    return np.sort(order[~pd.Series(ids).duplicated().to_numpy()])


def _events(
    desk: Desk, places: NDArray[np.int64], landmark: NDArray[np.datetime64]
) -> pd.DataFrame:
    ids = desk.customer_id[places.tolist()].to_list()
    return pd.DataFrame({CUSTOMER: ids, LANDMARK: landmark, ROW: places})


def _covariates(desk: Desk, place: NDArray[np.int64], found: EventsFollowed) -> Columns:
    """Return what was known of each customer when the ticket was opened."""
    since = (desk.opened[place] - desk.opened.min()) / np.timedelta64(1, "D")
    columns: Columns = {
        "spend before": np.log1p(np.maximum(found.spend_before, 0.0)),
        "day of opening": np.asarray(since, dtype=np.float64),
    }
    for name, labels in (("team", desk.team), ("topic", desk.topic)):
        if labels is not None and len(labels.names) <= MOST_LABELS:
            words = labels.words[place]
            columns[name] = np.where(pd.isna(words), MISSING, words)
    return columns


def _not_compared(n_fast: int, n_slow: int) -> tuple[Note, ...]:
    return (
        Note.of(
            "Whether closing tickets in time goes with staying is not told: {fast} whose ticket "
            "was closed within the target and {slow} whose ticket was not, each followed long "
            "enough, are too few or too unlike to be compared.",
            "无法判断按时关闭工单是否与留存有关：观察时间足够的客户中，{fast}按时关闭、{slow}未按时关闭，"
            "人数过少或差异过大，无法比较。",
            fast=counted(n_fast, "customer"),
            slow=counted(n_slow, "customer"),
            bears_on="claim",
        ),
    )


def _young(n: int, question: LoopQuestion) -> tuple[Note, ...]:
    young = pair(
        "{customers} whose orders after the target were not observed for {window}",
        "{customers}在目标时限之后的订单观察未满 {window}",
        customers=counted(n, "customer"),
        window=span(question.churn_window),
    )
    return left_out(n, young, of=pair("the comparison of retention", "留存率比较"))

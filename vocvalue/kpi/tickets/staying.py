"""Whether customers whose tickets are closed in time stay more often, with a landmark."""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.effects import notes as effect_notes
from vocvalue.effects.customers import treated_and_controls
from vocvalue.effects.measure import share_difference
from vocvalue.effects.wording import Wording
from vocvalue.errors import DataError
from vocvalue.issues.gathered import histories_of
from vocvalue.issues.histories import OrderHistories, days_of
from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.desk import Desk
from vocvalue.kpi.tickets.first_tickets import FirstTickets
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.kpi.tickets.staying_result import StayingByTime
from vocvalue.link.lookup import placed
from vocvalue.results import Note
from vocvalue.results.groups import MISSING
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.spans import span
from vocvalue.results.texts import pair
from vocvalue.tables.orders import read_orders, take_census
from vocvalue.tables.reading.orders import Orders

Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Columns: TypeAlias = dict[str, NDArray[Any]]

COMPARISON = pair("the comparison of retention", "留存率比较")
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
    log = read_orders(orders, "day")
    histories = histories_of(log, take_census(log, log.end))
    buyer, fit = placed(desk.customer_id[places.tolist()], histories.ids, name="orders")
    landmark = clock.after(desk.opened[places], question.target_hours)
    first = FirstTickets(
        place=places,
        buyer=buyer,
        opened=days_of(desk.opened[places]),
        landmark=np.where(np.isnat(landmark), np.inf, days_of(landmark)),
        in_time=desk.closed[places] <= landmark,
    )
    window = duration.length(question.churn_window, "day", name="churn_window")
    followed = first.followed(histories, window, desk.end)
    notes = (
        *fit,
        *histories.notes,
        *_strangers(int((buyer < 0).sum())),
        *_young(int((~followed & (buyer >= 0)).sum()), question),
    )
    try:
        compared = _compared(desk, first.of(followed), histories, window, question)
    except DataError:
        n_fast = int((first.in_time & followed).sum())
        return None, (*_not_compared(n_fast, int(followed.sum()) - n_fast), *notes)
    return compared, (*compared.notes, *notes)


def _compared(
    desk: Desk, first: FirstTickets, orders: OrderHistories, window: float, question: LoopQuestion
) -> StayingByTime:
    """Compare the customers who were followed long enough.

    Raises:
        DataError: They are too few or too unlike.
    """
    covariates = _covariates(desk, first, orders, window)
    stays = orders.n_within(first.buyer, first.landmark, first.landmark + window) > 0
    customers = treated_and_controls(first.in_time, covariates)
    effect = share_difference(
        customers,
        stays.astype(np.float64),
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
        adjusted_for=tuple(covariates),
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


def _covariates(desk: Desk, first: FirstTickets, orders: OrderHistories, window: float) -> Columns:
    """Return what was known of each customer when the ticket was opened."""
    spent = orders.sum_within(first.buyer, first.opened - window, first.opened)
    ordered = orders.n_within(first.buyer, first.opened - window, first.opened)
    columns: Columns = {
        "spend before": orders.log_amount(spent),
        "orders before": np.log1p(ordered),
        "day of opening": first.opened,
    }
    for name, labels in (("team", desk.team), ("topic", desk.topic)):
        if labels is not None and len(labels.names) <= MOST_LABELS:
            words = labels.words[first.place]
            columns[name] = np.where(pd.isna(words), MISSING, words)
    return columns


def _strangers(n: int) -> tuple[Note, ...]:
    strangers = pair(
        "{customers} with a ticket and no order at all",
        "{customers}有工单但没有任何订单",
        customers=counted(n, "customer"),
    )
    return left_out(n, strangers, of=COMPARISON)


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
    return left_out(n, young, of=COMPARISON)

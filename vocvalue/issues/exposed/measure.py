"""Moments described and followed: numbers in, an `Exposure` out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.exposed.choosing import Choice
from vocvalue.issues.exposed.paths import event_study
from vocvalue.issues.exposed.question import ExposureQuestion
from vocvalue.issues.exposed.result import Exposure
from vocvalue.issues.gathered import OrdersAndProblems
from vocvalue.issues.histories import moments_of
from vocvalue.issues.moments.features import PROFILE, features, features_before, history
from vocvalue.issues.moments.other_problems import OTHERS
from vocvalue.issues.moments.outcomes import before, outcomes, was_customer
from vocvalue.results import Note

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Beside:
    """What further tables say of the customers of each moment.

    Attributes:
        rows: Whether all covariates of each moment are known, shape (m,).
        covariates: Columns of the customer table, each of shape (m,).
        value: What each customer is worth, NaN where not known, shape (m,), or None.
        contact: Days since each customer's latest contact, NaN where there was none, or None.
        notes: What needs attention in how the tables were read.
    """

    rows: NDArray[np.bool_] = field(repr=False)
    covariates: Mapping[str, NDArray[Any]] = field(repr=False, default_factory=dict)
    value: Floats | None = field(repr=False, default=None)
    contact: Floats | None = field(repr=False, default=None)
    notes: tuple[Note, ...] = ()


def measure(
    gathered: OrdersAndProblems,
    choice: Choice,
    question: ExposureQuestion,
    beside: Beside,
    *,
    naive: Mapping[str, Floats],
    notes: tuple[Note, ...],
) -> Exposure:
    """Return the exposed and their controls, with what was known before and what came after.

    Args:
        gathered: Orders and problems.
        choice: The moments that are compared.
        question: What is asked.
        beside: What further tables say.
        naive: Outcomes of customers who never mentioned the problem.
        notes: What a reader must know.
    """
    orders, problems = gathered.orders, gathered.problems
    kept = beside.rows
    at, exposed, window = choice.at.take(kept), choice.exposed[kept], question.window_days
    others = _together(choice.others[kept])
    rows = problems.rows_of(question.topic)
    months = problems.months(orders.first, orders.end)
    n_repeats = rows.size - int(np.isfinite(choice.first).sum())
    after = outcomes(orders, at, window_days=window, churn_days=question.churn_days)
    if beside.value is not None:
        after["value"] = beside.value[kept]
    contact = None if beside.contact is None else beside.contact[kept]
    earlier = problems.n_before(at.customer, at.day).astype(np.float64)
    earlier_still = problems.n_before(at.customer, at.day - window).astype(np.float64)
    return Exposure(
        topic=question.topic,
        window_days=window,
        history_days=question.history_days,
        churn_days=question.churn_days,
        design="order" if problems.by_order else "mention",
        customer_id=orders.ids[at.customer.tolist()],
        customer=at.customer,
        moment=moments_of(at.day),
        exposed=exposed,
        week=at.week,
        drawn=choice.drawn[kept],
        clean=choice.others[kept] == 0,
        covariates={name: values[kept] for name, values in beside.covariates.items()},
        features=features(orders, at, earlier) | others,
        profile=(*PROFILE, *others),
        history=history(orders, at, question.history_days, contact),
        outcomes=after,
        before=before(orders, at, window_days=window),
        has_before=was_customer(orders, at, window_days=window),
        placebo_features=features_before(orders, at, window, earlier_still) | others,
        naive=naive,
        n_mentions=int(rows.size),
        n_repeats=n_repeats,
        exposed_a_month=choice.reached.n / months,
        repeats_a_month=n_repeats / months,
        months=months,
        currency=orders.currency,
        paths=event_study(orders, at, exposed, question),
        notes=notes,
    )


def _together(others: Floats) -> dict[str, Floats]:
    """Return the number of other problems met at each moment, where any is."""
    return {OTHERS: np.log1p(others)} if others.any() else {}

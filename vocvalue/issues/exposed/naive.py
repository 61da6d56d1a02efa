"""What customers who never mentioned a problem did after a date at random: the usual comparison."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.issues.exposed.choosing import Choice
from vocvalue.issues.exposed.question import ExposureQuestion
from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.issues.moments.outcomes import outcomes

Floats: TypeAlias = NDArray[np.float64]

LEAST, MOST = 20_000, 200_000
"""How many customers are looked at, where there are so many: five for each exposed."""


def never_mentioned(
    orders: OrderHistories,
    choice: Choice,
    question: ExposureQuestion,
    generator: np.random.Generator,
) -> dict[str, Floats]:
    """Return the outcomes of customers who never mentioned the problem, after a date at random.

    They are the comparison that misleads: their dates are no orders, and never to have complained
    is also to have left in silence.

    Args:
        orders: The histories.
        choice: The moments that are compared.
        question: What is asked.
        generator: Where chance comes from.

    Returns:
        By name, each of shape (m,), m at most 200,000.
    """
    since, until = float(choice.at.day[: choice.n_exposed].min()), orders.end - question.window_days
    has_orders = orders.start[1:] > orders.start[:-1]
    never = np.flatnonzero(has_orders & np.isinf(choice.first))
    opened = np.maximum(orders.day[orders.start[never]], since)
    never, opened = never[opened < until], opened[opened < until]
    wanted = min(max(question.controls * choice.n_exposed, LEAST), MOST, never.size)
    some = generator.choice(never.size, wanted, replace=False, shuffle=False)
    customer, opened = never[some], opened[some]
    day = opened + generator.random(wanted) * (until - opened)
    at = CustomerMoments(customer=customer, day=day, order=orders.latest(customer, day))
    return outcomes(orders, at, window_days=question.window_days, churn_days=question.churn_days)

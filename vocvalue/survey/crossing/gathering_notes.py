"""What a reader must know of how a crossing was put together."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.link import Linked
from vocvalue.results import Note
from vocvalue.results.former import counted
from vocvalue.survey.crossing.terms import named

Columns: TypeAlias = Mapping[str, NDArray[Any]]

TENURE, SPEND_BEFORE = "tenure", "spend_before"
LIKE = 2.0
"""Tenures further apart than so many times are of customers of another kind."""


def spend_before(covariates: Columns) -> tuple[Note, ...]:
    """Note that customers are made alike in what they spent before the answer."""
    if SPEND_BEFORE not in covariates:
        return ()
    return (
        Note.of(
            "Customers are made alike in what they spent before the answer too: what their mind "
            "of then had done by that time is not in the adjusted gap. Choose the covariates with "
            "adjust_for=.",
            "调整时也纳入了回答之前的消费: 当时的态度在此之前已产生的影响不在调整后的差距之内。"
            "可用 adjust_for= 选择协变量。",
        ),
    )


def curve(linked: Linked) -> tuple[Note, ...]:
    """Note what Kaplan-Meier does not reach, and where those it adds are of another kind."""
    reach = Note.of(
        "Kaplan-Meier serves the churn as seen; revenue, lifetime value and adjusted gaps are "
        "of those followed through the whole window.",
        "Kaplan-Meier 仅用于原始流失率; 收入、终身价值和调整后的差距只计观察满期的客户。",
    )
    late = linked.matched & ~linked.complete
    early = linked.matched & linked.complete
    if not (late.any() and early.any()):
        return (reach,)
    days = [float(np.median(linked.tenure[part])) for part in (early, late)]
    if max(days) <= LIKE * max(min(days), 1.0):
        return (reach,)
    return (
        reach,
        Note.of(
            f"Those not followed in full had been customers for {days[1]:,.0f} days when they "
            f"answered (median), the others for {days[0]:,.0f}: they may not come back alike, as "
            "Kaplan-Meier takes them to.",
            f"未观察满期者回答时的客户年限中位数为 {days[1]:,.0f} 天, 其他人为 "
            f"{days[0]:,.0f} 天: 两者的回购规律可能不同, 而 Kaplan-Meier 假定相同。",
            count=int(late.sum()),
        ),
    )


def without_weight(n: int) -> Note:
    """Note that some customers count for nobody."""
    return Note.of(
        f"{counted(n, 'customer')} with a weight of 0; left out.",
        f"{n:,} 位客户的权重为 0，未计入。",
        count=n,
    )


def without_members(name: str) -> Note:
    """Note that nobody who answered is in a segment."""
    return Note.of(
        f"Nobody who answered is a {name}; the segment is not in the table.",
        f"没有任何回答者属于{named(name, 'zh')}, 该分群不在表中。",
    )

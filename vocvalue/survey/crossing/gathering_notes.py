"""Notes on how the inputs of a cross analysis were put together."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.link import Linked
from vocvalue.link.words import window_after
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted, whole
from vocvalue.results.texts import Text, pair
from vocvalue.survey.crossing.names import within

Columns: TypeAlias = Mapping[str, NDArray[Any]]

TENURE, SPEND_BEFORE = "tenure", "spend_before"
LIKE = 2.0
"""Median tenures that differ by more than this factor are those of different customers."""


def spend_before(covariates: Columns) -> tuple[Note, ...]:
    """Note that the comparison adjusts for what customers spent before the answer."""
    if SPEND_BEFORE not in covariates:
        return ()
    return (
        Note.of(
            "The comparison also adjusts for spending before the answer, so any effect that a "
            "customer's attitude already had by then is not part of the adjusted gap. Choose the "
            "covariates with adjust_for=.",
            "调整也纳入了作答前的消费：客户态度在作答前已造成的变化，不计入调整后的差距。"
            "可用 adjust_for= 选择协变量。",
        ),
    )


def curve(linked: Linked) -> tuple[Note, ...]:
    """Note which figures do not use Kaplan-Meier, and where late respondents differ."""
    reach = Note.of(
        "Kaplan-Meier is used for observed churn only. Revenue, lifetime value and adjusted gaps "
        "rest on the customers followed through the whole window.",
        "Kaplan-Meier 仅用于流失率的观察值。收入、终身价值和调整后的差距只计观察满期的客户。",
        bears_on="reading",
    )
    late = linked.matched & ~linked.complete
    early = linked.matched & linked.complete
    if not (late.any() and early.any()):
        return (reach,)
    days = [float(np.median(linked.tenure[part])) for part in (early, late)]
    if max(days) <= LIKE * max(min(days), 1.0):
        return (reach,)
    return reach, _of_another_kind(int(late.sum()), *days)


def not_followed(n: int, linked: Linked) -> tuple[Note, ...]:
    """Note customers who have not been followed through the whole window after the answer.

    Args:
        n: How many customers there are.
        linked: The linked responses, with their window.
    """
    customers = pair(
        "{customers} not yet followed for {window}",
        "{customers}尚未观察满 {window}",
        customers=counted(n, "customer"),
        window=window_after(linked),
    )
    return left_out(n, customers, of=pair("revenue per customer", "人均收入"))


def without_orders(n: int) -> tuple[Note, ...]:
    """Note customers who answered but have no order at all.

    Args:
        n: How many customers there are.
    """
    remark = pair(
        "Their ids may be written differently among the orders. To count them as customers who "
        'spent nothing, pass unmatched="zero".',
        '可能是两表的客户编号写法不一致。如需计为零消费，请用 unmatched="zero"。',
    )
    return left_out(n, _of(n, pair("with no order", "没有任何订单")), remark)


def without_value(n: int) -> tuple[Note, ...]:
    """Note customers who answered but are not in the table of values.

    Args:
        n: How many customers there are.
    """
    customers = _of(n, pair("for whom no value was given", "作答，但没有价值预测"))
    return left_out(n, customers, of=pair("lifetime value", "终身价值"))


def without_weight(n: int) -> tuple[Note, ...]:
    """Note customers whose weight is 0.

    Args:
        n: How many customers there are.
    """
    return left_out(n, _of(n, pair("with a weight of 0", "的权重为 0")))


def _of(n: int, what: Text) -> Text:
    return pair(
        "{customers} {what}", "{customers}{what}", customers=counted(n, "customer"), what=what
    )


def without_members(segment: str) -> Note:
    """Note a segment that no customer who answered belongs to.

    Args:
        segment: Its name.
    """
    return Note.of(
        "No customer who answered is {within}, so this segment is not in the table.",
        "没有作答客户属于{within}，该分群未列入表中。",
        within=within(segment),
    )


def _of_another_kind(n: int, early: float, late: float) -> Note:
    return Note.of(
        "Customers not followed through the whole window had been customers for a median of {late} "
        "days when they answered, the others for {early} days. Kaplan-Meier assumes that both "
        "groups return at the same rate, which may not hold.",
        "未观察满期的客户，作答时客户年限的中位数为 {late} 天，其余客户为 {early} 天。"
        "Kaplan-Meier 假定两者的回购规律相同，这里未必成立。",
        count=n,
        bears_on="claim",
        late=whole(late),
        early=whole(early),
    )

"""Whether the share of customers with an order is the same in all months."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.results.spans import month
from vocvalue.results.texts import Text, pair
from vocvalue.stats import equal_shares
from vocvalue.tables.periods import Periods, numbers_of

FALSE_ALARMS = 0.001
"""How often months that differ by chance alone are noted."""
FEW = 30
"""A month with fewer customers than these is not compared."""


@dataclass(frozen=True, kw_only=True)
class MonthMatch:
    """How many customers of a month have an order.

    Attributes:
        month: The month of the answer or the assignment, such as "2024-06".
        customers: How many customers there are.
        matched: How many of them have an order in the table.
    """

    month: str
    customers: int
    matched: int

    @property
    def share(self) -> float:
        """The share with an order."""
        return self.matched / self.customers


def by_month(
    moments: NDArray[np.datetime64], is_matched: NDArray[np.bool_]
) -> tuple[MonthMatch, ...]:
    """Return how many customers of each month have an order, months without any left out.

    Args:
        moments: The moment of each customer's answer or assignment, shape (n,).
        is_matched: Whether each has an order, shape (n,).

    Examples:
        >>> days = np.array(["2024-01-05", "2024-01-31", "2024-03-01"], dtype="datetime64[us]")
        >>> [(it.month, it.customers, it.matched) for it in by_month(days, np.array([1, 0, 1]) > 0)]
        [('2024-01', 2, 1), ('2024-03', 1, 1)]
    """
    numbers = numbers_of(moments, "month")
    months = Periods.of(numbers, "month")
    sizes = np.bincount(numbers - months.first)
    matched = np.bincount(numbers[is_matched] - months.first, minlength=months.n)
    return tuple(
        MonthMatch(
            month=str(months.start[place].astype("datetime64[M]")),
            customers=int(sizes[place]),
            matched=int(matched[place]),
        )
        for place in np.flatnonzero(sizes)
    )


def unequal_months(months: Sequence[MonthMatch]) -> tuple[Note, ...]:
    """Note if customers of some months have an order clearly more often than those of others.

    Pearson's test compares the months with at least 30 customers; it flags one in a thousand tables
    whose months differ by chance alone.

    Args:
        months: How many customers of each month have an order.
    """
    compared = [it for it in months if it.customers >= FEW]
    if len(compared) < 2:
        return ()
    matched, sizes = ([getattr(it, name) for it in compared] for name in ("matched", "customers"))
    if equal_shares.p_value(np.array(matched), np.array(sizes)) >= FALSE_ALARMS:
        return ()
    most, least = (pick(compared, key=lambda it: it.share) for pick in (max, min))
    return (
        Note.of(
            "The share of customers with an order differs clearly between months: {most}, "
            "against {least}. By chance alone this would happen in one table in a thousand. "
            "Check whether the orders end too early, begin too late or have gaps.",
            "不同月份的客户有订单的比例明显不同：{most}，而 {least}。若只是偶然，一千张表中才会出现"
            "一次。请检查订单是否过早结束、过晚开始或有缺失。",
            most=_matched(most),
            least=_matched(least),
            count=sum(it.customers - it.matched for it in compared),
            bears_on="claim",
        ),
    )


def _matched(month_match: MonthMatch) -> Text:
    return pair(
        "{matched} of {customers} in {month}",
        "{month} {customers} 位中有 {matched} 位",
        matched=month_match.matched,
        customers=month_match.customers,
        month=month(np.datetime64(month_match.month)),
    )

"""What linking found: how many responses and how much revenue have a partner on the other side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vocvalue.link.gate import check_counts
from vocvalue.link.months import MonthMatch
from vocvalue.results import Note, Result
from vocvalue.results.estimates import ROUNDING
from vocvalue.results.former import Language, counted, figure

Counts = dict[str, int]


@dataclass(frozen=True, kw_only=True)
class LinkReport(Result):
    """How well responses and orders fit together, and what was left out on either side.

    `responses` is the sum of `without_customer`, `without_time`, `without_score`, `repeated` and
    `customers`.

    Attributes:
        responses: Rows of the survey.
        without_customer: Rows without a customer.
        without_time: Rows without a moment.
        without_score: Rows without a score.
        repeated: Further answers of customers who had answered before; the first counts.
        customers: Customers who answered, one answer each.
        several: Customers with several answers.
        copies: Answers that repeat another in customer, moment and score, among `repeated`.
        matched: Customers who answered and have an order in the table.
        late: Customers who answered after the last order.
        ordering: Customers with an order.
        revenue: Money of all orders, net of refunds.
        revenue_matched: Money of the orders of those who answered.
        rule: Which answer of a customer counts.
        months: The customers by the month of the answer, and how many of them have an order.
        currency: The currency's code, where known.
    """

    responses: int
    without_customer: int
    without_time: int
    without_score: int
    repeated: int
    customers: int
    several: int
    copies: int
    matched: int
    late: int
    ordering: int
    revenue: float
    revenue_matched: float
    rule: str
    months: tuple[MonthMatch, ...] = ()
    currency: str | None = None

    def __post_init__(self) -> None:
        check_counts(customers=self.customers, matched=self.matched)
        check_counts(ordering=self.ordering, matched=self.matched)
        left_out = (self.without_customer, self.without_time, self.without_score)
        check_counts(
            responses=self.responses, used=self.responses - sum(left_out), customers=self.customers
        )

    @property
    def match_rate(self) -> float:
        """The share of the customers who answered that have an order."""
        return self.matched / self.customers

    @property
    def revenue_match_rate(self) -> float:
        """The share of all revenue that customers who answered brought.

        NaN where refunds leave no whole of which theirs is a part.
        """
        slack = ROUNDING * abs(self.revenue)
        if self.revenue <= 0 or not -slack <= self.revenue_matched <= self.revenue + slack:
            return float("nan")
        return min(max(self.revenue_matched / self.revenue, 0.0), 1.0)

    @property
    def without_orders(self) -> int:
        """Customers who answered and have no order in the table."""
        return self.customers - self.matched

    @property
    def without_response(self) -> int:
        """Customers with an order who gave no answer."""
        return self.ordering - self.matched

    def to_frame(self) -> pd.DataFrame:
        """Return one row per count."""
        rows = [
            ("responses", self.responses),
            ("without customer", self.without_customer),
            ("without time", self.without_time),
            ("without score", self.without_score),
            ("repeated", self.repeated),
            ("customers who answered", self.customers),
            ("  with orders", self.matched),
            ("  without orders", self.without_orders),
            ("  after the last order", self.late),
            ("customers with orders", self.ordering),
            ("  without response", self.without_response),
        ]
        return pd.DataFrame(rows, columns=["what", "n"])

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return both match rates and what has no partner."""
        unit = f"{self.currency} " if self.currency else ""
        matched, revenue = figure(self.revenue_matched), figure(self.revenue)
        return [
            ("responses", f"{self.responses:,}, of {counted(self.customers, 'customer')}"),
            ("customers matched", f"{self.matched:,} ({100 * self.match_rate:.1f} %)"),
            (
                "revenue matched",
                f"{unit}{matched} of {revenue}{self._revenue_rate}",
            ),
            ("answered, no order", f"{self.without_orders:,}"),
            ("ordered, no answer", f"{self.without_response:,}"),
            ("several answers", f"{counted(self.several, 'customer')}; {self.rule} counts"),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return how far the answers speak for the revenue, in English or Chinese."""
        matched, rate = f"{self.matched:,}", f"{100 * self.match_rate:.0f} %"
        if language == "zh":
            return (
                f"{self.customers:,} 位客户回答了问卷, 其中 {matched} 位 ({rate}) 有订单; "
                f"{self._share_zh}。"
            )
        return (
            f"{counted(self.customers, 'customer')} answered, {matched} of them ({rate}) have "
            f"orders; {self._share}."
        )

    @property
    def _revenue_rate(self) -> str:
        rate = self.revenue_match_rate
        return "" if np.isnan(rate) else f" ({100 * rate:.1f} %)"

    @property
    def _share(self) -> str:
        if np.isnan(self.revenue_match_rate):
            return (
                f"their orders come to {figure(self.revenue_matched)}, all orders to "
                f"{figure(self.revenue)}"
            )
        return f"they hold {100 * self.revenue_match_rate:.0f} % of all revenue"

    @property
    def _share_zh(self) -> str:
        if np.isnan(self.revenue_match_rate):
            return (
                f"他们的订单合计 {figure(self.revenue_matched)}，全部订单合计 "
                f"{figure(self.revenue)}"
            )
        return f"他们占全部收入的 {100 * self.revenue_match_rate:.0f} %"


def notes_of(report: LinkReport) -> tuple[Note, ...]:
    """Return the notes on what was left out, each with its count."""
    told = [
        (report.without_customer, "had no customer", "缺少客户编号"),
        (report.without_time, "had no time", "缺少时间"),
        (report.without_score, "had no score", "缺少评分"),
        (
            report.repeated,
            "repeated a customer; the first answer counts, as the last would be a survivor's",
            "为客户的再次回答; 只计首次, 因为末次回答来自留存者",
        ),
    ]
    notes = [
        Note.of(
            f"{counted(n, 'response')} {en}; left out.",
            f"{n:,} 份回答{zh}, 未计入。",
            count=n,
        )
        for n, en, zh in told
    ]
    notes += [
        Note.of(
            f"{counted(report.without_orders, 'customer')} answered and "
            f"{'has' if report.without_orders == 1 else 'have'} no order in the table.",
            f"{report.without_orders:,} 位客户回答了问卷但表中没有订单。",
            count=report.without_orders,
        ),
        Note.of(
            f"{counted(report.late, 'customer')} answered after the last order: nothing of "
            "what followed is known.",
            f"{report.late:,} 位客户在最后一笔订单之后才回答, 之后的情况未知。",
            count=report.late,
        ),
    ]
    return tuple(note for note in notes if note.count)

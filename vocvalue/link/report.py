"""The result of linking: how many responses and how much revenue match the other table."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from vocvalue.link.gate import check_counts
from vocvalue.link.months import MonthMatch
from vocvalue.results.estimates import ROUNDING
from vocvalue.results.result import Pictured

Rule: TypeAlias = Literal["first", "only"]
"""Which answer of a customer counts: the first, or the only one, as several are refused."""


@dataclass(frozen=True, kw_only=True)
class LinkReport(Pictured):
    """How well responses and orders match, and what was left out on either side.

    `responses` is the sum of `without_customer`, `without_time`, `without_score`, `repeated` and
    `customers`.

    Attributes:
        responses: Rows of the survey.
        without_customer: Rows without a customer.
        without_time: Rows without a time.
        without_score: Rows without a score.
        repeated: Further answers of customers who had already answered; the first counts.
        customers: Customers who answered, one answer each.
        several_answers: Customers with several answers.
        exact_copies: Answers that repeat another in customer, time and score, among `repeated`.
        matched: Customers who answered and have an order in the table.
        answered_late: Customers who answered after the last order.
        customers_with_orders: Customers with an order.
        revenue: Amount of all orders, net of refunds.
        revenue_matched: Amount of the orders of those who answered.
        rule: Which answer of a customer counts.
        months: The customers by the month of the answer, and how many of them have an order.
        currency: The currency code, if known.
    """

    responses: int
    without_customer: int
    without_time: int
    without_score: int
    repeated: int
    customers: int
    several_answers: int
    exact_copies: int
    matched: int
    answered_late: int
    customers_with_orders: int
    revenue: float
    revenue_matched: float
    rule: Rule
    months: tuple[MonthMatch, ...] = ()
    currency: str | None = None

    def __post_init__(self) -> None:
        check_counts(customers=self.customers, matched=self.matched)
        check_counts(customers_with_orders=self.customers_with_orders, matched=self.matched)
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
        """The share of all revenue from customers who answered.

        NaN if refunds leave no positive total.
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
        return self.customers_with_orders - self.matched

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
            ("  after the last order", self.answered_late),
            ("customers with orders", self.customers_with_orders),
            ("  without response", self.without_response),
        ]
        return pd.DataFrame(rows, columns=["what", "n"])

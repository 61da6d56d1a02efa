"""What the figures of a cross analysis mean: the window, the churn and the money."""

from typing import cast

from vocvalue.link import Linked
from vocvalue.link.words import window_after
from vocvalue.results import Basis, CustomerValues
from vocvalue.results.spans import span
from vocvalue.results.texts import Text, named, pair
from vocvalue.results.values import Valued
from vocvalue.survey.crossing.churn_table import churn_column
from vocvalue.survey.crossing.question import CrossQuestion
from vocvalue.survey.crossing.terms import CrossTerms
from vocvalue.tables import currencies
from vocvalue.tables.reading.experiments import Outcomes


def terms_of(question: CrossQuestion, linked: Linked | None) -> CrossTerms:
    """Return what the figures of a cross analysis mean.

    Args:
        question: The arguments of the cross analysis.
        linked: The responses with the orders before and after them, or None.

    Raises:
        DataError: The orders, the values and the caller name different currencies.
    """
    values = values_of(question) if isinstance(question.values, Valued) else None
    computed = question.values is None and question.horizon is not None
    basis: Basis = question.basis
    rate = question.discount_rate if computed else None
    if values is not None:
        basis, rate = values.basis, values.discount_rate
    elif computed:
        basis = "revenue" if question.margin is None else "margin"
    return CrossTerms(
        window=None if linked is None else window_after(linked),
        churn=_told_by_column(question) if linked is None else _no_order(question, linked),
        horizon=question.horizon if values is None else values.horizon,
        discount_rate=rate,
        margin=question.margin,
        basis=basis,
        currency=_currency(question, linked, values),
    )


def values_of(question: CrossQuestion) -> CustomerValues:
    """Return the customer values that the caller passed."""
    return cast("Valued", question.values).customer_values


def _told_by_column(question: CrossQuestion) -> Text | None:
    churned = question.churned
    column = churn_column(churned) if isinstance(churned, Outcomes) else churned
    if column is None:
        return None
    return pair("as in column '{column}'", "以“{column}”列为准", column=named(column))


def _no_order(question: CrossQuestion, linked: Linked) -> Text:
    window = window_after(linked)
    if question.churn_window is not None:
        window = pair(
            "the last {part} of {window}",
            "{window}的最后 {part}",
            part=span(question.churn_window),
            window=window,
        )
    if question.follow_up == "kaplan-meier":
        return pair(
            "no order in {window}, by Kaplan-Meier",
            "{window}内没有订单，按 Kaplan-Meier 估计",
            window=window,
        )
    return pair("no order in {window}", "{window}内没有订单", window=window)


def _currency(
    question: CrossQuestion, linked: Linked | None, values: CustomerValues | None
) -> str | None:
    revenue = currencies.same(
        None if linked is None else linked.currency,
        question.currency,
        ("the revenue", "currency="),
    )
    value = None if values is None else values.currency
    return currencies.same(revenue, value, ("the revenue", "the value"))

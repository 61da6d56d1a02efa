"""What the figures of a crossing mean: the window, what counts as leaving, and the money."""

from typing import cast

from vocvalue import duration
from vocvalue.link import Linked
from vocvalue.link.words import window_after
from vocvalue.results import Basis, CustomerValues
from vocvalue.results.former import Language
from vocvalue.results.tongues import tongue
from vocvalue.results.values import Valued
from vocvalue.survey.crossing.churn_table import churn_column
from vocvalue.survey.crossing.question import Question
from vocvalue.survey.crossing.terms import CrossTerms
from vocvalue.tables import currencies, reading


def terms_of(question: Question, linked: Linked | None) -> CrossTerms:
    """Return what the figures of a crossing mean.

    Args:
        question: What was asked.
        linked: The answers with the orders before and after, or None.

    Raises:
        DataError: The orders, the values and the caller name several currencies.
    """
    churn = None if linked is None else _churn_in_words(question, linked, "en")
    column = _churn_column(question)
    values = values_of(question) if isinstance(question.value, Valued) else None
    computed = question.value is None and question.horizon is not None
    basis: Basis = question.value_basis
    rate = question.discount_rate if computed else None
    if values is not None:
        basis, rate = values.basis, values.discount_rate
    elif computed:
        basis = "revenue" if question.margin is None else "margin"
    return CrossTerms(
        window=None if linked is None else window_after(linked).en,
        window_zh=None if linked is None else window_after(linked).zh,
        churn=churn or (column and f"as in column {column!r}"),
        churn_zh=(None if linked is None else _churn_in_words(question, linked, "zh"))
        or (column and f"见列 {column!r}"),
        horizon=question.horizon if values is None else values.horizon,
        discount_rate=rate,
        margin=question.margin,
        value_basis=basis,
        currency=_currency(question, linked, values),
    )


def _churn_column(question: Question) -> str | None:
    churned = question.churned
    return churn_column(churned) if isinstance(churned, reading.Outcomes) else churned


def _currency(
    question: Question, linked: Linked | None, values: CustomerValues | None
) -> str | None:
    revenue = currencies.same(
        None if linked is None else linked.currency,
        question.currency,
        ("the revenue", "currency="),
    )
    value = None if values is None else values.currency
    return currencies.same(revenue, value, ("the revenue", "the value"))


def _churn_in_words(question: Question, linked: Linked, language: Language) -> str:
    window, silent = window_after(linked).into(tongue(language)), question.churn_window
    by = question.follow_up == "kaplan_meier"
    if language == "zh":
        part = "" if silent is None else f"的最后 {duration.spoken(silent, 'zh')}"
        return f"{window}{part}内没有订单{', Kaplan-Meier 估计' if by else ''}"
    part = "" if silent is None else f"the last {duration.spoken(silent)} of "
    return f"no order in {part}{window}{', by Kaplan-Meier' if by else ''}"


def values_of(question: Question) -> CustomerValues:
    """Return the customers' values that were handed in."""
    return cast("Valued", question.value).customer_values

"""The terms of a valuation, in words."""

from vocvalue.clv.terms import Terms
from vocvalue.results.dispatch import said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import stated_rate
from vocvalue.results.spans import coming
from vocvalue.results.sums import BASIS, amount
from vocvalue.results.texts import Text, pair


@said.register
def _(terms: Terms) -> Text:
    return stated(terms)


def stated(terms: Terms, currency: str | None = None) -> Text:
    """Return the terms, with the costs in a currency.

    Args:
        terms: The terms.
        currency: The currency code, if known.
    """
    costs = _costs(terms, currency)
    return pair(
        "{basis}, {horizon}, {discounting}",
        "{basis}，{horizon}，{discounting}",
        basis=beside(BASIS[terms.basis], *costs) if costs else BASIS[terms.basis],
        horizon=coming(terms.horizon),
        discounting=discounting(terms),
    )


def discounting(terms: Terms) -> Text:
    """Return at what rate the money is discounted.

    Args:
        terms: The terms.
    """
    if not terms.discount_rate:
        return pair("not discounted", "未折现")
    rate = stated_rate(terms.discount_rate)
    return pair("discounted at {rate} a year", "按年利率 {rate} 折现", rate=rate)


def _margin(margin: float, *, is_all: bool) -> Text:
    rate = stated_rate(margin)
    if is_all:
        return pair("{rate} of revenue", "毛利率 {rate}", rate=rate)
    return pair("a margin of {rate}", "毛利率 {rate}", rate=rate)


def _costs(terms: Terms, currency: str | None) -> list[Text]:
    parts = []
    if terms.margin is not None:
        parts.append(_margin(terms.margin, is_all=terms.basis == "margin"))
    if terms.cost_to_serve:
        served = amount(terms.cost_to_serve, currency)
        parts.append(
            pair(
                "a cost to serve of {cost} per customer per year",
                "服务成本为每位客户每年 {cost}",
                cost=served,
            )
        )
    if terms.acquisition_cost:
        won = amount(terms.acquisition_cost, currency)
        parts.append(
            pair(
                "an acquisition cost of {cost} per customer", "获客成本为每位客户 {cost}", cost=won
            )
        )
    return parts

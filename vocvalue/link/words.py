"""What was joined, in words."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import cast

from vocvalue import duration
from vocvalue.link.linked import Linked
from vocvalue.link.report import LinkReport, Rule
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, percent
from vocvalue.results.spans import date, span
from vocvalue.results.sums import amount
from vocvalue.results.texts import Text, pair

COUNTS: Mapping[Rule, Text] = {
    "first": pair("the first counts", "以首次作答为准"),
    "only": pair("several are refused", "不接受多次作答"),
}


def window_after(linked: Linked) -> Text:
    """Return the window after the answer.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.load_sample()
        >>> linked = vv.link.attach(shop.responses, shop.orders, survey="nps", window="6 months")
        >>> window_after(linked).en, window_after(linked).zh
        ('the 6 months after the answer', '作答后 6 个月')
    """
    if linked.window_start is None:
        length = span(cast("duration.Span", linked.window))
        return pair("the {span} after the answer", "作答后 {span}", span=length)
    last = linked.window_start + dt.timedelta(seconds=linked.window_seconds - 1)
    return pair(
        "{first} to {last}", "{first}至{last}", first=date(linked.window_start), last=date(last)
    )


@said.register
def _(report: LinkReport) -> Text:
    return pair(
        "{customers} answered; {matched} of them ({rate}) had orders{revenue}.",
        "{customers}作答，其中 {matched} 位（{rate}）有订单{revenue}。",
        customers=counted(report.customers, "customer"),
        matched=report.matched,
        rate=percent(report.match_rate),
        revenue=_part_of_revenue(report),
    )


@said.register
def _(linked: Linked) -> Text:
    return said(linked.report)


@rows.register
def _(report: LinkReport) -> list[Row]:
    answers = pair(
        "{n}, of {customers}",
        "{n} 份，来自 {customers}",
        n=report.responses,
        customers=counted(report.customers, "customer"),
    )
    matched = beside(pair("{n}", "{n}", n=report.matched), percent(report.match_rate))
    several = pair(
        "{customers}; {rule}",
        "{customers}，{rule}",
        customers=counted(report.several_answers, "customer"),
        rule=COUNTS[report.rule],
    )
    return [
        Row(pair("responses", "答卷"), answers),
        Row(pair("customers matched", "匹配到订单的客户"), matched),
        Row(pair("revenue matched", "匹配到的收入"), _revenue(report)),
        Row(pair("answered, no order", "作答但无订单"), counted(report.without_orders, "customer")),
        Row(
            pair("ordered, no answer", "有订单未作答"), counted(report.without_response, "customer")
        ),
        Row(pair("several answers", "多次作答"), several),
    ]


@rows.register
def _(linked: Linked) -> list[Row]:
    window = pair(
        "{window}, and an equally long window before",
        "{window}，及之前同样长的时间",
        window=window_after(linked),
    )
    followed = counted(int(linked.complete.sum()), "customer")
    return [
        *rows(linked.report),
        Row(pair("window", "观察期"), window),
        Row(pair("followed throughout", "观察满期"), followed),
        Row(pair("observed until", "观察截至"), date(linked.observation_end)),
    ]


def _part_of_revenue(report: LinkReport) -> Text:
    rate = report.revenue_match_rate
    if not math.isnan(rate):
        return pair(
            ", which made up {share} of all revenue",
            "，占全部收入的 {share}",
            share=percent(rate),
        )
    return pair(
        ", which come to {theirs}; all orders come to {all}",
        "，合计 {theirs}；全部订单合计 {all}",
        theirs=amount(report.revenue_matched, report.currency),
        all=amount(report.revenue, report.currency),
    )


def _revenue(report: LinkReport) -> Text:
    revenue = pair(
        "{theirs} of {all}",
        "{all} 中的 {theirs}",
        theirs=amount(report.revenue_matched, report.currency),
        all=amount(report.revenue, report.currency),
    )
    rate = report.revenue_match_rate
    return revenue if math.isnan(rate) else beside(revenue, percent(rate))

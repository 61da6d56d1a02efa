"""A funnel in words: how many leads convert, for how much, and how much of that is incremental."""

from functools import partial

from vocvalue.results import Estimate
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import ends, row
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.spans import span
from vocvalue.results.sums import EVIDENCE, money, money_row
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.signals.follow_up.result import Funnel, Incremental

STAGE_NAMES = {
    "signals": pair("signals", "信号"),
    "leads": pair("leads", "线索"),
    "contacted": pair("leads contacted", "已联系线索"),
    "followed": pair("leads followed", "观察满期线索"),
    "converted": pair("leads converted", "转化线索"),
}
rate = partial(percent, digits=2)


@said.register
def _(funnel: Funnel) -> Text:
    more = funnel.incremental
    return sentences(
        finding(funnel),
        _revenue(funnel),
        _unknown() if more is None else _incremental(more),
    )


@rows.register
def _(funnel: Funnel) -> list[Row]:
    counts = funnel.counts()
    more, revenue = funnel.incremental, funnel.revenue
    return [
        *(Row(STAGE_NAMES[stage], whole(n)) for stage, n in counts.items()),
        row(pair("conversion rate", "转化率"), funnel.rate, rate),
        *(
            []
            if revenue is None
            else [money_row(pair("revenue of converted leads", "转化线索的收入"), revenue)]
        ),
        *([] if more is None else _incremental_rows(more)),
    ]


def finding(funnel: Funnel) -> Text:
    """Return how many leads convert, as a sentence.

    Args:
        funnel: What `signals.funnel` returned.
    """
    return pair(
        "{converted} of {leads} converted within {span}: {rate} ({ends}).",
        "{leads}中有 {converted} 条在 {span}内转化，转化率 {rate}（{ends}）。",
        converted=funnel.n_converted,
        leads=counted(funnel.n_followed, "lead"),
        span=span(funnel.window),
        rate=rate(funnel.rate.value),
        ends=ends(funnel.rate, rate),
    )


def _revenue(funnel: Funnel) -> Text | None:
    revenue = funnel.revenue
    if revenue is None:
        return None
    return pair(
        "Their orders came to {money} of revenue; {evidence}.",
        "相应订单收入 {money}，{evidence}。",
        money=money(revenue),
        evidence=EVIDENCE[revenue.evidence],
    )


def _unknown() -> Text:
    return pair(
        "How many of them would have bought anyway is not known.",
        "其中有多少本来就会购买，尚不可知。",
    )


def _incremental(more: Incremental) -> Text:
    doubt = [note.said for note in more.doubts]
    return sentences(*doubt, _orders(more), _money(more), _nothing_shown(more))


def _orders(more: Incremental) -> Text:
    parts = {
        "n": counted(more.n_customers, "customer"),
        "with_lead": rate(more.with_lead.value),
        "without": rate(more.without.value),
        "orders": _count(more.conversions),
        "evidence": EVIDENCE[more.evidence],
    }
    if more.against == "held back":
        return pair(
            "Of {n} contacted, {with_lead} bought, against {without} of those held back: "
            "{orders} incremental orders; {evidence}.",
            "被联系的 {n}中有 {with_lead} 购买，保留不联系的客户为 {without}："
            "增量订单 {orders}，{evidence}。",
            **parts,
        )
    return pair(
        "Of {n} with a lead, {with_lead} bought, against {without} of similar customers without "
        "one: {orders} orders more; {evidence}. That is not the effect of contacting them.",
        "有线索的 {n}中有 {with_lead} 购买，情况相近但没有线索的客户为 {without}：订单多 {orders}，"
        "{evidence}。这并非联系客户的效果。",
        **parts,
    )


def _money(more: Incremental) -> Text | None:
    if more.revenue is None:
        return None
    parts = {"money": money(more.revenue), "evidence": EVIDENCE[more.revenue.evidence]}
    if more.against == "held back":
        return pair(
            "Incremental revenue: {money}; {evidence}.", "增量收入 {money}，{evidence}。", **parts
        )
    return pair(
        "They brought {money} of revenue more; {evidence}.",
        "收入多 {money}，{evidence}。",
        **parts,
    )


def _nothing_shown(more: Incremental) -> Text | None:
    if more.difference.excludes_zero:
        return None
    return pair("The sample does not show a difference in who buys.", "样本未显示购买比例有差异。")


def _count(orders: Estimate) -> Text:
    return pair("{n} ({ends})", "{n} 笔（{ends}）", n=whole(orders.value), ends=ends(orders, whole))


def _incremental_rows(more: Incremental) -> list[Row]:
    evidence = EVIDENCE[more.evidence]
    names = (
        (pair("incremental orders", "增量订单"), pair("incremental revenue", "增量收入"))
        if more.against == "held back"
        else (
            pair("orders more than similar customers", "比相近客户多的订单"),
            pair("revenue more than similar customers", "比相近客户多的收入"),
        )
    )
    orders, revenue = (
        pair("{name}, {evidence}", "{name}（{evidence}）", name=name, evidence=evidence)
        for name in names
    )
    found = [row(orders, more.conversions, whole)]
    return found if more.revenue is None else [*found, money_row(revenue, more.revenue)]

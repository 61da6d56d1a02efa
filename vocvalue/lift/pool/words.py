"""Which customers are at risk, in words."""

import numpy as np

from vocvalue.lift.pool.result import RiskPool
from vocvalue.lift.pool.rule_words import alert
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import counted, whole
from vocvalue.results.spans import date
from vocvalue.results.sums import BASIS, amount
from vocvalue.results.texts import Text, named, pair, sentences, separated


@said.register
def _(pool: RiskPool) -> Text:
    alerts = separated(
        *(
            pair("{alert} ({n})", "{alert}（{n} 位）", alert=rule_name(pool, name), n=n)
            for name, n in pool.counts.items()
        )
    )
    several = pair(
        "{n} of them triggered more than one.", "其中 {n} 位触发多项预警。", n=pool.n_several
    )
    return sentences(
        pair("{finding}: {alerts}.", "{finding}：{alerts}。", finding=finding(pool), alerts=alerts),
        several if len(pool.rules) > 1 else None,
    )


@rows.register
def _(pool: RiskPool) -> list[Row]:
    return [
        Row(pair("customers at risk", "风险客户数"), whole(pool.n)),
        *(Row(rule_name(pool, name), _matched(pool, name)) for name in pool.rules),
        Row(pair("several alerts", "触发多项预警"), whole(pool.n_several)),
        *_worth(pool),
        Row(pair("period", "期间"), _period(pool)),
    ]


def rule_name(pool: RiskPool, name: str) -> Text:
    """Return the name of a rule for a reader: its label, or else what triggers it.

    Args:
        pool: The customers at risk.
        name: The rule's name.
    """
    return named(name, alert(pool.rules[name]))


def finding(pool: RiskPool) -> Text:
    """Return how many customers are at risk, and in which period, without a full stop.

    Args:
        pool: The customers at risk.
    """
    customers = counted(pool.n, "customer")
    if pool.start is not None and pool.end is not None:
        return pair(
            "Between {start} and {end}, {customers} triggered an alert",
            "{start}至{end}，{customers}触发预警",
            start=date(pool.start),
            end=date(pool.end),
            customers=customers,
        )
    if pool.end is not None:
        return pair(
            "Up to {end}, {customers} triggered an alert",
            "截至{end}，{customers}触发预警",
            end=date(pool.end),
            customers=customers,
        )
    return pair("{customers} triggered an alert", "{customers}触发预警", customers=customers)


def _matched(pool: RiskPool, name: str) -> Text:
    return pair(
        "{n} of {customers} examined",
        "检查 {customers}，触发 {n} 位",
        n=pool.counts[name],
        customers=counted(pool.customers_checked[name], "customer"),
    )


def _worth(pool: RiskPool) -> list[Row]:
    if pool.value is None:
        return []
    known = pool.value[np.isfinite(pool.value)]
    label = pair("their value", "这些客户的价值")
    if pool.basis is not None:
        label = pair("their value ({basis})", "这些客户的价值（{basis}）", basis=BASIS[pool.basis])
    n_known = pair(
        "known for {customers}", "{customers}有价值数据", customers=counted(known.size, "customer")
    )
    return [Row(label, beside(amount(float(known.sum()), pool.currency), n_known))]


def _period(pool: RiskPool) -> Text:
    if pool.start is not None and pool.end is not None:
        return pair(
            "{start} to {end}", "{start}至{end}", start=date(pool.start), end=date(pool.end)
        )
    if pool.end is not None:
        return pair("up to {end}", "截至{end}", end=date(pool.end))
    return pair("all that the tables hold", "表中全部时间")

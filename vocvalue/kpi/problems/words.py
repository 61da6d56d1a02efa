"""A reduction of problems, in words."""

import math
from collections.abc import Mapping

from vocvalue.issues.over_time.words import finding
from vocvalue.kpi.kpi import KpiPeriod
from vocvalue.kpi.kpi_words import BANDS, verdict
from vocvalue.kpi.problems.result import IssueReduction, ReductionVerdict
from vocvalue.results.calendar import calendar_period
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row, with_interval
from vocvalue.results.numerals import (
    UNKNOWN,
    counted,
    p_value,
    signed_percent,
    stated_rate,
    whole,
)
from vocvalue.results.sums import EVIDENCE, money_of_basis, money_row
from vocvalue.results.texts import Text, listed, pair, sentences

VERDICTS: Mapping[ReductionVerdict, Text] = {
    "each lower": pair(
        "fell, and each period is shown to be lower", "下降，且各期均确认低于原水平"
    ),
    "fell, not each": pair(
        "fell, but not each period is shown to be lower", "下降，但未能确认每期均低于原水平"
    ),
    "no fall shown": pair("no fall shown", "未显示下降"),
    "rose": pair("rose", "上升"),
}
MOST = 12
"""The most periods that each get a line."""


@said.register
def _(result: IssueReduction) -> Text:
    return sentences(
        finding(result.trend_of_issue),
        _each(result),
        verdict(result.bounds, result.reduction, stated_rate),
        _money(result),
    )


@rows.register
def _(result: IssueReduction) -> list[Row]:
    return [
        row(pair("reduction", "降幅"), result.reduction, signed_percent),
        Row(pair("verdict", "结论"), VERDICTS[result.verdict]),
        Row(
            pair("p-value that not each is lower", "并非每期均下降的 p 值"), p_value(result.p_each)
        ),
        Row(pair("band shown by the interval", "按置信区间判定"), BANDS[result.band()]),
        *[_row(period) for period in result.periods[:MOST]],
        row(pair("mentions avoided", "减少的提及次数"), result.trend_of_issue.avoided, whole),
        *([] if result.money is None else [money_row(pair("saved", "节省金额"), result.money)]),
        *([] if result.money is None else [_evidence(result.money.evidence)]),
    ]


def _evidence(evidence: str) -> Row:
    return Row(pair("evidence", "证据等级"), EVIDENCE[evidence])  # type: ignore[index]


def _row(period: KpiPeriod) -> Row:
    name = calendar_period(period.start, period.every)
    if not period.estimate.n and period.estimate.method == "no data":
        return Row(name, pair("no orders", "没有订单"))
    return row(name, period.estimate, signed_percent)


def _each(result: IssueReduction) -> Text:
    """Return whether each of the periods asked is lower: seen, and shown."""
    parts = {
        "periods": counted(result.n_judged, result.trend_of_issue.every),
        "each": listed(tuple(map(_of_period, result.judged))),
        "p": p_value(result.p_each),
    }
    if result.verdict == "each lower":
        return pair(
            "Each of the first {periods} is shown to be lower than without the fix ({p}): {each}.",
            "改进后前 {periods}，每期均确认低于不改进时的水平（{p}）：{each}。",
            **parts,
        )
    return pair(
        "Of the first {periods} after the fix the rate is lower than without it in {seen}, and "
        "shown to be in {shown}, allowing for how many were looked at; that each is lower is not "
        "shown ({p}): {each}.",
        "改进后前 {periods}中，低于不改进时水平的有 {seen} 期，校正多重比较后得到确认的有 {shown} "
        "期；未能确认每期均下降（{p}）：{each}。",
        seen=result.n_seen,
        shown=result.n_shown,
        **parts,
    )


def _of_period(period: KpiPeriod) -> Text:
    figure = period.estimate
    change = UNKNOWN if math.isnan(figure.value) else signed_percent(-figure.value)
    return pair(
        "{period} {change}",
        "{period} {change}",
        period=calendar_period(period.start, period.every),
        change=change,
    )


def _money(result: IssueReduction) -> Text | None:
    if result.money is None or not result.trend_of_issue.verdict.startswith("fell"):
        return None
    return pair(
        "There were {avoided} fewer mentions, which would have cost {money}; evidence: {evidence}.",
        "提及共减少 {avoided} 次，相当于减少损失{money}；证据等级：{evidence}。",
        avoided=with_interval(result.trend_of_issue.avoided, whole),
        money=money_of_basis(result.money),
        evidence=EVIDENCE[result.money.evidence],
    )

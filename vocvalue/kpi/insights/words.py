"""The insight-to-action rate, in words."""

import math

from vocvalue.kpi.insights.result import DepartmentRate, InsightToAction
from vocvalue.kpi.kpi_words import BANDS, verdict
from vocvalue.results import Estimate
from vocvalue.results.calendar import EACH
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import between, row
from vocvalue.results.numerals import by_number, counted, p_value, percent, stated_rate, whole
from vocvalue.results.spans import date, span
from vocvalue.results.sums import EVIDENCE, amount, money_of_basis
from vocvalue.results.texts import Text, pair, sentences

MOST = 12
"""The most departments that each get a line."""


@said.register
def _(result: InsightToAction) -> Text:
    if not result.n_mature:
        return sentences(_none_mature(result), _money(result))
    return sentences(
        finding(result),
        _late(result),
        verdict(result.bounds, result.rate, stated_rate),
        _money(result),
    )


@rows.register
def _(result: InsightToAction) -> list[Row]:
    within = pair("completed within {mature}", "{mature}内完成的比例", mature=span(result.mature))
    mature = pair(
        "{n} of {insights}",
        "{insights}中的 {n} 条",
        n=result.n_mature,
        insights=counted(result.n_insights, "insight"),
    )
    return [
        row(within, result.rate, percent),
        Row(pair("mature insights", "成熟洞察"), mature),
        Row(pair("band shown by the interval", "按置信区间判定"), BANDS[result.band()]),
        Row(pair("half of all are completed after", "半数洞察完成所需时间"), half_after(result)),
        *_departments(result),
        *_difference(result),
        *_money_rows(result),
        Row(pair("observed until", "观察期末"), date(result.observation_end)),
    ]


def finding(result: InsightToAction) -> Text:
    """Return the sentence on the rate of mature insights.

    Args:
        result: What `kpi.insight_to_action` returned, with mature insights.
    """
    return pair(
        "Of {insights} submitted at least {mature} ago, {n} led to a completed improvement within "
        "{mature}: {rate}.",
        "提交已满 {mature}的 {insights}中，{n} 条在 {mature}内转化为已完成的改进：{rate}。",
        insights=by_number(
            result.n_mature,
            pair("1 major insight", "1 条重大洞察"),
            pair("{n} major insights", "{n} 条重大洞察", n=result.n_mature),
        ),
        n=result.n_completed,
        mature=span(result.mature),
        rate=_share(result.rate),
    )


def half_after(result: InsightToAction) -> Text:
    """Return the age at which half of all insights are completed.

    Args:
        result: What `kpi.insight_to_action` returned.
    """
    age = result.age_at(0.5)
    if age is None:
        return pair("fewer than half were completed", "尚不足半数完成")
    if math.isinf(age.upper):
        ends = pair(
            "{level} interval: from {low}",
            "{level} 置信区间 {low} 起",
            level=stated_rate(age.level),
            low=whole(age.lower),
        )
    else:
        ends = between(age.level, age.lower, age.upper, whole)
    return pair("{days} days ({ends})", "{days} 天（{ends}）", days=whole(age.value), ends=ends)


def _share(rate: Estimate) -> Text:
    ends = between(rate.level, rate.lower, rate.upper, percent)
    return pair("{share} ({ends})", "{share}（{ends}）", share=percent(rate.value), ends=ends)


def _none_mature(result: InsightToAction) -> Text:
    return pair(
        "None of {insights} is {mature} old yet, so there is no rate. Completed so far: {done}.",
        "{insights}均未满 {mature}，尚无转化率：目前已完成 {done} 条。",
        insights=counted(result.n_insights, "insight"),
        mature=span(result.mature),
        done=int(result.curve.events.sum()),
    )


def _late(result: InsightToAction) -> Text | None:
    if not result.n_late:
        return None
    share = percent((result.n_completed + result.n_late) / result.n_mature)
    return by_number(
        result.n_late,
        pair(
            "1 more was completed later; counting it, the share is {share}.",
            "另有 1 条在此之后完成；计入后为 {share}。",
            share=share,
        ),
        pair(
            "{n} more were completed later; counting them, the share is {share}.",
            "另有 {n} 条在此之后完成；计入后为 {share}。",
            n=result.n_late,
            share=share,
        ),
    )


def _money(result: InsightToAction) -> Text | None:
    if result.money is None:
        return None
    return pair(
        "By the table of actions, completed actions brought {money} so far, {each} per major "
        "insight (evidence: {evidence}).",
        "按行动表的记录，已完成的行动至今带来{money}，平均每条重大洞察 {each}（证据等级："
        "{evidence}）。",
        money=money_of_basis(result.money),
        each=amount(result.money_per_insight, result.money.currency),
        evidence=EVIDENCE[result.money.evidence],
    )


def _money_rows(result: InsightToAction) -> list[Row]:
    money = result.money
    if money is None:
        return []
    return [
        Row(
            pair("brought by {actions}", "{actions}带来", actions=counted(money.n, "action")),
            money_of_basis(money),
        ),
        Row(
            pair("per major insight", "平均每条重大洞察"),
            amount(result.money_per_insight, money.currency),
        ),
        Row(pair("evidence", "证据等级"), EVIDENCE[money.evidence]),
    ]


def _departments(result: InsightToAction) -> list[Row]:
    return [_department(it) for it in result.departments[:MOST]]


def _department(it: DepartmentRate) -> Row:
    name = group_name(it.department)
    if not it.rate.n:
        return Row(name, pair("no mature insight", "无成熟洞察"))
    return row(name, it.rate, percent)


def _difference(result: InsightToAction) -> list[Row]:
    found = []
    if len(result.periods) > 1 and not math.isnan(result.periods_p_value):
        label = pair("{periods} compared", "{periods}比较", periods=EACH[result.every])
        found.append(Row(label, _verdict(result.periods_p_value, shown=result.periods_differ)))
    if len(result.departments) > 1 and not math.isnan(result.departments_p_value):
        text = _verdict(result.departments_p_value, shown=result.departments_differ)
        found.append(Row(pair("departments compared", "各部门比较"), text))
    return found


def _verdict(p: float, *, shown: bool) -> Text:
    if shown:
        return pair("differ by more than chance ({p})", "差异超出随机波动（{p}）", p=p_value(p))
    return pair(
        "differ by no more than chance alone would explain ({p})",
        "差异未超出随机波动（{p}）",
        p=p_value(p),
    )

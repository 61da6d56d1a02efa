"""How long customers stay, in words: headlines, and the sentences that a CFO reads."""

import math
from functools import partial

from vocvalue.lift.design.arm_words import arm_name
from vocvalue.lift.time_to_event.horizon import months_or_days
from vocvalue.lift.time_to_event.result import RetentionSurvival, SurvivalArm
from vocvalue.lift.two_arms.words import doubt, in_points, led, points_row
from vocvalue.results import Estimate
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, between, row
from vocvalue.results.methods import method_name
from vocvalue.results.numerals import (
    number,
    p_number,
    p_value,
    percent,
    signed,
    stated_rate,
)
from vocvalue.results.spans import length
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Part, Text, named, pair, sentences

UNNAMED = {"strata": pair("the given strata", "所给分层")}
"""The name of strata that were passed without one."""


@said.register
def _(survival: RetentionSurvival) -> Text:
    spoken = _of_leaving(survival) if survival.event == "leaving" else _of_orders(survival)
    return led(
        survival.doubts,
        sentences(spoken, _not_shown(survival), doubt(survival.evidence, survival.doubts)),
    )


@rows.register
def _(survival: RetentionSurvival) -> list[Row]:
    arms = survival.treated, survival.control
    return [
        *(Row(arm_name(arm.name), _followed(survival, arm)) for arm in arms),
        *_differences(survival),
        *(Row(_median_label(arm), _median(arm)) for arm in arms),
        Row(
            pair("p-value", "p 值"),
            beside(p_number(survival.p_value), pair("months, two-sided", "月数，双侧")),
        ),
        Row(pair("log-rank test", "对数秩检验"), _log_rank(survival)),
        Row(pair("method", "方法"), method_name(survival.method)),
        Row(pair("evidence", "证据等级"), EVIDENCE[survival.evidence]),
    ]


def _of_leaving(survival: RetentionSurvival) -> Text:
    months, over = survival.months_kept, months_or_days(survival.horizon)
    return sentences(
        pair(
            "After {over}, {treated} of the treated group were still customers, against {control} "
            "of the control group: a difference of {difference}.",
            "{over}后，实验组的留存率为 {treated}，对照组为 {control}，相差 {difference}。",
            over=over,
            treated=percent(survival.treated.share.value),
            control=percent(survival.control.share.value),
            difference=in_points(survival.difference_in_share),
        ),
        pair(
            "Over these {over}, treated customers stayed {months} on average ({range}; "
            "{evidence}).",
            "这 {over}内，实验组客户平均{months}（{range}；{evidence}）。",
            over=over,
            months=_longer(months.value),
            range=_range(months, "leaving"),
            evidence=EVIDENCE[survival.evidence],
        ),
    )


def _of_orders(survival: RetentionSurvival) -> Text:
    months, over = survival.months_sooner, months_or_days(survival.horizon)
    return sentences(
        pair(
            "Within {over}, {treated} of the treated customers ordered again, against {control} of "
            "the control group: a difference of {difference}.",
            "{over}内，实验组有 {treated} 再次下单，对照组为 {control}，相差 {difference}。",
            over=over,
            treated=percent(1 - survival.treated.share.value),
            control=percent(1 - survival.control.share.value),
            difference=in_points(survival.share_back),
        ),
        pair(
            "Over these {over}, treated customers ordered again {months} on average ({range}; "
            "{evidence}).",
            "这 {over}内，实验组客户平均{months}再次下单（{range}；{evidence}）。",
            over=over,
            months=_sooner(months.value),
            range=_range(months, "order"),
            evidence=EVIDENCE[survival.evidence],
        ),
    )


def _longer(months: float) -> Text:
    if months < 0:
        return pair("{n} months less", "少留存 {n} 个月", n=_two_digits(-months))
    return pair("{n} months longer", "多留存 {n} 个月", n=_two_digits(months))


def _sooner(months: float) -> Text:
    if months < 0:
        return pair("{n} months later", "推迟 {n} 个月", n=_two_digits(-months))
    return pair("{n} months sooner", "提前 {n} 个月", n=_two_digits(months))


def _range(months: Estimate, event: str) -> Text:
    """Return the interval of months, in words where its ends differ in sign."""
    if not months.lower < 0 < months.upper:
        ends = (-months.upper, -months.lower) if months.value < 0 else (months.lower, months.upper)
        return between(months.level, *ends, _two_digits)
    write = _longer if event == "leaving" else _sooner
    return pair(
        "{level} interval: from {low} to {high}",
        "{level} 置信区间：从{low}到{high}",
        level=stated_rate(months.level),
        low=write(months.lower),
        high=write(months.upper),
    )


def _not_shown(survival: RetentionSurvival) -> Text | None:
    if survival.shown:
        return None
    return pair("The sample does not show a difference in months.", "样本未显示两组的月数有差异。")


def _differences(survival: RetentionSurvival) -> list[Row]:
    over = months_or_days(survival.horizon)
    if survival.event == "leaving":
        return [
            points_row(
                pair("still customers after {over}", "{over}后的留存率之差", over=over),
                survival.difference_in_share,
            ),
            row(
                pair("months kept within {over}", "{over}内多留存的月数", over=over),
                survival.months_kept,
                partial(signed, digits=2),
            ),
        ]
    return [
        points_row(
            pair("ordered within {over}", "{over}内再次下单", over=over), survival.share_back
        ),
        row(
            pair("months sooner within {over}", "{over}内提前下单的月数", over=over),
            survival.months_sooner,
            partial(signed, digits=2),
        ),
    ]


def _followed(survival: RetentionSurvival, arm: SurvivalArm) -> Text:
    parts: dict[str, Part] = {
        "events": arm.events,
        "n": arm.n,
        "followed": arm.followed,
        "share": percent(arm.share.value),
        "months": length(arm.months.value, "month"),
    }
    if survival.event == "leaving":
        return pair(
            "{events} of {n} left, {followed} still followed; {share} still customers, {months} "
            "on average",
            "{n} 位中 {events} 位流失，{followed} 位仍在观察；留存率 {share}，平均留存 {months}",
            **parts,
        )
    return pair(
        "{events} of {n} ordered, {followed} still followed; {share} without an order, {months} "
        "on average",
        "{n} 位中 {events} 位再次下单，{followed} 位仍在观察；{share} 尚未下单，"
        "平均未下单时长 {months}",
        **parts,
    )


def _median_label(arm: SurvivalArm) -> Text:
    return pair("median time, {arm}", "中位时间（{arm}）", arm=arm_name(arm.name))


def _median(arm: SurvivalArm) -> Text:
    if arm.median is None:
        return pair("not reached", "未达到")
    months = length(arm.median.value, "month")
    if math.isfinite(arm.median.upper):
        ends = between(arm.median.level, arm.median.lower, arm.median.upper, _one_digit)
        return beside(months, ends)
    without_end = pair(
        "{level} interval: {low} or more",
        "{level} 置信区间：{low} 以上",
        level=stated_rate(arm.median.level),
        low=_one_digit(arm.median.lower),
    )
    return beside(months, without_end)


def _log_rank(survival: RetentionSurvival) -> Text:
    if math.isnan(survival.log_rank):
        return pair(
            "none: no event occurred while both arms were followed",
            "无：两组同时在观察时没有发生任何事件",
        )
    test = pair(
        "chi-square {chi2}, {p}",
        "卡方 {chi2}，{p}",
        chi2=number(survival.log_rank, 2),
        p=p_value(survival.log_rank_p),
    )
    if survival.strata is None:
        return test
    strata = named(survival.strata, UNNAMED.get(survival.strata))
    return beside(test, pair("within {strata}", "按{strata}分层", strata=strata))


def _one_digit(months: float) -> Text:
    return number(months, 1)


def _two_digits(months: float) -> Text:
    return number(months, 2)

"""An experiment of two arms as planned, in words."""

from collections.abc import Mapping

from vocvalue.lift.design.planning_result import Alternative, Outcome, Power, Solved
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside
from vocvalue.results.numerals import (
    likely,
    percentage_points,
    signed_percent,
    significant,
    stated_rate,
)
from vocvalue.results.texts import Text, pair, separated

OUTCOME: Mapping[Outcome, Text] = {
    "churn": pair("churn", "流失率"),
    "retention": pair("retention", "留存率"),
}
ALTERNATIVE: Mapping[Alternative, Text] = {
    "two-sided": pair("two-sided", "双侧"),
    "greater": pair("one-sided, for an improvement only", "单侧，仅检验改善"),
}
SOLVED: Mapping[Solved, Text] = {
    "n": pair("sample size", "样本量"),
    "effect": pair("effect", "效果大小"),
    "power": pair("power", "统计功效"),
}


@said.register
def _(plan: Power) -> Text:
    return pair("{finding}.", "{finding}。", finding=finding(plan))


@rows.register
def _(plan: Power) -> list[Row]:
    sign = 1 if plan.target >= plan.baseline else -1
    change = separated(
        percentage_points(sign * plan.percentage_points), signed_percent(sign * plan.relative, 1)
    )
    test = separated(
        pair("pooled z-test", "合并比例 z 检验"),
        ALTERNATIVE[plan.alternative],
        pair("level {level}", "置信水平 {level}", level=stated_rate(plan.level)),
    )
    return [
        Row(OUTCOME[plan.outcome], beside(_from_to(plan), change)),
        Row(pair("sample size", "样本量"), _sizes(plan)),
        Row(pair("power", "统计功效"), likely(plan.power)),
        Row(pair("test", "检验方法"), test),
        Row(pair("solved for", "求解项"), SOLVED[plan.solved_for]),
    ]


def finding(plan: Power) -> Text:
    """Return what an experiment of this size detects, without a full stop.

    Args:
        plan: The experiment.
    """
    parts = {
        "who": _who(plan),
        "before": rate(plan.baseline),
        "after": rate(plan.target),
        "points": percentage_points(plan.percentage_points, sign=False),
        "relative": rate(plan.relative, 3),
        "power": likely(plan.power),
    }
    if plan.outcome == "churn":
        return pair(
            "With {who}, the chance of detecting a fall in churn from {before} to {after} "
            "({points}, or {relative} of the baseline) is {power}",
            "{who}时，有 {power} 的把握检出流失率从 {before} 降至 {after}"
            "（下降 {points}，相对下降 {relative}）",
            **parts,
        )
    return pair(
        "With {who}, the chance of detecting a rise in retention from {before} to {after} "
        "({points}, or {relative} of the baseline) is {power}",
        "{who}时，有 {power} 的把握检出留存率从 {before} 升至 {after}"
        "（上升 {points}，相对上升 {relative}）",
        **parts,
    )


def rate(share: float, digits: int = 4) -> Text:
    """Return a rate in percent, with its own digits up to a limit.

    Examples:
        >>> rate(0.425).en, rate(0.5).en, rate(1 / 3).zh
        ('42.5%', '50%', '33.33%')
    """
    return pair("{rate}%", "{rate}%", rate=significant(100 * share, digits))


def _from_to(plan: Power) -> Text:
    return pair(
        "{before} to {after}",
        "{before} 至 {after}",
        before=rate(plan.baseline),
        after=rate(plan.target),
    )


def _who(plan: Power) -> Text:
    if plan.n_treated == plan.n_control:
        return pair("{n} customers in each arm", "每组 {n} 位客户", n=plan.n_treated)
    return pair(
        "{treated} treated and {control} control customers",
        "实验组 {treated} 位、对照组 {control} 位客户",
        treated=plan.n_treated,
        control=plan.n_control,
    )


def _sizes(plan: Power) -> Text:
    return pair(
        "{treated} treated, {control} control",
        "实验组 {treated} 位，对照组 {control} 位",
        treated=plan.n_treated,
        control=plan.n_control,
    )

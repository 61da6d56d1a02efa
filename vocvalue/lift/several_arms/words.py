"""A comparison of several arms in words: headlines, and the sentences that a CFO reads."""

import math
from collections.abc import Mapping, Sequence

from vocvalue.lift.experiments.arms import CONTROL
from vocvalue.lift.several_arms.result import ArmsLift
from vocvalue.lift.two_arms.words import doubt, in_points, led, stayed
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, points_ends
from vocvalue.results.numerals import (
    confidence,
    counted,
    number,
    p_value,
    percent,
    percentage_points,
)
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Text, named, names, pair, sentences, set_apart

CORRECTION: Mapping[str, Text] = {
    "holm": pair("Holm", "Holm"),
    "benjamini-hochberg": pair("Benjamini-Hochberg", "Benjamini-Hochberg"),
}


@said.register
def _(comparison: ArmsLift) -> Text:
    spoken = sentences(
        pair(
            "{rate} of {control} stayed.",
            "{control}留存率为 {rate}。",
            rate=percent(comparison.control_arm.rate),
            control=_control(comparison),
        ),
        pair(
            "The arms differ from it by: {differences} (evidence: {evidence}).",
            "各组与其相比：{differences}（证据等级：{evidence}）。",
            differences=_differences(comparison),
            evidence=EVIDENCE[comparison.evidence],
        ),
        *_verdict(comparison),
        doubt(comparison.evidence, comparison.doubts),
    )
    return led(comparison.doubts, spoken)


@rows.register
def _(comparison: ArmsLift) -> list[Row]:
    return [
        Row(_control(comparison), stayed(comparison.control_arm)),
        *(_arm_row(comparison, name) for name in comparison.lifts),
        Row(pair("any difference", "各组总体差异"), _any_difference(comparison)),
        _lead_row(comparison),
        Row(
            pair("simultaneous intervals", "联合置信区间"),
            pair(
                "at {level} each (Bonferroni, {arms})",
                "各为 {level}（Bonferroni，{arms}）",
                level=confidence(comparison.simultaneous_level),
                arms=counted(len(comparison.lifts), "arm"),
            ),
        ),
        Row(pair("evidence", "证据等级"), EVIDENCE[comparison.evidence]),
    ]


def _control(comparison: ArmsLift) -> Text:
    """Return the name of the arm that was left alone."""
    if comparison.control == CONTROL:
        return named(CONTROL, pair("the control group", "对照组"))
    return pair("the control group ({name})", "对照组（{name}）", name=named(comparison.control))


def _differences(comparison: ArmsLift) -> Text:
    """Return each arm's difference, with the interval of the correction."""
    return set_apart(
        *(
            pair("{arm} {points}", "{arm} {points}", arm=named(name), points=in_points(difference))
            for name, difference in comparison.corrected.items()
        )
    )


def _verdict(comparison: ArmsLift) -> list[Text | None]:
    """Return which arms are shown to differ from the control, and whether the best stands out."""
    better, worse = _shown(comparison, 1), _shown(comparison, -1)
    parts = {
        "correction": CORRECTION[comparison.correction],
        "comparisons": counted(len(comparison.lifts), "comparison"),
    }
    if better:
        higher = pair(
            "After {correction} correction for {comparisons}, retention is shown to be higher in "
            "{arms} than in the control group.",
            "经 {correction} 校正（{comparisons}）后，{arms} 的留存率显著高于对照组。",
            arms=names(better),
            **parts,
        )
    else:
        higher = pair(
            "After {correction} correction for {comparisons}, no arm is shown to have higher "
            "retention than the control group.",
            "经 {correction} 校正（{comparisons}）后，没有任何一组的留存率显著高于对照组。",
            **parts,
        )
    lower = pair(
        "Retention is shown to be lower in {arms}.",
        "{arms} 的留存率显著低于对照组。",
        arms=names(worse),
    )
    return [higher, lower if worse else None, _best(comparison) if better else None]


def _shown(comparison: ArmsLift, sign: int) -> Sequence[str]:
    """Return the arms shown to differ from the control in one direction."""
    return [name for name in comparison.shown if sign * comparison.lifts[name].difference.value > 0]


def _best(comparison: ArmsLift) -> Text:
    parts = {
        "best": named(comparison.best),
        "second": named(comparison.runner_up),
        "points": in_points(comparison.lead.difference),
    }
    if comparison.best_shown:
        return pair(
            "Retention in the best arm, {best}, is shown to be higher than in the second best, "
            "{second}: a difference of {points}.",
            "最佳组（{best}）的留存率显著高于次佳组（{second}），相差 {points}。",
            **parts,
        )
    return pair(
        "Retention in the best arm, {best}, is not shown to be higher than in the second best, "
        "{second}: a difference of {points}.",
        "最佳组（{best}）的留存率并未显著高于次佳组（{second}），相差 {points}。",
        **parts,
    )


def _arm_row(comparison: ArmsLift, name: str) -> Row:
    lift = comparison.lifts[name]
    value = pair(
        "{stayed}, {points} compared with the control",
        "{stayed}，与对照组相差 {points}",
        stayed=stayed(lift.treated),
        points=percentage_points(lift.difference.value),
    )
    corrected = pair(
        "{correction}-corrected {p}",
        "经 {correction} 校正 {p}",
        p=p_value(comparison.p_values[name]),
        correction=CORRECTION[comparison.correction],
    )
    return Row(named(name), value, set_apart(points_ends(lift.difference), corrected))


def _any_difference(comparison: ArmsLift) -> Text:
    if math.isnan(comparison.chi2):
        return pair(
            "none: in all arms all customers stayed, or all left", "无：各组客户全部留存或全部流失"
        )
    test = pair(
        "chi-square {chi2}, df {df}",
        "卡方 {chi2}，自由度 {df}",
        chi2=number(comparison.chi2, 2),
        df=comparison.df,
    )
    return beside(p_value(comparison.p_value), test)


def _lead_row(comparison: ArmsLift) -> Row:
    label = pair(
        "{best} compared with {second}",
        "{best} 与 {second}",
        best=named(comparison.best),
        second=named(comparison.runner_up),
    )
    lead = comparison.lead
    value = percentage_points(lead.difference.value)
    return Row(label, value, set_apart(points_ends(lead.difference), p_value(lead.p_value)))

"""What a sample says about the link between segments and a figure, with caveats."""

from collections.abc import Mapping

import numpy as np

from vocvalue.results.intervals import beside
from vocvalue.results.numerals import p_value, stated_rate
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.survey.crossing.names import members
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_metric import POWER, SegmentMetric, Verdict
from vocvalue.survey.crossing.words.figures import difference

VERDICTS: Mapping[Verdict, Text] = {
    "link found": pair("link found", "发现关联"),
    "no link found": pair("no link found", "未发现关联"),
    "reversed link": pair("reversed link", "关联方向相反"),
    "leak": pair("leak", "数据泄漏"),
    "suspected leak": pair("suspected leak", "疑似数据泄漏"),
    "too few answers": pair("too few answers", "样本过少"),
}


def verdict(table: SegmentTable, metric: SegmentMetric) -> Text:
    """Return the verdict on a figure as a headline, with its test and its meaning.

    Args:
        table: The segments.
        metric: The figure.
    """
    name = VERDICTS[metric.verdict]
    if metric.verdict == "too few answers":
        return name
    if metric.verdict == "leak":
        return pair(
            "{name}: the score determines the figure exactly, as it never does in a real survey",
            "{name}：评分完全决定了该数值，真实调查中不会出现这种情况",
            name=name,
        )
    if metric.verdict == "suspected leak":
        return pair(
            "{name}: the score almost determines the figure, as it never does in a real survey",
            "{name}：评分几乎完全决定了该数值，真实调查中不会出现这种情况",
            name=name,
        )
    tested = beside(name, p_value(metric.omnibus_p))
    if metric.verdict != "no link found" or not np.isfinite(metric.detectable):
        return tested
    return pair(
        "{verdict}; a true gap of {gap} would have been detected with a probability of {power}",
        "{verdict}；若真实差距达到 {gap}，有 {power} 的把握检出",
        verdict=tested,
        gap=_detectable(table, metric),
        power=stated_rate(POWER),
    )


def doubt(table: SegmentTable, metric: SegmentMetric) -> Text | None:
    """Return the caveat on a figure, or None.

    Args:
        table: The segments.
        metric: The figure.
    """
    if metric.verdict == "no link found":
        return _no_link(table, metric)
    if metric.verdict == "link found":
        return _gap_unsure(table, metric)
    if metric.verdict == "reversed link":
        return _reversed(metric)
    if metric.verdict == "too few answers":
        return pair("There are too few responses to tell.", "样本过少，无法判断。")
    return _leak(metric)


def is_flat(table: SegmentTable, metric: SegmentMetric) -> bool:
    """Return whether unordered segments all have the same figure.

    Args:
        table: The segments.
        metric: The figure.
    """
    return not table.is_ordered and len({estimate.value for estimate in metric.estimates}) == 1


def _no_link(table: SegmentTable, metric: SegmentMetric) -> Text:
    """Return that no link was found, and how large a gap would have been detected."""
    return sentences(_not_found(table, metric), _tested_together(table, metric))


def _not_found(table: SegmentTable, metric: SegmentMetric) -> Text:
    if not np.isfinite(metric.detectable):
        return pair("No link found.", "未发现关联。")
    return pair(
        "No link found: a sample of this size would have detected a true gap of {gap} with a "
        "probability of {power}.",
        "未发现关联：若真实差距达到 {gap}，这样的样本有 {power} 的把握检出。",
        gap=_detectable(table, metric),
        power=stated_rate(POWER),
    )


def _tested_together(table: SegmentTable, metric: SegmentMetric) -> Text | None:
    if not _gap_is_clear(table, metric):
        return None
    return pair(
        "Tested together, the segments differ by no more than chance ({p}).",
        "全部分群一并检验，差异未超出随机波动（{p}）。",
        p=p_value(metric.omnibus_p),
    )


def _gap_unsure(table: SegmentTable, metric: SegmentMetric) -> Text | None:
    """Return that the reported gap may be 0 although the segments differ."""
    if _gap_is_clear(table, metric) or is_flat(table, metric):
        return None
    return pair(
        "The segments differ ({p}), but the gap between these two may still be 0.",
        "各分群之间存在差异（{p}），但这两者之间的差距可能为 0。",
        p=p_value(metric.omnibus_p),
    )


def _gap_is_clear(table: SegmentTable, metric: SegmentMetric) -> bool:
    return metric.gap(*table.compared(metric)).excludes_zero


def _reversed(metric: SegmentMetric) -> Text:
    last, first = map(members, metric.ends)
    if metric.is_money:
        return pair(
            "The link is reversed: {last} bring in less than {first}. Customers who spend more may "
            "expect more, so compare customers with similar spending.",
            "关联方向相反：{last}的贡献低于{first}。消费高的客户可能期望也更高，"
            "请比较消费相近的客户。",
            last=last,
            first=first,
        )
    if metric.name == "churn":
        return pair(
            "The link is reversed: {last} leave more often than {first}.",
            "关联方向相反：{last}的流失率高于{first}。",
            last=last,
            first=first,
        )
    return pair(
        "The link is reversed: {last} stay less often than {first}.",
        "关联方向相反：{last}的留存率低于{first}。",
        last=last,
        first=first,
    )


def _leak(metric: SegmentMetric) -> Text:
    outcome = pair("who left and who stayed", "客户的去留")
    if metric.is_money:
        outcome = pair("how much money customers bring in", "客户贡献的金额")
    if metric.leak == "leak":
        return pair(
            "The score determines exactly {outcome}, as it never does in a real survey: one was "
            "derived from the other, so this is not a finding.",
            "评分完全决定了{outcome}，真实调查中不会出现这种情况：两者同源，不能作为结论。",
            outcome=outcome,
        )
    return pair(
        "Suspected leak: the score almost determines {outcome}, as it never does in a real "
        "survey. Check whether one was derived from the other before using this figure.",
        "疑似数据泄漏：评分几乎完全决定了{outcome}，真实调查中不会出现这种情况。使用该数值前，"
        "请核实两者是否同源。",
        outcome=outcome,
    )


def _detectable(table: SegmentTable, metric: SegmentMetric) -> Text:
    return difference(table, metric, metric.detectable, sign=False)

"""Whether a problem became rarer, in words."""

from collections.abc import Callable, Mapping

import numpy as np

from vocvalue.issues.over_time.result import Flags, IssueTrend, TrendVerdict
from vocvalue.results.calendar import EACH
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.estimates import Estimate
from vocvalue.results.intervals import ends, row, with_interval
from vocvalue.results.numerals import counted, number, p_number, percent, signed_percent, whole
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, named, pair, sentences

VERDICTS: Mapping[TrendVerdict, Text] = {
    "fell and stayed down": pair("fell and stayed down", "下降并保持"),
    "fell": pair("fell, not shown to stay down", "下降，但未能确认保持"),
    "no fall shown": pair("no fall shown", "未显示下降"),
    "rose": pair("rose", "上升"),
}
FEWER = -0.1
"""A change of counts that a reader would take for a fall."""


@said.register
def _(trend: IssueTrend) -> Text:
    return sentences(finding(trend), _late(trend), _avoided(trend), _each(trend), _orders(trend))


@rows.register
def _(trend: IssueTrend) -> list[Row]:
    before, after = (rate_of(trend, trend.phase == phase) for phase in ("before", "after"))
    slope = trend.slope_change
    return [
        Row(pair("verdict", "结论"), VERDICTS[trend.verdict]),
        Row(
            pair("mentions per 1,000 orders, before and after", "每千单提及次数（改进前、后）"),
            pair("{before}, {after}", "{before}、{after}", before=before, after=after),
        ),
        row(pair("change of the rate", "比率变化"), trend.change, relative),
        row(pair("in the last half of the time after", "其中后半段"), trend.late_change, relative),
        row(pair("at the fix", "改进当期"), trend.level_change, relative),
        *(
            []
            if slope is None
            else [row(pair("further change each period", "此后每期再变化"), slope, finely)]
        ),
        row(pair("mentions avoided", "减少的提及次数"), trend.avoided, whole),
        Row(
            pair(
                "{every} before and after", "改进前、后的期数（{every}）", every=EACH[trend.every]
            ),
            pair(
                "{before}, {after}",
                "{before}、{after}",
                before=int((trend.phase == "before").sum()),
                after=int(trend.is_after.sum()),
            ),
        ),
        Row(pair("p-value of no change", "无变化的 p 值"), p_number(trend.p_value)),
    ]


def relative(change: float) -> Text:
    """Return a relative change as it is reported: -0.35 is -35%."""
    return signed_percent(change)


def finely(change: float) -> Text:
    """Return a small relative change."""
    return signed_percent(change, 1)


def rate_of(trend: IssueTrend, which: Flags) -> Text:
    """Return the mentions per 1,000 orders of some periods together.

    Args:
        trend: What `issues.trend` returned.
        which: Whether each period is one of them, shape (k,).
    """
    orders = int(trend.orders[which].sum())
    return number(1000 * int(trend.mentions[which].sum()) / orders if orders else float("nan"), 2)


def finding(trend: IssueTrend) -> Text:
    """Return whether the problem became rarer, as a sentence.

    Args:
        trend: What `issues.trend` returned.
    """
    return FINDINGS[trend.verdict](trend)


def _fell(trend: IssueTrend) -> Text:
    return pair(
        "Since the fix of {day}, mentions of {topic} per order are {less} lower than they would "
        "have been{interval}.",
        "自{day}改进以来，每单提及“{topic}”的次数比不改进时少 {less}{interval}。",
        less=percent(-trend.change.value, 0),
        **_parts(trend),
    )


def _rose(trend: IssueTrend) -> Text:
    return pair(
        "Since the fix of {day}, mentions of {topic} per order are {more} higher than they would "
        "have been{interval}.",
        "自{day}改进以来，每单提及“{topic}”的次数比不改进时多 {more}{interval}。",
        more=percent(trend.change.value, 0),
        **_parts(trend),
    )


def _unshown(trend: IssueTrend) -> Text:
    return pair(
        "The data do not show that {topic} is mentioned less per order since the fix of {day}: "
        "the change is {change}{interval}.",
        "自{day}改进以来，数据未显示每单提及“{topic}”的次数减少：变化为 {change}{interval}。",
        change=relative(trend.change.value),
        **_parts(trend),
    )


FINDINGS: Mapping[TrendVerdict, Callable[[IssueTrend], Text]] = {
    "fell and stayed down": _fell,
    "fell": _fell,
    "no fall shown": _unshown,
    "rose": _rose,
}


def _parts(trend: IssueTrend) -> dict[str, Text]:
    return {
        "day": date(trend.fixed_at),
        "topic": named(trend.topic),
        "interval": _behind(trend.change),
    }


def _behind(change: Estimate) -> Text:
    """Return the interval of a change as it stands behind its value."""
    return pair(" ({ends})", "（{ends}）", ends=ends(change, relative))


def _late(trend: IssueTrend) -> Text | None:
    late = with_interval(trend.late_change, relative)
    if trend.verdict == "fell and stayed down":
        return pair(
            "They stayed down: in the last half of the time since, the change is {late}.",
            "此后一直保持：后半段的变化为 {late}。",
            late=late,
        )
    if trend.verdict == "fell":
        return pair(
            "It is not shown that they stayed down: in the last half of the time since, the "
            "change is {late}.",
            "但未能确认保持：后半段的变化为 {late}。",
            late=late,
        )
    return None


def _avoided(trend: IssueTrend) -> Text | None:
    if not trend.verdict.startswith("fell"):
        return None
    return pair(
        "That is {avoided} fewer mentions so far ({ends}).",
        "迄今减少 {avoided} 次提及（{ends}）。",
        avoided=whole(trend.avoided.value),
        ends=ends(trend.avoided, whole),
    )


def _each(trend: IssueTrend) -> Text | None:
    """Return in how many periods after the fix the rate is lower, and shown to be."""
    if not trend.verdict.startswith("fell"):
        return None
    after = trend.is_after & np.isfinite(trend.counterfactual)
    lower = int(np.sum(trend.rate[after] < trend.counterfactual[after]))
    return pair(
        "Of {periods} after the fix the rate was lower than without it in {lower}, in {shown} of "
        "them by more than chance.",
        "改进后 {periods}中，有 {lower} 期低于不改进时的水平，其中 {shown} 期超出随机波动。",
        periods=counted(int(after.sum()), trend.every),
        lower=lower,
        shown=trend.n_shown_lower,
    )


def _orders(trend: IssueTrend) -> Text | None:
    """Return that fewer mentions came with fewer orders, where that would be taken for a fall."""
    (told, ordered), (told_after, ordered_after) = (
        trend.per_period("before"),
        trend.per_period("after"),
    )
    if trend.verdict.startswith("fell") or not told or not ordered:
        return None
    fewer, fewer_orders = told_after / told - 1, ordered_after / ordered - 1
    if fewer > FEWER or fewer_orders > FEWER:
        return None
    return pair(
        "Mentions fell by {fewer}, but orders by {orders}: fewer orders bring fewer complaints.",
        "提及次数减少 {fewer}，但订单数也减少 {orders}：订单少了，抱怨自然会少。",
        fewer=percent(-fewer, 0),
        orders=percent(-fewer_orders, 0),
    )

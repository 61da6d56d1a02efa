"""Lifts by segment in words: headlines, and the sentences that a CFO reads."""

from collections.abc import Mapping, Sequence

from vocvalue.lift.segments.result import Decision, SegmentCall, SegmentLift, SegmentLifts
from vocvalue.lift.two_arms.words import doubt, led, points_row
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, points_ends
from vocvalue.results.numerals import (
    likely,
    number,
    p_value,
    percent,
    percentage_points,
    signed,
)
from vocvalue.results.sums import EVIDENCE, amount, money_ends
from vocvalue.results.texts import Part, Text, named, names, pair, sentences, set_apart

DECISION: Mapping[Decision, Text] = {
    "call": pair("call next", "优先联系"),
    "not known yet": pair("not known yet", "尚不确定"),
    "do not call": pair("do not call", "不必联系"),
}
TITLE: Mapping[Decision, Text] = {
    "call": pair("Call next", "优先联系"),
    "not known yet": pair("Not known yet", "尚不确定"),
    "do not call": pair("Do not call", "不必联系"),
}


@said.register
def _(lifts: SegmentLifts) -> Text:
    unsure = doubt(lifts.evidence, lifts.doubts)
    spoken = sentences(_shown(lifts), _whether_they_differ(lifts), unsure, *_calls(lifts))
    return led(lifts.doubts, spoken)


@rows.register
def _(lifts: SegmentLifts) -> list[Row]:
    return [
        *(_segment_row(lifts, segment) for segment in lifts.segments),
        points_row(pair("mean of the segments", "各分群平均"), lifts.mean),
        Row(pair("test for differences between segments", "分群间差异检验"), _test(lifts)),
        *_spread_row(lifts),
        *(_call_row(call) for call in lifts.calls),
        Row(pair("evidence", "证据等级"), EVIDENCE[lifts.evidence]),
    ]


def _shown(lifts: SegmentLifts) -> Text:
    gains, losses = _of_sign(lifts, 1), _of_sign(lifts, -1)
    return pair(
        "After correction for {n} tests, retention is shown to be {higher}{lower}.",
        "经 {n} 次检验校正后，{higher}{lower}。",
        n=len(lifts.segments),
        higher=_higher(gains, len(lifts.segments)),
        lower=_lower(losses),
    )


def _of_sign(lifts: SegmentLifts, sign: int) -> Sequence[str]:
    """Return the segments that are shown to differ in one direction."""
    return [
        segment.segment
        for segment in lifts.segments
        if segment.shown and sign * segment.raw.difference.value > 0
    ]


def _higher(gains: Sequence[str], n: int) -> Text:
    parts: dict[str, Part] = {"n": n, "gains": len(gains), "names": names(gains)}
    if not gains:
        return pair(
            "higher among the treated in none of the {n} segments",
            "{n} 个分群中没有一个的实验组留存率显著更高",
            n=n,
        )
    if len(gains) == n:
        return pair(
            "higher among the treated in all {n} segments",
            "全部 {n} 个分群的实验组留存率均显著更高",
            n=n,
        )
    return pair(
        "higher among the treated in {gains} of {n} segments ({names})",
        "{n} 个分群中有 {gains} 个的实验组留存率显著更高（{names}）",
        **parts,
    )


def _lower(losses: Sequence[str]) -> Text:
    if not losses:
        return pair("", "")
    return pair(
        ", and lower in {n} ({names})",
        "，{n} 个显著更低（{names}）",
        n=len(losses),
        names=names(losses),
    )


def _whether_they_differ(lifts: SegmentLifts) -> Text:
    parts = {
        "p": p_value(lifts.heterogeneity.p_value),
        "mean": beside(
            percentage_points(lifts.mean.value), points_ends(lifts.mean), EVIDENCE[lifts.evidence]
        ),
    }
    if lifts.is_heterogeneous:
        return pair(
            "The differences between the arms vary across segments by more than chance explains "
            "({p}); their mean is {mean}.",
            "组间差异因分群而显著不同（{p}），平均为 {mean}。",
            **parts,
        )
    return pair(
        "The differences between the arms are not shown to vary across segments ({p}); their mean "
        "is {mean}.",
        "未显示组间差异因分群而不同（{p}），平均为 {mean}。",
        **parts,
    )


def _calls(lifts: SegmentLifts) -> list[Text]:
    """Return a sentence for each decision that was made."""
    of_each = {
        decision: [_call(call) for call in lifts.calls if call.decision == decision]
        for decision in TITLE
    }
    return [
        pair(
            "{title}: {segments}.",
            "{title}：{segments}。",
            title=TITLE[decision],
            segments=set_apart(*calls),
        )
        for decision, calls in of_each.items()
        if calls
    ]


def _call(call: SegmentCall) -> Text:
    return beside(named(call.segment), _net(call), money_ends(call.net), _chance(call))


def _net(call: SegmentCall) -> Text:
    return pair(
        "{net} net per contact",
        "每次联系净收益 {net}",
        net=amount(call.net.value, call.net.currency),
    )


def _chance(call: SegmentCall) -> Text:
    return pair(
        "positive with a probability of {chance}",
        "为正的概率 {chance}",
        chance=likely(call.probability_positive),
    )


def _segment_row(lifts: SegmentLifts, segment: SegmentLift) -> Row:
    corrected = pair("Holm-corrected {p}", "经 Holm 校正 {p}", p=p_value(segment.p_value))
    raw = pair(
        "before shrinkage {raw}", "收缩前 {raw}", raw=signed(100 * segment.raw.difference.value)
    )
    remarks = [points_ends(segment.shrunken), *([raw] if lifts.shrunk else []), corrected]
    return Row(
        named(segment.segment),
        percentage_points(segment.shrunken.value),
        set_apart(*remarks),
    )


def _test(lifts: SegmentLifts) -> Text:
    test = lifts.heterogeneity
    return beside(
        p_value(test.p_value),
        pair(
            "Q {q}, df {df}, I² {i2}",
            "Q {q}，自由度 {df}，I² {i2}",
            q=number(test.q, 2),
            df=test.df,
            i2=percent(test.i2, 0),
        ),
    )


def _spread_row(lifts: SegmentLifts) -> list[Row]:
    if not lifts.shrunk:
        return []
    label = pair("spread of the true differences (tau)", "真实差异的离散程度（tau）")
    return [Row(label, percentage_points(lifts.tau, sign=False))]


def _call_row(call: SegmentCall) -> Row:
    label = pair(
        "{decision}: {segment}",
        "{decision}：{segment}",
        decision=DECISION[call.decision],
        segment=named(call.segment),
    )
    return Row(label, _net(call), set_apart(money_ends(call.net), _chance(call)))

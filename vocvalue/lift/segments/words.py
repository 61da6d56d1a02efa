"""Segments in words: headlines, and the sentence that a CFO reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vocvalue.lift.two_arms.former_words import doubt, in_points, likely, p_value
from vocvalue.results.former import EVIDENCE_ZH, Language, interval

if TYPE_CHECKING:
    from vocvalue.lift.segments.result import SegmentCall, SegmentLift, SegmentLifts

CALL, NOT, UNKNOWN = "call", "do not call", "not known yet"
TITLES = {CALL: "Call next", NOT: "Do not call", UNKNOWN: "Not known yet"}
TITLES_ZH = {CALL: "下一步联系", NOT: "不联系", UNKNOWN: "尚不确定"}


def headlines(found: "SegmentLifts") -> Sequence[tuple[str, str]]:
    """Return each segment, whether they differ, and whom to call."""
    word = "shrunken " if found.shrunk else ""
    rows = [
        (one.segment, f"{100 * one.raw.difference.value:+.1f} points alone, {word}{_shrunken(one)}")
        for one in found.segments
    ]
    test = found.heterogeneity
    rows += [
        ("mean of the segments", in_points(found.mean)),
        (
            "do they differ",
            f"Q {test.q:.2f}, {test.df} df, {p_value(test.p_value)}, I2 {test.i2:.0%}",
        ),
    ]
    if found.shrunk:
        rows.append(("spread of the true lifts", f"{100 * found.tau:.1f} points (tau)"))
    rows += [(f"{call.decision}: {call.segment}", _net(call)) for call in found.calls]
    rows.append(("evidence", found.segments[0].raw.evidence))
    return rows


def statement(found: "SegmentLifts", language: Language) -> str:
    """Return the sentence that a CFO reads."""
    if language == "zh":
        return "".join([_lifts_zh(found), _unsure(found, "zh"), *_calls(found, "zh")])
    return " ".join([f"{_lifts(found)}{_unsure(found, 'en')}", *_calls(found, "en")])


def _lifts(found: "SegmentLifts") -> str:
    gain, loss = _shown(found, 1), _shown(found, -1)
    k, test = len(found.segments), found.heterogeneity
    less = f", {len(loss)} fewer ({', '.join(loss)})" if loss else ""
    if len(gain) == k:
        more = f"All {k} segments show more customers kept"
    else:
        named = f" ({', '.join(gain)})" if gain else ""
        more = f"{len(gain) or 'None'} of {k} segments show{_s(gain)} more customers kept{named}"
    word = "differ by more than chance" if _differ(found) else "are not shown to differ"
    return (
        f"{more}{less}, corrected for {k} tests ({found.segments[0].raw.evidence}). The lifts "
        f"{word} ({p_value(test.p_value)}); their mean is {in_points(found.mean)}."
    )


def _lifts_zh(found: "SegmentLifts") -> str:
    gain, loss = _shown(found, 1), _shown(found, -1)
    k, test = len(found.segments), found.heterogeneity
    more = f" ({'、'.join(gain)})" if gain and len(gain) < k else ""
    fewer = f", {len(loss)} 个显示留存率更低 ({'、'.join(loss)})" if loss else ""
    word = "超出随机波动" if _differ(found) else "未被证实"
    evidence = EVIDENCE_ZH[found.segments[0].raw.evidence]
    return (
        f"{k} 个分群经 {k} 次检验校正后, {len(gain)} 个显示留存率更高{more}{fewer} ({evidence})。"
        f"分群之间的差异{word} ({p_value(test.p_value)}); 平均为 {in_points(found.mean, 'zh')}。"
    )


def _unsure(found: "SegmentLifts", language: Language) -> str:
    return doubt(found.segments[0].raw.evidence, language, found.doubts)


def _shown(found: "SegmentLifts", sign: int) -> list[str]:
    """Return the segments with a lift of a sign that is shown."""
    return [
        one.segment for one in found.segments if one.shown and one.raw.difference.value * sign > 0
    ]


def _differ(found: "SegmentLifts") -> bool:
    return found.heterogeneity.p_value < 1 - found.level


def _s(names: Sequence[str]) -> str:
    return "" if len(names) > 1 else "s"


def _calls(found: "SegmentLifts", language: Language) -> list[str]:
    """Return a sentence for each decision; the first says what stands in brackets."""
    chinese = language == "zh"
    what = (
        " (每次联系的净收益, 为正的概率)" if chinese else " (net a contact, and how likely above 0)"
    )
    said: list[str] = []
    for decision, title in (TITLES_ZH if chinese else TITLES).items():
        of = [_brief(call, language) for call in found.calls if call.decision == decision]
        if of:
            explained = "" if said else what
            listed = "; ".join(of)
            said.append(f"{title}{explained}: {listed}{'。' if chinese else '.'}")
    return said


def _brief(call: "SegmentCall", language: Language) -> str:
    unit = f"{call.net.currency} " if call.net.currency else ""
    net = call.net
    ends = interval(net.level, net.lower, net.upper, "{:,.2f}".format, language)
    return f"{call.segment} ({unit}{net.value:,.2f}; {ends}; {likely(call.probability_positive)})"


def _shrunken(one: "SegmentLift") -> str:
    return f"{in_points(one.shrunken)}; {p_value(one.p_value)} (Holm)"


def _net(call: "SegmentCall") -> str:
    return (
        f"{call.net} a contact, above 0 with a probability of {likely(call.probability_positive)}"
    )

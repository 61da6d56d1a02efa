"""What is said of the parts of a change, in English and Chinese."""

import math
from typing import TypeAlias

from vocvalue.results import Estimate
from vocvalue.results.former import UNKNOWN_ENDS, Language, interval, signed

Named: TypeAlias = tuple[str, float]


def english(
    ends: tuple[Estimate, Estimate, Estimate],
    parts: tuple[Estimate, Estimate],
    group: Named,
    topic: Named | None,
) -> str:
    """Return a change and its parts in words.

    Args:
        ends: The score before, after, and the change.
        parts: Of the groups' own scores, and of their mix.
        group: The group that contributes most, and how much.
        topic: The same of the topics.
    """
    before, after, change = ends
    held = interval(change.level, change.lower, change.upper, signed, word=" interval")
    said = (
        f"The NPS went from {before.value:.1f} to {after.value:.1f}. Of the {signed(change.value)} "
        f"points ({held}), "
        f"{_with_ends(parts[0])} came from the groups' own scores and "
        f"{_with_ends(parts[1])} from another mix of groups. The largest part, own score and mix "
        f"together, is that of {group[0]}, {signed(group[1])}"
    )
    said += "." if topic is None else f"; by topic it is {topic[0]}, {signed(topic[1])}."
    if change.lower <= 0 <= change.upper:
        said += " The interval holds 0: the samples do not show a change."
    return f"{said} The parts say where it changed, not why (evidence: association only)."


def chinese(
    ends: tuple[Estimate, Estimate, Estimate],
    parts: tuple[Estimate, Estimate],
    group: Named,
    topic: Named | None,
) -> str:
    """Return a change and its parts in words.

    Args:
        ends: The score before, after, and the change.
        parts: Of the groups' own scores, and of their mix.
        group: The group that contributes most, and how much.
        topic: The same of the topics.
    """
    before, after, change = ends
    said = (
        f"NPS 由 {before.value:.1f} 变为 {after.value:.1f}。在 {signed(change.value)} 点的变化中"
        f"（{interval(change.level, change.lower, change.upper, signed, 'zh')}），"
        f"{_with_ends(parts[0], 'zh')}来自各组自身得分的变化，"
        f"{_with_ends(parts[1], 'zh')}来自各组占比的变化。"
        f"得分与占比合计贡献最大的分组是 {group[0]}（{signed(group[1])} 点）"
    )
    said += "。" if topic is None else f"，贡献最大的主题是 {topic[0]}（{signed(topic[1])} 点）。"
    if change.lower <= 0 <= change.upper:
        said += "区间包含 0，样本不足以断定有变化。"
    return f"{said}各部分说明变化出自何处，而非原因（证据等级：仅为相关）。"


def _with_ends(part: Estimate, language: Language = "en") -> str:
    to = "至" if language == "zh" else "to"
    is_known = not (math.isnan(part.lower) or math.isnan(part.upper))
    ends = f"{signed(part.lower)} {to} {signed(part.upper)}" if is_known else UNKNOWN_ENDS[language]
    if language == "zh":
        return f"{signed(part.value)} 点（{ends}）"
    return f"{signed(part.value)} ({ends})"

"""The parts of a change in NPS, in words: headlines and sentences for a CFO."""

from vocvalue.results import Estimate
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import beside, ends, row
from vocvalue.results.numerals import number, points, signed
from vocvalue.results.texts import Part, Text, named, pair, sentences
from vocvalue.results.verdicts import unless_shown
from vocvalue.survey.decomposition.result import NpsDecomposition

WHERE = pair(
    "The breakdown shows where the score changed, not why (evidence: association only).",
    "以上分解只说明变化出自何处，不说明原因（证据等级：仅为相关）。",
)


@said.register
def _(parts: NpsDecomposition) -> Text:
    return sentences(
        _moved(parts),
        _two_parts(parts),
        _largest(parts),
        unless_shown("change", shown=parts.shown),
        WHERE,
    )


@rows.register
def _(parts: NpsDecomposition) -> list[Row]:
    column = named(parts.by)
    groups = [
        row(
            pair(
                "{column} {group}",
                "{column} {group}",
                column=column,
                group=group_name(part.group),
            ),
            part.total,
            signed,
        )
        for part in parts.largest_groups
    ]
    topics = [
        row(
            pair("topic {topic}", "主题 {topic}", topic=group_name(part.topic)), part.change, signed
        )
        for part in parts.largest_topics
    ]
    return [
        Row(pair("change", "变化"), points(parts.change.value), ends(parts.change, signed)),
        row(pair("groups' own scores", "各组自身得分"), parts.score_effect, signed),
        row(pair("mix of groups", "各组占比"), parts.mix_effect, signed),
        *groups,
        *topics,
    ]


def _moved(parts: NpsDecomposition) -> Text:
    filled: dict[str, Part] = {
        "before": number(parts.before.value, 1),
        "after": number(parts.after.value, 1),
        "change": points(abs(parts.change.value), sign=False),
        "interval": ends(parts.change, signed),
    }
    if parts.change.value < 0:
        return pair(
            "The NPS fell from {before} to {after}, by {change} ({interval} for the change).",
            "NPS 由 {before} 降至 {after}，下降 {change}（变化的 {interval}）。",
            **filled,
        )
    return pair(
        "The NPS rose from {before} to {after}, by {change} ({interval} for the change).",
        "NPS 由 {before} 升至 {after}，上升 {change}（变化的 {interval}）。",
        **filled,
    )


def _two_parts(parts: NpsDecomposition) -> Text:
    return pair(
        "Of this, {score} come from the groups' own scores and {mix} from a different mix of "
        "groups.",
        "其中 {score}来自各组自身得分的变化，{mix}来自各组占比的变化。",
        score=_in_points(parts.score_effect),
        mix=_in_points(parts.mix_effect),
    )


def _largest(parts: NpsDecomposition) -> Text:
    group = parts.largest_groups[0]
    filled: dict[str, Part] = {
        "group": group_name(group.group),
        "points": points(group.total.value),
    }
    if not parts.topics:
        return pair(
            "The group with the largest effect, score and share together, is {group} ({points}).",
            "得分与占比合计影响最大的分组是 {group}（{points}）。",
            **filled,
        )
    topic = parts.largest_topics[0]
    return pair(
        "The group with the largest effect, score and share together, is {group} ({points}); "
        "the topic with the largest effect is {topic} ({of_topic}).",
        "得分与占比合计影响最大的分组是 {group}（{points}），"
        "影响最大的主题是 {topic}（{of_topic}）。",
        topic=group_name(topic.topic),
        of_topic=points(topic.change.value),
        **filled,
    )


def _in_points(part: Estimate) -> Text:
    return beside(points(part.value), ends(part, signed))

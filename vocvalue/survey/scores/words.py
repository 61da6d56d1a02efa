"""The change of an NPS and the number of responses it needs, in words."""

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import beside, ends, row
from vocvalue.results.numerals import counted, number, p_number, points, signed, whole
from vocvalue.results.texts import Text, pair, sentences
from vocvalue.results.verdicts import unless_shown
from vocvalue.survey.scores.change_result import NpsChange
from vocvalue.survey.scores.planning_result import SampleSize


@said.register
def _(change: NpsChange) -> Text:
    moved = pair("{finding}.", "{finding}。", finding=finding(change))
    return sentences(moved, unless_shown("change", shown=change.shown))


@rows.register
def _(change: NpsChange) -> list[Row]:
    same = pair("the same customers, twice", "同一批客户，两次作答")
    separate = pair("two separate samples", "两个独立样本")
    z = pair("z = {z}", "z = {z}", z=number(change.z, 2))
    return [
        Row(pair("change", "变化"), points(change.change.value), ends(change.change, signed)),
        row(pair("before", "之前"), change.before, _score),
        row(pair("after", "之后"), change.after, _score),
        Row(pair("samples", "样本"), same if change.paired else separate),
        Row(pair("p-value", "p 值"), beside(p_number(change.p_value), z)),
    ]


@said.register
def _(size: SampleSize) -> Text:
    return pair(
        "To {purpose}, each survey needs {answers}, which takes {invitations}.",
        "要{purpose}，每次调查需要 {answers}，即需发出 {invitations}。",
        purpose=size.purpose,
        answers=counted(size.answers, "response"),
        invitations=counted(size.invitations, "invitation"),
    )


@rows.register
def _(size: SampleSize) -> list[Row]:
    return [
        Row(pair("responses", "答卷数"), whole(size.answers)),
        Row(pair("invitations", "邀请数"), whole(size.invitations)),
        Row(pair("purpose", "用途"), size.purpose),
        Row(pair("assumed NPS", "假定的 NPS"), whole(size.nps)),
    ]


def finding(change: NpsChange) -> Text:
    """Return how the score moved, without a full stop.

    Args:
        change: The change.
    """
    difference = change.change
    parts = {
        "before": _score(change.before.value),
        "after": _score(change.after.value),
        "points": points(abs(difference.value), sign=False),
        "interval": ends(difference, signed),
    }
    if round(difference.value, 1) == 0:
        return pair(
            "The NPS is {after}, as before ({interval} for the change)",
            "NPS 前后均为 {after}（变化的 {interval}）",
            after=parts["after"],
            interval=parts["interval"],
        )
    if difference.value > 0:
        return pair(
            "The NPS rose from {before} to {after}, by {points} ({interval})",
            "NPS 由 {before} 升至 {after}，上升 {points}（{interval}）",
            **parts,
        )
    return pair(
        "The NPS fell from {before} to {after}, by {points} ({interval} for the change)",
        "NPS 由 {before} 降至 {after}，下降 {points}（变化的 {interval}）",
        **parts,
    )


def _score(value: float) -> Text:
    return number(value, 1)

"""The checks against gaming, in words."""

from collections.abc import Callable, Mapping, Sequence

from vocvalue.kpi.gaming.result import (
    AgentShare,
    CheckName,
    GamingCheck,
    GamingChecks,
    GroupShares,
)
from vocvalue.results import Estimate
from vocvalue.results.calendar import calendar_period
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import beside, ends, with_interval
from vocvalue.results.numerals import (
    by_number,
    number,
    p_value,
    percent,
    signed_percent,
    stated_rate,
)
from vocvalue.results.spans import span
from vocvalue.results.texts import Part, Text, listed, pair, sentences, separated, set_apart

MOST = 3
"""The most agents or segments that a sentence names."""
CHECK_NAMES: Mapping[CheckName, Text] = {
    "fewer answers": pair("the score rises while fewer answer", "分数上升而作答减少"),
    "mix": pair("another mix of customers answers", "作答客群结构改变"),
    "mix of those asked": pair("another mix of customers is asked", "受邀客群结构改变"),
    "reopened": pair("more tickets are opened again", "更多工单被重新打开"),
    "period end": pair("top scores pile up at the end of periods", "高分集中在期末"),
    "agents": pair("an agent's scores are too good", "个别客服得分好得反常"),
}
"""What each check looks for."""
LACKS: Mapping[CheckName, Text] = {
    "fewer answers": pair("more whole weeks with answers", "更多完整周的作答"),
    "mix": pair("a column of the segment (segment=)", "分群列（segment=）"),
    "mix of those asked": pair(
        "a table of invitations with the segment (invitations=)", "含分群列的邀请表（invitations=）"
    ),
    "reopened": pair(
        "tickets with a column of when each was opened again (tickets=)",
        "含重新打开时间的工单表（tickets=）",
    ),
    "period end": pair("answers around the end of a period", "期末前后的作答"),
    "agents": pair(
        "a column of the agent, with five agents or more (agent=)",
        "客服列，且至少有五位客服（agent=）",
    ),
}
"""What each check needs."""


@said.register
def _(result: GamingChecks) -> Text:
    return sentences(
        finding(result),
        *[SENTENCES[it.check](result, it) for it in result.alarms],
        _missing(result),
    )


@rows.register
def _(result: GamingChecks) -> list[Row]:
    return [
        *[Row(CHECK_NAMES[it.check], _verdict(result, it)) for it in result.checks],
        *[
            Row(
                CHECK_NAMES[name],
                pair("not checked: it needs {lack}", "未检查：需要{lack}", lack=LACKS[name]),
            )
            for name in result.missing
        ],
        Row(
            pair("period judged, and before", "评判期与上一期"),
            pair("{after}, {before}", "{after}、{before}", **_periods(result)),
        ),
        Row(
            pair("chance of a false alarm, all checks", "误报概率（全部检查合计）"),
            stated_rate(round(1 - result.level, 9)),
        ),
    ]


def finding(result: GamingChecks) -> Text:
    """Return how many checks raise an alarm, as a sentence.

    Args:
        result: What `kpi.check_gaming` returned.
    """
    n, alarms = len(result.checks), result.alarms
    parts: dict[str, Part] = {"n": len(alarms), "all": n, **_periods(result)}
    if not n:
        return pair(
            "No check against gaming could be made in {after}.",
            "{after}无法进行任何检查。",
            **parts,
        )
    if not alarms:
        return pair(
            "Of the {all} checks made, not one shows that the score was gamed in {after}, compared "
            "with {before}.",
            "{after}与{before}相比，所做的 {all} 项检查均未显示分数受到操纵。",
            **parts,
        )
    names = listed([CHECK_NAMES[it.check] for it in alarms])
    return by_number(
        len(alarms),
        pair(
            "1 of the {all} checks made raises an alarm in {after}, compared with {before}: "
            "{names}.",
            "{after}与{before}相比，所做的 {all} 项检查中有 1 项发出警报：{names}。",
            names=names,
            **parts,
        ),
        pair(
            "{n} of the {all} checks made raise an alarm in {after}, compared with {before}: "
            "{names}.",
            "{after}与{before}相比，所做的 {all} 项检查中有 {n} 项发出警报：{names}。",
            names=names,
            **parts,
        ),
    )


def score_text(result: GamingChecks, figure: Estimate) -> Text:
    """Return a score as it is reported: an NPS in points, otherwise a share.

    Args:
        result: The checks.
        figure: The score.
    """
    return with_interval(figure, _one_digit if result.scale == "nps" else percent)


def _periods(result: GamingChecks) -> dict[str, Text]:
    return {
        "before": calendar_period(result.before[0], result.every),
        "after": calendar_period(result.after[0], result.every),
    }


def _one_digit(value: float) -> Text:
    return number(value, 1)


def _verdict(result: GamingChecks, check: GamingCheck) -> Text:
    alarm = pair("alarm", "警报") if result.is_alarm(check) else pair("no alarm", "无警报")
    by_itself = pair("by itself {p}", "单项 {p}", p=p_value(check.p_value))
    return beside(alarm, p_value(check.corrected), by_itself)


def _fewer(result: GamingChecks, check: GamingCheck) -> Text:
    figures = check.figures
    change = figures["change of answers"]
    return pair(
        "The score rose from {before} to {after}, while the answers changed by {change}.",
        "分数由 {before} 升至 {after}，而作答量变化 {change}。",
        before=score_text(result, figures["score before"]),
        after=score_text(result, figures["score"]),
        change=beside(signed_percent(change.value), ends(change, signed_percent)),
    )


def _mix(result: GamingChecks, check: GamingCheck) -> Text:
    figures = check.figures
    return pair(
        "Of those who answered, {groups}. With the mix of the earlier period the score would be "
        "{same}, in place of {raw}; before it was {before}.",
        "作答客群中，{groups}。按上一期的客群结构，分数应为 {same}，而非 {raw}；"
        "上一期为 {before}。",
        groups=_groups(result.groups),
        same=score_text(result, figures["score at the earlier mix"]),
        raw=score_text(result, figures["score"]),
        before=score_text(result, figures["score before"]),
    )


def _asked(result: GamingChecks, check: GamingCheck) -> Text:  # noqa: ARG001 (as the others)
    return pair(
        "Of those asked, {groups}.", "受邀客群中，{groups}。", groups=_groups(result.invited)
    )


def _groups(groups: Sequence[GroupShares]) -> Text:
    changes = [
        pair(
            "{group} went from {before} to {after}",
            "{group} 由 {before} 变为 {after}",
            group=group_name(it.group),
            before=percent(it.before.value),
            after=percent(it.after.value),
        )
        for it in groups[:MOST]
    ]
    return separated(*changes)


def _reopened(result: GamingChecks, check: GamingCheck) -> Text:
    before, after = check.figures["opened again before"], check.figures["opened again"]
    return pair(
        "Of the tickets closed, {after} were opened again within {span}, against {before} before.",
        "已关闭的工单中，{after} 在 {span}内被重新打开，上一期为 {before}。",
        after=with_interval(after, percent),
        before=with_interval(before, percent),
        span=span(result.reopened_within),
    )


def _at_the_end(result: GamingChecks, check: GamingCheck) -> Text:
    figures = check.figures
    return pair(
        "In the last {span} of a period {at_end} of the scores are {low} to {high}, against "
        "{around} in the days around them.",
        "每期最后 {span}内，{at_end} 的评分为 {low} 至 {high} 分，前后同样天数内为 {around}。",
        span=span(result.closing),
        at_end=with_interval(figures["highest scores at the end"], percent),
        around=with_interval(figures["highest scores around"], percent),
        low=result.top[0],
        high=result.top[1],
    )


def _agents(result: GamingChecks, check: GamingCheck) -> Text:  # noqa: ARG001 (as the others)
    striking = result.striking
    named = listed([_agent(it) for it in striking[:MOST]])
    return by_number(
        len(striking),
        pair(
            "More of the highest scores than the other agents lead to expect: {agents}.",
            "高分占比超出按其他客服推算的水平：{agents}。",
            agents=named,
        ),
        pair(
            "{n} agents have more of the highest scores than the others lead to expect, above all "
            "{agents}.",
            "{n} 位客服的高分占比超出按其他客服推算的水平，其中最突出的是 {agents}。",
            n=len(striking),
            agents=named,
        ),
    )


def _agent(agent: AgentShare) -> Text:
    return pair(
        "{agent} with {share} of {n} where {expected} is expected (before: {before})",
        "{agent}（{n} 份答卷中占 {share}，预期为 {expected}，上一期为 {before}）",
        agent=group_name(agent.agent),
        share=percent(agent.share.value),
        n=agent.share.n,
        expected=percent(agent.expected),
        before=percent(agent.before.value),
    )


def _missing(result: GamingChecks) -> Text | None:
    if not result.missing:
        return None
    lacks = [
        pair(
            "{check} (needs {lack})",
            "{check}，需要{lack}",
            check=CHECK_NAMES[name],
            lack=LACKS[name],
        )
        for name in result.missing
    ]
    return pair("Not checked: {lacks}.", "未检查：{lacks}。", lacks=set_apart(*lacks))


SENTENCES: Mapping[CheckName, Callable[[GamingChecks, GamingCheck], Text]] = {
    "fewer answers": _fewer,
    "mix": _mix,
    "mix of those asked": _asked,
    "reopened": _reopened,
    "period end": _at_the_end,
    "agents": _agents,
}

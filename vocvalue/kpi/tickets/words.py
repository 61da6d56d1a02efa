"""A closed loop in the sentences that a CFO reads."""

import math
from collections.abc import Mapping
from functools import partial

from vocvalue.kpi.kpi import Band
from vocvalue.kpi.kpi_words import BANDS, verdict
from vocvalue.kpi.tickets.backlog import TicketBacklog
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.coverage import LoopCoverage
from vocvalue.kpi.tickets.hour_words import in_words, of_span, with_ends
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.kpi.tickets.staying_result import StayingByTime
from vocvalue.kpi.tickets.teams import TicketGroup
from vocvalue.results import Estimate
from vocvalue.results.dispatch import said
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import beside, points_ends, with_interval
from vocvalue.results.numerals import (
    counted,
    p_value,
    percent,
    percentage_points,
    stated_rate,
)
from vocvalue.results.spans import date, span
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Part, Text, pair, sentences
from vocvalue.results.verdicts import unless_shown

TIME_BANDS: Mapping[Band, Text] = {
    "low": pair("too slow", "过慢"),
    "middle": pair("in between", "中等"),
    "high": pair("on target", "达标"),
    "unknown": BANDS["unknown"],
}
"""What the bands of a time to close are called."""


@said.register
def _(loop: ClosedLoop) -> Text:
    return sentences(
        said(loop.coverage),
        said(loop.timeliness),
        said(loop.backlog),
        None if loop.staying is None else staying(loop.staying),
    )


@said.register
def _(coverage: LoopCoverage) -> Text:
    if not coverage.detractors:
        return pair(
            "No detractor answered {window} or more before the end of observation, so the coverage "
            "is not known yet.",
            "尚无贬损者的作答在观察期末前满 {window}，覆盖率暂无法得知。",
            window=span(coverage.window),
        )
    return sentences(reached(coverage), verdict(coverage.bounds, coverage.share, stated_rate))


@said.register
def _(times: CloseTimes) -> Text:
    working = times.hours is not None
    return sentences(
        closing(times),
        _verdict(times, working=working),
        _in_time(times, working=working),
        _reopened(times),
        *(_slow(group, of="team", working=working) for group in times.teams),
        *(_slow(group, of="topic", working=working) for group in times.topics),
    )


@said.register
def _(backlog: TicketBacklog) -> Text:
    if not backlog.n_open:
        return pair(
            "On {day} no ticket was open.", "{day}没有未关闭的工单。", day=date(backlog.end)
        )
    return sentences(open_now(backlog), _recent(backlog))


def reached(coverage: LoopCoverage) -> Text:
    """Return the sentence on how many detractors were reached.

    Args:
        coverage: The coverage, of at least one answer.
    """
    parts: dict[str, Part] = {
        "n": coverage.reached,
        "all": counted(coverage.detractors, "detractor"),
        "share": with_interval(coverage.share, percent),
        "window": span(coverage.window),
    }
    if coverage.reached_by == "contact":
        return pair(
            "Of {all}, {n} were contacted within {window}: {share}.",
            "{all}中，{n} 位在 {window}内得到联系：{share}。",
            **parts,
        )
    return pair(
        "Of {all}, {n} got a ticket within {window}: {share}.",
        "{all}中，{n} 位在 {window}内建立了工单：{share}。",
        **parts,
    )


def closing(times: CloseTimes) -> Text:
    """Return the sentence on the mean time to close.

    Args:
        times: The times.
    """
    mean, working = times.closing.mean, times.hours is not None
    tickets = counted(times.closing.n, "ticket")
    if math.isnan(mean.value):
        return pair(
            "None of {tickets} was followed for {horizon}, so the mean time to close is not known "
            "yet.",
            "{tickets}均未观察满 {horizon}，平均关闭时长暂无法得知。",
            tickets=tickets,
            horizon=of_span(times.horizon, working=working),
        )
    return pair(
        "On average a ticket is closed after {mean}, each of {tickets} counting with at most "
        "{horizon}.",
        "工单平均 {mean}关闭（{tickets}，每张最多计 {horizon}）。",
        mean=with_ends(mean, working=working),
        tickets=tickets,
        horizon=of_span(times.horizon, working=working),
    )


def open_now(backlog: TicketBacklog) -> Text:
    """Return the sentence on the tickets that are open.

    Args:
        backlog: The backlog, with at least one open ticket.
    """
    return pair(
        "Open tickets on {day}: {n}, {late} of them beyond the target; their median age is {age}.",
        "截至{day}，有 {n} 张工单尚未关闭，其中 {late} 张已超过目标时限；"
        "已持续时长的中位数为 {age}。",
        day=date(backlog.end),
        n=backlog.n_open,
        late=backlog.over_target,
        age=in_words(backlog.median_age, working=backlog.in_working_hours),
    )


def staying(found: StayingByTime) -> Text:
    """Return the sentences on whether faster closing goes with staying.

    Args:
        found: The comparison.
    """
    return sentences(
        pair(
            "Of customers whose ticket was closed within the target, {fast} ordered again within "
            "{window}; of similar customers whose ticket was still open, {slow}: a difference of "
            "{difference}.",
            "工单在目标时限内关闭的客户中，{fast} 在 {window}内再次下单；"
            "工单仍未关闭的相似客户为 {slow}，相差 {difference}。",
            fast=percent(found.closed_in_time.value),
            slow=percent(found.still_open.value),
            window=span(found.churn_window),
            difference=beside(
                percentage_points(found.difference.value),
                points_ends(found.difference),
                EVIDENCE[found.evidence],
            ),
        ),
        unless_shown("difference", shown=found.shown),
        pair(
            "Tickets were not closed early at random: easy ones are closed first.",
            "哪些工单先关闭并不随机：容易处理的往往先关闭。",
        ),
    )


def _verdict(times: CloseTimes, *, working: bool) -> Text | None:
    write = partial(in_words, working=working)
    return verdict(times.bounds, times.closing.mean, write, TIME_BANDS)


def _in_time(times: CloseTimes, *, working: bool) -> Text | None:
    share = times.closing.within_target
    if math.isnan(share.value):
        return None
    return pair(
        "{share} are closed within {target}; half are closed after {half}.",
        "{target}内关闭的占 {share}；半数关闭所需时长：{half}。",
        share=with_interval(share, percent),
        target=of_span(times.target, working=working),
        half=_half(times.closing.median, working=working),
    )


def _half(median: Estimate | None, *, working: bool) -> Text:
    if median is None:
        return pair("a time that is not reached yet", "尚未达到")
    return with_ends(median, working=working)


def _reopened(times: CloseTimes) -> Text | None:
    if times.reopened is None or not times.reopened.n:
        return None
    return pair(
        "Of the tickets that were closed, {share} were opened again.",
        "关闭过的工单中，{share} 被重新打开。",
        share=with_interval(times.reopened, percent),
    )


def _slow(group: TicketGroup, *, of: str, working: bool) -> Text | None:
    if not group.differs or group.slower_by.value < 0:
        return None
    parts = {
        "name": group_name(group.name),
        "slower": in_words(group.slower_by.value, working=working),
        "p": p_value(group.p_value),
    }
    if of == "team":
        return pair(
            "Team {name} takes {slower} longer than the others ({p}, corrected for their number).",
            "团队“{name}”比其他团队多用 {slower}（{p}，已按团队数校正）。",
            **parts,
        )
    return pair(
        "Tickets on {name} take {slower} longer than the others ({p}, corrected for the number of "
        "topics).",
        "主题“{name}”的工单比其他多用 {slower}（{p}，已按主题数校正）。",
        **parts,
    )


def _recent(backlog: TicketBacklog) -> Text | None:
    n, opened, closed = backlog.recent
    if not n:
        return None
    parts: dict[str, Part] = {"weeks": counted(n, "week"), "opened": opened, "closed": closed}
    if opened > closed:
        return pair(
            "In the last {weeks}, {opened} were opened and {closed} closed: the backlog grew.",
            "最近 {weeks}新建 {opened} 张、关闭 {closed} 张，积压增加。",
            **parts,
        )
    return pair(
        "In the last {weeks}, {opened} were opened and {closed} closed: the backlog did not grow.",
        "最近 {weeks}新建 {opened} 张、关闭 {closed} 张，积压没有增加。",
        **parts,
    )

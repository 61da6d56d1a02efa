"""The headlines of a closed loop."""

import math

from vocvalue.kpi.kpi_words import BANDS
from vocvalue.kpi.tickets.backlog import TicketBacklog
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.coverage import LoopCoverage
from vocvalue.kpi.tickets.hour_words import in_words, of_span, with_ends, writer
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.kpi.tickets.stage import StageTimes
from vocvalue.kpi.tickets.staying_result import StayingByTime
from vocvalue.kpi.tickets.teams import TicketGroup
from vocvalue.kpi.tickets.words import TIME_BANDS
from vocvalue.results.dispatch import Row, rows
from vocvalue.results.groups import group_name
from vocvalue.results.intervals import points_ends, row
from vocvalue.results.numerals import (
    counted,
    p_value,
    percent,
    percentage_points,
)
from vocvalue.results.sums import EVIDENCE
from vocvalue.results.texts import Text, pair, separated

MOST = 8
"""The most teams and topics that are told of in headlines."""


@rows.register
def _(loop: ClosedLoop) -> list[Row]:
    return [
        *rows(loop.coverage),
        *_timely_rows(loop.timeliness, band=pair("band of the time to close", "关闭时长档位")),
        *rows(loop.backlog),
        *([] if loop.staying is None else _staying_rows(loop.staying)),
    ]


@rows.register
def _(coverage: LoopCoverage) -> list[Row]:
    return [
        row(pair("detractors reached", "已触达的贬损者"), coverage.share, percent),
        Row(pair("answers of detractors", "贬损者答卷"), _answers(coverage)),
        Row(pair("band of the coverage", "覆盖率档位"), BANDS[coverage.band()]),
        row(
            pair(
                "reached within {target}",
                "{target}内触达",
                target=of_span(coverage.target, working=coverage.in_working_hours),
            ),
            coverage.within_target,
            percent,
        ),
    ]


@rows.register
def _(times: CloseTimes) -> list[Row]:
    return _timely_rows(times, band=pair("band shown by the interval", "按置信区间判定"))


@rows.register
def _(backlog: TicketBacklog) -> list[Row]:
    working = backlog.in_working_hours
    if not backlog.n_open:
        return [Row(pair("open tickets", "未关闭的工单"), pair("none", "无"))]
    over = pair(
        "{n}, of which {late} beyond the target",
        "{n} 张，其中 {late} 张已超过目标时限",
        n=backlog.n_open,
        late=backlog.over_target,
    )
    age = pair(
        "{median}, the oldest {oldest}",
        "{median}，最久 {oldest}",
        median=in_words(backlog.median_age, working=working),
        oldest=in_words(backlog.oldest_age, working=working),
    )
    return [
        Row(pair("open tickets", "未关闭的工单"), over),
        Row(pair("their median age", "已持续时长的中位数"), age),
    ]


def _answers(coverage: LoopCoverage) -> Text:
    return pair(
        "{n}, and {young} too young",
        "{n} 份，另有 {young} 份时间尚短",
        n=coverage.detractors,
        young=coverage.young,
    )


def _timely_rows(times: CloseTimes, *, band: Text) -> list[Row]:
    working, shown = times.hours is not None, times.closing
    write = writer(shown.mean.value, working=working)
    within = pair(
        "closed within {target}",
        "{target}内关闭",
        target=of_span(times.target, working=working),
    )
    return [
        row(pair("mean time to close", "平均关闭时长"), shown.mean, write),
        Row(pair("half are closed after", "半数关闭所需时长"), _after(shown, 0.5, working)),
        Row(pair("nine of ten after", "九成关闭所需时长"), _after(shown, 0.9, working)),
        row(within, shown.within_target, percent),
        Row(band, TIME_BANDS[times.band()]),
        *_contact_rows(times, working=working),
        *_reopened_rows(times),
        *(_group_row(group, working=working) for group in (*times.teams, *times.topics)[:MOST]),
    ]


def _reopened_rows(times: CloseTimes) -> list[Row]:
    if times.reopened is None or not times.reopened.n:
        return []
    label = pair("reopened, of those closed", "已关闭后重新打开")
    return [row(label, times.reopened, percent)]


def _after(times: StageTimes, share: float, working: bool) -> Text:  # noqa: FBT001 (a unit)
    time = times.quantiles[share]
    if time is None:
        return pair("not reached yet", "尚未达到")
    return with_ends(time, working=working)


def _contact_rows(times: CloseTimes, *, working: bool) -> list[Row]:
    if times.contact is None:
        return []
    half = _after(times.contact, 0.5, working)
    within = pair(
        "contacted within {target}",
        "{target}内联系",
        target=of_span(times.target, working=working),
    )
    return [
        Row(pair("half are contacted after", "半数得到联系所需时长"), half),
        row(within, times.contact.within_target, percent),
    ]


def _group_row(group: TicketGroup, *, working: bool) -> Row:
    mean = group.times.mean
    size = counted(group.times.n, "ticket")
    if math.isnan(mean.value):
        return Row(group_name(group.name), size)
    figure = with_ends(mean, working=working)
    if not group.differs:
        return Row(group_name(group.name), separated(size, figure))
    differs = pair(
        "differs from the others ({p})", "与其他差异显著（{p}）", p=p_value(group.p_value)
    )
    return Row(group_name(group.name), separated(size, figure, differs))


def _staying_rows(found: StayingByTime) -> list[Row]:
    gap = found.difference
    return [
        Row(
            pair("retention, closed in time less still open", "留存率差异（按时关闭减未关闭）"),
            percentage_points(gap.value),
            points_ends(gap),
        ),
        Row(pair("evidence", "证据等级"), EVIDENCE[found.evidence]),
    ]

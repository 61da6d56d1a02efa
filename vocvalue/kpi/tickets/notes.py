"""What a reader must know of a closed loop."""

import math

from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.coverage import LoopCoverage
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.spans import span
from vocvalue.results.texts import listed, pair

FEW = 20
"""A team or topic with fewer tickets is pointed out."""


def of_loop(
    coverage: LoopCoverage,
    timeliness: CloseTimes,
    question: LoopQuestion,
    clock: Clock,
    *,
    by_day: bool,
) -> tuple[Note, ...]:
    """Return the notes on what was measured.

    Args:
        coverage: How many detractors were reached.
        timeliness: How long tickets take.
        question: What was asked.
        clock: What counts as time.
        by_day: Whether answers or tickets carry days only.
    """
    return (
        *_by_ticket(coverage),
        *_young(coverage),
        *_already_open(coverage),
        *_repeating(coverage),
        *_gaps(coverage),
        *_short(timeliness),
        *_thin(timeliness),
        *_unpublished(clock, question),
        *_days(by_day=by_day),
    )


def answered_later(n: int) -> tuple[Note, ...]:
    """Note answers of detractors after the end of observation.

    Args:
        n: How many there are.
    """
    later = pair(
        "{responses} of detractors after the end of observation",
        "{responses}（贬损者）晚于观察期末",
        responses=counted(n, "response"),
    )
    return left_out(n, later)


def _by_ticket(coverage: LoopCoverage) -> tuple[Note, ...]:
    if coverage.reached_by == "contact":
        return ()
    return (
        Note.of(
            "The table of tickets does not say when customers were contacted, so a detractor "
            "counts as reached once a ticket was opened. A column contacted tells who really was.",
            "工单表没有联系时间，因此创建工单即视为已触达贬损者；"
            "补充 contacted 列可得知实际联系情况。",
            bears_on="claim",
        ),
    )


def _young(coverage: LoopCoverage) -> tuple[Note, ...]:
    return Note.counted(
        coverage.young,
        "Answers of detractors less than {window} before the end of observation are not in the "
        "coverage yet, only in the curve: {n}.",
        "距观察期末不足 {window}的贬损者答卷尚不计入覆盖率，只计入曲线：{n} 份。",
        window=span(coverage.window),
    )


def _already_open(coverage: LoopCoverage) -> tuple[Note, ...]:
    n = coverage.already_open
    return Note.counted(
        n,
        "{n} of the detractors who count as not reached had a ticket open when they answered.",
        "未触达的贬损者中，有 {n} 位在作答时已有未关闭的工单。",
    )


def _repeating(coverage: LoopCoverage) -> tuple[Note, ...]:
    return Note.counted(
        coverage.detractors + coverage.young - coverage.customers,
        "Answers of customers who answered as a detractor before count too ({n} in all); the "
        "interval allows for answers of one customer being alike.",
        "此前已作为贬损者作答的客户，其后续答卷也计入（共 {n} 份）；"
        "区间已考虑同一客户答卷之间的相关。",
        bears_on="reading",
    )


def _gaps(coverage: LoopCoverage) -> tuple[Note, ...]:
    n = int((coverage.by_period == 0).sum())
    return Note.counted(
        n,
        "{periods} without an answer of a detractor, shown as gaps.",
        "{periods}没有贬损者作答，显示为空。",
        periods=counted(n, coverage.every),
        bears_on="reading",
    )


def _short(timeliness: CloseTimes) -> tuple[Note, ...]:
    if not math.isnan(timeliness.closing.mean.value):
        return ()
    return (
        Note.of(
            "No ticket was followed for {horizon}, so the mean time to close is not known yet. "
            "Choose a shorter horizon.",
            "没有工单观察满 {horizon}，平均关闭时长尚无法得知，请缩短 horizon。",
            horizon=span(timeliness.horizon),
        ),
    )


def _thin(timeliness: CloseTimes) -> tuple[Note, ...]:
    n = sum(it.times.n < FEW for it in (*timeliness.teams, *timeliness.topics))
    return Note.counted(
        n,
        "{groups} (teams or topics) with fewer than {least} tickets: times are skewed, and of so "
        "few the interval of the mean is too narrow. The p-value holds.",
        "{groups}（团队或主题）的工单少于 {least} 张：时长分布偏斜，均值的区间偏窄；p 值仍然可靠。",
        groups=counted(n, "group"),
        least=FEW,
    )


def _unpublished(clock: Clock, question: LoopQuestion) -> tuple[Note, ...]:
    years = clock.unpublished
    if not years or question.hours is None:
        return ()
    return (
        Note.of(
            "The installed calendar of {country} does not yet know which days of {years} are "
            "exchanged for holidays. Update the package holidays, or name them as days_worked and "
            "days_off.",
            "已安装的日历尚无 {country} {years} 年的调休安排。请更新 holidays 包，"
            "或用 days_worked 和 days_off 指定。",
            country=str(question.hours.country),
            years=listed([str(year) for year in years]),
        ),
    )


def _days(*, by_day: bool) -> tuple[Note, ...]:
    if not by_day:
        return ()
    return (
        Note.of(
            "Answers or tickets carry dates without a time of day. They are matched by day, and "
            "hours are counted from the beginning of a day: shares within hours are rough.",
            "答卷或工单只有日期、没有时刻：按日期对应，小时数从当天零点算起，几小时内的比例仅供粗略参考。",
            bears_on="figure",
        ),
    )

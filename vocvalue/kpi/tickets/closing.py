"""Tickets in, the times until they are closed out."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.kpi.kpi import KpiPeriod
from vocvalue.kpi.shares import nothing, share_of
from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.close_times import CloseTimes
from vocvalue.kpi.tickets.desk import Desk
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.kpi.tickets.stage import MEAN, StageTimes, is_known, mean_of, stage_times
from vocvalue.kpi.tickets.teams import ticket_groups
from vocvalue.results import Estimate
from vocvalue.stats.survival import KaplanMeier
from vocvalue.tables.labels import Labels
from vocvalue.tables.periods import Periods, numbers_of

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Moments: TypeAlias = NDArray[np.datetime64]


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowedTickets:
    """Tickets that are followed, each from its opening.

    Attributes:
        rows: Whether each ticket of the desk is one of them, shape (n,).
        hours: The hours until it was closed, or to the end of observation, shape (m,).
        done: Whether it was closed, shape (m,).
    """

    rows: Flags = field(repr=False)
    hours: Floats = field(repr=False)
    done: Flags = field(repr=False)


def follow(desk: Desk, clock: Clock, rows: Flags) -> FollowedTickets:
    """Return tickets followed until they were closed.

    Args:
        desk: The tickets.
        clock: What counts as time.
        rows: Whether each ticket counts, shape (n,).
    """
    hours, done = _until(desk.opened[rows], desk.closed[rows], desk.end, clock)
    return FollowedTickets(rows=rows, hours=hours, done=done)


def close_times(
    desk: Desk, followed: FollowedTickets, question: LoopQuestion, clock: Clock
) -> CloseTimes:
    """Return how long tickets take until they are closed.

    Args:
        desk: The tickets.
        followed: Those that count, followed.
        question: What is asked.
        clock: What counts as time.
    """
    asked = {
        "target": question.target_hours,
        "horizon": question.horizon_hours,
        "level": question.level,
    }
    hours, done, rows = followed.hours, followed.done, followed.rows
    periods, by_period = _periods(desk, followed, question)
    return CloseTimes(
        closing=stage_times(hours, done, **asked),
        contact=_contact(desk, rows, question, clock),
        reopened=_reopened(desk, rows, question.level),
        teams=ticket_groups(_of(desk.team, rows), hours, done, **asked),
        topics=ticket_groups(_of(desk.topic, rows), hours, done, **asked),
        target=question.target,
        target_hours=question.target_hours,
        horizon=question.horizon,
        horizon_hours=question.horizon_hours,
        hours=question.hours,
        periods=periods,
        by_period=by_period,
        every=question.every,
        bounds=question.time_bounds,
        level=question.level,
    )


def _until(
    start: Moments, stage: Moments, end: np.datetime64, clock: Clock
) -> tuple[Floats, Flags]:
    """Return the hours from a start to a stage or to the end, and whether the stage was reached."""
    done = ~np.isnat(stage)
    return clock.between(start, np.where(done, stage, end)), done


def _contact(desk: Desk, rows: Flags, question: LoopQuestion, clock: Clock) -> StageTimes | None:
    if desk.contacted is None:
        return None
    hours, done = _until(desk.opened[rows], desk.contacted[rows], desk.end, clock)
    return stage_times(
        hours,
        done,
        target=question.target_hours,
        horizon=question.horizon_hours,
        level=question.level,
    )


def _reopened(desk: Desk, rows: Flags, level: float) -> Estimate | None:
    if desk.was_reopened is None:
        return None
    n = int(desk.was_closed[rows].sum())
    return share_of(int(desk.was_reopened[rows].sum()), n, level)


def _of(labels: Labels | None, rows: Flags) -> Labels | None:
    return None if labels is None else labels.of(rows)


def _periods(
    desk: Desk, followed: FollowedTickets, question: LoopQuestion
) -> tuple[tuple[KpiPeriod, ...], NDArray[np.int64]]:
    """Return the mean time to close of the tickets opened in each period."""
    numbers = numbers_of(desk.opened[followed.rows], question.every)
    periods = Periods.of(numbers, question.every)
    place = numbers - periods.first
    order = np.argsort(place, kind="stable")
    by_period = np.bincount(place, minlength=periods.n)
    parts = np.split(order, np.cumsum(by_period)[:-1])
    return tuple(
        _period(start, followed.hours[part], followed.done[part], question)
        for start, part in zip(periods.start, parts, strict=True)
    ), by_period


def _period(start: np.datetime64, hours: Floats, done: Flags, question: LoopQuestion) -> KpiPeriod:
    if not hours.size:
        return KpiPeriod(start=start, every=question.every, estimate=nothing(question.level))
    curve = KaplanMeier.of(hours, done)
    ends = mean_of(curve, question.horizon_hours, question.level)
    return KpiPeriod(
        start=start,
        every=question.every,
        estimate=Estimate.of(ends, level=question.level, method=MEAN, n=hours.size),
        is_mature=is_known(curve, question.horizon_hours),
    )

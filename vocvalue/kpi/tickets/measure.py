"""Detractors and tickets in, a closed loop out."""

from dataclasses import replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.kpi.tickets import desk_notes, notes
from vocvalue.kpi.tickets.backlog import backlog_of
from vocvalue.kpi.tickets.cases import Dated, overlapping
from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.closing import close_times, follow
from vocvalue.kpi.tickets.desk import Desk
from vocvalue.kpi.tickets.detractors import Detractors
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.kpi.tickets.reaching import Loop, coverage_of
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.kpi.tickets.staying import staying_of
from vocvalue.link.gate import check_look_up
from vocvalue.results import Note
from vocvalue.tables.id_columns import cast_ids, common_type
from vocvalue.tables.reading import Orders
from vocvalue.tables.repeats import codes

Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

NOTHING: tuple[Note, ...] = ()


def measure(
    detractors: Detractors, desk: Desk, question: LoopQuestion, *, orders: Orders | None
) -> ClosedLoop:
    """Return whether the loop with detractors is closed.

    Args:
        detractors: The answers of detractors.
        desk: The tickets.
        question: What is asked.
        orders: An order log, or None.

    Raises:
        DataError: Ids are written otherwise in the two tables, or all answers are later than the
            end of observation.
    """
    detractors, late = _until_the_end(detractors, desk.end)
    asked, owner, responder = codes(
        detractors.customer_id, desk.customer_id, detractors.responders, sort=False
    )
    fit = _ids_fit(detractors, desk, np.isin(asked, owner))
    first = min(detractors.answered.min(), desk.opened.min())
    clock = Clock.of(question.hours, first, desk.end)
    has_owner = owner >= 0
    by_topic = desk.topic is not None
    tickets = Dated(customer=owner, moment=desk.opened)
    overlaps = overlapping(tickets, desk.closed, None if desk.topic is None else desk.topic.codes)
    loop = Loop(
        answers=Dated(customer=asked, moment=detractors.answered),
        tickets=tickets,
        contacted=desk.contacted,
        closed=desk.closed,
        first=detractors.first,
        last=min(detractors.last, desk.end),
        end=desk.end,
        by_day=detractors.has_days_only or desk.has_days_only,
    )
    coverage = coverage_of(loop, question, clock)
    followed = follow(desk, clock, ~overlaps)
    timeliness = close_times(desk, followed, question, clock)
    staying, stayed = None, NOTHING
    if orders is not None:
        staying, stayed = staying_of(desk, ~overlaps & has_owner, orders, question, clock)
    return ClosedLoop(
        coverage=coverage,
        timeliness=timeliness,
        backlog=backlog_of(
            desk.opened[~overlaps],
            desk.closed[~overlaps],
            followed.hours[~followed.done],
            end=desk.end,
            target_hours=question.target_hours,
            in_working_hours=question.hours is not None,
        ),
        staying=staying,
        end=desk.end,
        level=question.level,
        notes=(
            *notes.of_loop(coverage, timeliness, question, clock, by_day=loop.by_day),
            *detractors.notes,
            *late,
            *fit,
            *desk.notes,
            *desk_notes.without_customer(int((~has_owner).sum())),
            *desk_notes.of_strangers(int((has_owner & ~np.isin(owner, responder)).sum())),
            *desk_notes.overlapping(int(overlaps.sum()), by_topic=by_topic),
            *stayed,
        ),
    )


def _until_the_end(
    detractors: Detractors, end: np.datetime64
) -> tuple[Detractors, tuple[Note, ...]]:
    """Return the answers up to the end of observation, and a note on later ones."""
    used = detractors.answered <= end
    if not used.any():
        raise DataError(
            f"no detractor answered up to the end of observation, {end.astype('datetime64[D]')}. "
            "Pass a later observation_end."
        )
    kept = replace(
        detractors,
        customer_id=detractors.customer_id.filter(used.tolist()),
        answered=detractors.answered[used],
    )
    return kept, notes.answered_later(int((~used).sum()))


def _ids_fit(detractors: Detractors, desk: Desk, has_ticket: Flags) -> tuple[Note, ...]:
    """Refuse detractors whose id is written otherwise among the tickets; note a few."""
    asked, known = detractors.customer_id, desk.customer_id
    wanted = common_type(asked.dtype, known.dtype)
    if not isinstance(wanted, nw.String) or has_ticket.all():
        return ()
    return check_look_up(
        _as(asked, wanted), has_ticket, _as(known, wanted).unique(), name="tickets"
    )


def _as(ids: nw.Series[Any], wanted: Any) -> nw.Series[Any]:
    if ids.dtype == wanted:
        return ids
    return ids.to_frame().select(cast_ids(str(ids.name), ids.dtype, wanted))[str(ids.name)]

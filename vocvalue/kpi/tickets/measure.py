"""Detractors and tickets in, a closed loop out."""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.kpi.tickets import desk_notes, notes
from vocvalue.kpi.tickets.backlog import TicketBacklog, backlog_of
from vocvalue.kpi.tickets.cases import Dated, overlapping
from vocvalue.kpi.tickets.clock import Clock
from vocvalue.kpi.tickets.closing import FollowedTickets, close_times, follow
from vocvalue.kpi.tickets.desk import Desk
from vocvalue.kpi.tickets.detractors import Detractors
from vocvalue.kpi.tickets.question import LoopQuestion
from vocvalue.kpi.tickets.reaching import Loop, coverage_of
from vocvalue.kpi.tickets.result import ClosedLoop
from vocvalue.kpi.tickets.staying import staying_of
from vocvalue.link.gate import check_look_up
from vocvalue.results import Note
from vocvalue.tables.id_columns import cast_ids, common_type
from vocvalue.tables.reading.orders import Orders
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
    people = LoopCustomers.of(detractors, desk)
    fit = _ids_fit(detractors, desk, people.has_ticket)
    first = min(detractors.answered.min(), desk.opened.min())
    clock = Clock.of(question.hours, first, desk.end)
    loop = _loop(detractors, desk, people)
    topic = None if desk.topic is None else desk.topic.codes
    counts = ~overlapping(loop.tickets, desk.closed, topic)
    coverage = coverage_of(loop, question, clock)
    followed = follow(desk, clock, counts)
    timeliness = close_times(desk, followed, question, clock)
    staying, stayed = None, NOTHING
    if orders is not None:
        staying, stayed = staying_of(desk, counts & people.is_known, orders, question, clock)
    return ClosedLoop(
        coverage=coverage,
        timeliness=timeliness,
        backlog=_backlog(desk, followed, question),
        staying=staying,
        end=desk.end,
        level=question.level,
        notes=(
            *notes.of_loop(coverage, timeliness, question, clock, by_day=loop.by_day),
            *detractors.notes,
            *late,
            *fit,
            *desk.notes,
            *desk_notes.without_customer(int((~people.is_known).sum())),
            *desk_notes.of_strangers(people.n_strangers),
            *desk_notes.overlapping(int((~counts).sum()), by_topic=topic is not None),
            *stayed,
        ),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class LoopCustomers:
    """The customers of both tables by codes, the same for the same customer.

    Attributes:
        asked: The customer of each answer of a detractor, shape (number of answers,).
        owner: The customer of each ticket, -1 where there is none, shape (number of tickets,).
        responder: The customers of all answers.
    """

    asked: Codes
    owner: Codes
    responder: Codes

    @classmethod
    def of(cls, detractors: Detractors, desk: Desk) -> "LoopCustomers":
        """Return the customers of detractors and tickets.

        Args:
            detractors: The answers of detractors.
            desk: The tickets.
        """
        ids = detractors.customer_id, desk.customer_id, detractors.responders
        asked, owner, responder = codes(*ids, sort=False)
        return cls(asked=asked, owner=owner, responder=responder)

    @property
    def has_ticket(self) -> Flags:
        """Whether the customer of each answer has any ticket."""
        return np.isin(self.asked, self.owner)

    @property
    def is_known(self) -> Flags:
        """Whether each ticket has a customer."""
        return self.owner >= 0

    @property
    def n_strangers(self) -> int:
        """How many tickets are of customers who answered nothing."""
        return int((self.is_known & ~np.isin(self.owner, self.responder)).sum())


def _loop(detractors: Detractors, desk: Desk, people: LoopCustomers) -> Loop:
    return Loop(
        answers=Dated(customer=people.asked, moment=detractors.answered),
        tickets=Dated(customer=people.owner, moment=desk.opened),
        contacted=desk.contacted,
        closed=desk.closed,
        first=detractors.first,
        last=min(detractors.last, desk.end),
        end=desk.end,
        by_day=detractors.has_days_only or desk.has_days_only,
    )


def _backlog(desk: Desk, followed: FollowedTickets, question: LoopQuestion) -> TicketBacklog:
    return backlog_of(
        desk.opened[followed.rows],
        desk.closed[followed.rows],
        followed.hours[~followed.done],
        end=desk.end,
        target_hours=question.target_hours,
        in_working_hours=question.hours is not None,
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

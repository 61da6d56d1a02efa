"""The tables read: answers, what they are counted per, who was asked, and tickets."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.kpi.gaming.answers import CheckedAnswers, read_answers
from vocvalue.kpi.gaming.given import GivenTables
from vocvalue.kpi.gaming.measure import CheckedTables, Invitations
from vocvalue.kpi.gaming.notes import invited_again, invited_without_time
from vocvalue.kpi.gaming.question import GamingQuestion
from vocvalue.kpi.gaming.reopening import TicketMoments
from vocvalue.kpi.gaming.spans import TwoPeriods, weeks_of
from vocvalue.kpi.tickets.desk import desk_of, latest
from vocvalue.results import Note
from vocvalue.tables import times
from vocvalue.tables.dated_rows import (
    DatedColumns,
    DatedRows,
    available,
    read_dated,
    same_ids,
)
from vocvalue.tables.order_counts import OrderCounts, count_orders
from vocvalue.tables.periods import Periods
from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.responses import of_survey
from vocvalue.tables.tickets import read_tickets

WEEK = np.timedelta64(7, "D")
DAY = np.timedelta64(1, "D")


def read_tables(
    given: GivenTables, question: GamingQuestion, observation_end: object
) -> CheckedTables:
    """Read all tables.

    Args:
        given: The tables.
        question: What is asked.
        observation_end: The last moment observed; None for that of the latest response.

    Raises:
        DataError: A table cannot be read, or the answers do not reach into two periods.
    """
    answers = read_answers(
        of_survey(given.responses, question.survey),
        question.scale,
        every=question.every,
        segment=question.segment,
        agent=question.agent,
    )
    end = times.optional_moment(
        observation_end, name="observation_end", timezone=given.responses.timezone
    )
    moment = None if end is None else np.datetime64(end, "us")
    answers = answers if moment is None else answers.until(moment.astype("datetime64[D]"))
    last = answers.day.max() if moment is None else moment.astype("datetime64[D]")
    invited, asked_notes = _invitations(given.invitations, question.segment)
    asked, order_notes = _orders(given.orders)
    tickets, ticket_notes = _tickets(given, answers, moment)
    return CheckedTables(
        answers=answers,
        spans=TwoPeriods.of(answers.day, every=question.every, end=last),
        asked=asked if invited is None else _by_week(invited),
        invitations=invited,
        tickets=tickets,
        notes=(*answers.notes, *asked_notes, *order_notes, *ticket_notes),
    )


def _orders(orders: Orders | None) -> tuple[dict[int, int] | None, tuple[Note, ...]]:
    """Return the orders of each week that the log covers from end to end."""
    if orders is None:
        return None, ()
    counts = count_orders(orders, "week")
    return _covered(counts), counts.notes


def _covered(counts: OrderCounts) -> dict[int, int]:
    monday = np.array([Periods(every="week", first=int(it), n=1).start[0] for it in counts.number])
    whole = (monday >= counts.first) & (monday + WEEK - DAY <= counts.last)
    return dict(zip(counts.number[whole].tolist(), counts.n[whole].tolist(), strict=True))


def _invitations(
    invitations: Contacts | None, segment: str | None
) -> tuple[Invitations | None, tuple[Note, ...]]:
    if invitations is None:
        return None, ()
    others = () if segment is None else (segment,)
    has_ids = invitations.customer_id in available(invitations, name="invitations")
    asked = DatedColumns(others=others)
    rows = read_dated(invitations, asked, name="invitations", has_ids=has_ids)
    known = ~np.isnat(rows.at)
    used = known & ~_copies(rows)
    labels = None if segment is None else rows.labels(segment).of(used)
    return (
        Invitations(day=rows.at[used].astype("datetime64[D]"), segment=labels),
        (
            *rows.notes,
            *invited_without_time(int((~known).sum())),
            *invited_again(int((known & ~used).sum())),
        ),
    )


def _copies(rows: DatedRows) -> NDArray[np.bool_]:
    """Return whether each row repeats another in customer and moment; of unknown ones none does."""
    copies = np.zeros(rows.at.size, dtype=np.bool_)
    if rows.ids is None:
        return copies
    (customer,) = same_ids(rows.ids)
    known = np.flatnonzero(customer >= 0)
    keys = np.column_stack([customer[known], rows.at[known].astype(np.int64)])
    _, first = np.unique(keys, axis=0, return_index=True)
    copies[known] = True
    copies[known[first]] = False
    return copies


def _by_week(invited: Invitations) -> dict[int, int]:
    week, n = np.unique(weeks_of(invited.day), return_counts=True)
    return dict(zip(week.tolist(), n.tolist(), strict=True))


def _tickets(
    given: GivenTables, answers: CheckedAnswers, end: np.datetime64 | None
) -> tuple[TicketMoments | None, tuple[Note, ...]]:
    """Return the tickets, where their table tells when they were opened again."""
    if given.tickets is None or given.columns is None:
        return None, ()
    rows = read_tickets(given.tickets, given.columns, given.zones)
    last = end
    if last is None:
        last = max(latest(rows), np.datetime64(answers.day.max(), "us"))
    # What cannot be is refused where the loop refuses it.
    desk_of(rows, given.columns, last)
    if "reopened" not in rows.at:
        return None, rows.source.notes
    known = ~np.isnat(rows.at["opened"])
    return (
        TicketMoments(
            opened=rows.at["opened"][known],
            closed=rows.at["closed"][known],
            reopened=rows.at["reopened"][known],
            end=last,
        ),
        rows.source.notes,
    )

"""The tables read: answers, what they are counted per, who was asked, and tickets."""

import numpy as np

from vocvalue.kpi.gaming.answers import CheckedAnswers, read_answers
from vocvalue.kpi.gaming.given import GivenTables
from vocvalue.kpi.gaming.measure import CheckedTables, Invitations
from vocvalue.kpi.gaming.question import GamingQuestion
from vocvalue.kpi.gaming.reopening import TicketMoments
from vocvalue.kpi.gaming.spans import TwoPeriods, weeks_of
from vocvalue.kpi.tickets.desk import desk_of, latest
from vocvalue.results import Note
from vocvalue.tables import times
from vocvalue.tables.dated_rows import DatedColumns, read_dated
from vocvalue.tables.order_counts import OrderCounts, count_orders
from vocvalue.tables.periods import Periods
from vocvalue.tables.reading import Contacts, Orders
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
    rows = read_dated(invitations, DatedColumns(others=others), name="invitations", has_ids=False)
    known = ~np.isnat(rows.at)
    labels = None if segment is None else rows.labels(segment).of(known)
    return Invitations(day=rows.at[known].astype("datetime64[D]"), segment=labels), rows.notes


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

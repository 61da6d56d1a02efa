"""Tickets are closed to be fast, and opened again."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vocvalue.kpi.gaming.seen import Seen
from vocvalue.kpi.gaming.spans import TwoPeriods, weeks_of
from vocvalue.kpi.shares import share_of
from vocvalue.stats.block_shift import Cells, shift

Moments = NDArray[np.datetime64]
DAY = np.timedelta64(86_400_000_000, "us")


@dataclass(frozen=True, kw_only=True, eq=False)
class TicketMoments:
    """When tickets were opened, closed and opened again.

    Attributes:
        opened: When each was opened, shape (n,).
        closed: When it was last closed, NaT if never, shape (n,).
        reopened: When it was last opened again, NaT if never, shape (n,).
        end: The last moment observed.
    """

    opened: Moments = field(repr=False)
    closed: Moments = field(repr=False)
    reopened: Moments = field(repr=False)
    end: np.datetime64


def opened_again(
    tickets: TicketMoments, spans: TwoPeriods, days: float, level: float
) -> Seen | None:
    """Test that more of the tickets that were closed are opened again than before.

    Tickets are those opened in each period and closed at least once within so many days; all of
    them were followed for these days, so that young tickets are no better than old ones.

    Args:
        tickets: The tickets.
        spans: The two periods.
        days: How long after its opening a ticket is followed.
        level: The confidence level.
    """
    until = tickets.opened + np.timedelta64(round(days * 86_400_000_000), "us")
    again = ~np.isnat(tickets.reopened) & (tickets.reopened <= until)
    was_closed = again | (~np.isnat(tickets.closed) & (tickets.closed <= until))
    day = tickets.opened.astype("datetime64[D]")
    here = spans.holds(day) & was_closed & (until <= tickets.end)
    after = spans.is_after(day)
    found = shift(
        Cells.of(
            again[here].astype(np.float64),
            block=np.zeros(int(here.sum()), dtype=np.int64),
            is_judged=after[here],
            week=weeks_of(day[here]),
        )
    )
    if found is None:
        return None
    figures = {
        name: share_of(int(again[here & side].sum()), int((here & side).sum()), level)
        for name, side in (("opened again before", ~after), ("opened again", after))
    }
    return Seen(p_value=found.p_greater, figures=figures)

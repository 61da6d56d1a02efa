"""The highest scores are begged for at the end of a period."""

import numpy as np

from vocvalue import duration
from vocvalue.duration import Every, Span
from vocvalue.errors import ParameterError
from vocvalue.kpi.gaming.answers import CheckedAnswers
from vocvalue.kpi.gaming.seen import Seen
from vocvalue.kpi.gaming.spans import TwoPeriods
from vocvalue.kpi.shares import share_of
from vocvalue.results import Estimate
from vocvalue.stats import normal
from vocvalue.stats.block_shift import Cells, shift
from vocvalue.tables.periods import Periods, numbers_of

CLOSING: dict[Every, Span] = {"month": "7 days", "quarter": "14 days", "year": "28 days"}
"""How long the end of a period is, where it is not said."""
SHORTEST: dict[Every, int] = {"month": 28, "quarter": 90, "year": 365}
SIDES = 3
"""The end itself, and as many days before it and after it."""


def closing_days(closing: Span, every: Every) -> int:
    """Return how many days the end of a period has.

    Args:
        closing: Its length.
        every: The length of a period.

    Raises:
        ParameterError: It is no whole number of days, or longer than a third of a period.
    """
    days = duration.length(closing, "day", name="closing")
    if days != int(days) or not 1 <= days <= SHORTEST[every] / SIDES:
        raise ParameterError(
            f"closing == {closing!r}, must be a whole number of days, at most "
            f"{SHORTEST[every] // SIDES} of a {every}: the end of a period is compared with as "
            "many days before it and after it."
        )
    return int(days)


def spike_at_the_end(
    answers: CheckedAnswers, spans: TwoPeriods, days: int, level: float
) -> Seen | None:
    """Test that the last days of periods have more of the highest scores than those around them.

    The last days of each period are compared with as many before them and after them, so that a
    score that rises slowly is no spike. All periods observed count.

    Args:
        answers: The answers.
        spans: The two periods.
        days: How many days the end of a period has.
        level: The confidence level.
    """
    first, last = spans.observed
    numbers = numbers_of(np.array([first, last]), spans.every)
    ends = np.append(Periods.of(numbers, spans.every).start[1:], spans.end)
    ends = np.unique(ends[ends <= spans.end])
    block, offset = _nearest(answers, ends, days)
    here = block >= 0
    is_end = offset < 0
    is_end &= offset >= -days
    found = shift(
        Cells.of(
            answers.is_top[here].astype(np.float64),
            block=block[here],
            is_judged=is_end[here],
            week=np.floor_divide(offset[here], 7),
        )
    )
    if found is None:
        return None
    difference = normal.interval(found.difference, found.standard_error, level)
    n = [int((here & side).sum()) for side in (~is_end, is_end)]
    top = [int(answers.is_top[here & side].sum()) for side in (~is_end, is_end)]
    return Seen(
        p_value=found.p_greater,
        figures={
            "highest scores around": share_of(top[0], n[0], level),
            "highest scores at the end": share_of(top[1], n[1], level),
            "difference at the end": Estimate.of(
                difference, level=level, method="weeks as clusters, Wald", n=sum(n)
            ),
        },
    )


def _nearest(answers: CheckedAnswers, ends: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which end each answer lies at or around, -1 for none, and how many days behind it."""
    block = np.full(answers.day.size, -1)
    offset = np.zeros(answers.day.size, dtype=np.int64)
    for place, end in enumerate(ends):
        behind = (answers.day - end).astype(np.int64)
        here = (behind >= -2 * days) & (behind < days)
        block[here], offset[here] = place, behind[here]
    return block, offset

"""Another mix of customers is asked, or answers."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.kpi.gaming.answers import CheckedAnswers
from vocvalue.kpi.gaming.result import GroupShares
from vocvalue.kpi.gaming.scores import reweighted, score_of
from vocvalue.kpi.gaming.seen import Seen
from vocvalue.kpi.gaming.spans import TwoPeriods, weeks_of
from vocvalue.kpi.shares import share_of
from vocvalue.stats.mix_shift import mix_shift
from vocvalue.tables.labels import Labels

Days = NDArray[np.datetime64]


def mix_of_answers(answers: CheckedAnswers, spans: TwoPeriods, level: float) -> Seen | None:
    """Test that the mix of those who answered is the same, and reweight the score to the old one.

    Args:
        answers: The answers, with segments.
        spans: The two periods.
        level: The confidence level.
    """
    if answers.segment is None:
        return None
    seen = another_mix(answers.day, answers.segment, spans, level)
    if seen is None:
        return None
    here = spans.holds(answers.day)
    after = here & spans.is_after(answers.day)
    figures = {
        "score before": score_of(answers, here & ~after, level),
        "score": score_of(answers, after, level),
        "score at the earlier mix": reweighted(answers, here & ~after, after, level),
    }
    return Seen(p_value=seen.p_value, figures=figures, groups=seen.groups)


def another_mix(day: Days, segment: Labels, spans: TwoPeriods, level: float) -> Seen | None:
    """Test that the mix of segments is the same in both periods, as weeks vary.

    Args:
        day: The day of each row, shape (n,).
        segment: Its segment.
        spans: The two periods.
        level: The confidence level.
    """
    here = spans.holds(day) & (segment.codes >= 0)
    after, k = spans.is_after(day[here]), len(segment.names)
    codes, weeks = segment.codes[here], weeks_of(day[here])
    tables = [_by_week(codes[side], weeks[side], k) for side in (~after, after)]
    found = mix_shift(*tables)
    if found is None:
        return None
    before_n, after_n = (table.sum(axis=0).astype(np.int64) for table in tables)
    groups = [
        GroupShares(
            group=name,
            before=share_of(int(one), int(before_n.sum()), level),
            after=share_of(int(other), int(after_n.sum()), level),
        )
        for name, one, other in zip(segment.names, before_n, after_n, strict=True)
        if one + other
    ]
    groups.sort(key=lambda it: -abs(it.after.value - it.before.value))
    return Seen(p_value=found.p_value, figures={}, groups=tuple(groups))


def _by_week(codes: NDArray[np.int64], weeks: NDArray[np.int64], k: int) -> NDArray[np.float64]:
    """Return how many rows of each segment each week has, shape (weeks, k)."""
    found, place = np.unique(weeks, return_inverse=True)
    table = np.zeros((found.size, k))
    np.add.at(table, (place.ravel(), codes), 1.0)
    return table

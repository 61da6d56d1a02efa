"""The score rises while fewer answer."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from vocvalue.errors import FitError
from vocvalue.kpi.gaming.answers import CheckedAnswers
from vocvalue.kpi.gaming.scores import score_of
from vocvalue.kpi.gaming.seen import Seen
from vocvalue.kpi.gaming.spans import TwoPeriods, weeks_of
from vocvalue.results import Estimate
from vocvalue.stats.block_shift import Cells, shift
from vocvalue.stats.count_series import fit

Weekly = NDArray[np.int64]
METHOD = "quasi-Poisson of weeks with an autoregressive rate, t"


def fewer_answers(
    answers: CheckedAnswers, spans: TwoPeriods, asked: dict[int, int] | None, level: float
) -> Seen | None:
    """Test that the score rises while the number of answers falls.

    Both are tested one-sided, by weeks, and the larger p-value counts: an alarm needs both.

    Args:
        answers: The answers.
        spans: The two periods.
        asked: How many orders or invitations there were in each week, by its number, which answers
            are then counted per; None where that is not known.
        level: The confidence level.

    Returns:
        What was seen; None where the weeks do not tell.

    References:
        Berger (1982), Multiparameter hypothesis testing and acceptance sampling, Technometrics 24.
    """
    here = spans.holds(answers.day)
    after = here & spans.is_after(answers.day)
    moved = shift(
        Cells.of(
            answers.value[here],
            block=np.zeros(int(here.sum()), dtype=np.int64),
            is_judged=after[here],
            week=weeks_of(answers.day[here]),
        )
    )
    fell = _fall(answers, spans, asked, level)
    if moved is None or fell is None:
        return None
    p_fewer, change = fell
    return Seen(
        p_value=max(moved.p_greater, p_fewer),
        figures={
            "score before": score_of(answers, here & ~after, level),
            "score": score_of(answers, after, level),
            "change of answers": change,
        },
    )


def _fall(
    answers: CheckedAnswers, spans: TwoPeriods, asked: dict[int, int] | None, level: float
) -> tuple[float, Estimate] | None:
    """Return the one-sided p-value of a fall of the answers a week, and their relative change."""
    week, is_after = spans.whole_weeks()
    counts = _counted(weeks_of(answers.day), week)
    exposure = np.array([1.0 if asked is None else asked.get(it, 0) for it in week.tolist()])
    used = exposure > 0
    after = is_after[used].astype(np.float64)
    if not 2 <= after.sum() <= after.size - 2:
        return None
    design = np.column_stack([np.ones(after.size), after])
    try:
        series = fit(week[used], counts[used].astype(np.float64), exposure[used], design)
    except FitError:
        return None
    contrast = np.array([0.0, 1.0])
    log, error = float(series.coefficients[1]), series.standard_error(contrast)
    reach = float(stdtrit(series.df, (1 + level) / 2)) * error
    ends = [float(np.expm1(log + step)) for step in (0.0, -reach, reach)]
    change = Estimate.of(
        (ends[0], ends[1], ends[2]), level=level, method=METHOD, n=int(counts[used].sum())
    )
    return float(stdtr(series.df, log / error)), change


def _counted(weeks: Weekly, asked: Weekly) -> Weekly:
    """Return how many there are in each of some weeks."""
    found, n = np.unique(weeks, return_counts=True)
    by_week = dict(zip(found.tolist(), n.tolist(), strict=True))
    return np.array([by_week.get(it, 0) for it in asked.tolist()], dtype=np.int64)

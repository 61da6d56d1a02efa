"""What became of insights in, the insight-to-action rate out."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, duration
from vocvalue.amounts.worth import BASES
from vocvalue.duration import EVERY, Every, Span
from vocvalue.kpi.insights import notes
from vocvalue.kpi.insights.history import COMPLETED_BY, ActionMoney, CompletedBy, InsightHistory
from vocvalue.kpi.insights.read import read_history
from vocvalue.kpi.insights.result import DepartmentRate, InsightToAction
from vocvalue.kpi.kpi import Bounds, KpiPeriod
from vocvalue.kpi.shares import share_of
from vocvalue.results import Basis, Estimate, Money, Note
from vocvalue.results.groups import MISSING
from vocvalue.stats.means import same_mean
from vocvalue.stats.survival import KaplanMeier
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.periods import Periods, numbers_of
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.insights import Actions, Insights

YES_NO = np.array([0.0, 1.0])
RECORDED = "as recorded in the table of actions"


@translated
def insight_to_action(
    insights: Any,
    actions: Any,
    *,
    every: Every = "quarter",
    mature: Span = "6 months",
    completed_by: CompletedBy = "any",
    bounds: Bounds | tuple[float, float] = (0.10, 0.70),
    basis: Basis = "revenue",
    observation_end: object = None,
    level: float = 0.95,
) -> InsightToAction:
    """Return how many of the major insights led to a completed improvement.

    A young insight cannot be complete yet. The rate is therefore that of mature ones: of the major
    insights submitted at least `mature` before the end of observation, the share completed within
    `mature` of their submission, with Wilson's interval. It is given for all, by period of
    submission and by department; a test says whether periods, or departments, differ by more than
    chance. The share completed by age takes in the young ones, censored at the end of observation
    (Kaplan-Meier).

    Args:
        insights: One row per insight: a table or a path with the columns `insight_id`, `submitted`
            and, if it has them, `department` and `major`; or a `vocvalue.Insights`.
        actions: One row per action: a table or a path with the columns `insight_id`, `completed`
            (empty while it is not) and, if it has them, `status`, `value` (the money it brought)
            and `evidence`; or a `vocvalue.Actions`. An insight may have several actions, or none.
        every: The length of a period of submission: "week", "month", "quarter" or "year".
        mature: The span after which an insight is judged, the same for all.
        completed_by: "any" counts an insight as completed with its first completed action, "all"
            with the last of its actions.
        bounds: From where on the rate is low, and from where on it is high.
        basis: What the money is: revenue, margin or net profit.
        observation_end: The last moment observed; by default the latest submission or completion.
        level: The confidence level of all intervals, and of the tests.

    Returns:
        The rate with its interval and band, its trend, the departments, the curve by age, and the
        money that completed actions brought.

    Raises:
        DataError: A column is missing or cannot be read, an insight occurs twice, no action names
            an insight, a status is not known, or an action was completed before its insight was
            submitted.
        ParameterError: An unknown period or basis, or bounds outside 0 to 1.

    References:
        Wilson (1927), Journal of the American Statistical Association 22; Kaplan and Meier (1958),
        the same journal 53; the test is that of `survey.trend`, of shares.

    Examples:
        Seven of ten, and what ten insights can show:

        >>> import pandas as pd
        >>> insights = pd.DataFrame({
        ...     "insight_id": range(12),
        ...     "submitted": pd.date_range("2024-01-08", periods=12, freq="14D"),
        ... })
        >>> actions = pd.DataFrame({
        ...     "insight_id": [0, 1, 2, 4, 5, 6, 8],
        ...     "completed": insights["submitted"][[0, 1, 2, 4, 5, 6, 8]] + pd.Timedelta(days=40),
        ... })
        >>> result = insight_to_action(
        ...     insights, actions, mature="60 days", observation_end="2024-07-15"
        ... )
        >>> print(result.rate)
        0.7 (95% interval: 0.3968 to 0.8922)
        >>> result.n_mature, result.n_young, result.band()
        (10, 2, 'unknown')
    """
    _check(every, completed_by, basis, level)
    judged = Bounds.of(bounds, lowest=0.0, highest=1.0)
    days = duration.length(mature, "day", name="mature")
    history = read_history(
        described(Insights, insights, "insights"),
        described(Actions, actions, "actions"),
        completed_by=completed_by,
        observation_end=observation_end,
    )
    is_mature, in_time = history.followed >= days, history.completed <= days
    periods, n_by_period, periods_p = _by_period(history, is_mature, in_time, every, level)
    departments, departments_p = _by_department(history, is_mature, in_time, level)
    n_mature, n_completed = int(is_mature.sum()), int((is_mature & in_time).sum())
    return InsightToAction(
        rate=share_of(n_completed, n_mature, level),
        n_insights=is_mature.size,
        n_mature=n_mature,
        n_completed=n_completed,
        n_late=int((is_mature & ~in_time & np.isfinite(history.completed)).sum()),
        periods=periods,
        n_by_period=n_by_period,
        periods_p_value=periods_p,
        departments=departments,
        departments_p_value=departments_p,
        curve=_curve(history),
        mature=mature,
        completed_by=completed_by,
        every=every,
        observation_end=history.observation_end,
        bounds=judged,
        money=_money(history.money, basis, level),
        n_valued=0 if history.money is None else history.money.n,
        level=level,
        notes=(
            *notes.young(is_mature.size - n_mature, mature, history.observation_end),
            *history.notes,
            *_notes(history, departments, n_by_period, every),
        ),
    )


def _check(every: Every, completed_by: CompletedBy, basis: Basis, level: float) -> None:
    checks.one_of("every", every, EVERY)
    checks.one_of("completed_by", completed_by, COMPLETED_BY)
    checks.one_of("basis", basis, BASES)
    checks.level(level)


def _notes(
    history: InsightHistory,
    departments: Sequence[DepartmentRate],
    n_by_period: NDArray[np.int64],
    every: Every,
) -> tuple[Note, ...]:
    """Return the notes on money, and on groups of few or of none."""
    return (
        *notes.of_money(history.money),
        *notes.thin_departments(sum(0 < it.rate.n < notes.FEW for it in departments)),
        *notes.empty_periods(int((n_by_period == 0).sum()), every),
    )


def _by_period(
    history: InsightHistory,
    is_mature: NDArray[np.bool_],
    in_time: NDArray[np.bool_],
    every: Every,
    level: float,
) -> tuple[tuple[KpiPeriod, ...], NDArray[np.int64], float]:
    """Return the rate of each period, its insights, and the test that all are alike."""
    numbers = numbers_of(history.submitted, every)
    seen = Periods.of(numbers, every)
    place = numbers - seen.first
    n = np.bincount(place, minlength=seen.n)
    counts = _counts(place, seen.n, is_mature, in_time)
    rates = _rates(counts, level)
    periods = tuple(
        KpiPeriod(start=start, every=every, estimate=rate, is_mature=bool(rate.n == total))
        for start, rate, total in zip(seen.start, rates, n, strict=True)
    )
    return periods, n.astype(np.int64), same_mean(counts, YES_NO)[2]


def _by_department(
    history: InsightHistory,
    is_mature: NDArray[np.bool_],
    in_time: NDArray[np.bool_],
    level: float,
) -> tuple[tuple[DepartmentRate, ...], float]:
    """Return the rate of each department, and the test that all are alike."""
    labels = history.department
    if labels is None:
        return (), float("nan")
    is_missing = labels.codes < 0
    names = [*labels.names, *([MISSING] if is_missing.any() else [])]
    place = np.where(is_missing, len(labels.names), labels.codes)
    n = np.bincount(place, minlength=len(names))
    counts = _counts(place, len(names), is_mature, in_time)
    departments = tuple(
        DepartmentRate(department=name, n_insights=int(total), rate=rate)
        for name, total, rate in zip(names, n, _rates(counts, level), strict=True)
    )
    return departments, same_mean(counts, YES_NO)[2]


def _counts(
    place: NDArray[np.int64], k: int, is_mature: NDArray[np.bool_], in_time: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return how many mature insights of each group were not completed in time, and were."""
    of = place[is_mature]
    done = np.bincount(of, in_time[is_mature], k).astype(np.int64)
    return np.column_stack([np.bincount(of, minlength=k) - done, done])


def _rates(counts: NDArray[np.int64], level: float) -> Sequence[Estimate]:
    return [share_of(int(done), int(done + rest), level) for rest, done in counts]


def _curve(history: InsightHistory) -> KaplanMeier:
    """Return the share not completed by age, in days."""
    happened = history.completed <= history.followed
    last = np.where(happened, history.completed, history.followed)
    time, place = np.unique(last, return_inverse=True)
    return KaplanMeier(
        time=time,
        events=np.bincount(place, happened, time.size).astype(np.float64),
        censored=np.bincount(place, ~happened, time.size).astype(np.float64),
    )


def _money(money: ActionMoney | None, basis: Basis, level: float) -> Money | None:
    """Return recorded money as an amount; it is a sum and not a sample, so it has no interval."""
    if money is None:
        return None
    return Money(
        value=money.total,
        lower=money.total,
        upper=money.total,
        level=level,
        method=RECORDED,
        n=money.n,
        currency=money.currency,
        basis=basis,
        evidence=money.evidence,
    )

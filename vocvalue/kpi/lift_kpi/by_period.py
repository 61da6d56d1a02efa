"""The lift in retention by the period in which customers were assigned."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.kpi.kpi import KpiPeriod
from vocvalue.kpi.lift_kpi.change import Change, Outcome, change_of
from vocvalue.kpi.shares import nothing
from vocvalue.lift.experiments.arms import CONTROL, TREATED, arm
from vocvalue.lift.experiments.result import Experiment
from vocvalue.lift.two_arms.context import LiftContext
from vocvalue.lift.two_arms.intervals import TwoArms
from vocvalue.lift.two_arms.measure import compared
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate
from vocvalue.tables.periods import Periods, numbers_of


def by_period(
    experiment: Experiment,
    lift: RetentionLift,
    *,
    number: int,
    every: Every,
    outcome: Outcome,
    change: Change,
) -> tuple[KpiPeriod, ...]:
    """Return the change of the customers assigned in each period, gaps included.

    Args:
        experiment: The experiment.
        lift: The lift of all of its customers.
        number: The number of the treated arm.
        every: The length of a period.
        outcome: "churn" or "repurchase".
        change: "points" or "relative".

    Returns:
        The periods; none where the times of the assignments are not known, or the lift is not one
        of counts, which periods could be compared with.
    """
    if experiment.assigned is None or not lift.from_counts:
        return ()
    here = np.isin(experiment.arm, (0, number)) & ~np.isnat(experiment.assigned)
    if not here.any():
        return ()
    numbers = numbers_of(experiment.assigned[here], every)
    periods, place = Periods.of(numbers, every), np.full(here.size, -1)
    place[here] = numbers - periods.first
    return tuple(
        KpiPeriod(
            start=start,
            every=every,
            estimate=_estimate(_counts(experiment, place == n, number), lift, outcome, change),
            is_mature=not bool((experiment.pending & (place == n)).any()),
        )
        for n, start in enumerate(periods.start)
    )


def _counts(experiment: Experiment, where: NDArray[np.bool_], number: int) -> list[tuple[int, int]]:
    """Return how many stayed and how many were followed, treated first."""
    retained, n = experiment.counts(where)
    return [(int(retained[place]), int(n[place])) for place in (number, 0)]


def _estimate(
    counts: list[tuple[int, int]], lift: RetentionLift, outcome: Outcome, change: Change
) -> Estimate:
    if not all(n for _, n in counts):
        return nothing(lift.difference.level)
    arms = TwoArms(
        treated=arm(TREATED, counts[0]), control=arm(CONTROL, counts[1]), method="newcombe"
    )
    found = compared(arms, LiftContext(evidence=lift.evidence, level=lift.level))
    return change_of(found, outcome=outcome, change=change)

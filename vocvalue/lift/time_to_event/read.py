"""How long the customers of an experiment stay, or take to order again."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks, duration
from vocvalue.errors import DataError
from vocvalue.lift.experiments.event import Event
from vocvalue.lift.experiments.grounds import grounds
from vocvalue.lift.experiments.randomness import not_random
from vocvalue.lift.experiments.result import Experiment, check_experiment
from vocvalue.lift.time_to_event.event_times import of_customers
from vocvalue.lift.time_to_event.measure import measured
from vocvalue.lift.time_to_event.result import RetentionSurvival
from vocvalue.results import Note

Waits: TypeAlias = tuple[NDArray[np.float64], NDArray[np.bool_], Event]


def survival(
    experiment: Experiment,
    *,
    arm: str | None = None,
    strata: str | None = None,
    horizon: duration.Span | None = None,
    level: float = 0.95,
) -> RetentionSurvival:
    """Compare two arms over the months, including customers not yet followed to the end.

    If the experiment was read with durations, the event is leaving. If it was read from orders,
    nobody is seen leaving; the event is then the first order after the assignment, and the result
    says how much sooner the treated customers are back.

    Args:
        experiment: What `lift.experiment` returned, from orders, or from outcomes with durations.
        arm: The treated arm; may be left out where there is only one.
        strata: A column kept by the experiment, within whose values the arms are compared.
        horizon: The time span compared; by default the window, as far as both arms are followed.
        level: The confidence level.

    Returns:
        The survival curves of both arms, the difference in share at the horizon and in mean months
        up to it, and the log-rank test.

    Raises:
        DataError: The experiment has no durations, nobody is in an arm, or neither arm has an
            event.
        ParameterError: There is no such arm, or the horizon is beyond the follow-up.

    References:
        As for `lift.survival_test`.

    Examples:
        Each arm has 100 customers; 20 of the treated and 40 of the control leave after 3 months:

        >>> import pandas as pd
        >>> from vocvalue import lift
        >>> people = pd.DataFrame(
        ...     {"customer_id": range(200), "arm": ["treated"] * 100 + ["control"] * 100}
        ... )
        >>> left = [1] * 20 + [0] * 80 + [1] * 40 + [0] * 60
        >>> outcomes = pd.DataFrame(
        ...     {"customer_id": range(200), "days": [91.3125 if x else 182.625 for x in left]}
        ... ).assign(left=left)
        >>> trial = lift.experiment(
        ...     people, outcomes=outcomes, duration="days", left="left", randomised=True
        ... )
        >>> print(survival(trial).months_kept)
        0.6 (95% interval: 0.2281 to 0.9719)
    """
    checks.level(level)
    number = check_experiment(experiment).number(arm)
    here = (experiment.arm == number) | (experiment.arm == 0)
    days, happened, what = _times(experiment)
    groups = None if strata is None else experiment.label(strata).words
    known = here & np.isfinite(days)
    times, notes = of_customers(
        days[known],
        happened[known],
        experiment.arm[known] == number,
        None if groups is None else groups[known],
        event=what,
        named=strata or "",
    )
    rests_on = grounds(experiment, strata=strata, outcome=days)
    return measured(
        times,
        horizon=horizon,
        longest=_in_months(experiment.window_days),
        strata=strata,
        evidence=rests_on.evidence,
        doubts=rests_on.doubts,
        currency=experiment.currency,
        level=level,
        notes=(*_of_experiment(experiment, rests_on.notes), *notes),
    )


def _times(experiment: Experiment) -> Waits:
    if experiment.duration is not None and experiment.left is not None:
        return experiment.duration, experiment.left, "leaving"
    if experiment.days_to_order is not None and experiment.ordered is not None:
        return experiment.days_to_order, experiment.ordered, "order"
    raise DataError(
        "the experiment says who stayed, but not for how long. Read it from orders, or name the "
        'columns of the outcomes: lift.experiment(..., duration="days", left="left").'
    )


def _in_months(days: float | None) -> float | None:
    return None if days is None else days / duration.DAYS["month"]


def _of_experiment(experiment: Experiment, notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return the notes of an experiment, without those on customers who are counted here."""
    kept = tuple(note for note in notes if note not in experiment.pending_notes)
    return (*kept, *not_random(randomised=experiment.claimed_randomised))

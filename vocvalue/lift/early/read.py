"""An experiment as it would have looked on each day, with intervals valid on all of them."""

import datetime as dt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.lift.early.measure import inferred, looked
from vocvalue.lift.early.result import Looks
from vocvalue.lift.experiments.grounds import Shares, grounds
from vocvalue.lift.experiments.randomness import not_random
from vocvalue.lift.experiments.result import Experiment, check_experiment
from vocvalue.results import Note

Floats: TypeAlias = NDArray[np.float64]
Moments: TypeAlias = NDArray[np.datetime64]


def always_valid(
    experiment: Experiment,
    *,
    arm: str | None = None,
    every: duration.Span = "1 day",
    treated_share: float | None = None,
    n_planned: int | None = None,
    level: float = 0.95,
) -> Looks:
    """Compare retention as it was known at each look, valid however often you look.

    Customers are added when their window is over, whether they stayed or left. An order on the
    first day is known at once, and a departure only at the end, so adding each outcome as soon as
    it is known would flatter the arm that orders early.

    Args:
        experiment: What `lift.experiment` returned, with the times of the assignments.
        arm: The treated arm; may be left out where there is only one.
        every: The time span between two looks.
        treated_share: The designed share of this arm among the customers of both arms. By default
            the share among all customers assigned.
        n_planned: How many customers the experiment is planned for, both arms together. By default
            the number of all customers assigned.
        level: The confidence level over all looks together.

    Returns:
        The looks at which customers were added, each with its interval.

    Raises:
        DataError: The experiment has no times of assignment, or nobody was followed.
        ParameterError: An argument outside its range.

    References:
        As for `lift.always_valid_test`.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import lift
        >>> people = pd.DataFrame({
        ...     "customer_id": range(800), "arm": ["treated", "control"] * 400,
        ...     "timestamp": pd.date_range("2024-01-01", periods=800, freq="h"),
        ... })
        >>> stayed = people[["customer_id"]].assign(retained=[1, 1, 1, 0] * 200)
        >>> looks = always_valid(
        ...     lift.experiment(people, outcomes=stayed, randomised=True),
        ...     treated_share=0.5, n_planned=800
        ... )
        >>> len(looks.at), looks.shown
        (34, True)
    """
    number = check_experiment(experiment).number(arm)
    here = (experiment.arm == number) | (experiment.arm == 0)
    moments = _matured(experiment)
    known = here & experiment.followed
    _refuse_unknown(moments[known])
    at, place = _looks(moments[known], every, experiment.observation_end)
    treated = experiment.arm[known] == number
    stayed = experiment.retained[known]
    pairs = (
        _counts(place[treated], stayed[treated], at.size),
        _counts(place[~treated], stayed[~treated], at.size),
    )
    assigned = experiment.arm[here] == number
    share = float(assigned.mean()) if treated_share is None else treated_share
    planned = int(here.sum()) if n_planned is None else n_planned
    rests_on = grounds(experiment, shares=_as_designed(experiment, number, treated_share))
    return looked(
        pairs,
        at,
        treated_share=share,
        n_planned=planned,
        evidence=rests_on.evidence,
        doubts=rests_on.doubts,
        level=level,
        window=experiment.window,
        notes=(
            *rests_on.notes,
            *not_random(randomised=experiment.claimed_randomised),
            *inferred(treated_share, n_planned, share, planned),
            *_by_assignment(experiment),
        ),
    )


def _refuse_unknown(moments: Moments) -> None:
    """Refuse customers without a time of assignment, or that there are no customers at all."""
    undated = int(np.isnat(moments).sum())
    if undated:
        raise DataError(
            f"{undated:,} customers have no time of assignment. Fill it in, or leave these "
            "customers out of the experiment."
        )
    if not moments.size:
        raise DataError(
            "nobody has been followed through the window yet, so there is nothing to look at. "
            "Wait, or use a shorter window."
        )


def _as_designed(experiment: Experiment, number: int, share: float | None) -> Shares | None:
    """Return the designed shares of the two arms, where they were passed."""
    if share is None or not 0 < share < 1:
        return None
    return {experiment.arms[number]: share, experiment.control: 1 - share}


def _matured(experiment: Experiment) -> Moments:
    """Return when each customer's window was over, or the assignment where no window is known."""
    if experiment.assigned is None:
        raise DataError(
            "the experiment has no times of assignment, so it is not known which outcomes were "
            "known when. Add a timestamp to the assignments, or count yourself and use "
            "lift.always_valid_test."
        )
    days = experiment.window_days or 0.0
    return experiment.assigned + np.timedelta64(round(days * 86_400_000_000), "us")


def _looks(
    moments: Moments, every: duration.Span, end: dt.datetime | None
) -> tuple[Moments, NDArray[np.int64]]:
    """Return the looks at which customers were added, and the number of each customer's first.

    The last look is no later than the end of the data, or than the last customer added.
    """
    step = np.timedelta64(round(duration.length(every, "day", name="every") * 86_400e6), "us")
    start = moments.min().astype("datetime64[D]").astype("datetime64[us]")
    periods, place = np.unique((moments - start) // step, return_inverse=True)
    reached = moments.max() if end is None else max(moments.max(), np.datetime64(end, "us"))
    return np.minimum(start + (periods + 1) * step, reached), place.astype(np.int64)


def _counts(place: NDArray[np.int64], stayed: Floats, k: int) -> tuple[Floats, Floats]:
    new = np.bincount(place, stayed, k), np.bincount(place, minlength=k)
    kept, n = (np.cumsum(count.astype(np.float64)) for count in new)
    return kept, n


def _by_assignment(experiment: Experiment) -> tuple[Note, ...]:
    if experiment.window_days is not None:
        return ()
    return (
        Note.of(
            "The outcomes state no window, so customers are added at the time of their assignment, "
            "which also dates the looks.",
            "结果表未说明观察期，因此客户按分组时间依次计入，查看日期即分组日期。",
            bears_on="reading",
        ),
    )

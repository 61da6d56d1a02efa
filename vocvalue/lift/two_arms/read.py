"""The lift in retention of an experiment read from tables."""

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.experiments import arms as counted_arms
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.experiments.grounds import grounds
from vocvalue.lift.experiments.randomness import not_random
from vocvalue.lift.experiments.result import Experiment, check_experiment
from vocvalue.lift.two_arms.clustered import clustered
from vocvalue.lift.two_arms.context import LiftContext
from vocvalue.lift.two_arms.intervals import Method, TwoArms, a_loss
from vocvalue.lift.two_arms.measure import compared
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.lift.two_arms.stratified import stratified
from vocvalue.stats.normal import ALTERNATIVES, Alternative

Counts = NDArray[np.int64]


def retention(
    experiment: Experiment,
    *,
    arm: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    method: Method = "newcombe",
    alternative: Alternative = "two-sided",
    non_inferiority_margin: float | None = None,
    level: float = 0.95,
) -> RetentionLift:
    """Compare the retention of customers assigned to be contacted with that of the control group.

    Args:
        experiment: What `lift.experiment` returned.
        arm: The treated arm; may be left out where there is only one.
        strata: A column kept by the experiment, within whose values the arms are compared. If the
            share treated varied over time or across a column but is constant within the strata, the
            comparison counts as randomised again.
        cluster: A column kept by the experiment whose values were assigned as a whole, such as
            stores: the standard error then counts stores, not customers.
        method: As in `lift.retention_test`; not used with strata.
        alternative: "two-sided", "greater" or "less".
        non_inferiority_margin: The largest acceptable loss, as a fraction: 0.02 is 2 percentage
            points; not available with strata or clusters.
        level: The confidence level.

    Returns:
        The lift among the customers followed through the window.

    Raises:
        DataError: Nobody in an arm was followed, a column was not kept, or an arm has fewer than
            two clusters.
        ParameterError: An argument outside its range.

    References:
        As `lift.retention_test`; within strata Greenland and Robins (1985), Biometrics 41, and Sato
        (1989), Biometrics 45.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import lift
        >>> people = pd.DataFrame({"customer_id": range(1000), "arm": ["treated", "control"] * 500})
        >>> stayed = pd.DataFrame(
        ...     {"customer_id": range(1000), "retained": [1, 1] * 250 + [1, 0] * 100 + [0, 0] * 150}
        ... )
        >>> kept = retention(lift.experiment(people, outcomes=stayed, randomised=True))
        >>> print(kept.difference)
        0.2 (95% interval: 0.1397 to 0.2582)
    """
    checks.level(level)
    checks.one_of("alternative", alternative, ALTERNATIVES)
    number = check_experiment(experiment).number(arm)
    arms = _arms(experiment, number, method)
    rests_on = grounds(experiment, strata=strata, cluster=cluster)
    context = LiftContext(
        alternative=alternative,
        evidence=rests_on.evidence,
        doubts=rests_on.doubts,
        level=level,
        assigned=int((experiment.arm == number).sum()),
        window=experiment.window,
        window_days=experiment.window_days,
        notes=(*rests_on.notes, *not_random(randomised=experiment.claimed_randomised)),
    )
    margin = a_loss("non_inferiority_margin", non_inferiority_margin)
    if strata is None and cluster is None:
        return compared(arms, context, non_inferiority_margin=margin)
    if margin is not None:
        raise ParameterError(
            "non_inferiority_margin cannot be combined with strata= or cluster=. Leave one out."
        )
    if cluster is not None:
        return _by_cluster(experiment, number, (strata, cluster), arms, context)
    assert strata is not None  # noqa: S101 - one of the two was named
    names, treated, control = _by_stratum(experiment, number, strata)
    context = context.noting(experiment.label(strata).near_alike)
    return stratified(treated, control, (arms.treated, arms.control), context, names=names)


def _by_cluster(
    experiment: Experiment,
    number: int,
    columns: tuple[str | None, str],
    arms: TwoArms,
    context: LiftContext,
) -> RetentionLift:
    strata, cluster = columns
    if strata is not None:
        raise ParameterError(
            f"strata == {strata!r} and cluster == {cluster!r}: pass one of them. Clusters are "
            "assigned as a whole, so the arms cannot be compared within them."
        )
    labels = experiment.label(cluster)
    missing = labels.missing().size
    if missing:
        raise DataError(
            f"column {cluster!r}: {missing:,} customers have no cluster. Fill it in, or make each "
            "of these customers a cluster of its own."
        )
    here = experiment.followed & np.isin(experiment.arm, (0, number))
    treated = experiment.arm[here] == number
    return clustered(
        experiment.retained[here],
        treated,
        labels.codes[here],
        arms,
        context.noting(labels.near_alike),
        named=cluster,
    )


def _arms(experiment: Experiment, number: int, method: Method) -> TwoArms:
    retained, n = experiment.counts()
    empty = [name for name, size in zip(experiment.arms, n, strict=True) if not size]
    if empty:
        raise DataError(
            f"nobody in the arm {empty[0]!r} has been followed through the window yet. Wait, or "
            "use a shorter window; `lift.survival` uses what is known so far."
        )
    pairs = [(int(retained[i]), int(n[i])) for i in (number, 0)]
    treated, control = counted_arms.arm(TREATED, pairs[0]), counted_arms.arm(CONTROL, pairs[1])
    return TwoArms(treated=treated, control=control, method=method)


def _by_stratum(
    experiment: Experiment, number: int, column: str
) -> tuple[tuple[str, ...], Counts, Counts]:
    """Return the names of the strata, and for each arm the number retained and the size of each."""
    labels = experiment.label(column)
    codes, missing = labels.codes, labels.missing().size
    if missing:
        raise DataError(
            f"column {column!r}: {missing:,} customers have no stratum. Fill it in, or make them a "
            "stratum of their own."
        )
    k = len(labels.names)
    counts = []
    for arm_number in (number, 0):
        here = experiment.followed & (experiment.arm == arm_number)
        n = np.bincount(codes[here], minlength=k)
        kept = np.bincount(codes[here], experiment.retained[here], k)
        counts.append(np.stack([np.round(kept).astype(np.int64), n]))
    return labels.names, counts[0], counts[1]

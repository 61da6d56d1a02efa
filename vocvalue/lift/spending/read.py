"""The lift in spend from an experiment read from tables."""

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.lift.experiments.grounds import grounds
from vocvalue.lift.experiments.randomness import not_random
from vocvalue.lift.experiments.result import Experiment, check_experiment
from vocvalue.lift.spending.arms import spent_pair
from vocvalue.lift.spending.measure import Method, compared
from vocvalue.lift.spending.result import SpendLift
from vocvalue.results import Basis


def spend(
    experiment: Experiment,
    *,
    arm: str | None = None,
    cuped: bool = True,
    method: Method = "welch",
    basis: Basis = "revenue",
    level: float = 0.95,
    seed: int | np.random.Generator = 0,
    n_resamples: int = 5_000,
) -> SpendLift:
    """Compare the spend of customers assigned to be contacted with that of the control group.

    Args:
        experiment: What `lift.experiment` returned, read with the spend.
        arm: The treated arm; may be left out where there is only one.
        cuped: Whether the difference is adjusted for spend before, where the experiment has it.
        method: "welch" or "bootstrap", as in `lift.spend_test`.
        basis: The basis of the money: "revenue", "margin" or "net profit".
        level: The confidence level.
        seed: The seed of the bootstrap: a whole number, or a NumPy generator.
        n_resamples: The number of bootstrap resamples.

    Returns:
        The lift in spend within the window, among the customers followed through it.

    Raises:
        DataError: The experiment was read without the spend, or an arm has fewer than two customers
            whose spend is known.
        ParameterError: An argument outside its range.

    References:
        As for `lift.spend_test`.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import lift
        >>> people = pd.DataFrame(
        ...     {"customer_id": range(6), "arm": ["treated", "control"] * 3, "past": range(6)}
        ... )
        >>> after = pd.DataFrame(
        ...     {"customer_id": range(6), "retained": 1, "spend": [9.0, 0, 12, 6, 18, 9]}
        ... )
        >>> read = lift.experiment(
        ...     people, outcomes=after, spend="spend", spend_before="past", randomised=True
        ... )
        >>> spent = spend(read)
        >>> round(spent.unadjusted.value, 2), round(spent.difference.value, 2), spent.theta
        (8.0, 10.25, 2.25)
    """
    number = check_experiment(experiment).number(arm)
    if experiment.spend is None:
        raise DataError(
            "the experiment was read without spend. Pass spend= with outcomes=, or orders=, to "
            "lift.experiment."
        )
    before = experiment.spend_before if cuped else None

    def of(values: NDArray[np.float64] | None, arm_number: int) -> NDArray[np.float64] | None:
        return None if values is None else values[here[arm_number]]

    # The notes of the experiment already count customers not yet followed.
    counted = (experiment.followed | ~np.isnan(experiment.spend)) & ~experiment.pending
    here = {k: counted & (experiment.arm == k) for k in (number, 0)}
    arms = spent_pair(
        of(experiment.spend, number),
        of(experiment.spend, 0),
        of(before, number),
        of(before, 0),
    )
    rests_on = grounds(experiment, outcome=experiment.spend)
    return compared(
        *arms,
        method=method,
        evidence=rests_on.evidence,
        doubts=rests_on.doubts,
        currency=experiment.currency,
        basis=basis,
        level=level,
        seed=seed,
        n_resamples=n_resamples,
        notes=(*rests_on.notes, *not_random(randomised=experiment.claimed_randomised)),
        window=experiment.window,
    )

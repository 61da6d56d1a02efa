"""Both arms without adjustment, beside the adjusted difference."""

from vocvalue.effects.customers import ComparableCustomers
from vocvalue.lift.experiments import arms
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.experiments.result import Experiment
from vocvalue.lift.two_arms.intervals import TwoArms
from vocvalue.results import Estimate


def plain_arms(experiment: Experiment, customers: ComparableCustomers) -> TwoArms:
    """Return how many of the customers compared stayed in either arm.

    Args:
        experiment: What `lift.experiment` returned.
        customers: The customers compared.
    """
    retained = experiment.retained[customers.rows]

    def counts(*, treated: bool) -> tuple[int, int]:
        here = customers.treated == treated
        return int(retained[here].sum()), int(here.sum())

    return TwoArms(
        treated=arms.arm(TREATED, counts(treated=True)),
        control=arms.arm(CONTROL, counts(treated=False)),
        method="newcombe",
    )


def unadjusted(two_arms: TwoArms, level: float) -> Estimate:
    """Return the difference of the arms without adjustment.

    Args:
        two_arms: The arms.
        level: The confidence level.
    """
    lower, upper = two_arms.interval(level)
    return Estimate.of(
        (two_arms.difference, lower, upper),
        level=level,
        method="Newcombe's hybrid score",
        n=two_arms.treated.n + two_arms.control.n,
    )

"""The lift in retention without random assignment, adjusted for the covariates that are known."""

import numpy as np

from vocvalue import checks
from vocvalue.effects.customers import ComparableCustomers
from vocvalue.effects.difference import AdjustedDifference, Target
from vocvalue.effects.measure import share_difference
from vocvalue.effects.notes import unmeasured, weighting
from vocvalue.lift.adjusted.comparable import comparable
from vocvalue.lift.adjusted.measure import plain_arms, unadjusted
from vocvalue.lift.adjusted.notes import CONTACT, OF_EVERYBODY
from vocvalue.lift.adjusted.result import AdjustedRetention
from vocvalue.lift.experiments import integrity
from vocvalue.lift.experiments.grounds import grounds
from vocvalue.lift.experiments.result import Experiment, check_experiment
from vocvalue.lift.two_arms.context import shifted
from vocvalue.results import Evidence, Note
from vocvalue.tables.engine_errors import translated

TARGETS = ("treated", "all")


@translated
def adjusted_retention(
    experiment: Experiment,
    *,
    covariates: object = None,
    arm: str | None = None,
    target: Target = "treated",
    level: float = 0.95,
) -> AdjustedRetention:
    """Compare the retention of contacted customers with that of similar customers not contacted.

    Without random assignment, the customers contacted differ from the others before anybody calls.
    The others are therefore weighted to resemble them in the covariates, by how likely each was to
    be contacted and by what retention depends on; the estimate is consistent if either of the two
    models is right. Differences that no covariate captures remain, so the evidence is "adjusted
    observational" at best. In a randomised experiment the adjustment narrows the interval, and the
    evidence remains "randomised".

    Args:
        experiment: What `lift.experiment` returned, read with randomised=False unless it was
            randomised.
        covariates: What was known about the customers before the contact: names of columns that
            the experiment kept, or "spend_before"; or a table of customers with the same id
            column, all other columns of which are used. By default everything that was kept.
            Numbers enter as normal scores of their ranks and the squares of these, text by
            category.
        arm: The treated arm; may be left out where there is only one.
        target: Whose effect is estimated: that on the "treated" (what contacting did for those
            contacted), or that on "all" customers of both arms.
        level: The confidence level.

    Returns:
        The adjusted lift, which has the same `money` and pictures as any other lift.

    Raises:
        DataError: A column or table is missing, a table repeats a customer, an arm has no customers
            left, or the covariates separate the arms perfectly.
        ParameterError: No covariates, or an argument outside its range.

    References:
        As `stats.effect_on_treated.means_of_treated` and `stats.adjustment.standardised_means`;
        VanderWeele and Ding (2017), Sensitivity analysis in observational research: introducing
        the E-value, Annals of Internal Medicine 167.

    Examples:
        Of the angry customers, 30 of 60 stay when called and 4 of 20 otherwise; of the calm ones,
        18 of 20 and 48 of 60. Angry customers are called more often, which hides most of the
        effect of the calls:

        >>> import numpy as np, pandas as pd
        >>> from vocvalue import lift
        >>> sizes = [30, 30, 4, 16, 18, 2, 48, 12]
        >>> people = pd.DataFrame(
        ...     {
        ...         "customer_id": range(160),
        ...         "arm": np.repeat(["treated", "control"] * 2, [60, 20, 20, 60]),
        ...         "mood": np.repeat(["angry", "calm"], 80),
        ...     }
        ... )
        >>> stayed = pd.DataFrame(
        ...     {"customer_id": range(160), "retained": np.repeat([1, 0] * 4, sizes)}
        ... )
        >>> called = lift.experiment(people, outcomes=stayed, randomised=False, keep=["mood"])
        >>> print(lift.retention(called).difference)
        -0.05 (95% interval: -0.1953 to 0.09833)
        >>> adjusted = adjusted_retention(called)
        >>> print(adjusted.difference, "=", (60 * (0.5 - 0.2) + 20 * (0.9 - 0.8)) / 80)
        0.25 (95% interval: 0.07605 to 0.424) = 0.25
        >>> adjusted.evidence, round(adjusted.e_value, 2)
        ('adjusted observational', 2.82)
    """
    checks.level(level)
    checks.one_of("target", target, TARGETS)
    number = check_experiment(experiment).number(arm)
    customers = comparable(experiment, number, covariates)
    rests_on = grounds(experiment)
    unlike = _unlike(experiment, customers) if rests_on.evidence == "randomised" else ()
    is_random = rests_on.evidence == "randomised" and not unlike
    adjusted = share_difference(
        customers, experiment.retained, target=target, level=level, wording=CONTACT
    )
    arms = plain_arms(experiment, customers)
    evidence: Evidence = "randomised" if is_random else adjusted.evidence
    e_values = None if is_random else adjusted.e_values
    difference, ratio = adjusted.difference, adjusted.ratio
    return AdjustedRetention(
        treated=arms.treated,
        control=arms.control,
        difference=difference,
        relative=shifted(ratio, factor=1.0, by=-1.0),
        risk_ratio=ratio,
        retained=shifted(difference, factor=adjusted.n_affected),
        assigned=_assigned(experiment, number, target),
        p_value=adjusted.p_value,
        alternative="two-sided",
        method=adjusted.method,
        evidence=evidence,
        doubts=(*rests_on.doubts, *unlike),
        from_counts=False,
        window=experiment.window,
        window_days=experiment.window_days,
        level=level,
        target=target,
        contacted=adjusted.with_treatment,
        left_alone=adjusted.without_treatment,
        unadjusted=unadjusted(arms, level),
        covariates=tuple(customers.covariates),
        balance=adjusted.balance,
        e_value=None if e_values is None else e_values[0],
        e_value_limit=None if e_values is None else e_values[1],
        notes=(*unlike, *rests_on.notes, *customers.notes, *_notes(adjusted, evidence, e_values)),
    )


def _notes(
    adjusted: AdjustedDifference, evidence: Evidence, e_values: tuple[float, float] | None
) -> tuple[Note, ...]:
    """Return the notes on the weights, on the customers meant and on what was not measured."""
    of_everybody = adjusted.target == "all" and evidence != "randomised"
    return (
        *weighting(adjusted.balance, CONTACT),
        *((OF_EVERYBODY,) if of_everybody else ()),
        *(() if e_values is None else (unmeasured(e_values, CONTACT),)),
    )


def _unlike(experiment: Experiment, customers: ComparableCustomers) -> tuple[Note, ...]:
    """Return notes on covariates that differ between arms which are claimed to be random.

    Adjusting for a covariate that the contact has changed would remove part of the effect.
    """
    names = [name for name in customers.covariates if name not in experiment.columns]
    arm = customers.treated.astype(np.int64)
    return tuple(doubt.note for doubt in integrity.by_covariates(arm, customers.covariates, names))


def _assigned(experiment: Experiment, number: int, target: Target) -> int:
    """Return how many customers were assigned to the arms that the difference describes."""
    arms = (0, number) if target == "all" else (number,)
    return int(np.isin(experiment.arm, arms).sum())

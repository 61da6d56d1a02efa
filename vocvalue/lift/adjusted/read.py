"""The lift in retention where nobody drew lots: the arms made comparable by what is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import DataError, FitError
from vocvalue.lift.adjusted import words
from vocvalue.lift.adjusted.comparable import Compared, comparable, separated
from vocvalue.lift.adjusted.result import AdjustedRetention, Target
from vocvalue.lift.experiments import arms, integrity
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.experiments.grounds import grounds
from vocvalue.lift.experiments.result import Experiment
from vocvalue.lift.two_arms.intervals import TwoArms
from vocvalue.lift.two_arms.measure import shifted
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.intervals import bounded
from vocvalue.stats import normal
from vocvalue.stats.adjustment import StandardisedMeans, standardised_means
from vocvalue.stats.e_value import e_value, limit_e_value
from vocvalue.stats.effect_on_treated import means_of_treated
from vocvalue.tables.engine_errors import translated

# What rounding makes of an error of 0.
NOTHING = 1e-9

TARGETS = ("treated", "all")
IN_WORDS = {
    "treated": "augmented weighting (AIPW), effect on the treated",
    "all": "augmented weighting (AIPW), effect on all",
}


@translated
def adjusted_retention(
    experiment: Experiment,
    *,
    covariates: object = None,
    arm: str | None = None,
    target: Target = "treated",
    level: float = 0.95,
) -> AdjustedRetention:
    """Compare how many stayed of those contacted with others who were alike but not contacted.

    Where nobody drew lots, those contacted differ from the others before anybody calls. Here the
    others are made like them in the covariates, by how likely each was to be contacted and by what
    staying depends on; it is right when either of the two is. What no covariate knows stays, so
    the evidence is "adjusted observational" at best. Of a random experiment the adjustment narrows
    the interval, and the evidence remains "randomised".

    Args:
        experiment: What `lift.experiment` returned, with randomised=False unless it was.
        covariates: What was known of the customers before the contact: names of columns that the
            experiment kept or "spend_before", or a table of customers under the same column of
            ids, all other columns of which are taken; without it all that was kept. Numbers enter
            by their ranks, as normal scores and the squares of these, text by category.
        arm: The treated arm; the only one without it.
        target: Whose gain is asked for: that of the "treated" (what contacting did to those
            contacted), or of "all" in both arms.
        level: The confidence level.

    Returns:
        The lift; `money` and the pictures take it as they take any other.

    Raises:
        DataError: A column or a table that is not there, a table that repeats a customer, an arm
            of which nobody is left, or covariates that tell the arms apart without error.
        ParameterError: No covariates, or an argument outside its range.

    References:
        As `stats.effect_on_treated.means_of_treated` and `stats.adjustment.standardised_means`;
        VanderWeele and Ding (2017), Sensitivity analysis in observational research: introducing
        the E-value, Annals of Internal Medicine 167.

    Examples:
        Of the angry 30 of 60 stay when called, 4 of 20 otherwise; of the calm 18 of 20 and 48 of
        60. The angry are called more often, which hides most of what the calls do:

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
        -0.05 (95 %: -0.1953 to 0.09833)
        >>> found = adjusted_retention(called)
        >>> print(found.difference, "=", (60 * (0.5 - 0.2) + 20 * (0.9 - 0.8)) / 80)
        0.25 (95 %: 0.07605 to 0.424) = 0.25
        >>> found.evidence, round(found.e_value, 2)
        ('adjusted observational', 2.82)
    """
    checks.level(level)
    checks.one_of("target", target, TARGETS)
    compared = comparable(experiment, experiment.number(arm), covariates)
    rests_on = grounds(experiment)
    unlike = _unlike(experiment, compared) if rests_on.evidence == "randomised" else ()
    is_random = rests_on.evidence == "randomised" and not unlike
    evidence: Evidence = "randomised" if is_random else "adjusted observational"
    sides = _arms(compared)
    found = _Found(compared=compared, means=_means(compared, target), target=target, level=level)
    _refuse_untellable(found, sides)
    difference, ratio = found.difference, found.ratio
    doubt = None if is_random else _e_values(ratio)
    return AdjustedRetention(
        treated=sides.treated,
        control=sides.control,
        difference=difference,
        relative=shifted(ratio, factor=1.0, by=-1.0),
        risk_ratio=ratio,
        retained=shifted(difference, factor=found.n_affected(sides)),
        assigned=_assigned(experiment, experiment.number(arm), target),
        p_value=found.p_value,
        alternative="two-sided",
        method=IN_WORDS[target],
        evidence=evidence,
        doubts=(*rests_on.doubts, *unlike),
        from_counts=False,
        window=experiment.window,
        level=level,
        target=target,
        contacted=found.mean(1),
        left_alone=found.mean(0),
        unadjusted=_unadjusted(sides, level),
        covariates=tuple(compared.covariates),
        balance=found.means.balance,
        e_value=None if doubt is None else doubt[0],
        e_value_limit=None if doubt is None else doubt[1],
        notes=(
            *unlike,
            *rests_on.notes,
            *compared.notes,
            words.balanced(found.means.balance),
            *words.poor_overlap(found.means.balance),
            *(words.of_everybody(evidence) if target == "all" else ()),
            *(() if doubt is None else (words.unmeasured(*doubt),)),
        ),
    )


def _unlike(experiment: Experiment, compared: Compared) -> tuple[Note, ...]:
    """Return the covariates in which arms differ that chance is said to have made.

    A covariate that the contact has changed would take its effect away, and not narrow it.
    """
    names = [name for name in compared.covariates if name not in experiment.columns]
    arm = compared.treated.astype(np.int64)
    return tuple(it.note for it in integrity.by_covariates(arm, compared.covariates, names))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Found:
    """Two standardised means, the one without contact first, and what follows from them."""

    compared: Compared
    means: StandardisedMeans
    target: Target
    level: float

    def n_affected(self, sides: TwoArms) -> int:
        """Return how many customers the difference is of."""
        return self.compared.treated.size if self.target == "all" else sides.treated.n

    def mean(self, place: int) -> Estimate:
        """Return the share that stays without (0) or with (1) contact."""
        value = float(self.means.means[place])
        error = float(np.sqrt(self.means.covariance[place, place]))
        return self._estimate(value, error, lowest=0.0)

    @property
    def difference(self) -> Estimate:
        """The share that stays with contact, less that without."""
        return self._estimate(self._gap, self._error(np.array([-1.0, 1.0])), lowest=-1.0)

    @property
    def ratio(self) -> Estimate:
        """The one share over the other, normal on the log scale; NaN where one is not above 0."""
        alone, contacted = self.means.means
        if not (alone > 0 and contacted > 0):
            nothing = float("nan")
            return self._with_ends(nothing, nothing, nothing)
        error = self._error(np.array([-1 / alone, 1 / contacted]))
        reach = float(np.exp(normal.critical_value(self.level) * error))
        value = float(contacted / alone)
        return self._with_ends(value, value / reach, value * reach)

    @property
    def p_value(self) -> float:
        """Of no difference, two-sided and normal."""
        return float(normal.p_value(self._gap / self._error(np.array([-1.0, 1.0]))))

    @property
    def has_width(self) -> bool:
        """Whether the difference has an error at all."""
        return self._error(np.array([-1.0, 1.0])) > NOTHING

    @property
    def _gap(self) -> float:
        return float(self.means.means[1] - self.means.means[0])

    def _error(self, direction: NDArray[np.float64]) -> float:
        return float(np.sqrt(direction @ self.means.covariance @ direction))

    def _estimate(self, value: float, error: float, *, lowest: float) -> Estimate:
        ends = normal.interval(value, error, self.level)[1:]
        lower, upper, words = bounded(value, ends, lowest=lowest, highest=1.0)
        return self._with_ends(value, lower, upper, words)

    def _with_ends(self, value: float, lower: float, upper: float, words: str = "") -> Estimate:
        return Estimate(
            value=value,
            lower=lower,
            upper=upper,
            level=self.level,
            method=f"{IN_WORDS[self.target]}{words}",
            n=self.compared.treated.size,
        )


def _means(compared: Compared, target: Target) -> StandardisedMeans:
    try:
        if target == "treated":
            return means_of_treated(compared.retained, compared.treated, compared.columns)
        group = compared.treated.astype(np.int64)
        return standardised_means(compared.retained, group, compared.columns, n_groups=2)
    except FitError as error:
        raise separated(compared, error) from error


def _assigned(experiment: Experiment, number: int, target: Target) -> int:
    """Return how many were assigned to the arms that the difference is of."""
    arms = (0, number) if target == "all" else (number,)
    return int(np.isin(experiment.arm, arms).sum())


def _refuse_untellable(found: _Found, sides: TwoArms) -> None:
    """Refuse a figure that the customers cannot bear.

    Raises:
        DataError: Poor overlap, a share that no share can be, or outcomes without any spread.
    """
    balance, shares = found.means.balance, found.means.means
    possible = bool(np.all((shares >= 0) & (shares <= 1)))
    if balance.holds and possible and found.has_width:
        return
    raw = f"As they are the arms differ by {100 * sides.difference:+.1f} points"
    if balance.holds and possible:
        raise DataError(
            "within each arm all customers stayed or all left: there is nothing for covariates to "
            f"explain, and no error to be estimated. {raw}; see lift.retention."
        )
    raise DataError(
        f"{words.thin(balance, shares)} The adjusted figure is withheld. {raw}, which is an "
        "association only. Compare only customers who could have been in either arm, or take fewer "
        "and coarser covariates."
    )


def _arms(compared: Compared) -> TwoArms:
    return TwoArms(
        treated=arms.arm(TREATED, compared.counts(treated=True)),
        control=arms.arm(CONTROL, compared.counts(treated=False)),
        method="newcombe",
    )


def _unadjusted(sides: TwoArms, level: float) -> Estimate:
    lower, upper = sides.interval(level)
    return Estimate(
        value=sides.difference,
        lower=lower,
        upper=upper,
        level=level,
        method="Newcombe's hybrid score",
        n=sides.treated.n + sides.control.n,
    )


def _e_values(ratio: Estimate) -> tuple[float, float] | None:
    if not np.isfinite(ratio.value):
        return None
    return e_value(ratio.value), limit_e_value(ratio.lower, ratio.upper)

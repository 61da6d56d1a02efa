"""Customers made comparable in, the adjusted difference and all that follows from it out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, FitError
from vocvalue.lift.adjusted.comparable import ComparableCustomers, separated
from vocvalue.lift.adjusted.result import Target
from vocvalue.lift.experiments import arms
from vocvalue.lift.experiments.arms import CONTROL, TREATED
from vocvalue.lift.two_arms.intervals import TwoArms
from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.stats import normal
from vocvalue.stats.adjustment import StandardisedMeans, standardised_means
from vocvalue.stats.balance import WeightBalance
from vocvalue.stats.e_value import e_value, limit_e_value
from vocvalue.stats.effect_on_treated import means_of_treated

Floats = NDArray[np.float64]

# What rounding makes of an error of 0.
NOTHING = 1e-9
OVER_ALONE = np.array([-1.0, 1.0])

IN_WORDS = {
    "treated": "augmented weighting (AIPW), effect on the treated",
    "all": "augmented weighting (AIPW), effect on all",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class AdjustedMeans:
    """Two standardised means, the one without contact first, and what follows from them.

    Attributes:
        customers: The customers.
        means: The shares that stay without and with contact.
        target: Whose gain is asked for.
        level: The confidence level.
    """

    customers: ComparableCustomers
    means: StandardisedMeans
    target: Target
    level: float

    @property
    def arms(self) -> TwoArms:
        """Both arms as they are."""
        return TwoArms(
            treated=arms.arm(TREATED, self.customers.counts(treated=True)),
            control=arms.arm(CONTROL, self.customers.counts(treated=False)),
            method="newcombe",
        )

    @property
    def n_affected(self) -> int:
        """How many customers the difference is of."""
        treated = self.customers.treated
        return treated.size if self.target == "all" else int(treated.sum())

    @property
    def balance(self) -> WeightBalance:
        """How alike the arms were made."""
        return self.means.balance

    def share(self, *, contacted: bool) -> Estimate:
        """Return the share that stays with or without contact."""
        place = int(contacted)
        error = float(np.sqrt(self.means.covariance[place, place]))
        return self._estimate(float(self.means.means[place]), error, lowest=0.0)

    @property
    def difference(self) -> Estimate:
        """The share that stays with contact, less that without."""
        return self._estimate(self._gap, self._error(OVER_ALONE), lowest=-1.0)

    @property
    def ratio(self) -> Estimate:
        """The one share over the other, normal on the log scale; NaN where one is not above 0."""
        alone, contacted = self.means.means
        if not (alone > 0 and contacted > 0):
            return self._with_ends((np.nan, np.nan, np.nan))
        error = self._error(np.array([-1 / alone, 1 / contacted]))
        reach = float(np.exp(normal.critical_value(self.level) * error))
        value = float(contacted / alone)
        return self._with_ends((value, value / reach, value * reach))

    @property
    def unadjusted(self) -> Estimate:
        """The difference of the arms as they are."""
        lower, upper = self.arms.interval(self.level)
        return Estimate.of(
            (self.arms.difference, lower, upper),
            level=self.level,
            method="Newcombe's hybrid score",
            n=self.customers.treated.size,
        )

    @property
    def p_value(self) -> float:
        """P-value for the hypothesis of no difference, two-sided and normal."""
        return float(normal.p_value(self._gap / self._error(OVER_ALONE)))

    @property
    def e_values(self) -> tuple[float, float] | None:
        """The E-values of the ratio and of its interval; None where there is no ratio."""
        ratio = self.ratio
        if not np.isfinite(ratio.value):
            return None
        return e_value(ratio.value), limit_e_value(ratio.lower, ratio.upper)

    @property
    def has_width(self) -> bool:
        """Whether the difference has an error at all."""
        return self._error(OVER_ALONE) > NOTHING

    @property
    def _gap(self) -> float:
        return float(self.means.means[1] - self.means.means[0])

    def _error(self, direction: Floats) -> float:
        return float(np.sqrt(direction @ self.means.covariance @ direction))

    def _estimate(self, value: float, error: float, *, lowest: float) -> Estimate:
        ends = normal.interval(value, error, self.level)[1:]
        lower, upper, words = bounded(value, ends, lowest=lowest, highest=1.0)
        return self._with_ends((value, lower, upper), words)

    def _with_ends(self, interval: tuple[float, float, float], words: str = "") -> Estimate:
        return Estimate.of(
            interval,
            level=self.level,
            method=f"{IN_WORDS[self.target]}{words}",
            n=self.customers.treated.size,
        )


def adjusted_means(customers: ComparableCustomers, target: Target, level: float) -> AdjustedMeans:
    """Return what would stay of customers with and without contact, had both arms been alike.

    Raises:
        DataError: Covariates that tell the arms apart, poor overlap, a share that no share can be,
            or outcomes without any spread.
    """
    means = AdjustedMeans(
        customers=customers, means=_means(customers, target), target=target, level=level
    )
    _refuse_untellable(means)
    return means


def _means(customers: ComparableCustomers, target: Target) -> StandardisedMeans:
    try:
        if target == "treated":
            return means_of_treated(customers.retained, customers.treated, customers.columns)
        group = customers.treated.astype(np.int64)
        return standardised_means(customers.retained, group, customers.columns, n_groups=2)
    except FitError as error:
        raise separated(customers, error) from error


def _refuse_untellable(means: AdjustedMeans) -> None:
    """Refuse a figure that the customers cannot bear."""
    shares, balance = means.means.means, means.balance
    possible = bool(np.all((shares >= 0) & (shares <= 1)))
    if balance.holds and possible and means.has_width:
        return
    raw = (
        f"Without adjustment the arms differ by {100 * means.arms.difference:+.1f} percentage "
        "points"
    )
    if balance.holds and possible:
        raise DataError(
            "within each arm all customers stayed or all left: covariates have nothing to explain, "
            f"and no error can be estimated. {raw}; see lift.retention."
        )
    raise DataError(
        f"{_thin(balance, shares)} The adjusted figure is withheld. {raw}, which is an association "
        "only. Compare only customers who could have been in either arm, or use fewer and coarser "
        "covariates."
    )


def _thin(balance: WeightBalance, shares: Floats) -> str:
    """Return why two arms cannot be compared: on how few customers a figure would rest."""
    if not balance.holds:
        heaviest, worth = balance.largest_weight.max(), balance.effective_n.min()
        return (
            f"poor overlap: one customer carries {heaviest:.1%} of the weight of an arm, and its "
            f"adjusted figure rests on no more than {worth:,.1f} customers."
        )
    alone, contacted = shares
    return (
        f"poor overlap: the shares without and with contact are estimated as {alone:.1%} and "
        f"{contacted:.1%}, which is impossible."
    )

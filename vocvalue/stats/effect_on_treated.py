"""What a treatment did to those who had it, against others made like them: doubly robust."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.adjustment import StandardisedMeans
from vocvalue.stats.balance import HEAVIEST, THINNEST, WeightBalance
from vocvalue.stats.covariates import standardised_with_places
from vocvalue.stats.treated_odds import TreatedOdds, fitted_odds

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

# A row that a prediction passes through has no error to be scaled.
LEAST_UNFITTED = 1e-8


@dataclass(frozen=True, kw_only=True, eq=False)
class ControlBalance(WeightBalance):
    """How well weighting makes the controls like the treated; all arrays have shape (1,).

    Attributes:
        n_treated: How many the controls stand in for.
    """

    n_treated: int

    @classmethod
    def of(cls, weight: Floats, controls: Floats, treated: Floats) -> Self:
        """Return how well weights make the controls like the treated.

        Args:
            weight: The controls' weights, adding up to one, shape (m,).
            controls: Their standardised covariates, shape (m, p).
            treated: Those of the treated, shape (n, p).

        Examples:
            >>> rows = np.array([[0.0], [1.0]])
            >>> found = ControlBalance.of(np.array([0.25, 0.75]), rows, np.array([[1.0]]))
            >>> found.effective_n.round(2).tolist(), found.imbalance.tolist()
            ([1.6], [0.25])
        """
        wanted = treated.mean(axis=0)
        return cls(
            n=np.array([weight.size]),
            n_treated=len(treated),
            effective_n=np.array([1 / (weight @ weight)]),
            largest_weight=np.array([weight.max()]),
            imbalance=np.array([np.abs(weight @ controls - wanted).max()]),
            imbalance_before=np.array([np.abs(controls.mean(axis=0) - wanted).max()]),
        )

    @property
    def overlaps(self) -> bool:
        """Whether enough controls are like the treated.

        Many controls may be unlike any of the treated, and do no harm with their weight of next
        to 0. What counts is how many are left, beside the number of the treated.
        """
        least = THINNEST * min(self.n_treated, int(self.n[0]))
        return bool(self.largest_weight[0] <= HEAVIEST and self.effective_n[0] >= least)


@dataclass(frozen=True, kw_only=True, eq=False)
class LikeTheTreated:
    """The treated, and controls made like them in several ways, for any outcome.

    Every method returns the mean outcome of the treated without the treatment and with it, in this
    order: the difference is the effect on the treated.

    Attributes:
        design: Standardised covariates with a column of ones, shape (n, p).
        treated: Who was treated, shape (n,).
        odds: The odds of being treated.
        places: Which covariate each column of the design is, shape (p,); -1 for that of ones.
    """

    design: Floats = field(repr=False)
    treated: Bool = field(repr=False)
    odds: TreatedOdds = field(repr=False)
    places: Codes = field(repr=False)

    def means(self, outcome: Floats) -> StandardisedMeans:
        """Return the means with the controls both predicted from and weighted: doubly robust.

        Args:
            outcome: Shape (n,).
        """
        own, others = self._split(outcome)
        slopes, error = self._line(others)
        predicted, off = self._rows @ slopes, float(self.odds.weight @ error)
        influence = self._influence(own)
        influence[self.treated, 0] = (predicted - predicted.mean()) / own.size
        pulled = self.odds.weight + self._controls @ (self._inverse_square @ self._gap)
        influence[~self.treated, 0] = pulled * self._scaled(error) - self.odds.weight * off
        influence[:, 0] += self.odds.influence(self.odds.weight * (error - off))
        return self._means(float(predicted.mean()) + off, own, influence)

    def predicted(self, outcome: Floats) -> StandardisedMeans:
        """Return the means with what least squares among the controls predicts for the treated.

        Args:
            outcome: Shape (n,).
        """
        own, others = self._split(outcome)
        slopes, error = self._line(others)
        predicted = self._rows @ slopes
        influence = self._influence(own)
        influence[self.treated, 0] = (predicted - predicted.mean()) / own.size
        pull = self._inverse_square @ self._wanted
        influence[~self.treated, 0] = (self._controls @ pull) * self._scaled(error)
        return self._means(float(predicted.mean()), own, influence)

    def weighted(self, outcome: Floats) -> StandardisedMeans:
        """Return the means with the controls weighted by their odds of being treated.

        Args:
            outcome: Shape (n,).
        """
        own, others = self._split(outcome)
        mean = float(self.odds.weight @ others)
        influence = self._influence(own)
        influence[~self.treated, 0] = self.odds.weight * (others - mean)
        influence[:, 0] += self.odds.influence(self.odds.weight * (others - mean))
        return self._means(mean, own, influence)

    def apart(self, outcome: Floats) -> StandardisedMeans:
        """Return the means of the controls and of the treated as they are.

        Args:
            outcome: Shape (n,).
        """
        own, others = self._split(outcome)
        influence = self._influence(own)
        influence[~self.treated, 0] = (others - others.mean()) / others.size
        return self._means(float(others.mean()), own, influence)

    def among(self, rows: Bool) -> "LikeTheTreated":
        """Return some of the rows, the controls among them made like the treated among them.

        Args:
            rows: Which of the rows, shape (n,).

        Raises:
            DataError: Too few are left.
            FitError: The covariates tell treated from controls without error.
        """
        treated = self.treated[rows]
        # Column by column, as the whole design lies in memory.
        design = self.design.T[:, rows].T
        _check_sizes(treated, design.shape[1])
        return self._again(design, treated, self.odds.slopes, self.places)

    def without(self, places: Collection[int]) -> "LikeTheTreated":
        """Return the same rows, made alike in all but some covariates.

        Args:
            places: The covariates that are left out.

        Raises:
            FitError: The others tell treated from controls without error.
        """
        kept = ~np.isin(self.places, list(places))
        design, slopes = self.design.T[kept].T, self.odds.slopes[kept]
        return self._again(design, self.treated, slopes, self.places[kept])

    def _again(
        self, design: Floats, treated: Bool, slopes: Floats, places: Codes
    ) -> "LikeTheTreated":
        odds = fitted_odds(design, treated, ridge=self.odds.ridge, start=slopes)
        return LikeTheTreated(design=design, treated=treated, odds=odds, places=places)

    @cached_property
    def balance(self) -> ControlBalance:
        """How well weighting makes the controls like the treated."""
        return ControlBalance.of(self.odds.weight, self._controls, self._rows)

    @cached_property
    def _rows(self) -> Floats:
        return self.design[self.treated]

    @cached_property
    def _controls(self) -> Floats:
        return self.design[~self.treated]

    @cached_property
    def _wanted(self) -> Floats:
        """The treated's mean covariates."""
        return np.asarray(self._rows.mean(axis=0))

    @cached_property
    def _gap(self) -> Floats:
        """By how much these are above the controls' weighted means."""
        return np.asarray(self._wanted - self.odds.weight @ self._controls)

    @cached_property
    def _inverse_square(self) -> Floats:
        # A category that no control has leaves this singular: its slope is then 0.
        square = self._controls.T @ self._controls
        return np.asarray(np.linalg.pinv(square, hermitian=True), np.float64)

    @cached_property
    def _unfitted(self) -> Floats:
        """How much of each control's outcome its own row does not predict."""
        leverage = np.sum(self._controls @ self._inverse_square * self._controls, axis=1)
        return np.asarray(np.maximum(1 - leverage, LEAST_UNFITTED))

    def _split(self, outcome: Floats) -> tuple[Floats, Floats]:
        if outcome.shape != self.treated.shape:
            raise ParameterError(
                f"outcome has shape {outcome.shape}, treated {self.treated.shape}."
            )
        return outcome[self.treated], outcome[~self.treated]

    def _line(self, others: Floats) -> tuple[Floats, Floats]:
        """Return the slopes of a prediction among the controls, and its errors."""
        slopes = self._inverse_square @ (self._controls.T @ others)
        return slopes, others - self._controls @ slopes

    def _scaled(self, error: Floats) -> Floats:
        """Return errors scaled to what they were, had their own rows not been in the prediction."""
        return np.asarray(error / self._unfitted)

    def _influence(self, own: Floats) -> Floats:
        influence = np.zeros((self.treated.size, 2))
        influence[self.treated, 1] = (own - own.mean()) / own.size
        return influence

    def _means(self, without: float, own: Floats, influence: Floats) -> StandardisedMeans:
        means = np.array([without, own.mean()])
        return StandardisedMeans(means=means, influence=influence, balance=self.balance)


def like_the_treated(treated: Bool, covariates: Floats, *, ridge: float = 0.0) -> LikeTheTreated:
    """Return the treated, and controls made like them.

    Args:
        treated: Who was treated, shape (n,).
        covariates: Finite numbers, shape (n, p); constant and repeated columns are left out.
        ridge: As in `treated_odds.fitted_odds`.

    Raises:
        DataError: Fewer controls than covariates, or fewer than two treated.
        FitError: The covariates tell treated from controls without error.
        ParameterError: Covariates that are not finite or of another length.

    References:
        As `means_of_treated`; the weights alone are those of Hirano, Imbens and Ridder (2003),
        Efficient estimation of average treatment effects using the estimated propensity score,
        Econometrica 71.

    Examples:
        >>> x = np.repeat([0.0, 1.0, 0.0, 1.0], [30, 10, 10, 30])
        >>> treated = np.repeat([False, True], 40)
        >>> alike = like_the_treated(treated, x[:, None])
        >>> [it(x + treated).means.round(6).tolist() for it in (alike.apart, alike.weighted)]
        [[0.25, 1.75], [0.75, 1.75]]
    """
    design, places = standardised_with_places(covariates, np.arange(treated.size))
    _check_sizes(treated, design.shape[1])
    odds = fitted_odds(design, treated, ridge=ridge)
    return LikeTheTreated(design=design, treated=treated, odds=odds, places=places)


def means_of_treated(
    outcome: Floats, treated: Bool, covariates: Floats, *, ridge: float = 0.0
) -> StandardisedMeans:
    """Return the mean outcome of the treated, without the treatment and with it.

    Augmented weighting: a least-squares prediction made among the controls, plus the mean error of
    that prediction among the controls, each weighted by its odds of being treated. It is right when
    either the prediction or the logit of these odds is. The weights are made to add up to one. The
    covariance takes in that both were estimated.

    Args:
        outcome: Shape (n,).
        treated: Who was treated, shape (n,).
        covariates: Finite numbers, shape (n, p); constant and repeated columns are left out.
        ridge: As in `treated_odds.fitted_odds`.

    Returns:
        The means, the one without the treatment first, shape (2,): their difference is the effect
        on the treated.

    Raises:
        DataError: Fewer controls than covariates, or fewer than two treated.
        FitError: The covariates tell treated from controls without error.
        ParameterError: Covariates that are not finite or of another length.

    References:
        Robins, Rotnitzky and Zhao (1994), Estimation of regression coefficients when some
        regressors are not always observed, Journal of the American Statistical Association 89;
        Hahn (1998), On the role of the propensity score in efficient semiparametric estimation of
        average treatment effects, Econometrica 66; Shu and Tan (2018), Improved estimation of
        average treatment effects on the treated: local efficiency, double robustness, and beyond,
        arXiv:1808.01408.

    Examples:
        The outcome is x, and 1 more for the treated, whose x is mostly 1:

        >>> x = np.repeat([0.0, 1.0, 0.0, 1.0], [30, 10, 10, 30])
        >>> treated = np.repeat([False, True], 40)
        >>> means_of_treated(x + treated, treated, x[:, None]).means.round(6).tolist()
        [0.75, 1.75]
    """
    return like_the_treated(treated, covariates, ridge=ridge).means(outcome)


def _check_sizes(treated: Bool, n_columns: int) -> None:
    n = int(treated.sum())
    if n < 2:
        raise DataError(f"there are {n:,} treated, at least 2 are needed.")
    if treated.size - n <= n_columns:
        raise DataError(
            f"there are {treated.size - n:,} controls, too few for {n_columns:,} columns of "
            "covariates. Use fewer covariates, or gather more controls."
        )

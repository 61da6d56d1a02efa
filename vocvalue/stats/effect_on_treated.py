"""What a treatment did to those who had it, against others made like them: doubly robust."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.stats.adjustment import StandardisedMeans
from vocvalue.stats.balance import HEAVIEST, THINNEST, WeightBalance
from vocvalue.stats.covariates import standardised

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]

STEPS, TOLERANCE, STEEPEST = 100, 1e-13, 20.0
# A row that a prediction passes through has no error to be scaled.
LEAST_UNFITTED = 1e-8


@dataclass(frozen=True, kw_only=True, eq=False)
class ControlBalance(WeightBalance):
    """How well weighting makes the controls like the treated; all arrays have shape (1,).

    Attributes:
        n_treated: How many the controls stand in for.
    """

    n_treated: int

    @property
    def overlaps(self) -> bool:
        """Whether enough controls are like the treated.

        Many controls may be unlike any of the treated, and do no harm with their weight of next
        to 0. What counts is how many are left, beside the number of the treated.
        """
        least = THINNEST * min(self.n_treated, int(self.n[0]))
        return bool(self.largest_weight[0] <= HEAVIEST and self.effective_n[0] >= least)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Controls:
    """The controls, weighted to resemble the treated: each by its odds of being treated."""

    rows: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    inverse_square: Floats = field(repr=False)
    slopes: Floats
    error: Floats = field(repr=False)

    @property
    def mean(self) -> Floats:
        """Their covariates' weighted means."""
        return np.asarray(self.weight @ self.rows)

    @property
    def off(self) -> float:
        """The weighted mean error of the prediction."""
        return float(self.weight @ self.error)

    def influence(self, wanted: Floats) -> Floats:
        """Return what each adds to the error of the treated's mean without the treatment.

        Each error is scaled to what it were, had its own row not been in the prediction.

        Args:
            wanted: The treated's mean covariates, shape (p,).
        """
        leverage = np.sum(self.rows @ self.inverse_square * self.rows, axis=1)
        error = self.error / np.maximum(1 - leverage, LEAST_UNFITTED)
        pull = self.inverse_square @ (wanted - self.mean)
        return np.asarray((self.weight + self.rows @ pull) * error - self.weight * self.off)


def means_of_treated(outcome: Floats, treated: Bool, covariates: Floats) -> StandardisedMeans:
    """Return the mean outcome of the treated, without the treatment and with it.

    Augmented weighting: a least-squares prediction made among the controls, plus the mean error of
    that prediction among the controls, each weighted by its odds of being treated. It is right when
    either the prediction or the logit of these odds is. The weights are made to add up to one. The
    covariance takes in that both were estimated.

    Args:
        outcome: Shape (n,).
        treated: Who was treated, shape (n,).
        covariates: Finite numbers, shape (n, p); constant and repeated columns are left out.

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
    design = standardised(covariates, np.arange(treated.size))
    if outcome.shape != treated.shape:
        raise ParameterError(f"outcome has shape {outcome.shape}, treated {treated.shape}.")
    _check_sizes(treated, design.shape[1])
    share = _probability(design, treated)
    controls = _controls(design[~treated], outcome[~treated], share[~treated])
    rows, own = design[treated], outcome[treated]
    predicted = rows @ controls.slopes
    slope = (controls.weight * (controls.error - controls.off)) @ controls.rows
    influence = np.zeros((treated.size, 2))
    influence[treated, 0] = (predicted - predicted.mean()) / own.size
    influence[treated, 1] = (own - own.mean()) / own.size
    influence[~treated, 0] = controls.influence(rows.mean(axis=0))
    influence[:, 0] += _by_odds(design, treated, share, slope)
    return StandardisedMeans(
        means=np.array([predicted.mean() + controls.off, own.mean()]),
        influence=influence,
        balance=_balance(controls, rows),
    )


def _controls(rows: Floats, outcome: Floats, share: Floats) -> _Controls:
    odds = share / (1 - share)
    # A category that no control has leaves this singular: its slope is then 0.
    inverse_square = np.asarray(np.linalg.pinv(rows.T @ rows, hermitian=True), np.float64)
    slopes = inverse_square @ (rows.T @ outcome)
    return _Controls(
        rows=rows,
        weight=odds / odds.sum(),
        inverse_square=inverse_square,
        slopes=slopes,
        error=outcome - rows @ slopes,
    )


def _by_odds(design: Floats, treated: Bool, share: Floats, slope: Floats) -> Floats:
    """Return how each row moves the mean by moving the odds' coefficients."""
    spread = share * (1 - share)
    information = design.T @ (spread[:, None] * design)
    moved = np.linalg.pinv(information, hermitian=True) @ slope
    return np.asarray((treated - share) * (design @ moved))


def _balance(controls: _Controls, treated: Floats) -> ControlBalance:
    weight, wanted = controls.weight, treated.mean(axis=0)
    before = controls.rows.mean(axis=0)
    return ControlBalance(
        n=np.array([weight.size]),
        n_treated=len(treated),
        effective_n=np.array([1 / (weight @ weight)]),
        largest_weight=np.array([weight.max()]),
        imbalance=np.array([np.abs(controls.mean - wanted).max()]),
        imbalance_before=np.array([np.abs(before - wanted).max()]),
    )


def _probability(design: Floats, treated: Bool) -> Floats:
    """Return each row's probability of being treated, by a logit.

    Unlike `multinomial_logit` it accepts controls who could never have been treated: they have no
    weight. Treated who could never have been controls are refused.
    """
    beta = np.zeros(design.shape[1])
    likelihood = _likelihood(design @ beta, treated)
    for _ in range(STEPS):
        share = expit(design @ beta)
        matrix = design.T @ ((share * (1 - share))[:, None] * design)
        step = np.linalg.lstsq(matrix, design.T @ (treated - share), rcond=None)[0]
        rise = 0.0
        for halving in range(30):
            trial = beta + step / 2**halving
            value = _likelihood(design @ trial, treated)
            rise = value - likelihood
            if rise >= 0:
                beta, likelihood = trial, value
                break
        index = design @ beta
        if index.max() > STEEPEST:
            break
        if rise <= TOLERANCE * (1 + abs(likelihood)):
            return np.asarray(expit(index))
    raise FitError(
        "the covariates separate the treated from the controls almost perfectly: some of the "
        "treated have no comparable controls. Use fewer or coarser covariates."
    )


def _likelihood(index: Floats, treated: Bool) -> float:
    return float(-np.logaddexp(0.0, np.where(treated, -index, index)).sum())


def _check_sizes(treated: Bool, n_columns: int) -> None:
    n = int(treated.sum())
    if n < 2:
        raise DataError(f"there are {n:,} treated, at least 2 are needed.")
    if treated.size - n <= n_columns:
        raise DataError(
            f"there are {treated.size - n:,} controls, too few for {n_columns:,} columns of "
            "covariates. Use fewer covariates, or gather more controls."
        )

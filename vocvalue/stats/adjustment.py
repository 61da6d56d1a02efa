"""Means of groups had all of them been alike: standardised over covariates, doubly robust."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats import multinomial_logit
from vocvalue.stats.balance import WeightBalance, balance_of
from vocvalue.stats.covariates import standardised
from vocvalue.stats.multinomial_logit import blocks

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

# A row that a prediction passes through has no error to be scaled.
LEAST_UNFITTED = 1e-8


@dataclass(frozen=True, kw_only=True, eq=False)
class StandardisedMeans:
    """What each group's mean would be, were the whole population in it.

    Attributes:
        means: The means, shape (k,).
        influence: What each row adds to each mean's error, shape (n, k): summed products of these
            are covariances, of the means of one outcome or of two.
        balance: How alike the groups were made.
    """

    means: Floats
    influence: Floats = field(repr=False)
    balance: WeightBalance

    @property
    def covariance(self) -> NDArray[np.float64]:
        """The covariance matrix of the means, shape (k, k)."""
        return np.asarray(self.influence.T @ self.influence)


@dataclass(frozen=True, kw_only=True, eq=False)
class Standardisation:
    """Groups made comparable: how likely each row was to be in each group.

    Attributes:
        design: The covariates with a column of ones, standardised, sorted by kind, shape (n, p).
        order: Which of the caller's rows each of these is, shape (n,).
        starts: Where each kind's rows begin, those without a group being a kind, and the end.
        places: The kind of each group, shape (k,).
        fitted: The probability of each kind, shape (n, number of kinds).
        weight: The weight of each row in the population, shape (n,).
    """

    design: Floats = field(repr=False)
    order: Codes = field(repr=False)
    starts: Codes
    places: Codes
    fitted: Floats = field(repr=False)
    weight: Floats = field(repr=False)

    def means(self, outcome: Floats) -> StandardisedMeans:
        """Return each group's mean outcome, had the whole population been in that group.

        Args:
            outcome: Shape (n,); only looked at in rows with a group.
        """
        values = outcome[self.order]
        means = np.empty(len(self.places))
        influence = np.empty((values.size, means.size))
        for number, side in enumerate(self._sides):
            means[number], found = self._mean(side, values[side.rows])
            influence[self.order, number] = found
        return StandardisedMeans(means=means, influence=influence, balance=self.balance)

    def _mean(self, side: "_Side", values: Floats) -> tuple[float, Floats]:
        """Return a group's mean, and what each row adds to its error."""
        total = self.weight.sum()
        slopes = side.inverse_square @ (side.design.T @ (side.own * values))
        error = values - side.design @ slopes
        lines = np.vstack([slopes, self._by_probabilities(side, error)])
        influence, predicted = np.empty(len(self.design)), 0.0
        for part in blocks(len(self.design)):
            along = lines @ self.design[part].T
            predicted += float(self.weight[part] @ along[0])
            influence[part] = along[0] + np.sum(self._residual[:, part] * along[1:], axis=0)
        mean = (predicted + float(side.inverse @ error)) / total
        influence[side.rows] += error / side.unfitted * side.carried
        influence -= mean
        influence *= self.weight / total
        return mean, influence

    def _by_probabilities(self, side: "_Side", error: Floats) -> Floats:
        """Return how much each row's surprise moves the mean by moving the probabilities."""
        of_each = self._residual[:, side.rows] * (side.inverse * error)
        slope = -(of_each @ side.design).ravel()
        return (self._inverse_information @ slope).reshape(-1, self.design.shape[1])

    @cached_property
    def _residual(self) -> Floats:
        """By how much each row's kind surprises, a row for each kind but the first."""
        residual = -self.fitted[:, 1:].T
        for kind in range(1, len(self.starts) - 1):
            residual[kind - 1, self.starts[kind] : self.starts[kind + 1]] += 1.0
        return residual

    @cached_property
    def _inverse_information(self) -> Floats:
        matrix = multinomial_logit.information(self.design, self.fitted, self.weight)
        return np.asarray(np.linalg.pinv(matrix, hermitian=True))

    @cached_property
    def _sides(self) -> tuple["_Side", ...]:
        total = self.weight @ self.design
        return tuple(_side(self, int(place), total) for place in self.places)

    @cached_property
    def balance(self) -> WeightBalance:
        """How alike weighting makes the groups."""
        everybody = self.weight @ self.design / self.weight.sum()
        return balance_of(
            [(side.design, side.own, side.inverse) for side in self._sides], everybody
        )


def standardised_means(
    outcome: Floats,
    group: Codes,
    covariates: Floats,
    *,
    n_groups: int,
    weights: Floats | None = None,
) -> StandardisedMeans:
    """Return each group's mean outcome, had the whole population been in that group.

    Augmented inverse probability weighting: a least-squares prediction from the covariates, plus
    the weighted error of that prediction among those who were in the group. It is right when
    either the prediction or the probability of being in the group is. The covariance takes in that
    both were estimated. A prediction fits its own rows too well, the more so the fewer there are,
    so the error of a row is that of a prediction from the other rows (HC3).

    Args:
        outcome: Shape (n,); only looked at where the group is not -1.
        group: 0 to n_groups - 1, or -1 for rows without an outcome, which count in the population
            only; shape (n,).
        covariates: Finite numbers, shape (n, p); constant and repeated columns are left out.
        n_groups: The number of groups k.
        weights: The weight of each row in the population, shape (n,).

    Raises:
        DataError: A group with fewer rows than covariates.
        FitError: The covariates tell the groups apart without error.
        ParameterError: Covariates that are not finite or of another length, or weights not above 0.

    References:
        Robins, Rotnitzky and Zhao (1994), Estimation of regression coefficients when some
        regressors are not always observed, Journal of the American Statistical Association 89;
        Cattaneo (2010), Efficient semiparametric estimation of multi-valued treatment effects,
        Journal of Econometrics 155; MacKinnon and White (1985), Some heteroskedasticity-consistent
        covariance matrix estimators with improved finite sample properties, Journal of
        Econometrics 29, for HC3.

    Examples:
        Those with x = 1 have twice the outcome in both groups, and group 1 has more of them:

        >>> x = np.repeat([0.0, 1.0, 0.0, 1.0], [30, 10, 10, 30])
        >>> group = np.repeat([0, 1], 40)
        >>> outcome = (1 + x) * (1 + group)
        >>> standardised_means(outcome, group, x[:, None], n_groups=2).means.round(6).tolist()
        [1.5, 3.0]
    """
    return standardisation(group, covariates, n_groups=n_groups, weights=weights).means(outcome)


def standardisation(
    group: Codes,
    covariates: Floats,
    *,
    n_groups: int,
    weights: Floats | None = None,
    called: Sequence[str] | None = None,
) -> Standardisation:
    """Make groups comparable once, for the means of one outcome after the other.

    Args:
        group: As in `standardised_means`.
        covariates: As in `standardised_means`.
        n_groups: As in `standardised_means`.
        weights: As in `standardised_means`.
        called: What each group is called in messages; by default its number.

    Examples:
        >>> x = np.repeat([0.0, 1.0, 0.0, 1.0], [30, 10, 10, 30])
        >>> alike = standardisation(np.repeat([0, 1], 40), x[:, None], n_groups=2)
        >>> alike.means(x).means.round(6).tolist()
        [0.5, 0.5]
    """
    weight = np.ones(group.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if not np.all(weight > 0):
        raise ParameterError("weights must be above 0. Leave out rows without weight.")
    kinds, kind = np.unique(group, return_inverse=True)
    order = np.argsort(kind.astype(np.int16), kind="stable")
    design = standardised(covariates, order)
    _check_sizes(group, called or [f"group {g}" for g in range(n_groups)], design.shape[1])
    # With the rows of a kind side by side, a group's are a view and not a copy.
    kind, weight = kind[order], weight[order]
    return Standardisation(
        design=design,
        order=order,
        starts=np.searchsorted(kind, np.arange(kinds.size + 1)),
        places=np.searchsorted(kinds, np.arange(n_groups)),
        fitted=multinomial_logit.probabilities(design, kind, weight / weight.mean()),
        weight=weight,
    )


@dataclass(frozen=True, eq=False)
class _Side:
    """A group's rows, and what does not depend on the outcome.

    Attributes:
        rows: Where they are.
        design: Their covariates, shape (m, p).
        own: Their weights, shape (m,).
        inverse_square: The inverse of their weighted squares and products, shape (p, p).
        inverse: Their weights over the probability of the group, shape (m,).
        carried: How far the error of each carries, shape (m,).
        unfitted: The share of the error of each that the prediction has not fitted, shape (m,).
    """

    rows: slice
    design: Floats
    own: Floats
    inverse_square: Floats
    inverse: Floats
    carried: Floats
    unfitted: Floats


def _side(standardisation: Standardisation, place: int, total: Floats) -> _Side:
    rows = slice(int(standardisation.starts[place]), int(standardisation.starts[place + 1]))
    design, own = standardisation.design[rows], standardisation.weight[rows]
    propensity = standardisation.fitted[rows, place]
    square = np.zeros((design.shape[1],) * 2)
    for part in blocks(len(design)):
        square += (own[part] * design[part].T) @ design[part]
    # A category that no member has leaves this singular: its slope is then 0.
    inverse_square = np.asarray(np.linalg.pinv(square, hermitian=True), dtype=np.float64)
    inverse = own / propensity
    pull = inverse_square @ (total - inverse @ design)
    leverage = np.empty(len(design))
    for part in blocks(len(design)):
        columns = design[part].T
        leverage[part] = np.sum((inverse_square @ columns) * columns, axis=0)
    return _Side(
        rows=rows,
        design=design,
        own=own,
        inverse_square=inverse_square,
        inverse=inverse,
        carried=1 / propensity + design @ pull,
        unfitted=np.maximum(1 - own * leverage, LEAST_UNFITTED),
    )


def _check_sizes(group: Codes, called: Sequence[str], n_columns: int) -> None:
    for g, name in enumerate(called):
        n = int(np.count_nonzero(group == g))
        if n <= n_columns:
            raise DataError(
                f"{name} has {n:,} rows with an outcome, too few for {n_columns:,} columns of "
                "covariates. Use fewer covariates, or gather more answers."
            )

"""Means of groups had all of them been alike: standardised over covariates, doubly robust."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats import multinomial_logit

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

# One row that carries a twentieth of a group's mean, or a group worth a tenth of its size.
HEAVIEST, THINNEST = 0.05, 0.10


@dataclass(frozen=True, kw_only=True, eq=False)
class Balance:
    """How well weighting makes the groups alike.

    Attributes:
        n: The rows of each group, shape (k,).
        effective_n: How many equally weighted rows each mean rests on, shape (k,).
        largest_weight: The largest share that one row has in its group's mean, shape (k,).
        imbalance: The largest difference that weighting leaves between a group and the population
            in any covariate, in standard deviations, shape (k,).
        imbalance_before: The same without weighting, shape (k,).
    """

    n: Codes
    effective_n: Floats
    largest_weight: Floats
    imbalance: Floats
    imbalance_before: Floats

    @property
    def overlaps(self) -> bool:
        """Whether every group has members like everybody in the population."""
        heavy = np.any(self.largest_weight > HEAVIEST)
        thin = np.any(self.effective_n < THINNEST * self.n)
        return not bool(heavy or thin)


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
    balance: Balance

    @property
    def covariance(self) -> NDArray[np.float64]:
        """The covariance matrix of the means, shape (k, k)."""
        return np.asarray(self.influence.T @ self.influence)


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """Groups made comparable: how likely each row was to be in each group.

    Attributes:
        design: The covariates with a column of ones, standardised, shape (n, p).
        kind: The number of each row's kind, those without a group being one, shape (n,).
        places: The kind of each group, shape (k,).
        fitted: The probability of each kind, shape (n, number of kinds).
        moves: What each row moves the probabilities' coefficients by, shape (n, ...).
        weight: The weight of each row in the population, shape (n,).
    """

    design: Floats = field(repr=False)
    kind: Codes = field(repr=False)
    places: Codes
    fitted: Floats = field(repr=False)
    moves: Floats = field(repr=False)
    weight: Floats = field(repr=False)

    def means(self, outcome: Floats) -> StandardisedMeans:
        """Return each group's mean outcome, had the whole population been in that group.

        Args:
            outcome: Shape (n,); only looked at in rows with a group.
        """
        every = np.column_stack([_influence(self, outcome, place) for place in self.places])
        total = self.weight.sum()
        means = self.weight @ every / total
        return StandardisedMeans(
            means=means,
            influence=self.weight[:, None] * (every - means) / total,
            balance=self.balance,
        )

    @cached_property
    def balance(self) -> Balance:
        """How alike weighting makes the groups."""
        everybody = self.weight @ self.design / self.weight.sum()
        rows = [_balance(self, place, everybody) for place in self.places]
        n, *columns = (np.array(column) for column in zip(*rows, strict=True))
        effective_n, largest_weight, imbalance, imbalance_before = columns
        return Balance(
            n=n,
            effective_n=effective_n,
            largest_weight=largest_weight,
            imbalance=imbalance,
            imbalance_before=imbalance_before,
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
    both were estimated.

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
        Journal of Econometrics 155.

    Examples:
        Those with x = 1 have twice the outcome in both groups, and group 1 has more of them:

        >>> x = np.repeat([0.0, 1.0, 0.0, 1.0], [30, 10, 10, 30])
        >>> group = np.repeat([0, 1], 40)
        >>> outcome = (1 + x) * (1 + group)
        >>> standardised_means(outcome, group, x[:, None], n_groups=2).means.round(6).tolist()
        [1.5, 3.0]
    """
    return compare(group, covariates, n_groups=n_groups, weights=weights).means(outcome)


def compare(
    group: Codes, covariates: Floats, *, n_groups: int, weights: Floats | None = None
) -> Comparison:
    """Make groups comparable once, for outcomes to be compared one after the other.

    Args:
        group: As in `standardised_means`.
        covariates: As in `standardised_means`.
        n_groups: As in `standardised_means`.
        weights: As in `standardised_means`.

    Examples:
        >>> x = np.repeat([0.0, 1.0, 0.0, 1.0], [30, 10, 10, 30])
        >>> comparison = compare(np.repeat([0, 1], 40), x[:, None], n_groups=2)
        >>> comparison.means(x).means.round(6).tolist()
        [0.5, 0.5]
    """
    weight = np.ones(group.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if not np.all(weight > 0):
        raise ParameterError("weights must be above 0. Leave rows without weight out.")
    design = _design(covariates, group.size)
    _check_sizes(group, n_groups, design.shape[1])
    kinds, kind = np.unique(group, return_inverse=True)
    fitted = multinomial_logit.probabilities(design, kind, weight / weight.mean())
    return Comparison(
        design=design,
        kind=kind,
        places=np.searchsorted(kinds, np.arange(n_groups)),
        fitted=fitted,
        moves=multinomial_logit.influence(design, kind, fitted, weight),
        weight=weight,
    )


def _influence(comparison: Comparison, outcome: Floats, place: int) -> Floats:
    """Return each row's prediction as a member of a group, moved by what its own error does."""
    design, fitted, weight = comparison.design, comparison.fitted, comparison.weight
    member = comparison.kind == place
    rows, own, propensity = design[member], weight[member], fitted[member, place]
    # A category that no member has leaves this singular: its slope is then 0.
    inverse_square = np.linalg.pinv(rows.T @ (own[:, None] * rows), hermitian=True)
    slopes = inverse_square @ (rows.T @ (own * outcome[member]))
    influence = design @ slopes
    error = outcome[member] - influence[member]
    inverse = own / propensity
    influence[member] += error / propensity
    moved = _by_probabilities(rows, fitted[member], place, inverse * error, comparison.moves)
    influence += moved / weight
    pull = inverse_square @ (weight @ design - inverse @ rows)
    influence[member] += error * (rows @ pull)
    return np.asarray(influence)


def _balance(
    comparison: Comparison, place: int, everybody: Floats
) -> tuple[int, float, float, float, float]:
    member = comparison.kind == place
    rows, own = comparison.design[member], comparison.weight[member]
    inverse = own / comparison.fitted[member, place]
    return (
        int(member.sum()),
        float(inverse.sum() ** 2 / (inverse @ inverse)),
        float(inverse.max() / inverse.sum()),
        _apart(inverse @ rows / inverse.sum(), everybody),
        _apart(own @ rows / own.sum(), everybody),
    )


def _by_probabilities(
    rows: Floats, fitted: Floats, place: int, weighted_error: Floats, moves: Floats
) -> Floats:
    """Return how each row moves the mean by moving the probabilities, times its weight."""
    chosen = np.eye(fitted.shape[1])[place]
    slope = -(((chosen - fitted) * weighted_error[:, None])[:, 1:].T @ rows).ravel()
    return np.asarray(moves @ slope)


def _apart(mean: Floats, everybody: Floats) -> float:
    return float(np.abs(mean - everybody).max())


def _design(covariates: Floats, n: int) -> Floats:
    """Return standardised covariates with a column of ones, none a combination of the others."""
    if covariates.ndim != 2 or covariates.shape[0] != n:
        raise ParameterError(f"covariates have shape {covariates.shape}, must have {n:,} rows.")
    bad = int(np.count_nonzero(~np.isfinite(covariates).all(axis=1)))
    if bad:
        raise ParameterError(f"covariates are missing or infinite in {bad:,} rows.")
    centred = covariates - covariates.mean(axis=0)
    spread = centred.std(axis=0)
    varies = spread > 1e-12 * (1 + np.abs(covariates).max(axis=0, initial=0.0))
    scaled = centred[:, varies] / spread[varies]
    if not scaled.shape[1]:
        return np.ones((n, 1))
    triangle, pivots = linalg.qr(scaled.T @ scaled / n, mode="r", pivoting=True)
    kept = np.abs(np.diag(triangle)) > 1e-10 * np.abs(triangle[0, 0])
    return np.column_stack([np.ones(n), scaled[:, np.sort(pivots[kept])]])


def _check_sizes(group: Codes, n_groups: int, n_columns: int) -> None:
    for g in range(n_groups):
        n = int(np.count_nonzero(group == g))
        if n <= n_columns:
            raise DataError(
                f"group {g} has {n:,} rows with an outcome, too few for {n_columns:,} columns of "
                "covariates. Use fewer covariates, or gather more answers."
            )

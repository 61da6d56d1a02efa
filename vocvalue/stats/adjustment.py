"""Means of groups had all of them been alike: standardised over covariates, doubly robust."""

from dataclasses import dataclass, field
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
class StandardisedMeans:
    """What each group's mean would be, were the whole population in it.

    Attributes:
        means: The means, shape (k,).
        covariance: Their covariance matrix, shape (k, k).
        n: The rows of each group, shape (k,).
        effective_n: How many equally weighted rows each mean rests on, shape (k,).
        largest_weight: The largest share that one row has in its group's mean, shape (k,).
        imbalance: The largest difference that weighting leaves between a group and the population
            in any covariate, in standard deviations, shape (k,).
        imbalance_before: The same without weighting, shape (k,).
    """

    means: Floats
    covariance: NDArray[np.float64] = field(repr=False)
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
    weight = np.ones(group.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if not np.all(weight > 0):
        raise ParameterError("weights must be above 0. Leave rows without weight out.")
    design = _design(covariates, group.size)
    _check_sizes(group, n_groups, design.shape[1])
    kinds, kind = np.unique(group, return_inverse=True)
    fitted = multinomial_logit.probabilities(design, kind, weight / weight.mean())
    moves = multinomial_logit.influence(design, kind, fitted, weight)
    places = np.searchsorted(kinds, np.arange(n_groups))
    parts = [
        _part(outcome, kind == g, design, fitted=fitted, place=g, weight=weight, moves=moves)
        for g in places
    ]
    influence = np.column_stack([part.influence for part in parts])
    means = weight @ influence / weight.sum()
    deviation = weight[:, None] * (influence - means)
    return StandardisedMeans(
        means=means,
        covariance=deviation.T @ deviation / weight.sum() ** 2,
        n=np.array([part.n for part in parts]),
        effective_n=np.array([part.effective_n for part in parts]),
        largest_weight=np.array([part.largest_weight for part in parts]),
        imbalance=np.array([part.imbalance for part in parts]),
        imbalance_before=np.array([part.imbalance_before for part in parts]),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    influence: Floats
    n: int
    effective_n: float
    largest_weight: float
    imbalance: float
    imbalance_before: float


def _part(
    outcome: Floats,
    member: NDArray[np.bool_],
    design: Floats,
    *,
    fitted: Floats,
    place: int,
    weight: Floats,
    moves: Floats,
) -> _Part:
    rows, own, propensity = design[member], weight[member], fitted[member, place]
    root = np.sqrt(own)
    slopes = np.linalg.lstsq(root[:, None] * rows, root * outcome[member], rcond=None)[0]
    influence = design @ slopes
    error = outcome[member] - influence[member]
    inverse = own / propensity
    influence[member] += error / propensity
    influence += _by_probabilities(rows, fitted[member], place, inverse * error, moves) / weight
    influence[member] += _by_slopes(rows, error, own, weight @ design - inverse @ rows)
    everybody = weight @ design / weight.sum()
    return _Part(
        influence=influence,
        n=int(member.sum()),
        effective_n=float(inverse.sum() ** 2 / (inverse @ inverse)),
        largest_weight=float(inverse.max() / inverse.sum()),
        imbalance=_apart(inverse @ rows / inverse.sum(), everybody),
        imbalance_before=_apart(own @ rows / own.sum(), everybody),
    )


def _by_slopes(rows: Floats, error: Floats, own: Floats, slope: Floats) -> Floats:
    """Return how a member moves the mean by moving the slopes of the prediction."""
    square = rows.T @ (own[:, None] * rows)
    return np.asarray(error * (rows @ np.linalg.solve(square, slope)))


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

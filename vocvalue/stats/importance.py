"""How much of an outcome's variance each of several correlated causes accounts for."""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks, progress
from vocvalue.errors import ParameterError
from vocvalue.results.texts import pair
from vocvalue.stats.correlations import SINGULAR

Floats: TypeAlias = NDArray[np.float64]

MOST_COLUMNS = 15
"""The largest number of columns whose orders `lmg` averages over: 2^15 regressions."""
IN_CACHE = 2**17
"""How many values of R2 are worked on at once."""


def lmg(correlations: ArrayLike, outcome: ArrayLike) -> Floats:
    """Return the average gain in R2 of each column, over all orders in which they can enter.

    These are the Shapley values of R2: they are never negative and add to it. All 2^k regressions
    are swept at once, each from the one with a column fewer.

    Args:
        correlations: Of the columns with one another, shape (..., k, k).
        outcome: Of the columns with the outcome, shape (..., k).

    Returns:
        The shares of the outcome's variance, shape (..., k).

    Raises:
        ParameterError: More than 15 columns, or shapes that do not match.

    References:
        Lindeman, Merenda and Gold (1980), Introduction to Bivariate and Multivariate Analysis;
        Groemping (2007), Estimators of relative importance in linear regression based on variance
        decomposition, The American Statistician 61.

    Examples:
        Of two columns, each is worth the mean of what it explains alone and what it adds:

        >>> lmg([[1.0, 0.5], [0.5, 1.0]], [0.6, 0.3]).round(6).tolist()
        [0.315, 0.045]
    """
    R, r = _checked(correlations, outcome)
    k = r.shape[-1]
    if k > MOST_COLUMNS:
        raise ParameterError(
            f"{k} columns have {2**k:,} subsets; at most {MOST_COLUMNS} columns can be averaged "
            "over. "
            'Choose fewer, or the method "johnson".'
        )
    flat_R, flat_r = R.reshape(-1, k, k), r.reshape(-1, k)
    weights = _shapley_weights(k)
    size = max(1, IN_CACHE // 2**k)
    with progress.over(
        range(0, len(flat_r), size), pair("weighing drivers", "衡量各因素的影响")
    ) as starts:
        blocks = [
            _subset_r2(flat_R[start : start + size], flat_r[start : start + size]) @ weights
            for start in starts
        ]
    return np.asarray(np.concatenate(blocks).reshape(r.shape))


def johnson(correlations: ArrayLike, outcome: ArrayLike) -> Floats:
    """Return Johnson's relative weights: R2 taken apart through the nearest orthogonal columns.

    Close to `lmg`, and for any number of columns.

    Args:
        correlations: Of the columns with one another, shape (..., k, k).
        outcome: Of the columns with the outcome, shape (..., k).

    Returns:
        The shares of the outcome's variance, shape (..., k); they add to R2.

    Raises:
        ParameterError: Shapes that do not match.

    References:
        Johnson (2000), A heuristic method for estimating the relative weight of predictor
        variables in multiple regression, Multivariate Behavioral Research 35.

    Examples:
        >>> johnson([[1.0, 0.0], [0.0, 1.0]], [0.6, 0.3]).round(6).tolist()
        [0.36, 0.09]
    """
    R, r = _checked(correlations, outcome)
    eigenvalues, vectors = np.linalg.eigh(R)
    root = np.sqrt(np.maximum(eigenvalues, 0.0))
    usable = eigenvalues > SINGULAR
    inverse = np.where(usable, 1 / np.where(usable, root, 1.0), 0.0)
    loadings = (vectors * root[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    rotated = np.swapaxes(vectors, -1, -2) @ r[..., None]
    slopes = vectors @ (inverse[..., None] * rotated)
    return np.asarray((loadings**2 @ slopes**2)[..., 0])


def combined(correlations: ArrayLike) -> list[int]:
    """Return the columns that are a combination of one another, or none.

    Args:
        correlations: Of the columns with one another, shape (k, k).

    Examples:
        >>> combined([[1.0, 1.0, 0.2], [1.0, 1.0, 0.2], [0.2, 0.2, 1.0]])
        [0, 1]
    """
    eigenvalues, vectors = np.linalg.eigh(np.asarray(correlations, dtype=np.float64))
    null = vectors[:, eigenvalues < SINGULAR]
    return np.flatnonzero(np.abs(null).max(axis=1, initial=0.0) > 1e-4).tolist()


def _checked(correlations: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    R = checks.finite_array("correlations", correlations)
    r = checks.finite_array("outcome", outcome)
    if not r.ndim or R.shape != (*r.shape, r.shape[-1]):
        raise ParameterError(
            f"correlations have shape {R.shape} and outcome {r.shape}, must be (..., k, k) and "
            "(..., k)."
        )
    return R, r


def _subset_r2(R: Floats, r: Floats) -> Floats:
    """Return R2 of every subset of columns, shape (b, 2^k); column j is bit j of a subset.

    Column after column is left out or swept out; what is left of the later ones are covariances
    given the columns taken, so that the next one adds its squared covariance over its variance.
    """
    # Samples and subsets lie along the last axis, which is then long enough to be fast.
    left, with_y = np.moveaxis(R, 0, -1), np.moveaxis(r, 0, -1)
    r2 = np.zeros(len(r))
    for _ in range(r.shape[-1]):
        usable = left[0, 0] > SINGULAR
        inverse = np.where(usable, 1 / np.where(usable, left[0, 0], 1.0), 0.0)
        first, y = left[0, 1:], with_y[0] * inverse
        gained = first[:, None] * (first * inverse)
        r2 = np.concatenate([r2, r2 + y * with_y[0]])
        with_y = np.concatenate([with_y[1:], with_y[1:] - first * y], axis=-1)
        left = np.concatenate([left[1:, 1:], left[1:, 1:] - gained], axis=-1)
    return np.asarray(r2.reshape(-1, len(r)).T)


def _shapley_weights(k: int) -> Floats:
    """Return what R2 of each subset counts for each column, shape (2^k, k)."""
    taken = (np.arange(2**k)[:, None] >> np.arange(k)) & 1 == 1
    size = taken.sum(axis=1)
    gain = np.array([1 / (k * math.comb(k - 1, s)) for s in range(k)])
    joining = gain[np.maximum(size - 1, 0)]
    lacking = gain[np.minimum(size, k - 1)]
    return np.asarray(np.where(taken, joining[:, None], -lacking[:, None]))

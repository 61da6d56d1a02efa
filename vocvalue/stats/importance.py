"""How much of an outcome's variance each of several correlated causes accounts for."""

import itertools
import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from vocvalue import checks
from vocvalue.errors import ParameterError

Floats: TypeAlias = NDArray[np.float64]

MOST_COLUMNS = 15
"""The largest number of columns whose orders `lmg` averages over: 2^15 regressions."""
SINGULAR = 1e-9
"""A variance left below this is none: the column is a combination of the others."""
BLOCK = 2**20
LARGE = 20_000
"""With more distinct rows than these, resampled moments are drawn from their normal limit."""


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
            f"{k} columns have {2**k:,} subsets, at most {MOST_COLUMNS} can be averaged over. "
            'Choose fewer, or the method "johnson".'
        )
    flat_R, flat_r = R.reshape(-1, k, k), r.reshape(-1, k)
    weights = _shapley_weights(k)
    size = max(1, BLOCK // 2**k)
    blocks = [
        _subset_r2(flat_R[start : start + size], flat_r[start : start + size]) @ weights
        for start in range(0, len(flat_r), size)
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


def correlation(values: Floats, counts: NDArray[Any]) -> Floats:
    """Return the correlation matrix of columns, each row taken as often as it is counted.

    Args:
        values: The columns, shape (n, m).
        counts: How often each row occurs, shape (n,).

    Returns:
        The matrix, shape (m, m); a column without spread correlates with nothing.

    Examples:
        >>> correlation(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]), np.ones(3)).tolist()
        [[1.0, 1.0], [1.0, 1.0]]
    """
    centred, share = _standardised(values, counts), counts / counts.sum()
    return _scaled((centred * share[:, None]).T @ centred)


def resampled_correlations(
    values: Floats, counts: NDArray[Any], rng: np.random.Generator, n_resamples: int
) -> Floats:
    """Return the correlation matrices of samples drawn with replacement from the rows.

    No sample is written out: how often each row is drawn is multinomial, and sums of products
    over those counts are all that a correlation needs. From very many rows the sums themselves
    are drawn, from the normal distribution that they then have.

    Args:
        values: The distinct rows, shape (n, m).
        counts: How often each occurs, whole numbers of shape (n,).
        rng: The source of randomness.
        n_resamples: How many samples to draw.

    Returns:
        The matrices, shape (n_resamples, m, m).

    References:
        Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 9 (pairs) and 20
        (resampling as multinomial weights).

    Examples:
        >>> rows = np.random.default_rng(1).normal(size=(200, 2))
        >>> drawn = resampled_correlations(rows, np.ones(200), np.random.default_rng(2), 50)
        >>> drawn.shape
        (50, 2, 2)
    """
    z = _standardised(values, counts)
    m = z.shape[1]
    pairs = list(itertools.combinations_with_replacement(range(m), 2))
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    products = np.hstack([z, z[:, left] * z[:, right]])
    draw = _drawn_normal if len(z) > LARGE else _drawn_counts
    means = draw(products, counts, rng, n_resamples)
    moments = np.empty((n_resamples, m, m))
    moments[:, left, right] = moments[:, right, left] = means[:, m:]
    return _scaled(moments - means[:, :m, None] * means[:, None, :m])


def bias_corrected(draws: Floats, value: Floats, level: float) -> tuple[Floats, Floats]:
    """Return bootstrap percentiles, corrected for where the estimate lies among its resamples.

    Args:
        draws: The statistics of the resamples, shape (b, k).
        value: The statistics of the sample, shape (k,).
        level: The confidence level.

    Returns:
        The lower and the upper ends, each of shape (k,).

    References:
        Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 14, without
        acceleration.

    Examples:
        >>> draws = np.linspace(-1, 1, 2001)[:, None]
        >>> lower, upper = bias_corrected(draws, np.array([0.0]), 0.90)
        >>> round(float(lower[0]), 3), round(float(upper[0]), 3)
        (-0.9, 0.9)
    """
    b = len(draws)
    below = np.mean(draws < value, axis=0) + np.mean(draws == value, axis=0) / 2
    shift = 2 * stats.norm.ppf(np.clip(below, 1 / (b + 1), b / (b + 1)))
    reach = float(stats.norm.ppf((1 + checks.level(level)) / 2))
    ends = [
        np.array([np.quantile(d, q) for d, q in zip(draws.T, places, strict=True)])
        for places in (stats.norm.cdf(shift - reach), stats.norm.cdf(shift + reach))
    ]
    return ends[0], ends[1]


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


def _standardised(values: Floats, counts: NDArray[Any]) -> Floats:
    share = counts / counts.sum()
    centred = values - share @ values
    spread = np.sqrt(share @ centred**2)
    return np.asarray(centred / np.where(spread > 0, spread, 1.0))


def _scaled(covariance: Floats) -> Floats:
    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    usable = variance > SINGULAR
    scale = np.where(usable, 1 / np.sqrt(np.where(usable, variance, 1.0)), 0.0)
    scaled = covariance * scale[..., :, None] * scale[..., None, :]
    m = covariance.shape[-1]
    scaled[..., np.arange(m), np.arange(m)] = 1.0
    return np.asarray(np.clip(scaled, -1.0, 1.0))


def _drawn_counts(
    products: Floats, counts: NDArray[Any], rng: np.random.Generator, n_resamples: int
) -> Floats:
    n = int(counts.sum())
    share = counts / n
    size = max(1, BLOCK // len(products))
    blocks = [
        rng.multinomial(n, share, min(size, n_resamples - start)).astype(np.float64) @ products
        for start in range(0, n_resamples, size)
    ]
    return np.asarray(np.concatenate(blocks) / n)


def _drawn_normal(
    products: Floats, counts: NDArray[Any], rng: np.random.Generator, n_resamples: int
) -> Floats:
    n = counts.sum()
    mean = counts @ products / n
    centred = products - mean
    covariance = (centred * (counts / n)[:, None]).T @ centred / n
    eigenvalues, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(eigenvalues, 0.0))
    return np.asarray(mean + rng.standard_normal((n_resamples, mean.size)) @ root.T)

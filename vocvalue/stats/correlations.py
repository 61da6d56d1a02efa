"""Correlations of counted rows, of samples drawn from them, and bootstrap intervals."""

from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.results.texts import pair
from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]

SINGULAR = 1e-9
"""A share of a variance below this is none: the column is a combination of the others."""
LARGE = 20_000
"""With more distinct rows than these, resampled moments are drawn from their normal limit."""
BLOCK, ROWS = 2**20, 2**14
"""How many numbers are worked on at once: counts of rows, and rows of products."""


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
    values: Floats,
    counts: NDArray[Any],
    rng: np.random.Generator,
    n_resamples: int,
    *,
    clusters: NDArray[np.int64] | None = None,
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
        clusters: Whose each row is, codes from 0, shape (n,): then whole clusters are drawn, each
            with all of its rows.

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
    if clusters is not None:
        means = _drawn_clusters(z, counts, clusters, rng, n_resamples)
    else:
        draw = _drawn_normal if len(z) > LARGE else _drawn_counts
        means = draw(z, counts, rng, n_resamples)
    m = z.shape[1]
    left, right = _pairs(m)
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
    shift = 2 * scipy.stats.norm.ppf(np.clip(below, 1 / (b + 1), b / (b + 1)))
    reach = normal.critical_value(level)
    ends = [
        np.array([np.quantile(d, q) for d, q in zip(draws.T, places, strict=True)])
        for places in (scipy.stats.norm.cdf(shift - reach), scipy.stats.norm.cdf(shift + reach))
    ]
    return ends[0], ends[1]


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


def _pairs(m: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    left, right = np.triu_indices(m)
    return left, right


def _products(z: Floats) -> Floats:
    """Return the columns and all their products in pairs, shape (n, m + m (m + 1) / 2)."""
    left, right = _pairs(z.shape[1])
    return np.hstack([z, z[:, left] * z[:, right]])


def _drawn_counts(
    z: Floats, counts: NDArray[Any], rng: np.random.Generator, n_resamples: int
) -> Floats:
    products, n, d = _products(z), int(counts.sum()), len(z)
    size = max(1, BLOCK // d)
    # One by one where rows hardly repeat; where they do, how often each is drawn, at once.
    draw = _one_by_one if n < 8 * d else _at_once
    with progress.over(range(0, n_resamples, size), pair("drawing samples", "抽取样本")) as starts:
        blocks = [draw(counts, rng, min(size, n_resamples - start)) @ products for start in starts]
    return np.asarray(np.concatenate(blocks) / n)


def _one_by_one(counts: NDArray[Any], rng: np.random.Generator, n_resamples: int) -> Floats:
    d = counts.size
    rows = np.repeat(np.arange(d), counts.astype(np.int64))
    drawn = rows[rng.integers(0, rows.size, (n_resamples, rows.size))]
    return np.array([np.bincount(one, minlength=d) for one in drawn], dtype=np.float64)


def _at_once(counts: NDArray[Any], rng: np.random.Generator, n_resamples: int) -> Floats:
    n = counts.sum()
    return rng.multinomial(int(n), counts / n, n_resamples).astype(np.float64)


def _drawn_clusters(
    z: Floats,
    counts: NDArray[Any],
    clusters: NDArray[np.int64],
    rng: np.random.Generator,
    n_resamples: int,
) -> Floats:
    """Return the means of the products over clusters drawn with replacement."""
    k = int(clusters.max()) + 1
    weighted = [counts.astype(np.float64), *(_products(z) * counts[:, None]).T]
    sums = np.column_stack([np.bincount(clusters, column, k) for column in weighted])
    if k > LARGE:
        deviations = sums - sums.mean(axis=0)
        eigenvalues, vectors = np.linalg.eigh(deviations.T @ deviations)
        root = vectors * np.sqrt(np.maximum(eigenvalues, 0.0))
        totals = sums.sum(axis=0) + rng.standard_normal((n_resamples, len(root))) @ root.T
    else:
        size, ones = max(1, BLOCK // k), np.ones(k)
        with progress.over(
            range(0, n_resamples, size), pair("drawing samples", "抽取样本")
        ) as starts:
            totals = np.concatenate(
                [_one_by_one(ones, rng, min(size, n_resamples - start)) @ sums for start in starts]
            )
    return np.asarray(totals[:, 1:] / totals[:, :1])


def _drawn_normal(
    z: Floats, counts: NDArray[Any], rng: np.random.Generator, n_resamples: int
) -> Floats:
    n, mean, square = counts.sum(), 0.0, 0.0
    for start in range(0, len(z), ROWS):
        products, weight = _products(z[start : start + ROWS]), counts[start : start + ROWS] / n
        mean = mean + weight @ products
        square = square + (products * weight[:, None]).T @ products
    eigenvalues, vectors = np.linalg.eigh((square - np.outer(mean, mean)) / n)
    root = vectors * np.sqrt(np.maximum(eigenvalues, 0.0))
    return np.asarray(mean + rng.standard_normal((n_resamples, len(root))) @ root.T)

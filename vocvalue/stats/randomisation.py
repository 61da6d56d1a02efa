"""Whether arms that were drawn at random are alike in what was known before: one test of all."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class ImbalanceTest:
    """How far the arms' means lie from those of a random draw, all covariates taken together.

    Attributes:
        statistic: The squared distance, in units of what the draw spreads it by.
        degrees_of_freedom: How many differences are free to vary.
        p_value: How often a random draw lies as far off; NaN where nothing can vary.
    """

    statistic: float
    degrees_of_freedom: int
    p_value: float


def imbalance(x: Floats, arm: Codes, stratum: Codes | None = None) -> ImbalanceTest:
    """Test whether arms differ in covariates by more than a random draw makes them differ.

    The customers of each stratum are taken as given, and so are the sizes of its arms; only who
    is in which is drawn. The sums of the covariates over the arms then have a known mean and
    covariance, and their squared distance from that mean is about chi-square.

    Args:
        x: The covariates, finite, shape (n, m).
        arm: The number of each row's arm, from 0, shape (n,).
        stratum: The number of each row's stratum, from 0, shape (n,); None takes all as one.

    References:
        Hansen and Bowers (2008), Covariate balance in simple, stratified and clustered comparative
        studies, Statistical Science 23; here for two arms and more.

    Examples:
        Of one covariate and two arms it is n - 1 times the squared correlation:

        >>> x, arm = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([0, 0, 1, 1])
        >>> found = imbalance(x, arm)
        >>> round(found.statistic, 6), found.degrees_of_freedom
        (2.4, 1)
    """
    strata = np.zeros(len(arm), dtype=np.int64) if stratum is None else stratum
    sizes = _cells(arm, strata)
    n = sizes.sum(axis=1)
    spread = _standardised(x, strata, n)
    arms = sizes.shape[1]
    # What one arm has more the others have less: the last adds nothing.
    sums = np.column_stack([spread[arm == a].sum(axis=0) for a in range(arms - 1)])
    covariance = _covariance(spread, strata, sizes)
    values, vectors = np.linalg.eigh(covariance)
    free = values > TOLERANCE * max(float(values.max(initial=0.0)), 1e-300)
    if not free.any():
        return ImbalanceTest(statistic=np.nan, degrees_of_freedom=0, p_value=np.nan)
    # Arms vary slowest, as in the Kronecker products of the covariance.
    along = vectors[:, free].T @ sums.T.ravel()
    statistic, df = float(np.sum(along**2 / values[free])), int(free.sum())
    return ImbalanceTest(
        statistic=statistic,
        degrees_of_freedom=df,
        p_value=float(scipy.stats.chi2.sf(statistic, df)),
    )


def _cells(arm: Codes, strata: Codes) -> Floats:
    arms, n_strata = int(arm.max()) + 1, int(strata.max()) + 1
    cells = np.bincount(strata * arms + arm, minlength=arms * n_strata)
    return cells.reshape(n_strata, arms).astype(np.float64)


def _standardised(x: Floats, strata: Codes, n: Floats) -> Floats:
    """Return the covariates centred within their strata, each of overall spread one."""
    spread = np.empty_like(x)
    for j in range(x.shape[1]):
        column = x[:, j] - x[:, j].mean()
        means = np.bincount(strata, column, len(n)) / np.maximum(n, 1.0)
        spread[:, j] = column - means[strata]
        scale = float(np.sqrt(np.mean(spread[:, j] ** 2)))
        whole = float(np.sqrt(np.mean(column**2)))
        # A covariate that does not vary within strata is left with rounding errors only.
        spread[:, j] = spread[:, j] / scale if scale > TOLERANCE * whole else 0.0
    return spread


def _covariance(spread: Floats, strata: Codes, sizes: Floats) -> Floats:
    """Return the covariance of the arms' sums under the draw, without the last arm."""
    m, kept = spread.shape[1], sizes.shape[1] - 1
    covariance = np.zeros((kept * m, kept * m))
    order = np.argsort(strata, kind="stable")
    ends = np.cumsum(sizes.sum(axis=1).astype(np.int64))
    for rows, size in zip(np.split(order, ends[:-1]), sizes, strict=True):
        n = len(rows)
        if n < 2:
            continue
        within = spread[rows].T @ spread[rows] / (n - 1)
        drawn = np.diag(size) - np.outer(size, size) / n
        covariance += np.kron(drawn[:kept, :kept], within)
    return covariance

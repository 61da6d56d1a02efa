"""A net share: those on one side minus those on the other, of three kinds.

Counts come as (minus, zero, plus) and need not be whole: weighted answers count as many as they
are worth. Intervals are not clipped to -1 and 1 here.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.float64]

# Three answers: a fourth to either side, half to the middle.
ADDED = np.array([0.75, 1.5, 0.75])
# One answer in all, a third of it of each kind.
PRIOR = 1 / 3
STEPS = 45


def net(counts: Counts) -> Floats:
    """Return the net share of counts, shape (..., 3)."""
    return np.asarray((counts[..., 2] - counts[..., 0]) / counts.sum(axis=-1))


def standard_error(counts: Counts) -> Floats:
    """Return the standard error of the net share, both shares and their covariance in it.

    Examples:
        >>> round(float(standard_error(np.array([1.0, 2.0, 3.0]))), 4)
        0.3043
    """
    n = counts.sum(axis=-1)
    outer = (counts[..., 0] + counts[..., 2]) / n
    return np.asarray(np.sqrt(np.maximum(outer - net(counts) ** 2, 0.0) / n))


def wald(counts: Counts, level: float) -> tuple[Floats, Floats]:
    """Return the net share plus and minus its standard errors."""
    return wald_at(counts, normal.critical_value(level))


def wald_at(counts: Counts, z: ArrayLike) -> tuple[Floats, Floats]:
    """Return `wald`, its width given as a normal quantile."""
    centre, half = net(counts), np.asarray(z) * standard_error(counts)
    return centre - half, centre + half


def adjusted_wald(counts: Counts, level: float) -> tuple[Floats, Floats]:
    """Return the Wald interval with three answers added, 3/4, 3/2 and 3/4.

    References:
        Rocks (2016), Interval estimation for the Net Promoter Score, The American Statistician 70;
        Agresti and Min (2005), Biometrics 61, on adding answers for paired shares.

    Examples:
        >>> lower, upper = adjusted_wald(np.array([75.0, 675.0, 250.0]), 0.95)
        >>> round(float(lower), 5), round(float(upper), 5)
        (0.14086, 0.20809)
    """
    return adjusted_wald_at(counts, normal.critical_value(level))


def adjusted_wald_at(counts: Counts, z: ArrayLike) -> tuple[Floats, Floats]:
    """Return `adjusted_wald`, its width given as a normal quantile."""
    return wald_at(counts + ADDED, z)


def tango(counts: Counts, level: float) -> tuple[Floats, Floats]:
    """Return the score interval: the net shares that a score test does not reject.

    References:
        Tango (1998), Equivalence test and confidence interval for the difference in proportions
        for the paired-sample design, Statistics in Medicine 17.

    Examples:
        >>> lower, upper = tango(np.array([75.0, 675.0, 250.0]), 0.95)
        >>> round(float(lower), 4), round(float(upper), 4)
        (0.1414, 0.2088)
    """
    return tango_at(counts, normal.critical_value(level))


def tango_at(counts: Counts, z: ArrayLike) -> tuple[Floats, Floats]:
    """Return `tango`, its width given as a normal quantile."""
    z2 = np.square(np.asarray(z, dtype=np.float64))
    middle = net(counts) + 0.0 * z2
    lower = _boundary(counts, z2, middle, np.full_like(middle, -1.0))
    upper = _boundary(counts, z2, middle, np.full_like(middle, 1.0))
    return lower, upper


def dirichlet(
    counts: Counts, level: float, rng: np.random.Generator, n_draws: int
) -> tuple[Floats, Floats]:
    """Return the central interval of the posterior, with a Dirichlet(1/3, 1/3, 1/3) prior.

    References:
        Berger, Bernardo and Sun (2015), Overall objective priors, Bayesian Analysis 10, section
        2.1: 1/k for each of k kinds.
    """
    draws = rng.dirichlet(counts + PRIOR, n_draws)
    return _central(draws[:, 2] - draws[:, 0], level)


def bootstrap(
    counts: Counts, level: float, rng: np.random.Generator, n_draws: int
) -> tuple[Floats, Floats]:
    """Return the percentile interval of samples drawn from the counts."""
    n = counts.sum()
    draws = rng.multinomial(round(n), counts / n, n_draws)
    return _central((draws[:, 2] - draws[:, 0]) / round(n), level)


def _central(values: Floats, level: float) -> tuple[Floats, Floats]:
    lower, upper = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return np.asarray(lower), np.asarray(upper)


def _boundary(counts: Counts, z2: Floats, inside: Floats, outside: Floats) -> Floats:
    """Halve the way from an accepted to a rejected net share until nothing is left between."""
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        accepted = _accepts(counts, middle, z2)
        inside = np.where(accepted, middle, inside)
        outside = np.where(accepted, outside, middle)
    return inside


def _accepts(counts: Counts, delta: Floats, z2: Floats) -> NDArray[np.bool_]:
    minus, plus, n = counts[..., 0], counts[..., 2], counts.sum(axis=-1)
    b = (2 * n - plus + minus) * delta - plus - minus
    c = -minus * delta * (1 - delta)
    share = (np.sqrt(np.maximum(b**2 - 8 * n * c, 0.0)) - b) / (4 * n)
    variance = n * np.maximum(2 * share + delta * (1 - delta), 0.0)
    return np.asarray((plus - minus - n * delta) ** 2 <= z2 * variance)

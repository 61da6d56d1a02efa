"""Estimates that err together, each drawn towards the others as far as they agree."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, ParameterError
from vocvalue.stats.shrinkage import spread_grid

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class JointlyShrunken:
    """What the true values may be, after what the estimates say of one another.

    The posterior is a mixture of normals, one for each value that their spread, tau, may have.

    Attributes:
        value: The posterior means, shape (k,).
        standard_deviation: The posterior standard deviations, shape (k,).
        mean: What they are drawn towards.
        tau: How far the true values are spread about it; the posterior mean.
    """

    value: Floats
    standard_deviation: Floats
    mean: float
    tau: float
    _chance: Floats = field(repr=False)
    _centre: Floats = field(repr=False)
    _root: Floats = field(repr=False)

    def draws(self, n: int, rng: np.random.Generator) -> Floats:
        """Draw what the true values may be, all together.

        Args:
            n: How often.
            rng: The source of randomness.

        Returns:
            Shape (n, k).
        """
        times = rng.multinomial(n, self._chance)
        noise = rng.standard_normal((n, self.value.size + 1))
        used = np.repeat(np.arange(times.size), times)
        out = np.empty((n, self.value.size))
        for place in np.flatnonzero(times):
            rows = used == place
            out[rows] = self._centre[place] + noise[rows] @ self._root[place].T
        return out


def shrink_jointly(values: Floats, covariance: Floats) -> JointlyShrunken:
    """Return estimates drawn towards their mean, where they err together.

    As `shrink`, of which it is the same where the covariance has a diagonal only: the true values
    are normal about a common mean, and the posterior is averaged over what their spread tau may be,
    with a flat prior on tau and on the mean.

    Args:
        values: The estimates, shape (k,); at least three.
        covariance: Their covariance, positive definite, shape (k, k).

    Raises:
        DataError: Fewer than three estimates.
        ParameterError: A covariance of another shape, or of estimates without error.

    References:
        As `vocvalue.stats.shrinkage.shrink`; van Houwelingen, Arends and Stijnen (2002), Advanced
        methods in meta-analysis: multivariate approach and meta-regression, Statistics in Medicine
        21, for estimates that err together.

    Examples:
        >>> effects = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
        >>> errors = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
        >>> shrink_jointly(effects, np.diag(errors**2)).value.round(1).tolist()
        [11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.7, 8.5]
    """
    _check(values, covariance)
    size, axes = np.linalg.eigh(covariance)
    if not size[0] > 0:
        raise ParameterError("the covariance is not positive definite: two estimates are one.")
    turned, ones = axes.T @ values, axes.T @ np.ones(values.size)
    tau, weight = spread_grid(values, np.sqrt(np.diag(covariance)))
    precision = 1 / (size + tau[:, None] ** 2)
    total = precision @ ones**2
    mean = precision @ (ones * turned) / total
    left = turned - mean[:, None] * ones
    logs = (np.log(precision).sum(axis=1) - np.log(total) - (precision * left**2).sum(axis=1)) / 2
    chance = weight * np.exp(logs - logs.max())
    chance /= chance.sum()
    kept = tau[:, None] ** 2 * precision
    centre = (mean[:, None] * ones + kept * left) @ axes.T
    root = _roots(kept * size, (1 - kept) * ones, 1 / total, axes)
    value = chance @ centre
    variance = chance @ ((root**2).sum(axis=2) + (centre - value) ** 2)
    return JointlyShrunken(
        value=value,
        standard_deviation=np.sqrt(variance),
        mean=float(chance @ mean),
        tau=float(chance @ tau),
        _chance=chance,
        _centre=centre,
        _root=root,
    )


def _roots(own: Floats, by_mean: Floats, mean_variance: Floats, axes: Floats) -> Floats:
    """Return square roots of the posterior covariances, one for each tau, shape (t, k, k + 1).

    Along the axes of the covariance the values vary on their own, and all of them with the mean.
    """
    along = axes * np.sqrt(own)[:, None, :]
    together = (by_mean @ axes.T) * np.sqrt(mean_variance)[:, None]
    return np.concatenate([along, together[:, :, None]], axis=2)


def _check(values: Floats, covariance: Floats) -> None:
    k = values.size
    if covariance.shape != (k, k):
        raise ParameterError(
            f"the covariance has shape {covariance.shape}, must be ({k}, {k}) for {k} estimates."
        )
    if k < 3:
        raise DataError(f"there are {k} estimates, must be at least 3.")

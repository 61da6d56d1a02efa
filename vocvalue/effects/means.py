"""Means of groups, adjusted for covariates: their intervals and their differences."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]
Limits: TypeAlias = tuple[float, float]
"""The lowest and the highest possible mean."""

SHARE: Limits = (0.0, 1.0)


def limits_of(amounts: Floats) -> Limits:
    """Return the limits of a mean of amounts: not below 0 unless some amount is.

    Args:
        amounts: Shape (n,); NaN where an amount is not known.

    Examples:
        >>> limits_of(np.array([0.0, 12.0])), limits_of(np.array([-3.0, 12.0]))
        ((0.0, inf), (-inf, inf))
    """
    return (-np.inf if np.any(amounts < 0) else 0.0), np.inf


@dataclass(frozen=True, kw_only=True, eq=False)
class AdjustedMeans:
    """The means of groups, adjusted for the covariates.

    Attributes:
        means: The adjusted mean of each group, shape (k,).
        covariance: The covariance of these means, shape (k, k).
        covariates: The covariates that the comparison adjusts for.
        n: The number of customers behind the means.
    """

    means: Floats
    covariance: Floats = field(repr=False)
    covariates: tuple[str, ...]
    n: int

    def gap(self, group: int, reference: int) -> float:
        """Return the difference of two groups' means: the first minus the second.

        Args:
            group: The number of the group.
            reference: The number of the group to subtract.
        """
        return float(self.means[group] - self.means[reference])

    def error(self, slopes: Floats) -> float:
        """Return the standard error of a weighted sum of the means.

        Args:
            slopes: The weight of each mean, shape (k,).
        """
        return float(np.sqrt(max(float(slopes @ self.covariance @ slopes), 0.0)))

    def gap_error(self, group: int, reference: int) -> float:
        """Return the standard error of the difference of two groups' means.

        Args:
            group: The number of the group.
            reference: The number of the group to subtract.
        """
        slopes = np.zeros(self.means.size)
        slopes[[group, reference]] = 1.0, -1.0
        return self.error(slopes)

    def mean(self, group: int, *, limits: Limits, level: float, method: str) -> Estimate:
        """Return the mean of a group, with its interval.

        Args:
            group: The number of the group.
            limits: The lowest and the highest possible mean.
            level: The confidence level.
            method: How the means were estimated.
        """
        error = float(np.sqrt(self.covariance[group, group]))
        return self._normal(float(self.means[group]), error, limits, level, method)

    def difference(
        self, group: int, reference: int, *, limits: Limits, level: float, method: str
    ) -> Estimate:
        """Return the difference of two groups' means, with its interval.

        Args:
            group: The number of the group.
            reference: The number of the group to subtract.
            limits: The lowest and the highest possible mean.
            level: The confidence level.
            method: How the means were estimated.

        Examples:
            >>> alike = AdjustedMeans(
            ...     means=np.array([0.5, 0.9]), covariance=np.eye(2) / 200, covariates=("x",), n=90
            ... )
            >>> print(alike.difference(1, 0, limits=SHARE, level=0.95, method="AIPW"))
            0.4 (95% interval: 0.204 to 0.596)
        """
        lowest, highest = limits
        value, error = self.gap(group, reference), self.gap_error(group, reference)
        return self._normal(value, error, (lowest - highest, highest - lowest), level, method)

    def _normal(
        self, value: float, error: float, limits: Limits, level: float, method: str
    ) -> Estimate:
        ends = normal.interval(value, error, level)[1:]
        lower, upper, words = bounded(value, ends, lowest=limits[0], highest=limits[1])
        return Estimate.of((value, lower, upper), level=level, method=f"{method}{words}", n=self.n)

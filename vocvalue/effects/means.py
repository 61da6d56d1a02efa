"""Means of groups had their customers been alike: each with its interval, and their differences."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate
from vocvalue.results.intervals import bounded
from vocvalue.stats import normal

Floats: TypeAlias = NDArray[np.float64]
Limits: TypeAlias = tuple[float, float]
"""The lowest and the highest that a mean can be."""

SHARE: Limits = (0.0, 1.0)


def limits_of(amounts: Floats) -> Limits:
    """Return what a mean of amounts can be: not below 0 where nobody has less.

    Args:
        amounts: Shape (n,); NaN where an amount is not known.

    Examples:
        >>> limits_of(np.array([0.0, 12.0])), limits_of(np.array([-3.0, 12.0]))
        ((0.0, inf), (-inf, inf))
    """
    return (-np.inf if np.any(amounts < 0) else 0.0), np.inf


@dataclass(frozen=True, kw_only=True, eq=False)
class AdjustedMeans:
    """The means of groups had all their customers been alike in the covariates.

    Attributes:
        means: The adjusted mean of each group, shape (k,).
        covariance: The covariance of these, shape (k, k).
        covariates: What the comparison is adjusted for.
        n: How many customers the means rest on.
    """

    means: Floats
    covariance: Floats = field(repr=False)
    covariates: tuple[str, ...]
    n: int

    def gap(self, group: int, reference: int) -> float:
        """Return how much more a group has than another.

        Args:
            group: The number of the group.
            reference: The number of the one that is deducted.
        """
        return float(self.means[group] - self.means[reference])

    def error(self, slopes: Floats) -> float:
        """Return the standard error of a sum of the means.

        Args:
            slopes: What each mean counts in it, shape (k,).
        """
        return float(np.sqrt(max(float(slopes @ self.covariance @ slopes), 0.0)))

    def gap_error(self, group: int, reference: int) -> float:
        """Return the standard error of how much more a group has than another.

        Args:
            group: The number of the group.
            reference: The number of the one that is deducted.
        """
        slopes = np.zeros(self.means.size)
        slopes[[group, reference]] = 1.0, -1.0
        return self.error(slopes)

    def mean(self, group: int, *, limits: Limits, level: float, method: str) -> Estimate:
        """Return the mean of a group.

        Args:
            group: The number of the group.
            limits: What a mean can be.
            level: The confidence level.
            method: How the means were made.
        """
        error = float(np.sqrt(self.covariance[group, group]))
        return self._normal(float(self.means[group]), error, limits, level, method)

    def difference(
        self, group: int, reference: int, *, limits: Limits, level: float, method: str
    ) -> Estimate:
        """Return how much more a group has than another, with its interval.

        Args:
            group: The number of the group.
            reference: The number of the one that is deducted.
            limits: What a mean can be.
            level: The confidence level.
            method: How the means were made.

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

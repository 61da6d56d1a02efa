"""A mean of the exposed, with the problem and as it would be without, and the error of both."""

from dataclasses import dataclass, field
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate
from vocvalue.stats import normal
from vocvalue.stats.adjustment import StandardisedMeans
from vocvalue.stats.cluster_sums import cluster_sums

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

CLUSTERED = "cluster-robust"


@dataclass(frozen=True, kw_only=True, eq=False)
class Contrast:
    """The mean outcome of the exposed with the problem, against that without it.

    Attributes:
        without: What the mean would be without the problem.
        with_problem: What it is.
        sums: What each customer adds to the error of either, shape (customers, 2).
        n: The number of rows compared.
    """

    without: float
    with_problem: float
    sums: Floats = field(repr=False)
    n: int

    @classmethod
    def of(cls, means: StandardisedMeans, customer: Codes, *, size: int) -> Self:
        """Return the contrast of two means.

        Args:
            means: The mean without the problem, then that with it.
            customer: The number of each row's customer, shape (n,).
            size: The number of customers, also of those who are in other contrasts only.
        """
        without, with_problem = means.means
        sums = cluster_sums(means.influence, customer, size=size)
        return cls(
            without=float(without), with_problem=float(with_problem), sums=sums, n=customer.size
        )

    @property
    def effect(self) -> float:
        """What the problem changes."""
        return self.with_problem - self.without

    @property
    def error(self) -> float:
        """The standard error of that."""
        return float(np.linalg.norm(self._own))

    @property
    def p_value(self) -> float:
        """P-value for the hypothesis that it changes nothing; NaN where nothing varies."""
        return _p_value(self.effect, self.error)

    def estimate(self, level: float, method: str) -> Estimate:
        """Return the effect with its interval.

        Args:
            level: The confidence level.
            method: What the comparison is called.
        """
        ends = normal.interval(self.effect, self.error, level)
        return Estimate.of(ends, level=level, method=f"{method}, {CLUSTERED}", n=self.n)

    def relative(self, level: float) -> Estimate | None:
        """Return the effect as a share of what there would be, or None where either is not above 0.

        Args:
            level: The confidence level.
        """
        if not (self.without > 0 and self.with_problem > 0):
            return None
        pull = self.sums @ [-1 / self.without, 1 / self.with_problem]
        ends = normal.interval(
            np.log(self.with_problem / self.without), float(np.linalg.norm(pull)), level
        )
        method = f"delta method on the log, {CLUSTERED}"
        value, lower, upper = np.expm1(ends)
        return Estimate.of((value, lower, upper), level=level, method=method, n=self.n)

    def disagreement(self, other: "Contrast") -> float:
        """Return the p-value for the hypothesis that two contrasts estimate the same effect.

        Args:
            other: Another contrast of the same customers.
        """
        error = float(np.linalg.norm(self._own - other._own))  # noqa: SLF001 - of the same class
        return _p_value(self.effect - other.effect, error)

    @property
    def _own(self) -> Floats:
        return np.asarray(self.sums[:, 1] - self.sums[:, 0])


def _p_value(value: float, error: float) -> float:
    return float(normal.p_value(value / error)) if error > 0 else float("nan")

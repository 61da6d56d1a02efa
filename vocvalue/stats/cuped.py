"""A difference of means, sharpened by what was known of each customer before: CUPED.

It works on moments only, which an engine can aggregate: no values are needed one by one.
"""

from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SpendMoments:
    """What is known of an outcome and a covariate in one arm.

    Attributes:
        n: The number of customers.
        mean: The mean of the outcome.
        variance: Its variance, over n - 1.
        covariate_mean: The mean of the covariate, which was measured before the experiment.
        covariate_variance: Its variance, over n - 1.
        covariance: The covariance of the two, over n - 1.

    Examples:
        >>> arm = SpendMoments.of([3.0, 5.0, 10.0], [1.0, 2.0, 3.0])
        >>> arm.mean, arm.variance, arm.covariance
        (6.0, 13.0, 3.5)
    """

    n: float
    mean: float
    variance: float
    covariate_mean: float = 0.0
    covariate_variance: float = 0.0
    covariance: float = 0.0

    def __post_init__(self) -> None:
        if checks.number("n", self.n) < 2:
            raise DataError(f"n == {self.n:g}, must be at least 2: one value has no variance.")
        checks.number("mean", self.mean)
        checks.number("covariate_mean", self.covariate_mean)
        product = checks.non_negative("variance", self.variance) * checks.non_negative(
            "covariate_variance", self.covariate_variance
        )
        if checks.number("covariance", self.covariance) ** 2 > product * (1 + 1e-6) + 1e-300:
            raise ParameterError(
                f"covariance == {self.covariance:g}, is larger than the two variances allow. "
                "Compute all of them with n - 1, for the same customers."
            )

    @classmethod
    def of(cls, outcome: ArrayLike, covariate: ArrayLike) -> Self:
        """Return the moments of values.

        Args:
            outcome: The outcome of each customer, shape (n,).
            covariate: The covariate of each, shape (n,); never missing.

        Raises:
            ParameterError: Values that are not finite, or not as many of one as of the other.
            DataError: Fewer than two customers.
        """
        y, x = checks.finite_array("outcome", outcome), checks.finite_array("covariate", covariate)
        if y.shape != x.shape or y.ndim != 1:
            raise ParameterError(
                f"outcome and covariate have shapes {y.shape} and {x.shape}, must have one value "
                "per customer."
            )
        if y.size < 2:
            raise DataError(f"n == {y.size}, must be at least 2: one value has no variance.")
        spread = np.cov(y, x)
        return cls(
            n=float(y.size),
            mean=float(y.mean()),
            variance=float(spread[0, 0]),
            covariate_mean=float(x.mean()),
            covariate_variance=float(spread[1, 1]),
            covariance=float(spread[0, 1]),
        )


@dataclass(frozen=True, kw_only=True)
class MeanDifference:
    """The mean of the treated minus that of the control.

    Attributes:
        value: The difference.
        standard_error: Its standard error.
        df: Welch's degrees of freedom.
        theta: How much of the covariate's difference was taken off; 0 without a covariate.
        variance_reduction: By which part of itself the covariate made the variance smaller.
    """

    value: float
    standard_error: float
    df: float
    theta: float
    variance_reduction: float

    def interval(self, level: float) -> tuple[float, float]:
        """Return the lower and the upper end of Welch's interval.

        Args:
            level: The confidence level.
        """
        half = (
            float(scipy.stats.t.ppf((1 + checks.level(level)) / 2, self.df)) * self.standard_error
        )
        return self.value - half, self.value + half

    def p_value(self, delta0: float = 0.0) -> float:
        """Return the two-sided p-value of Welch's test.

        Args:
            delta0: The difference under the null.
        """
        if not self.standard_error > 0:
            return float("nan")
        t = (self.value - delta0) / self.standard_error
        return float(2 * scipy.stats.t.sf(abs(t), self.df))


def difference(treated: SpendMoments, control: SpendMoments) -> MeanDifference:
    """Return the difference of two means, without a covariate.

    Args:
        treated: The moments of the treated.
        control: Those of the control.

    References:
        Welch (1947), The generalization of Student's problem when several different population
        variances are involved, Biometrika 34.

    Examples:
        >>> treated = SpendMoments(n=100, mean=12.0, variance=25.0)
        >>> found = difference(treated, SpendMoments(n=80, mean=10.0, variance=36.0))
        >>> found.value, round(found.standard_error, 4), round(found.df, 1)
        (2.0, 0.8367, 153.4)
    """
    return _difference(treated, control, 0.0)


def adjusted_difference(treated: SpendMoments, control: SpendMoments) -> MeanDifference:
    """Return the difference of two means, without what the covariate explains of it.

    theta is the slope of the outcome on the covariate within the arms, pooled over them. The
    covariate has to be measured before anybody was treated: one that the treatment moves takes part
    of the effect away.

    Args:
        treated: The moments of the treated.
        control: Those of the control.

    Returns:
        The difference; as without a covariate where it does not vary.

    References:
        Deng, Xu, Kohavi and Walker (2013), Improving the sensitivity of online controlled
        experiments by utilizing pre-experiment data, WSDM.

    Examples:
        >>> treated = SpendMoments(
        ...     n=1000, mean=12.0, variance=100.0,
        ...     covariate_mean=20.5, covariate_variance=100.0, covariance=80.0,
        ... )
        >>> control = SpendMoments(
        ...     n=1000, mean=11.0, variance=100.0,
        ...     covariate_mean=20.0, covariate_variance=100.0, covariance=80.0,
        ... )
        >>> found = adjusted_difference(treated, control)
        >>> round(found.value, 2), round(found.theta, 2), round(found.variance_reduction, 2)
        (0.6, 0.8, 0.64)
    """
    weights = treated.n - 1, control.n - 1
    spread = weights[0] * treated.covariate_variance + weights[1] * control.covariate_variance
    shared = weights[0] * treated.covariance + weights[1] * control.covariance
    return _difference(treated, control, shared / spread if spread > 0 else 0.0)


def _difference(treated: SpendMoments, control: SpendMoments, theta: float) -> MeanDifference:
    parts = [_residual_variance(arm, theta) / arm.n for arm in (treated, control)]
    plain = treated.variance / treated.n + control.variance / control.n
    variance = sum(parts)
    lack = sum(p**2 / (arm.n - 1) for p, arm in zip(parts, (treated, control), strict=True))
    gap = treated.covariate_mean - control.covariate_mean
    return MeanDifference(
        value=treated.mean - control.mean - theta * gap,
        standard_error=float(np.sqrt(variance)),
        df=variance**2 / lack if lack > 0 else float("nan"),
        theta=theta,
        variance_reduction=1 - variance / plain if plain > 0 else 0.0,
    )


def _residual_variance(arm: SpendMoments, theta: float) -> float:
    left = arm.variance - 2 * theta * arm.covariance + theta**2 * arm.covariate_variance
    return max(left, 0.0)

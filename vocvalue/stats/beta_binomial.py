"""Two shares as a Bayesian sees them: beta posteriors, by quadrature."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betainccinv, betaincinv, betaln, xlogy

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats.bisection import boundary
from vocvalue.stats.proportions import counts

Floats: TypeAlias = NDArray[np.float64]

# What a posterior has beyond the range that is integrated over, on each side.
BEYOND = 1e-17
# Points of the double exponential rule on -REACH to REACH, where its weights have died out.
POINTS, REACH = 401, 5.0
_T = np.linspace(-REACH, REACH, POINTS)
_INNER = np.pi / 2 * np.sinh(_T)
# How far along the range each point is, how far from its end, and its weight.
_ALONG, _LEFT = 1 / (1 + np.exp(-2 * _INNER)), 1 / (1 + np.exp(2 * _INNER))
_WEIGHT = np.pi / 2 * np.cosh(_T) / np.cosh(_INNER) ** 2 / 2 * (_T[1] - _T[0])


@dataclass(frozen=True, kw_only=True, eq=False)
class BetaPair:
    """Two independent shares, each with a beta distribution.

    All are numbers or arrays of one shape. Nothing is drawn at random.

    Attributes:
        treated_a: The first parameter of the treated share: prior plus successes.
        treated_b: The second: prior plus failures.
        control_a: The first parameter of the control share.
        control_b: The second.

    References:
        Altham (1969), Exact Bayesian analysis of a 2x2 contingency table, Journal of the Royal
        Statistical Society B 31; Takahasi and Mori (1974), Double exponential formulas for
        numerical integration, for the rule.

    Examples:
        350 of 500 retained with treatment, 250 of 500 without:

        >>> pair = BetaPair.after(350, 500, 250, 500)
        >>> lower, upper = pair.difference_interval(0.95)
        >>> round(float(pair.difference), 4), round(float(lower), 4), round(float(upper), 4)
        (0.1992, 0.1396, 0.2581)
        >>> round(float(pair.probability_above(0.15)), 4)
        0.9474
    """

    treated_a: ArrayLike
    treated_b: ArrayLike
    control_a: ArrayLike
    control_b: ArrayLike

    @classmethod
    def after(
        cls,
        treated: ArrayLike,
        n_treated: ArrayLike,
        control: ArrayLike,
        n_control: ArrayLike,
        *,
        prior: tuple[float, float] = (1.0, 1.0),
    ) -> Self:
        """Return the posterior of two shares after counts.

        Args:
            treated: How often it happened among the treated, shape (k,) or a number.
            n_treated: Out of how many, of the same shape.
            control: How often among the control.
            n_control: Out of how many.
            prior: The parameters of both shares' prior: (1, 1) is uniform, (0.5, 0.5) Jeffreys's.

        Raises:
            ParameterError: Counts below 0 or above their number, or a prior not above 0.
        """
        a, b = (checks.positive("prior", parameter) for parameter in prior)
        x1, n1 = counts("treated", treated, n_treated)
        x0, n0 = counts("control", control, n_control)
        return cls(treated_a=x1 + a, treated_b=n1 - x1 + b, control_a=x0 + a, control_b=n0 - x0 + b)

    def __post_init__(self) -> None:
        names = ("treated_a", "treated_b", "control_a", "control_b")
        values = [checks.finite_array(name, getattr(self, name)) for name in names]
        for name, value in zip(names, np.broadcast_arrays(*values), strict=True):
            if np.any(value <= 0):
                raise ParameterError(f"{name} must be above 0, but is {value.min():g}.")
            object.__setattr__(self, name, value)

    @property
    def difference(self) -> Floats:
        """The mean of the treated share minus the control share."""
        (a1, b1), (a0, b0) = self._treated, self._control
        return np.asarray(a1 / (a1 + b1) - a0 / (a0 + b0))

    @property
    def standard_deviation(self) -> Floats:
        """The standard deviation of the difference."""
        return np.sqrt(_variance(*self._treated) + _variance(*self._control))

    @property
    def ratio(self) -> Floats:
        """The mean of the treated share over the control share; infinite where it has none."""
        (a1, b1), (a0, b0) = self._treated, self._control
        with np.errstate(divide="ignore"):
            inverse = np.where(a0 > 1, (a0 + b0 - 1) / np.maximum(a0 - 1, 0.0), np.inf)
        return np.asarray(a1 / (a1 + b1) * inverse)

    def probability_above(self, delta0: ArrayLike = 0.0) -> Floats:
        """Return how likely the treated share is above the control share by more than that.

        Args:
            delta0: The difference, between -1 and 1, of the shape of the counts or a number.
        """
        delta = checks.finite_array("delta0", delta0)[..., None]
        (a1, b1), (a0, b0) = self._treated, self._control
        # The narrower share is integrated over, so that the other is smooth along it. The
        # difference of the shares of failures, in the other order, is the same.
        narrow = _variance(a1, b1) < _variance(a0, b0)
        a1, b1, a0, b0 = (
            np.where(narrow, *pair)[..., None] for pair in ((b0, a1), (a0, b1), (b1, a0), (a1, b0))
        )
        low, high = np.clip(-delta, 0, 1), np.clip(1 - delta, 0, 1)

        def above(p: Floats, left: Floats) -> Floats:
            return _above(a1, b1, p + delta, left - delta)

        found = betainc(a0, b0, low)[..., 0] + _integral(a0, b0, low, high, above)
        return np.asarray(np.clip(found, 0.0, 1.0))

    def probability_ratio_above(self, ratio0: ArrayLike = 1.0) -> Floats:
        """Return how likely the treated share is more than that many times the control share.

        Args:
            ratio0: The ratio, above 0, of the shape of the counts or a number.
        """
        ratio = checks.finite_array("ratio0", ratio0)[..., None]
        if np.any(ratio <= 0):
            raise ParameterError(f"ratio0 must be above 0, but is {ratio.min():g}.")
        (a1, b1), (a0, b0) = self._treated, self._control
        narrow = (b1 / a1 / (a1 + b1 + 1) < b0 / a0 / (a0 + b0 + 1))[..., None]
        a1, b1, a0, b0 = (
            np.where(narrow, one[..., None], other[..., None])
            for one, other in ((a0, a1), (b0, b1), (a1, a0), (b1, b0))
        )
        times = np.where(narrow, 1 / ratio, ratio)

        def above(p: Floats, left: Floats) -> Floats:
            return _above(a1, b1, times * p, 1 - times + times * left)

        found = _integral(a0, b0, np.zeros_like(times), np.minimum(1.0, 1 / times), above)
        return np.asarray(np.clip(np.where(narrow[..., 0], 1 - found, found), 0.0, 1.0))

    def difference_interval(self, level: float) -> tuple[Floats, Floats]:
        """Return the interval of the difference that leaves as much out on either side.

        Args:
            level: How likely the difference is within.
        """
        outside = (1 - checks.level(level)) / 2
        middle = np.zeros_like(self.difference)
        return (
            _quantile(self.probability_above, 1 - outside, middle - 1, middle + 1),
            _quantile(self.probability_above, outside, middle - 1, middle + 1),
        )

    def ratio_interval(self, level: float) -> tuple[Floats, Floats]:
        """Return the interval of the ratio that leaves as much out on either side.

        Args:
            level: How likely the ratio is within.
        """
        outside = (1 - checks.level(level)) / 2
        logs = np.full_like(self.difference, 40.0)

        def above(log: Floats) -> Floats:
            return self.probability_ratio_above(np.exp(log))

        lower, upper = (_quantile(above, part, -logs, logs) for part in (1 - outside, outside))
        return np.asarray(np.exp(lower)), np.asarray(np.exp(upper))

    @property
    def _treated(self) -> tuple[Floats, Floats]:
        return np.asarray(self.treated_a), np.asarray(self.treated_b)

    @property
    def _control(self) -> tuple[Floats, Floats]:
        return np.asarray(self.control_a), np.asarray(self.control_b)


def _variance(a: Floats, b: Floats) -> Floats:
    return np.asarray(a * b / ((a + b) ** 2 * (a + b + 1)))


def _quantile(above: Callable[[Floats], Floats], part: float, low: Floats, high: Floats) -> Floats:
    """Return where the probability of being above has fallen to a part."""
    return boundary(lambda value: np.asarray(above(value) >= part), low, high)


def _integral(
    a: Floats, b: Floats, low: Floats, high: Floats, of: Callable[[Floats, Floats], Floats]
) -> Floats:
    """Return the mean of a function over the part of a beta distribution within two ends."""
    end = np.minimum(high, betainccinv(a, b, BEYOND))
    start = np.minimum(np.maximum(low, betaincinv(a, b, BEYOND)), end)
    width = end - start
    p, left = start + width * _ALONG, (1 - end) + width * _LEFT
    with np.errstate(divide="ignore", under="ignore"):
        density = np.exp(xlogy(a - 1, p) + xlogy(b - 1, left) - betaln(a, b))
    # At an end where the density is infinite, no width is still no probability.
    part = np.where(width > 0, density, 0.0)
    return np.asarray((width * _WEIGHT * part * of(p, left)).sum(axis=-1))


def _above(a: Floats, b: Floats, value: Floats, left: Floats) -> Floats:
    """Return how likely a share is above a value, which is so far from 1."""
    high = value > left
    place = np.clip(np.where(high, left, value), 0, 1)
    part = betainc(np.where(high, b, a), np.where(high, a, b), place)
    return np.asarray(np.where(high, part, 1 - part))

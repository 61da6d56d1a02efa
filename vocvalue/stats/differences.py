"""The difference of two independent shares, treated minus control: intervals and p-values.

All take how often it happened and out of how many, of the treated and then of the control, as
numbers or as arrays of one shape. A p-value inverts the interval of the same method: it is below
1 - level exactly where the interval at that level leaves the difference asked about out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.stats import normal
from vocvalue.stats.bisection import boundary, parts_for
from vocvalue.stats.constrained import in_standard_errors, score
from vocvalue.stats.proportions import difference_asked, two_arms, wilson_at

Floats: TypeAlias = NDArray[np.float64]
Method: TypeAlias = Literal["newcombe", "miettinen-nurminen", "mee", "agresti-caffo", "wald"]

METHODS = get_args(Method)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Arms:
    """Two arms' counts, of one shape."""

    x1: Floats
    n1: Floats
    x0: Floats
    n0: Floats

    @property
    def difference(self) -> Floats:
        return np.asarray(self.x1 / self.n1 - self.x0 / self.n0)


def interval(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    level: float,
    *,
    method: Method = "newcombe",
) -> tuple[Floats, Floats]:
    """Return the interval of the treated share minus the control share.

    - `newcombe`: from the Wilson intervals of the two shares; the default, as its coverage stays
      near the level for small and unequal arms, and it is never outside -1 and 1.
    - `miettinen-nurminen`: the differences that a score test does not reject, its variance taken
      N / (N - 1) times; `mee`: without that factor.
    - `agresti-caffo`: Wald's after one success and one failure are added to each arm.
    - `wald`: plus and minus standard errors; too narrow for small arms and shares near 0 or 1.

    Those of Agresti-Caffo and Wald are not clipped to -1 and 1.

    Args:
        treated: How often it happened among the treated, shape (k,) or a number; need not be whole.
        n_treated: Out of how many, of the same shape.
        control: How often among the control.
        n_control: Out of how many.
        level: The confidence level.
        method: One of the above.

    Returns:
        The lower and the upper ends.

    Raises:
        ParameterError: Counts below 0 or above their number, a number not above 0, or an unknown
            method.

    References:
        Newcombe (1998), Interval estimation for the difference between independent proportions,
        Statistics in Medicine 17, method 10 and others; Miettinen and Nurminen (1985),
        Comparative analysis of two rates, Statistics in Medicine 4; Mee (1984), Confidence bounds
        for the difference between two probabilities, Biometrics 40; Agresti and Caffo (2000),
        Simple and effective confidence intervals for proportions and differences of proportions,
        The American Statistician 54.

    Examples:
        Newcombe's first example, 56 of 70 against 48 of 80:

        >>> for method in ("newcombe", "miettinen-nurminen"):
        ...     lower, upper = interval(56, 70, 48, 80, 0.95, method=method)
        ...     print(method, round(float(lower), 4), round(float(upper), 4))
        newcombe 0.0524 0.3339
        miettinen-nurminen 0.0528 0.3382
    """
    arms, z = _arms(treated, n_treated, control, n_control), normal.critical_value(level)
    checks.one_of("method", method, METHODS)
    return _INTERVALS[method](arms, z)


def z_value(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    *,
    delta0: float = 0.0,
    method: Method = "newcombe",
) -> Floats:
    """Return how many standard errors the difference is above the one asked about.

    For `newcombe` there is no such statistic; it is the normal quantile at which the interval just
    touches the difference asked about. With `mee` and a difference of 0 it is the z of the pooled
    test that textbooks give.

    Args:
        treated: How often it happened among the treated, shape (k,) or a number.
        n_treated: Out of how many, of the same shape.
        control: How often among the control.
        n_control: Out of how many.
        delta0: The difference asked about, in points as a fraction: -0.02 for a margin of 2 points.
        method: As in `interval`.

    Raises:
        ParameterError: As `interval`, or a difference not strictly between -1 and 1.

    Examples:
        >>> round(float(z_value(350, 500, 250, 500, method="mee")), 3)
        6.455
    """
    arms = _arms(treated, n_treated, control, n_control)
    checks.one_of("method", method, METHODS)
    return _STATISTICS[method](arms, np.full_like(arms.x1, difference_asked(delta0)))


def p_value(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    *,
    delta0: float = 0.0,
    method: Method = "newcombe",
    alternative: normal.Alternative = "two-sided",
) -> Floats:
    """Return the p-value of the null that the difference is the one asked about.

    Args:
        treated: How often it happened among the treated, shape (k,) or a number.
        n_treated: Out of how many, of the same shape.
        control: How often among the control.
        n_control: Out of how many.
        delta0: The difference under the null; minus the margin, with `greater`, for
            non-inferiority.
        method: As in `interval`.
        alternative: Whether the true difference may be on both sides, or is `greater` or `less`.

    Raises:
        ParameterError: As `z_value`, or an unknown alternative.

    References:
        Farrington and Manning (1990), Test statistics and sample size formulae for comparative
        binomial trials with null hypothesis of non-zero risk difference or non-unity relative
        risk, Statistics in Medicine 9: the score test, here `mee`.

    Examples:
        Is 860 of 1,000 less than 2 points below 870 of 1,000?

        >>> p = p_value(860, 1000, 870, 1000, delta0=-0.02, method="mee", alternative="greater")
        >>> round(float(p), 4)
        0.2566
    """
    z = z_value(treated, n_treated, control, n_control, delta0=delta0, method=method)
    return normal.p_value(z, alternative)


def _arms(
    treated: ArrayLike, n_treated: ArrayLike, control: ArrayLike, n_control: ArrayLike
) -> _Arms:
    x1, n1, x0, n0 = two_arms(treated, n_treated, control, n_control)
    return _Arms(x1=x1, n1=n1, x0=x0, n0=n0)


def _score(arms: _Arms, delta: Floats) -> Floats:
    """Return Mee's statistic."""
    return score(arms.x1, arms.n1, arms.x0, arms.n0, delta)


def _enlarged_score(arms: _Arms, delta: Floats) -> Floats:
    """Return Miettinen and Nurminen's statistic."""
    n = arms.n1 + arms.n0
    return np.asarray(_score(arms, delta) * np.sqrt((n - 1) / n))


def _score_interval(statistic: Callable[[_Arms, Floats], Floats]) -> "_Interval":
    """Return how to find the differences at which a statistic is not beyond z."""

    def ends(arms: _Arms, z: float) -> tuple[Floats, Floats]:
        def accepted(delta: Floats) -> NDArray[np.bool_]:
            return np.asarray(np.abs(statistic(arms, delta)) <= z)

        middle = arms.difference
        below, above = np.full_like(middle, -1.0), np.full_like(middle, 1.0)
        parts = parts_for(middle.size)
        return (
            boundary(accepted, middle, below, parts=parts),
            boundary(accepted, middle, above, parts=parts),
        )

    return ends


def _newcombe_reach(arms: _Arms, z: ArrayLike) -> tuple[Floats, Floats]:
    """Return how far the interval reaches down and up."""
    p1, p0 = arms.x1 / arms.n1, arms.x0 / arms.n0
    low1, high1 = wilson_at(arms.x1, arms.n1, z)
    low0, high0 = wilson_at(arms.x0, arms.n0, z)
    return np.hypot(p1 - low1, high0 - p0), np.hypot(high1 - p1, p0 - low0)


def _newcombe(arms: _Arms, z: float) -> tuple[Floats, Floats]:
    down, up = _newcombe_reach(arms, z)
    return arms.difference - down, arms.difference + up


def _newcombe_z(arms: _Arms, delta: Floats) -> Floats:
    """Return the normal quantile at which the interval just touches a difference."""
    gap = arms.difference - delta

    def short(part: Floats) -> NDArray[np.bool_]:
        # z runs from 0 to infinity while part / (1 - part) runs over all it can be.
        down, up = _newcombe_reach(arms, part / np.maximum(1 - part, _NEARLY_NOTHING))
        return np.asarray(np.where(gap > 0, down, up) < np.abs(gap))

    part = boundary(short, np.zeros_like(gap), np.ones_like(gap), parts=parts_for(gap.size))
    return np.asarray(np.sign(gap) * part / np.maximum(1 - part, _NEARLY_NOTHING))


def _added(arms: _Arms) -> _Arms:
    """Return the arms with one success and one failure more."""
    return _Arms(x1=arms.x1 + 1, n1=arms.n1 + 2, x0=arms.x0 + 1, n0=arms.n0 + 2)


def _wald(arms: _Arms, z: float) -> tuple[Floats, Floats]:
    half = z * np.sqrt(_unpooled(arms))
    return arms.difference - half, arms.difference + half


def _wald_z(arms: _Arms, delta: Floats) -> Floats:
    return in_standard_errors(arms.difference - delta, _unpooled(arms))


def _unpooled(arms: _Arms) -> Floats:
    p1, p0 = arms.x1 / arms.n1, arms.x0 / arms.n0
    return np.asarray(p1 * (1 - p1) / arms.n1 + p0 * (1 - p0) / arms.n0)


def _agresti_caffo(arms: _Arms, z: float) -> tuple[Floats, Floats]:
    return _wald(_added(arms), z)


def _agresti_caffo_z(arms: _Arms, delta: Floats) -> Floats:
    return _wald_z(_added(arms), delta)


_Interval: TypeAlias = Callable[[_Arms, float], tuple[Floats, Floats]]
_NEARLY_NOTHING = 1e-9
_INTERVALS: Mapping[Method, _Interval] = {
    "newcombe": _newcombe,
    "miettinen-nurminen": _score_interval(_enlarged_score),
    "mee": _score_interval(_score),
    "agresti-caffo": _agresti_caffo,
    "wald": _wald,
}
_STATISTICS: Mapping[Method, Callable[[_Arms, Floats], Floats]] = {
    "newcombe": _newcombe_z,
    "miettinen-nurminen": _enlarged_score,
    "mee": _score,
    "agresti-caffo": _agresti_caffo_z,
    "wald": _wald_z,
}

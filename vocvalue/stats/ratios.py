"""The ratio of two independent shares, treated over control: score intervals and p-values.

They hold where nothing happened in an arm: the ratio may then be 0, infinite or unknown, and the
interval says how much is known of it all the same.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.stats import normal
from vocvalue.stats.bisection import boundary, parts_for
from vocvalue.stats.proportions import two_arms

Floats: TypeAlias = NDArray[np.float64]


def koopman(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    level: float,
) -> tuple[Floats, Floats]:
    """Return the score interval of the treated share over the control share.

    Args:
        treated: How often it happened among the treated, shape (k,) or a number; need not be whole.
        n_treated: Out of how many, of the same shape.
        control: How often among the control.
        n_control: Out of how many.
        level: The confidence level.

    Returns:
        The lower and the upper ends: 0 below where it never happened among the treated, infinite
        above where it never happened among the control.

    Raises:
        ParameterError: Counts below 0 or above their number, or a number not above 0.

    References:
        Koopman (1984), Confidence intervals for the ratio of two binomial proportions,
        Biometrics 40.

    Examples:
        Koopman's example, 36 of 40 against 16 of 80:

        >>> lower, upper = koopman(36, 40, 16, 80, 0.95)
        >>> round(float(lower), 2), round(float(upper), 2)
        (2.94, 7.15)
        >>> lower, upper = koopman(0, 50, 3, 50, 0.95)
        >>> round(float(lower), 2), round(float(upper), 2)
        (0.0, 1.24)
    """
    x1, n1, x0, n0 = two_arms(treated, n_treated, control, n_control)
    z = normal.critical_value(level)
    # The upper end is one over the lower end of the ratio turned around.
    both = [np.stack(pair) for pair in ((x1, x0), (n1, n0), (x0, x1), (n0, n1))]
    lower, turned = _lower(both[0], both[1], both[2], both[3], z)
    with np.errstate(divide="ignore"):
        return np.asarray(lower), np.asarray(1 / turned)


def relative_lift(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    level: float,
) -> tuple[Floats, Floats, Floats]:
    """Return by which part of itself the control share is exceeded, with its score interval.

    Args:
        treated: How often it happened among the treated, shape (k,) or a number; need not be whole.
        n_treated: Out of how many, of the same shape.
        control: How often among the control.
        n_control: Out of how many.
        level: The confidence level.

    Returns:
        The lift and its lower and upper ends: 0.1 where the treated share is a tenth larger. NaN
        where it never happened in either arm.

    Raises:
        ParameterError: As `koopman`.

    Examples:
        >>> [round(float(x), 3) for x in relative_lift(350, 500, 250, 500, 0.95)]
        [0.4, 0.262, 0.557]
    """
    x1, n1, x0, n0 = two_arms(treated, n_treated, control, n_control)
    lower, upper = koopman(x1, n1, x0, n0, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (x1 / n1) / (x0 / n0)
    return np.asarray(ratio - 1), lower - 1, upper - 1


def p_value(
    treated: ArrayLike,
    n_treated: ArrayLike,
    control: ArrayLike,
    n_control: ArrayLike,
    *,
    ratio0: float = 1.0,
    alternative: normal.Alternative = "two-sided",
) -> Floats:
    """Return the p-value of the null that the ratio is the one asked about.

    It is below 1 - level exactly where `koopman` leaves that ratio out.

    Args:
        treated: How often it happened among the treated, shape (k,) or a number.
        n_treated: Out of how many, of the same shape.
        control: How often among the control.
        n_control: Out of how many.
        ratio0: The ratio under the null, above 0.
        alternative: Whether the true ratio may be on both sides, or is `greater` or `less`.

    Raises:
        ParameterError: As `koopman`, a ratio not above 0, or an unknown alternative.

    Examples:
        >>> round(float(p_value(36, 40, 16, 80, ratio0=3.0)), 4)
        0.0628
    """
    x1, n1, x0, n0 = two_arms(treated, n_treated, control, n_control)
    z = _z_value(x1, n1, x0, n0, np.full_like(x1, checks.positive("ratio0", ratio0)))
    return normal.p_value(z, alternative)


def _lower(x1: Floats, n1: Floats, x0: Floats, n0: Floats, z: float) -> Floats:
    def accepted(part: Floats) -> NDArray[np.bool_]:
        # The ratio runs from 0 to infinity while its part of itself and 1 runs to 1.
        ratio = part / np.maximum(1 - part, np.finfo(float).tiny)
        return np.asarray(_z_value(x1, n1, x0, n0, ratio) <= z)

    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(x1 > 0, x1 / n1 / (x1 / n1 + x0 / n0), 0.0)
    end = boundary(accepted, part, np.zeros_like(part), parts=parts_for(part.size))
    return np.asarray(end / (1 - end))


def _z_value(x1: Floats, n1: Floats, x0: Floats, n0: Floats, ratio: Floats) -> Floats:
    """Return the signed root of the score statistic."""
    a, b = (n1 + n0) * ratio, n1 * ratio + x1 + n0 + x0 * ratio
    # The smaller root of a p^2 - b p + x1 + x0, in the form that loses no digits.
    p0 = 2 * (x1 + x0) / (b + np.sqrt(np.maximum(b**2 - 4 * a * (x1 + x0), 0.0)))
    p1 = np.minimum(ratio * p0, 1.0)
    gap = x1 / n1 - ratio * (x0 / n0)
    variance = p1 * (1 - p1) / n1 + ratio**2 * p0 * (1 - p0) / n0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(gap == 0, 0.0, gap / np.sqrt(variance)))

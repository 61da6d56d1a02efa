"""How many customers two arms need, what they can find, and how likely they find it.

For the difference of two shares by the pooled z-test, two-sided. Shares are in points as fractions,
numbers or arrays of one shape.
"""

from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats import normal
from vocvalue.stats.bisection import boundary

Floats: TypeAlias = NDArray[np.float64]


def sample_size(
    control: ArrayLike,
    treated: ArrayLike,
    *,
    level: float = 0.95,
    power: float = 0.80,
    ratio: float = 1.0,
) -> Floats:
    """Return how many controls are needed to find the difference of two shares.

    The variance under the null is that of the pooled share, under the alternative that of the two.
    The treated are `ratio` times as many. What is returned is not rounded up.

    Args:
        control: The control share, shape (k,) or a number.
        treated: The treated share, of the same shape.
        level: One minus the two-sided significance level.
        power: How likely the difference is to be found.
        ratio: How many treated there are for each control; 9 for a holdout of a tenth.

    Returns:
        The number of controls; infinite where the shares are the same.

    Raises:
        ParameterError: A share outside 0 and 1, a level or a power not between them, a ratio not
            above 0.

    References:
        Fleiss, Tytun and Ury (1980), A simple approximation for calculating sample sizes for
        comparing independent proportions, Biometrics 36, before its correction for continuity.

    Examples:
        >>> round(float(sample_size(0.10, 0.12)), 2)
        3840.85
        >>> controls = sample_size([0.80, 0.90], [0.82, 0.91], ratio=9.0)
        >>> np.ceil(controls).astype(int).tolist()
        [3310, 7382]
    """
    p0, p1 = _shares(control, treated)
    times = checks.positive("ratio", ratio)
    null, alternative = _variances(p1, p0, times, 1.0)
    quantile = scipy.stats.norm.ppf(checks.level(power, name="power"))
    reach = normal.critical_value(level) * np.sqrt(null) + quantile * np.sqrt(alternative)
    with np.errstate(divide="ignore"):
        return np.asarray(np.square(reach / (p1 - p0)))


def achieved_power(
    control: ArrayLike,
    treated: ArrayLike,
    n_treated: ArrayLike,
    n_control: ArrayLike,
    *,
    level: float = 0.95,
) -> Floats:
    """Return how likely a difference of two shares is found, on the side where it is.

    Args:
        control: The control share, shape (k,) or a number.
        treated: The treated share, of the same shape.
        n_treated: How many are treated, of the same shape.
        n_control: How many are not.
        level: One minus the two-sided significance level.

    Raises:
        ParameterError: A share outside 0 and 1, a level not between them, or an arm without
            anybody.

    Examples:
        >>> round(float(achieved_power(0.80, 0.82, 6039, 6039)), 4)
        0.8
        >>> round(float(achieved_power(0.80, 0.82, 9000, 1000)), 4)
        0.3475
    """
    p0, p1 = _shares(control, treated)
    n1, n0 = _sizes(n_treated, n_control)
    null, alternative = _variances(p1, p0, n1, n0)
    gap = np.abs(p1 - p0) - normal.critical_value(level) * np.sqrt(null)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(gap == 0, 0.5, scipy.stats.norm.cdf(gap / np.sqrt(alternative))))


def detectable_difference(
    control: ArrayLike,
    n_treated: ArrayLike,
    n_control: ArrayLike,
    *,
    level: float = 0.95,
    power: float = 0.80,
) -> tuple[Floats, Floats]:
    """Return the smallest fall and the smallest rise that are found with the power asked for.

    Args:
        control: The control share, shape (k,) or a number.
        n_treated: How many are treated, of the same shape.
        n_control: How many are not.
        level: One minus the two-sided significance level.
        power: How likely the difference is to be found.

    Returns:
        The fall, below 0, and the rise, above 0, in points as fractions; NaN where even a share
        of 0 or 1 among the treated would not be found.

    Raises:
        ParameterError: As `achieved_power`, or a power not above half of 1 - level and below 1.

    Examples:
        >>> fall, rise = detectable_difference([0.50, 0.95], 9000, 1000)
        >>> fall.round(4).tolist(), rise.round(4).tolist()
        ([-0.0466, -0.023], [0.0466, 0.0178])
    """
    p0, _ = _shares(control, control)
    n1, n0 = _sizes(n_treated, n_control)
    p0, n1, n0 = np.broadcast_arrays(p0, n1, n0)
    if not (1 - checks.level(level)) / 2 < checks.level(power, name="power"):
        raise ParameterError(f"power == {power}, must be above {(1 - level) / 2:g}.")

    def unseen(treated: Floats) -> NDArray[np.bool_]:
        return achieved_power(p0, treated, n1, n0, level=level) < power

    ends = []
    for extreme in (np.zeros_like(p0), np.ones_like(p0)):
        treated = boundary(unseen, p0, extreme)
        ends.append(np.where(unseen(extreme), np.nan, treated - p0))
    return ends[0], ends[1]


def _shares(control: ArrayLike, treated: ArrayLike) -> tuple[Floats, Floats]:
    shares = []
    for name, values in (("control", control), ("treated", treated)):
        share = checks.finite_array(name, values)
        if np.any((share < 0) | (share > 1)):
            bad = share[(share < 0) | (share > 1)].flat[0]
            raise ParameterError(f"{name} == {bad:g}, must be between 0 and 1. Write 90% as 0.90.")
        shares.append(share)
    p0, p1 = np.broadcast_arrays(*shares)
    return p0, p1


def _sizes(n_treated: ArrayLike, n_control: ArrayLike) -> tuple[Floats, Floats]:
    sizes = []
    for name, values in (("n_treated", n_treated), ("n_control", n_control)):
        size = checks.finite_array(name, values)
        if np.any(size <= 0):
            raise ParameterError(f"{name} == {size.min():g}, must be > 0.")
        sizes.append(size)
    return sizes[0], sizes[1]


def _variances(p1: Floats, p0: Floats, n1: ArrayLike, n0: ArrayLike) -> tuple[Floats, Floats]:
    """Return the variance of the difference with the pooled share, and with the two."""
    treated, control = np.asarray(n1, dtype=np.float64), np.asarray(n0, dtype=np.float64)
    pooled = (treated * p1 + control * p0) / (treated + control)
    return (
        pooled * (1 - pooled) * (1 / treated + 1 / control),
        p1 * (1 - p1) / treated + p0 * (1 - p0) / control,
    )

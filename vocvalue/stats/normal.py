"""The normal curve behind intervals and tests: its critical values and what follows from them."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from vocvalue import checks
from vocvalue.errors import ParameterError

Alternative: TypeAlias = Literal["two-sided", "greater", "less"]
ALTERNATIVES: tuple[Alternative, ...] = ("two-sided", "greater", "less")

STEPS = 60


def critical_value(level: float) -> float:
    """Return how many standard errors an interval of a level reaches to either side.

    Examples:
        >>> round(critical_value(0.95), 6)
        1.959964
    """
    return float(ndtri((1 + checks.level(level)) / 2))


def interval_level(level: float, alternative: Alternative) -> float:
    """Return the level of the interval that says the same as a test at 1 - level.

    For a one-sided test, one end of that interval is the bound: it has 90% for a level of 95%.

    Examples:
        >>> interval_level(0.95, "two-sided"), round(interval_level(0.95, "less"), 2)
        (0.95, 0.9)
    """
    if checks.one_of("alternative", alternative, ALTERNATIVES) == "two-sided":
        return level
    if level <= 0.5:
        raise ParameterError(
            f"level == {level}, must be above 0.5 with alternative == {alternative!r}."
        )
    return 2 * level - 1


def interval(value: float, standard_error: float, level: float) -> tuple[float, float, float]:
    """Return a value with the ends of its interval.

    Examples:
        >>> [round(end, 2) for end in interval(10.0, 1.0, 0.95)]
        [10.0, 8.04, 11.96]
    """
    half = critical_value(level) * standard_error
    return value, value - half, value + half


def standard_error(lower: float, upper: float, level: float) -> float:
    """Return the standard error that an interval amounts to.

    Examples:
        >>> round(standard_error(8.04, 11.96, 0.95), 3)
        1.0
    """
    return (upper - lower) / (2 * critical_value(level))


def touching(value: float, interval: Callable[[float], tuple[float, float]]) -> float:
    """Return the quantile at which an interval just touches 0, with the value's sign.

    The p-value that follows is below 1 - level exactly if the interval at that level excludes 0.

    Args:
        value: The estimate, within all its intervals.
        interval: The ends of the interval whose width is given as a normal quantile; wider for
            larger ones.

    Examples:
        >>> round(touching(3.0, lambda z: (3.0 - 1.5 * z, 3.0 + 1.5 * z)), 6)
        2.0
    """
    if not abs(value) > 0:
        return 0.0 if value == 0 else float("nan")
    # The quantile runs from 0 to infinity while part / (1 - part) runs over all it can be.
    near, far = 0.0, 1.0 - 1e-12
    for _ in range(STEPS):
        part = (near + far) / 2
        lower, upper = interval(part / (1 - part))
        near, far = (part, far) if lower > 0 or upper < 0 else (near, part)
    return float(np.copysign(near / (1 - near), value))


def p_value(z: ArrayLike, alternative: Alternative = "two-sided") -> NDArray[np.float64]:
    """Return the p-value of a statistic in standard errors.

    Examples:
        >>> p_value([1.959964, -1.959964]).round(3).tolist()
        [0.05, 0.05]
        >>> p_value(1.644854, "greater").round(3).tolist()
        0.05
    """
    away = np.asarray(z, dtype=np.float64)
    if checks.one_of("alternative", alternative, ALTERNATIVES) == "two-sided":
        return np.asarray(2 * ndtr(-np.abs(away)))
    return np.asarray(ndtr(-away if alternative == "greater" else away))

"""Rates of events that come one by one: so many per unit of exposure, with exact intervals."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from vocvalue import checks

Floats: TypeAlias = NDArray[np.float64]


def rate(events: ArrayLike, exposure: ArrayLike, level: float) -> tuple[Floats, Floats, Floats]:
    """Return rates of a Poisson count with exact intervals.

    Args:
        events: How many events there were, shape (k,) or a number.
        exposure: What they are counted per, such as orders, of the same shape.
        level: The confidence level.

    Returns:
        The rates, their lower and their upper ends; NaN where there is no exposure.

    References:
        Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28.

    Examples:
        >>> [round(float(end), 3) for end in rate(10, 1, 0.95)]
        [10.0, 4.795, 18.39]
    """
    tail = (1 - checks.level(level)) / 2
    n = np.asarray(events, dtype=np.float64)
    units = np.asarray(exposure, dtype=np.float64)
    units = np.where(units > 0, units, np.nan)
    lower = np.where(n > 0, gammaincinv(np.maximum(n, 1.0), tail), 0.0)
    upper = gammaincinv(n + 1, 1 - tail)
    return n / units, lower / units, upper / units

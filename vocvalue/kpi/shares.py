"""A share of a whole as an estimate whose interval holds for few."""

import numpy as np

from vocvalue.results import Estimate
from vocvalue.stats.proportions import wilson

METHOD = "Wilson score"


def share_of(hits: float, n: int, level: float) -> Estimate:
    """Return a share with Wilson's interval; NaN with n = 0 where there is nothing.

    Args:
        hits: How often it happened.
        n: Out of how many.
        level: The confidence level.

    Examples:
        >>> rate = share_of(7, 10, 0.95)
        >>> rate.value, round(rate.lower, 4), round(rate.upper, 4)
        (0.7, 0.3968, 0.8922)
    """
    if not n:
        return nothing(level)
    lower, upper = wilson(hits, n, level)
    return Estimate.of((hits / n, float(lower), float(upper)), level=level, method=METHOD, n=n)


def nothing(level: float) -> Estimate:
    """Return the estimate of a period or group without data.

    Args:
        level: The confidence level.
    """
    return Estimate.of((np.nan, np.nan, np.nan), level=level, method="no data", n=0)

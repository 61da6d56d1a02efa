"""Means and shares of few scores on a scale with ends, of all who were asked or of a large number.

Ten answers on a scale from 1 to 5 are often alike, or have none of the rare 1s: their spread is
then too small, and Student's interval too narrow. One more answer at each end of the scale makes up
for what so few could not show, as adding successes and failures does for a share.
"""

from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.stats.proportions import wilson

Floats: TypeAlias = NDArray[np.float64]

ENDS = 1.0
"""How many answers are added at each end of the scale."""


def effective_size(n: float, invited: float | None) -> float:
    """Return how many answers out of a large number are as certain as these out of those invited.

    Without replacement the variance of a mean is s2 / n (N - n) / (N - 1), with s2 over the N who
    were invited, and that of a share p (1 - p) / n (N - n) / (N - 1): both are those of
    n (N - 1) / (N - n) answers with replacement. Who answers is taken to be unrelated to what is
    answered.

    Args:
        n: The number who answered.
        invited: The number who were invited; None where it is large or not known.

    Returns:
        That number; infinite where all answered.

    References:
        Cochran (1977), Sampling Techniques, sections 2.6 and 3.2.

    Examples:
        >>> effective_size(6, None), effective_size(6, 11), effective_size(11, 11)
        (6, 12.0, inf)
    """
    if invited is None:
        return n
    return n * (invited - 1) / (invited - n) if invited > n else float("inf")


def mean_of_scores(
    values: Floats, *, low: float, high: float, level: float, invited: float | None = None
) -> tuple[float, float, float]:
    """Return the mean of few scores with an interval that holds for few.

    Args:
        values: The scores, shape (n,).
        low: The lowest end of the scale.
        high: The highest.
        level: The confidence level.
        invited: The number who were invited, where the mean of these is asked for.

    Returns:
        The mean, its lower and its upper end; NaN where there are none.

    References:
        Agresti and Coull (1998), Approximate is better than "exact" for interval estimation of
        binomial proportions, The American Statistician 52, for the answers that are added; Student
        (1908), The probable error of a mean, Biometrika 6.

    Examples:
        >>> ten = np.array([4.0] * 6 + [5.0] * 4)
        >>> [round(end, 3) for end in mean_of_scores(ten, low=1, high=5, level=0.95)]
        [4.4, 3.458, 4.875]
        >>> both = mean_of_scores(ten, low=1, high=5, level=0.95, invited=20)
        >>> [round(end, 3) for end in both]
        [4.4, 3.836, 4.698]
    """
    n = values.size
    if not n:
        return float("nan"), float("nan"), float("nan")
    mean = float(values.mean())
    size = effective_size(n, invited)
    if np.isinf(size):
        return mean, mean, mean
    total = size + 2 * ENDS
    centre = (size * mean + ENDS * (low + high)) / total
    squares = size * (_variance(values, size, invited) + (mean - centre) ** 2)
    squares += ENDS * ((low - centre) ** 2 + (high - centre) ** 2)
    error = np.sqrt(squares / (total - 1) / total)
    half = float(scipy.stats.t.ppf((1 + level) / 2, n + 2 * ENDS - 1) * error)
    least, most = possible_means(mean, n, low=low, high=high, invited=invited)
    return mean, min(max(centre - half, least), mean), max(min(centre + half, most), mean)


def possible_means(
    mean: float, n: float, *, low: float, high: float, invited: float | None
) -> tuple[float, float]:
    """Return between which numbers the mean of all who were invited must lie.

    The ends are those where all who did not answer would have given the lowest score, or the
    highest, whoever they are.

    Args:
        mean: The mean of those who answered.
        n: How many they are.
        low: The lowest end of the scale.
        high: The highest.
        invited: The number who were invited; None where it is large or not known.

    References:
        Manski (1989), Anatomy of the selection problem, Journal of Human Resources 24.

    Examples:
        >>> possible_means(4.5, 8, low=1, high=5, invited=10)
        (3.8, 4.6)
    """
    if invited is None:
        return low, high
    silent = max(invited - n, 0.0)
    return (n * mean + silent * low) / (n + silent), (n * mean + silent * high) / (n + silent)


def _variance(values: Floats, size: float, invited: float | None) -> float:
    """Return the variance over n, with the bias that it has in a sample of the effective size."""
    n = values.size
    if invited is None or n < 2:
        return float(values.var())
    return float(values.var(ddof=1)) * (invited - 1) / invited * (size - 1) / size


def share_of_scores(
    hits: float, n: float, *, level: float, invited: float | None = None
) -> tuple[float, float, float]:
    """Return a share of those who answered with Wilson's interval.

    Args:
        hits: How many of them.
        n: Who answered.
        level: The confidence level.
        invited: The number who were invited, where the share of these is asked for.

    Returns:
        The share, its lower and its upper end; NaN where nobody answered.

    Examples:
        >>> [round(end, 4) for end in share_of_scores(7, 10, level=0.95)]
        [0.7, 0.3968, 0.8922]
        >>> [round(end, 4) for end in share_of_scores(7, 10, level=0.95, invited=20)]
        [0.7, 0.4754, 0.85]
    """
    if not n:
        return float("nan"), float("nan"), float("nan")
    share, size = hits / n, effective_size(n, invited)
    if np.isinf(size):
        return share, share, share
    lower, upper = wilson(share * size, size, level)
    least, most = possible_means(share, n, low=0.0, high=1.0, invited=invited)
    return share, max(float(lower), least), min(float(upper), most)

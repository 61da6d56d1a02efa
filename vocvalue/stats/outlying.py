"""Which of many estimates lies above what the others lead to expect of it.

The limits of a funnel plot, for groups that differ by nature: honest ones are not all the same.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from vocvalue.stats.shrinkage import between_variance

Floats: TypeAlias = NDArray[np.float64]

FEWEST = 5
"""Below so many estimates the others do not tell how far they are spread."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlying:
    """What the other estimates lead to expect of each.

    Attributes:
        expected: The mean of the others, shape (k,).
        spread: The standard deviation of one more estimate of the same precision, shape (k,).
        df: Degrees of freedom of that.
        p_values: One-sided, that each is no higher than the others lead to expect, shape (k,).
    """

    expected: Floats
    spread: Floats
    df: int
    p_values: Floats

    def limit(self, level: float) -> Floats:
        """Return the upper limit of each estimate at a level, shape (k,).

        Args:
            level: How likely an estimate is to lie below its limit.
        """
        return np.asarray(self.expected + float(stdtrit(self.df, level)) * self.spread)


def above_the_others(values: Floats, standard_errors: Floats) -> Outlying | None:
    """Return, of each estimate, how far above the others it lies.

    Each is held against a prediction from the others alone, so that it cannot widen the spread by
    which it is judged. The true values are taken to be normal about a common mean.

    Args:
        values: The estimates, shape (k,), independent of one another.
        standard_errors: Their standard errors, above 0, shape (k,).

    Returns:
        The predictions and p-values, not corrected for their number; None of fewer than five.

    References:
        Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
        Medicine 24; Higgins, Thompson and Spiegelhalter (2009), A re-evaluation of random-effects
        meta-analysis, Journal of the Royal Statistical Society A 172, for the prediction; Paule and
        Mandel (1982), Journal of Research of the National Bureau of Standards 87.

    Examples:
        >>> values, errors = np.array([0.0, 0.1, -0.1, 0.05, -0.05, 1.0]), np.full(6, 0.1)
        >>> above_the_others(values, errors).p_values.round(4).tolist()
        [0.6427, 0.5578, 0.7231, 0.6007, 0.6836, 0.0014]
    """
    k = values.size
    if k < FEWEST:
        return None
    expected, spread = np.empty(k), np.empty(k)
    for place in range(k):
        others = np.arange(k) != place
        y, error = values[others], standard_errors[others]
        between = between_variance(y, error, method="paule-mandel")
        precision = 1 / (error**2 + between)
        expected[place] = precision @ y / precision.sum()
        variance = between + standard_errors[place] ** 2 + 1 / precision.sum()
        spread[place] = np.sqrt(variance)
    df = k - 3
    return Outlying(
        expected=expected,
        spread=spread,
        df=df,
        p_values=np.asarray(stdtr(df, (expected - values) / spread)),
    )

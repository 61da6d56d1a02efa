"""Which of many estimates lie above what the others lead to expect of them.

The limits of a funnel plot, for groups that differ by nature: honest ones are not all the same.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from vocvalue import checks
from vocvalue.stats.shrinkage import between_variance

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

FEWEST = 5
"""Below so many estimates the others do not tell how far they are spread."""
PART, MOST = 5, 10
"""One in five is looked at as possibly outlying, and at most ten."""
CANDIDATES = 3
"""How many of the most extreme are compared with the others at each step."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlying:
    """What the other estimates lead to expect of each.

    Attributes:
        expected: The mean of the others, shape (k,).
        spread: The standard deviation of one more estimate of the same precision, shape (k,).
        df: Degrees of freedom of that.
        p_values: One-sided, that each is no higher than the others lead to expect, shape (k,).
        corrected: The same, corrected for the number of estimates, shape (k,).
        is_outlying: Whether each is shown to lie above the others, shape (k,).
    """

    expected: Floats
    spread: Floats
    df: int
    p_values: Floats
    corrected: Floats
    is_outlying: Flags

    def limit(self, level: float) -> Floats:
        """Return the upper limit of each estimate at a level, shape (k,).

        Args:
            level: How likely an estimate is to lie below its limit.
        """
        return np.asarray(self.expected + float(stdtrit(self.df, level)) * self.spread)


def above_the_others(values: Floats, standard_errors: Floats, level: float) -> Outlying | None:
    """Return, of each estimate, how far above the others it lies.

    Each is held against a prediction from the others alone, so that it cannot widen the spread by
    which it is judged; nor can others that lie above too. The most extreme are set aside one after
    another, and the last that is shown to lie above those that are left makes all before it
    outlying. The true values of the others are taken to be normal about a common mean.

    Args:
        values: The estimates, shape (k,), independent of one another.
        standard_errors: Their standard errors, above 0, shape (k,).
        level: One less it is the chance that any of estimates of one kind is said to lie above.

    Returns:
        The predictions and p-values; None of fewer than five.

    References:
        Rosner (1983), Percentage points for a generalized ESD many-outlier procedure, Technometrics
        25, for the steps; Spiegelhalter (2005), Funnel plots for comparing institutional
        performance, Statistics in Medicine 24; Higgins, Thompson and Spiegelhalter (2009), A
        re-evaluation of random-effects meta-analysis, Journal of the Royal Statistical Society A
        172, for the prediction; Paule and Mandel (1982), Journal of Research of the National Bureau
        of Standards 87.

    Examples:
        >>> values, errors = np.array([0.0, 0.1, -0.1, 0.05, -0.05, 1.0]), np.full(6, 0.1)
        >>> found = above_the_others(values, errors, 0.95)
        >>> found.is_outlying.tolist(), found.corrected[5].round(4).item()
        ([False, False, False, False, False, True], 0.0083)
    """
    k = values.size
    if k < FEWEST:
        return None
    aside, corrected = _set_aside(values, standard_errors)
    is_shown = corrected < 1 - checks.level(level)
    outlying = aside[is_shown]
    left = np.ones(k, dtype=np.bool_)
    left[outlying] = False
    df = int(left.sum()) - 3
    expected, spread = _predicted(values, standard_errors, left, np.arange(k))
    p_values = np.asarray(stdtr(df, (expected - values) / spread))
    of_all = np.minimum(p_values * left.sum(), 1.0)
    of_all[outlying] = corrected[is_shown]
    return Outlying(
        expected=expected,
        spread=spread,
        df=df,
        p_values=p_values,
        corrected=of_all,
        is_outlying=~left,
    )


def _set_aside(values: Floats, errors: Floats) -> tuple[Codes, Floats]:
    """Return which estimates are set aside, the most extreme first, and their corrected p-values.

    What a later step shows, it shows of all before it.
    """
    left, found, p_values = np.ones(values.size, dtype=np.bool_), [], []
    for _ in range(min(max(values.size // PART, 1), MOST)):
        n = int(left.sum())
        if n < FEWEST:
            break
        candidates = _most_extreme(values, errors, left)
        expected, spread = _predicted(values, errors, left, candidates)
        chance = stdtr(n - 3, (expected - values[candidates]) / spread)
        first = int(np.argmin(chance))
        found.append(int(candidates[first]))
        p_values.append(min(float(chance[first]) * n, 1.0))
        left[found[-1]] = False
    return np.array(found), np.minimum.accumulate(np.array(p_values)[::-1])[::-1]


def _most_extreme(values: Floats, errors: Floats, left: Flags) -> Codes:
    """Return those left that lie highest, by the spread of all of them."""
    rows = np.flatnonzero(left)
    y, error = values[rows], errors[rows]
    variance = error**2 + between_variance(y, error, method="paule-mandel")
    mean = float((y / variance).sum() / (1 / variance).sum())
    return rows[np.argsort((mean - y) / np.sqrt(variance))[:CANDIDATES]]


def _predicted(values: Floats, errors: Floats, left: Flags, asked: Codes) -> tuple[Floats, Floats]:
    """Return what those left, without the one asked for, lead to expect of it."""
    expected, spread = np.empty(asked.size), np.empty(asked.size)
    for place, own in enumerate(asked.tolist()):
        others = left.copy()
        others[own] = False
        y, error = values[others], errors[others]
        between = between_variance(y, error, method="paule-mandel")
        precision = 1 / (error**2 + between)
        expected[place] = precision @ y / precision.sum()
        spread[place] = np.sqrt(between + errors[own] ** 2 + 1 / precision.sum())
    return expected, spread

"""Several tests at once: p-values corrected for their number.

Written out, because statsmodels' `multipletests` collects all garbage of the process each time it
is called, which takes a hundred times as long as the correction.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


def holm(p_values: Floats) -> Floats:
    """Return p-values that keep the chance of any false finding at its level.

    Args:
        p_values: Shape (m,); NaN stays NaN and counts as no test.

    References:
        Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal
        of Statistics 6.

    Examples:
        >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
        [0.03, 0.06, 0.06]
    """
    return _corrected(p_values, _stepped_down)


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Return p-values that keep the expected share of false findings at its level.

    Args:
        p_values: Shape (m,); NaN stays NaN and counts as no test.

    References:
        Benjamini and Hochberg (1995), Controlling the false discovery rate, Journal of the Royal
        Statistical Society B 57.

    Examples:
        >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).round(6).tolist()
        [0.03, 0.04, 0.04]
    """
    return _corrected(p_values, _stepped_up)


def _corrected(p_values: Floats, of_sorted: Callable[[Floats], Floats]) -> Floats:
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known])]
    corrected = np.full(p_values.shape, np.nan)
    corrected[order] = np.minimum(of_sorted(p_values[order]), 1.0)
    return corrected


def _stepped_down(ascending: Floats) -> Floats:
    m = ascending.size
    return np.maximum.accumulate(ascending * np.arange(m, 0, -1))


def _stepped_up(ascending: Floats) -> Floats:
    m = ascending.size
    return np.minimum.accumulate((ascending * m / np.arange(1, m + 1))[::-1])[::-1]

"""Whether groups have equal shares of something: Fisher's exact test, or Pearson's."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Counts: TypeAlias = NDArray[np.int64]


def p_value(n: Counts, sizes: Counts) -> float:
    """Return the p-value of equal shares in all groups.

    Fisher's exact test for two groups, Pearson's chi-square for more.

    Args:
        n: How many of each group have it, shape (k,).
        sizes: How many each group has, shape (k,).

    References:
        Fisher, R. A. (1935). The Design of Experiments. Pearson, K. (1900). Philosophical
        Magazine 50.

    Examples:
        >>> round(p_value(np.array([8, 1]), np.array([10, 6])), 4)
        0.035
    """
    total = int(n.sum())
    if total in (0, int(sizes.sum())):
        return 1.0
    table = np.stack([n, sizes - n])
    if len(sizes) == 2:
        return float(stats.fisher_exact(table).pvalue)
    return float(stats.chi2_contingency(table, correction=False).pvalue)

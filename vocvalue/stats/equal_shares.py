"""Whether groups have equal shares of something: Fisher's exact test, or Pearson's."""

from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.int64]

FEWEST = 5
"""Expected counts below which the chi-square distribution is not relied on (Cochran 1954)."""
N_DRAWN = 9_999


def p_value(n: Counts, sizes: Counts) -> float:
    """Return the p-value of equal shares in all groups.

    Fisher's exact test for two groups. For more Pearson's chi-square, whose p-value is counted
    among 9,999 drawn tables of the same sums where a group is expected to have fewer than five.

    Args:
        n: How many of each group have it, shape (k,).
        sizes: How many each group has, shape (k,).

    References:
        Fisher, R. A. (1935). The Design of Experiments. Pearson, K. (1900). Philosophical
        Magazine 50. Hope, A. C. A. (1968). Journal of the Royal Statistical Society B 30, for drawn
        tables.

    Examples:
        >>> round(p_value(np.array([8, 1]), np.array([10, 6])), 4)
        0.035
    """
    total = int(n.sum())
    if total in (0, int(sizes.sum())):
        return 1.0
    table = np.stack([n, sizes - n])
    if len(sizes) == 2:
        return float(scipy.stats.fisher_exact(table).pvalue)
    expected = sizes * (total / sizes.sum())
    if min(expected.min(), (sizes - expected).min()) < FEWEST:
        return _among_drawn(n, sizes, expected)
    return float(scipy.stats.chi2_contingency(table, correction=False).pvalue)


def _among_drawn(n: Counts, sizes: Counts, expected: NDArray[np.float64]) -> float:
    """Return the p-value of Pearson's statistic among tables drawn with the same sums."""
    scale = expected * (1 - expected / sizes)
    rng = np.random.default_rng(0)
    drawn = rng.multivariate_hypergeometric(sizes, int(n.sum()), size=N_DRAWN, method="marginals")
    far = ((n - expected) ** 2 / scale).sum() * (1 - 1e-12)
    as_far = int((((drawn - expected) ** 2 / scale).sum(axis=1) >= far).sum())
    return (1 + as_far) / (1 + N_DRAWN)

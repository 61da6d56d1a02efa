"""Whether the sizes of groups are those of planned shares."""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

EXPECTED = 30
"""Where a group is expected to be smaller, the test is exact."""
MAX_TABLES = 200_000
ALIKE = 1 + 1e-7


@dataclass(frozen=True, kw_only=True)
class SizesTest:
    """How far the sizes of groups lie from those of the planned shares.

    Attributes:
        statistic: Pearson's chi-square.
        p_value: How often chance alone puts them as far off.
        method: The test.
        least_expected: The expected size of the smallest group.
        is_rough: Whether the chi-square stands in for an exact test that would take too long.
    """

    statistic: float
    p_value: float
    method: str
    least_expected: float
    is_rough: bool = False


def fit_of_sizes(seen: Counts, share: Floats) -> SizesTest:
    """Test whether the sizes of groups are those of planned shares.

    Args:
        seen: The size of each group, shape (k,), not all 0.
        share: The planned share of each, above 0, shape (k,).

    References:
        Pearson's chi-square; where a group is expected to have fewer than 30, the exact multinomial
        test, which sums the probabilities of all sizes no likelier than those seen.

    Examples:
        >>> halves = np.array([0.5, 0.5])
        >>> round(fit_of_sizes(np.array([10_242, 10_055]), halves).p_value, 2)
        0.19
        >>> fit_of_sizes(np.array([10, 2]), halves).method
        'exact binomial test'
    """
    n, k = int(seen.sum()), len(seen)
    statistic = float(np.sum((seen - n * share) ** 2 / (n * share)))
    least = float(n * share.min())
    is_small = least < EXPECTED
    is_rough = False
    if is_small and k == 2:
        p_value = float(scipy.stats.binomtest(int(seen[0]), n, share[0]).pvalue)
        method = "exact binomial test"
    elif is_small and math.comb(n + k - 1, k - 1) <= MAX_TABLES:
        p_value, method = _exact(seen, share), "exact multinomial test"
    else:
        p_value, method = float(scipy.stats.chi2.sf(statistic, k - 1)), "Pearson's chi-square"
        is_rough = is_small
    return SizesTest(
        statistic=statistic,
        p_value=p_value,
        method=method,
        least_expected=least,
        is_rough=is_rough,
    )


def _exact(seen: Counts, share: Floats) -> float:
    """Return the probability of all tables that are no likelier than the one seen."""
    n, k = int(seen.sum()), len(seen)
    tables = _tables(n, k)
    weights = scipy.stats.multinomial.pmf(tables, n, share / share.sum())
    own = scipy.stats.multinomial.pmf(seen, n, share / share.sum())
    return min(float(weights[weights <= own * ALIKE].sum()), 1.0)


def _tables(n: int, k: int) -> Counts:
    """Return all ways to spread n over k groups, shape (m, k)."""
    tables = np.arange(n + 1)[:, None]
    for _ in range(k - 2):
        left = n - tables.sum(axis=1)
        rows = np.repeat(tables, left + 1, axis=0)
        ends = np.cumsum(left + 1)
        fresh = np.arange(ends[-1]) - np.repeat(ends - left - 1, left + 1)
        tables = np.column_stack([rows, fresh])
    return np.column_stack([tables, n - tables.sum(axis=1)])

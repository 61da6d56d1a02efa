"""Whether periods differ, where the same people may answer in several of them."""

from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

SMALL = 1e-9


def same_in_all_periods(values: Floats, person: Codes, period: Codes) -> tuple[float, int, float]:
    """Test that nothing changed over periods, each person compared with himself.

    If nothing changed, the values of a person could stand in any order in the periods in which he
    answered, and those of people who answered once in any order among themselves. The sums of the
    periods, each value taken from the mean of its person (or of those who answered once), have then
    a covariance that is known without any assumption on the values, and their distance from 0 in it
    is nearly a chi-square. With everybody in every period it is Friedman's test, of values in the
    place of ranks; with everybody once it is that of `means.same_mean`.

    Args:
        values: One value of each person in each period in which he answered, shape (n,).
        person: The code of each one's person, -1 where it is not known, shape (n,).
        period: The code of each one's period, shape (n,).

    Returns:
        Chi squared, its degrees of freedom and the p-value; NaN where nothing can be compared.

    References:
        Friedman (1937), The use of ranks to avoid the assumption of normality implicit in the
        analysis of variance, Journal of the American Statistical Association 32; Skillings and Mack
        (1981), On the use of a Friedman-type statistic in balanced and unbalanced block designs,
        Technometrics 23, for people who did not answer in every period.

    Examples:
        Ranks within three people in three periods:

        >>> values = np.array([1.0, 2, 3, 1, 3, 2, 1, 2, 3])
        >>> person, period = np.repeat([0, 1, 2], 3), np.tile([0, 1, 2], 3)
        >>> chi2, df, p = same_in_all_periods(values, person, period)
        >>> round(chi2, 4), df, round(p, 4)
        (4.6667, 2, 0.097)
    """
    block = _blocks(person)
    n_blocks, k = int(block.max(initial=-1)) + 1, int(period.max(initial=-1)) + 1
    size = np.bincount(block, minlength=n_blocks).astype(np.float64)
    apart = values - (np.bincount(block, values, n_blocks) / np.maximum(size, 1))[block]
    spread = np.bincount(block, apart**2, n_blocks) / np.maximum(size - 1, 1)
    there = np.zeros((n_blocks, k))
    np.add.at(there, (block, period), 1.0)
    weighted = spread[:, None] * there
    covariance = np.diag(weighted.sum(axis=0)) - (weighted / np.maximum(size, 1)[:, None]).T @ there
    sums = np.bincount(period, apart, k).astype(np.float64)
    return _distance(sums, covariance)


def _blocks(person: Codes) -> Codes:
    """Return within whom values can change places: each person, or all who answered once."""
    known = person >= 0
    n = np.bincount(person[known], minlength=int(person.max(initial=-1)) + 1)
    often = known & (n[np.where(known, person, 0)] > 1) if n.size else known
    block = np.zeros(person.size, dtype=np.int64)
    _, block[often] = np.unique(person[often], return_inverse=True)
    block[often] += 1
    return block


def _distance(sums: Floats, covariance: NDArray[np.float64]) -> tuple[float, int, float]:
    nothing = float("nan")
    if not covariance.any():
        return nothing, 0, nothing
    roots, axes = np.linalg.eigh(covariance)
    used = roots > SMALL * roots.max()
    df = int(used.sum())
    if not df or not roots.max() > 0:
        return nothing, 0, nothing
    along = axes[:, used].T @ sums
    chi2 = float(along**2 @ (1 / roots[used]))
    return chi2, df, float(scipy.stats.chi2.sf(chi2, df))

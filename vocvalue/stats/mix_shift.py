"""Whether the mix of groups is another in some weeks than in others, where weeks vary too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class MixShift:
    """The test that two spans have the same mix.

    Attributes:
        chi2: Pearson's chi-square of the two spans.
        df: Its degrees of freedom, one less than the groups; fewer where some groups vary more from
            week to week than others.
        dispersion: How many times as much as by chance the weeks of a span vary, at least 1.
        df_within: The degrees of freedom of that.
        p_value: That the mix is the same, by the F distribution of both.
    """

    chi2: float
    df: float
    dispersion: float
    df_within: float
    p_value: float


def mix_shift(before: Floats, after: Floats) -> MixShift | None:
    """Test that the mix of groups is the same in two spans of several weeks each.

    With the counts of the two spans Pearson's chi-square is made. How the weeks of a span vary
    about its mix says how large it is by itself: its mean gives the dispersion that it is divided
    by, and how unequal the groups are in that, its degrees of freedom (a correction of second
    order). As both are estimated of few weeks, it is compared with an F distribution.

    Args:
        before: How many there are of each group in each week, shape (w, k).
        after: The same of the later span, shape (v, k).

    Returns:
        The test; None with fewer than two groups, without anybody in a span, or where no span has
        two weeks.

    References:
        Pearson (1900), Philosophical Magazine 50; Rao and Scott (1981), The analysis of categorical
        data from complex sample surveys, Journal of the American Statistical Association 76;
        Thomas and Rao (1987), Small-sample comparisons of level and power for simple
        goodness-of-fit statistics under cluster sampling, Journal of the American Statistical
        Association 82, for the F distribution.

    Examples:
        >>> before, after = np.array([[60.0, 40.0], [55.0, 45.0]]), np.array([[40.0, 60.0]])
        >>> found = mix_shift(before, after)
        >>> round(found.chi2, 3), found.df, found.dispersion, found.df_within
        (8.176, 1.0, 1.0, 1.0)
    """
    spans = np.stack([before.sum(axis=0), after.sum(axis=0)])
    groups = spans.sum(axis=0) > 0
    if groups.sum() < 2 or not (spans.sum(axis=1) > 0).all():
        return None
    varying, n_weeks = _covariance([before[:, groups], after[:, groups]])
    if n_weeks < 1:
        return None
    free = int(groups.sum()) - 1
    mean = float(np.trace(varying)) / free
    df = free / (1 + _unequal(varying, n_weeks, free))
    chi2, dispersion = _pearson(spans[:, groups]), max(1.0, mean)
    df_within = n_weeks * df
    statistic = chi2 / dispersion / free
    return MixShift(
        chi2=chi2,
        df=df,
        dispersion=dispersion,
        df_within=df_within,
        p_value=float(fdtrc(df, df_within, statistic)),
    )


def _covariance(spans: Sequence[Floats]) -> tuple[Floats, int]:
    """Return how much more than single rows the weeks vary, and by how many weeks that is known.

    It is the covariance of the counts of a span, in units in which that of single rows has a one
    for each degree of freedom and zeros elsewhere.
    """
    k = spans[0].shape[1]
    summed, rows, n_weeks = np.zeros((k, k)), 0.0, 0
    for weeks in spans:
        held = weeks[weeks.sum(axis=1) > 0]
        if len(held) < 2:
            continue
        share = held.sum(axis=0) / held.sum()
        apart = held - held.sum(axis=1, keepdims=True) * share
        scaled = apart / np.sqrt(np.where(share > 0, share, 1.0))
        summed += scaled.T @ scaled * len(held) / (len(held) - 1)
        rows += float(held.sum())
        n_weeks += len(held) - 1
    return summed / max(rows, 1.0), n_weeks


def _unequal(varying: Floats, n_weeks: int, free: int) -> float:
    """Return the squared coefficient of variation of the variances along the groups.

    The squares of an estimated covariance are larger than those of the true one; what few weeks add
    to them is taken off.
    """
    trace, squares = float(np.trace(varying)), float(np.sum(varying**2))
    if n_weeks < 2 or not trace > 0:
        return 0.0
    factor = n_weeks**2 / ((n_weeks - 1) * (n_weeks + 2))
    unbiased = factor * (squares - trace**2 / n_weeks)
    return float(np.clip(free * unbiased / trace**2 - 1, 0.0, max(free - 1, 0)))


def _pearson(counts: Floats) -> float:
    """Return Pearson's chi-square of a table without empty columns."""
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(np.sum((counts - expected) ** 2 / expected))

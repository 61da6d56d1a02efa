"""Whether the mix of groups is another in some weeks than in others, where weeks vary too."""

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
        df: Its degrees of freedom, one less than the groups.
        dispersion: How many times as much as by chance the weeks of a span vary, at least 1.
        df_within: The degrees of freedom of that.
        p_value: That the mix is the same, by the F distribution of both.
    """

    chi2: float
    df: int
    dispersion: float
    df_within: int
    p_value: float


def mix_shift(before: Floats, after: Floats) -> MixShift | None:
    """Test that the mix of groups is the same in two spans of several weeks each.

    With the counts of the two spans Pearson's chi-square is made. The same statistic of the weeks
    within each span says how many times as much as by chance a mix varies by itself; the former is
    divided by that, and is then F distributed.

    Args:
        before: How many there are of each group in each week, shape (w, k).
        after: The same of the later span, shape (v, k).

    Returns:
        The test; None with fewer than two groups or without anybody in a span.

    References:
        Pearson (1900), Philosophical Magazine 50; Rao and Scott (1981), The analysis of categorical
        data from complex sample surveys, Journal of the American Statistical Association 76, for
        the division.

    Examples:
        >>> before, after = np.array([[60.0, 40.0], [55.0, 45.0]]), np.array([[40.0, 60.0]])
        >>> found = mix_shift(before, after)
        >>> round(found.chi2, 3), found.df, found.dispersion, found.df_within
        (8.176, 1, 1.0, 1)
    """
    spans = np.stack([before.sum(axis=0), after.sum(axis=0)])
    groups = spans.sum(axis=0) > 0
    if groups.sum() < 2 or not (spans.sum(axis=1) > 0).all():
        return None
    chi2, df = _pearson(spans[:, groups])
    parts = [_pearson(weeks) for weeks in (before, after)]
    within, df_within = sum(part[0] for part in parts), sum(part[1] for part in parts)
    if not df_within:
        return None
    dispersion = max(1.0, within / df_within)
    return MixShift(
        chi2=chi2,
        df=df,
        dispersion=dispersion,
        df_within=df_within,
        p_value=float(fdtrc(df, df_within, chi2 / df / dispersion)),
    )


def _pearson(counts: Floats) -> tuple[float, int]:
    """Return Pearson's chi-square of a table and its degrees of freedom; empty lines are none."""
    rows, columns = (counts.sum(axis=axis) > 0 for axis in (1, 0))
    held = counts[np.ix_(rows, columns)]
    if min(held.shape, default=0) < 2:
        return 0.0, 0
    expected = np.outer(held.sum(axis=1), held.sum(axis=0)) / held.sum()
    return float(np.sum((held - expected) ** 2 / expected)), (held.shape[0] - 1) * (
        held.shape[1] - 1
    )

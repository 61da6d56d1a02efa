"""Several tests at once: p-values corrected for their number."""

import numpy as np
from numpy.typing import NDArray


def holm(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
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
    return _corrected(p_values, "holm")


def benjamini_hochberg(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
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
    return _corrected(p_values, "fdr_bh")


def _corrected(p_values: NDArray[np.float64], method: str) -> NDArray[np.float64]:
    from statsmodels.stats.multitest import multipletests  # noqa: PLC0415 (slow to import)

    corrected = np.full(p_values.shape, np.nan)
    known = ~np.isnan(p_values)
    if known.any():
        corrected[known] = multipletests(p_values[known], method=method)[1]
    return corrected

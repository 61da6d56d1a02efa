"""Controls who met a problem and said nothing: how many there are, by how often others report."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError

Floats: TypeAlias = NDArray[np.float64]

MOST = 0.95
"""No share of silent controls is taken to be larger, or nobody would be left to compare with."""


def silent_share(
    odds: Floats,
    drawn: Floats,
    weight: Floats,
    reported: float,
    *,
    log_variance: Floats | None = None,
) -> float:
    """Return the share of the weighted controls who met the problem and did not report it.

    For one who reports, (1 - r) / r are silent if a share r of those who meet the problem reports
    it, whoever they are. Among controls like row i, that is this many times their odds of
    reporting.

    Args:
        odds: The controls' odds of having reported, against those who reported nothing at all,
            among the rows that were drawn, shape (n,); 0 for a control who cannot be silent.
        drawn: The share of the controls that was drawn, shape (n,): odds among all are the odds
            among those drawn times this.
        weight: The controls' weights in the comparison, shape (n,).
        reported: The share r of those who meet the problem that reports it.
        log_variance: How uncertain the log of the odds behind both is, shape (n,). Odds that are
            estimated too high weigh too much as well, which makes the share too large in small
            samples; this takes it out. By default they are taken as known.

    Raises:
        ParameterError: A share that is not above 0 and at most 1.

    Examples:
        One in ten reports among all; if that is half of those who met the problem, one in ten of
        the others met it in silence:

        >>> ten = np.full(10, 0.1)
        >>> round(silent_share(ten, np.ones(10), ten, 0.5), 6)
        0.1
        >>> silent_share(ten, np.ones(10), ten, 1.0)
        0.0
    """
    share = checks.number("reported", reported)
    if not 0 < share <= 1:
        raise ParameterError(
            f"reported == {reported}, must be above 0 and at most 1: the share of those who meet a "
            "problem that reports it. Write one in five as 0.20."
        )
    if log_variance is not None:
        # Noise of variance v in the log makes products exp(2 v) too large, weights exp(v / 2).
        odds, weight = odds * np.exp(-1.5 * log_variance), weight * np.exp(-0.5 * log_variance)
    silent = (1 - share) / share * float(weight @ (odds * drawn)) / float(weight.sum())
    return min(silent, MOST)

"""Difference in differences as a ratio: by what factor controls changed, the treated would have."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.stats.adjustment import StandardisedMeans
from vocvalue.stats.effect_on_treated import LikeTheTreated

Floats: TypeAlias = NDArray[np.float64]


def ratio_in_differences(alike: LikeTheTreated, before: Floats, after: Floats) -> StandardisedMeans:
    """Return the mean outcome of the treated after the moment, without the treatment and with it.

    Without it, the treated would have had what they had before, times the factor by which the
    controls' weighted mean changed. A cause that multiplies the outcome of a customer by the same
    number before and after cancels, whether it was measured or not. What passes, such as a peak of
    buying before the treatment, does not cancel.

    Args:
        alike: The treated and controls like them in what is no history of the outcome.
        before: The outcome in the window before, not below 0, shape (n,).
        after: The outcome in the window after, shape (n,).

    Returns:
        The means, the one without the treatment first, shape (2,).

    Raises:
        DataError: The controls, or the treated, had nothing before.

    References:
        Abadie (2005), Semiparametric difference-in-differences estimators, Review of Economic
        Studies 72, on the weights; Ciani and Fisher (2019), Dif-in-dif estimators of multiplicative
        treatment effects, Journal of Econometric Methods 8, on the ratio.

    Examples:
        Controls fall from 10 to 8; the treated, twice as large throughout, from 20 to 12 and not
        to 16:

        >>> from vocvalue.stats.effect_on_treated import like_the_treated
        >>> treated = np.repeat([False, True], 4)
        >>> alike = like_the_treated(treated, np.tile([0.0, 1.0], 4)[:, None])
        >>> before, after = np.repeat([10.0, 20.0], 4), np.repeat([8.0, 12.0], 4)
        >>> ratio_in_differences(alike, before, after).means.round(6).tolist()
        [16.0, 12.0]
    """
    treated, weight = alike.treated, alike.odds.weight
    earlier, later = before[~treated], after[~treated]
    b, a, q = float(weight @ earlier), float(weight @ later), float(before[treated].mean())
    if not (b > 0 and q > 0):
        raise DataError(
            "there is nothing in the window before the moment to compare with: a ratio of after to "
            "before cannot be formed. Use a longer window."
        )
    factor, n = a / b, int(treated.sum())
    change = q * ((later - a) / b - a * (earlier - b) / b**2)
    own = after[treated]
    influence = np.zeros((treated.size, 2))
    influence[treated, 0] = factor * (before[treated] - q) / n
    influence[treated, 1] = (own - own.mean()) / n
    influence[~treated, 0] = weight * change
    influence[:, 0] += alike.odds.influence(weight * change)
    return StandardisedMeans(
        means=np.array([q * factor, own.mean()]), influence=influence, balance=alike.balance
    )

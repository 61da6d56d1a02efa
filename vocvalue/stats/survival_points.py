"""Points of a survival curve, with intervals: the share at a time, the time of a share."""

import numpy as np

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats.proportions import wilson
from vocvalue.stats.survival import KaplanMeier


def share_at(curve: KaplanMeier, t: float, level: float) -> tuple[float, float, float]:
    """Return the share without an event at a time, with an interval even where it is 0 or 1.

    There the curve has no interval; Wilson's is used, for those of whom it is known by then whether
    they had the event.

    Args:
        curve: The curve.
        t: The time.
        level: The confidence level.

    Returns:
        The share, its lower and its upper end; NaN beyond the last time of follow-up.

    Examples:
        >>> curve = KaplanMeier(
        ...     time=np.array([2.0, 5.0]), events=np.zeros(2), censored=np.array([4.0, 6.0])
        ... )
        >>> [round(end, 4) for end in share_at(curve, 5.0, 0.95)]
        [1.0, 0.6097, 1.0]
    """
    share, lower, upper = curve.at(t, level)
    if not np.isnan(lower) or np.isnan(share):
        return share, lower, upper
    early = curve.time < t
    n = float(curve.events[early].sum() + (curve.events + curve.censored)[~early].sum())
    low, high = wilson(share * n, n, level)
    return share, float(low), float(high)


def time_of(curve: KaplanMeier, share: float, level: float) -> tuple[float, float, float] | None:
    """Return when so large a share had the event: where the curve and its band fall so far.

    Args:
        curve: The curve.
        share: The share with the event: 0.5 asks for the median.
        level: The confidence level.

    Returns:
        The time, its lower and its upper end, which may be infinite; None if fewer had the event.

    References:
        Brookmeyer and Crowley (1982), A confidence interval for the median survival time,
        Biometrics 38.

    Examples:
        >>> curve = KaplanMeier(
        ...     time=np.arange(1.0, 4.0), events=np.ones(3), censored=np.array([0.0, 0.0, 2.0])
        ... )
        >>> time_of(curve, 0.5, 0.95)
        (3.0, 1.0, inf)
        >>> time_of(curve, 0.9, 0.95)
    """
    if not 0 < checks.number("share", share) < 1:
        raise ParameterError(f"share == {share}, must be between 0 and 1. Write 50% as 0.50.")
    lower, upper = curve.band(level)
    ended = curve.survival == 0
    places = [
        curve.time[line <= 1 - share]
        for line in (curve.survival, np.where(ended, 0, lower), np.where(ended, 1, upper))
    ]
    if not places[0].size:
        return None
    middle, low, high = (float(times[0]) if times.size else float("inf") for times in places)
    return middle, low, high

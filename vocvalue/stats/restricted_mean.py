"""The mean time without an event up to a horizon: the area under a survival curve."""

import numpy as np
import scipy
from scipy.special import ndtr

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats import normal
from vocvalue.stats.proportions import wilson_at
from vocvalue.stats.survival import KaplanMeier

ENOUGH, EVENTS = 50, 5


def restricted_mean(curve: KaplanMeier, tau: float) -> tuple[float, float]:
    """Return the mean time without an event, up to a horizon, and its standard error.

    A customer who stays all the time counts with the whole horizon: at 12 months, how many of the
    next 12 months a customer stays on average.

    Args:
        curve: The survival curve.
        tau: The horizon, in the unit of the curve; not after the last time of follow-up, unless
            nobody is left then.

    Returns:
        The mean and its standard error, both in the unit of the curve.

    Raises:
        ParameterError: A horizon not above 0, or after the end of follow-up.

    References:
        Irwin (1949), The standard error of an estimate of expectation of life, Journal of Hygiene
        47; Royston and Parmar (2013), Restricted mean survival time: an alternative to the hazard
        ratio, BMC Medical Research Methodology 13. The variance is Greenwood's.

    Examples:
        Of four, one is lost after each of 1, 2 and 3 months:

        >>> curve = KaplanMeier(
        ...     time=np.array([1.0, 2.0, 3.0, 4.0]),
        ...     events=np.array([1.0, 1.0, 1.0, 0.0]),
        ...     censored=np.array([0.0, 0.0, 0.0, 1.0]),
        ... )
        >>> mean, error = restricted_mean(curve, 4.0)
        >>> mean, round(error, 6)
        (2.5, 0.559017)
    """
    checks.positive("tau", tau)
    last = float(curve.time[-1]) if curve.time.size else 0.0
    if tau > last and not (curve.time.size and curve.survival[-1] == 0):
        raise ParameterError(
            f"tau == {tau:g}, must be at most {last:g}, where follow-up ends. "
            "Choose a shorter horizon."
        )
    before = curve.time < tau
    start = np.concatenate([[0.0], curve.time[before]])
    share = np.concatenate([[1.0], curve.survival[before]])
    areas = share * np.diff(start, append=tau)
    # Each event moves the curve from its time on, by the area that is still to come.
    to_come = np.cumsum(areas[::-1])[::-1][1:]
    events, at_risk = curve.events[before], curve.at_risk[before]
    left = at_risk - events
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where((events > 0) & (left > 0), events / (at_risk * left), 0.0)
    return float(areas.sum()), float(np.sqrt(np.sum(to_come**2 * parts)))


def restricted_mean_ends(curve: KaplanMeier, tau: float, z: float) -> tuple[float, float]:
    """Return the ends of the interval of a restricted mean, which hold for small samples too.

    From 50 customers and 5 events on they are Greenwood's error to either side. Below that it is
    too narrow: of one customer it is 0, its variance is divided by n and not n - 1, a t is due
    where the quantile is normal, and where few had an event it is small as often as they are few by
    chance. So it is taken with n - 1 and Student's quantile, and stretched as Wilson's interval of
    the share with an event stretches Wald's. Where it is 0, as many customers as Wilson's upper end
    allows may have had the event at any other time up to the horizon.

    Args:
        curve: The survival curve.
        tau: The horizon, as in `restricted_mean`.
        z: The width, as a normal quantile, such as 1.96.

    Returns:
        The lower and the upper end, between 0 and the horizon.

    Raises:
        ParameterError: As `restricted_mean`.

    References:
        Wilson (1927), Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22.

    Examples:
        Nobody of 20 has left after 12 months:

        >>> flat = KaplanMeier(time=np.array([12.0]), events=np.zeros(1), censored=np.array([20.0]))
        >>> [round(end, 2) for end in restricted_mean_ends(flat, 12.0, 1.959964)]
        [10.07, 12.0]

        One customer says nothing:

        >>> one = KaplanMeier(time=np.array([4.0]), events=np.ones(1), censored=np.zeros(1))
        >>> restricted_mean_ends(one, 12.0, 1.959964)
        (0.0, 12.0)
    """
    mean, error = restricted_mean(curve, tau)
    n = _known(curve, tau)
    if n < 2:
        return 0.0, float(tau)
    if not error > 0:
        elsewhere = float(wilson_at(0.0, n, z)[1])
        return mean * (1 - elsewhere), mean + elsewhere * (tau - mean)
    if n >= ENOUGH and curve.events[curve.time < tau].sum() >= EVENTS:
        return mean - z * error, mean + z * error
    quantile = float(scipy.stats.t.isf(ndtr(-z), n - 1)) * error * np.sqrt(n / (n - 1))
    share = 1 - _share_at(curve, tau)
    down, up = _stretched(share, n, z)
    return max(mean - down * quantile, 0.0), min(mean + up * quantile, tau)


def _known(curve: KaplanMeier, tau: float) -> float:
    """Return of how many customers it is known whether the event came before the horizon."""
    early = curve.time < tau
    return float(curve.events[early].sum() + (curve.events + curve.censored)[~early].sum())


def _share_at(curve: KaplanMeier, tau: float) -> float:
    """Return the share without the event before the horizon."""
    before = curve.survival[curve.time < tau]
    return float(before[-1]) if before.size else 1.0


def _stretched(share: float, n: float, z: float) -> tuple[float, float]:
    """Return by how much the reaches down and up are stretched where few had the event."""
    rare = min(max(share, 0.5 / n), 0.5)
    lower, upper = (float(end) for end in wilson_at(rare * n, n, z))
    plain = z * np.sqrt(rare * (1 - rare) / n)
    if not plain > 0:
        return 1.0, 1.0
    return max((upper - rare) / plain, 1.0), max((rare - lower) / plain, 1.0)


def restricted_mean_difference(
    treated: KaplanMeier, control: KaplanMeier, tau: float, level: float
) -> tuple[float, float, float, float]:
    """Return how much longer the treated stay, up to a horizon.

    Args:
        treated: The survival curve of the treated.
        control: That of the control, in the same unit.
        tau: The horizon, as in `restricted_mean`.
        level: The confidence level.

    Returns:
        The difference, its lower and its upper end, and the two-sided p-value of none; a p-value
        of NaN where neither curve has events.

    Raises:
        ParameterError: As `restricted_mean`.

    Examples:
        >>> curves = [
        ...     KaplanMeier(
        ...         time=np.array([1.0, 2.0, 6.0]),
        ...         events=np.array([a, a, 0.0]),
        ...         censored=np.array([0.0, 0.0, 100 - 2 * a]),
        ...     )
        ...     for a in (10.0, 20.0)
        ... ]
        >>> [round(x, 4) for x in restricted_mean_difference(*curves, 6.0, 0.95)]
        [0.9, 0.337, 1.463, 0.0017]
    """
    (first, error1), (second, error0) = (
        restricted_mean(curve, tau) for curve in (treated, control)
    )
    error = float(np.hypot(error1, error0))
    value, lower, upper = normal.interval(first - second, error, level)
    p = float(normal.p_value(value / error)) if error > 0 else float("nan")
    return value, lower, upper, p

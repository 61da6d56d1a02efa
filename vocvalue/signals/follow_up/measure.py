"""Counts and amounts of leads in, a rate and a sum of money with their intervals out."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results import Estimate, Money
from vocvalue.results.intervals import bounded
from vocvalue.stats.group_means import group_means
from vocvalue.stats.proportions import wilson
from vocvalue.stats.skewed_means import SkewedMean, mean_skewness

Floats: TypeAlias = NDArray[np.float64]

UNKNOWN = float("nan")


@dataclass(frozen=True, kw_only=True)
class FunnelTerms:
    """How the figures of a funnel are written.

    Attributes:
        with_money: Whether the orders have amounts.
        level: The confidence level.
        currency: The currency's code, where known.
    """

    with_money: bool
    level: float
    currency: str | None


def conversion_rate(converted: int, followed: int, level: float) -> Estimate:
    """Return the share of leads that is converted, NaN of none.

    Args:
        converted: How many are converted.
        followed: Of how many.
        level: The confidence level.

    References:
        Wilson (1927), Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22.

    Examples:
        >>> print(conversion_rate(50, 800, 0.95))
        0.0625 (95% interval: 0.04773 to 0.08145)
    """
    ends = (UNKNOWN, UNKNOWN, UNKNOWN)
    if followed:
        lower, upper = wilson(converted, followed, level)
        ends = (converted / followed, float(lower), float(upper))
    return Estimate.of(ends, level=level, method="Wilson score", n=followed)


def mean_of(amounts: Floats) -> SkewedMean:
    """Return the mean of amounts, with how surely it is known and how skewed it is.

    Args:
        amounts: Shape (n,).
    """
    group = np.zeros(amounts.size, dtype=np.int64)
    found = group_means(amounts, group, 1)
    skewness = mean_skewness(amounts, group, found, found.squared_error)
    return SkewedMean(
        value=float(found.mean[0]),
        squared_error=float(found.squared_error[0]),
        n=float(amounts.size),
        skewness=float(skewness[0]),
    )


def revenue_of(amounts: Floats, *, level: float, currency: str | None) -> Money:
    """Return the revenue of leads: their mean with its interval, times their number.

    Args:
        amounts: The amount of each followed lead, 0 where it is not converted, shape (n,).
        level: The confidence level.
        currency: The currency's code, where known.

    Examples:
        >>> print(revenue_of(np.array([10.0, 20.0, 30.0]), level=0.95, currency="EUR"))
        €60 of revenue (95% interval: 0 to 134.52; evidence: association only)
    """
    n = amounts.size
    ends, method = (UNKNOWN, UNKNOWN, UNKNOWN), "Student's t"
    if n:
        mean = mean_of(amounts)
        method = "Hall's cubic transformation" if mean.is_skewed else method
        lowest = -np.inf if (amounts < 0).any() else 0.0
        whole = n * mean.value
        wide = [n * end for end in mean.interval(level)]
        ends, method = _possible(whole, wide, lowest, f"{method} of the mean, times the leads")
    estimate = Estimate.of(ends, level=level, method=method, n=n)
    return Money.priced(estimate, currency=currency, basis="revenue", evidence="association only")


def counted(n: int, of: int, level: float) -> Estimate:
    """Return a number that was counted, and so has an interval of no width.

    Args:
        n: The number.
        of: How many leads it was counted among.
        level: The confidence level of the figures beside it.
    """
    return Estimate.of((n, n, n), level=level, method="count", n=of)


def _possible(
    value: float, ends: list[float], lowest: float, method: str
) -> tuple[tuple[float, float, float], str]:
    if not np.isfinite(ends).all():
        return (value, UNKNOWN, UNKNOWN), method
    lower, upper, words = bounded(value, ends, lowest=lowest, highest=np.inf)
    return (value, lower, upper), f"{method}{words}"

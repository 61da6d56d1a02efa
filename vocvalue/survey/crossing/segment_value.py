"""Lifetime value from two numbers: what a customer brings in a year, and how likely they leave."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vocvalue import checks, duration
from vocvalue.errors import ParameterError

Floats: TypeAlias = NDArray[np.float64]


def lifetime_value(
    annual_revenue: ArrayLike,
    annual_churn: ArrayLike,
    *,
    horizon: duration.Span,
    discount_rate: float = 0.10,
    margin: float | None = None,
) -> Floats:
    """Return the value of a customer with a constant revenue and churn, over a stated horizon.

    The sum over the years t = 0, 1, ... of the horizon of revenue x margin x (1 - churn)^t /
    (1 + rate)^t: the first year is paid in full at its start. A horizon that ends within a year
    counts that part of it. The longer the horizon, the more the churn weighs: see the example.

    Args:
        annual_revenue: Revenue per customer and year, in money, shape (n,) or a number.
        annual_churn: Probability of leaving within a year, between 0 and 1, of the same shape.
        horizon: A span such as "3 years", or "lifetime", which sums for ever.
        discount_rate: Annual effective rate; 10% is 0.10.
        margin: Share of revenue kept; None values revenue.

    Returns:
        The values in money, of the shape of the arguments.

    Raises:
        ParameterError: A churn outside 0 to 1, or a "lifetime" that has no end: neither churn nor
            discounting.

    References:
        Gupta and Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1):
        a margin, a retention rate and a discount rate, all constant.

    Examples:
        A promoter who spends three times a detractor, and leaves with 5% instead of 40% a year:

        >>> def ratio(horizon):
        ...     both = lifetime_value([3, 1], [0.05, 0.40], horizon=horizon, discount_rate=0.0)
        ...     return round(float(both[0] / both[1]), 2)
        >>> ratio("1 year"), ratio("3 years"), ratio("5 years"), ratio("lifetime")
        (3.0, 4.37, 5.89, 24.0)
    """
    revenue = checks.finite_array("annual_revenue", annual_revenue)
    churn = checks.finite_array("annual_churn", annual_churn)
    if np.any((churn < 0) | (churn > 1)):
        raise ParameterError(
            "annual_churn must lie between 0 and 1: a probability a year. Write 40% as 0.40."
        )
    kept = 1.0 if margin is None else checks.margin(margin)
    rate = checks.discount_rate(discount_rate)
    years = duration.horizon_length(horizon, "year")
    return np.asarray(revenue * kept * annuity(churn, years, rate), dtype=np.float64)


def annuity(churn: Floats, years: float, discount_rate: float) -> Floats:
    """Return what one unit of money a year is worth, for as long as the customer stays."""
    kept = (1 - churn) / (1 + discount_rate)
    if np.isinf(years):
        if np.any(kept >= 1):
            raise ParameterError(
                'horizon == "lifetime", but with a churn of 0 and no discounting the value has no '
                'end. Name a horizon, such as "5 years".'
            )
        return np.asarray(1 / (1 - kept))
    powers, weights = _years(years)
    return np.asarray(np.sum(weights * kept[..., None] ** powers, axis=-1))


def _years(years: float) -> tuple[Floats, Floats]:
    """Return the years' numbers, and how much of each lies within the horizon."""
    powers = np.arange(np.ceil(years - 1e-9), dtype=np.float64)
    return powers, np.minimum(1.0, years - powers)

"""Lifetime value from two numbers: annual revenue and annual churn."""

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
    """Return the value of a customer with constant revenue and churn, over a stated horizon.

    The value is the sum of revenue x margin x (1 - churn)^t / (1 + rate)^t over the years t = 0, 1,
    ... of the horizon: each year's revenue is received in full at its start. Of a last, incomplete
    year the corresponding fraction counts. The longer the horizon, the more churn matters; see the
    example.

    Args:
        annual_revenue: Revenue per customer and year, in money; a number or an array of shape (n,).
        annual_churn: Probability of leaving within a year, between 0 and 1; of the same shape.
        horizon: The span of the value, such as "3 years", or "lifetime", which has no end.
        discount_rate: Effective annual rate; 10% is 0.10.
        margin: The margin, as a share of revenue; None values revenue.

    Returns:
        The values in money, of the shape of the arguments.

    Raises:
        ParameterError: A churn is outside 0 to 1, or the lifetime value is infinite because there
            is neither churn nor discounting.

    References:
        Gupta and Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1):
        a margin, a retention rate and a discount rate, all constant.

    Examples:
        A promoter spends three times as much as a detractor, and churns at 5% instead of 40% a
        year:

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
            "annual_churn must be a probability per year, between 0 and 1. Write 40% as 0.40."
        )
    kept = 1.0 if margin is None else checks.margin(margin)
    rate = checks.discount_rate(discount_rate)
    years = duration.horizon_length(horizon, "year")
    return np.asarray(revenue * kept * annuity(churn, years, rate), dtype=np.float64)


def annuity(churn: Floats, years: float, discount_rate: float) -> Floats:
    """Return the value of one unit of money per year for as long as the customer stays."""
    kept = (1 - churn) / (1 + discount_rate)
    if np.isinf(years):
        if np.any(kept >= 1):
            raise ParameterError(
                'horizon == "lifetime", but without churn and discounting the value is infinite. '
                'Choose a horizon, such as "5 years".'
            )
        return np.asarray(1 / (1 - kept))
    powers, weights = _years(years)
    return np.asarray(np.sum(weights * kept[..., None] ** powers, axis=-1))


def _years(years: float) -> tuple[Floats, Floats]:
    """Return the index of each year, and the fraction of it that lies within the horizon."""
    powers = np.arange(np.ceil(years - 1e-9), dtype=np.float64)
    return powers, np.minimum(1.0, years - powers)

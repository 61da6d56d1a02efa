"""Ratings and orders in, what a bad rating costs over years out."""

from vocvalue import checks, duration, progress
from vocvalue.duration import Span
from vocvalue.errors import ParameterError
from vocvalue.issues.long_term.measure import RatingTerms, measured
from vocvalue.issues.long_term.result import LongHorizonCost
from vocvalue.link.attachment import attach
from vocvalue.results.texts import pair
from vocvalue.tables.engine_errors import translated


@progress.step(pair("following customers over the years", "跟踪客户的长期表现"))
@translated
def long_horizon(
    ratings: object,
    orders: object,
    *,
    bad: float,
    horizon: Span,
    price: float | None = None,
    margin: float | None = None,
    covariates: object = None,
    level: float = 0.95,
    score: str = "score",
    survey: str | None = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    amount: str = "amount",
    observation_end: object = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
    currency: str | None = None,
) -> LongHorizonCost:
    """Return what a bad rating costs: how many fewer buy again within years, and their price.

    Customers whose first rating is bad are compared with similar customers whose first rating is
    not, at the time of that rating. Whoever has not been followed for the whole horizon is not
    taken to have stayed away: a purchase that was seen also counts for those not followed so long.

    Args:
        ratings: One row per rating: a table, a path, or a `vocvalue.Responses`.
        orders: One row per order line: a table, a path, or a `vocvalue.Orders`.
        bad: The highest score that is bad.
        horizon: The span after the rating within which a purchase counts, such as "4 years". It
            must not be longer than any bad rating was followed.
        price: The price of what they would have bought; by default the mean amount of the first
            orders after a rating.
        margin: The margin, as a share of revenue; by default the loss is in revenue.
        covariates: Covariates, known of customers before the rating: a table with one row per
            customer, or a `vocvalue.Customers`.
        level: The confidence level.
        score: Column with the scores.
        survey: The survey whose answers are used; needed if the table holds several.
        customer_id: Column with the customer ids, in all tables.
        timestamp: Column with the timestamps, in both logs.
        amount: Column with the order amounts, negative for a refund.
        observation_end: The last moment observed; by default the latest order.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times, in both tables.
        currency: The currency code, passed on to the results, or the orders' column that holds it.

    Raises:
        DataError: A table cannot be read, fewer than 30 bad ratings, no overlap, or a horizon
            longer than any bad rating was followed.
        ParameterError: An argument that makes no sense.

    References:
        Bang and Tsiatis (2000), Estimating medical costs with censored data, Biometrika 87, on the
        weights; Robins, Rotnitzky and Zhao (1994), Journal of the American Statistical Association
        89, on the comparison.

    Examples:
        Of 400 owners half rate badly; 100 of these buy again, but 150 of the others:

        >>> import numpy as np, pandas as pd
        >>> ids = np.arange(400)
        >>> ratings = pd.DataFrame({"customer_id": ids, "timestamp": "2018-01-15"})
        >>> ratings["score"] = np.where(ids % 2, 1, 5)
        >>> buys = ids[np.where(ids % 2, ids % 4 == 1, ids % 8 > 0)]
        >>> first = pd.DataFrame({"customer_id": ids, "timestamp": "2015-03-01", "amount": 2e5})
        >>> again = pd.DataFrame({"customer_id": buys, "timestamp": "2020-05-01", "amount": 2e5})
        >>> orders = pd.concat([first, again])
        >>> found = long_horizon(
        ...     ratings, orders, bad=2, horizon="3 years", margin=0.10, observation_end="2022-12-31"
        ... )
        >>> round(found.with_problem.value, 6), round(found.without.value, 6)
        (0.5, 0.75)
        >>> round(found.loss_each.value)
        5000
    """
    if isinstance(bad, bool) or not isinstance(bad, int | float):
        raise ParameterError(f"bad == {bad!r}, must be the highest score that is bad.")
    terms = RatingTerms(
        bad=checks.number("bad", bad),
        horizon=horizon,
        days=duration.length(horizon, "day"),
        price=None if price is None else checks.positive("price", price),
        margin=None if margin is None else checks.margin(margin),
        level=checks.level(level),
    )
    linked = attach(
        ratings,
        orders,
        window=horizon,
        survey=survey,
        score=score,
        customer_id=customer_id,
        timestamp=timestamp,
        amount=amount,
        observation_end=observation_end,
        timezone=timezone,
        timestamp_format=timestamp_format,
        currency=currency,
    )
    return measured(linked, terms, covariates, customer_id=customer_id)

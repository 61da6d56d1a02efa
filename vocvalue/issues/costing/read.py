"""What a problem costs, in one call."""

from vocvalue import checks
from vocvalue.errors import DataError, ParameterError
from vocvalue.issues.costing.measure import cost_of
from vocvalue.issues.costing.result import IssueCost
from vocvalue.issues.costing.terms import CostTerms, Reported, one_currency, shares_reported
from vocvalue.issues.exposed.result import Exposure
from vocvalue.stats.cross_fitting import Learner

ENOUGH_TO_LEARN = 1_000


def cost(
    exposure: Exposure,
    *,
    margin: float | None = None,
    currency: str | None = None,
    reported: Reported = None,
    level: float = 0.95,
    outcome_model: Learner | None = None,
    exposure_model: Learner | None = None,
    seed: int = 0,
) -> IssueCost:
    """Return what a problem costs, by those who met it against similar customers who did not.

    The effect is doubly robust and of those who met the problem; errors count customers, not rows.
    It stands in a ladder beside simpler comparisons, and is checked against the window before and
    against a ratio difference in differences. Where these disagree, or fewer than 3,000 exposed do
    not show that they agree, the figure is the range.

    Args:
        exposure: What `issues.exposure` returned.
        margin: The margin, as a share of revenue; by default the loss is in revenue.
        currency: The currency code; by default that of the orders.
        reported: The share of those who meet the problem that reports it, or the lowest and the
            highest: (0.2, 0.5) for one in five to one in two. Controls who met it in silence are
            then corrected for, and the loss of all is told at both ends. 1.0 for a log of all who
            met it. By default nothing is corrected.
        level: The confidence level.
        outcome_model: A model with fit and predict in place of least squares.
        exposure_model: A model with fit and predict_proba in place of the logit.
        seed: The seed of the folds in which these are fitted.

    Raises:
        DataError: Too few exposed, no overlap, or a currency that is not that of the orders.
        ParameterError: A margin or a share outside 0 to 1.

    References:
        Robins, Rotnitzky and Zhao (1994), Estimation of regression coefficients when some
        regressors are not always observed, Journal of the American Statistical Association 89;
        Sant'Anna and Zhao (2020), Doubly robust difference-in-differences estimators, Journal of
        Econometrics 219; Lipsitch, Tchetgen Tchetgen and Cohen (2010), Negative controls,
        Epidemiology 21, on the window before.

    Examples:
        >>> import vocvalue as vv
        >>> shop = vv.datasets.simulate_problems(4_000, seed=1)
        >>> met = vv.issues.exposure(
        ...     shop.mentions, shop.orders, topic="packaging", covariates=shop.customers
        ... )
        >>> found = vv.issues.cost(met, margin=0.40, currency="CNY", reported=0.5)
        >>> found.shown, found.is_disputed, found.evidence
        (True, False, 'adjusted observational')
    """
    if not isinstance(exposure, Exposure):
        raise ParameterError(
            f"exposure is of type {type(exposure).__name__}, must be what issues.exposure returned."
        )
    terms = CostTerms(
        margin=None if margin is None else checks.margin(margin),
        currency=one_currency(currency, exposure.currency),
        reported=shares_reported(reported),
        level=checks.level(level),
        outcome_model=outcome_model,
        exposure_model=exposure_model,
        seed=checks.whole("seed", seed),
    )
    if "spend" not in exposure.outcomes:
        raise DataError(
            "the orders have no amounts, so that nothing can be put into money. Name their column: "
            'vv.Orders(orders, amount="...").'
        )
    if terms.is_plugged and exposure.n_exposed < ENOUGH_TO_LEARN:
        raise DataError(
            f"{exposure.n_exposed:,} customers met {exposure.topic!r}: models of your own are "
            f"fitted to parts of the data, which takes {ENOUGH_TO_LEARN:,} at least. Leave "
            "outcome_model and exposure_model out."
        )
    return cost_of(exposure, terms)

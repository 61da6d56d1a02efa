"""Each customer's value from fitted models and histories."""

from vocvalue import checks, duration
from vocvalue.clv.fitted import Fit
from vocvalue.clv.fitted_spend import FittedSpend
from vocvalue.clv.gamma_gamma import GammaGamma
from vocvalue.clv.prediction import ClvPrediction
from vocvalue.clv.rfm_summary import Rfm
from vocvalue.clv.special import Array
from vocvalue.clv.spend import Spend
from vocvalue.clv.terms import Terms
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.results import Note
from vocvalue.results.numerals import counted


def value(
    rfm: Rfm,
    purchases: Fit[TransactionModel],
    spend: Fit[GammaGamma] | Spend,
    terms: Terms,
    *,
    level: float = 0.95,
    seed: int = 0,
) -> ClvPrediction:
    """Value customers with models that are already fitted, perhaps to other customers.

    A customer's value is the expected discounted purchases times the expected spend per purchase
    times the margin, less the discounted cost to serve for as long as the customer stays, less the
    acquisition cost.

    Args:
        rfm: The customers, with monetary value, in the unit of the model.
        purchases: The fitted model of purchases.
        spend: The fitted model of spend, or spend such as `clv.OwnMeans` or `clv.GivenSpend`.
        terms: Horizon, discount rate, margin and costs. Discounting is continuous.
        level: The confidence level of the total.
        seed: The seed of the simulation behind the total's interval.

    Returns:
        The values, customer by customer, and their total.

    Raises:
        DataError: The RFM has no monetary value, or is in a different unit from the model.
        FitError: The spend model has no mean (q <= 1); the message says what to do instead.

    References:
        Fader, Hardie and Lee (2005), RFM and CLV, Journal of Marketing Research 42, eq. 1.

    Examples:
        >>> import vocvalue as vv
        >>> log = vv.datasets.simulate_orders(1000, seed=1)
        >>> rfm = vv.clv.rfm(log.orders)
        >>> terms = vv.clv.Terms(horizon="12 months", discount_rate=0.10, margin=0.40)
        >>> known = value(rfm, vv.clv.BGNBD.fit(rfm), vv.clv.GammaGamma.fit(rfm), terms)
        >>> len(known.clv)
        1000
    """
    amount = FittedSpend(fit=spend) if isinstance(spend, Fit) else spend
    outlook = purchases.model.outlook(rfm, terms.horizon, discount_rate=terms.discount_rate)
    amounts = amount.expected(rfm)
    clv = terms.share_kept * outlook.discounted_purchases * amounts
    clv -= _costs(rfm, purchases.model, terms)
    return ClvPrediction(
        rfm=rfm,
        purchases=purchases,
        spend=amount,
        terms=terms,
        probability_alive=outlook.probability_alive,
        expected_purchases=outlook.purchases,
        expected_spend=amounts,
        clv=clv,
        level=checks.level(level),
        seed=checks.whole("seed", seed),
        notes=(
            *rfm.notes,
            *purchases.notes,
            *amount.notes,
            *_without_repeats(rfm, amount),
            *_lifetime(terms),
            *_below_zero(clv),
        ),
    )


def _costs(rfm: Rfm, model: TransactionModel, terms: Terms) -> Array | float:
    """What serving each customer will cost, discounted, and what winning them did."""
    if not terms.cost_to_serve:
        return terms.acquisition_cost
    years = model.discounted_years(
        terms.horizon, rfm.frequency, rfm.recency, rfm.T, discount_rate=terms.discount_rate
    )
    return terms.cost_to_serve * years + terms.acquisition_cost


def _without_repeats(rfm: Rfm, spend: Spend) -> tuple[Note, ...]:
    once = int((rfm.frequency == 0).sum())
    if not isinstance(spend, FittedSpend):
        return ()
    return Note.counted(
        once,
        "{customers} bought once. Their spend per purchase is assumed to be that of the average "
        "customer.",
        "{customers}只购买过一次，其单次消费按全体客户的平均值计。",
        customers=counted(once, "customer"),
    )


def _lifetime(terms: Terms) -> list[Note]:
    if terms.horizon != duration.LIFETIME:
        return []
    return [
        Note.of(
            "Over a lifetime, expected_purchases are discounted (DERT), because their undiscounted "
            "sum need not be finite.",
            "按整个生命周期计算时，expected_purchases 为折现后的购买次数（DERT），"
            "因为未折现的总数可能是无穷大。",
            bears_on="reading",
        )
    ]


def _below_zero(clv: Array) -> tuple[Note, ...]:
    below = int((clv < 0).sum())
    return Note.counted(
        below,
        "{customers} came out below zero: on these terms the costs exceed the expected margin.",
        "按此口径，{customers}的价值为负：成本高于预期毛利。",
        customers=counted(below, "customer"),
    )

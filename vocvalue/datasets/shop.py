"""A simulated shop: customers whose attitude drives their answers and their purchases."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.datasets.counterfactual import year_by_segment
from vocvalue.datasets.observation import Day, Observation
from vocvalue.datasets.order_log import SimulatedOrders
from vocvalue.datasets.population import Character, Population
from vocvalue.datasets.purchase import Floats, Purchases, Refunds, money
from vocvalue.datasets.response import (
    CES,
    CSAT,
    FIRST_INVITATION_DAYS,
    SECOND_INVITATION_DAYS,
    SurveyAnswers,
    nps_responses,
    nps_scores,
    response_table,
    responses_after,
    segments,
)
from vocvalue.datasets.shop_model import ShopModel
from vocvalue.duration import Span
from vocvalue.results.plain_data import plain
from vocvalue.results.texts import pair
from vocvalue.sealed import HandedOut
from vocvalue.stats.simulation import spend_amounts

DEFAULT_MODEL = ShopModel()


@dataclass(frozen=True, kw_only=True, eq=False)
class Shop(SimulatedOrders):
    """A shop's tables with the truth behind them.

    Attributes:
        customers: One row per customer: customer_id, first_purchase, region, channel, tier,
            prior_spend.
        responses: One row per answer: customer_id, timestamp, survey (nps, csat, ces), score,
            channel, topic.
    """

    customers: HandedOut[pd.DataFrame] = HandedOut()
    responses: HandedOut[pd.DataFrame] = HandedOut()

    @property
    def n_responses(self) -> dict[str, int]:
        """The number of answers by survey."""
        counts = self.responses["survey"].value_counts().sort_index()
        return {str(survey): int(n) for survey, n in counts.items()}

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters and the sizes; the tables stay tables."""
        return {**super().to_dict(), "n_responses": self.n_responses}


@progress.step(pair("simulating the shop", "模拟店铺"))
def simulate_shop(
    n_customers: int,
    *,
    model: ShopModel = DEFAULT_MODEL,
    start: Day = "2023-01-02",
    end: Day = "2024-12-31",
    acquisition: Span = "39 weeks",
    currency: str | None = "CNY",
    seed: int | np.random.Generator,
) -> Shop:
    """Simulate a shop in which the customers' attitude drives answers, dropout and purchases.

    Each line is one layer, with standard normal w, e and u, and the coefficients of `ShopModel`:

    1. On file: w is the standardised log of prior_spend, s the standardised tenure (uniform),
       besides region and channel; tier is cut from prior_spend.
    2. Attitude A = attitude_prior_spend w + attitude_tenure s + attitude_region +
       attitude_channel + attitude_sd e.
    3. Purchases: daily rate = Gamma(rate_shape, rate rate_scale) exp(rate_attitude A +
       rate_prior_spend w); after each repeat purchase the customer leaves with a probability
       whose logit is logit(Beta(dropout_a, dropout_b)) + dropout_attitude A.
    4. Spend: each purchase is Gamma(spend_p, rate nu), nu from Gamma(spend_q, rate spend_v), times
       exp(spend_prior_spend w). The attitude does not touch it.
    5. Refunds: a share refund_share of purchases, half of them in full.
    6. Scores: A + score_noise u against score_cuts gives 0 to 10. All customers are invited 30 and
       395 days after their first purchase, whether or not they still are customers; they answer
       with a probability whose logit is answer_intercept + answer_prior_spend w + answer_tenure s
       + answer_segment. CSAT (1 to 5) follows purchases and CES (1 to 7) refunds.

    Prior spend and tenure are therefore confounders: customers with more of them are happier and
    answer more often, and prior spend raises purchases and amounts by itself. Given prior_spend,
    first_purchase, region, channel and the segment of the answer, answering is independent of the
    purchases. A comparison of segments adjusted for these four and averaged over all customers
    therefore has the true gap: the difference between the means of `annual_spend_if_promoter` and
    `annual_spend_if_detractor`.

    Args:
        n_customers: How many customers, at least 1.
        model: The shop's coefficients.
        start: The first day.
        end: The last day, observed in full.
        acquisition: The opening span in which first purchases fall, such as "39 weeks".
        currency: The currency code, passed on to the results.
        seed: The seed: a whole number, or a NumPy generator.

    Returns:
        A `Shop`. Its orders are customer_id, order_id, timestamp and amount in order of time; a
        refund is a row of its own with a negative amount and the order_id of what was bought. Its
        truth has, per customer: attitude, nps_score and segment (the answer to the first
        invitation, given or not), purchase_rate (a day), dropout_probability, mean_spend (before
        refunds), alive (at the end), and annual_spend_if_<segment> and annual_churn_if_<segment>:
        expected repeat spend in the year after the first purchase and the probability of having
        left by its end, with the attitude of those alike on file who answer as that segment; and
        next_spend_if_<segment> and next_churn_if_<segment>: expected spend in the year after the
        answer to the first invitation, and the probability of no order in that year.

    Raises:
        ParameterError: n_customers is below 1, or the opening span does not fit between the days.

    References:
        Fader, Hardie and Lee (2005), "Counting your customers" the easy way: an alternative to
        the Pareto/NBD model, Marketing Science 24(2), for layer 3; Fader and Hardie (2013), The
        Gamma-Gamma model of monetary value, for layer 4.

    Examples:
        >>> shop = simulate_shop(500, seed=1)
        >>> shop.customers.shape, list(shop.orders.columns)
        ((500, 6), ['customer_id', 'order_id', 'timestamp', 'amount'])
        >>> sorted(shop.responses["survey"].unique())
        ['ces', 'csat', 'nps']
    """
    rng = checks.seed(seed)
    n = checks.whole("n_customers", n_customers, least=1)
    observation = Observation.between(start, end, acquisition)
    names = labels_of("C", np.arange(1, n + 1), n)
    people = Population.draw(n, model, observation, rng)
    attitude = people.expected_attitude(model) + model.attitude_sd * rng.standard_normal(n)
    character = Character.draw(people, model, rng)
    rate = character.rate_with(attitude, model)
    dropout = character.dropout_with(attitude, model)
    purchases = Purchases.draw(
        people.first, rate, dropout, unit="day", observation=observation, rng=rng
    )
    amounts = money(spend_amounts(character.mean_spend, purchases.counts, model.spend_p, rng))
    refunds = Refunds.draw(
        purchases.moment, amounts, share=model.refund_share, observation=observation, rng=rng
    )
    score = nps_scores(attitude, model, rng)
    surveys = _surveys(people, attitude, score, purchases, refunds, model=model, rng=rng)
    truth = {
        "customer_id": names,
        "attitude": attitude,
        "nps_score": score,
        "segment": segments(score),
        "purchase_rate": rate,
        "dropout_probability": dropout,
        "mean_spend": character.mean_spend,
        "alive": purchases.alive,
        **year_by_segment(people.expected_attitude(model), character, model),
    }
    run = {"n_customers": n, "seed": seed if isinstance(seed, int) else None, **observation.asked}
    return Shop(
        customers=_customers(people, names, observation),
        orders=_orders(purchases, amounts, refunds, names, observation),
        responses=response_table(
            surveys, names, attitude, model=model, observation=observation, rng=rng
        ),
        truth=pd.DataFrame(truth),
        parameters={**run, "model": plain(model)},
        observation_end=observation.end,
        unit="day",
        currency=currency,
    )


def _surveys(
    people: Population,
    attitude: Floats,
    score: NDArray[np.int64],
    purchases: Purchases,
    refunds: Refunds,
    *,
    model: ShopModel,
    rng: np.random.Generator,
) -> list[SurveyAnswers]:
    refunded = purchases.owner[refunds.purchase]
    second_score = nps_scores(attitude, model, rng)
    return [
        nps_responses(people, score, FIRST_INVITATION_DAYS, model, rng),
        nps_responses(people, second_score, SECOND_INVITATION_DAYS, model, rng),
        responses_after(CSAT, purchases.owner, purchases.moment, attitude, model=model, rng=rng),
        responses_after(CES, refunded, refunds.moment, attitude, model=model, rng=rng),
    ]


def _customers(
    people: Population, names: NDArray[np.str_], observation: Observation
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": names,
            "first_purchase": observation.timestamps(people.first),
            "region": people.region,
            "channel": people.channel,
            "tier": people.tier,
            "prior_spend": people.prior_spend,
        }
    )


def _orders(
    purchases: Purchases,
    amounts: Floats,
    refunds: Refunds,
    names: NDArray[np.str_],
    observation: Observation,
) -> pd.DataFrame:
    in_time = np.argsort(purchases.moment, kind="stable")
    number = np.empty(in_time.size, dtype=np.int64)
    number[in_time] = np.arange(1, in_time.size + 1)
    bought = np.concatenate([np.arange(in_time.size), refunds.purchase])
    moment = np.concatenate([purchases.moment, refunds.moment])
    orders = pd.DataFrame(
        {
            "customer_id": names[purchases.owner[bought]],
            "order_id": labels_of("O", number, in_time.size)[bought],
            "timestamp": observation.timestamps(moment),
            "amount": np.concatenate([amounts, refunds.amount]),
        }
    )
    return orders.sort_values(["timestamp", "order_id"], ignore_index=True)


def labels_of(prefix: str, numbers: NDArray[np.int64], largest: int) -> NDArray[np.str_]:
    """Return ids of one length: the prefix, and numbers with zeros before them."""
    digits = np.char.zfill(numbers.astype(str), len(str(largest)))
    return np.char.add(prefix, digits)

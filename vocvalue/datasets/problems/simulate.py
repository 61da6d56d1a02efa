"""Customers order, meet problems, tell of some of them, and order less for it."""

import numpy as np
import pandas as pd

from vocvalue import checks, progress
from vocvalue.datasets.observation import Day, Observation
from vocvalue.datasets.problems.course import Course
from vocvalue.datasets.problems.hashed_draws import HashedDraws
from vocvalue.datasets.problems.history import History
from vocvalue.datasets.problems.model import ProblemModel
from vocvalue.datasets.problems.result import ProblemShop
from vocvalue.duration import Span
from vocvalue.results.plain_data import plain
from vocvalue.results.texts import pair

DEFAULT_MODEL = ProblemModel()
SEEDS = 2**63


@progress.step(pair("simulating problems", "模拟问题"))
def simulate_problems(
    n_customers: int,
    *,
    model: ProblemModel = DEFAULT_MODEL,
    start: Day = "2023-01-02",
    end: Day = "2024-12-31",
    acquisition: Span = "26 weeks",
    currency: str | None = "CNY",
    seed: int | np.random.Generator,
) -> ProblemShop:
    """Simulate a shop whose customers meet problems, tell of some of them, and order less.

    With standard normal w, e, f, g and h, and the coefficients of `ProblemModel` and `Problem`:

    1. On file: w is the standardised log of prior_spend; region and channel are drawn evenly.
    2. Attitude A = attitude_prior_spend w + attitude_sd e. Nobody observes it.
    3. Orders: the first falls evenly in the opening span. The daily rate is mean_rate times a
       gamma number of shape rate_shape and mean 1, times exp(rate_attitude A + rate_prior_spend w +
       rate_region). After each order, the first included, the customer leaves with a chance whose
       logit is logit(dropout) + dropout_attitude A; otherwise the wait for the next is exponential.
    4. Amounts: log amount = log(median_amount) + amount_prior_spend w + amount_customer_sd f +
       amount_order_sd g, with g of each order.
    5. Problems: an order meets each with a chance whose logit is met + met_prior_spend w +
       met_tenure (years since the first purchase) + met_amount (the standardised log amount) +
       met_region + met_rate (log rate before any problem, less that of an average customer) +
       shock h, where all problems of an order share h.
    6. What it does: log_rate is added to the log rate of the customer from then on, and dropout to
       the chance of leaving after this order.
    7. Telling: a problem is told of with a chance whose logit is logit(reported) +
       reported_attitude A, after an exponential wait of delay_days on average. Each order has one
       random number for it: whoever complains tells everything at once.

    Given the history, prior spend, tenure, region and the amount of the order, meeting a problem
    depends on nothing that drives later orders, unless met_rate is set; telling of it does not
    either, unless reported_attitude is and attitude drives orders. `ProblemModel.hidden_rate` and
    `ProblemModel.unhappy_tell` are such shops.

    Args:
        n_customers: How many customers, at least 1.
        model: The shop's coefficients.
        start: The first day.
        end: The last day, observed in full.
        acquisition: The opening span in which first purchases fall, such as "26 weeks".
        currency: The currency code, passed on to the results.
        seed: The seed: a whole number, or a NumPy generator, of which one is drawn.

    Returns:
        A `ProblemShop`: orders, customers, mentions, the log of all problems met, and the truth;
        `effects`, `order_effects` and `without` say what they cost.

    Raises:
        ParameterError: n_customers is below 1, or the opening span does not fit between the days.

    References:
        Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA, for
        the random numbers.

    Examples:
        >>> shop = simulate_problems(500, seed=1)
        >>> list(shop.mentions.columns)
        ['customer_id', 'order_id', 'timestamp', 'topic']
        >>> len(shop.mentions) < len(shop.log)
        True
    """
    rng = checks.seed(seed)
    n = checks.whole("n_customers", n_customers, least=1)
    observation = Observation.between(start, end, acquisition)
    number = seed if isinstance(seed, int) else int(rng.integers(SEEDS))
    course = Course(
        model=model, observation=observation, n_customers=n, draws=HashedDraws(seed=number)
    )
    history = History.of(course)
    exposures = history.exposures()
    return ProblemShop(
        orders=history.orders(),
        customers=_customers(history),
        log=exposures[["customer_id", "order_id", "timestamp", "topic"]],
        mentions=_mentions(exposures),
        truth=_truth(history),
        parameters={
            "n_customers": n,
            "seed": number,
            **observation.asked,
            "model": plain(model),
        },
        observation_end=observation.end,
        unit="day",
        currency=currency,
    )


def _mentions(exposures: pd.DataFrame) -> pd.DataFrame:
    told = exposures[exposures["mentioned_at"].notna()]
    table = told[["customer_id", "order_id", "mentioned_at", "topic"]]
    table = table.rename(columns={"mentioned_at": "timestamp"})
    return table.sort_values(["timestamp", "order_id", "topic"], ignore_index=True)


def _customers(history: History) -> pd.DataFrame:
    people = history.course.shoppers
    return pd.DataFrame(
        {
            "customer_id": history.customer_ids,
            "first_purchase": history.course.observation.timestamps(people.first),
            "region": people.region,
            "channel": people.channel,
            "prior_spend": people.prior_spend,
        }
    )


def _truth(history: History) -> pd.DataFrame:
    people, model = history.course.shoppers, history.course.model
    last = np.append(np.flatnonzero(np.diff(history.standing.customer)), history.amount.size - 1)
    return pd.DataFrame(
        {
            "customer_id": history.customer_ids,
            "attitude": people.attitude,
            "purchase_rate": np.exp(people.log_rate),
            "dropout_probability": people.dropout,
            # The mean of a log-normal amount.
            "mean_spend": np.exp(people.log_amount + model.amount_order_sd**2 / 2),
            "alive": history.stays[last],
        }
    )

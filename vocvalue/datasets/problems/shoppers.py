"""The customers who meet problems: what is on file of them, and what drives them."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from vocvalue.datasets.observation import Observation, Seconds
from vocvalue.datasets.population import (
    PRIOR_SPEND_LOG_SD,
    PRIOR_SPEND_MEDIAN,
    effect,
)
from vocvalue.datasets.problems.hashed_draws import HashedDraws, Purpose
from vocvalue.datasets.problems.model import ProblemModel
from vocvalue.datasets.purchase import Floats

CHANNELS = ("app", "store", "web")


@dataclass(frozen=True, kw_only=True)
class Shoppers:
    """One entry for each customer.

    Attributes:
        first: First purchase, in seconds after the start.
        prior: Log of the spend in the year before, standardised.
        region: The region's name.
        channel: The channel of the first purchase, which drives nothing.
        attitude: What they think of the shop, which nobody observes.
        log_rate: Log of the orders a day before any problem.
        dropout: Chance of leaving after an order without a problem.
        log_amount: Mean log amount of their orders.
    """

    first: Seconds
    prior: Floats
    region: NDArray[np.str_]
    channel: NDArray[np.str_]
    attitude: Floats
    log_rate: Floats
    dropout: Floats
    log_amount: Floats

    @classmethod
    def draw(
        cls, n_customers: int, model: ProblemModel, observation: Observation, draws: HashedDraws
    ) -> Self:
        """Draw customers with what drives them."""
        who = np.arange(n_customers)
        arrival = draws.uniforms(Purpose.FIRST_PURCHASE, who) * observation.acquisition
        prior = draws.normals(Purpose.PRIOR_SPEND, who)
        region = _chosen(tuple(model.rate_region), draws.uniforms(Purpose.REGION, who))
        attitude = model.attitude_prior_spend * prior + model.attitude_sd * draws.normals(
            Purpose.ATTITUDE, who
        )
        log_rate = (
            np.log(model.mean_rate * draws.gammas(Purpose.RATE, who, model.rate_shape))
            + model.rate_attitude * attitude
            + model.rate_prior_spend * prior
            + effect(region, model.rate_region)
        )
        return cls(
            first=arrival.astype(np.int64),
            prior=prior,
            region=region,
            channel=_chosen(CHANNELS, draws.uniforms(Purpose.CHANNEL, who)),
            attitude=attitude,
            log_rate=log_rate,
            dropout=expit(logit(model.dropout) + model.dropout_attitude * attitude),
            log_amount=np.log(model.median_amount)
            + model.amount_prior_spend * prior
            + model.amount_customer_sd * draws.normals(Purpose.MEAN_AMOUNT, who),
        )

    @property
    def prior_spend(self) -> Floats:
        """Spend in the group's other shops in the year before the first purchase, in money."""
        return (PRIOR_SPEND_MEDIAN * np.exp(PRIOR_SPEND_LOG_SD * self.prior)).round(2)


def _chosen(names: tuple[str, ...], uniforms: Floats) -> NDArray[np.str_]:
    return np.array(names)[(uniforms * len(names)).astype(np.int64)]

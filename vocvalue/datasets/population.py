"""The customers of the simulated shop: what is on file, what they think, how they buy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from vocvalue.datasets.observation import Observation, Seconds
from vocvalue.datasets.purchase import SMALLEST_DROPOUT, Floats
from vocvalue.datasets.shop_model import ShopModel

PRIOR_SPEND_MEDIAN = 800.0
PRIOR_SPEND_LOG_SD = 0.8
PLUS_FROM, PREMIUM_FROM = 1_000.0, 2_000.0


@dataclass(frozen=True, kw_only=True)
class Population:
    """What is known of each customer on the day of the first purchase, one entry each.

    Attributes:
        first: First purchase, in seconds after the start.
        prior: Log of the spend in the year before, standardised.
        tenure: Time with the shop when the log ends, standardised.
        region: The region's name.
        channel: The name of the channel of the first purchase.
    """

    first: Seconds
    prior: Floats
    tenure: Floats
    region: NDArray[np.str_]
    channel: NDArray[np.str_]

    @classmethod
    def draw(
        cls, n_customers: int, model: ShopModel, observation: Observation, rng: np.random.Generator
    ) -> Self:
        """Draw customers; only the prior spend, the tenure, region and channel tell them apart."""
        first = observation.first_purchases(n_customers, rng)
        middle, sd = observation.acquisition / 2, observation.acquisition / np.sqrt(12)
        return cls(
            first=first,
            prior=rng.standard_normal(n_customers),
            tenure=(middle - first) / sd,
            region=rng.choice(list(model.attitude_region), n_customers),
            channel=rng.choice(list(model.attitude_channel), n_customers),
        )

    @property
    def prior_spend(self) -> Floats:
        """Spend in the group's other shops in the year before the first purchase, in money."""
        return (PRIOR_SPEND_MEDIAN * np.exp(PRIOR_SPEND_LOG_SD * self.prior)).round(2)

    @property
    def tier(self) -> NDArray[np.str_]:
        """The membership that the prior spend earns."""
        tiers = np.array(["standard", "plus", "premium"])
        return tiers[np.digitize(self.prior_spend, [PLUS_FROM, PREMIUM_FROM])]

    def expected_attitude(self, model: ShopModel) -> Floats:
        """Return the part of the attitude that the covariates explain."""
        return (
            model.attitude_prior_spend * self.prior
            + model.attitude_tenure * self.tenure
            + effect(self.region, model.attitude_region)
            + effect(self.channel, model.attitude_channel)
        )


@dataclass(frozen=True, kw_only=True)
class Character:
    """How each customer would buy with an attitude of zero, one entry each.

    Attributes:
        rate: Purchases a day.
        dropout: Probability of leaving after a repeat purchase.
        mean_spend: Money per purchase, which the attitude does not touch.
    """

    rate: Floats
    dropout: Floats
    mean_spend: Floats

    @classmethod
    def draw(cls, people: Population, model: ShopModel, rng: np.random.Generator) -> Self:
        """Draw the personal rates, dropout probabilities and mean spends."""
        n = people.first.size
        rate = rng.gamma(model.rate_shape, 1 / model.rate_scale, n)
        dropout = np.maximum(rng.beta(model.dropout_a, model.dropout_b, n), SMALLEST_DROPOUT)
        mean_spend = model.spend_p * model.spend_v / rng.standard_gamma(model.spend_q, n)
        return cls(
            rate=rate * np.exp(model.rate_prior_spend * people.prior),
            dropout=dropout,
            mean_spend=mean_spend * np.exp(model.spend_prior_spend * people.prior),
        )

    def rate_with(self, attitude: Floats, model: ShopModel) -> Floats:
        """Return the purchases a day that an attitude causes."""
        return self.rate * np.exp(model.rate_attitude * attitude)

    def dropout_with(self, attitude: Floats, model: ShopModel) -> Floats:
        """Return the dropout probability that an attitude causes."""
        index = logit(self.dropout) + model.dropout_attitude * attitude
        return np.maximum(expit(index), SMALLEST_DROPOUT)


def effect(names: NDArray[np.str_], effects: Mapping[str, float]) -> Floats:
    """Return the effect that belongs to each name."""
    order = sorted(effects)
    return np.array([effects[name] for name in order])[np.searchsorted(order, names)]

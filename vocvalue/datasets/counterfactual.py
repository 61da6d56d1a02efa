"""What customers would spend, were they of another mind: the truth for adjusted comparisons."""

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from vocvalue.datasets.population import Character
from vocvalue.datasets.purchase import Floats
from vocvalue.datasets.response import FIRST_INVITATION_DAYS, LONGEST_DELAY_DAYS
from vocvalue.datasets.shop_model import FIRST_PASSIVE, FIRST_PROMOTER, SEGMENTS, ShopModel
from vocvalue.duration import DAYS_PER_YEAR

NODES = 41
# When the first invitation is answered on average, after the first purchase.
ANSWER_DAYS = FIRST_INVITATION_DAYS + LONGEST_DELAY_DAYS / 2


def year_by_segment(
    expected_attitude: Floats, character: Character, model: ShopModel
) -> dict[str, Floats]:
    """Return each customer's first year as a detractor, a passive and a promoter.

    A segment does nothing by itself: the attitude does. So a customer's year as a promoter is the
    year averaged over the attitudes of those with the same covariates who answer as promoters,
    which is what a comparison adjusted for the covariates estimates.

    Args:
        expected_attitude: The part of the attitude that the covariates explain, shape (n,).
        character: How each customer buys, apart from the attitude.
        model: The shop's coefficients.

    Returns:
        `annual_spend_if_<segment>`, expected repeat spend in the year after the first purchase,
        `annual_churn_if_<segment>`, the probability of having left by its end; and of the year
        after the answer, a delay later, `next_spend_if_<segment>`, expected spend, and
        `next_churn_if_<segment>`, the probability of no order at all in it.
    """
    names = ("annual_spend", "annual_churn", "next_spend", "next_churn")
    sums = {f"{name}_if_{s}": np.zeros(expected_attitude.shape) for name in names for s in SEGMENTS}
    weight = {segment: np.zeros(expected_attitude.shape) for segment in SEGMENTS}
    for node, density in zip(*hermegauss(NODES), strict=True):
        attitude = expected_attitude + model.attitude_sd * node
        years = (*first_year(attitude, character, model), *next_year(attitude, character, model))
        for segment, probability in segment_probabilities(attitude, model).items():
            weight[segment] += density * probability
            for name, year in zip(names, years, strict=True):
                sums[f"{name}_if_{segment}"] += density * probability * year
    return {name: total / weight[name.rpartition("_")[2]] for name, total in sums.items()}


def first_year(attitude: Floats, character: Character, model: ShopModel) -> tuple[Floats, Floats]:
    """Return expected repeat spend in a year, and the probability of having left by its end.

    References:
        Fader, Hardie and Lee (2005), "Counting your customers" the easy way, section 3: given
        the rate and the dropout probability, a customer is alive at t with probability
        exp(-rate dropout t) and has bought (1 - that) / dropout times on average.
    """
    dropout = character.dropout_with(attitude, model)
    left = -np.expm1(-character.rate_with(attitude, model) * dropout * DAYS_PER_YEAR)
    return character.mean_spend * left / dropout, left


def next_year(attitude: Floats, character: Character, model: ShopModel) -> tuple[Floats, Floats]:
    """Return expected spend in the year after the answer, and the probability of no order in it.

    References:
        As for `first_year`: who is alive at the answer buys in the year after as a new customer
        would, and orders nothing with probability exp(-rate year).
    """
    dropout, rate = character.dropout_with(attitude, model), character.rate_with(attitude, model)
    alive = np.exp(-rate * dropout * ANSWER_DAYS)
    left = -np.expm1(-rate * dropout * DAYS_PER_YEAR)
    silent = 1 - alive * -np.expm1(-rate * DAYS_PER_YEAR)
    return character.mean_spend * alive * left / dropout, silent


def segment_probabilities(attitude: Floats, model: ShopModel) -> dict[str, Floats]:
    """Return how likely an answer falls in each segment, given the attitude."""
    passive_from, promoter_from = (
        (model.score_cuts[score - 1] - attitude) / model.score_noise
        for score in (FIRST_PASSIVE, FIRST_PROMOTER)
    )
    detractor, below_promoter = ndtr(passive_from), ndtr(promoter_from)
    shares = (detractor, below_promoter - detractor, ndtr(-promoter_from))
    return dict(zip(SEGMENTS, shares, strict=True))

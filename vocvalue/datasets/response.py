"""Survey responses of the simulated shop: what is answered, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.datasets.observation import SECONDS_PER_DAY, Observation, Seconds
from vocvalue.datasets.population import Population, effect
from vocvalue.datasets.purchase import Floats
from vocvalue.datasets.shop_model import FIRST_PASSIVE, FIRST_PROMOTER, SEGMENTS, ShopModel

FIRST_INVITATION_DAYS, SECOND_INVITATION_DAYS = 30, 395
LONGEST_DELAY_DAYS = 5.0

CHANNELS, CHANNEL_SHARES = ("wechat", "sms", "email"), (0.55, 0.25, 0.20)
TOPICS = ("delivery", "quality", "price", "service", "app")
TOPIC_SHARES_HAPPY = (0.20, 0.35, 0.20, 0.15, 0.10)
TOPIC_SHARES_UNHAPPY = (0.40, 0.15, 0.15, 0.20, 0.10)


@dataclass(frozen=True, kw_only=True)
class EventSurvey:
    """A survey that is asked after something happened.

    Attributes:
        survey: The survey's name.
        cuts: What an attitude must exceed for each score above 1.
        answered: The share that answers.
    """

    survey: str
    cuts: tuple[float, ...]
    answered: float


CSAT = EventSurvey(survey="csat", cuts=(-2.2, -1.4, -0.6, 0.5), answered=0.15)
"""How satisfied a customer is with a purchase, 1 to 5."""
CES = EventSurvey(survey="ces", cuts=(-2.0, -1.3, -0.8, -0.3, 0.4, 1.1), answered=0.40)
"""How easy a refund was, 1 to 7."""


@dataclass(frozen=True, kw_only=True)
class SurveyAnswers:
    """Answers to one survey.

    Attributes:
        survey: The survey's name: nps, csat or ces.
        owner: The customer's position for each answer.
        moment: Seconds after the start of the observation.
        score: The score given.
    """

    survey: str
    owner: NDArray[np.int64]
    moment: Seconds
    score: NDArray[np.int64]


def nps_scores(attitude: Floats, model: ShopModel, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw the score from 0 to 10 that each customer gives when asked and willing."""
    return _scores(attitude, model.score_cuts, model, rng)


def segments(score: NDArray[np.int64]) -> NDArray[np.str_]:
    """Return detractor, passive or promoter for each NPS score."""
    return np.array(SEGMENTS)[np.digitize(score, [FIRST_PASSIVE, FIRST_PROMOTER])]


def answer_probability(people: Population, score: NDArray[np.int64], model: ShopModel) -> Floats:
    """Return how likely each customer answers an NPS invitation."""
    index = (
        model.answer_intercept
        + model.answer_prior_spend * people.prior
        + model.answer_tenure * people.tenure
        + effect(segments(score), model.answer_segment)
    )
    return np.asarray(expit(index), dtype=np.float64)


def nps_responses(
    people: Population,
    score: NDArray[np.int64],
    after_days: int,
    model: ShopModel,
    rng: np.random.Generator,
) -> SurveyAnswers:
    """Invite all customers so many days after their first purchase; some of them answer."""
    answers = rng.random(score.size) < answer_probability(people, score, model)
    owner = np.flatnonzero(answers)
    moment = people.first[owner] + after_days * SECONDS_PER_DAY + _delay(owner.size, rng)
    return SurveyAnswers(survey="nps", owner=owner, moment=moment, score=score[owner])


def responses_after(
    asked: EventSurvey,
    owner: NDArray[np.int64],
    moment: Seconds,
    attitude: Floats,
    *,
    model: ShopModel,
    rng: np.random.Generator,
) -> SurveyAnswers:
    """Ask after each event of a customer; some answer."""
    rows = np.flatnonzero(rng.random(owner.size) < asked.answered)
    score = 1 + _scores(attitude[owner[rows]], asked.cuts, model, rng)
    when = moment[rows] + _delay(rows.size, rng)
    return SurveyAnswers(survey=asked.survey, owner=owner[rows], moment=when, score=score)


def response_table(
    surveys: Sequence[SurveyAnswers],
    customer_id: NDArray[np.str_],
    attitude: Floats,
    *,
    model: ShopModel,
    observation: Observation,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return all answers given before the observation ends, in order of time."""
    owner = np.concatenate([part.owner for part in surveys])
    moment = np.concatenate([part.moment for part in surveys])
    unhappy = attitude[owner] < model.score_cuts[FIRST_PASSIVE - 1]
    happy_topics = rng.choice(TOPICS, owner.size, p=TOPIC_SHARES_HAPPY)
    unhappy_topics = rng.choice(TOPICS, owner.size, p=TOPIC_SHARES_UNHAPPY)
    table = pd.DataFrame(
        {
            "customer_id": customer_id[owner],
            "timestamp": observation.timestamps(moment),
            "survey": np.repeat([part.survey for part in surveys], [len(p.owner) for p in surveys]),
            "score": np.concatenate([part.score for part in surveys]),
            "channel": rng.choice(CHANNELS, owner.size, p=CHANNEL_SHARES),
            "topic": np.where(unhappy, unhappy_topics, happy_topics),
        }
    )
    seen = table[moment < observation.length]
    return seen.sort_values(["timestamp", "customer_id", "survey"], ignore_index=True)


def _scores(
    attitude: Floats, cuts: Sequence[float], model: ShopModel, rng: np.random.Generator
) -> NDArray[np.int64]:
    blurred = attitude + model.score_noise * rng.standard_normal(attitude.size)
    return np.searchsorted(cuts, blurred).astype(np.int64)


def _delay(size: int, rng: np.random.Generator) -> Seconds:
    return rng.integers(60, int(LONGEST_DELAY_DAYS * SECONDS_PER_DAY), size)

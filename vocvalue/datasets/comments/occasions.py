"""Who writes, when and where, in which mood, and whether they are about to buy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue.datasets.comments.model import NPS_COMMENT, PROBLEMS, REVIEW, CommentModel
from vocvalue.datasets.observation import SECONDS_PER_DAY
from vocvalue.datasets.shop import Shop
from vocvalue.datasets.shop_model import FIRST_PASSIVE, FIRST_PROMOTER

Places = NDArray[np.int64]
Bool = NDArray[np.bool_]

NOBODY = -1
TONES = ("bad", "neutral", "good")
BEYOND = 3.5
"""The attitude behind the lowest and the highest score."""


@dataclass(frozen=True, kw_only=True)
class Bought:
    """The purchases of a shop, customer after customer, each customer's in order of time.

    Attributes:
        owner: The customer's position in the shop's truth, shape (n,).
        moment: Seconds after the first of all, shape (n,).
        order_id: The id of each order, shape (n,).
        is_last: Whether its customer left after it, shape (n,).
        start: The moment of the first.
    """

    owner: Places
    moment: Places
    order_id: NDArray[np.object_]
    is_last: Bool
    start: pd.Timestamp

    @classmethod
    def of(cls, shop: Shop) -> "Bought":
        """Return the purchases of a shop."""
        orders = shop.orders
        bought = orders[orders["amount"] > 0]
        truth = shop.truth
        owner = pd.Index(truth["customer_id"]).get_indexer(pd.Index(bought["customer_id"]))
        start = bought["timestamp"].min()
        at = ((bought["timestamp"] - start) // pd.Timedelta(seconds=1)).to_numpy(np.int64)
        order = np.lexsort([at, owner])
        own = owner[order].astype(np.int64)
        final = np.append(np.diff(own) != 0, True)
        left = ~truth["alive"].to_numpy(dtype=bool)
        return cls(
            owner=own,
            moment=at[order],
            order_id=bought["order_id"].to_numpy(dtype=object)[order],
            is_last=final & left[own],
            start=start,
        )

    def times(self, at: Places) -> "pd.Series[pd.Timestamp]":
        """Return the calendar times of moments counted in seconds after the first purchase."""
        return pd.Series(self.start + pd.to_timedelta(at, unit="s"))

    def next_after(self, owner: Places, at: Places) -> Places:
        """Return the place of the first purchase of customers after moments, -1 for none."""
        span = int(max(self.moment.max(initial=0), at.max(initial=0))) + 2
        place = np.searchsorted(self.owner * span + self.moment, owner * span + at, side="right")
        held = np.minimum(place, self.owner.size - 1)
        return np.where((place < self.owner.size) & (self.owner[held] == owner), held, NOBODY)


def occasions(
    shop: Shop, bought: Bought, model: CommentModel, rng: np.random.Generator
) -> pd.DataFrame:
    """Return one row per text that a customer writes, in order of time.

    Args:
        shop: The shop.
        bought: Its purchases.
        model: The coefficients.
        rng: The source of randomness.

    Returns:
        owner, at (seconds after the first purchase), channel, score, feeling (the attitude, or
        what the score says of it), has_left (after the latest purchase), next (the place of the
        next purchase, -1 for none), buys (within the horizon), problem (or None), tone (bad,
        neutral or good), polarity (-1 after a problem).
    """
    attitude = shop.truth["attitude"].to_numpy(dtype=np.float64)
    written = _after_purchases(bought, model, rng)
    written["feeling"] = attitude[written["owner"]]
    answers = _nps_answers(shop, bought, model, rng)
    table = pd.concat([written, answers], ignore_index=True)
    end = (shop.observation_end - bought.start) // pd.Timedelta(seconds=1)
    table = table[table["at"] <= end].sort_values(["at", "owner"], ignore_index=True)
    owner, at = table["owner"].to_numpy(np.int64), table["at"].to_numpy(np.int64)
    later = bought.next_after(owner, at)
    table["next"] = later
    wait = np.where(later >= 0, bought.moment[later] - at, np.iinfo(np.int64).max)
    table["buys"] = wait <= model.horizon_days * SECONDS_PER_DAY
    table["has_left"] = _has_left(bought, later, owner)
    return _experienced(table, model, shop.parameters["model"], rng)


def _after_purchases(bought: Bought, model: CommentModel, rng: np.random.Generator) -> pd.DataFrame:
    size = bought.owner.size
    channels = list(model.after_purchase)
    edges = np.cumsum([model.after_purchase[channel] for channel in channels])
    picked = np.searchsorted(edges, rng.random(size), side="right")
    place = np.flatnonzero(picked < len(channels))
    channel = np.array(channels, dtype=object)[picked[place]]
    longest = np.array([model.longest_wait[it] for it in channel], dtype=np.float64)
    wait = 3600 + rng.random(place.size) * longest * SECONDS_PER_DAY
    return pd.DataFrame(
        {
            "owner": bought.owner[place],
            "at": bought.moment[place] + wait.astype(np.int64),
            "channel": channel,
            "score": np.nan,
        }
    )


def _nps_answers(
    shop: Shop, bought: Bought, model: CommentModel, rng: np.random.Generator
) -> pd.DataFrame:
    responses = shop.responses
    nps = responses[responses["survey"] == "nps"]
    answers = nps[rng.random(len(nps)) < model.nps_comment_share]
    score = answers["score"].to_numpy(dtype=np.int64)
    at = (answers["timestamp"] - bought.start) // pd.Timedelta(seconds=1)
    names = pd.Index(shop.truth["customer_id"])
    edges = np.array([-BEYOND, *shop.parameters["model"]["score_cuts"], BEYOND])
    return pd.DataFrame(
        {
            "owner": names.get_indexer(pd.Index(answers["customer_id"])).astype(np.int64),
            "at": at.to_numpy(np.int64),
            "channel": NPS_COMMENT,
            "score": score.astype(np.float64),
            "feeling": (edges[score] + edges[score + 1]) / 2,
        }
    )


def _has_left(bought: Bought, later: Places, owner: Places) -> Bool:
    """Return whether each customer had left at a moment: after the last purchase, and not alive."""
    left = np.zeros(int(max(bought.owner.max(initial=0), owner.max(initial=0))) + 1, dtype=bool)
    left[bought.owner[bought.is_last]] = True
    return np.asarray((later == NOBODY) & left[owner], dtype=np.bool_)


def _experienced(
    table: pd.DataFrame,
    model: CommentModel,
    shop_model: Mapping[str, Any],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Add the problem that was met, the score of a review, the tone and the polarity."""
    feeling = table["feeling"].to_numpy(dtype=np.float64)
    cuts, noise = shop_model["score_cuts"], shop_model["score_noise"]
    logit = (
        model.problem_intercept
        + model.problem_feeling * feeling
        + model.problem_left * table["has_left"].to_numpy()
    )
    has_problem = rng.random(len(table)) < expit(logit)
    problem = rng.choice(np.array(PROBLEMS, dtype=object), len(table))
    problem[~has_problem] = None
    is_nps = (table["channel"] == NPS_COMMENT).to_numpy()
    blurred = model.problem_score * has_problem + noise * rng.standard_normal(len(table))
    mood = feeling + np.where(is_nps, 0.0, blurred)
    is_review = (table["channel"] == REVIEW).to_numpy()
    rated = np.searchsorted(cuts, mood).astype(np.float64)
    polarity = np.digitize(mood, (cuts[FIRST_PASSIVE - 1], cuts[FIRST_PROMOTER - 1])) - 1
    tone = np.where(has_problem, np.minimum(polarity, 0), polarity)
    return table.assign(
        problem=problem,
        score=np.where(is_review, rated, table["score"]),
        tone=np.array(TONES)[tone + 1],
        polarity=np.where(has_problem, -1, polarity),
    )

"""From measures to points, parts and a score, with what is unknown left out of the weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from vocvalue.health.account_log import Flags, Floats
from vocvalue.health.measured import Measures
from vocvalue.health.scale import MEASURES, HealthScale
from vocvalue.health.scored.weighing import ScoreWeights


@dataclass(frozen=True, kw_only=True, eq=False)
class Scored:
    """The scores of accounts, and what they are made of.

    Attributes:
        points: The points of each measure, 0 to 100, NaN where not known, each of shape (n,).
        shares: What each measure weighs in the score of each account: 0 where it is not known, and
            1 in sum over the measures of an account with a score. Each of shape (n,).
        parts: The points of each part, NaN where not known, each of shape (n,).
        score: The scores, NaN where nothing is known, shape (n,).
        n_beyond: Measures of accounts that lie beyond an end of their scale.
    """

    points: Mapping[str, Floats] = field(repr=False)
    shares: Mapping[str, Floats] = field(repr=False)
    parts: Mapping[str, Floats] = field(repr=False)
    score: Floats = field(repr=False)
    n_beyond: int


def scored(measures: Measures, weights: ScoreWeights, scales: Mapping[str, HealthScale]) -> Scored:
    """Return the scores of accounts.

    A part is the weighted mean of its known measures, and the score that of the known parts: what
    is not known is never 0.

    Args:
        measures: What is measured of the accounts.
        weights: What parts and measures weigh.
        scales: The scale of each measure.
    """
    points = {name: scales[name].points(it) for name, it in measures.values.items()}
    beyond = [scales[name].is_beyond(it) for name, it in measures.values.items()]
    known = {name: ~np.isnan(it) for name, it in points.items()}
    shares = shares_of(known, weights)
    n = measures.is_there.size
    has_score = sum((it for it in shares.values()), np.zeros(n)) > 0
    total = sum((shares[name] * np.nan_to_num(it) for name, it in points.items()), np.zeros(n))
    return Scored(
        points=points,
        shares=shares,
        parts={part: _part(part, points, weights) for part in weights.parts},
        score=np.where(has_score, total, np.nan),
        n_beyond=int(sum(it.sum() for it in beyond)),
    )


def shares_of(known: Mapping[str, Flags], weights: ScoreWeights) -> dict[str, Floats]:
    """Return what each measure weighs in the score of each account.

    Args:
        known: Whether each measure of each account is known, each of shape (n,).
        weights: What parts and measures weigh.
    """
    within = {name: weights.measures[name] * it for name, it in known.items()}
    sums: dict[str, Floats] = {}
    for name, it in within.items():
        part = MEASURES[name].part
        sums[part] = np.asarray(sums.get(part, 0.0) + it, dtype=np.float64)
    has = {part: it > 0 for part, it in sums.items()}
    total = sum((weights.parts[part] * it for part, it in has.items()), np.zeros(1))
    return {
        name: weights.parts[part := MEASURES[name].part]
        * it
        / np.where(has[part], sums[part], 1.0)
        / np.where(total > 0, total, 1.0)
        for name, it in within.items()
    }


def _part(part: str, points: Mapping[str, Floats], weights: ScoreWeights) -> Floats:
    """Return the points of a part: the weighted mean of its known measures."""
    of_part = {name: it for name, it in points.items() if MEASURES[name].part == part}
    weighed = {name: weights.measures[name] * ~np.isnan(it) for name, it in of_part.items()}
    total = np.sum(list(weighed.values()), axis=0)
    known = [weight * np.nan_to_num(of_part[name]) for name, weight in weighed.items()]
    return np.where(total > 0, np.sum(known, axis=0) / np.where(total > 0, total, 1.0), np.nan)

"""The change of scores in parts that sum to it, for every account."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from vocvalue.health.account_log import Floats
from vocvalue.health.scale import HealthScale
from vocvalue.health.scored.points import shares_of
from vocvalue.health.scored.weighing import ScoreWeights

OTHERS, LOST, NEW, WEIGHTS = "other accounts", "no longer known", "newly known", "weights"
"""What else than a measure moves a score."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HealthThen:
    """The scores of the same accounts at one of two moments.

    Attributes:
        points: The points of each measure, NaN where not known, each of shape (n,).
        score: The scores, shape (n,).
        weights: What parts and measures weigh.
        own: The mean answer of each account, NaN without one, shape (n,).
        credibility: How far it is believed, NaN without one, shape (n,).
        mean: The mean that it is drawn towards.
    """

    points: Mapping[str, Floats] = field(repr=False)
    score: Floats = field(repr=False)
    weights: ScoreWeights
    own: Floats = field(repr=False)
    credibility: Floats = field(repr=False)
    mean: float


def parts_of(
    before: HealthThen, after: HealthThen, scales: Mapping[str, HealthScale]
) -> dict[str, Floats]:
    """Return the parts of each account's change, in points of the score; they sum to it.

    Of measures that are known at both moments each contributes its own change times what it weighs,
    on average of the two. What is left is the change of the weights themselves, and what it does to
    the score that a measure is no longer known, or newly. The change of answers is split into that
    of the account's own answers and that of what they are drawn towards.

    Args:
        before: The scores at the first moment.
        after: Those at the second.
        scales: The scale of each measure, the same at both.

    Returns:
        The parts by name: of measures, then of `OTHERS`, `LOST`, `NEW` and `WEIGHTS`, each of shape
        (n,).
    """
    names = [name for name in before.points if name in after.points]
    both = {name: ~np.isnan(before.points[name]) & ~np.isnan(after.points[name]) for name in names}
    first, last = shares_of(both, before.weights), shares_of(both, after.weights)
    start = {name: np.where(both[name], before.points[name], 0.0) for name in names}
    end = {name: np.where(both[name], after.points[name], 0.0) for name in names}
    zeros = np.zeros(before.score.size)
    is_comparable = _sum(first, zeros) * _sum(last, zeros) > 0
    moved = {name: (first[name] + last[name]) / 2 * (end[name] - start[name]) for name in names}
    reweighed = {name: (last[name] - first[name]) * (start[name] + end[name]) / 2 for name in names}
    kept_before = _sum({name: first[name] * start[name] for name in names}, zeros)
    kept_after = _sum({name: last[name] * end[name] for name in names}, zeros)
    found = {name: np.where(is_comparable, it, 0.0) for name, it in moved.items()}
    if "answers" in found:
        own = _own_part(before, after, scales["answers"])
        share = (first["answers"] + last["answers"]) / 2
        found[OTHERS] = np.where(
            is_comparable & both["answers"], moved["answers"] - share * own, 0.0
        )
        found["answers"] = found["answers"] - found[OTHERS]
    change = after.score - before.score
    found[LOST] = np.where(is_comparable, kept_before - before.score, 0.0)
    found[NEW] = np.where(is_comparable, after.score - kept_after, change)
    found[WEIGHTS] = np.where(is_comparable, _sum(reweighed, zeros), 0.0)
    return found


def _sum(several: Mapping[str, Floats], zeros: Floats) -> Floats:
    return np.asarray(sum(several.values(), zeros))


def _own_part(before: HealthThen, after: HealthThen, scale: HealthScale) -> Floats:
    """Return by how many points answers moved, had credibility and the mean of all stayed."""
    z = (before.credibility + after.credibility) / 2
    rest = (1 - z) * (before.mean + after.mean) / 2
    moved = scale.points(z * after.own + rest) - scale.points(z * before.own + rest)
    return np.nan_to_num(moved)

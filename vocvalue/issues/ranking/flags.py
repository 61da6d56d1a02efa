"""Ranks by volume and by damage, how certain these are, and what earns a problem a flag."""

from dataclasses import dataclass, field, replace
from typing import Literal, Self, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.results.verdicts import is_shown
from vocvalue.stats.joint_shrinkage import shrink_jointly
from vocvalue.stats.multiplicity import benjamini_hochberg

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Flag: TypeAlias = Literal["silent killer", "loud but harmless", ""]

LEAST_TO_SHRINK = 3
DRAWS = 4_000
LEVEL = 0.95
"""The level at which a flag is earned, whatever the level of the intervals."""
WORST, SURELY, RATHER = 0.25, 0.90, 0.80
"""The part of the topics that is the worst, and how probable a place must be for a flag."""
HARMLESS = 0.5
"""Harmless is a loss below so much of the mean loss."""
STEP = 0.05
"""Probabilities of a rank are slightly too sure, so they are told, and taken, in steps."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TopicLosses:
    """What each exposure costs, by topic, and how certain that is.

    Attributes:
        value: The losses, positive where customers spend less, shape (J,).
        covariance: Their covariance, shape (J, J).
        n: The exposures of each topic, shape (J,).
        p_value: P-value for the hypothesis that no topic costs or brings anything.
    """

    value: Floats
    covariance: Floats = field(repr=False)
    n: Ints
    p_value: float

    def take(self, places: Ints) -> Self:
        """Return the same of topics in another order.

        Args:
            places: Where each stands now.
        """
        covariance = self.covariance[np.ix_(places, places)]
        return replace(self, value=self.value[places], covariance=covariance, n=self.n[places])

    @property
    def error(self) -> Floats:
        """The standard error of each, shape (J,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def mean(self) -> float:
        """The mean loss of an exposure to any topic."""
        return float(self.value @ self.n / self.n.sum())

    @property
    def is_shown(self) -> bool:
        """Whether the topics together show anything."""
        return is_shown(self.p_value, LEVEL)


@dataclass(frozen=True, kw_only=True, eq=False)
class TopicRanks:
    """Where each topic stands.

    Attributes:
        shrunken: The losses of an exposure drawn towards each other, shape (J,).
        shrunken_error: How uncertain these are, shape (J,).
        volume: The rank by mentions, 1 for the most, shape (J,).
        damage: The rank by the shrunken loss of all exposures, 1 for the largest, shape (J,).
        among_worst: The probability of being in the worst quarter, in steps of 5 points, shape
            (J,); NaN where the topics together show nothing.
        q_value: One-sided p-values of a loss, corrected for the number of topics, shape (J,).
        flag: "silent killer", "loud but harmless" or nothing.
    """

    shrunken: Floats
    shrunken_error: Floats
    volume: Ints
    damage: Ints
    among_worst: Floats
    q_value: Floats
    flag: tuple[Flag, ...]

    def take(self, places: Ints) -> Self:
        """Return the same of topics in another order.

        Args:
            places: Where each stands now.
        """
        arrays = {name: values[places] for name, values in vars(self).items() if name != "flag"}
        return replace(self, **arrays, flag=tuple(self.flag[place] for place in places))


def ranks(
    each: TopicLosses, mentions: Ints, doubtful: Flags, generator: np.random.Generator
) -> TopicRanks:
    """Return where each topic stands.

    The losses of an exposure are drawn towards each other, as far as they agree, with their full
    covariance: a topic of few mentions ranks high only where its own figure carries it. Draws of
    the posterior, times the exposures, say how certain a rank is.

    Args:
        each: The losses of an exposure.
        mentions: The mentions of each topic, shape (J,).
        doubtful: Topics that a check speaks against, and that earn no flag, shape (J,).
        generator: Where chance comes from.
    """
    j = each.value.size
    value, error, draws = _shrunken(each, generator)
    damage = np.argsort(np.argsort(-draws * each.n, axis=1), axis=1) + 1
    worst = _in_steps(np.mean(damage <= n_worst(j), axis=0))
    lower = _in_steps(np.mean(damage > j / 2, axis=0))
    q_value = benjamini_hochberg(scipy.stats.norm.sf(each.value / each.error))
    volume = rank(mentions.astype(np.float64))
    killer = (volume > j / 2) & (worst >= SURELY) & (q_value <= 1 - LEVEL)
    harmless = (volume <= n_worst(j)) & _harmless(each) & (lower >= RATHER)
    earned = each.is_shown & ~doubtful
    return TopicRanks(
        shrunken=value,
        shrunken_error=error,
        volume=volume,
        damage=rank(value * each.n),
        among_worst=worst if each.is_shown else np.full(j, np.nan),
        q_value=q_value,
        flag=tuple(
            _flag(is_killer=bool(one), is_harmless=bool(other))
            for one, other in zip(killer & earned, harmless & earned, strict=True)
        ),
    )


def n_worst(n_topics: int) -> int:
    """Return how many topics are the worst quarter, one at least.

    Args:
        n_topics: How many topics there are.

    Examples:
        >>> [n_worst(n) for n in (1, 4, 6, 20)]
        [1, 1, 2, 5]
    """
    return int(np.ceil(WORST * n_topics))


def rank(values: Floats) -> Ints:
    """Return ranks, 1 for the largest; of equal values the one before ranks higher.

    Args:
        values: The values, shape (J,).

    Examples:
        >>> rank(np.array([5.0, 9.0, 5.0])).tolist()
        [2, 1, 3]
    """
    order = np.argsort(-values, kind="stable")
    ranks = np.empty(values.size, dtype=np.int64)
    ranks[order] = np.arange(1, values.size + 1)
    return ranks


def _shrunken(each: TopicLosses, generator: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Return losses, their errors and draws of them; one or two topics are not shrunk."""
    if each.value.size >= LEAST_TO_SHRINK:
        found = shrink_jointly(each.value, each.covariance)
        return found.value, found.standard_deviation, found.draws(DRAWS, generator)
    draws = generator.multivariate_normal(each.value, each.covariance, DRAWS)
    return each.value, each.error, draws


def _in_steps(chances: Floats) -> Floats:
    """Return probabilities in steps, as whole hundredths so that .9 is .9."""
    return np.round(np.round(chances / STEP) * STEP, 2)


def _harmless(each: TopicLosses) -> Flags:
    """Whether each loss is surely below half of the mean, where there is a mean loss at all."""
    reach = float(scipy.stats.norm.ppf(LEVEL))
    return np.asarray(each.value + reach * each.error < HARMLESS * max(each.mean, 0.0))


def _flag(*, is_killer: bool, is_harmless: bool) -> Flag:
    if is_killer:
        return "silent killer"
    return "loud but harmless" if is_harmless else ""

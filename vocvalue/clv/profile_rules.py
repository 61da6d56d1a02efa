"""Rules that find more customers like the best: learned on one half, measured on the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue.clv.profile_columns import ColumnPart, CutColumn
from vocvalue.clv.special import Array
from vocvalue.results import Estimate
from vocvalue.stats import ratios
from vocvalue.stats.multiplicity import holm

Bools = NDArray[np.bool_]

MOST_RULES = 3
MOST_CONDITIONS = 3
LEAST = 30
"""A rule matches at least so many customers of the half that it is learned on."""
LEAST_SHARE = 0.01
"""And at least this share of them."""
WORTH = 2.0
"""A condition must raise the share of the best by so many standard errors."""
RATIO = "score interval of the ratio of two shares (Koopman)"


@dataclass(frozen=True, kw_only=True, eq=False)
class ProfileRule:
    """Conditions that together find customers like the best.

    Attributes:
        conditions: The conditions, all of which a customer meets.
        n: Customers who meet them, of the half that the rule is measured on.
        n_top: How many of them are among the best.
        share: The share of the best among them.
        share_of_others: The share of the best among the customers who do not meet them.
        lift: The first share over the second.
        p_value: Of no difference, corrected for the number of rules by Holm's procedure.
        is_shown: Whether the half that the rule was not learned on shows it.
    """

    conditions: tuple[ColumnPart, ...]
    n: int
    n_top: int
    share: float
    share_of_others: float
    lift: Estimate
    p_value: float
    is_shown: bool


def learn_rules(
    columns: Sequence[CutColumn], is_top: Bools, *, level: float, error: float, seed: int
) -> tuple[ProfileRule, ...]:
    """Return a short list of rules, each measured on customers that it was not learned on.

    A rule is built condition by condition: each adds the part of a column by which the share of
    the best rises by the most standard errors. The customers that a rule matches are then set
    aside, and the next rule is built on the others.

    Args:
        columns: The columns, cut.
        is_top: Whether each customer is one of the best, shape (n,).
        level: The confidence level of the lifts.
        error: The chance of showing any rule where there is nothing.
        seed: The seed by which the customers are halved.

    References:
        Friedman and Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing
        9, for rules grown one condition at a time and set aside; Lavrac, Kavsek, Flach and
        Todorovski (2004), Subgroup discovery with CN2-SD, Journal of Machine Learning Research 5.
    """
    half = np.random.default_rng(seed).random(is_top.size) < 0.5
    parts = [(column, code) for column in columns for code in range(len(column.parts))]
    masks = [column.codes[half] == code for column, code in parts]
    grown = _grow_all(masks, [column for column, _ in parts], is_top[half])
    rules = []
    for chosen in grown:
        met = np.ones(int((~half).sum()), dtype=np.bool_)
        for place in chosen:
            column, code = parts[place]
            met &= column.codes[~half] == code
        conditions = tuple(parts[place][0].parts[parts[place][1]] for place in chosen)
        rules.append((conditions, met))
    return _measured(rules, is_top[~half], level=level, error=error)


def _grow_all(
    masks: Sequence[Bools], columns: Sequence[CutColumn], is_top: Bools
) -> list[list[int]]:
    left, grown = np.ones(is_top.size, dtype=np.bool_), []
    for _ in range(MOST_RULES):
        chosen = _grow(masks, columns, is_top, left)
        if not chosen:
            break
        grown.append(chosen)
        met = left.copy()
        for place in chosen:
            met &= masks[place]
        left &= ~met
    return grown


def _grow(
    masks: Sequence[Bools], columns: Sequence[CutColumn], is_top: Bools, left: Bools
) -> list[int]:
    """Return the conditions of one rule, none where no condition is worth it."""
    chosen: list[int] = []
    least = max(LEAST, round(LEAST_SHARE * is_top.size))
    inside = left
    for _ in range(MOST_CONDITIONS):
        n, hits = int(inside.sum()), int((inside & is_top).sum())
        if n <= least or not 0 < hits < n:
            break
        used = {id(columns[place]) for place in chosen}
        free = [place for place in range(len(masks)) if id(columns[place]) not in used]
        best = _most_telling([(place, masks[place]) for place in free], is_top, inside, least)
        if best < 0:
            break
        chosen.append(best)
        inside = inside & masks[best]
    return chosen


def _most_telling(
    masks: Sequence[tuple[int, Bools]], is_top: Bools, inside: Bools, least: int
) -> int:
    """Return the part whose customers are most certainly better than the whole, or -1."""
    n, hits = int(inside.sum()), int((inside & is_top).sum())
    best, gain = -1, WORTH
    for place, mask in masks:
        met = inside & mask
        n_met = int(met.sum())
        if n_met < least or n_met == n:
            continue
        found = _errors_above(int((met & is_top).sum()), n_met, hits, n)
        if found > gain:
            best, gain = place, found
    return best


def _errors_above(hits: int, n: int, all_hits: int, all_n: int) -> float:
    """Return by how many standard errors the share of a part lies above that of the whole."""
    share = all_hits / all_n
    variance = share * (1 - share) * (1 / n - 1 / all_n)
    return float((hits / n - share) / np.sqrt(variance)) if variance > 0 else 0.0


def _measured(
    rules: Sequence[tuple[tuple[ColumnPart, ...], Bools]],
    is_top: Bools,
    *,
    level: float,
    error: float,
) -> tuple[ProfileRule, ...]:
    usable = [(conditions, met) for conditions, met in rules if 0 < met.sum() < met.size]
    if not usable:
        return ()
    n = np.array([met.sum() for _, met in usable], dtype=np.float64)
    x = np.array([(met & is_top).sum() for _, met in usable], dtype=np.float64)
    others, rest = is_top.size - n, is_top.sum() - x
    p = holm(ratios.p_value(x, n, rest, others, alternative="greater"))
    lifts = ratios.relative_lift(x, n, rest, others, level)
    return tuple(
        ProfileRule(
            conditions=conditions,
            n=int(n[i]),
            n_top=int(x[i]),
            share=float(x[i] / n[i]),
            share_of_others=float(rest[i] / others[i]),
            lift=lift_of(lifts, i, level=level, n=is_top.size),
            p_value=float(p[i]),
            is_shown=bool(p[i] < error),
        )
        for i, (conditions, _) in enumerate(usable)
    )


def lift_of(lifts: tuple[Array, Array, Array], place: int, *, level: float, n: int) -> Estimate:
    """Return one of several relative lifts as a ratio: 1 where two shares are the same.

    Args:
        lifts: What `stats.ratios.relative_lift` returned.
        place: Which of them.
        level: The confidence level of its ends.
        n: The number of customers compared.
    """
    value, lower, upper = (float(end[place]) + 1 for end in lifts)
    return Estimate.of((value, lower, upper), level=level, method=RATIO, n=n)

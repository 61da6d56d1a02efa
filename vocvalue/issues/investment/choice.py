"""The set of options that nets most within a budget, and how often another would have."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from vocvalue.errors import FitError
from vocvalue.issues.investment.options import Option

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

MOST_SETS = 20_000
FEWER_DRAWS = 300
"""How many draws are searched one by one, where the sets are too many to be listed."""
CENT = 1e-6


@dataclass(frozen=True, kw_only=True, eq=False)
class Certainty:
    """How certain a choice is, over draws of the losses and the shares.

    Attributes:
        best: The share of draws in which the chosen set nets most.
        within: For each option, the share of draws in which the best set holds it, shape (m,).
        regret: How much more the best set of each draw nets than the chosen one, on average.
        n: How many draws there are.
    """

    best: float
    within: Floats = field(repr=False)
    regret: float
    n: int


def best_set(net: Floats, options: Sequence[Option], budget: float) -> Flags:
    """Return the set that nets most within the budget, at most one option of each problem.

    Args:
        net: What each option nets, shape (m,).
        options: The options.
        budget: What they may cost together.

    Returns:
        Whether each option is in it, shape (m,); none where nothing nets more than 0.

    Raises:
        FitError: The search did not end.
    """
    worth = np.flatnonzero(net > 0)
    chosen = np.zeros(len(options), dtype=np.bool_)
    if not worth.size:
        return chosen
    rows, limits = _constraints([options[place] for place in worth.tolist()], budget)
    found = scipy.optimize.milp(
        -net[worth],
        constraints=scipy.optimize.LinearConstraint(rows, ub=limits),
        integrality=np.ones(worth.size, dtype=np.int64),
        bounds=scipy.optimize.Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise FitError(f"the best set of fixes was not found: {found.message}")
    chosen[worth] = found.x > 0.5
    return chosen


def certainty(chosen: Flags, nets: Floats, options: Sequence[Option], budget: float) -> Certainty:
    """Return how often the chosen set is the best one.

    Args:
        chosen: Whether each option is in it, shape (m,).
        nets: What each option nets in each draw, shape (d, m).
        options: The options.
        budget: What they may cost together.
    """
    sets = sets_within(options, budget)
    if sets is None:
        nets = nets[:FEWER_DRAWS]
        best = np.array([best_set(net, options, budget) for net in nets])
    else:
        best = sets[np.argmax(nets @ sets.T, axis=1)]
    most, own = np.sum(nets * best, axis=1), nets @ chosen
    return Certainty(
        best=float(np.mean(np.all(best == chosen, axis=1))),
        within=best.mean(axis=0),
        regret=float(np.mean(most - own)),
        n=len(nets),
    )


def sets_within(options: Sequence[Option], budget: float) -> Flags | None:
    """Return all sets of options within a budget, the empty one first; None if they are many.

    Args:
        options: The options.
        budget: What they may cost together.

    Returns:
        Whether each option is in each set, shape (sets, m).
    """
    sets, costs = np.zeros((1, len(options)), dtype=np.bool_), np.zeros(1)
    for topic in dict.fromkeys(option.topic for option in options):
        grown, spent = [sets], [costs]
        for place, option in enumerate(options):
            if option.topic != topic:
                continue
            fits = costs + option.cost <= budget + CENT
            more = sets[fits].copy()
            more[:, place] = True
            grown.append(more)
            spent.append(costs[fits] + option.cost)
        sets, costs = np.concatenate(grown), np.concatenate(spent)
        if len(sets) > MOST_SETS:
            return None
    return sets


def _constraints(options: Sequence[Option], budget: float) -> tuple[Floats, Floats]:
    """Return rows and limits: the budget, and one option of each problem."""
    topics = np.array([option.topic for option in options])
    of_topic = [(topics == topic).astype(np.float64) for topic in np.unique(topics)]
    rows = np.array([[option.cost for option in options], *of_topic])
    return rows, np.array([budget + CENT, *np.ones(len(of_topic))])

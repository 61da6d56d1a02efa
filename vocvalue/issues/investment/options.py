"""What may be done about one problem: each set of its fixes, with what it ends and costs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import ParameterError
from vocvalue.issues.investment.fix import Fix

Floats: TypeAlias = NDArray[np.float64]

MOST_OF_A_TOPIC = 8
"""Fixes of one problem: each set of them is weighed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Option:
    """Some fixes of one problem, done together.

    Attributes:
        topic: The place of the problem among those with a loss.
        fixes: The places of the fixes.
        months: How many months of loss they end within the horizon, expected.
        drawn: The same of each draw of the shares, shape (d,).
        cost: What they cost within the horizon.
    """

    topic: int
    fixes: tuple[int, ...]
    months: float
    drawn: Floats = field(repr=False)
    cost: float


def options_of(
    fixes: Sequence[Fix], topics: Sequence[str], months: float, shares: Floats
) -> list[Option]:
    """Return all sets of fixes of one problem each, problem by problem.

    Args:
        fixes: The fixes.
        topics: The problems with a loss.
        months: The horizon in months.
        shares: Draws of the share of each fix, shape (d, fixes).

    Raises:
        ParameterError: More fixes of one problem than can be weighed together.
    """
    options: list[Option] = []
    for place, topic in enumerate(topics):
        own = [number for number, fix in enumerate(fixes) if fix.topic == topic]
        if len(own) > MOST_OF_A_TOPIC:
            raise ParameterError(
                f"{len(own)} fixes of {topic!r}, must be at most {MOST_OF_A_TOPIC}: all sets of "
                "them are weighed. Leave out those that are not in question."
            )
        for size in range(1, len(own) + 1):
            sets = combinations(own, size)
            options += [_option(place, chosen, fixes, months, shares) for chosen in sets]
    return options


def cost_within(fix: Fix, months: float) -> float:
    """Return what a fix costs within a horizon: once, and running from when it works.

    Args:
        fix: The fix.
        months: The horizon in months.

    Examples:
        >>> cost_within(Fix("a", cost=100.0, share=0.5, running_cost=10.0,
        ...                 starts_after="2 months"), 12.0)
        200.0
    """
    return fix.cost + fix.running_cost * max(0.0, months - fix.delay)


def _option(
    place: int, chosen: tuple[int, ...], fixes: Sequence[Fix], months: float, shares: Floats
) -> Option:
    expected = np.array([[fix.expected_share for fix in fixes]])
    return Option(
        topic=place,
        fixes=chosen,
        months=float(_ended(chosen, fixes, months, expected)[0]),
        drawn=_ended(chosen, fixes, months, shares),
        cost=sum(cost_within(fixes[number], months) for number in chosen),
    )


def _ended(chosen: tuple[int, ...], fixes: Sequence[Fix], months: float, shares: Floats) -> Floats:
    """Return the months of loss that are ended: each fix ends its share of what is left."""
    starts = sorted({min(fixes[number].delay, months) for number in chosen} | {months})
    ended = np.zeros(len(shares))
    for start, end in pairwise(starts):
        working = [number for number in chosen if fixes[number].delay <= start]
        ended += (end - start) * (1 - np.prod(1 - shares[:, working], axis=1))
    return ended

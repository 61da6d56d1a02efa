"""Gaps between events at random times, of whole periods."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

Floats: TypeAlias = NDArray[np.float64]


def chance_of_gap(at_least: ArrayLike, room: ArrayLike, inside: ArrayLike) -> Floats:
    """Return how likely a gap between neighbours is at least so long.

    Between a first and a last event lie `room` periods, and `inside` of these, drawn at random,
    have an event each. All gaps, including those before the first and after the last of these
    events, then have the same distribution.

    Args:
        at_least: The gap, in whole periods: 1 is that of neighbouring periods; any shape.
        room: Periods between the first event and the last, of a shape that broadcasts.
        inside: How many of them have an event, at most `room`.

    References:
        The first c - 1 periods of the room have no event: C(room - c + 1, inside) of all
        C(room, inside) draws.

    Examples:
        One event at the first, second or third of three periods:

        >>> chance_of_gap([1, 2, 3, 4], room=3, inside=1).round(3)
        array([1.   , 0.667, 0.333, 0.   ])
    """
    room, inside = np.asarray(room, dtype=np.float64), np.asarray(inside, dtype=np.float64)
    left = room - np.maximum(np.asarray(at_least, dtype=np.float64) - 1, 0.0)
    fits = left >= inside
    left = np.where(fits, left, inside)
    draws = _log_choose(left, inside) - _log_choose(room, inside)
    return np.asarray(np.where(fits, np.exp(draws), 0.0))


def _log_choose(n: Floats, k: Floats) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))

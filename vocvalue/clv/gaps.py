"""How long customers wait from one purchase to the next, against their own mean and chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue.stats.spacings import chance_of_gap

WIDTH = (2, 5)
"""A class is two fifths of a customer's mean gap wide, so that one has the mean in its middle."""
CLASSES = 8


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """The distribution of gaps between purchases, as multiples of the customer's mean gap.

    Attributes:
        counts: The gaps in each class: below 0.4 times the mean, from 0.4 to below 0.8, and so on;
            the last class is from 2.8 times on.
        by_chance: The gaps expected in each class if the same customers made as many purchases
            between their first and their last at random times.
    """

    counts: tuple[int, ...]
    by_chance: tuple[float, ...]

    @staticmethod
    def starts() -> list[float]:
        """Return where each class starts, in multiples of the mean gap."""
        return [WIDTH[0] * place / WIDTH[1] for place in range(CLASSES)]


NO_GAPS = Gaps(counts=(0,) * CLASSES, by_chance=(0.0,) * CLASSES)


def gaps_between(
    place: NDArray[np.int64], period: NDArray[np.int64], interior: NDArray[np.int64]
) -> Gaps:
    """Return the gaps between purchases.

    Args:
        place: The number of each purchase's customer, 0, 1, ... in ascending order, shape (m,).
        period: The number of its period, ascending within a customer, shape (m,).
        interior: How many purchases of each customer lie between the first and the last, shape
            (n,); one or more.

    Examples:
        Purchases in periods 0, 2 and 10 are 0.4 and 1.6 times their mean of 5 apart. Were the
        second in any of the nine periods between, of the two gaps 2/9 would be 1 long, 4/9 would be
        2 or 3 long, and so on:

        >>> gaps = gaps_between(np.zeros(3, int), np.array([0, 2, 10]), np.array([1]))
        >>> gaps.counts, [round(n, 3) for n in gaps.by_chance]
        ((0, 1, 0, 0, 1, 0, 0, 0), [0.222, 0.444, 0.444, 0.444, 0.444, 0.0, 0.0, 0.0])
    """
    same = np.diff(place) == 0
    gap, owner = np.diff(period)[same], place[:-1][same]
    number = interior + 1
    total = np.bincount(owner, weights=gap).astype(np.int64)
    part, parts = WIDTH
    # In whole numbers: a gap of just the mean must not fall beside its class by rounding.
    at = np.minimum(parts * gap * number[owner] // (part * total[owner]), CLASSES - 1)
    starts = -(-part * np.arange(CLASSES)[:, None] * total // (parts * number))
    reached = chance_of_gap(starts, total - 1, interior) @ number
    return Gaps(
        counts=tuple(np.bincount(at, minlength=CLASSES).tolist()),
        by_chance=tuple((reached - np.append(reached[1:], 0.0)).tolist()),
    )

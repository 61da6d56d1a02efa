"""Names beside points that neither cover each other nor the points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.results.display import columns

Floats: TypeAlias = NDArray[np.float64]
Box: TypeAlias = tuple[float, float, float, float]

LETTER, HEIGHT, MARK = 5.1, 11.0, 4.0
"""The width of a letter and the height of a line in points, and half the width of a mark."""
REACHES = (7.0, 13.0)
"""How far from its point a name may stand: further away it would seem to be another's."""
SIDES = ((1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1))


@dataclass(frozen=True, kw_only=True)
class NamePlace:
    """Where a name stands.

    Attributes:
        place: Which point it belongs to.
        shift: How far its anchor is from the point, in points.
        side: 1 where it begins at the anchor, -1 where it ends there, 0 where it is centred.
    """

    place: int
    shift: tuple[float, float]
    side: int


def place_labels(
    points: Floats, names: Sequence[str], order: Sequence[int], area: Box
) -> list[NamePlace]:
    """Return where names can stand; one that has no room is left out.

    Args:
        points: The points, in points of the page, shape (n, 2).
        names: Their names.
        order: Which names come first.
        area: What names must not leave: left, bottom, right, top.

    Examples:
        Two points beside each other: the second name goes to the other side.

        >>> points = np.array([[50.0, 50.0], [80.0, 50.0]])
        >>> found = place_labels(points, ["left", "right"], [0, 1], (0.0, 0.0, 200.0, 100.0))
        >>> [(label.place, label.side) for label in found]
        [(0, -1), (1, 1)]
    """
    taken = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in points]
    found = []
    for place in order:
        width = LETTER * columns(names[place])
        for label, box in _candidates(place, points[place], width):
            inside = box[0] >= area[0] and box[2] <= area[2] and area[1] <= box[1]
            if inside and box[3] <= area[3] and not any(_meet(box, other) for other in taken):
                taken.append(box)
                found.append(label)
                break
    return found


def _candidates(place: int, point: Floats, width: float) -> Iterator[tuple[NamePlace, Box]]:
    for reach in REACHES:
        for side, rise in SIDES:
            shift = (side * (reach if not rise else 0.7 * reach), rise * reach)
            x, y = point[0] + shift[0], point[1] + shift[1]
            left = x - (width if side < 0 else width / 2 if not side else 0.0)
            yield (
                NamePlace(place=place, shift=shift, side=side),
                (left, y - HEIGHT / 2, left + width, y + HEIGHT / 2),
            )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

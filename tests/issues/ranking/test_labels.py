"""Names beside points: none covers another or a point, and each stays within the picture."""

import numpy as np
import pytest

from vocvalue.issues.ranking.labels import HEIGHT, LETTER, MARK, place_labels
from vocvalue.results.display import columns

AREA = (0.0, 0.0, 460.0, 290.0)


def box(label, point, name):
    width = LETTER * columns(name)
    x, y = point[0] + label.shift[0], point[1] + label.shift[1]
    left = {1: x, -1: x - width, 0: x - width / 2}[label.side]
    return left, y - HEIGHT / 2, left + width, y + HEIGHT / 2


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("seed", range(6))
def test_no_two_names_overlap_and_none_covers_a_point(seed):
    rng = np.random.default_rng(seed)
    points = rng.uniform([20, 20], [440, 270], size=(25, 2))
    names = [["late", "包装破损", "return process"][place % 3] for place in range(25)]
    labels = place_labels(points, names, range(25), AREA)
    boxes = [box(it, points[it.place], names[it.place]) for it in labels]
    marks = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in points]
    assert len(labels) > 8
    for place, one in enumerate(boxes):
        assert not any(overlap(one, other) for other in boxes[:place])
        assert not any(overlap(one, mark) for mark in marks)
        assert min(one[:2]) >= 0
        assert one[2] <= AREA[2]
        assert one[3] <= AREA[3]


def test_what_comes_first_has_its_name():
    points = np.tile([100.0, 100.0], (30, 1))
    found = place_labels(points, ["name"] * 30, [7, *range(7), *range(8, 30)], AREA)
    assert found[0].place == 7
    assert len(found) < 30

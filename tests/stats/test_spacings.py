"""Gaps between events at random times, against an enumeration of all draws."""

from itertools import combinations

import numpy as np
import pytest

from vocvalue.stats.spacings import chance_of_gap


@pytest.mark.parametrize(("room", "inside"), [(1, 1), (5, 1), (5, 3), (7, 4), (6, 6)])
def test_it_agrees_with_all_draws(room, inside):
    draws = [(0, *drawn, room + 1) for drawn in combinations(range(1, room + 1), inside)]
    gaps = np.diff(np.array(draws), axis=1)
    for at_least in range(room + 3):
        expected = (gaps >= at_least).mean()
        assert chance_of_gap(at_least, room, inside) == pytest.approx(expected)


def test_many_periods_are_those_of_random_times():
    # of k points on a line a gap is longer than a part x of it with probability (1 - x)^k
    long = chance_of_gap(100_001, room=1_000_000, inside=9)
    assert long == pytest.approx(0.9**9, rel=1e-4)

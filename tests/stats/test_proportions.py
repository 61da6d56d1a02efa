"""Intervals of shares, against Newcombe's tables and scipy."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats.proportions import mover, wilson

# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((84, 101), (89, 105), -0.1177, 0.0851),
]


def single(hits, n):
    lower, upper = wilson(hits, n, 0.95)
    return hits / n, float(lower), float(upper)


@pytest.mark.parametrize(("first", "second", "lower", "upper"), NEWCOMBE)
def test_mover_with_wilson_is_newcombes_interval(first, second, lower, upper):
    assert mover(single(*first), single(*second)) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (3, 9), (50, 800), (41, 41)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilson_agrees_with_scipy(hits, n, level):
    expected = stats.binomtest(hits, n).proportion_ci(level, method="wilson")
    found = [float(end) for end in wilson(hits, n, level)]
    assert found == pytest.approx([expected.low, expected.high], abs=1e-12)


def test_wilson_of_nobody_is_not_a_number():
    lower, upper = wilson(np.array([0.0, 1.0]), np.array([0.0, 2.0]), 0.95)
    assert np.isnan(lower).tolist() == [True, False]
    assert np.isnan(upper).tolist() == [True, False]


def test_mover_of_one_estimate_with_itself_is_nothing():
    one = (0.5, 0.3, 0.7)
    assert mover(one, one, correlation=1.0) == (0.0, 0.0)

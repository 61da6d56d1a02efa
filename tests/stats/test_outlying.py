"""Above what the others lead to expect: by hand, and by false alarms among honest ones."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats.outlying import above_the_others


def test_equal_errors_are_a_prediction_from_a_sample_by_hand():
    # Paule and Mandel make error and spread together the variance of the others.
    values, error = np.array([1.0, 2.0, 4.0, 5.0, 8.0, 13.0]), np.full(6, 0.5)
    found = above_the_others(values, error, 0.95)
    others = values[:5]
    spread = others.std(ddof=1) * np.sqrt(1 + 1 / 5)
    assert not found.is_outlying.any()
    assert found.expected[5] == pytest.approx(others.mean())
    assert found.spread[5] == pytest.approx(spread)
    assert found.p_values[5] == pytest.approx(stats.t.sf((13 - 4) / spread, 3))
    assert found.corrected[5] == pytest.approx(min(1, 6 * found.p_values[5]))
    assert found.limit(0.99)[5] == pytest.approx(4 + stats.t.ppf(0.99, 3) * spread)


def test_others_that_agree_leave_the_errors_alone():
    values, error = np.array([0.0, 0.0, 0.0, 0.0, 3.0]), np.array([1.0, 1.0, 2.0, 2.0, 1.0])
    found = above_the_others(values, error, 0.95)
    assert found.spread[4] == pytest.approx(np.sqrt(1 + 1 / (1 + 1 + 0.25 + 0.25)))


def test_fewer_than_five_tell_nothing():
    assert above_the_others(np.zeros(4), np.ones(4), 0.95) is None


def test_two_far_above_do_not_hide_each_other():
    values = np.append(np.random.default_rng(1).normal(size=20), [9.0, 8.5])
    found = above_the_others(values, np.full(22, 0.2), 0.95)
    assert np.flatnonzero(found.is_outlying).tolist() == [20, 21]
    assert found.expected[20] == found.expected[21] == pytest.approx(values[:20].mean(), abs=0.05)
    # Of the others one at a time is held against twenty-one, of which one is far above.
    alone = (values[:20].std(ddof=1) * np.sqrt(1 + 1 / 20), values[1:].std(ddof=1))
    assert found.spread[20] == pytest.approx(alone[0], rel=0.05)
    assert found.spread[20] < alone[1]


@pytest.mark.parametrize(("k", "spread"), [(8, 0.0), (8, 0.3), (30, 0.1), (30, 0.4)])
def test_an_honest_team_seldom_has_anybody_too_good(k, spread):
    random = np.random.default_rng(7)
    runs, alarms = 300, 0
    for _ in range(runs):
        error = 0.1 / np.sqrt(random.gamma(2, 0.5, k) + 0.1)
        values = spread * random.normal(size=k) + error * random.normal(size=k)
        alarms += above_the_others(values, error, 0.95).is_outlying.any()
    assert alarms <= stats.binom.ppf(0.999, runs, 0.05)

"""Above what the others lead to expect: by hand, and by false alarms among honest ones."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats.multiplicity import holm
from vocvalue.stats.outlying import above_the_others


def test_equal_errors_are_a_prediction_from_a_sample_by_hand():
    # Paule and Mandel make error and spread together the variance of the others.
    values, error = np.array([1.0, 2.0, 4.0, 5.0, 8.0, 20.0]), np.full(6, 0.5)
    found = above_the_others(values, error)
    others = values[:5]
    spread = others.std(ddof=1) * np.sqrt(1 + 1 / 5)
    assert found.expected[5] == pytest.approx(others.mean())
    assert found.spread[5] == pytest.approx(spread)
    assert found.p_values[5] == pytest.approx(stats.t.sf((20 - 4) / spread, 3))
    assert found.limit(0.99)[5] == pytest.approx(4 + stats.t.ppf(0.99, 3) * spread)


def test_others_that_agree_leave_the_errors_alone():
    values, error = np.array([0.0, 0.0, 0.0, 0.0, 3.0]), np.array([1.0, 1.0, 2.0, 2.0, 1.0])
    found = above_the_others(values, error)
    assert found.spread[4] == pytest.approx(np.sqrt(1 + 1 / (1 + 1 + 0.25 + 0.25)))


def test_fewer_than_five_tell_nothing():
    assert above_the_others(np.zeros(4), np.ones(4)) is None


def test_one_far_above_does_not_hide_itself():
    values = np.append(np.random.default_rng(1).normal(size=20), 9.0)
    assert above_the_others(values, np.full(21, 0.2)).p_values[20] < 1e-5


@pytest.mark.parametrize(("k", "spread"), [(8, 0.0), (8, 0.3), (30, 0.1), (30, 0.4)])
def test_an_honest_team_seldom_has_anybody_too_good(k, spread):
    random = np.random.default_rng(7)
    runs, alarms = 400, 0
    for _ in range(runs):
        error = 0.1 / np.sqrt(random.gamma(2, 0.5, k) + 0.1)
        values = spread * random.normal(size=k) + error * random.normal(size=k)
        alarms += holm(above_the_others(values, error).p_values).min() < 0.05
    assert alarms <= stats.binom.ppf(0.999, runs, 0.05)

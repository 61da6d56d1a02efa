"""Events within a horizon with follow-up cut short: Kaplan-Meier of statsmodels, and the truth."""

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from vocvalue.errors import DataError
from vocvalue.stats.censored_events import censored_events


def followed(rng, n):
    return rng.exponential(3.0, n), rng.uniform(0.5, 4.0, n)


def test_the_mean_is_the_true_share_where_censored_as_none_is_not():
    rng = np.random.default_rng(1)
    means, plain = [], []
    for _ in range(200):
        time, until = followed(rng, 1_000)
        means.append(censored_events(time, until, 2.5).outcome.mean())
        plain.append(np.mean(time <= np.minimum(until, 2.5)))
    truth = -np.expm1(-2.5 / 3.0)
    assert np.mean(means) == pytest.approx(truth, abs=4 * np.std(means) / np.sqrt(200))
    assert np.mean(plain) < truth - 0.1


def test_it_is_near_kaplan_and_meier():
    time, until = followed(np.random.default_rng(2), 20_000)
    curve = SurvfuncRight(np.minimum(time, until), (time <= until).astype(int))
    at = np.searchsorted(curve.surv_times, 2.5) - 1
    events = censored_events(time, until, 2.5)
    assert events.outcome.mean() == pytest.approx(1 - curve.surv_prob[at], abs=0.01)
    assert events.followed == pytest.approx(1.5 / 3.5, abs=0.02)


def test_with_all_followed_it_counts():
    time = np.array([0.5, 2.0, np.inf, 5.0])
    events = censored_events(time, np.full(4, 3.0), 2.0)
    assert events.outcome.tolist() == [1.0, 1.0, 0.0, 0.0]


def test_a_horizon_beyond_all_is_refused():
    with pytest.raises(DataError, match="nobody was followed for 5; the longest follow-up is 3"):
        censored_events(np.ones(4), np.full(4, 3.0), 5.0)

"""Kaplan-Meier and log-rank, on the leukaemia trial and against statsmodels."""

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from vocvalue.stats.survival import KaplanMeier, log_rank, stratified_log_rank

# Freireich et al. (1963), remission in weeks; a negative time ends the follow-up.
MERCAPTOPURINE = [
    6,
    6,
    6,
    -6,
    7,
    -9,
    10,
    -10,
    -11,
    13,
    16,
    -17,
    -19,
    -20,
    22,
    23,
    -25,
    -32,
    -32,
    -34,
    -35,
]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def counted(*groups):
    times = np.unique(np.abs(np.concatenate(groups))).astype(float)
    events = [[np.sum(np.array(g) == t) for t in times] for g in groups]
    censored = [[np.sum(np.array(g) == -t) for t in times] for g in groups]
    return times, np.array(events, dtype=float), np.array(censored, dtype=float)


def test_log_rank_of_the_leukaemia_trial():
    _, events, censored = counted(MERCAPTOPURINE, PLACEBO)
    chi2, df, p = log_rank(events, censored)
    assert chi2 == pytest.approx(16.792941, abs=5e-7)
    assert df == 1
    assert p == pytest.approx(4.17e-5, rel=1e-3)


def simulated(seed, n=90):
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, n)
    time = np.ceil(rng.exponential([5.0, 8.0, 10.0], (n, 3))[np.arange(n), group])
    end = np.ceil(rng.uniform(1, 12, n))
    return group, np.minimum(time, end), (time <= end).astype(int)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_log_rank_of_three_groups_agrees_with_statsmodels(seed):
    group, time, status = simulated(seed)
    signed = [np.where(status == 1, time, -time)[group == g] for g in range(3)]
    _, events, censored = counted(*signed)
    expected = survdiff(time, status, group)
    assert log_rank(events, censored)[0] == pytest.approx(expected[0])
    assert log_rank(events, censored)[2] == pytest.approx(expected[1])


@pytest.mark.parametrize("seed", [1, 2])
def test_curve_and_greenwood_agree_with_statsmodels(seed):
    _, time, status = simulated(seed)
    times, events, censored = counted(np.where(status == 1, time, -time))
    curve = KaplanMeier(time=times, events=events[0], censored=censored[0])
    expected = SurvfuncRight(time, status)
    for t, share, error in zip(
        expected.surv_times, expected.surv_prob, expected.surv_prob_se, strict=True
    ):
        assert curve.at(t, 0.95)[0] == pytest.approx(share)
        if share > 0:
            assert curve.standard_error(t) == pytest.approx(error)


# R, survival::survfit(..., conf.type = "log-log"), as printed in many textbooks for week 10.
def test_interval_is_the_log_log_one():
    times, events, censored = counted(MERCAPTOPURINE)
    curve = KaplanMeier(time=times, events=events[0], censored=censored[0])
    share, lower, upper = curve.at(10, 0.95)
    assert share == pytest.approx(0.7529, abs=5e-5)
    error = curve.standard_error(10) / share / abs(np.log(share))
    ends = [np.exp(-np.exp(np.log(-np.log(share)) + s * 1.959964 * error)) for s in (1, -1)]
    assert [lower, upper] == pytest.approx(ends, rel=1e-6)


def test_without_censoring_it_is_a_share():
    curve = KaplanMeier(
        time=np.array([1.0, 2.0, 5.0]),
        events=np.array([2.0, 3.0, 0.0]),
        censored=np.array([0, 0, 5.0]),
    )
    assert curve.at(3, 0.95)[0] == pytest.approx(0.5)
    assert curve.standard_error(3) == pytest.approx(np.sqrt(0.25 / 10))


def test_outside_the_follow_up():
    curve = KaplanMeier(
        time=np.array([2.0, 4.0]), events=np.array([1.0, 0.0]), censored=np.array([0, 3.0])
    )
    assert curve.at(1, 0.95)[0] == 1.0
    assert curve.standard_error(1) == 0.0
    assert np.isnan(curve.at(5, 0.95)).all()
    assert np.isnan(curve.standard_error(5))


def test_when_everybody_has_an_event_nothing_is_left():
    curve = KaplanMeier(time=np.array([2.0]), events=np.array([3.0]), censored=np.array([0.0]))
    assert curve.at(9, 0.95)[0] == 0.0
    assert curve.standard_error(9) == 0.0


def test_log_rank_without_events_is_not_a_number():
    assert np.isnan(log_rank(np.zeros((2, 3)), np.ones((2, 3)))[0])


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("n_groups", [2, 3])
def test_stratified_log_rank_agrees_with_statsmodels(seed, n_groups):
    group, time, status = simulated(seed, n=150)
    group = np.minimum(group, n_groups - 1)
    stratum = np.random.default_rng(seed + 9).integers(0, 3, group.size)
    signed = np.where(status == 1, time, -time)
    parts = [[signed[(group == g) & (stratum == s)] for g in range(n_groups)] for s in range(3)]
    _, events, censored = counted(*(part for within in parts for part in within))
    shape = (3, n_groups, -1)
    found = stratified_log_rank(events.reshape(shape), censored.reshape(shape))
    expected = survdiff(time, status, group, strata=stratum)
    assert (found[0], found[2]) == pytest.approx(expected)
    assert found[1] == n_groups - 1


def test_one_stratum_is_the_plain_log_rank():
    _, events, censored = counted(MERCAPTOPURINE, PLACEBO)
    assert stratified_log_rank(events[None], censored[None]) == log_rank(events, censored)
    assert np.isnan(stratified_log_rank(np.zeros((2, 2, 3)), np.ones((2, 2, 3)))[0])

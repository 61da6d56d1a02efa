"""Restricted means: the lung cancer trial, areas by hand, and simulated exponential survival."""

import numpy as np
import pytest
from lung_data import MEN, WOMEN
from scipy import stats

from vocvalue.errors import ParameterError
from vocvalue.stats.restricted_mean import restricted_mean, restricted_mean_difference
from vocvalue.stats.survival import KaplanMeier, log_rank


def counted(*groups):
    times = np.unique(np.abs(np.concatenate(groups))).astype(float)
    events = np.array([[np.sum(g == t) for t in times] for g in groups], dtype=float)
    censored = np.array([[np.sum(g == -t) for t in times] for g in groups], dtype=float)
    return times, events, censored


def curve(signed):
    times, events, censored = counted(np.asarray(signed))
    return KaplanMeier(time=times, events=events[0], censored=censored[0])


def test_the_lung_data_are_typed_in_right():
    # R, survdiff(Surv(time, status) ~ sex, lung): 138 men with 112 events, 90 women with 53.
    assert [(g.size, int(np.sum(g > 0))) for g in (MEN, WOMEN)] == [(138, 112), (90, 53)]
    _, events, censored = counted(MEN, WOMEN)
    assert log_rank(events, censored)[0] == pytest.approx(10.326742, abs=5e-7)


def test_restricted_means_of_the_lung_trial():
    # tau 965: as survRM2 in R and lifelines print them.
    men, women = curve(MEN), curve(WOMEN)
    assert restricted_mean(men, 965.0) == pytest.approx((324.0484, 22.2979), abs=5e-5)
    assert restricted_mean(women, 965.0) == pytest.approx((455.9041, 32.9174), abs=5e-5)
    value, lower, upper, p = restricted_mean_difference(women, men, 965.0, 0.95)
    assert value == pytest.approx(131.8557, abs=5e-5)
    assert (upper - lower) / 2 / 1.959964 == pytest.approx(39.7587, abs=5e-5)
    assert p == pytest.approx(0.00091186, abs=5e-9)


def test_without_censoring_it_is_the_mean_of_the_shortened_times():
    times = np.array([1, 2, 2, 4, 7, 9])
    for tau in (3.0, 4.0, 8.5, 9.0, 20.0):
        short = np.minimum(times, tau)
        expected = short.mean(), short.std() / np.sqrt(times.size)
        assert restricted_mean(curve(times), tau) == pytest.approx(expected)


def test_the_area_is_that_of_a_fine_grid():
    drawn = np.random.default_rng(4).integers(1, 30, 60)
    signed = np.where(np.arange(60) % 3 == 0, -drawn, drawn)
    found = curve(signed)
    grid = (np.arange(200_000) + 0.5) * 20 / 200_000
    place = np.searchsorted(found.time, grid, side="right")
    height = np.concatenate([[1.0], found.survival])[place]
    assert restricted_mean(found, 20.0)[0] == pytest.approx(20 * height.mean(), abs=1e-3)


def test_the_interval_holds_the_true_difference():
    rng = np.random.default_rng(6)
    tau, means, held, runs = 12.0, (10.0, 7.0), 0, 400
    truth = np.subtract(*(m * (1 - np.exp(-tau / m)) for m in means))
    for _ in range(runs):
        curves = []
        for mean, n in zip(means, (160, 60), strict=True):
            time, end = rng.exponential(mean, n), rng.uniform(6, 40, n)
            end[0] = 40.0
            order = np.sort(np.minimum(time, end))
            event = (time <= end)[np.argsort(np.minimum(time, end))].astype(float)
            curves.append(KaplanMeier(time=order, events=event, censored=1 - event))
        _, lower, upper, _ = restricted_mean_difference(*curves, tau, 0.9)
        held += lower <= truth <= upper
    # What chance does to 400 runs, one time in a thousand on either side.
    assert stats.binom.ppf(0.001, runs, 0.9) <= held <= stats.binom.ppf(0.999, runs, 0.9)


def test_edges():
    nobody_lost = curve([-5, -9])
    assert restricted_mean(nobody_lost, 9.0) == (9.0, 0.0)
    assert np.isnan(restricted_mean_difference(nobody_lost, nobody_lost, 9.0, 0.95)[3])
    assert restricted_mean(curve([3, 5]), 100.0)[0] == 4.0
    assert restricted_mean(curve([3, -5]), 2.0) == (2.0, 0.0)


@pytest.mark.parametrize(
    ("tau", "message"),
    [(6.0, "tau == 6, must be at most 5, where follow-up ends"), (0.0, "tau == 0.0, must be > 0")],
)
def test_what_is_refused(tau, message):
    with pytest.raises(ParameterError, match=message):
        restricted_mean(curve([3, -5]), tau)

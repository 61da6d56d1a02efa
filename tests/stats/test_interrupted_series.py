"""Segmented regression on counts against published figures, statsmodels and known truth."""

import numpy as np
import pytest
import statsmodels.api as sm

from vocvalue.errors import FitError
from vocvalue.stats import count_series
from vocvalue.stats.interrupted_series import Counts, Plan, late_change, peak_before

# Acute coronary events in Sicily by month, January 2002 to November 2006, and the standardised
# population; a smoking ban began in January 2005. Lopez Bernal, Cummins, Gasparrini (2017),
# Interrupted time series regression for the evaluation of public health interventions: a tutorial,
# International Journal of Epidemiology 46, whose data are public.
EVENTS = (
    728,
    659,
    791,
    734,
    757,
    726,
    760,
    740,
    720,
    814,
    795,
    858,
    887,
    766,
    851,
    769,
    781,
    756,
    766,
    752,
    765,
    831,
    879,
    928,
    914,
    808,
    937,
    840,
    916,
    828,
    845,
    818,
    860,
    839,
    887,
    886,
    831,
    796,
    833,
    820,
    877,
    758,
    767,
    738,
    781,
    843,
    850,
    908,
    1021,
    859,
    976,
    888,
    962,
    838,
    810,
    876,
    843,
    936,
    912,
)
POPULATION = (
    379875.3,
    376495.5,
    377040.8,
    377116.4,
    377383.4,
    374113.1,
    379513.3,
    376295.5,
    374653.2,
    378485.6,
    375955.5,
    378349.7,
    376762.4,
    379032.3,
    379360.4,
    376162,
    377972.4,
    381830.7,
    379888.6,
    380872.2,
    380966.9,
    381240.4,
    382104.9,
    381802.7,
    381656.3,
    383680,
    383504.2,
    386462.9,
    383783.1,
    380836.8,
    383483,
    380906.2,
    382926.8,
    384052.4,
    384449.6,
    383428.4,
    388153.2,
    388373.2,
    386470.1,
    386033.2,
    383686.4,
    385509.3,
    385901.9,
    386516.6,
    388436.5,
    383255.2,
    390148.7,
    385874.9,
    391613.6,
    391750.4,
    394005.6,
    391364.9,
    391664.6,
    389022.3,
    391878.5,
    388575.3,
    392989,
    390018.8,
    390712.3,
)
TIME = np.arange(1, len(EVENTS) + 1)
SICILY = Counts(counts=np.array(EVENTS, dtype=float), exposure=np.array(POPULATION))
BAN = 37


def test_level_change_is_that_of_the_tutorial():
    fitted = SICILY.fitted(Plan(time=TIME, first_after=BAN))
    series = fitted.series
    level = np.eye(3)[2]
    error = np.sqrt(level @ series.bread @ level)
    poisson = np.exp(fitted.level.log + 1.959964 * error * np.array([0, -1, 1]))
    quasi = np.exp(
        fitted.level.log + 1.959964 * error * np.sqrt(series.dispersion) * np.array([-1, 1])
    )
    assert poisson == pytest.approx([0.89438, 0.86469, 0.92509], abs=5e-6)
    assert series.dispersion == pytest.approx(3.559, abs=5e-4)
    assert quasi == pytest.approx([0.83919, 0.95319], abs=5e-6)


def test_two_harmonics_are_those_of_the_tutorial():
    fitted = SICILY.fitted(Plan(time=TIME, first_after=BAN, season=12.0))
    assert fitted.level.ends(0.95)[0] == pytest.approx(0.88507, abs=5e-6)


@pytest.mark.parametrize("lags", [0, 3, 8])
def test_newey_west_is_that_of_statsmodels(lags):
    plan = Plan(time=TIME, first_after=BAN, slope=True, season=12.0)
    series = SICILY.fitted(plan).series
    peer = sm.GLM(
        SICILY.counts, series.design, family=sm.families.Poisson(), exposure=SICILY.exposure
    ).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
    assert series.coefficients == pytest.approx(peer.params, rel=1e-7)
    for place, weights in enumerate(np.eye(len(peer.params))):
        ours = count_series.newey_west(series, weights, lags)
        assert ours == pytest.approx(peer.cov_params()[place, place], rel=1e-6)


def simulated(random, *, n=48, first_after=24, effect=0.0, rho=0.0, spread=0.0, mean=60.0):
    """Return counts of a rate that follows an autoregression and changes by a known factor."""
    noise = np.zeros(n)
    noise[0] = random.normal(0, spread)
    for place in range(1, n):
        fresh = random.normal(0, spread * np.sqrt(1 - rho**2))
        noise[place] = rho * noise[place - 1] + fresh
    exposure = random.integers(800, 1200, n).astype(float)
    after = np.arange(n) >= first_after
    rate = mean / 1000 * np.exp(noise - spread**2 / 2 + effect * after)
    return random.poisson(exposure * rate).astype(float), exposure


def test_intervals_cover_where_a_rate_varies_and_lasts():
    random, hits, n = np.random.default_rng(11), 0, 300
    for _ in range(n):
        counts, exposure = simulated(random, effect=np.log(0.7), rho=0.3, spread=0.15)
        plan = Plan(time=np.arange(48), first_after=24, slope=True)
        _, low, high = Counts(counts=counts, exposure=exposure).fitted(plan).average.ends(0.95)
        hits += low <= 0.7 <= high
    assert 0.90 <= hits / n <= 0.99


def test_excess_and_correlation_are_found_again():
    random = np.random.default_rng(5)
    fits = []
    for _ in range(60):
        counts, exposure = simulated(random, n=200, first_after=100, rho=0.6, spread=0.2)
        plan = Plan(time=np.arange(200), first_after=100)
        fits.append(Counts(counts=counts, exposure=exposure).fitted(plan).series)
    # A rate of sd 0.2 about a mean of 60 adds 60 (exp(0.04) - 1) Poisson variances.
    assert np.mean([it.excess for it in fits]) == pytest.approx(60 * 0.0408, rel=0.12)
    assert np.mean([it.autocorrelation for it in fits]) == pytest.approx(0.6, abs=0.08)


def test_comparison_takes_a_common_change_away():
    random, hits, falls, n = np.random.default_rng(3), 0, 0, 200
    for _ in range(n):
        shared = np.exp(np.where(np.arange(36) >= 18, np.log(0.6), 0.0))
        exposure = np.full(36, 1000.0)
        counts = random.poisson(80 * shared).astype(float)
        other = random.poisson(120 * shared).astype(float)
        plan = Plan(time=np.arange(36), first_after=18)
        alone = Counts(counts=counts, exposure=exposure).fitted(plan).average
        beside = Counts(counts=counts, exposure=exposure, comparison=other).fitted(plan).average
        falls += alone.p_value < 0.05
        hits += beside.p_value < 0.05
    assert falls / n > 0.95
    assert hits / n < 0.10


def test_avoided_counts_have_the_error_of_a_numerical_gradient():
    plan = Plan(time=TIME, first_after=BAN, slope=True)
    fitted = SICILY.fitted(plan)
    value, error = fitted.avoided()
    design = np.column_stack([plan.unchanged, plan.change])
    same = np.column_stack([plan.unchanged, np.zeros_like(plan.change)])

    def lost(coefficients):
        without, with_change = (
            SICILY.exposure * np.exp(rows @ coefficients) for rows in (same, design)
        )
        return (without - with_change)[plan.after].sum()

    start = fitted.series.coefficients
    steps = 1e-6 * np.eye(len(start))
    gradient = np.array([(lost(start + step) - lost(start - step)) / 2e-6 for step in steps])
    assert value == pytest.approx(lost(start))
    assert error == pytest.approx(fitted.series.standard_error(gradient), rel=1e-4)


def test_a_topic_that_is_gone_has_a_ratio():
    counts = np.array([20.0, 24, 18, 22, 25, 19, 21, 23, 0, 0, 0, 0])
    plan = Plan(time=np.arange(12), first_after=8)
    value, low, high = (
        Counts(counts=counts, exposure=np.full(12, 1e3)).fitted(plan).level.ends(0.95)
    )
    assert 0 < low < value < 0.05
    assert high < 0.5


def test_late_half_sees_a_rate_that_returned():
    rate = np.where(np.arange(36) < 18, 100.0, np.where(np.arange(36) < 27, 40.0, 100.0))
    plan = Plan(time=np.arange(36), first_after=18)
    counts = Counts(counts=rate, exposure=np.full(36, 1e3))
    assert late_change(counts, plan).ends(0.95)[2] > 1


def test_peak_before_the_moment_is_found_and_taken_away():
    rate = np.where(np.isin(np.arange(30), (15, 16, 17)), 200.0, 100.0)
    plan = Plan(time=np.arange(30), first_after=18)
    peak, without = peak_before(Counts(counts=rate, exposure=np.full(30, 1e3)), plan, 3)
    assert peak.ends(0.95)[0] == pytest.approx(2.0, rel=1e-6)
    assert peak.p_value < 0.01
    assert without.ends(0.95)[0] == pytest.approx(1.0, rel=1e-6)


def test_columns_that_say_the_same_are_refused():
    with pytest.raises(FitError, match="do not tell"):
        count_series.fit(np.arange(4), np.ones(4), np.ones(4), np.ones((4, 2)))

"""The silence of customers who go on as before, against scipy, mpmath and simulated waits."""

from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
import scipy

from vocvalue.clv.silence import longest_silence, share_of_waits, waits_longer

CDNOW = SimpleNamespace(r=0.243, alpha=4.414)
HISTORIES = [(1.0, 3.0), (2.0, 30.43), (26.0, 30.86), (400.0, 38.0)]


@pytest.mark.parametrize(("frequency", "age"), HISTORIES)
@pytest.mark.parametrize("silence", [0.0, 0.5, 12.0, 400.0])
def test_the_wait_is_that_of_a_gamma_mixture_of_exponentials(frequency, age, silence):
    shape, rate = mpmath.mpf(CDNOW.r + frequency), mpmath.mpf(CDNOW.alpha + age)
    density = lambda x: (  # noqa: E731
        rate**shape * x ** (shape - 1) * mpmath.exp(-rate * x) / mpmath.gamma(shape)
    )
    peak = shape / rate
    mixed = mpmath.quad(
        lambda x: density(x) * mpmath.exp(-x * silence),
        [0, peak / 2, peak, 2 * peak, 4 * peak + 40 / rate],
    )
    found = waits_longer(CDNOW, *map(np.array, ([frequency], [age], [silence])))
    assert found[0] == pytest.approx(float(mixed), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("frequency", "age"), HISTORIES)
@pytest.mark.parametrize("share", [0.5, 0.05, 1e-4])
def test_the_longest_silence_is_the_quantile_of_scipy(frequency, age, share):
    law = scipy.stats.lomax(CDNOW.r + frequency, scale=CDNOW.alpha + age)
    found = longest_silence(CDNOW, *map(np.array, ([frequency], [age], [share])))
    assert found[0] == pytest.approx(law.isf(share), rel=1e-9)


def test_the_share_of_waits_is_the_rate_times_the_mean_wait_and_at_most_the_rate():
    frequency, age = (np.array(column) for column in zip(*HISTORIES, strict=True))
    found = share_of_waits(CDNOW, frequency, age, per_year=0.05, year=52.0)
    means = [scipy.stats.lomax(CDNOW.r + x, scale=CDNOW.alpha + t).mean() for x, t in HISTORIES]
    assert found == pytest.approx(0.05 * np.minimum(np.array(means) / 52.0, 1.0))
    assert share_of_waits(
        CDNOW, np.array([0.0]), np.array([0.0]), per_year=0.05, year=52.0
    ).tolist() == [0.05]


def test_customers_who_go_on_raise_as_many_alarms_a_year_as_allowed():
    # Each buys at a rate of its own for 20 years, and is judged all the time by what it has bought.
    rng = np.random.default_rng(4)
    rates = SimpleNamespace(r=2.0, alpha=6.0)
    n, years, year = 3_000, 20.0, 52.0
    rate = rng.gamma(rates.r, 1 / rates.alpha, n)
    frequency, age = np.zeros(n), np.zeros(n)
    alarms = time = 0.0
    while (alive := age < years * year).any():
        share = share_of_waits(rates, frequency, age, per_year=0.05, year=year)
        limit = longest_silence(rates, frequency, age, share)
        wait = rng.exponential(1 / rate)
        judged = alive & (frequency > 0)
        alarms += float((wait > limit)[judged].sum())
        time += float(wait[judged].sum()) / year
        frequency, age = np.where(alive, frequency + 1, frequency), np.where(alive, age + wait, age)
    assert 0.9 * 0.05 < alarms / time <= 0.051

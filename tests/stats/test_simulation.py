"""Simulated purchases against the theory they were drawn from.

Monte-Carlo tolerance: every mean of n draws is held to 4.5 standard errors (computed from the
theory's variance, or from the draws where stated), with fixed seeds.
"""

import numpy as np
import pytest
from scipy import stats

from vocvalue.errors import ParameterError
from vocvalue.stats.simulation import (
    event_times,
    gamma_gamma_amounts,
    purchases_until_death,
    purchases_until_dropout,
    spend_amounts,
)

N = 400_000
STANDARD_ERRORS = 4.5


def assert_mean(draws, expected):
    error = draws.std() / np.sqrt(draws.size)
    assert abs(draws.mean() - expected) < STANDARD_ERRORS * error


@pytest.fixture
def rng():
    return np.random.default_rng(20240229)


class TestPurchasesUntilDropout:
    def test_no_dropout_is_poisson(self, rng):
        frequency, _ = purchases_until_dropout(0.4, np.full(N, 10**6), 5.0, rng)
        assert_mean(frequency, 2.0)
        assert_mean((frequency - 2.0) ** 2, 2.0)
        assert_mean(frequency == 0, np.exp(-2.0))

    def test_last_purchase_caps_the_frequency(self, rng):
        # P(K >= 2) with K ~ Poisson(2) is 1 - 3 exp(-2).
        frequency, _ = purchases_until_dropout(0.4, np.full(N, 2), 5.0, rng)
        assert frequency.max() == 2
        assert_mean(frequency == 2, 1 - 3 * np.exp(-2.0))

    def test_zero_never_buys_again(self, rng):
        frequency, recency = purchases_until_dropout(100.0, np.zeros(5, dtype=int), 5.0, rng)
        assert frequency.tolist() == [0] * 5
        assert recency.tolist() == [0.0] * 5

    def test_last_of_capped_purchases_is_an_erlang_time(self, rng):
        # The third event of a Poisson process of rate 2 has mean 3 / 2 and variance 3 / 4;
        # over T = 50 the process reaches it all but surely.
        _, recency = purchases_until_dropout(2.0, np.full(N, 3), 50.0, rng)
        assert_mean(recency, 1.5)
        assert_mean((recency - 1.5) ** 2, 0.75)

    def test_last_of_all_purchases_is_the_largest_uniform(self, rng):
        # Given K = k events on (0, 10] the last one has mean 10 k / (k + 1).
        frequency, recency = purchases_until_dropout(0.2, np.full(N, 10**6), 10.0, rng)
        for k in (1, 2, 5):
            assert_mean(recency[frequency == k], 10 * k / (k + 1))

    def test_bg_nbd_moments(self, rng):
        # CDNOW parameters of Fader, Hardie and Lee (2005): P(X(39) = 0) is .5737864 and
        # P(X(30) = 11) is .0019995 (BTYD package). A new customer's E[X(52)] is 1.444004.
        rate = rng.gamma(0.243, 1 / 4.414, N)
        last = rng.geometric(rng.beta(0.793, 2.426, N))
        at_39, _ = purchases_until_dropout(rate, last, 39.0, rng)
        at_30, _ = purchases_until_dropout(rate, last, 30.0, rng)
        at_52, _ = purchases_until_dropout(rate, last, 52.0, rng)
        assert_mean(at_39 == 0, 0.5737864)
        assert_mean(at_30 == 11, 0.0019995214)
        assert_mean(at_52, 1.444004)

    def test_agrees_with_a_walk_from_purchase_to_purchase(self, rng):
        def walk():
            time, count, last = 0.0, 0, 0.0
            while True:
                time += rng.exponential(1 / 0.5)
                if time > 6:
                    return count, last
                count, last = count + 1, time
                if rng.random() < 0.3:
                    return count, last

        walked = np.array([walk() for _ in range(20_000)])
        frequency, recency = purchases_until_dropout(0.5, rng.geometric(0.3, 20_000), 6.0, rng)
        table = [np.bincount(x.astype(int), minlength=9)[:6] for x in (walked[:, 0], frequency)]
        assert stats.chi2_contingency(table).pvalue > 1e-3
        assert stats.ks_2samp(walked[:, 1], recency).pvalue > 1e-3


class TestPurchasesUntilDeath:
    def test_pareto_nbd_expectation(self, rng):
        # E[X(52)] of a new customer at the CDNOW estimates is 1.473434.
        rate = rng.gamma(0.553277, 1 / 10.57768, N)
        lifetime = rng.exponential(1 / rng.gamma(0.60624, 1 / 11.66873, N))
        frequency, _ = purchases_until_death(rate, lifetime, 52.0, rng)
        assert_mean(frequency, 1.473434)

    def test_recency_ends_with_the_lifetime(self, rng):
        frequency, recency = purchases_until_death(100.0, np.full(N, 3.0), 10.0, rng)
        assert recency.max() <= 3
        # Given k events before 3, the last has mean 3 k / (k + 1).
        assert_mean(recency - 3 * frequency / (frequency + 1), 0.0)

    def test_an_endless_life_is_poisson_over_the_observation(self, rng):
        frequency, recency = purchases_until_death(0.4, np.full(N, np.inf), 5.0, rng)
        assert_mean(frequency, 2.0)
        assert recency.max() <= 5


class TestEventTimes:
    def test_last_time_is_the_recency_and_times_ascend(self, rng):
        frequency = rng.poisson(2.0, N)
        recency = np.where(frequency > 0, rng.uniform(1, 9, N), 0.0)
        times = event_times(frequency, recency, rng)
        owner = np.repeat(np.arange(N), frequency)
        assert times.size == frequency.sum()
        assert times[(frequency.cumsum() - 1)[frequency > 0]].tolist() == (
            recency[frequency > 0].tolist()
        )
        assert (np.diff(times)[np.diff(owner) == 0] >= 0).all()
        assert times.min() > 0

    def test_earlier_times_are_order_statistics(self, rng):
        # Of 4 purchases with the last at 8, the first three are sorted uniforms on (0, 8),
        # with means 2, 4, 6 and variances 64 i (4 - i) / 80.
        times = event_times(np.full(100_000, 4), np.full(100_000, 8.0), rng).reshape(-1, 4)
        for i in (1, 2, 3):
            assert_mean(times[:, i - 1], 2.0 * i)
            assert_mean((times[:, i - 1] - 2.0 * i) ** 2, 64 * i * (4 - i) / 80)

    def test_nobody_buys_again(self, rng):
        assert event_times([0, 0], [0.0, 0.0], rng).tolist() == []

    def test_shapes_must_agree(self, rng):
        with pytest.raises(ParameterError, match=r"shape \(2,\) and recency \(1,\)"):
            event_times([1, 1], [3.0], rng)


class TestAmounts:
    def test_gamma_gamma_moments(self, rng):
        # E[mean] = p v / (q - 1) = 2 x 15 / 5 = 6, var = (p v)^2 / ((q-1)^2 (q-2)) = 9;
        # within a customer the variance is mean^2 / p, so E[z^2] = E[mean^2] (1 + 1/2) = 67.5.
        counts = np.ones(N, dtype=int)
        amounts, mean_spend = gamma_gamma_amounts(2.0, 6.0, 15.0, counts, rng)
        assert_mean(mean_spend, 6.0)
        assert_mean((mean_spend - 6.0) ** 2, 9.0)
        assert_mean(amounts, 6.0)
        assert_mean(amounts**2, 67.5)

    def test_amounts_stand_customer_after_customer(self, rng):
        amounts, mean_spend = gamma_gamma_amounts(1e10, 3.0, 1.0, [2, 0, 3], rng)
        expected = mean_spend[[0, 0, 2, 2, 2]]
        assert amounts == pytest.approx(expected, rel=1e-3)

    def test_spend_is_spread_around_each_mean(self, rng):
        amounts = spend_amounts([10.0, 1000.0], [N, N], 4.0, rng)
        assert_mean(amounts[:N], 10.0)
        assert_mean(amounts[N:], 1000.0)
        assert_mean((amounts[N:] - 1000) ** 2, 1000**2 / 4)


BAD = [
    (lambda g: purchases_until_dropout([1.0, -1.0], 1, 5.0, g), "rate must be at least 0; 1 "),
    (lambda g: purchases_until_dropout(np.inf, 1, 5.0, g), "rate must be finite"),
    (lambda g: purchases_until_dropout(1.0, 1.5, 5.0, g), "last_purchase holds float64"),
    (lambda g: purchases_until_dropout(1.0, 1, np.nan, g), "T must be at least 0"),
    (lambda g: purchases_until_death(1.0, [1.0, np.nan], 5.0, g), "at position 1"),
    (lambda g: event_times([-1], [2.0], g), "frequency must be at least 0"),
    (lambda g: gamma_gamma_amounts(0.0, 3.0, 15.0, [1], g), "p == 0.0, must be > 0"),
    (lambda g: spend_amounts([np.inf], [1], 2.0, g), "mean_spend must be finite"),
]


@pytest.mark.parametrize(("call", "message"), BAD)
def test_bad_input_is_named(call, message, rng):
    with pytest.raises(ParameterError, match=message):
        call(rng)


def test_the_seed_settles_everything():
    def draw(seed):
        rng = np.random.default_rng(seed)
        frequency, recency = purchases_until_dropout(1.0, np.full(50, 4), 9.0, rng)
        return event_times(frequency, recency, rng).tolist()

    assert draw(7) == draw(7)
    assert draw(7) != draw(8)

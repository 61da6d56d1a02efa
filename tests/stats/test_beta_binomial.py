"""Beta posteriors of two shares: mpmath, closed forms, draws, and large samples."""

from math import comb

import mpmath
import numpy as np
import pytest

from vocvalue.errors import ParameterError
from vocvalue.stats import differences, ratios
from vocvalue.stats.beta_binomial import BetaPair


def pair(a1, b1, a0, b0):
    return BetaPair(treated_a=a1, treated_b=b1, control_a=a0, control_b=b0)


def by_mpmath(a1, b1, a0, b0, delta):
    """P(p1 > p0 + delta), integrated where either distribution has its mass."""
    a1, b1, a0, b0, delta = (mpmath.mpf(x) for x in (a1, b1, a0, b0, delta))

    def above(x):
        return 1 - mpmath.betainc(a1, b1, 0, min(max(x, 0), 1), regularized=True)

    def integrand(p):
        density = p ** (a0 - 1) * (1 - p) ** (b0 - 1) / mpmath.beta(a0, b0)
        return density * above(p + delta)

    low, high = max(mpmath.mpf(0), -delta), min(mpmath.mpf(1), 1 - delta)
    points = {low, high}
    for a, b, shift in ((a1, b1, delta), (a0, b0, 0)):
        mean, spread = a / (a + b), mpmath.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
        steps = (mean - shift + k * spread for k in (-9, -3, 0, 3, 9))
        points |= {x for x in steps if low < x < high}
    below = mpmath.betainc(a0, b0, 0, low, regularized=True) if low > 0 else 0
    return float(below + mpmath.quad(integrand, sorted(points)))


@pytest.mark.parametrize(
    ("parameters", "delta"),
    [
        ((351, 151, 251, 251), 0.15),
        ((1, 6, 1, 6), -0.1),
        ((0.5, 5.5, 0.5, 10.5), 0.05),
        ((10.5, 0.5, 0.5, 20.5), 0.9),
        ((1901, 101, 86, 16), 0.05),
        ((86, 16, 1901, 101), -0.1),
        ((3, 4, 400, 600), -0.3),
    ],
)
def test_probability_above_agrees_with_mpmath(parameters, delta):
    found = float(pair(*parameters).probability_above(delta))
    with mpmath.workdps(30):
        assert found == pytest.approx(by_mpmath(*parameters, delta), abs=1e-11)


@pytest.mark.parametrize("parameters", [(3, 9, 5, 4), (1, 1, 1, 1), (20, 80, 31, 90)])
def test_probability_above_zero_has_a_closed_form(parameters):
    # P(p1 > p0) = sum over i < a1 of B(a0 + i, b0 + b1) / ((b1 + i) B(1 + i, b1) B(a0, b0)),
    # for whole parameters; here by counting orders: p1 is the a1-th of a1 + b1 - 1 uniform numbers.
    a1, b1, a0, b0 = parameters
    n, m = a1 + b1 - 1, a0 + b0 - 1
    # p1 > p0 where at least a0 of the m numbers are below the a1-th of the n.
    ways = sum(comb(a1 - 1 + j, j) * comb(n - a1 + m - j, m - j) for j in range(a0, m + 1))
    expected = ways / comb(n + m, m)
    assert float(pair(*parameters).probability_above()) == pytest.approx(expected, abs=1e-12)
    assert float(pair(*parameters).probability_ratio_above()) == pytest.approx(expected, abs=1e-12)


def test_small_priors_are_integrated_up_to_the_ends():
    # p0 is Beta(0.1, 1): P(p1 > p0) = E[p1^0.1] = B(a1 + 0.1, b1) / B(a1, b1).
    expected = mpmath.beta(0.2, 1.1) / mpmath.beta(0.1, 1.1)
    found = float(pair(0.1, 1.1, 0.1, 1).probability_above())
    assert found == pytest.approx(float(expected), abs=1e-9)


def test_ratio_of_powers_has_a_closed_form():
    # Beta(a, 1) is U^(1/a): P(U^(1/3) > r V^(1/2)) = 1 - r^3 * 2 / 5 for r <= 1.
    for r in (0.3, 0.9, 1.0):
        found = float(pair(3, 1, 2, 1).probability_ratio_above(r))
        assert found == pytest.approx(1 - r**3 * 2 / 5, abs=1e-12)
    # and E[p1 / p0] = 3/4 * 2.
    assert float(pair(3, 1, 2, 1).ratio) == pytest.approx(1.5)
    assert float(pair(3, 1, 1, 1).ratio) == np.inf


def test_difference_of_two_uniform_shares_is_triangular():
    lower, upper = pair(1, 1, 1, 1).difference_interval(0.9)
    end = 1 - np.sqrt(2 * 0.05)
    assert [float(lower), float(upper)] == pytest.approx([-end, end], abs=1e-12)
    assert float(pair(1, 1, 1, 1).standard_deviation) == pytest.approx(np.sqrt(1 / 6))


def test_intervals_and_moments_are_those_of_draws():
    rng = np.random.default_rng(8)
    p1, p0 = rng.beta(46.0, 6.0, 400_000), rng.beta(15.0, 7.0, 400_000)
    found = BetaPair.after(45, 50, 14, 20)
    tails = [0.05, 0.95]
    expected = np.quantile(p1 - p0, tails)
    assert np.array(found.difference_interval(0.9)) == pytest.approx(expected, abs=0.002)
    expected = np.quantile(p1 / p0, tails)
    assert np.array(found.ratio_interval(0.9)) == pytest.approx(expected, abs=0.01)
    assert float(found.difference) == pytest.approx(np.mean(p1 - p0), abs=0.001)
    assert float(found.standard_deviation) == pytest.approx(np.std(p1 - p0), abs=0.001)
    assert float(found.ratio) == pytest.approx(np.mean(p1 / p0), abs=0.002)


def test_interval_ends_have_the_probabilities_asked_for():
    found = BetaPair.after([3, 0, 88], [9, 40, 90], [1, 2, 900], [5, 90, 1000], prior=(0.5, 0.5))
    for interval, above in (
        (found.difference_interval, found.probability_above),
        (found.ratio_interval, found.probability_ratio_above),
    ):
        lower, upper = interval(0.8)
        assert above(lower) == pytest.approx([0.9] * 3, abs=1e-9)
        assert above(upper) == pytest.approx([0.1] * 3, abs=1e-9)


def test_large_samples_come_to_the_score_intervals():
    arms = (70_000, 100_000, 30_000, 50_000)
    found = BetaPair.after(*arms)
    for ends, expected in (
        (found.difference_interval(0.95), differences.interval(*arms, 0.95)),
        (found.ratio_interval(0.95), ratios.koopman(*arms, 0.95)),
    ):
        assert [float(x) for x in ends] == pytest.approx([float(x) for x in expected], abs=2e-5)


def test_arrays_are_taken_together():
    together = BetaPair.after([3, 0], [9, 40], [1, 2], [5, 90])
    for i, arms in enumerate([(3, 9, 1, 5), (0, 40, 2, 90)]):
        alone = BetaPair.after(*arms)
        assert together.probability_above(0.1)[i] == float(alone.probability_above(0.1))
        assert together.difference_interval(0.9)[0][i] == float(alone.difference_interval(0.9)[0])


@pytest.mark.parametrize("delta0", [-0.95, -0.3, 0.95])
def test_far_from_the_data_it_is_sure(delta0):
    found = float(pair(300, 400, 2000, 3000).probability_above(delta0))
    assert found == pytest.approx(float(delta0 < 0), abs=1e-12)


def test_what_is_refused():
    with pytest.raises(ParameterError, match="control_a must be above 0, but is 0"):
        pair(1, 1, 0, 1)
    with pytest.raises(ParameterError, match="prior == 0, must be > 0"):
        BetaPair.after(1, 2, 1, 2, prior=(0, 1))
    with pytest.raises(ParameterError, match="ratio0 must be above 0"):
        pair(1, 1, 1, 1).probability_ratio_above(0.0)
    with pytest.raises(ParameterError, match="treated: 1 count"):
        BetaPair.after(3, 2, 1, 2)

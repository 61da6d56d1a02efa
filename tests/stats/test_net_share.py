"""Intervals of a net share: published numbers, a score test in the test, and their coverage."""

import numpy as np
import pytest
from scipy import optimize, stats

from vocvalue.stats import net_share

INTERVALS = {"wald": net_share.wald, "adjusted-wald": net_share.adjusted_wald}
# Detractors, passives, promoters.
FIRST, SECOND = np.array([75.0, 675.0, 250.0]), np.array([2.0, 0.0, 9.0])


def percent(ends):
    return [100 * float(end) for end in ends]


def test_variance_has_the_covariance_of_the_two_shares():
    counts = np.array([1.0, 2.0, 3.0])
    assert net_share.net(counts) == pytest.approx(1 / 3)
    assert net_share.standard_error(counts) ** 2 * 6 == pytest.approx(5 / 9)
    assert net_share.standard_error(counts) == pytest.approx(0.3043, abs=5e-5)


# Rocks (2016) and recomputed.
@pytest.mark.parametrize(
    ("interval", "counts", "lower", "upper", "digits"),
    [
        (net_share.wald, FIRST, 14.137, 20.863, 5e-4),
        (net_share.adjusted_wald, FIRST, 14.086, 20.809, 5e-4),
        (net_share.tango, FIRST, 14.140, 20.878, 5e-4),
        (net_share.wald, SECOND, 18, 109, 0.5),
        (net_share.adjusted_wald, SECOND, 8.0, 92.0, 0.05),
        (net_share.tango, SECOND, 4.6, 89.7, 0.05),
    ],
)
def test_published_intervals(interval, counts, lower, upper, digits):
    assert percent(interval(counts, 0.95)) == pytest.approx([lower, upper], abs=digits)


def score_statistic(delta, counts):
    """Tango's statistic, its nuisance share by numerical maximisation of the likelihood."""
    minus, zero, plus = counts
    n = minus + zero + plus

    def minus_log_likelihood(share):
        cells = [share, 1 - 2 * share - delta, share + delta]
        logs = [c * np.log(p) for c, p in zip((minus, zero, plus), cells, strict=True) if c]
        return -sum(logs)

    low, high = max(0.0, -delta), (1 - delta) / 2
    share = optimize.minimize_scalar(
        minus_log_likelihood,
        bounds=(low + 1e-12, high - 1e-12),
        method="bounded",
        options={"xatol": 1e-13},
    ).x
    return (plus - minus - n * delta) / np.sqrt(n * (2 * share + delta - delta**2))


@pytest.mark.parametrize("counts", [(75, 675, 250), (2, 3, 9), (10, 1, 30), (5, 5, 1)])
def test_tango_ends_where_the_score_test_rejects(counts):
    lower, upper = net_share.tango(np.array(counts, dtype=float), 0.95)
    z = stats.norm.ppf(0.975)
    assert score_statistic(float(lower), counts) == pytest.approx(z, rel=1e-4)
    assert score_statistic(float(upper), counts) == pytest.approx(-z, rel=1e-4)


@pytest.mark.parametrize("counts", [(0, 0, 10), (10, 0, 0), (0, 10, 0), (0, 5, 5), (1, 0, 0)])
def test_tango_is_in_range_where_cells_are_empty(counts):
    lower, upper = net_share.tango(np.array(counts, dtype=float), 0.95)
    assert -1 <= lower <= net_share.net(np.array(counts, dtype=float)) <= upper <= 1
    assert upper - lower > 0.1


def test_dirichlet_has_the_quantiles_of_a_beta_where_nobody_is_passive():
    counts = np.array([30.0, 0.0, 70.0])
    rng = np.random.default_rng(1)
    lower, upper = net_share.dirichlet(counts, 0.95, rng, 200_000)
    draws = np.random.default_rng(2).gamma([30 + 1 / 3, 1 / 3, 70 + 1 / 3], size=(200_000, 3))
    share = draws / draws.sum(axis=1, keepdims=True)
    expected = np.quantile(share[:, 2] - share[:, 0], [0.025, 0.975])
    assert [float(lower), float(upper)] == pytest.approx(expected, abs=0.004)


def test_bootstrap_is_as_wide_as_the_standard_error_says():
    lower, upper = net_share.bootstrap(FIRST, 0.95, np.random.default_rng(1), 100_000)
    half = 1.959964 * net_share.standard_error(FIRST)
    assert float(upper - lower) / 2 == pytest.approx(float(half), rel=0.03)


def coverage(interval, n, nps, passive, draws=60_000):
    promoter = (1 - passive + nps) / 2
    truth = [1 - passive - promoter, passive, promoter]
    counts = np.random.default_rng(7).multinomial(n, truth, draws).astype(float)
    lower, upper = interval(counts, 0.95)
    return float(np.mean((lower <= nps + 1e-12) & (nps - 1e-12 <= upper)))


@pytest.mark.parametrize("interval", [net_share.adjusted_wald, net_share.tango])
@pytest.mark.parametrize("n", [100, 300, 1000, 3000])
@pytest.mark.parametrize("nps", [-0.8, -0.5, 0.0, 0.5])
def test_coverage_is_within_a_point_of_nominal(interval, n, nps):
    passive = min(0.3, (1 - abs(nps)) * 0.6)
    assert coverage(interval, n, nps, passive) == pytest.approx(0.95, abs=0.01)

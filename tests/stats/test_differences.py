"""Differences of two shares: Newcombe's table, score tests solved in the test, coverage, scipy."""

import numpy as np
import pytest
from scipy import optimize, stats
from statsmodels.stats.proportion import proportions_ztest

from benchmarks.lift_coverage import Case, coverage, pooled_corrected
from vocvalue.errors import ParameterError
from vocvalue.stats.constrained import constrained_shares
from vocvalue.stats.differences import METHODS, interval, p_value, z_value

# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, methods 10, 6 and 5.
TABLE = [
    ((56, 70, 48, 80), (0.0524, 0.3339), (0.0528, 0.3382), (0.0533, 0.3377)),
    ((9, 10, 3, 10), (0.1705, 0.8090), (0.1700, 0.8406), (0.1821, 0.8370)),
    ((5, 56, 0, 29), (-0.0381, 0.1926), (-0.0326, 0.1933), (-0.0313, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775), (-0.1658, 0.2844), (-0.1611, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0), (0.7156, 1.0), (0.7224, 1.0)),
    ((84, 101, 89, 105), (-0.1177, 0.0851), (-0.1191, 0.0860), (-0.1188, 0.0858)),
]
ARMS = [row[0] for row in TABLE]
EDGES = [(0, 5, 0, 5), (5, 5, 5, 5), (5, 5, 0, 5), (0, 5, 5, 5), (1, 1, 0, 1), (0, 1, 3, 7)]


def ends(*arms, level=0.95, method="newcombe"):
    return [float(end) for end in interval(*arms, level, method=method)]


@pytest.mark.parametrize(("arms", "newcombe", "miettinen", "mee"), TABLE)
def test_newcombes_table(arms, newcombe, miettinen, mee):
    assert ends(*arms) == pytest.approx(newcombe, abs=5.1e-5)
    # The score ends are printed to within one unit of the last digit.
    assert ends(*arms, method="miettinen-nurminen") == pytest.approx(miettinen, abs=1e-4)
    assert ends(*arms, method="mee") == pytest.approx(mee, abs=1e-4)


def test_wald_and_agresti_caffo_of_newcombes_first_row():
    assert ends(*ARMS[0], method="wald") == pytest.approx((0.0575, 0.3425), abs=5e-5)
    assert ends(*ARMS[0], method="agresti-caffo") == pytest.approx((0.0525, 0.3358), abs=5e-5)


def test_the_articles_experiment():
    arms = (250, 500, 150, 500)  # control lost, treated lost
    assert ends(*arms, method="wald") == pytest.approx((0.1406, 0.2594), abs=5e-5)
    assert ends(*arms) == pytest.approx((0.1397, 0.2582), abs=5e-5)
    assert float(z_value(*arms, method="mee")) == pytest.approx(6.455, abs=5e-4)


def score(arms, delta, factor):
    """The score statistic, its nuisance share by numerical maximisation of the likelihood."""
    x1, n1, x0, n0 = arms

    def minus_log_likelihood(p0):
        p1 = p0 + delta
        return -stats.binom.logpmf(x1, n1, p1) - stats.binom.logpmf(x0, n0, p0)

    p0 = optimize.minimize_scalar(
        minus_log_likelihood,
        bounds=(max(0.0, -delta), min(1.0, 1 - delta)),
        method="bounded",
        options={"xatol": 1e-12},
    ).x
    variance = (p0 + delta) * (1 - p0 - delta) / n1 + p0 * (1 - p0) / n0
    return (x1 / n1 - x0 / n0 - delta) / np.sqrt(variance * factor)


@pytest.mark.parametrize("arms", [ARMS[0], ARMS[1], ARMS[5], (1880, 1900, 88, 100)])
@pytest.mark.parametrize("method", ["mee", "miettinen-nurminen"])
def test_score_intervals_end_where_the_score_test_rejects(arms, method):
    n = arms[1] + arms[3]
    factor = n / (n - 1) if method == "miettinen-nurminen" else 1.0
    found = [score(arms, end, factor) for end in ends(*arms, method=method)]
    assert found == pytest.approx([1.959964, -1.959964], rel=1e-5)


def test_mee_at_no_difference_is_the_pooled_test_of_statsmodels():
    z, p = proportions_ztest([56, 48], [70, 80])
    assert float(z_value(56, 70, 48, 80, method="mee")) == pytest.approx(z)
    assert float(p_value(56, 70, 48, 80, method="mee")) == pytest.approx(p)


@pytest.mark.parametrize("arms", ARMS + EDGES)
@pytest.mark.parametrize("method", METHODS)
def test_p_value_is_below_one_minus_level_exactly_outside_the_interval(arms, method):
    for level in (0.5, 0.9, 0.99):
        lower, upper = ends(*arms, level=level, method=method)
        for delta0 in np.linspace(-0.995, 0.995, 40):
            inside = lower <= delta0 <= upper
            assert (float(p_value(*arms, delta0=delta0, method=method)) >= 1 - level) == inside


@pytest.mark.parametrize("arms", ARMS + EDGES)
@pytest.mark.parametrize("method", METHODS)
def test_swapping_the_arms_mirrors_everything(arms, method):
    x1, n1, x0, n0 = arms
    lower, upper = ends(*arms, method=method)
    assert ends(x0, n0, x1, n1, method=method) == pytest.approx([-upper, -lower], abs=1e-12)
    one = p_value(*arms, delta0=0.1, method=method, alternative="greater")
    other = p_value(x0, n0, x1, n1, delta0=-0.1, method=method, alternative="less")
    assert float(one) == pytest.approx(float(other), abs=1e-12)


@pytest.mark.parametrize("method", ["newcombe", "mee", "miettinen-nurminen"])
@pytest.mark.parametrize("arms", EDGES)
def test_where_nothing_or_everything_happened_the_interval_is_in_range_and_has_width(arms, method):
    lower, upper = ends(*arms, method=method)
    assert -1 <= lower <= arms[0] / arms[1] - arms[2] / arms[3] <= upper <= 1
    assert upper - lower > 0.3


def test_one_sided_p_values_add_to_one_and_halve_the_two_sided():
    for method in METHODS:
        above, below, both = (
            float(p_value(56, 70, 48, 80, delta0=0.1, method=method, alternative=alternative))
            for alternative in ("greater", "less", "two-sided")
        )
        assert above + below == pytest.approx(1)
        assert both == pytest.approx(2 * above)


def test_arrays_are_taken_together():
    x1, n1, x0, n0 = np.array(ARMS).T
    for method in METHODS:
        lower, upper = interval(x1, n1, x0, n0, 0.9, method=method)
        for i, arms in enumerate(ARMS):
            assert [lower[i], upper[i]] == ends(*arms, level=0.9, method=method)


def test_constrained_shares_maximise_the_likelihood():
    rng = np.random.default_rng(3)
    for _ in range(40):
        n1, n0 = rng.integers(1, 3000, 2)
        x1, x0 = rng.integers(0, n1 + 1), rng.integers(0, n0 + 1)
        delta = rng.uniform(-0.98, 0.98)
        p1, p0 = constrained_shares(*np.array([[x1], [n1], [x0], [n0]], float), np.array([delta]))
        assert p1[0] - p0[0] == pytest.approx(delta, abs=1e-12)
        grid = np.linspace(max(0.0, -delta), min(1.0, 1 - delta), 2001)
        best = max(stats.binom.logpmf(x1, n1, grid + delta) + stats.binom.logpmf(x0, n0, grid))
        found = stats.binom.logpmf(x1, n1, p1[0]) + stats.binom.logpmf(x0, n0, p0[0])
        assert found >= best - 1e-9


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: interval(11, 10, 0, 5, 0.95), "treated: 1 count is below 0 or above its number"),
        (lambda: interval(1, 10, [-1, 7], 5, 0.95), "control: 2 counts are below 0 or above"),
        (lambda: interval(0, 0, 1, 5, 0.95), "n_treated is not above 0 in 1 places"),
        (lambda: interval(0, 3, 1, 5, 95), "level == 95, must be between 0 and 1"),
        (lambda: interval(0, 3, 1, 5, 0.9, method="cc"), "method == 'cc', must be one of"),
        (lambda: p_value(0, 3, 1, 5, alternative="more"), "alternative == 'more'"),
        (lambda: p_value(0, 3, 1, 5, delta0=2.0), "delta0 == 2.0, must be between -1 and 1"),
        (lambda: interval(np.nan, 3, 1, 5, 0.95), "treated holds 1 values that are not finite"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ParameterError, match=message):
        call()


# Computed with statsmodels' Newcombe interval and Wald's, over every pair of counts.
@pytest.mark.parametrize(
    ("case", "method", "expected"),
    [
        (Case(1900, 100, 0.95, 0.85), "newcombe", 0.9512),
        (Case(1900, 100, 0.95, 0.85), "wald", 0.937),
        (Case(900, 100, 0.97, 0.90), "newcombe", 0.95249),
        (Case(900, 100, 0.97, 0.90), "wald", 0.931),
    ],
)
def test_coverage_by_enumeration(case, method, expected):
    found = coverage(lambda *arms: interval(*arms, 0.95, method=method), case)
    assert found == pytest.approx(expected, abs=5e-4)


def test_coverage_of_the_pooled_interval_that_textbooks_give():
    assert coverage(pooled_corrected, Case(1900, 100, 0.95, 0.85)) == pytest.approx(0.843, abs=5e-4)
    assert coverage(pooled_corrected, Case(900, 100, 0.97, 0.90)) == pytest.approx(0.860, abs=5e-4)

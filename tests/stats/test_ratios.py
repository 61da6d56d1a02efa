"""Ratios of two shares: Koopman's example, score tests solved in the test, edges."""

import numpy as np
import pytest
from scipy import optimize, stats
from statsmodels.stats.proportion import confint_proportions_2indep

from vocvalue.errors import ParameterError
from vocvalue.stats.ratios import koopman, p_value, relative_lift

ARMS = [(36, 40, 16, 80), (56, 70, 48, 80), (1, 100, 9, 30), (3, 900, 1, 45)]


def ends(*arms, level=0.95):
    return [float(end) for end in koopman(*arms, level)]


def test_koopmans_example():
    # Koopman (1984), Biometrics 40, 513-517: 36/40 over 16/80, 95 %: 2.94 to 7.15.
    assert ends(36, 40, 16, 80) == pytest.approx((2.94, 7.15), abs=5e-3)


@pytest.mark.parametrize("arms", ARMS)
def test_the_same_as_statsmodels(arms):
    found = confint_proportions_2indep(
        *arms, method="score", compare="ratio", correction=False, alpha=0.1
    )
    assert ends(*arms, level=0.9) == pytest.approx(found, rel=1e-5)


def chi2(arms, ratio):
    """Pearson's chi-squared at a ratio, the shares by numerical maximisation."""
    x1, n1, x0, n0 = arms
    p0 = optimize.minimize_scalar(
        lambda p: -stats.binom.logpmf(x1, n1, ratio * p) - stats.binom.logpmf(x0, n0, p),
        bounds=(1e-9, min(1.0, 1 / ratio) - 1e-12),
        method="bounded",
        options={"xatol": 1e-13},
    ).x
    p1 = ratio * p0
    return (x1 - n1 * p1) ** 2 / (n1 * p1 * (1 - p1)) + (x0 - n0 * p0) ** 2 / (n0 * p0 * (1 - p0))


@pytest.mark.parametrize("arms", ARMS)
def test_it_ends_where_chi_squared_is_reached(arms):
    found = [chi2(arms, end) for end in ends(*arms)]
    assert found == pytest.approx([3.841459, 3.841459], rel=1e-4)


def test_where_nothing_happened():
    lower, upper = ends(0, 50, 3, 50)
    assert lower == 0
    assert 1 < upper < 1.5
    assert ends(3, 50, 0, 50)[1] == np.inf
    assert ends(3, 50, 0, 50)[0] == pytest.approx(1 / upper)
    assert ends(0, 50, 0, 50) == [0.0, np.inf]
    assert ends(50, 50, 50, 50)[0] < 1 < ends(50, 50, 50, 50)[1]


def test_swapping_the_arms_inverts_the_ratio():
    for x1, n1, x0, n0 in ARMS:
        lower, upper = ends(x1, n1, x0, n0)
        assert ends(x0, n0, x1, n1) == pytest.approx([1 / upper, 1 / lower], rel=1e-9)


@pytest.mark.parametrize("arms", [*ARMS, (0, 9, 4, 7), (9, 9, 0, 4), (1, 1, 1, 1)])
def test_p_value_is_below_one_minus_level_exactly_outside_the_interval(arms):
    lower, upper = ends(*arms, level=0.9)
    for ratio0 in np.geomspace(0.01, 100, 60):
        assert (float(p_value(*arms, ratio0=ratio0)) >= 0.1) == (lower <= ratio0 <= upper)


def test_p_value_at_one_is_that_of_the_pooled_test():
    expected = stats.chi2_contingency([[36, 4], [16, 64]], correction=False).pvalue
    assert float(p_value(36, 40, 16, 80)) == pytest.approx(expected)
    assert float(p_value(36, 40, 16, 80, alternative="greater")) == pytest.approx(expected / 2)
    assert float(p_value(36, 40, 16, 80, alternative="less")) == pytest.approx(1 - expected / 2)


def test_relative_lift_is_the_ratio_less_one():
    lift, lower, upper = relative_lift([350, 0], 500, [250, 0], 500, 0.95)
    assert lift[0] == pytest.approx(0.4)
    assert [lower[0] + 1, upper[0] + 1] == pytest.approx(ends(350, 500, 250, 500))
    assert np.isnan(lift[1])
    assert [lower[1], upper[1]] == [-1.0, np.inf]


def test_coverage_where_events_are_rare():
    rng = np.random.default_rng(4)
    x1, x0 = rng.binomial(900, 0.03, 20_000), rng.binomial(300, 0.02, 20_000)
    lower, upper = koopman(x1, 900, x0, 300, 0.95)
    assert np.mean((lower <= 1.5) & (upper >= 1.5)) == pytest.approx(0.95, abs=0.01)


def test_what_is_refused():
    with pytest.raises(ParameterError, match="ratio0 == 0"):
        p_value(1, 2, 1, 2, ratio0=0)
    with pytest.raises(ParameterError, match="control: 1 count is below"):
        koopman(1, 2, 3, 2, 0.95)

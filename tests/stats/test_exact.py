"""Exact tests and intervals: scipy, every table weighed in the test, and coverage that holds."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from vocvalue.errors import ParameterError
from vocvalue.stats import differences
from vocvalue.stats.exact import barnard, boschloo, interval, p_value

ARMS = [
    (9, 10, 3, 10),
    (0, 10, 0, 20),
    (10, 10, 0, 20),
    (1, 1, 0, 1),
    (5, 28, 0, 15),
    (7, 15, 12, 15),
]


def test_boschloo_is_that_of_scipy():
    # scipy's documentation: [[74, 31], [43, 32]].
    found = boschloo(74, 117, 31, 63, alternative="greater")
    assert found == pytest.approx(0.0355641, abs=5e-7)
    fisher = stats.fisher_exact([[74, 31], [43, 32]], alternative="greater").pvalue
    assert fisher == pytest.approx(0.0483122, abs=5e-7)
    assert found < fisher


def test_barnard_is_that_of_scipy_and_never_below_it():
    # scipy's documentation: [[7, 12], [8, 3]], .0341; its search ends at .0340767 of .0341092
    assert barnard(7, 15, 12, 15, alternative="less") == pytest.approx(0.0341092, abs=5e-7)
    for table in ([[7, 12], [8, 3]], [[4, 1], [16, 31]], [[20, 9], [5, 17]]):
        (x1, x0), (y1, y0) = table
        for alternative in ("less", "greater", "two-sided"):
            expected = stats.barnard_exact(table, alternative=alternative).pvalue
            found = barnard(x1, x1 + y1, x0, x0 + y0, alternative=alternative)
            assert found == pytest.approx(expected, rel=5e-3)
            assert found >= expected * (1 - 1e-6)


def test_barnard_counts_tables_that_tie():
    # 9/10 - 3/10 and 7/10 - 1/10 have the same pooled z, by symmetry. All tables, by fractions:
    def z2(x1, x0):
        pooled = Fraction(x1 + x0, 20)
        spread = pooled * (1 - pooled)
        return Fraction((x1 - x0) ** 2, 100) / spread if spread else Fraction(0)

    pairs = [(i, j) for i in range(11) for j in range(11) if z2(i, j) >= z2(9, 3)]
    p = np.linspace(0, 1, 2001)
    chance = sum(stats.binom.pmf(i, 10, p) * stats.binom.pmf(j, 10, p) for i, j in pairs)
    assert barnard(9, 10, 3, 10) == pytest.approx(chance.max(), rel=1e-5)


def test_boschloos_two_sided_p_value_is_twice_the_smaller():
    sides = [boschloo(7, 15, 12, 15, alternative=side) for side in ("less", "greater")]
    assert boschloo(7, 15, 12, 15) == pytest.approx(2 * min(sides))


@pytest.mark.parametrize("test", [barnard, boschloo, p_value])
@pytest.mark.parametrize("hits", [0, 1])
def test_where_all_did_the_same_nothing_is_found(test, hits):
    assert test(5 * hits, 5, 7 * hits, 7) == 1.0


def weighed(arms, delta, n_shares=4001):
    """One-sided p-value by weighing every table, at many shares of the control within its range."""
    x1, n1, x0, n0 = arms
    tables = [t.ravel().astype(float) for t in np.mgrid[0 : n1 + 1, 0 : n0 + 1]]
    z = differences.z_value(tables[0], n1, tables[1], n0, delta0=delta, method="mee")
    seen = float(differences.z_value(x1, n1, x0, n0, delta0=delta, method="mee"))
    extreme = (z >= seen - 1e-9).reshape(n1 + 1, n0 + 1)
    searched = stats.binomtest(x0, n0).proportion_ci(1 - 1e-6, method="exact")
    low, high = max(searched.low, -delta), min(searched.high, 1 - delta)
    if low > high:
        return 1e-6
    p0 = np.linspace(low, high, n_shares)
    first = stats.binom.pmf(np.arange(n1 + 1)[:, None], n1, np.clip(p0 + delta, 0, 1))
    second = stats.binom.pmf(np.arange(n0 + 1)[:, None], n0, p0)
    return float(np.einsum("ig,ij,jg->g", first, extreme.astype(float), second).max()) + 1e-6


@pytest.mark.parametrize("arms", ARMS)
@pytest.mark.parametrize("delta", [-0.6, -0.05, 0.0, 0.3])
def test_p_value_weighs_every_table(arms, delta):
    found = p_value(*arms, delta0=delta, alternative="greater")
    assert found == pytest.approx(weighed(arms, delta), abs=2e-6)
    x1, n1, x0, n0 = arms
    found = p_value(*arms, delta0=delta, alternative="less")
    assert found == pytest.approx(weighed((x0, n0, x1, n1), -delta), abs=2e-6)


@pytest.mark.parametrize("arms", [(7, 15, 12, 15), (56, 70, 48, 80), (9, 10, 3, 10)])
def test_at_no_difference_it_is_barnards(arms):
    side = "greater" if arms[0] * arms[3] > arms[2] * arms[1] else "less"
    expected = barnard(*arms, alternative=side)
    assert p_value(*arms, alternative=side) == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("arms", [*ARMS, (84, 101, 89, 105)])
def test_interval_ends_where_the_test_rejects(arms):
    lower, upper = interval(*arms, 0.9)
    assert -1 <= lower <= arms[0] / arms[1] - arms[2] / arms[3] <= upper <= 1
    for end, outwards in ((lower, -1), (upper, 1)):
        if abs(end) < 1:
            assert p_value(*arms, delta0=end) > 0.1
            assert p_value(*arms, delta0=end + 1e-6 * outwards) <= 0.1


@pytest.mark.parametrize("sizes", [(6, 4), (3, 7)])
def test_coverage_is_at_least_the_level_everywhere(sizes, monkeypatch):
    # Fewer places than usual, which can only make the intervals shorter.
    monkeypatch.setattr("vocvalue.stats.exact.MOST", 60)
    n1, n0 = sizes
    ends = np.array(
        [[interval(x1, n1, x0, n0, 0.9) for x0 in range(n0 + 1)] for x1 in range(n1 + 1)]
    )
    for p1 in np.linspace(0.02, 0.98, 15):
        for p0 in np.linspace(0.02, 0.98, 15):
            chance = np.outer(
                stats.binom.pmf(range(n1 + 1), n1, p1), stats.binom.pmf(range(n0 + 1), n0, p0)
            )
            held = (ends[..., 0] <= p1 - p0 + 1e-9) & (p1 - p0 - 1e-9 <= ends[..., 1])
            assert chance[held].sum() >= 0.9 - 1e-9


def test_large_arms_come_near_the_score_interval():
    lower, upper = interval(380, 400, 270, 300, 0.95)
    expected = differences.interval(380, 400, 270, 300, 0.95, method="mee")
    assert [lower, upper] == pytest.approx([float(end) for end in expected], abs=0.002)


def test_swapping_the_arms_mirrors_the_interval():
    lower, upper = interval(9, 10, 3, 12, 0.95)
    assert interval(3, 12, 9, 10, 0.95) == pytest.approx((-upper, -lower), abs=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: interval(1, 1001, 1, 5, 0.95), "n_treated == 1,001, must be at most 1,000"),
        (lambda: barnard(1, 5, 1, 501), "n_control == 501, must be at most 500"),
        (lambda: p_value(6, 5, 1, 5), "treated == 6, must be at most n_treated == 5"),
        (lambda: p_value(1.5, 5, 1, 5), "treated == 1.5, must be a whole number"),
        (lambda: p_value(1, 5, 1, 0), "n_control == 0, must be >= 1"),
        (lambda: p_value(1, 5, 1, 5, delta0=1), "delta0 == 1, must be between -1 and 1"),
        (lambda: boschloo(1, 5, 1, 5, alternative="both"), "alternative == 'both'"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ParameterError, match=message):
        call()

"""A mean that is another in some weeks: against a t test of the weeks, and by false alarms."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats.block_shift import Cells, shift


def drawn(random, *, weeks=13, n=60, sd=0.0, later=0.0):
    """Return the cells of two sides whose weeks vary by themselves."""
    side = np.arange(2 * weeks) >= weeks
    odds = 0.2 + sd * random.normal(size=side.size) + later * side
    sizes = random.poisson(n, side.size)
    hits = random.binomial(sizes, 1 / (1 + np.exp(-odds))).astype(float)
    return Cells(
        block=np.zeros(side.size, dtype=np.int64),
        is_judged=side,
        n=sizes.astype(float),
        total=hits,
        squares=hits,
    )


def test_weeks_of_one_size_are_a_t_test_of_their_means():
    random = np.random.default_rng(3)
    values = random.normal(size=(10, 50)) + 2 * random.normal(size=(10, 1))
    week = np.repeat(np.arange(10), 50)
    found = shift(
        Cells.of(values.ravel(), block=np.zeros(500, dtype=int), is_judged=week >= 5, week=week)
    )
    means = values.mean(axis=1)
    expected = stats.ttest_ind(means[5:], means[:5], alternative="greater")
    assert found.dispersion > 1
    assert found.df == expected.df == 8
    assert found.p_greater == pytest.approx(expected.pvalue)
    assert found.difference == pytest.approx(means[5:].mean() - means[:5].mean())


def test_blocks_are_compared_within():
    # Both blocks rise by 1; the second is higher by 100 and mostly judged.
    block = np.repeat([0, 0, 0, 0, 1, 1, 1, 1], 10)
    judged = np.repeat([0, 0, 0, 1, 0, 1, 1, 1], 10).astype(bool)
    week = np.repeat(np.arange(8), 10)
    noise = np.tile([-0.5, 0.5], 40)
    found = shift(
        Cells.of(100.0 * block + judged + noise, block=block, is_judged=judged, week=week)
    )
    assert found.difference == pytest.approx(1.0)


def test_a_block_with_one_side_says_nothing():
    cells = Cells.of(
        np.tile([0.0, 1.0], 20),
        block=np.repeat([0, 1], 20),
        is_judged=np.repeat([True, False], 20),
        week=np.repeat(np.arange(4), 10),
    )
    assert shift(cells) is None


@pytest.mark.parametrize("values", [np.zeros(40), np.ones(40)])
def test_values_that_are_all_the_same_tell_nothing(values):
    week = np.repeat(np.arange(4), 10)
    cells = Cells.of(values, block=np.zeros(40, dtype=int), is_judged=week >= 2, week=week)
    assert shift(cells) is None


@pytest.mark.parametrize("sd", [0.0, 0.4])
def test_false_alarms_stay_at_their_rate_however_much_weeks_vary(sd):
    random = np.random.default_rng(8)
    runs = 600
    alarms = sum(shift(drawn(random, sd=sd)).p_greater < 0.05 for _ in range(runs))
    assert alarms <= stats.binom.ppf(0.999, runs, 0.05)
    if sd:
        assert alarms >= stats.binom.ppf(0.001, runs, 0.05)


def test_a_test_that_counts_answers_would_raise_false_alarms():
    # What the weeks are for: pooled, the same data are an alarm in far more than one in twenty.
    random = np.random.default_rng(9)
    wrong = 0
    for _ in range(200):
        cells = drawn(random, sd=0.4)
        hits = [cells.total[cells.is_judged == side].sum() for side in (True, False)]
        sizes = [cells.n[cells.is_judged == side].sum() for side in (True, False)]
        table = [[hit, size - hit] for hit, size in zip(hits, sizes, strict=True)]
        wrong += stats.chi2_contingency(table, correction=False).pvalue < 0.05
    assert wrong > 40


def test_a_rise_is_found():
    random = np.random.default_rng(10)
    found = [shift(drawn(random, sd=0.2, later=0.6)).p_greater for _ in range(50)]
    assert np.mean(np.array(found) < 0.05) > 0.9

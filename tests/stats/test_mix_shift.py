"""Another mix: against Pearson's chi-square, and by false alarms where weeks vary."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats.mix_shift import mix_shift


def drawn(random, *, weeks=13, n=60, sd=0.0, lean=0.0):
    weights = np.log([0.5, 0.3, 0.2]) + sd * random.normal(size=(weeks, 3))
    weights[:, 2] += lean
    shares = np.exp(weights) / np.exp(weights).sum(axis=1, keepdims=True)
    sizes = random.poisson(n, weeks)
    return np.array([random.multinomial(size, it) for size, it in zip(sizes, shares, strict=True)])


def test_chi_square_is_pearsons():
    random = np.random.default_rng(2)
    before, after = drawn(random).astype(float), drawn(random, lean=0.3).astype(float)
    table = [before.sum(axis=0), after.sum(axis=0)]
    assert mix_shift(before, after).chi2 == pytest.approx(stats.chi2_contingency(table).statistic)


def test_weeks_of_one_size_disperse_as_pearsons_statistic_within_says():
    random = np.random.default_rng(3)
    before, after = (random.multinomial(60, [0.6, 0.4], 13) for _ in range(2))
    before[:6, 0] += 15
    before[:6, 1] -= 15
    found = mix_shift(before.astype(float), after.astype(float))
    within = sum(stats.chi2_contingency(side).statistic for side in (before, after))
    assert found.dispersion == pytest.approx(within / 24)
    assert (found.df, found.df_within) == (1, 24)
    # Of two groups it is nearly a t test of the weeks' shares.
    shares = [side[:, 0] / 60 for side in (before, after)]
    assert found.p_value == pytest.approx(stats.ttest_ind(*shares).pvalue, abs=0.002)


@pytest.mark.parametrize("sd", [0.0, 0.2, 0.5])
def test_false_alarms_stay_at_their_rate(sd):
    random = np.random.default_rng(4)
    runs = 500
    alarms = sum(
        mix_shift(drawn(random, sd=sd), drawn(random, sd=sd)).p_value < 0.05 for _ in range(runs)
    )
    assert alarms <= stats.binom.ppf(0.999, runs, 0.05)


def test_another_mix_is_found():
    random = np.random.default_rng(5)
    found = [mix_shift(drawn(random, sd=0.2), drawn(random, sd=0.2, lean=0.6)) for _ in range(40)]
    assert np.mean([it.p_value < 0.05 for it in found]) > 0.9


def test_a_group_that_comes_or_goes_counts_and_an_empty_one_does_not():
    before = np.tile([30.0, 0.0, 0.0], (8, 1))
    after = np.tile([[20.0, 9.0, 0.0], [22.0, 8.0, 0.0]], (4, 1))
    assert mix_shift(before, after).df == 1
    assert mix_shift(before, after).p_value < 0.05


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (np.array([[5.0], [5.0]]), np.array([[5.0]])),
        (np.array([[5.0, 2.0], [4.0, 3.0]]), np.zeros((2, 2))),
        (np.array([[5.0, 2.0]]), np.array([[4.0, 3.0]])),
    ],
)
def test_what_cannot_be_told_is_not(before, after):
    # One group; nobody later; one week of each, which does not tell how much weeks vary.
    assert mix_shift(before, after) is None

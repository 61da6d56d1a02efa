"""Correlations of counted rows and of resamples, against NumPy on the rows written out."""

import numpy as np
import pytest
from scipy import stats

from vocvalue.stats import correlations


def random_table(seed, n, k):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, k + 1)) @ rng.normal(size=(k + 1, k + 1))


TABLE = random_table(3, n=47, k=5)


def test_correlation_of_counted_rows_is_that_of_all_rows():
    values, counts = TABLE[:10], np.arange(1, 11)
    expected = np.corrcoef(np.repeat(values, counts, axis=0).T)
    assert correlations.correlation(values, counts) == pytest.approx(expected)


def test_a_column_without_spread_correlates_with_nothing():
    R = correlations.correlation(np.array([[1.0, 3.0], [2.0, 3.0], [5.0, 3.0]]), np.ones(3))
    assert R.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_resample_has_the_correlations_of_its_rows():
    counts = np.arange(1, 48)
    drawn = correlations.resampled_correlations(TABLE, counts, np.random.default_rng(4), 20)
    n = counts.sum()
    taken = np.random.default_rng(4).multinomial(n, counts / n, 20)
    for one, rows in zip(drawn, taken, strict=True):
        assert one == pytest.approx(np.corrcoef(np.repeat(TABLE, rows, axis=0).T))


def test_a_resample_of_rows_that_do_not_repeat_has_theirs():
    drawn = correlations.resampled_correlations(TABLE, np.ones(47), np.random.default_rng(4), 20)
    taken = np.random.default_rng(4).integers(0, 47, (20, 47))
    for one, rows in zip(drawn, taken, strict=True):
        assert one == pytest.approx(np.corrcoef(TABLE[rows].T))


def test_moments_of_very_many_rows_are_drawn_as_widely_as_resamples(monkeypatch):
    rows = random_table(5, n=3000, k=2) ** 2
    counted = correlations.resampled_correlations(
        rows, np.ones(3000), np.random.default_rng(1), 500
    )
    monkeypatch.setattr(correlations, "LARGE", 100)
    drawn = correlations.resampled_correlations(rows, np.ones(3000), np.random.default_rng(2), 500)
    upper = np.triu_indices(3, 1)
    for of_all in (np.mean, np.std):
        first, second = (of_all(many, axis=0)[upper] for many in (counted, drawn))
        assert second == pytest.approx(first, abs=0.004)


def test_bias_corrected_ends_move_by_twice_the_shift():
    draws = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)[:, None]
    value = np.array([stats.norm.ppf(0.3)])  # three tenths of the draws lie below
    lower, upper = correlations.bias_corrected(draws, value, 0.95)
    # Efron and Tibshirani (1993), chapter 14, without acceleration: ends at 2 z0 -+ 1.96.
    shift = 2 * stats.norm.ppf(0.3)
    assert (lower[0], upper[0]) == pytest.approx((shift - 1.96, shift + 1.96), abs=0.01)

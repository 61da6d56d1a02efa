"""Sizes of groups held against planned shares, as scipy tests them."""

import numpy as np
import pytest
import scipy

from vocvalue.stats.group_sizes import fit_of_sizes


def test_large_groups_are_tested_by_pearsons_chi_square():
    seen, share = np.array([510, 290, 200]), np.array([0.5, 0.3, 0.2])
    theirs = scipy.stats.chisquare(seen, 1_000 * share)
    found = fit_of_sizes(seen, share)
    assert found.statistic == pytest.approx(theirs.statistic)
    assert found.p_value == pytest.approx(theirs.pvalue)
    assert not found.is_rough


def test_small_groups_are_tested_exactly():
    found = fit_of_sizes(np.array([9, 1]), np.array([0.5, 0.5]))
    # 2 * (1 + 10) / 1024
    assert found.p_value == pytest.approx(22 / 1024)
    assert found.least_expected == 5.0


def test_where_an_exact_test_would_take_too_long_the_chi_square_is_called_rough():
    found = fit_of_sizes(np.full(12, 20), np.full(12, 1 / 12))
    assert found.is_rough
    assert found.p_value == pytest.approx(1.0)

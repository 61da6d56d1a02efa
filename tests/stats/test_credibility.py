"""Credibility against published figures, and where its moments find nothing."""

import numpy as np
import pytest

from vocvalue.stats.credibility import credible_means

# Hachemeister (1975), Credibility for regression models: average claims of five states over twelve
# quarters, as in many textbooks.
STATES = [
    [1738, 1642, 1794, 2051, 2079, 2234, 2032, 2035, 2115, 2262, 2267, 2517],
    [1364, 1408, 1597, 1444, 1342, 1675, 1470, 1448, 1464, 1831, 1612, 1471],
    [1759, 1685, 1479, 1763, 1674, 2103, 1502, 1622, 1828, 2155, 2233, 2059],
    [1223, 1146, 1010, 1257, 1426, 1532, 1953, 1123, 1343, 1243, 1762, 1306],
    [1456, 1499, 1609, 1741, 1482, 1572, 1606, 1735, 1607, 1573, 1613, 1690],
]


def means(groups, weights=None):
    group = np.repeat(np.arange(len(groups)), [len(it) for it in groups])
    values = np.array([value for of in groups for value in of], dtype=float)
    return credible_means(
        group, values, np.ones(values.size) if weights is None else np.array(weights), len(groups)
    )


def test_hachemeister_without_volumes_gives_the_published_structure():
    # The vignette on credibility of the R package actuar: collective premium 1671, between 72310,
    # within 46040.
    found = means(STATES)
    assert round(found.mean) == 1671
    assert round(found.between) == 72310
    assert round(found.within) == 46040
    assert found.z == pytest.approx([12 / (12 + 46040 / 72310)] * 5, rel=1e-4)


def test_unequal_weights_count_as_fewer_values():
    # (3 + 1)^2 / (9 + 1) = 1.6 values; mean (3 * 8 + 1 * 4) / 4 = 7
    found = means([[8.0, 4.0], [1.0, 3.0]], weights=[3.0, 1.0, 1.0, 1.0])
    assert found.n_effective == pytest.approx([1.6, 2.0])
    assert found.own == pytest.approx([7.0, 2.0])
    # within: (2^2 + 2^2 + 1 + 1) / 2 = 5
    assert found.within == pytest.approx(5.0)
    # centre (1.6 * 7 + 2 * 2) / 3.6 = 4.2222, squares 1.6 * 7.716 + 2 * 4.938 = 22.222;
    # scale 3.6 - (2.56 + 4) / 3.6 = 1.7778; (22.222 - 5) / 1.7778 = 9.6875
    assert found.between == pytest.approx(9.6875)
    z = [1.6 / (1.6 + 5 / 9.6875), 2 / (2 + 5 / 9.6875)]
    assert found.z == pytest.approx(z)
    mean = (z[0] * 7 + z[1] * 2) / sum(z)
    assert found.value == pytest.approx(
        [z[0] * 7 + (1 - z[0]) * mean, z[1] * 2 + (1 - z[1]) * mean]
    )


def test_groups_that_differ_by_chance_only_get_the_mean_of_all():
    found = means([[0.0, 10.0], [1.0, 9.0], [10.0, 0.0]])
    assert found.between == 0
    assert found.z.tolist() == [0, 0, 0]
    assert found.value == pytest.approx([5.0] * 3)


def test_without_two_values_in_a_group_nothing_is_shrunk():
    found = means([[2.0], [8.0]])
    assert np.isnan(found.within)
    assert np.isnan(found.between)
    assert found.value.tolist() == [2.0, 8.0]


def test_equal_values_within_groups_are_believed():
    found = means([[2.0, 2.0], [8.0, 8.0]])
    assert found.within == 0
    assert found.value.tolist() == [2.0, 8.0]


def test_a_group_without_values_has_no_mean():
    found = credible_means(np.array([0, 0, 2, 2]), np.array([1.0, 3.0, 5.0, 7.0]), np.ones(4), 3)
    assert found.n_effective.tolist() == [2, 0, 2]
    assert found.value == pytest.approx([2.25, np.nan, 5.75], nan_ok=True)

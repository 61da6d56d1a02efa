"""Positions within sorted groups, against NumPy's own search in each group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocvalue.stats.sorted_groups import n_until, starts


@given(
    sizes=st.lists(st.integers(0, 9), min_size=1, max_size=8),
    asked=st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 6)), max_size=30),
    seed=st.integers(0, 2**31),
)
def test_it_is_the_search_in_each_group(sizes, asked, seed):
    rng = np.random.default_rng(seed)
    groups = [np.sort(rng.integers(0, 6, n)).astype(np.float64) for n in sizes]
    start = starts(np.repeat(np.arange(len(sizes)), sizes), len(sizes))
    group = np.array([g % len(sizes) for g, _ in asked], dtype=np.int64)
    value = np.array([v for _, v in asked], dtype=np.float64)
    found = n_until(start, np.concatenate([*groups, []]), group, value)
    expected = [
        start[g] + np.searchsorted(groups[g], v, side="right")
        for g, v in zip(group, value, strict=True)
    ]
    assert found.tolist() == expected


def test_moments_a_microsecond_apart_are_told_apart_after_many_customers_and_years():
    day = 20_000.0
    later = day + 1 / 86_400e6
    start = np.array([0, 0, 0, 2])
    values = np.array([day, later])
    assert later > day
    assert n_until(start, values, np.array([2, 2]), np.array([day, later])).tolist() == [1, 2]


def test_groups_without_rows_begin_where_they_end():
    assert starts(np.array([1, 1, 3]), 5).tolist() == [0, 0, 2, 2, 3, 3]
    with pytest.raises(IndexError):
        n_until(np.array([0, 1]), np.array([1.0]), np.array([4]), np.array([1.0]))

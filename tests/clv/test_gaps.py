"""Gaps between purchases in classes of their customer's mean, worked out by hand."""

import numpy as np
import pytest

from vocvalue.clv.gaps import Gaps, gaps_between


def gaps(*customers):
    place = np.repeat(np.arange(len(customers)), [len(periods) for periods in customers])
    interior = np.array([len(periods) - 2 for periods in customers])
    return gaps_between(place, np.concatenate(customers), interior)


def test_a_gap_of_the_mean_is_in_the_class_around_1():
    assert Gaps.starts()[2] < 1 < Gaps.starts()[3]
    # 0.1 and the like have no exact binary number: of whole numbers each gap is just the mean
    for length in (1, 3, 7, 10, 11):
        found = gaps(np.arange(12) * length)
        assert found.counts == (0, 0, 11, 0, 0, 0, 0, 0)


def test_gaps_at_an_edge_belong_to_the_class_that_starts_there():
    # gaps of 2 and 8 at a mean of 5: 0.4 and 1.6; of 1 and 9: 0.2 and 1.8
    assert gaps(np.array([0, 2, 10])).counts == (0, 1, 0, 0, 1, 0, 0, 0)
    assert gaps(np.array([0, 1, 10])).counts == (1, 0, 0, 0, 1, 0, 0, 0)


def test_customers_are_added_up_and_as_many_gaps_are_expected():
    found = gaps(np.array([0, 2, 10]), np.array([5, 6, 7, 35]), np.array([1, 2, 3]))
    # 28 of 30 days at a mean of 10 is 2.8
    assert found.counts == (2, 1, 2, 0, 1, 0, 0, 1)
    assert sum(found.by_chance) == pytest.approx(sum(found.counts))


def test_purchases_at_random_times_lie_as_chance_has_them():
    rng = np.random.default_rng(7)
    shop = [np.r_[0, np.sort(rng.permutation(200)[: 1 + i % 9] + 1), 201] for i in range(3000)]
    found = gaps(*shop)
    # counts of about 18,000 gaps: four standard errors of a multinomial
    expected = np.array(found.by_chance)
    assert np.all(np.abs(np.array(found.counts) - expected) < 4 * np.sqrt(expected))

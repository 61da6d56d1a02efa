"""Shrinking helps where accounts have few answers, and hardly hurts elsewhere."""

import pytest

from benchmarks.health_shrinkage import WITHIN, errors


@pytest.mark.parametrize("people", [1.3, 4.0])
def test_shrunk_means_are_nearer_to_the_truth(people):
    found = errors(20, n=200, between=0.7, people=people, seed=1)
    assert found.shrunk < 0.8 * found.own
    assert found.within == pytest.approx(WITHIN, rel=0.1)
    assert found.between == pytest.approx(0.7, rel=0.2)

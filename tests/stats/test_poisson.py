"""Exact intervals of Poisson rates against published tables."""

import numpy as np
import pytest

from vocvalue.stats import poisson


# Johnson, Kotz and Kemp (1992), Univariate discrete distributions; Ulm (1990), American Journal of
# Epidemiology 131: 95 % limits of an observed count.
@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)],
)
def test_the_limits_are_those_of_published_tables(count, lower, upper):
    value, low, high = poisson.rate(count, 1.0, 0.95)
    assert float(value) == count
    assert float(low) == pytest.approx(lower, abs=1e-3)
    assert float(high) == pytest.approx(upper, abs=1e-3)


def test_limits_cover_at_least_as_often_as_they_say():
    counts = np.random.default_rng(1).poisson(3.0, 4000)
    _, low, high = poisson.rate(counts, np.full(4000, 2.0), 0.9)
    assert ((low <= 1.5) & (high >= 1.5)).mean() >= 0.9 - 2 * np.sqrt(0.09 / 4000)


def test_nothing_to_count_per_gives_no_rate():
    assert np.isnan(poisson.rate([2], [0], 0.95)).all()

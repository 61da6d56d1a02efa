"""Equal shares in all groups: against published figures."""

import numpy as np
import pytest

from vocvalue.stats.equal_shares import p_value


def test_the_test_of_equal_shares():
    # Fisher's tea: 3 of 4 against 1 of 4, two-sided .4857 (Agresti, Categorical Data Analysis).
    assert p_value(np.array([3, 1]), np.array([4, 4])) == pytest.approx(0.4857, abs=1e-4)
    assert p_value(np.array([4, 4]), np.array([4, 4])) == 1.0
    # Three arms: Pearson's chi-square of 10/20, 10/20, 20/20 is 15 at 2 degrees of freedom.
    assert p_value(np.array([10, 10, 20]), np.array([20, 20, 20])) == pytest.approx(
        np.exp(-15 / 2), rel=1e-9
    )


def test_few_expected_are_compared_with_drawn_tables():
    # Two of one group of 30 and none of nine others: by hand the chance that both are of one group
    # is 29 / 299 = 0.097, and the most that two can be is what is seen.
    n, sizes = np.array([2, *[0] * 9]), np.full(10, 30)
    assert p_value(n, sizes) == pytest.approx(29 / 299, abs=0.01)

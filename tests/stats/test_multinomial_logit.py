"""Fitted probabilities, against statsmodels."""

import numpy as np
import pytest
from statsmodels.discrete.discrete_model import MNLogit

from vocvalue.errors import FitError
from vocvalue.stats.multinomial_logit import probabilities


@pytest.mark.parametrize(("k", "seed"), [(2, 1), (3, 2), (4, 3)])
def test_probabilities_agree_with_statsmodels(k, seed):
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(500), rng.normal(size=(500, 3))])
    kind = (design @ rng.normal(size=(4, k)) + rng.gumbel(size=(500, k))).argmax(axis=1)
    expected = MNLogit(kind, design).fit(disp=False, method="newton", tol=1e-12)
    found = probabilities(design, kind, np.ones(500))
    assert found == pytest.approx(expected.predict(design), abs=1e-7)


def test_a_weight_of_two_is_the_row_twice():
    rng = np.random.default_rng(4)
    design = np.column_stack([np.ones(200), rng.normal(size=200)])
    kind = rng.integers(0, 3, 200)
    weight = rng.integers(1, 4, 200)
    long = probabilities(
        np.repeat(design, weight, axis=0), np.repeat(kind, weight), np.ones(weight.sum())
    )
    assert np.repeat(
        probabilities(design, kind, weight.astype(float)), weight, axis=0
    ) == pytest.approx(long)


@pytest.mark.parametrize("kind", [[0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 1, 1]])
def test_groups_told_apart_without_error_are_refused(kind):
    design = np.column_stack([np.ones(6), [0.0, 0, 0, 1, 1, 1]])
    with pytest.raises(FitError, match="separate the groups almost perfectly"):
        probabilities(design, np.array(kind), np.ones(6))

"""Corrected p-values: Benjamini and Hochberg's own example, and Holm's steps by hand."""

import numpy as np
import pytest

from vocvalue.stats.multiplicity import benjamini_hochberg, holm

# Benjamini and Hochberg (1995), section 4.1: at 0.05, four are found, by Holm's procedure three.
P = np.array(
    [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
)


def test_the_published_example():
    assert np.sum(benjamini_hochberg(P) <= 0.05) == 4
    assert np.sum(holm(P) <= 0.05) == 3


def test_holm_by_hand():
    # 0.01 x 4, 0.015 x 3, then the largest so far; in the order given.
    assert holm(np.array([0.5, 0.01, 0.015, 0.02])) == pytest.approx([0.5, 0.04, 0.045, 0.045])


def test_what_is_not_a_test_does_not_count():
    found = holm(np.array([0.01, np.nan, 0.04]))
    assert found == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert np.isnan(holm(np.array([np.nan]))).all()


@pytest.mark.parametrize(("ours", "theirs"), [(holm, "holm"), (benjamini_hochberg, "fdr_bh")])
def test_corrections_are_those_of_statsmodels(ours, theirs):
    from statsmodels.stats.multitest import multipletests

    p_values = np.random.default_rng(1).random(40) ** 2
    assert ours(p_values) == pytest.approx(multipletests(p_values, method=theirs)[1])

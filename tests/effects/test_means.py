"""Adjusted means with their intervals: the normal curve by hand, and what cannot be."""

import numpy as np
import pytest

from vocvalue.effects.means import SHARE, AdjustedMeans, limits_of

Z = 1.959963984540054
ALIKE = AdjustedMeans(
    means=np.array([0.30, 0.50, 0.98]),
    covariance=np.array([[0.0004, 0.0001, 0.0], [0.0001, 0.0009, 0.0], [0.0, 0.0, 0.0025]]),
    covariates=("age",),
    n=500,
)


def made(limits=SHARE):
    return {"limits": limits, "level": 0.95, "method": "AIPW"}


def test_a_mean_reaches_its_errors_to_either_side():
    mean = ALIKE.mean(1, **made())
    assert (mean.value, mean.n, mean.method) == (0.5, 500, "AIPW")
    assert [mean.lower, mean.upper] == pytest.approx([0.5 - Z * 0.03, 0.5 + Z * 0.03])


def test_the_error_of_a_difference_takes_the_covariance_off():
    gap = ALIKE.difference(1, 0, **made())
    error = np.sqrt(0.0004 + 0.0009 - 2 * 0.0001)
    assert ALIKE.gap_error(1, 0) == pytest.approx(error)
    assert [gap.value, gap.lower, gap.upper] == pytest.approx(
        [0.2, 0.2 - Z * error, 0.2 + Z * error]
    )


def test_an_interval_holds_nothing_impossible_and_says_so():
    share = ALIKE.mean(2, **made())
    assert share.upper == 1.0
    assert share.method == "AIPW, clipped at what is possible"
    assert ALIKE.mean(2, **made((0.0, np.inf))).upper == pytest.approx(0.98 + Z * 0.05)


def test_amounts_may_be_below_nothing_where_one_is():
    assert limits_of(np.array([0.0, 5.0, np.nan])) == (0.0, np.inf)
    assert limits_of(np.array([0.0, -5.0])) == (-np.inf, np.inf)

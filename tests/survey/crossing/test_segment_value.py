"""Lifetime value from revenue and churn: the articles' ratios, and sums written out."""

import numpy as np
import pytest

from vocvalue import survey
from vocvalue.errors import ParameterError


# Revenue three times as high, churn 5 % against 40 %, not discounted.
@pytest.mark.parametrize(
    ("horizon", "ratio", "digits"),
    [
        ("1 year", 3.00, 2),
        ("2 years", 3.66, 2),
        ("3 years", 4.37, 2),
        ("4 years", 5.115, 3),
        ("5 years", 5.89, 2),
        ("lifetime", 24, 2),
    ],
)
def test_the_ratio_of_promoters_to_detractors_depends_on_the_horizon(horizon, ratio, digits):
    both = survey.lifetime_value([3, 1], [0.05, 0.4], horizon=horizon, discount_rate=0)
    assert round(both[0] / both[1], digits) == pytest.approx(ratio)


def test_the_sum_written_out():
    years = range(3)
    expected = sum(1300 * 0.5 * 0.8**t / 1.1**t for t in years)
    found = survey.lifetime_value(1300, 0.2, horizon="3 years", discount_rate=0.10, margin=0.5)
    assert found == pytest.approx(expected)


def test_part_of_a_year_counts_in_part():
    expected = 100 * (1 + 0.5 * 0.6)
    found = survey.lifetime_value(100, 0.4, horizon="18 months", discount_rate=0)
    assert found == pytest.approx(expected)


def test_a_lifetime_is_a_long_horizon():
    long = survey.lifetime_value(100, 0.1, horizon="400 years", discount_rate=0.05)
    assert survey.lifetime_value(100, 0.1, horizon="lifetime", discount_rate=0.05) == pytest.approx(
        float(long)
    )
    assert np.shape(long) == ()


@pytest.mark.parametrize(
    ("churn", "arguments", "message"),
    [
        (40, {"horizon": "1 year"}, "annual_churn must be a probability per year, between 0 and 1"),
        (0.4, {"horizon": 12}, "must say its unit"),
        (0.0, {"horizon": "lifetime", "discount_rate": 0}, "infinite"),
        (float("nan"), {"horizon": "1 year"}, "annual_churn holds 1 values"),
    ],
)
def test_bad_arguments_are_refused(churn, arguments, message):
    with pytest.raises(ParameterError, match=message):
        survey.lifetime_value(100, churn, **arguments)

"""E-values: those of the paper, and what they say of a cause of that strength."""

import numpy as np
import pytest

from vocvalue.errors import ParameterError
from vocvalue.stats.e_value import e_value, limit_e_value


def test_the_papers_example():
    # VanderWeele and Ding (2017): risk ratio 3.9 (1.8 to 8.7), E-values 7.26 and 3.0.
    assert e_value(3.9) == pytest.approx(7.2630, abs=5e-5)
    assert limit_e_value(1.8, 8.7) == pytest.approx(3.0)


def test_a_ratio_below_one_counts_by_its_reciprocal():
    assert e_value(1 / 3.9) == pytest.approx(e_value(3.9))
    assert limit_e_value(1 / 8.7, 1 / 1.8) == pytest.approx(3.0)


def test_a_cause_of_that_strength_just_explains_the_ratio():
    # Ding and VanderWeele (2016): two associations of E bias a ratio by at most E^2 / (2 E - 1).
    for ratio in (1.01, 1.5, 3.9, 20.0):
        e = e_value(ratio)
        assert e * e / (2 * e - 1) == pytest.approx(ratio)


def test_a_cause_of_that_strength_makes_the_ratio_out_of_nothing():
    # Counted out: a cause of all treated and of 1 in E of the others, with E times the risk.
    e = e_value(2.0)
    share = np.array([1.0, 1 / e])
    risk = 0.1 * (1 + (e - 1) * share)
    assert risk[0] / risk[1] == pytest.approx(2.0)


def test_no_effect_needs_no_cause():
    assert e_value(1.0) == 1.0
    assert limit_e_value(0.9, 1.4) == 1.0
    assert limit_e_value(1.0, 1.4) == 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: e_value(0.0), "must be > 0"),
        (lambda: e_value(float("nan")), "must be finite"),
        (lambda: limit_e_value(2.0, 1.0), "must not be above"),
    ],
)
def test_what_is_no_ratio_is_refused(call, message):
    with pytest.raises(ParameterError, match=message):
        call()

"""Sample sizes: published numbers, statsmodels, and power by weighing every table."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

from vocvalue.errors import ParameterError
from vocvalue.stats import differences
from vocvalue.stats.power import achieved_power, detectable_difference, sample_size


# .50 -> .75 at 90 %: R's power.prop.test prints n = 76.7; the others computed by hand.
@pytest.mark.parametrize(
    ("control", "treated", "power", "expected", "digits"),
    [
        (0.50, 0.75, 0.90, 76.707, 5e-4),
        (0.10, 0.12, 0.80, 3840.85, 5e-3),
        (0.80, 0.82, 0.80, 6038.53, 5e-3),
        (0.90, 0.91, 0.80, 13494.97, 5e-3),
    ],
)
def test_published_sample_sizes(control, treated, power, expected, digits):
    found = float(sample_size(control, treated, power=power))
    assert found == pytest.approx(expected, abs=digits)


def test_sample_sizes_of_the_articles_rounded_up():
    assert np.ceil(sample_size(0.50, [0.35, 0.425])).tolist() == [170, 693]


def test_unequal_arms_agree_with_statsmodels():
    # statsmodels' ratio is of the second sample, here the control, to the first.
    expected = samplesize_proportions_2indep_onetail(0.05, 0.85, 0.8, ratio=1 / 9, alpha=0.05)
    assert float(sample_size(0.85, 0.90, ratio=9.0)) * 9 == pytest.approx(expected)


def exact_power(p1, p0, n1, n0):
    x1, x0 = (counts.astype(float) for counts in np.mgrid[0 : n1 + 1, 0 : n0 + 1])
    chance = stats.binom.pmf(x1, n1, p1) * stats.binom.pmf(x0, n0, p0)
    z = differences.z_value(x1, n1, x0, n0, method="mee")
    return float(chance[z > stats.norm.ppf(0.975)].sum())


@pytest.mark.parametrize(
    ("p1", "p0", "n1", "n0"), [(0.75, 0.5, 77, 77), (0.6, 0.4, 150, 60), (0.9, 0.8, 300, 200)]
)
def test_power_is_near_that_of_every_table_weighed(p1, p0, n1, n0):
    found = float(achieved_power(p0, p1, n1, n0))
    assert found == pytest.approx(exact_power(p1, p0, n1, n0), abs=0.015)


@pytest.mark.parametrize("ratio", [0.25, 1.0, 9.0])
@pytest.mark.parametrize("power", [0.6, 0.8, 0.95])
def test_sample_size_has_the_power_asked_for(ratio, power):
    control, treated = np.array([0.1, 0.5, 0.95]), np.array([0.13, 0.42, 0.96])
    n0 = sample_size(control, treated, power=power, ratio=ratio, level=0.9)
    found = achieved_power(control, treated, ratio * n0, n0, level=0.9)
    assert found == pytest.approx([power] * 3)


def test_detectable_differences_have_the_power_asked_for():
    control = np.array([0.05, 0.5, 0.9])
    fall, rise = detectable_difference(control[1:], 3000, 800, power=0.9)
    assert np.all(fall < 0)
    assert achieved_power(control[1:], control[1:] + fall, 3000, 800) == pytest.approx([0.9] * 2)
    _, rise = detectable_difference(control, 3000, 800, power=0.9)
    assert np.all(rise > 0)
    assert achieved_power(control, control + rise, 3000, 800) == pytest.approx([0.9] * 3)


def test_what_cannot_be_found_is_not_a_number():
    fall, rise = detectable_difference(0.02, 50, 50)
    assert np.isnan(fall)
    assert rise > 0
    assert np.isnan(detectable_difference(0.98, 50, 50)[1])


def test_edges():
    assert float(sample_size(0.5, 0.5)) == np.inf
    assert float(achieved_power(0.5, 0.5, 100, 100)) == pytest.approx(0.025)
    assert float(achieved_power(0.0, 1.0, 100, 100)) == 1.0
    assert float(sample_size(0.0, 1.0)) == pytest.approx(1.959964**2 / 2, rel=1e-5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sample_size(90, 0.9), "control == 90, must be between 0 and 1. Write 90%"),
        (lambda: sample_size(0.8, 0.9, power=80), "power == 80, must be between 0 and 1"),
        (lambda: sample_size(0.8, 0.9, ratio=0), "ratio == 0, must be > 0"),
        (lambda: achieved_power(0.8, 0.9, 0, 10), "n_treated == 0, must be > 0"),
        (lambda: detectable_difference(0.8, 10, 10, power=0.01), "power == 0.01, must be above"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ParameterError, match=message):
        call()

"""The change of an NPS: published numbers, its sign, pairs, and coverage."""

import numpy as np
import pytest
from scipy import stats

from vocvalue import survey
from vocvalue.errors import DataError, ParameterError

BEFORE = [10] * 540 + [8] * 360 + [2] * 300
AFTER = [10] * 675 + [8] * 351 + [2] * 324


def test_published_change():
    found = survey.nps_change(BEFORE, AFTER, method="wald")
    assert found.change.value == pytest.approx(6.0)
    assert found.z == pytest.approx(1.8533, abs=5e-5)
    assert found.p_value == pytest.approx(0.0638, abs=5e-5)
    assert [found.change.lower, found.change.upper] == pytest.approx([-0.35, 12.35], abs=5e-3)


@pytest.mark.parametrize("method", ["adjusted-wald", "wald", "tango"])
def test_a_fall_has_its_sign(method):
    rise = survey.nps_change(BEFORE, AFTER, method=method).change
    fall = survey.nps_change(AFTER, BEFORE, method=method).change
    assert fall.value == pytest.approx(-rise.value)
    assert [fall.lower, fall.upper] == pytest.approx([-rise.upper, -rise.lower])


@pytest.mark.parametrize("method", ["adjusted-wald", "tango", "dirichlet", "bootstrap"])
def test_all_methods_agree_on_large_samples(method):
    found = survey.nps_change(BEFORE, AFTER, method=method).change
    assert [found.lower, found.upper] == pytest.approx([-0.35, 12.35], abs=0.2)


def test_pairs_have_the_standard_error_of_the_differences():
    rng = np.random.default_rng(3)
    before = rng.integers(0, 11, 400)
    after = np.clip(before + rng.integers(-2, 4, 400), 0, 10)
    side = lambda s: np.where(s >= 9, 1, np.where(s <= 6, -1, 0))  # noqa: E731
    moved = side(after) - side(before)
    error = np.std(moved) / np.sqrt(moved.size)
    found = survey.nps_change(before, after, paired=True, method="wald")
    assert found.change.value == pytest.approx(100 * moved.mean())
    assert found.z == pytest.approx(moved.mean() / error)
    half = (found.change.upper - found.change.lower) / 200
    assert half == pytest.approx(1.959964 * error, rel=1e-6)
    apart = survey.nps_change(before, after, method="wald").change
    assert apart.upper - apart.lower > 2 * 100 * half
    for method in ("bootstrap", "dirichlet"):
        drawn = survey.nps_change(before, after, paired=True, method=method).change
        assert (drawn.upper - drawn.lower) / 200 == pytest.approx(half, rel=0.05)


def test_the_same_answers_twice_have_not_changed():
    found = survey.nps_change([1, 8, 10], [1, 8, 10], paired=True)
    assert found.change.value == 0
    assert found.p_value == 1.0
    # Three customers of whom none changed sides do not show that nobody does.
    assert found.change.lower < -10
    assert found.change.upper > 10


@pytest.mark.parametrize("method", ["adjusted-wald", "wald", "tango", "dirichlet", "bootstrap"])
@pytest.mark.parametrize("sides", [([9] * 8, [3] * 8), ([9] * 3, [9] * 5), ([9, 3] * 2, [9, 3])])
def test_no_interval_is_without_width(method, sides):
    found = survey.nps_change(*sides, method=method)
    for it in (found.change, found.before, found.after):
        assert it.lower < it.upper
    assert (found.p_value < 0.05) == (found.change.lower > 0 or found.change.upper < 0)
    assert "nan" not in found.summary()


@pytest.mark.parametrize("method", ["adjusted-wald", "wald", "tango", "dirichlet", "bootstrap"])
def test_the_p_value_is_that_of_the_interval(method):
    rng = np.random.default_rng(4)
    for paired in (False, True):
        for n in (12, 40, 150):
            before, after = rng.choice([2, 8, 10], (2, n), p=[0.3, 0.3, 0.4])
            after[: n // 4] = 10
            found = survey.nps_change(before, after, paired=paired, method=method)
            assert (found.p_value < 0.05) == (found.change.lower > 0 or found.change.upper < 0)


@pytest.mark.parametrize("method", ["adjusted-wald", "tango"])
def test_intervals_hold_the_true_change(method):
    rng = np.random.default_rng(11)
    old, new = [0.25, 0.35, 0.40], [0.20, 0.35, 0.45]
    hits, runs = 0, 400 if method == "adjusted-wald" else 100
    for _ in range(runs):
        before = np.repeat([2, 8, 10], rng.multinomial(150, old))
        after = np.repeat([2, 8, 10], rng.multinomial(120, new))
        change = survey.nps_change(before, after, method=method).change
        hits += change.lower <= 10 <= change.upper
    # Two-sided binomial bound at one in a thousand at 0.95.
    assert stats.binom.ppf(0.001, runs, 0.95) <= hits <= stats.binom.ppf(0.999, runs, 0.95)


def test_weights_enter_each_survey():
    found = survey.nps_change([10, 0], [10, 0], weights_after=[3, 1], method="wald")
    assert found.change.value == pytest.approx(50)


def test_statements_say_what_the_sample_shows():
    unsure = survey.nps_change(BEFORE, AFTER)
    assert "do not show a change" in unsure.statement()
    assert "不足以" in unsure.statement("zh")
    sure = survey.nps_change([2] * 90 + [10] * 10, [2] * 10 + [10] * 90)
    assert sure.statement().startswith("The NPS rose from -80.0 to 80.0, by 160.0 points (95% ")
    assert sure.statement("zh").startswith("NPS 由 -80.0 升至 80.0，上升 160.0 点（95% 置信区间 ")
    assert "do not show" not in sure.statement()
    assert sure.to_frame()["quantity"].tolist() == ["before", "after", "change"]
    assert "two separate samples" in sure.summary()
    assert "两个独立样本" in sure.summary("zh")
    worse = survey.nps_change([2] * 10 + [10] * 90, [2] * 90 + [10] * 10)
    assert worse.statement().startswith("The NPS fell from 80.0 to -80.0, by 160.0 points (")
    assert worse.statement("zh").startswith("NPS 由 80.0 降至 -80.0，下降 160.0 点（变化的 95% ")
    same = survey.nps_change([2, 10], [2, 10])
    assert same.statement().startswith("The NPS is 0.0, as before (95% interval: ")


def test_pairs_of_different_number_are_refused():
    with pytest.raises(DataError, match="2 before and 1 after"):
        survey.nps_change([9, 8], [9], paired=True)


def test_weights_of_pairs_are_refused():
    with pytest.raises(ParameterError, match="paired == True"):
        survey.nps_change([9, 8], [9, 7], paired=True, weights_before=[1, 1])


def test_an_unknown_method_is_refused():
    with pytest.raises(ParameterError, match="method == 'z'"):
        survey.nps_change([9], [9], method="z")

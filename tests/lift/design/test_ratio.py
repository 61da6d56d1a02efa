"""Sample ratios: published counts, SciPy, exact tests by hand, and how often they are wrong."""

import numpy as np
import pytest
from scipy import stats

from vocvalue import lift
from vocvalue.errors import DataError, ParameterError

HALVES = {"treated": 0.5, "control": 0.5}


def test_hillstroms_arms_are_as_planned():
    # Hillstrom's e-mail experiment: 64,000 customers in three arms, p .904
    found = lift.sample_ratio({"men": 21_307, "none": 21_306, "women": 21_387})
    assert found.p_value == pytest.approx(0.904, abs=5e-4)
    assert found.verdict == "as planned"
    assert found.p_value == pytest.approx(stats.chisquare([21_307, 21_306, 21_387]).pvalue)


def test_the_order_of_the_plan_does_not_matter():
    found = lift.sample_ratio(
        {"treated": 9_050, "control": 950}, shares={"control": 0.1, "treated": 0.9}
    )
    expected = stats.chisquare([9_050, 950], [9_000, 1_000])
    assert found.statistic == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)


def test_few_customers_are_tested_exactly():
    # 2 of 12 and less extreme tails of a fair coin: 2 (1 + 12 + 66) / 4096
    found = lift.sample_ratio({"treated": 2, "control": 10}, shares=HALVES)
    assert found.p_value == pytest.approx(2 * 79 / 4096)
    assert found.method == "exact binomial test"


def test_three_arms_are_tested_exactly():
    # 4, 0, 0 of equal thirds: 3 of the 81 ways put all into one arm, and nothing is less likely
    found = lift.sample_ratio({"a": 4, "b": 0, "c": 0})
    assert found.p_value == pytest.approx(3 / 81)
    # 2, 1, 1 is the likeliest kind of table: nothing is likelier
    assert lift.sample_ratio({"a": 2, "b": 1, "c": 1}).p_value == pytest.approx(1.0)
    # 3, 1, 0: 4 ways each of 6 arrangements, and the 3 ways of 4, 0, 0
    assert lift.sample_ratio({"a": 3, "b": 1, "c": 0}).p_value == pytest.approx(27 / 81)


def test_a_rough_test_is_noted():
    shares = {"a": 0.001, "b": 0.4995, "c": 0.4995}
    found = lift.sample_ratio({"a": 3, "b": 1_000, "c": 997}, shares=shares)
    assert found.method == "Pearson's chi-square"
    assert "expected size of an arm is only 2.0 customers" in found.notes[0].en


def test_sound_draws_are_stopped_once_in_a_thousand():
    rng = np.random.default_rng(6)
    draws = rng.multinomial(2_000, [0.5, 0.3, 0.2], 4_000)
    shares = {"a": 0.5, "b": 0.3, "c": 0.2}
    stopped = [
        lift.sample_ratio(dict(zip("abc", map(int, draw), strict=True)), shares=shares).mismatch
        for draw in draws
    ]
    # 4 of 4,000 expected; 12 or more in less than one of a thousand runs
    assert sum(stopped) <= 12


def test_shares_and_sentences():
    found = lift.sample_ratio({"treated": 10_242, "control": 9_555}, shares=HALVES)
    frame = found.to_frame().set_index("arm")
    assert frame.loc["treated", "expected"] == 9_898.5
    assert frame.loc["treated", "value"] == pytest.approx(10_242 / 19_797)
    interval = stats.binomtest(10_242, 19_797).proportion_ci(method="wilson")
    assert frame.loc["treated", "lower"] == pytest.approx(interval.low)
    assert found.mismatch
    assert list(found.figures()) == ["share of treated", "share of control"]
    assert found.statement().startswith(
        "The sample ratio does not match the plan: the arms have 10,242 (treated) and 9,555"
    )
    assert found.statement("zh").startswith(
        "样本比例与计划不符：实验组 10,242 位和对照组 9,555 位，计划比例为 50:50"
    )
    assert "mismatch (significance level 0.001)" in found.summary()


@pytest.mark.parametrize(
    ("counts", "arguments", "error", "message"),
    [
        ({"a": 1}, {}, ParameterError, "at least two"),
        ([1, 2], {}, ParameterError, "must name the arms"),
        ({"a": 1.5, "b": 2}, {}, ParameterError, "whole number"),
        ({"a": -1, "b": 2}, {}, ParameterError, "must be >= 0"),
        ({"a": 0, "b": 0}, {}, DataError, "no customers"),
        ({"a": 1, "b": 2}, {"shares": {"a": 0.5, "c": 0.5}}, ParameterError, "'a', 'c', counts"),
        ({"a": 1, "b": 2}, {"shares": {"a": 0.5, "b": 0.6}}, ParameterError, "add up to 1.1"),
        ({"a": 1, "b": 2}, {"significance": 1.0}, ParameterError, "significance == 1"),
    ],
)
def test_bad_arguments_are_refused(counts, arguments, error, message):
    with pytest.raises(error, match=message):
        lift.sample_ratio(counts, **arguments)

"""Bounds and bands: what is low, what is high, and what an interval settles."""

import numpy as np
import pytest

from vocvalue.errors import ParameterError
from vocvalue.kpi import Bounds
from vocvalue.kpi.kpi_words import verdict
from vocvalue.results import Estimate
from vocvalue.results.numerals import stated_rate

SHARES, HOURS = Bounds(low=0.10, high=0.70), Bounds(low=120, high=24)


def figure(value, lower, upper):
    return Estimate(value=value, lower=lower, upper=upper, level=0.95, method="", n=10)


@pytest.mark.parametrize(
    ("bounds", "value", "band"),
    [
        # the article's: 10 % is low, 70 % is high; 24 hours is the target, 5 days failing
        (SHARES, 0.10, "low"),
        (SHARES, 0.1001, "middle"),
        (SHARES, 0.70, "high"),
        (HOURS, 120, "low"),
        (HOURS, 24, "high"),
        (HOURS, 48, "middle"),
        (SHARES, np.nan, "unknown"),
    ],
)
def test_the_band_of_a_number(bounds, value, band):
    assert bounds.band_of(value) == band


@pytest.mark.parametrize(
    ("ends", "band"),
    [
        ((0.05, 0.02, 0.09), "low"),
        ((0.05, 0.02, 0.11), "unknown"),
        ((0.40, 0.20, 0.60), "middle"),
        ((0.80, 0.71, 0.90), "high"),
        ((0.70, 0.397, 0.892), "unknown"),
        ((0.75, 0.75, 0.75), "high"),
        ((np.nan, np.nan, np.nan), "unknown"),
        ((0.80, np.nan, 0.90), "unknown"),
    ],
)
def test_a_band_is_shown_only_by_the_whole_interval(ends, band):
    assert SHARES.band_shown(figure(*ends)) == band


def test_the_sentence_says_whether_the_interval_settles_it():
    settled = verdict(SHARES, figure(0.05, 0.02, 0.09), stated_rate)
    open_ = verdict(SHARES, figure(0.70, 0.40, 0.89), stated_rate)
    assert "so is the whole interval" in settled.en
    assert "reaches beyond" in open_.en
    assert "尚不能断定" in open_.zh
    assert verdict(SHARES, figure(np.nan, np.nan, np.nan), stated_rate) is None


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ((0.5, 0.5), "two different numbers"),
        ((10, 70), "Write 70% as 0.70"),
        ((0.1,), "must be two numbers"),
        (0.5, "must be two numbers"),
        (("low", 0.7), r"bounds\[0\] == 'low', must be a number"),
        ((float("nan"), 0.7), "must be finite"),
    ],
)
def test_bounds_that_make_no_sense_are_refused(bounds, said):
    with pytest.raises(ParameterError, match=said):
        Bounds.of(bounds, lowest=0.0, highest=1.0)


def test_bounds_pass_through():
    assert Bounds.of(SHARES, lowest=0.0, highest=1.0) == SHARES

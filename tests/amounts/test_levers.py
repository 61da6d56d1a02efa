"""The six levers of customer value as tags."""

from typing import get_args

import pytest

from vocvalue.amounts.levers import LEVERS, Lever, by_lever, lever
from vocvalue.errors import ParameterError


def test_there_are_six_levers_each_with_a_name_in_both_languages():
    assert tuple(LEVERS) == get_args(Lever)
    assert len(LEVERS) == 6
    assert all(name.en.isascii() and not name.zh.isascii() for name in LEVERS.values())


def test_lines_are_grouped_in_the_order_of_the_levers():
    groups = by_lever([("closed loop", "callbacks"), ("experience", "app"), ("closed loop", "CSM")])
    assert groups == {"experience": ["app"], "closed loop": ["callbacks", "CSM"]}


def test_what_is_no_lever_is_refused_with_those_that_are():
    with pytest.raises(ParameterError, match="'rewards'"):
        lever("discounts")

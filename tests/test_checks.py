import numpy as np
import pytest

from vocvalue import checks
from vocvalue.errors import ParameterError, VocValueError


@pytest.mark.parametrize(
    ("check", "value", "returned"),
    [
        (lambda v: checks.number("x", v), np.int64(3), 3.0),
        (lambda v: checks.positive("x", v), 1e-9, 1e-9),
        (lambda v: checks.non_negative("x", v), 0, 0.0),
        (lambda v: checks.whole("x", v, least=2), np.int32(2), 2),
        (checks.margin, 1, 1.0),
        (checks.discount_rate, 0, 0.0),
        (checks.level, 0.95, 0.95),
        (lambda v: checks.one_of("x", v, ("a", "b")), "b", "b"),
    ],
)
def test_good_values_come_back(check, value, returned):
    assert check(value) == returned
    assert type(check(value)) is type(returned)


@pytest.mark.parametrize(
    ("check", "value", "message"),
    [
        (lambda v: checks.number("x", v), "3", "x == '3', must be a number."),
        (lambda v: checks.number("x", v), True, "x == True, must be a number."),
        (lambda v: checks.number("x", v), None, "x == None, must be a number."),
        (lambda v: checks.number("x", v), float("nan"), "x == nan, must be finite."),
        (lambda v: checks.number("x", v), float("inf"), "x == inf, must be finite."),
        (lambda v: checks.positive("x", v), 0, "x == 0, must be > 0."),
        (lambda v: checks.non_negative("x", v), -1, "x == -1, must be >= 0."),
        (lambda v: checks.whole("x", v), 1.0, "x == 1.0, must be a whole number."),
        (lambda v: checks.whole("x", v), False, "x == False, must be a whole number."),
        (lambda v: checks.whole("x", v, least=2), 1, "x == 1, must be >= 2."),
        (checks.margin, 40, "margin == 40, .* Write 40% as 0.40."),
        (checks.margin, 0, "margin == 0, must be above 0"),
        (checks.discount_rate, 10, "discount_rate == 10, .* Write 10% as 0.10."),
        (checks.discount_rate, -0.1, "discount_rate == -0.1, must be at least 0"),
        (checks.level, 95, "level == 95, .* Write 95% as 0.95."),
        (checks.level, 1, "level == 1, must be between 0 and 1."),
        (lambda v: checks.one_of("x", v, ("a", "b")), "c", "x == 'c', must be one of 'a', 'b'."),
        (lambda v: checks.finite_array("x", v), ["a"], "x must hold numbers"),
        (lambda v: checks.finite_array("x", v), [1, np.nan, np.inf], "x holds 2 values"),
        (checks.seed, -1, "seed == -1, must be >= 0."),
        (checks.seed, None, "seed == None, must be a whole number."),
    ],
)
def test_bad_values_are_named_with_what_was_asked(check, value, message):
    with pytest.raises(ParameterError, match=message) as caught:
        check(value)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, VocValueError)


def test_arrays_become_floats():
    array = checks.finite_array("x", [1, 2])
    assert array.dtype == np.float64
    assert array.tolist() == [1.0, 2.0]


def test_a_seed_makes_a_generator_and_a_generator_passes():
    assert checks.seed(7).random() == np.random.default_rng(7).random()
    generator = np.random.default_rng(1)
    assert checks.seed(generator) is generator


def test_a_column_is_named_by_text():
    assert checks.column("arm", "group") == "group"
    with pytest.raises(ParameterError, match=r"arm == \['group'\], must be the name of one column"):
        checks.column("arm", ["group"])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("tier", r"keep == 'tier', must be a list of columns: \['tier'\]"),
        (7, "keep == 7, must be a list of columns"),
        ([["tier"]], r"keep\[0\] == \['tier'\], must be the name of one column"),
    ],
)
def test_columns_are_a_list_of_names(value, message):
    with pytest.raises(ParameterError, match=message):
        checks.columns("keep", value)

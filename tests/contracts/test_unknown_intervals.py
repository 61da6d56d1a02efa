"""An interval that is not known is said so, by every result and in both languages."""

import dataclasses
import math
import re
import warnings

import pytest
from result_examples import MADE, Examples

from vocvalue.errors import VocValueWarning
from vocvalue.results import Estimate, Money
from vocvalue.results.intervals import between
from vocvalue.results.numerals import signed

NAN = math.nan
NUMBER = re.compile(r"\bnan\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    of = Examples("pandas", tmp_path_factory.mktemp("unknown"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VocValueWarning)
        return {name: make(of) for name, make in MADE.items()}


def without_ends(result):
    """Return a result none of whose own intervals are known."""
    unknown = {
        field.name: dataclasses.replace(value, lower=NAN, upper=NAN)
        for field in dataclasses.fields(result)
        if isinstance(value := getattr(result, field.name), Estimate)
    }
    return dataclasses.replace(result, **unknown)


def words(result):
    return [result.statement("en"), result.statement("zh"), result.summary(), result._repr_html_()]


@pytest.mark.parametrize("name", MADE)
def test_no_result_says_nan(name, results):
    for result in (results[name], without_ends(results[name])):
        assert [text for text in words(result) if NUMBER.search(text)] == []


def test_an_estimate_and_money_say_that_the_interval_is_not_known():
    fields = {"value": 2.0, "lower": NAN, "upper": NAN, "level": 0.95, "method": "x", "n": 1}
    money = Money(**fields, currency="EUR", basis="margin", evidence="randomised")
    assert str(Estimate(**fields)) == "2 (interval not known)"
    assert str(money) == "€2 of margin (interval not known; evidence: randomised)"
    assert (money.to_dict()["lower"], money.to_dict()["upper"]) == (None, None)


def test_one_end_that_is_not_known_leaves_the_other():
    assert between(0.9, 1.0, NAN).en == "90% interval: 1 to not known"
    assert between(0.9, NAN, 1.5, signed).zh == "90% 置信区间未知至 +1.5"
    assert between(0.9, NAN, NAN, signed).en == "interval not known"

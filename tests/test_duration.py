import datetime as dt

import numpy as np
import pandas as pd
import pytest

from vocvalue import duration
from vocvalue.errors import ParameterError


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("1 day", 1),
        ("36 hours", 1.5),
        ("2 weeks", 14),
        ("12 months", 365.25),
        ("1 YEAR", 365.25),
        ("1.5years", 547.875),
        (" 10  days ", 10),
        (dt.timedelta(days=3, hours=12), 3.5),
        (pd.Timedelta("7D"), 7),
        (np.timedelta64(48, "h"), 2),
        (np.timedelta64(2, "W"), 14),
        (pd.DateOffset(months=6), 182.625),
        (pd.DateOffset(years=1, days=1), 366.25),
        (2 * pd.DateOffset(weeks=1), 14),
    ],
)
def test_spans_become_days(span, days):
    assert duration.length(span, "day") == pytest.approx(days, rel=1e-15)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("hour", 8766), ("day", 365.25), ("week", 365.25 / 7), ("month", 12), ("year", 1)],
)
def test_a_year_in_every_unit(unit, expected):
    assert duration.length("1 year", unit) == pytest.approx(expected, rel=1e-15)
    assert duration.units_per_year(unit) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("span", [12, 12.0, "12", "twelve months", "12 moons", "-3 days", None, ""])
def test_a_span_without_unit_is_refused(span):
    with pytest.raises(ParameterError, match=r"horizon == .*, must say its unit"):
        duration.length(span, "day")


@pytest.mark.parametrize("span", ["0 days", dt.timedelta(0), dt.timedelta(days=-1)])
def test_a_span_of_nothing_is_refused(span):
    with pytest.raises(ParameterError, match="must be longer than nothing"):
        duration.length(span, "day")


def test_a_calendar_rule_is_no_length():
    with pytest.raises(ParameterError, match="must be a DateOffset of years, months"):
        duration.length(pd.offsets.MonthEnd(), "day")


def test_the_argument_is_named_in_the_message():
    with pytest.raises(ParameterError, match="after == 3"):
        duration.length(3, "day", name="after")


def test_arrays_of_timedeltas():
    weeks = np.array([1, 52], dtype="timedelta64[W]")
    assert duration.lengths(weeks, "day") == pytest.approx([7, 364])
    assert duration.lengths("52 weeks", "day") == 364
    with pytest.raises(ParameterError, match="must say its unit"):
        duration.lengths(np.array([1.0, 2.0]), "day")


@pytest.mark.parametrize(("word", "unit"), [("day", "day"), ("Weeks", "week"), ("MONTH", "month")])
def test_units_by_name(word, unit):
    assert duration.unit(word) == unit


@pytest.mark.parametrize("word", ["fortnight", "", 3, None])
def test_unknown_units_are_refused(word):
    with pytest.raises(ParameterError, match="must be one of 'hour', 'day'"):
        duration.unit(word)


@pytest.mark.parametrize("unit", ["day", "week", "month"])
def test_a_year_at_the_continuous_rate_is_the_annual_rate(unit):
    rate = duration.continuous_rate(0.10, unit)
    assert np.exp(rate * duration.units_per_year(unit)) == pytest.approx(1.10, rel=1e-14)

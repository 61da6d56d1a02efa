"""Periods agree with Python's own calendar."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from vocvalue.errors import ParameterError
from vocvalue.tables import times
from vocvalue.tables.sources import collect, open_table

DAYS = [dt.datetime(1999, 12, 31) + dt.timedelta(hours=1717 * step) for step in range(200)]


def monday(day):
    return (day - dt.timedelta(days=day.weekday())).date()


@pytest.mark.parametrize(
    ("grain", "start"),
    [
        ("hour", lambda day: day.replace(minute=0, second=0)),
        ("day", lambda day: dt.datetime.combine(day, dt.time())),
        ("week", lambda day: dt.datetime.combine(monday(day), dt.time())),
        ("month", lambda day: dt.datetime(day.year, day.month, 1)),
    ],
)
def test_periods_of_the_engine_start_where_python_says(grain, start):
    frame = open_table(pl.DataFrame({"at": DAYS})).frame
    period = times.period("at", grain, frame.implementation).alias("period")
    found = times.period_numbers(collect(frame.select(period))["period"], grain)
    starts = times.period_starts(found, grain).tolist()
    assert starts == [start(day) for day in DAYS]
    assert found.tolist() == [times.period_of(day, grain) for day in DAYS]


@pytest.mark.parametrize(
    ("grain", "following"),
    [
        ("hour", dt.datetime(2024, 2, 28, 14)),
        ("day", dt.datetime(2024, 2, 29)),
        ("week", dt.datetime(2024, 3, 4)),
        ("month", dt.datetime(2024, 3, 1)),
    ],
)
def test_the_next_period(grain, following):
    assert times.next_period(dt.datetime(2024, 2, 28, 13, 30), grain) == following


def test_days_make_whole_weeks():
    days = np.arange(400) * 7
    assert times.in_unit(days, "day", "week").tolist() == list(range(400))
    assert times.in_unit(np.array([1]), "month", "month").tolist() == [1.0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2024, 5, 1), dt.datetime(2024, 5, 1, 23, 59, 59, 999999)),
        ("2024-05-01T08:00", dt.datetime(2024, 5, 1, 8)),
        (np.datetime64("2024-05-01T08:00"), dt.datetime(2024, 5, 1, 8)),
        (dt.datetime(2024, 5, 1, 8, tzinfo=dt.UTC), dt.datetime(2024, 5, 1, 16)),
    ],
)
def test_a_moment_may_be_written_in_many_ways(value, expected):
    assert times.moment(value, name="end", timezone="Asia/Shanghai") == expected


def test_a_moment_must_be_one():
    with pytest.raises(ParameterError, match="end == 'May', must be an ISO date"):
        times.moment("May", name="end", timezone=None)

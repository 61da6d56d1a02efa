"""Time in the hours of a desk, against calendars as they were announced and counting minute by
minute."""

import datetime as dt
import sys

import numpy as np
import pytest

from vocvalue.errors import MissingDependencyError, ParameterError
from vocvalue.kpi import WorkingHours
from vocvalue.kpi.working_time import WorkingTime

# The State Council's notice on the holidays of 2024 (国办发明电〔2023〕7号): days off, and the days
# of a weekend that are worked in exchange.
OFF_2024 = {
    "2024-01-01",
    *(f"2024-02-{day}" for day in range(10, 18)),
    *(f"2024-04-0{day}" for day in (4, 5, 6)),
    *(f"2024-05-0{day}" for day in range(1, 6)),
    "2024-06-10",
    *(f"2024-09-{day}" for day in (15, 16, 17)),
    *(f"2024-10-0{day}" for day in range(1, 8)),
}
WORKED_2024 = {
    *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11"),
    *("2024-09-14", "2024-09-29", "2024-10-12"),
}
YEAR = np.arange("2024-01-01", "2025-01-01", dtype="datetime64[D]")


def moments(*texts):
    return np.array(texts, dtype="datetime64[us]")


def by_minutes(hours, start, end):
    """Return the working hours between two moments, every minute looked at."""
    first, last = (
        int(hours.start[:2]) * 60 + int(hours.start[3:]),
        int(hours.end[:2]) * 60 + int(hours.end[3:]),
    )
    n = 0
    for moment in np.arange(start, end, np.timedelta64(1, "m")):
        clock = moment.astype("datetime64[m]").astype(object)
        is_worked = bool(hours.is_working_day(np.array([moment]).astype("datetime64[D]"))[0])
        n += is_worked and first <= clock.hour * 60 + clock.minute < last
    return n / 60


def test_china_is_off_and_works_as_it_was_announced():
    pytest.importorskip("holidays")
    worked = WorkingHours(country="CN").is_working_day(YEAR)
    expected = [
        str(day) in WORKED_2024 or (day.astype(object).weekday() < 5 and str(day) not in OFF_2024)
        for day in YEAR
    ]
    assert worked.tolist() == expected
    assert worked.sum() == 251


def test_a_desk_that_works_all_week_is_off_on_holidays_only():
    pytest.importorskip("holidays")
    week = ("Monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    worked = WorkingHours(country="CN", weekdays=week).is_working_day(YEAR)
    off = {str(day) for day in YEAR[~worked]}
    # Days of a weekend within a long holiday are a weekend's, unless they are the holiday itself.
    assert {day for day in OFF_2024 if dt.date.fromisoformat(day).weekday() < 5} <= off <= OFF_2024
    assert "2024-02-10" in off


def test_the_weekend_is_that_of_the_country():
    pytest.importorskip("holidays")
    # Saudi Arabia rests on Friday and Saturday since 2013.
    days = np.array(["2024-03-01", "2024-03-02", "2024-03-03"], dtype="datetime64[D]")
    assert WorkingHours(country="SA").is_working_day(days).tolist() == [False, False, True]


@pytest.mark.parametrize("seed", range(4))
def test_hours_between_are_those_counted_minute_by_minute(seed):
    rng = np.random.default_rng(seed)
    hours = WorkingHours(
        start="08:30",
        end="17:15",
        weekdays=("monday", "thursday"),
        days_off=["2024-03-04"],
        days_worked=[dt.date(2024, 3, 2)],
    )
    start = np.datetime64("2024-02-28T00:00", "m") + np.timedelta64(int(rng.integers(9000)), "m")
    end = start + np.timedelta64(int(rng.integers(6000)), "m")
    found = hours.hours_between(moments(start), moments(end))[0]
    assert found == pytest.approx(by_minutes(hours, start, end), abs=1e-9)


def test_spring_festival_takes_no_time():
    pytest.importorskip("holidays")
    # Friday, 9 February 2024, 17:00 to Sunday, 18 February, 10:00, which is worked.
    hours = WorkingHours(country="CN")
    times = moments("2024-02-09T17:00"), moments("2024-02-18T10:00")
    assert hours.hours_between(*times).tolist() == [2.0]
    assert WorkingHours().hours_between(*times).tolist() == [1 + 5 * 9.0]


def test_what_is_missing_stays_missing_and_the_order_does_not_matter():
    hours = WorkingHours()
    start = moments("2024-03-01T09:00", "NaT", "2024-03-04T12:00")
    end = moments("2024-03-01T12:00", "2024-03-01T12:00", "NaT")
    found = hours.hours_between(start, end)
    assert found[0] == 3.0
    assert np.isnan(found[1:]).all()
    both = hours.hours_between(start[:1], end[:1]), -hours.hours_between(end[:1], start[:1])
    assert both[0] == both[1]
    assert np.isnan(hours.hours_between(moments("NaT"), moments("NaT"))).all()


def test_the_moment_after_some_hours_is_so_many_hours_later():
    hours = WorkingHours(start="10:00", end="19:30")
    time = hours.time(np.datetime64("2024-03-01"), np.datetime64("2024-06-01"))
    rng = np.random.default_rng(3)
    start = np.datetime64("2024-03-01", "us") + (rng.random(500) * 6e12).astype("timedelta64[us]")
    later = time.at(time.until(start) + 13.25)
    np.testing.assert_allclose(time.until(later) - time.until(start), 13.25, atol=1e-9)
    clock = (later - later.astype("datetime64[D]")) / np.timedelta64(1, "h")
    assert (clock >= 10).all()
    assert (clock <= 19.5).all()
    assert time.of(later.astype("datetime64[D]")).all()


def test_a_moment_behind_the_last_day_is_not_known():
    time = WorkingTime(
        first=np.datetime64("2024-03-01"), is_worked=np.array([True]), begins=9.0, hours_a_day=8.0
    )
    assert np.isnat(time.at(np.array([8.1])))[0]
    assert str(time.at(np.array([8.0]))[0]) == "2024-03-01T17:00:00.000000"


def test_spans_are_working_time():
    hours = WorkingHours(start="09:00", end="17:30", weekdays=("monday", "tuesday", "wednesday"))
    assert hours.length("24 hours") == 24
    assert hours.length("2 days") == 17
    assert hours.length("2 weeks") == 51
    assert hours.length(dt.timedelta(hours=24)) == 24
    with pytest.raises(ParameterError, match="month has no fixed length"):
        hours.length("1 month")


def test_days_that_are_not_published_yet_are_told():
    pytest.importorskip("holidays")
    far = WorkingHours(country="CN").time(np.datetime64("2098-01-01"), np.datetime64("2099-12-31"))
    assert far.unpublished == (2098, 2099)
    near = WorkingHours(country="CN").time(np.datetime64("2023-01-01"), np.datetime64("2024-12-31"))
    assert near.unpublished == ()
    # Germany exchanges no days, so that none can be missing.
    german = WorkingHours(country="DE").time(
        np.datetime64("2098-01-01"), np.datetime64("2098-12-31")
    )
    assert german.unpublished == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "XX"}, "country == 'XX', must be the code"),
        ({"country": "cn"}, "Write it as 'CN'"),
        ({"country": 86}, "country == 86"),
        ({"country": "DE", "subdivision": "XX"}, "must be one of 'BB'"),
        ({"country": "CN", "subdivision": "GD"}, "must be left out for 'CN'"),
    ],
)
def test_an_unknown_country_is_refused(asked, said):
    pytest.importorskip("holidays")
    with pytest.raises(ParameterError, match=said):
        WorkingHours(**asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"start": "9am"}, "start == '9am', must be a time of the day like \"09:00\""),
        ({"end": "25:00"}, "end == '25:00'"),
        ({"end": "24:30"}, "end == '24:30'"),
        ({"start": "22:00", "end": "06:00"}, "Split a night shift"),
        ({"weekdays": ("someday",)}, "must be names of weekdays"),
        ({"weekdays": ()}, "must be names of weekdays"),
        ({"subdivision": "BY"}, "but no country"),
        ({"days_off": ["soon"]}, "days_off == .'soon'., must be dates"),
        ({"days_worked": [20240101]}, "days_worked == .20240101., must be dates"),
    ],
)
def test_hours_that_make_no_sense_are_refused(asked, said):
    with pytest.raises(ParameterError, match=said):
        WorkingHours(**asked)


def test_moments_of_two_centuries_are_refused():
    with pytest.raises(ParameterError, match="at most 200 years"):
        WorkingHours().hours_between(moments("1700-01-01"), moments("2024-01-01"))


def test_a_country_needs_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'vocvalue\[calendar\]'"):
        WorkingHours(country="CN")

"""Every type of time that people have is read to the same wall clock, or refused by us."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.tables import times
from vocvalue.tables.sources import collect, open_table

# Ibis asks pandas for an option that pandas 3 no longer wants to be asked for.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")


def read(table, *, timezone=None, timestamp_format=None):
    frame = times.wall_time(
        open_table(table).frame,
        "at",
        into="wall",
        customer="customer_id",
        timezone=timezone,
        timestamp_format=timestamp_format,
    )
    values = collect(frame.select("customer_id", "wall").sort("customer_id"))["wall"].to_list()
    return [None if value is None or value is pd.NaT else value for value in values]


def in_pandas(values):
    return pd.DataFrame({"customer_id": range(1, len(values) + 1), "at": values})


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("America/New_York", 4),
        ("US/Eastern", 4),
        ("Etc/GMT+8", 1),
        ("America/Port-au-Prince", 4),
        (dt.timezone(dt.timedelta(hours=8)), 17),
        (dt.timezone(dt.timedelta(hours=-3, minutes=-30)), 5),
    ],
)
def test_a_zone_of_any_name_keeps_its_own_clock(zone, hour):
    at = pd.Series(pd.to_datetime(["2024-01-15 09:00", None], utc=True)).dt.tz_convert(zone)
    minute = 30 if hour == 5 else 0
    assert read(in_pandas(at)) == [dt.datetime(2024, 1, 15, hour, minute), None]
    assert read(in_pandas(at), timezone="Asia/Shanghai") == [dt.datetime(2024, 1, 15, 17), None]
    assert times.zone_of(open_table(in_pandas(at)).frame, "at") == str(at.dt.tz)


def test_a_score_is_tracked_in_a_zone_with_an_underscore():
    at = pd.date_range("2024-01-01", periods=3, tz="America/New_York")
    table = pd.DataFrame({"timestamp": at, "score": [1, 9, 10]})
    assert vv.survey.trend(table).overall.value == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    "values",
    [
        [dt.date(2024, 1, 15), dt.date(9999, 12, 31), None],
        [dt.datetime(2024, 1, 15), dt.datetime(9999, 12, 31), None],
    ],
)
def test_objects_of_python_are_read(values):
    expected = [dt.datetime(2024, 1, 15), dt.datetime(9999, 12, 31), None]
    assert read(in_pandas(pd.Series(values, dtype=object))) == expected


@pytest.mark.parametrize(
    "values",
    [
        [dt.datetime(2024, 1, 15, tzinfo=dt.UTC), dt.datetime(2024, 1, 15)],
        [dt.datetime(2024, 1, 15, tzinfo=dt.UTC)],
        [dt.date(2024, 1, 15), 5],
        [pd.Period("2024-01", "M")],
    ],
)
def test_objects_that_are_not_one_kind_of_time_are_refused(values):
    with pytest.raises(DataError, match="column 'at' holds"):
        read(in_pandas(pd.Series(values, dtype=object)))


@pytest.mark.parametrize("engine", ENGINES)
def test_whole_numbers_are_read_by_a_format(engine, tmp_path):
    table = pa.table({"customer_id": [1, 2], "at": pa.array([20240115, 20240229], pa.int64())})
    expected = [dt.datetime(2024, 1, 15), dt.datetime(2024, 2, 29)]
    assert read(*placed(engine, tmp_path, table), timestamp_format="%Y%m%d") == expected


@pytest.mark.parametrize("engine", sorted(set(ENGINES) - {"csv"}))
def test_whole_numbers_without_a_format_are_refused(engine, tmp_path):
    table = pa.table({"customer_id": [1], "at": pa.array([1705276800], pa.int64())})
    with pytest.raises(DataError, match=r"column 'at' holds Int64.*timestamp_format="):
        read(*placed(engine, tmp_path, table))


@pytest.mark.parametrize("engine", sorted(set(ENGINES) - {"csv"}))
def test_whole_numbers_that_the_format_does_not_fit_are_refused(engine, tmp_path):
    table = pa.table({"customer_id": [1], "at": pa.array([20241345], pa.int64())})
    with pytest.raises(DataError, match="column 'at' cannot be read by timestamp_format"):
        read(*placed(engine, tmp_path, table), timestamp_format="%Y%m%d")


@pytest.mark.parametrize("nothing", [pd.NaT, np.datetime64("NaT", "D")])
def test_no_moment_is_refused_as_one(nothing):
    with pytest.raises(ParameterError, match=r"observation_end == .*NaT.*must be a moment"):
        times.moment(nothing, name="observation_end", timezone=None)


def test_a_window_of_no_moments_is_refused():
    answers = in_pandas([pd.Timestamp("2024-01-05")]).assign(score=3)
    orders = in_pandas([pd.Timestamp("2024-01-08")]).assign(amount=5.0)
    tables = (table.rename(columns={"at": "timestamp"}) for table in (answers, orders))
    with pytest.raises(ParameterError, match="window == NaT"):
        vv.link.attach(*tables, window=(pd.NaT, pd.NaT))

"""Every type of time that people have is read to the same wall clock, or refused by us."""

import datetime as dt

import narwhals as nw
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
    rows = frame.select(nw.col("customer_id").cast(nw.Int64), "wall").sort("customer_id")
    values = collect(rows)["wall"].to_list()
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
        [dt.date(2024, 1, 15), dt.date(8999, 12, 31), None],
        [dt.datetime(2024, 1, 15), dt.datetime(8999, 12, 31), None],
    ],
)
def test_objects_of_python_are_read(values):
    expected = [dt.datetime(2024, 1, 15), dt.datetime(8999, 12, 31), None]
    assert read(in_pandas(pd.Series(values, dtype=object))) == expected


@pytest.mark.parametrize(
    "values",
    [
        [dt.datetime(2024, 1, 15, tzinfo=dt.UTC), dt.datetime(2024, 1, 15)],
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
    with pytest.raises(DataError, match="column 'at' cannot be read with timestamp_format"):
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


def in_table(values, kind=None):
    return pa.table(
        {"customer_id": pa.array(range(1, len(values) + 1)), "at": pa.array(values, kind)}
    )


# One moment, 00:00 of 15 January 2024 in UTC, and what else is one.
SAME = [
    "2024-01-15T00:00:00Z",
    "2024-01-15 08:00:00+08:00",
    "2024-01-14T19:00:00.250-0500",
    "2024-01-15T05:30+05:30",
    "2024-01-15 00:00:00+00",
    "2024-01-14 15:00:00 -0900",
    "2024-01-15 00:00:00 UTC",
    None,
    "",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("zone", "clock"),
    [(None, (15, 0)), ("Asia/Shanghai", (15, 8))],
)
def test_texts_with_offsets_are_moments_in_utc(engine, zone, clock, tmp_path):
    (table,) = placed(engine, tmp_path, in_table(SAME))
    assert read(table, timezone=zone) == [dt.datetime(2024, 1, *clock)] * 7 + [None, None]
    assert times.zone_of(open_table(table).frame, "at") == "UTC"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_zone_is_followed_through_the_changes_of_its_clock(engine, tmp_path):
    rng = np.random.default_rng(3)
    seconds = rng.integers(0, 30 * 365 * 86400, 300)
    edges = [-1, 0, 1]  # New York changed on 10 March 2024 at 07:00 UTC and on 3 November at 06:00
    at = pd.Timestamp("2000-01-01") + pd.to_timedelta(seconds, unit="s")
    at = at.append(pd.to_datetime(["2024-03-10T07:00"] * 3) + pd.to_timedelta(edges, unit="s"))
    at = at.append(pd.to_datetime(["2024-11-03T06:00"] * 3) + pd.to_timedelta(edges, unit="s"))
    expected = at.tz_localize("UTC").tz_convert("America/New_York").tz_localize(None)
    (table,) = placed(engine, tmp_path, in_table([f"{it:%Y-%m-%dT%H:%M:%S}Z" for it in at]))
    assert read(table, timezone="America/New_York") == expected.to_pydatetime().tolist()


FEW = ("pandas", "polars lazy", "pyarrow", "duckdb", "ibis")


@pytest.mark.parametrize("engine", FEW)
@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["2024-01-15T08:00:00Z", "2024-01-15 08:00:00"], "1 row without an offset .*ids: 2"),
        (["2024-01-15", "2024-01-15T08:00+08:00"], "1 row with an offset .*ids: 2"),
        (["2024-01-15T08:00:00Z", "2024-02-30T08:00:00Z"], "1 row with no ISO date .*ids: 2"),
        (["2024-01-15", "0001-01-01"], "1 row with a year before 1000 .*ids: 2"),
        (["2024-01-15", "9999-12-31 23:59:59"], "1 row with a year before 1000 or .*ids: 2"),
        (["9999-12-31T23:59:59-05:00"], "1 row with a year before 1000 or .*ids: 1"),
        (["1705276800"], "1 row with no ISO .*'s' or 'ms'"),
    ],
)
def test_texts_of_two_clocks_and_of_no_time_are_refused(engine, values, said, tmp_path):
    (table,) = placed(engine, tmp_path, in_table(values))
    with pytest.raises(DataError, match=f"column 'at': {said}"):
        read(table)


@pytest.mark.parametrize("engine", ENGINES)
def test_offsets_are_read_by_a_format(engine, tmp_path):
    texts = ["15/01/2024 08:00:00 +0800", "15/01/2024 00:00:00 +0000", None]
    (table,) = placed(engine, tmp_path, in_table(texts))
    expected = [dt.datetime(2024, 1, 15), dt.datetime(2024, 1, 15), None]
    assert read(table, timestamp_format="%d/%m/%Y %H:%M:%S %z") == expected
    assert (
        read(table, timestamp_format="%d/%m/%Y %H:%M:%S %z", timezone="Asia/Shanghai")[0].hour == 8
    )
    with pytest.raises(ParameterError, match="names of zones are not read"):
        read(table, timestamp_format="%d/%m/%Y %H:%M:%S %Z")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_format_that_ends_in_z_is_in_utc(engine, tmp_path):
    (table,) = placed(engine, tmp_path, in_table(["20240115T000000Z", None]))
    expected = [dt.datetime(2024, 1, 15, 8), None]
    assert read(table, timestamp_format="%Y%m%dT%H%M%SZ", timezone="Asia/Shanghai") == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", [pa.float64(), pa.decimal128(9, 0)])
def test_digits_in_floats_are_read_by_a_format(engine, kind, tmp_path):
    values = pa.array([20240115, 20240229, None]).cast(pa.int32()).cast(pa.float64()).cast(kind)
    (table,) = placed(engine, tmp_path, in_table(values))
    expected = [dt.datetime(2024, 1, 15), dt.datetime(2024, 2, 29), None]
    assert read(table, timestamp_format="%Y%m%d") == expected


@pytest.mark.parametrize("engine", sorted(set(ENGINES) - {"csv"}))
def test_digits_that_are_not_whole_are_refused(engine, tmp_path):
    (table,) = placed(engine, tmp_path, in_table([20240115.0, 20240115.5]))
    with pytest.raises(DataError, match=r"1 row that are not whole.*ids: 2"):
        read(table, timestamp_format="%Y%m%d")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("unit", "values", "kind"),
    [
        ("s", [1705276800, 1705276801, None], pa.int64()),
        ("s", [1705276800.0, 1705276801.0, None], pa.float64()),
        ("ms", [1705276800_000, 1705276801_000, None], pa.int64()),
        ("us", [1705276800_000_000, 1705276801_000_000, None], pa.int64()),
        ("ns", [1705276800_000_000_123, 1705276801_000_000_400, None], pa.int64()),
        ("s", ["1705276800", "1705276801", ""], pa.string()),
        ("ms", ["1705276800000", "1705276801000.0", None], pa.string()),
    ],
)
def test_numbers_are_counted_since_1970_in_a_named_unit(engine, unit, values, kind, tmp_path):
    (table,) = placed(engine, tmp_path, in_table(values, kind))
    expected = [dt.datetime(2024, 1, 15, 0, 0, 0), dt.datetime(2024, 1, 15, 0, 0, 1), None]
    assert read(table, timestamp_format=unit) == expected
    local = read(table, timestamp_format=unit, timezone="Asia/Shanghai")
    assert local == [it and it.replace(hour=8) for it in expected]


@pytest.mark.parametrize("engine", FEW)
@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("s", 1705276800000, "1 row that are not valid times when counted in 's'"),
        ("ms", 1705276800, "every time falls between 1969 and 1971. The unit may be 's'"),
    ],
)
def test_numbers_of_another_unit_are_refused(engine, unit, value, said, tmp_path):
    (table,) = placed(engine, tmp_path, in_table([value]))
    with pytest.raises(DataError, match=said):
        read(table, timestamp_format=unit)


STAMPS = {
    "s": pa.timestamp("s"),
    "ns": pa.timestamp("ns"),
    "ns, a zone": pa.timestamp("ns", "Asia/Shanghai"),
    "us, a zone": pa.timestamp("us", "Asia/Shanghai"),
    "date": pa.date32(),
    "date of ms": pa.date64(),
}


@pytest.mark.parametrize("engine", sorted(set(ENGINES) - {"csv"}))
@pytest.mark.parametrize("kind", STAMPS)
def test_every_type_of_time_is_read(engine, kind, tmp_path):
    odd = 1705248001_123456789 if kind.startswith("ns") else None
    values = pa.array([dt.date(2024, 1, 15), None]).cast(pa.timestamp("s"))
    if odd:
        values = pa.array([odd, None], pa.int64()).cast(pa.timestamp("ns", "UTC"))
    (table,) = placed(engine, tmp_path, in_table(values.cast(STAMPS[kind])))
    zone = "Asia/Shanghai" if "zone" in kind else None
    first, none = read(table, timezone=zone)
    expected = pd.Timestamp("2024-01-15")
    if odd:
        expected = pd.Timestamp(odd) + pd.Timedelta(hours=8 if zone else 0)
    elif zone:
        expected += pd.Timedelta(hours=8)
    assert none is None
    # DuckDB rounds to a microsecond, the others cut.
    assert abs(pd.Timestamp(first) - expected) <= pd.Timedelta("1us")


@pytest.mark.parametrize("year", [1, 9999, 20_000])
@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow", "duckdb", "parquet"])
def test_years_that_stand_for_no_time_are_refused_in_every_engine(engine, year, tmp_path):
    at = pa.array(np.array([f"{year:04d}-06-01", "2024-01-01"], "datetime64[s]"))
    if engine == "pandas":
        table = pd.DataFrame({"customer_id": [1, 2], "at": np.asarray(at, "datetime64[s]")})
    else:
        (table,) = placed(engine, tmp_path, in_table(at.cast(pa.timestamp("us"))))
    with pytest.raises(DataError, match=r"column 'at': 1 row with a year before 1000 .*ids: 1"):
        read(table)


def test_the_infinity_of_a_database_is_refused():
    import duckdb

    table = duckdb.sql("select 1 as customer_id, 'infinity'::timestamp as at")
    with pytest.raises(DataError, match="1 row with a year before 1000 or from 9000 on"):
        read(table)


def test_objects_that_carry_zones_are_moments_in_utc():
    east = dt.timezone(dt.timedelta(hours=8))
    values = [
        dt.datetime(2024, 1, 15, 8, tzinfo=east),
        dt.datetime(2024, 1, 15, tzinfo=dt.UTC),
        None,
    ]
    table = in_pandas(pd.Series(values, dtype=object))
    assert read(table) == [dt.datetime(2024, 1, 15)] * 2 + [None]
    assert read(table, timezone="Asia/Shanghai")[0] == dt.datetime(2024, 1, 15, 8)

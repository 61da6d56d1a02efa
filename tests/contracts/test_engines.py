"""Every engine, and every kind of file, gives the same literal tables."""

import datetime as dt

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import ENGINES, placed, rows

from vocvalue.clv.activity import customer_purchases, purchase_calendar
from vocvalue.clv.formulas import historical
from vocvalue.clv.holdout import calibration_holdout
from vocvalue.clv.rfm_reading import rfm
from vocvalue.errors import DataError

# Ibis sets a pandas option that pandas has since deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# One customer a story; None is a missing cell.
LINES = [
    # a: two lines on one day merge, a refund follows the second purchase: (30 - 5 + 40) / 2
    ("a", "2024-01-01 09:00:00", 10.0, 1, ""),
    ("a", "2024-01-01 21:30:00", 2.5, 2, ""),
    ("a", "2024-01-08 10:00:00", 15.0, 2, ""),
    ("a", "2024-01-10 10:00:00", 5.0, -1, "returned"),
    ("a", "2024-01-31 10:00:00", 40.0, 1, ""),
    # b: refund between first and second purchase lowers the first, not the repeat spend: 20
    ("b", "2024-01-15 00:00:00", 50.0, 1, ""),
    ("b", "2024-01-16 00:00:00", 10.0, -1, "returned"),
    ("b", "2024-01-22 23:59:59", 20.0, 1, ""),
    # c: bought and returned within the day is no purchase; .1 + .2 - .3 is nothing
    ("c", "2024-01-02 08:00:00", 7.0, 1, ""),
    ("c", "2024-01-20 08:00:00", 0.1, 1, ""),
    ("c", "2024-01-20 09:00:00", 0.2, 1, ""),
    ("c", "2024-01-20 10:00:00", 0.3, -1, "returned"),
    # d: only a refund, of something bought before the table begins
    ("d", "2024-01-05 08:00:00", 30.0, -1, "returned"),
    # e: the same line twice, once; plus a free item
    ("e", "2024-01-03 08:00:00", 12.0, 1, ""),
    ("e", "2024-01-03 08:00:00", 12.0, 1, ""),
    ("e", "2024-01-24 08:00:00", 0.0, 1, "gift"),
    # what cannot be used: no customer, no time, no amount, after the end
    (None, "2024-01-04 08:00:00", 99.0, 1, ""),
    ("a", None, 99.0, 1, ""),
    ("b", "2024-01-23 08:00:00", None, 1, ""),
    ("b", "2024-02-15 08:00:00", 60.0, 1, ""),
]
NAMES = {"customer_id": "id", "timestamp": "at", "amount": "price", "quantity": "n"}
END = {"observation_end": "2024-01-31"}


def arrow() -> pa.Table:
    ids, at, price, n, note = zip(*LINES, strict=True)
    moments = [moment and dt.datetime.fromisoformat(moment) for moment in at]
    return pa.table(
        {
            "id": pa.array(ids),
            "at": pa.array(moments, pa.timestamp("us")),
            "price": pa.array(price, pa.float64()),
            "n": pa.array(n, pa.int64()),
            "note": pa.array(note),
        }
    )


# What a user of that engine gets back.
LIBRARY = {"polars": "polars", "polars lazy": "polars", "pyarrow": "pyarrow"}


@pytest.fixture
def orders(engine, tmp_path):
    return placed(engine, tmp_path, arrow())[0]


NET = [
    ("a", 2, 30.0, 30.0, 32.5),
    ("b", 1, 7.0, 16.0, 20.0),
    ("c", 0, 0.0, 29.0, 0.0),
    ("e", 1, 21.0, 28.0, 0.0),
]


def check_net(result):
    assert rows(result.to_frame()) == NET
    assert (result.n_lines, result.n_lines_used) == (20, 15)
    assert [note.count for note in result.notes] == [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]


def test_refunds_net_the_purchase_they_follow(orders, engine):
    result = rfm(orders, **NAMES, **END)
    check_net(result)
    native = nw.from_native(result.to_frame(), eager_only=True)
    assert str(native.implementation) == LIBRARY.get(engine, "pandas")
    assert native.columns == ["id", "frequency", "recency", "T", "monetary_value"]


def test_refunds_dropped_leave_every_purchase(orders):
    result = rfm(orders, **NAMES, **END, refunds="drop", zeros="drop", duplicates="drop")
    assert rows(result.to_frame()) == [
        ("a", 2, 30.0, 30.0, 35.0),
        ("b", 1, 7.0, 16.0, 20.0),
        ("c", 1, 18.0, 29.0, pytest.approx(0.3)),
        ("e", 0, 0.0, 28.0, 0.0),
    ]
    # left out: no id, no time, no amount, late, 1 copy, 1 free, 4 refunds
    assert (result.n_lines, result.n_lines_used) == (20, 10)


def test_hours_count_hours(orders):
    result = rfm(orders, **NAMES, **END, grain="hour", refunds="drop", duplicates="drop")
    assert rows(result.to_frame()) == [
        # 1 January 9h to 31 January 10h; the end is the hour of 23:00
        ("a", 3, 721.0, 734.0, 25.0),
        ("b", 1, 191.0, 407.0, 20.0),
        ("c", 2, 433.0, 711.0, pytest.approx(0.15)),
        ("e", 1, 504.0, 687.0, 0.0),
    ]


def test_weeks_begin_on_monday(orders):
    result = rfm(orders, **NAMES, **END, grain="week", unit="day", refunds="drop")
    # 1 January 2024 is a Monday; the end lies in the week of 29 January
    assert rows(result.to_frame()) == [
        ("a", 2, 28.0, 28.0, 35.0),
        ("b", 1, 7.0, 14.0, 20.0),
        ("c", 1, 14.0, 28.0, pytest.approx(0.3)),
        ("e", 1, 21.0, 28.0, 0.0),
    ]


def test_months_are_calendar_months(orders):
    result = rfm(orders, **NAMES, grain="month")
    assert rows(result.to_frame()) == [
        ("a", 0, 0.0, 1.0, 0.0),
        ("b", 1, 1.0, 1.0, 60.0),
        ("c", 0, 0.0, 1.0, 0.0),
        ("e", 0, 0.0, 1.0, 0.0),
    ]


def test_holdout(orders):
    split = calibration_holdout(
        orders, calibration_end="2024-01-15", observation_end="2024-01-31", **NAMES
    )
    assert rows(split.to_frame()) == [
        ("a", 1, 7.0, 14.0, 25.0, 1, 40.0),
        ("b", 0, 0.0, 0.0, 0.0, 1, 10.0),
        ("c", 0, 0.0, 13.0, 0.0, 0, pytest.approx(0.0)),
        ("e", 0, 0.0, 12.0, 0.0, 1, 0.0),
    ]
    assert split.holdout_length == 16.0


def test_calendar_counts_first_and_repeat_purchases(orders):
    calendar = purchase_calendar(orders, **NAMES, **END, grain="week")
    assert calendar.period.astype("datetime64[D]").astype(str).tolist() == [
        "2024-01-01",
        "2024-01-08",
        "2024-01-15",
        "2024-01-22",
        "2024-01-29",
    ]
    assert calendar.first.tolist() == [3, 0, 1, 0, 0]
    assert calendar.repeat.tolist() == [0, 1, 0, 2, 1]


def test_one_customer(orders):
    path = customer_purchases(orders, "a", **NAMES, **END, unit="week")
    assert path.spend.tolist() == [15.0, 25.0, 40.0]
    assert path.time.tolist() == [0.0, 1.0, pytest.approx(30 / 7)]
    assert pytest.approx(30 / 7) == path.T


def test_historical(orders):
    result = historical(orders, **NAMES, **END, margin=0.5)
    found = [(row[0], row[1], row[4]) for row in rows(result.to_frame())]
    assert found == [
        ("a", 5, 40.0),
        ("b", 3, 30.0),
        ("c", 4, 3.5),
        ("d", 1, -15.0),
        ("e", 3, 12.0),
    ]


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        ({"refunds": "error"}, r"4 rows below 0 \(first ids: "),
        ({"zeros": "error"}, r"1 row equal to 0 \(first ids: e\)"),
        ({"duplicates": "error"}, r"1 row equal to another .* \(first ids: e\)"),
    ],
)
def test_policies_that_refuse_name_the_rows(orders, policies, message):
    with pytest.raises(DataError, match=message):
        rfm(orders, **NAMES, **END, **policies)


TEXT = {"id": ["a", "a", "b"], "at": [], "price": [1.0, 2.0, 3.0]}


@pytest.mark.parametrize(
    "at",
    [
        ["2024-01-01", "2024-01-03", "2024-01-02"],
        ["2024-01-01 23:59:59", "2024-01-03 00:00:00.250", "2024-01-02"],
        ["2024-01-01T08:15", "2024-01-03T08:15:10", "2024-01-02"],
    ],
)
def test_iso_text_is_read(engine, at, tmp_path):
    table = pa.table({**TEXT, "at": at})
    result = rfm(
        placed(engine, tmp_path, table)[0], customer_id="id", timestamp="at", amount="price"
    )
    assert rows(result.to_frame()) == [("a", 1, 2.0, 2.0, 2.0), ("b", 0, 0.0, 1.0, 0.0)]


def test_other_text_is_never_guessed(engine, tmp_path):
    table = pa.table({**TEXT, "at": ["2024-01-01", "01/03/2024", "1.2.2024"]})
    data = placed(engine, tmp_path, table)[0]
    with pytest.raises(DataError, match=r"'at': 2 rows with no ISO date .* timestamp_format="):
        rfm(data, customer_id="id", timestamp="at", amount="price")


def test_text_is_read_by_the_format_given(engine, tmp_path):
    table = pa.table({**TEXT, "at": ["01/03/2024", "05/03/2024", "02/03/2024"]})
    result = rfm(
        placed(engine, tmp_path, table)[0],
        customer_id="id",
        timestamp="at",
        amount="price",
        timestamp_format="%d/%m/%Y",
    )
    assert rows(result.to_frame()) == [("a", 1, 4.0, 4.0, 2.0), ("b", 0, 0.0, 3.0, 0.0)]


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "csv"])
@pytest.mark.parametrize(
    ("timezone", "recency"),
    # 15:59 and 16:00 in UTC are one day in London, two in Shanghai, eight hours on
    [("Europe/London", 0.0), ("Asia/Shanghai", 1.0)],
)
def test_the_zone_decides_the_day(name, timezone, recency, tmp_path):
    moments = [dt.datetime(2024, 1, 1, 15, 59), dt.datetime(2024, 1, 1, 16, 0)]
    at = pa.array(moments, pa.timestamp("us", "UTC"))
    data = placed(name, tmp_path, pa.table({"id": [1, 1], "at": at, "price": [1.0, 2.0]}))[0]
    result = rfm(data, customer_id="id", timestamp="at", amount="price", timezone=timezone)
    assert result.recency.tolist() == [recency]
    assert result.frequency.tolist() == [int(recency)]


def test_integer_ids_and_float_ids_stay_what_they_are(engine, tmp_path):
    moments = [dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 2)]
    for ids in ([7, 11], [7.0, 11.0]):
        table = pa.table({"id": ids, "at": moments, "price": [1.0, 2.0]})
        data = placed(engine, tmp_path, table)[0]
        result = rfm(data, customer_id="id", timestamp="at", amount="price")
        found = result.customer_id.to_list()
        assert found == ids
        # A text file writes a float as 7.0, which is read as the whole number that it is.
        kind = int if engine == "csv" else type(ids[0])
        assert {type(it) for it in found} == {kind}


# pyspark warns of pandas 3 and leaves sockets to the garbage collector.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spark(spark):
    pylist = arrow().to_pylist()
    schema = "id string, at timestamp, price double, n long, note string"
    utc = dt.UTC
    table = [
        (
            row["id"],
            row["at"] and row["at"].replace(tzinfo=utc),
            row["price"],
            row["n"],
            row["note"],
        )
        for row in pylist
    ]
    orders = spark.createDataFrame(table, schema)
    check_net(rfm(orders, **NAMES, **END))
    late = rfm(orders, **NAMES, **END, timezone="Asia/Shanghai", refunds="drop")
    # 21:30 in UTC is the next day in Shanghai, so the two lines of 1 January fall apart
    assert late.frequency[0] == 3


def test_results_are_plain_arrays(orders):
    result = rfm(orders, **NAMES, **END)
    assert result.frequency.dtype == np.int64
    assert {a.dtype for a in (result.recency, result.T, result.monetary_value)} == {
        np.dtype(np.float64)
    }
    assert isinstance(result.observation_end, dt.datetime)
    assert not isinstance(result.observation_end, pd.Timestamp)

"""The same moments, however they are written and wherever they are held, give the same result."""

import datetime as dt

import pandas as pd
import pyarrow as pa
import pytest
from engine_tables import placed

import vocvalue as vv
from vocvalue.errors import ParameterError
from vocvalue.tables import times
from vocvalue.tables.sources import collect, open_table

# Ibis asks pandas for an option that pandas 3 no longer wants to be asked for.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# Orders of 23:30 on 31 January and later, in Shanghai: another day and month than in UTC.
AT = pd.to_datetime(["2024-01-31 15:30", "2024-02-10 16:30", "2024-03-01 02:00"])
LOCAL = AT.tz_localize("UTC").tz_convert("Asia/Shanghai")
MIXED = [f"{AT[0]:%Y-%m-%dT%H:%M:%S.000}Z", *(f"{it:%Y-%m-%d %H:%M}+0800" for it in LOCAL[1:])]
WAYS = {
    "mixed": (MIXED, None),
    "a format": ([f"{it:%d.%m.%Y %H:%M} +0800" for it in LOCAL], "%d.%m.%Y %H:%M %z"),
    "milliseconds as text": ([f"{int(it.timestamp()) * 1000}" for it in AT], "ms"),
}


def orders(values):
    return pa.table({"customer_id": [1, 1, 2], "timestamp": values, "amount": [1.0, 2, 4]})


@pytest.mark.parametrize("way", WAYS)
def test_orders(engine, way, tmp_path):
    values, timestamp_format = WAYS[way]
    (table,) = placed(engine, tmp_path, orders(values))
    # 31 January, 11 February and 1 March in Shanghai; in UTC the second is of the 10th.
    for zone, recency in (("Asia/Shanghai", 11), (None, 10)):
        rfm = vv.clv.rfm(table, timezone=zone, timestamp_format=timestamp_format)
        rows = zip(rfm.frequency, rfm.recency, rfm.T, strict=True)
        assert sorted(rows) == [(0, 0, 0), (1, recency, 30)]


def test_answers_beside_orders(engine, tmp_path):
    first = pa.table({"customer_id": [1, 2], "timestamp": ["2024-02-01"] * 2, "score": [9, 3]})
    answers, log = placed(engine, tmp_path, first, orders(MIXED))
    with pytest.raises(ParameterError, match=r"carries the zone UTC.*carries none"):
        vv.link.attach(answers, log, window="30 days")
    linked = vv.link.attach(answers, log, window="30 days", timezone="Asia/Shanghai")
    assert sorted(linked.spend_after) == [2.0, 4.0]


# pyspark warns of pandas 3 and leaves sockets to the garbage collector.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spark(spark):
    texts = ["2024-01-15T00:00:00Z", "2024-01-15 08:00:00.5+08:00", "2024-01-14T19:00-0500", None]
    table = spark.createDataFrame(list(enumerate(texts)), "customer_id int, at string")
    assert read(table, None, None) == [dt.datetime(2024, 1, 15)] * 3 + [None]
    assert read(table, "Asia/Shanghai", None) == [dt.datetime(2024, 1, 15, 8)] * 3 + [None]
    counted = spark.createDataFrame([(1, 1705276800123), (2, None)], "customer_id int, at bigint")
    expected = [dt.datetime(2024, 1, 14, 19, 0, 0, 123_000), None]
    assert read(counted, "America/New_York", "ms") == expected


def read(table, timezone, timestamp_format):
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

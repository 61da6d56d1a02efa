"""Functions that take a table, on Spark, whose every question takes its time: some of the walk.

`VOCVALUE_WALK=all` calls every function of the walk.
"""

import datetime as dt
import os

import pandas as pd
import pytest
from engine_cases.assignments import ARMS, IDS, SALT
from table_arguments import CALLS
from table_figures import check_same, clean, each, figures, on

from vocvalue.errors import DataError, VocValueError
from vocvalue.tables import times
from vocvalue.tables.sources import collect, open_table

# pyspark warns of pandas 3 and leaves sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
EVERYWHERE = os.environ.get("VOCVALUE_WALK") == "all"
BY_NAME = {str(call): call for call in CALLS}
QUICK = ["clv.Rfm.from_frame", "survey.rake", "lift.assign", "lift.Assignment.balance"]
ID, AT = "customer_id", "timestamp"


def placed(spark, tables):
    return {name: spark.createDataFrame(frame) for name, frame in tables.items()}


@pytest.mark.parametrize("name", BY_NAME if EVERYWHERE else QUICK)
def test_the_same_table_gives_the_same_figures(spark, name):
    call = BY_NAME[name]
    check_same(call, placed(spark, call.clean), {}, name)


SAME = {
    "ids as floats": ("lift.experiment, outcomes", on(ID, lambda it: it.astype(float)), {}),
    "ids as text": ("survey.drivers", on(ID, lambda it: "00" + it.astype(str)), {}),
    "other names": (
        "survey.decompose_change",
        lambda frame: frame.rename(columns={"score": "grade"}),
        {"score": "grade"},
    ),
}


@pytest.mark.parametrize("form", SAME)
def test_the_same_table_written_otherwise(spark, form):
    name, change, more = SAME[form]
    call = BY_NAME[name]
    check_same(call, placed(spark, each(call.clean, change)), more, form)


REFUSED = {
    "a column that is not there": (
        "clv.rfm",
        lambda frame: frame.rename(columns={"amount": "amuont"}),
        "has no column 'amount'",
    ),
    "text among amounts": (
        "clv.rfm",
        on("amount", lambda it: it.astype(str).where(it.index != 3, "12,50")),
        "'amount'",
    ),
    "ids that a float has rounded": ("clv.rfm", on(ID, lambda it: it + 2.0**60), "too large"),
    "halves for ids": ("clv.rfm", on(ID, lambda it: it + 0.5), "not a whole number"),
    "true and false for scores": (
        "survey.trend",
        on("score", lambda it: it > 5),
        "'score' holds Boolean, not numbers",
    ),
    "two surveys": (
        "survey.trend",
        lambda frame: pd.concat([frame.assign(survey="nps"), frame.assign(survey="csat")]),
        "has the surveys 'csat'",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused(spark, kind):
    name, change, said = REFUSED[kind]
    call = BY_NAME[name]
    with pytest.raises(VocValueError, match=said):
        call(placed(spark, each(call.clean, change)))


def test_moments_without_a_zone_are_those_of_the_clock_of_the_session(spark):
    call = BY_NAME["link.attach"]
    tables = placed(spark, call.clean)
    naive = tables["orders"].withColumn(AT, tables["orders"][AT].cast("timestamp_ntz"))
    check_same(call, {**tables, "orders": naive}, {}, "one table without a zone")


def test_ids_that_are_written_otherwise_in_half_a_table_are_refused(spark):
    call = BY_NAME["lift.experiment, outcomes"]
    tables = each(call.clean, on(ID, lambda it: "000" + it.astype(str)))
    half = on(ID, lambda it: it.where(it.index % 2 == 0, it.str.lstrip("0")))
    tables["outcomes"] = half(tables["outcomes"])
    with pytest.raises(DataError, match="leading zeros"):
        call(placed(spark, tables))


def test_lines_that_come_twice_are_noted(spark):
    call = BY_NAME["survey.drivers"]
    doubled = each(call.clean, lambda frame: pd.concat([frame, frame]))
    result = call(placed(spark, doubled))
    assert figures(result).shape == clean(call).shape
    assert any(note.count for note in result.notes)


def test_a_column_of_moments_written_in_several_ways(spark):
    texts = ["2024-01-15T00:00:00Z", "2024-01-15 08:00:00.5+08:00", "2024-01-14T19:00-0500", None]
    table = spark.createDataFrame(list(enumerate(texts)), "customer_id int, at string")
    assert wall_times(table, None, None) == [dt.datetime(2024, 1, 15)] * 3 + [None]
    in_shanghai = [dt.datetime(2024, 1, 15, 8)] * 3 + [None]
    assert wall_times(table, "Asia/Shanghai", None) == in_shanghai


def test_a_column_of_moments_counted_in_milliseconds(spark):
    counted = [(1, 1705276800123), (2, None)]
    table = spark.createDataFrame(counted, "customer_id int, at bigint")
    expected = [dt.datetime(2024, 1, 14, 19, 0, 0, 123_000), None]
    assert wall_times(table, "America/New_York", "ms") == expected


def wall_times(table, timezone, timestamp_format):
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


def test_spark_finds_the_arms_of_the_recipe_itself(spark):
    ids = spark.createDataFrame([(number,) for number in IDS], "customer_id long")
    digits = f"substr(sha2(concat('{SALT}:', customer_id), 256), 1, 13)"
    hashed = ids.selectExpr("customer_id", f"conv({digits}, 16, 10) / pow(16, 13) AS hashed")
    found = {row[0]: "control" if row[1] < 0.5 else "treated" for row in hashed.collect()}
    assert found == ARMS

"""Ids that a float or a spreadsheet has rounded are refused wherever ids are read."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import vocvalue as vv
from tests.engine_tables import ENGINES, placed
from vocvalue.errors import DataError
from vocvalue.tables import id_columns
from vocvalue.tables.ids import read_ids
from vocvalue.tables.sources import collect, open_table

# Ibis asks pandas for an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

# 2**53 and 2**53 + 1 are one float (IEEE 754: 53 bits of significand).
LIMIT = 9007199254740992.0
REFUSED = "too large for a float to hold exactly"
# A text file holds no floats; what it holds instead is below.
TYPED = [engine for engine in ENGINES if engine != "csv"]


def orders(ids, dtype):
    moments = [dt.datetime(2024, 1, 8 + day) for day in range(len(ids))]
    return pa.table(
        {
            "customer_id": pa.array(ids, dtype),
            "timestamp": pa.array(moments, pa.timestamp("us")),
            "amount": [10.0] * len(ids),
        }
    )


def read(data):
    source = open_table(data, name="orders")
    source = id_columns.with_ids(source, "customer_id")
    return collect(source.frame.select(id_columns.customer(source, "customer_id")))["customer_id"]


@pytest.mark.parametrize("engine", TYPED)
@pytest.mark.parametrize(
    ("odd", "dtype"),
    [
        (LIMIT, pa.float64()),
        (-LIMIT, pa.float64()),
        (float("inf"), pa.float64()),
        (2.0**24, pa.float32()),
    ],
)
def test_a_rounded_id_is_refused(engine, odd, dtype, tmp_path):
    [table] = placed(engine, tmp_path, orders([1.0, odd, odd, None], dtype))
    with pytest.raises(
        DataError, match=f"'customer_id': 2 rows {REFUSED}.*Read the column as text"
    ):
        read(table)


@pytest.mark.parametrize("engine", TYPED)
@pytest.mark.parametrize("missing", [None, float("nan")])
def test_whole_floats_with_a_missing_one_are_read(engine, missing, tmp_path):
    [table] = placed(engine, tmp_path, orders([1.0, LIMIT - 1, missing], pa.float64()))
    ids = pd.Series(read(table).to_list(), dtype="float64").sort_values().to_list()
    assert ids[:2] == [1.0, 9007199254740991.0]
    assert np.isnan(ids[2])


@pytest.mark.parametrize("engine", TYPED)
def test_whole_numbers_of_any_size_are_exact(engine, tmp_path):
    big = 1234567890123456789
    [table] = placed(engine, tmp_path, orders([big, big + 1], pa.int64()))
    assert sorted(read(table).to_list()) == [big, big + 1]


@pytest.mark.parametrize(
    "written", ["1.23457E+18", "1.2345678901234568e+18", "1234567890123456768.0", LIMIT]
)
def test_a_long_number_that_a_file_has_rounded_is_refused(written, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(f"customer_id,timestamp,amount\n7,2024-01-08,1\n{written},2024-01-08,2\n")
    with pytest.raises(DataError, match=f"1 row {REFUSED}.*export the table again"):
        read(path)


@pytest.mark.parametrize("text", ["1234567890123456789", "7.0", "1e3", "A1.5E+18", "2E+5", "007"])
def test_other_text_of_a_file_is_an_id(text, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(f"customer_id,timestamp,amount\nx,2024-01-08,1\n{text},2024-01-08,2\n")
    assert read(path).to_list() == ["x", text]


@pytest.mark.parametrize("odd", [LIMIT, 1e300, float("inf")])
def test_floats_among_objects_are_refused(odd):
    ids = pd.Series([1, odd, None], dtype=object)
    with pytest.raises(DataError, match=f"1 row {REFUSED}"):
        read(pd.DataFrame({"customer_id": ids}))


@pytest.mark.parametrize("dtype", ["Float64", "double[pyarrow]"])
def test_floats_of_other_kinds_in_pandas_are_refused(dtype):
    with pytest.raises(DataError, match=REFUSED):
        read(pd.DataFrame({"customer_id": pd.Series([1.0, None, LIMIT], dtype=dtype)}))


def test_narrow_floats_among_ids_are_refused():
    with pytest.raises(DataError, match=REFUSED):
        read_ids(pl.Series([2.0**24, 1.0], dtype=pl.Float32), customer_id="customer_id")


def test_every_room_refuses_them():
    big = 1234567890123456789
    moment = pd.Timestamp("2024-01-05")
    log = pd.DataFrame(
        {
            "customer_id": [big, big + 1, None],
            "timestamp": pd.Timestamp("2024-01-08"),
            "amount": 1.0,
        }
    )
    asked = pd.DataFrame({"customer_id": [big, big + 1], "timestamp": moment, "score": [3, 10]})
    with pytest.raises(DataError, match=REFUSED):
        vv.link.attach(asked, log, window="1 week")
    with pytest.raises(DataError, match=REFUSED):
        vv.link.attach(asked.astype({"customer_id": float}), log.dropna(), window="1 week")
    with pytest.raises(DataError, match=REFUSED):
        vv.clv.rfm(log)
    with pytest.raises(DataError, match=REFUSED):
        vv.survey.cross_analysis(asked, orders=log)
    arms = asked.assign(arm=["treated", "control"])
    gone = pd.DataFrame({"customer_id": [float(big), float(big) * 2], "retained": [1, 0]})
    with pytest.raises(DataError, match=REFUSED):
        vv.lift.experiment(arms, outcomes=gone, randomised=True)
    with pytest.raises(DataError, match=REFUSED):
        vv.lift.experiment(arms, orders=log, window="1 week", randomised=True)

"""Names of columns: those that cannot be told apart are refused, odd ones are read."""

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine_tables import ENGINES, moments, placed

import vocvalue as vv
from vocvalue.errors import DataError
from vocvalue.tables.sources import collect, open_table

pytestmark = pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")

PAIR = [pa.array([1]), pa.array([2])]
DOUBLED = {
    "pandas": lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "pyarrow": lambda: pa.table(PAIR, names=["a", "a"]),
    "duckdb": lambda: duckdb.sql("SELECT 1 AS a, 2 AS a"),
    "duckdb, by case": lambda: duckdb.sql("SELECT 1 AS a, 2 AS A"),
}


@pytest.mark.parametrize("kind", DOUBLED)
def test_doubled_names_are_refused(kind):
    with pytest.raises(DataError, match="orders: 2 columns cannot be distinguished by name"):
        open_table(DOUBLED[kind]())


def test_names_of_a_parquet_file_that_differ_by_case_are_refused(tmp_path):
    pl.DataFrame({"Amount": [1], "amount": [2]}).write_parquet(tmp_path / "t.parquet")
    with pytest.raises(DataError, match="'Amount', 'amount'"):
        open_table(tmp_path / "t.parquet")


def test_nested_columns_are_no_columns_of_the_table(tmp_path):
    table = pa.table({"a": [{"b": 1, "c": [{"b": 2}]}], "b": [3], "c": [[1]]})
    pl.from_arrow(table).write_parquet(tmp_path / "t.parquet")
    assert open_table(tmp_path / "t.parquet").frame.collect_schema().names() == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["Amount", "AMOUNT"])
def test_frames_tell_case_apart(name):
    frame = pd.DataFrame({"amount": [1], name: [2]})
    assert open_table(frame).frame.collect_schema().names() == ["amount", name]


ORDERS = {"day": moments(["2024-01-01", "2024-01-02", "2024-01-02"]), "spent": [5.0, 6.0, 7.0]}


@pytest.mark.parametrize("engine", [*ENGINES])
@pytest.mark.parametrize("name", ["customer.id", 'the "id"', "a b", "客户.编号", "x;'#", "SELECT"])
def test_odd_names_are_read_in_every_engine(engine, name, tmp_path):
    table = pa.table({name: ["x", "x", "y"], **ORDERS})
    log = placed(engine, tmp_path, table)[0]
    rfm = vv.clv.rfm(log, customer_id=name, timestamp="day", amount="spent")
    assert list(zip(rfm.customer_id.to_list(), rfm.frequency, strict=True)) == [("x", 1), ("y", 0)]


@pytest.mark.parametrize(
    ("make", "name"),
    [(pl.DataFrame, "*"), (pl.LazyFrame, "^a.*$"), (lambda _: duckdb.sql('SELECT 1 AS "*"'), "*")],
)
def test_a_name_that_is_a_pattern_is_refused(make, name):
    with pytest.raises(DataError, match="its library reads as a pattern"):
        open_table(make({name: [1]}))


def test_a_table_brought_into_memory_loses_nothing():
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    relation = connection.sql(
        """SELECT * FROM (VALUES
            (9007199254740993, TIMESTAMPTZ '2024-01-01 00:00:00+00', TRUE, '007'),
            (NULL, NULL, NULL, NULL)
        ) AS t("customer.id", "at", sure, text)"""
    )
    frame = open_table(relation).frame
    schema = frame.collect_schema()
    read = collect(frame)
    assert read["customer.id"].to_list()[0] == 9007199254740993
    assert schema["at"] == nw.Datetime("us", "Asia/Shanghai")
    assert read["at"].to_list()[0] == pd.Timestamp("2024-01-01T00:00Z")
    assert schema["sure"] == nw.Boolean
    assert read["text"].to_list()[0] == "007"
    assert [read[name].is_null().to_list() for name in read.columns] == [[False, True]] * 4


def test_names_that_are_no_text_are_read_as_text():
    log = pd.DataFrame(
        [[1, pd.Timestamp("2024-01-01"), 2.0, 7]], columns=["customer_id", 5, 0, None]
    )
    read = vv.clv.rfm(log, timestamp="5", amount="0")
    assert read.frequency.tolist() == [0]


def test_names_of_several_levels_are_refused():
    log = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")]))
    with pytest.raises(DataError, match="names of several levels"):
        open_table(log)


def test_names_that_are_the_same_text_are_refused():
    with pytest.raises(DataError, match="cannot be distinguished"):
        open_table(pd.DataFrame([[1, 2]], columns=[1, "1"]))


@pytest.mark.parametrize("engine", ENGINES)
def test_names_that_we_give_are_refused(engine, tmp_path):
    (table,) = placed(engine, tmp_path, pa.table({"_vv_customer": [1]}))
    with pytest.raises(DataError, match="'_vv_customer'; names that begin with '_vv_'"):
        open_table(table)

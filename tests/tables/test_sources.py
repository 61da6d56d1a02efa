"""Opening tables: what a path may be, what a text file keeps, what is left behind."""

import duckdb
import pandas as pd
import polars as pl
import pytest

from vocvalue.clv.rfm_reading import rfm
from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.sources import collect, count, open_table


def write_csv(folder, text, name="orders.csv"):
    path = folder / name
    path.write_text(text)
    return path


def test_a_path_reads_lazily_and_counts(tmp_path):
    pl.DataFrame({"x": [1, 2, 3]}).write_parquet(tmp_path / "x.parquet")
    source = open_table(tmp_path / "x.parquet")
    assert count(source.frame) == 3
    assert collect(source.frame).to_native()["x"].tolist() == [1, 2, 3]


def test_a_glob_reads_all_files(tmp_path):
    for day in (1, 2):
        frame = pl.DataFrame(
            {"customer_id": [1], "timestamp": [f"2024-01-0{day}"], "amount": [1.0]}
        )
        frame.write_parquet(tmp_path / f"orders-{day}.parquet")
    assert rfm(str(tmp_path / "*.parquet")).frequency.tolist() == [1]


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        open_table(tmp_path / "none.parquet")


def test_an_unknown_ending_is_said():
    with pytest.raises(ParameterError, match=r"must end in one of \.parquet"):
        open_table("orders.docx")


@pytest.mark.parametrize(
    ("ids", "expected"),
    [(["7", "11"], [7, 11]), (["007", "11"], ["007", "11"]), (["7", "x1"], ["7", "x1"])],
)
def test_ids_of_a_text_file(tmp_path, ids, expected):
    rows = "".join(f"{one},2024-01-01,5\n" for one in ids)
    path = write_csv(tmp_path, f"customer_id,timestamp,amount\n{rows}")
    assert rfm(path).customer_id.to_list() == expected


def test_a_text_file_s_gaps_are_counted(tmp_path):
    path = write_csv(
        tmp_path,
        "customer_id,timestamp,amount\n1,2024-01-01,5\n,2024-01-02,1\n1,,1\n1,2024-01-02,\n",
    )
    result = rfm(path)
    assert [note.count for note in result.notes] == [1, 1, 1]
    assert (result.n_lines, result.n_lines_used) == (4, 1)


def test_a_word_in_a_text_file_s_amounts_is_named(tmp_path):
    path = write_csv(
        tmp_path, 'customer_id,timestamp,amount\n1,2024-01-01,5\n8,2024-01-01,"1,000"\n'
    )
    with pytest.raises(DataError, match=r"'amount': 1 row of text.*'1,000' \(first ids: 8\)"):
        rfm(path)


def test_a_caller_s_database_is_left_as_it_was():
    connection = duckdb.connect()
    frame = pd.DataFrame({"customer_id": [1], "timestamp": ["2024-01-01"], "amount": [1.0]})
    connection.execute("CREATE TABLE orders AS SELECT * FROM frame").fetchall()
    before = connection.sql("SHOW ALL TABLES").fetchall()
    rfm(connection.table("orders"))
    assert connection.sql("SHOW ALL TABLES").fetchall() == before
    assert len(frame) == 1


def test_the_machine_s_zone_does_not_matter(tmp_path, monkeypatch):
    at = pd.to_datetime(["2024-01-01 23:30", "2024-01-02 00:30"]).tz_localize("UTC")
    frame = pd.DataFrame({"customer_id": 1, "timestamp": at, "amount": 5.0})
    pl.from_pandas(frame).write_parquet(tmp_path / "orders.parquet")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert rfm(tmp_path / "orders.parquet").frequency.tolist() == [1]

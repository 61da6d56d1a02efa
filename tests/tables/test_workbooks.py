"""Workbooks read as the tables that they hold, as their cells have them."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from written_workbooks import Shown, write_ods, write_xlsx

import vocvalue as vv
from vocvalue.errors import DataError, MissingDependencyError, ParameterError
from vocvalue.tables import workbook_errors, xls_errors
from vocvalue.tables.sources import collect, open_table

HEADER = ["customer_id", "timestamp", "amount"]
MOMENT = dt.datetime(2024, 1, 15, 8, 0, 1)
XLS = Path(__file__).parent / "orders.xls"


def orders(path, *rows, header=HEADER, write=write_xlsx, **sheets):
    return write(path, orders=[header, *rows], **sheets)


def values(read):
    return dict(zip(read.customer_id.to_list(), read.value.tolist(), strict=True))


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "o.xlsx"), (write_ods, "o.ods")])
def test_a_workbook_is_read_as_the_frame_that_it_holds(write, name, tmp_path):
    pytest.importorskip("python_calamine")
    rng = np.random.default_rng(4)
    n = 300
    at = [dt.datetime(2023, 1, 1) + dt.timedelta(seconds=int(it)) for it in rng.integers(0, 4e7, n)]
    ids, amounts = rng.integers(1, 60, n).tolist(), rng.gamma(2.0, 20.0, n).round(2).tolist()
    rows = list(zip(ids, at, amounts, strict=True))
    path = orders(tmp_path / name, *rows, write=write)
    frame = pd.DataFrame(rows, columns=HEADER)
    frame.to_csv(tmp_path / "o.csv", index=False)
    expected = vv.clv.rfm(frame, unit="week")
    for table in (path, tmp_path / "o.csv"):
        read = vv.clv.rfm(table, unit="week")
        pd.testing.assert_frame_equal(
            read.to_frame().sort_values("customer_id", ignore_index=True),
            expected.to_frame().sort_values("customer_id", ignore_index=True),
            check_dtype=False,
        )
        assert (read.n_lines, read.n_lines_used) == (n, n)


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_ids_that_are_numbers_here_and_text_there(write, tmp_path):
    pytest.importorskip("python_calamine")
    name = "o.xlsx" if write is write_xlsx else "o.ods"
    rows = [[7, MOMENT, 1.0], ["7", MOMENT, 2.0], ["A7", MOMENT, 4.0], ["007", MOMENT, 8.0]]
    path = orders(tmp_path / name, *rows, write=write)
    assert values(vv.clv.historical(path)) == {"7": 3.0, "A7": 4.0, "007": 8.0}


def test_days_and_moments_are_those_of_the_cells(tmp_path):
    pytest.importorskip("python_calamine")
    rows = [[1, MOMENT, 1.0], [2, dt.date(2024, 2, 29), 1.0], [3, "2024-03-01 23:59:59", 1.0]]
    source = open_table(orders(tmp_path / "o.xlsx", *rows))
    texts = collect(source.frame.sort("customer_id"))["timestamp"].to_list()
    assert texts == ["2024-01-15 08:00:01", "2024-02-29", "2024-03-01 23:59:59"]


@pytest.mark.parametrize(
    ("write", "name", "place"),
    [(write_xlsx, "o.xlsx", "; the first in C3, A4 and C5"), (write_ods, "o.ods", "")],
)
def test_cells_that_show_an_error_are_counted(write, name, place, tmp_path):
    pytest.importorskip("python_calamine")
    rows = [
        [1, MOMENT, 10.0],
        [1, MOMENT, Shown("#N/A")],
        [Shown("#REF!"), MOMENT, 5.0],
        [2, MOMENT, Shown("#N/A")],
        [2, MOMENT, 3.0],
    ]
    read = vv.clv.historical(orders(tmp_path / name, *rows, write=write))
    assert values(read) == {1: 10.0, 2: 3.0}
    note = read.notes[0]
    assert note.count == 3
    assert f"hold an error and were read as missing: #N/A 2 and #REF! 1{place}." in note.en
    assert "3 个单元格为错误值（#N/A 2 个和 #REF! 1 个" in note.zh
    assert (read.n_lines, read.n_lines_used) == (5, 2)


def test_errors_are_found_behind_much_else_and_of_the_right_sheet(tmp_path):
    pytest.importorskip("python_calamine")
    rows = [[i, MOMENT, 1.0] for i in range(12_000)]
    rows[11_000][2] = Shown("#DIV/0!")
    path = tmp_path / "o.xlsx"
    write_xlsx(path, **{"A & B": [["x"], [Shown("#N/A")]]}, orders=[HEADER, *rows])
    (note, *_) = vv.clv.historical(vv.Orders(path, sheet="orders")).notes
    assert "#DIV/0! 1; the first in C11002." in note.en
    table = open_table(vv.Orders(path, sheet="A & B"))
    assert "#N/A 1" in table.notes[0].en


def test_the_sheet_is_named_or_the_only_one_with_cells(tmp_path):
    pytest.importorskip("python_calamine")
    rows = [[1, MOMENT, 10.0]]
    one = orders(tmp_path / "one.xlsx", *rows, Sheet2=[], Sheet3=[])
    assert vv.clv.historical(one).total == 10.0
    two = orders(tmp_path / "two.xlsx", *rows, notes=[["x"]])
    with pytest.raises(ParameterError, match="has the sheets 'orders', 'notes'; name one"):
        vv.clv.historical(two)
    for sheet in ("orders", 0):
        assert vv.clv.historical(vv.Orders(two, sheet=sheet)).total == 10.0
    for sheet in ("other", 2, True):
        with pytest.raises(ParameterError, match=r"sheet == .*has the sheets 'orders', 'notes'"):
            vv.clv.historical(vv.Orders(two, sheet=sheet))


def test_the_oldest_workbooks_are_read_too():
    # Written by xlwt 1.3.0 (BIFF8): ids 7, "A7" and "007", a moment, a date, and an error in C4.
    pytest.importorskip("python_calamine")
    read = vv.clv.historical(XLS)
    assert values(read) == {"7": 12.5, "A7": 3.0}
    assert (read.n_lines, read.n_lines_used) == (3, 2)
    assert str(read.notes[0]) == (
        "1 cell of orders.xls, sheet 'orders', holds an error and was read as missing: #N/A 1; "
        "the first in C4."
    )
    texts = collect(open_table(XLS).frame)["timestamp"].to_list()
    assert sorted(texts) == ["2024-01-15 08:00:01", "2024-01-16", "2024-03-01 23:59:59"]


def test_a_damaged_workbook_says_nothing_of_its_errors(tmp_path):
    content = XLS.read_bytes()
    random = np.random.default_rng(2)
    path = tmp_path / "o.xls"
    for _ in range(200):
        damaged = bytearray(content[: random.integers(0, len(content) + 1)])
        for place in random.integers(0, max(len(damaged), 1), random.integers(0, 40)):
            damaged[place : place + 1] = random.bytes(1)
        path.write_bytes(damaged)
        found, first = workbook_errors.of_sheet(path, "orders")
        assert sum(found.values()) >= len(first)


def test_a_chain_of_sectors_without_an_end_is_no_workbook():
    content = bytearray(XLS.read_bytes())
    at = (1 + int.from_bytes(content[76:80], "little")) * 512
    for sector in range(128):
        content[at + 4 * sector : at + 4 * sector + 4] = (0).to_bytes(4, "little")
    with pytest.raises(ValueError, match="a chain without an end"):
        list(xls_errors.errors_of(bytes(content), "orders"))


def test_headers_that_are_doubled_or_not_there(tmp_path):
    pytest.importorskip("python_calamine")
    row = [1, MOMENT, 10.0, "x", None]
    path = tmp_path / "o.xlsx"
    blank = orders(path, row, [None] * 5, header=[*HEADER, None, None])
    # The column without a name keeps its place; the one with nothing in it is none.
    assert open_table(blank).frame.collect_schema().names() == [*HEADER, "column3"]
    assert vv.clv.historical(blank).n_lines == 1
    with pytest.raises(DataError, match=r"2 columns cannot be distinguished .*'amount', 'Amount'"):
        vv.clv.historical(orders(path, row, header=[*HEADER, "Amount", None]))
    with pytest.raises(DataError, match=r"sheet 'orders': row 1 is blank, must be the header"):
        vv.clv.historical(orders(path, HEADER, row, header=[None] * 5))
    titled = orders(path, [None] * 3, HEADER, row, header=["Orders of 2024", None, None])
    with pytest.raises(DataError, match=r"the order table has no column 'customer_id'.*Orders of"):
        vv.clv.historical(titled)


def test_numbers_stay_numbers_where_text_has_decimal_commas(tmp_path):
    pytest.importorskip("python_calamine")
    path = orders(tmp_path / "o.xlsx", [1, MOMENT, 1.234], [2, MOMENT, "1.234,5"], [3, MOMENT, 2])
    read = vv.clv.historical(vv.Orders(path, decimal=","))
    assert values(read) == {1: 1.234, 2: 1234.5, 3: 2.0}
    with pytest.raises(DataError, match=r"1 row of text.*'1.234,5'.*decimal=','"):
        vv.clv.historical(path)


def test_ids_that_a_workbook_has_rounded_are_refused(tmp_path):
    pytest.importorskip("python_calamine")
    path = orders(tmp_path / "o.xlsx", [1234567890123456789, MOMENT, 1.0])
    with pytest.raises(DataError, match=r"E\+18"):
        vv.clv.historical(path)


def test_several_workbooks_are_one_table(tmp_path):
    pytest.importorskip("python_calamine")
    for i in (1, 2):
        orders(tmp_path / f"{i}.xlsx", [i, MOMENT, 10.0])
    read = vv.clv.historical(tmp_path)
    assert values(read) == {1: 10.0, 2: 10.0}
    assert read.notes[0].en == "2 files were read as one table, from 1.xlsx to 2.xlsx."
    orders(tmp_path / "3.xlsx", [3, MOMENT, 1.0], header=["id", "timestamp", "amount"])
    with pytest.raises(DataError, match=r"3.xlsx' has the columns 'id', "):
        vv.clv.historical(tmp_path)


def test_options_of_other_files_are_idle(tmp_path):
    path = orders(tmp_path / "o.xlsx", [1, MOMENT, 1.0])
    with pytest.raises(ParameterError, match="encoding says how to read text, but the file is a w"):
        vv.clv.historical(vv.Orders(path, encoding="gbk"))
    (tmp_path / "o.csv").write_text("customer_id,timestamp,amount\n1,2024-01-01,1\n")
    with pytest.raises(ParameterError, match="sheet says how to read a workbook, but"):
        vv.clv.historical(vv.Orders(tmp_path / "o.csv", sheet=0))
    with pytest.raises(
        ParameterError, match="sheet says how to read a file, but orders is not one"
    ):
        vv.clv.historical(vv.Orders(pd.read_csv(tmp_path / "o.csv"), sheet=0))


def test_what_reads_workbooks_is_named_where_it_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[excel\]"):
        vv.clv.historical(orders(tmp_path / "o.xlsx", [1, MOMENT, 1.0]))


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "xlsb"])
def test_what_is_no_workbook_is_refused(content, ending, tmp_path):
    pytest.importorskip("python_calamine")
    path = tmp_path / f"o.{ending}"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as a workbook"):
        vv.clv.historical(path)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("o.feather", "pass polars.read_ipc"), ("o.jsonl", "read_json"), ("o.csv.zst", "unpack it"),
     ("o.sqlite", "a connection"), ("o.txt", "rename it"), ("o.docx", "into a table first")],
)  # fmt: skip
def test_other_files_are_refused_with_a_way(name, hint):
    with pytest.raises(ParameterError, match=rf"must end in one of .*\.xlsx.*{hint}"):
        vv.clv.historical(name)

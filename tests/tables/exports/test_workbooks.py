"""Exports as workbooks: cells that are numbers, times and truths, as a workbook keeps them."""

import pandas as pd
import pytest
from written_workbooks import write_xlsx

import vocvalue as vv
from vocvalue.errors import DataError, MissingDependencyError, ParameterError

HEADINGS = ["序号", "提交答卷时间", "来自IP", "1、您是否愿意推荐", "会员号"]
ROWS = [
    [1, pd.Timestamp("2024-03-05 09:01:02"), "1.2.3.4", "10分（非常愿意）", 701],
    [2, pd.Timestamp("2024-03-05 19:30:00"), "1.2.3.5", "6分", "00702"],
]


def read(path, **arguments):
    return vv.read_survey(path, "wjx", scores={"1": "nps"}, customer_id="会员号", **arguments)


def test_a_workbook_needs_its_reader(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[excel\]"):
        read(write_xlsx(tmp_path / "w.xlsx", a=[HEADINGS, *ROWS]))


def test_a_workbook_is_read_as_its_text(tmp_path):
    pytest.importorskip("python_calamine")
    table = read(write_xlsx(tmp_path / "w.xlsx", a=[HEADINGS, *ROWS])).to_frame()
    assert table["customer_id"].tolist() == ["701", "00702"]
    assert table["score"].tolist() == [10, 6]
    assert table["response_id"].tolist() == ["1", "2"]
    assert table["timestamp"].tolist() == [
        pd.Timestamp("2024-03-05 09:01:02", tz="Asia/Shanghai"),
        pd.Timestamp("2024-03-05 19:30:00", tz="Asia/Shanghai"),
    ]


def test_a_number_too_long_for_a_workbook_is_no_id(tmp_path):
    pytest.importorskip("python_calamine")
    rows = [[*ROWS[0][:-1], 1234567890123456789], ROWS[1]]
    with pytest.raises(DataError, match=r"1 id written like '1.23456789012346E\+18' \(row 2\)"):
        read(write_xlsx(tmp_path / "w.xlsx", a=[HEADINGS, *rows]))


def test_one_of_several_sheets_is_named(tmp_path):
    pytest.importorskip("python_calamine")
    path = write_xlsx(tmp_path / "w.xlsx", notes=[["x"]], answers=[HEADINGS, *ROWS])
    with pytest.raises(ParameterError, match="has the sheets 'notes', 'answers'; name one"):
        read(path)
    for sheet in ("answers", 1):
        assert len(read(path, sheet=sheet).to_frame()) == 2
    for sheet in ("other", 2, -1, True):
        with pytest.raises(ParameterError, match="has the sheets"):
            read(path, sheet=sheet)
    with pytest.raises(ParameterError, match="a workbook has none"):
        read(path, sheet=1, encoding="utf-8")


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    pytest.importorskip("python_calamine")
    path = tmp_path / "w.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as a workbook"):
        read(path)


def test_a_workbook_of_qualtrics_has_two_rows_of_headings(tmp_path):
    pytest.importorskip("python_calamine")
    cells = [
        ["EndDate", "Status", "Finished", "ResponseId", "Q1"],
        ["End Date", "Response Type", "Finished", "Response ID", "How likely?"],
        [pd.Timestamp("2024-03-05 09:00:00"), 0, 1, "R_1", 9],
        [pd.Timestamp("2024-03-05 10:00:00"), 1, 1, "R_2", 2],
    ]
    path = write_xlsx(tmp_path / "q.xlsx", a=cells)
    answers = vv.read_survey(path, "qualtrics", scores={"Q1": "nps"})
    assert answers.to_frame()["score"].tolist() == [9]
    assert answers.left_out == {"test": 1}
    short = write_xlsx(tmp_path / "short.xlsx", a=[cells[0], *cells[2:]])
    with pytest.raises(DataError, match="does not have the layout 'qualtrics'"):
        vv.read_survey(short, "qualtrics", scores={"Q1": "nps"})

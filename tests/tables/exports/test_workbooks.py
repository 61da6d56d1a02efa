"""Exports as workbooks: cells that are numbers, times and truths, as a workbook keeps them."""

import zipfile
from xml.sax.saxutils import escape

import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, MissingDependencyError, ParameterError

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DAY_ZERO = pd.Timestamp("1899-12-30")

HEADINGS = ["序号", "提交答卷时间", "来自IP", "1、您是否愿意推荐", "会员号"]
ROWS = [
    [1, pd.Timestamp("2024-03-05 09:01:02"), "1.2.3.4", "10分（非常愿意）", 701],
    [2, pd.Timestamp("2024-03-05 19:30:00"), "1.2.3.5", "6分", "00702"],
]


def cell(value):
    if isinstance(value, pd.Timestamp):
        return f'<c s="1"><v>{(value - DAY_ZERO) / pd.Timedelta(days=1)!r}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


def workbook(path, **sheets):
    """Write a workbook by hand: no library that writes them is needed."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="st" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), start=1):
        lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/s{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def read(path, **arguments):
    return vv.read_survey(path, "wjx", scores={"1": "nps"}, customer_id="会员号", **arguments)


def test_a_workbook_needs_its_reader(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[excel\]"):
        read(workbook(tmp_path / "w.xlsx", a=[HEADINGS, *ROWS]))


def test_a_workbook_is_read_as_its_text(tmp_path):
    pytest.importorskip("python_calamine")
    table = read(workbook(tmp_path / "w.xlsx", a=[HEADINGS, *ROWS])).to_frame()
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
        read(workbook(tmp_path / "w.xlsx", a=[HEADINGS, *rows]))


def test_one_of_several_sheets_is_named(tmp_path):
    pytest.importorskip("python_calamine")
    path = workbook(tmp_path / "w.xlsx", notes=[["x"]], answers=[HEADINGS, *ROWS])
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
    path = workbook(tmp_path / "q.xlsx", a=cells)
    answers = vv.read_survey(path, "qualtrics", scores={"Q1": "nps"})
    assert answers.to_frame()["score"].tolist() == [9]
    assert answers.left_out == {"test": 1}
    short = workbook(tmp_path / "short.xlsx", a=[cells[0], *cells[2:]])
    with pytest.raises(DataError, match="is not of layout 'qualtrics'"):
        vv.read_survey(short, "qualtrics", scores={"Q1": "nps"})

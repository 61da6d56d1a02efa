import datetime as dt
import io
from decimal import Decimal

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import report_pages

from vocvalue.errors import MissingDependencyError
from vocvalue.report.document import (
    Bullets,
    Column,
    Document,
    Grid,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
)
from vocvalue.report.formats.workbook import workbook
from vocvalue.report.formats.workbook.frames import cells_of

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "https://example.com")


def opened(document):
    return openpyxl.load_workbook(io.BytesIO(workbook(document)))


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def find(sheet, value):
    return next(cell for cell in cells(sheet) if cell.value == value)


def row_of(sheet, value):
    return [cell.value for cell in sheet[find(sheet, value).row]]


def test_a_sheet_for_each_section_that_holds_something():
    assert opened(report_pages.english()).sheetnames == [
        "Summary",
        "What to do",
        "Experience P&L",
        "Calling detractors keeps them",
        "Methods",
    ]


def test_sums_of_money_reconcile_to_the_cent():
    sheet = opened(report_pages.english())["Experience P&L"]
    first, net = find(sheet, "Retention calls").row, find(sheet, "Net").row
    values = [Decimal(str(sheet.cell(row, 2).value)) for row in range(first, net)]
    # 149,957.25 + 62,500.00 - 36,000.50 - 60,000.00, by hand
    assert sum(values) == Decimal("116456.75") == Decimal(str(sheet.cell(net, 2).value))
    assert {sheet.cell(row, 2).data_type for row in range(first, net + 1)} == {"n"}


@pytest.mark.parametrize(
    ("language", "pattern"), [("en", '"CNY "#,##0.00'), ("zh", '#,##0.00 "元"')]
)
def test_numbers_have_the_format_of_their_column(language, pattern):
    columns = [
        Column("Line"), Column("Value", "money"), Column("Churn", "share"),
        Column("Change", "points"), Column("Customers", "number"),
    ]  # fmt: skip
    grid = Grid(caption="", columns=columns, rows=[("a", 12.5, 0.4, 0.031, 1234)], currency="CNY")
    sheet = opened(report_pages.of_blocks(grid, language=language)).active
    row = sheet[find(sheet, "a").row]
    assert [cell.value for cell in row[1:5]] == [12.5, 0.4, pytest.approx(3.1), 1234]
    formats = [cell.number_format for cell in row[1:5]]
    assert formats == [pattern, "0.0%", "+0.0;-0.0;0.0", "#,##0"]


def test_key_figures_are_numbers_where_they_are_given():
    figures = [
        KeyFigure("Net", "CNY 116,457", "95% interval", 116_456.75, "money", "CNY"),
        KeyFigure("Evidence", "randomised"),
    ]
    sheet = opened(report_pages.of_blocks(KeyFigures(figures))).active
    assert row_of(sheet, "Net")[:3] == ["Net", 116_456.75, "95% interval"]
    assert row_of(sheet, "Evidence")[1] == "randomised"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula_or_a_link(text):
    grid = Grid(caption=text, columns=[Column(text), Column(text, "money")], rows=[(text, 1.0)])
    blocks = [Paragraph(text), grid, Bullets([text]), KeyFigures([KeyFigure(text, text, text)])]
    frame = pd.DataFrame({text: [text]})
    document = report_pages.of_blocks(*blocks, title=text, heading=text, frame=frame)
    sheet = opened(document).active
    written = [cell for cell in cells(sheet) if text in str(cell.value)]
    assert len(written) >= 10
    assert {cell.data_type for cell in written} == {"s"}
    assert not any(cell.hyperlink for cell in written)


def test_thousands_of_segments_are_all_there():
    rows = [(f"segment {n}", float(n)) for n in range(5_000)]
    grid = Grid(caption="", columns=[Column("Segment"), Column("Value", "money")], rows=rows)
    sheet = opened(report_pages.of_blocks(grid)).active
    found = [cell.value for cell in sheet["B"] if isinstance(cell.value, int | float)]
    assert found == [float(n) for n in range(5_000)]


def test_names_of_sheets_are_those_that_excel_allows():
    headings = ["a/b", "A/B", "History", "x" * 40, "x" * 40, "[]", "'q'", "北区：对照"]
    sections = [
        Section(key=f"k{n}", heading=heading, blocks=[Paragraph("p")])
        for n, heading in enumerate(headings)
    ]
    names = opened(Document(title="", sections=sections)).sheetnames
    assert len(names) == len({name.casefold() for name in names}) == len(headings)
    assert all(0 < len(name) <= 31 for name in names)
    assert names[:3] == ["a b", "A B (2)", "History (2)"]
    assert names[-1] == "北区：对照"


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    sheet = opened(report_pages.of_blocks(Paragraph("x" * 40_000))).active
    longest = max((str(cell.value) for cell in cells(sheet)), key=len)
    assert len(longest) == 32_767
    assert longest.endswith("(cut after 32,767 characters)")


def test_what_is_no_number_is_an_empty_cell_and_what_no_cell_holds_is_text():
    columns = [Column("Segment"), *(Column(str(n), "number") for n in range(4))]
    rows = [("a", None, float("nan"), float("inf"), 2.5)]
    sheet = opened(report_pages.of_blocks(Grid(caption="", columns=columns, rows=rows))).active
    assert row_of(sheet, "a")[:5] == ["a", None, None, "∞", 2.5]


FRAME = pd.DataFrame({"arm": ["treated", None], "n": [5, 4], "share": [0.5, float("nan")]})
ENGINES = {
    "pandas": lambda: FRAME,
    "polars": lambda: pl.DataFrame({"arm": ["treated", None], "n": [5, 4], "share": [0.5, None]}),
    "pyarrow": lambda: pa.table({"arm": ["treated", None], "n": [5, 4], "share": [0.5, None]}),
    "duckdb": lambda: duckdb.sql(
        "select * from (values ('treated', 5, 0.5::double), (null, 4, null)) t(arm, n, share)"
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_table_of_a_result_is_that_of_any_engine(engine):
    held = cells_of(ENGINES[engine]())
    assert held.names == ["arm", "n", "share"]
    assert [list(row) for row in held.rows] == [["treated", 5, 0.5], [None, 4, None]]


def test_the_table_of_a_result_stands_under_its_section():
    frame = pd.DataFrame(
        {
            "arm": ["treated"],
            "since": [pd.Timestamp("2025-01-31 12:00")],
            "aware": [pd.Timestamp("2025-01-31", tz="UTC")],
            "old": [dt.date(1850, 1, 1)],
            "wait": [pd.Timedelta("36 h")],
            "kept": [True],
            "parts": [[1, 2]],
            "n": [np.int64(7)],
        }
    )
    sheet = opened(report_pages.of_blocks(frame=frame)).active
    assert row_of(sheet, "treated")[:8] == [
        "treated",
        dt.datetime(2025, 1, 31, 12),
        "2025-01-31T00:00:00+00:00",
        "1850-01-01",
        1.5,
        True,
        "[1, 2]",
        7,
    ]
    assert sheet.auto_filter.ref is not None


def test_a_table_of_too_many_rows_says_what_is_left_out():
    held = cells_of(pd.DataFrame({"n": range(120_000)}))
    assert (len(held.rows), held.left_out) == (100_000, 20_000)


def test_without_xlsxwriter_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[excel\]"):
        workbook(report_pages.of_blocks())


def test_an_empty_document_is_a_workbook():
    assert opened(Document(title="", sections=[])).sheetnames

import json
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from report.amounts import lift, line, loss

from vocvalue.errors import DataError, ParameterError
from vocvalue.report import Cost, cfo
from vocvalue.report.document import Bullets, Chart, Grid, Headline, KeyFigures

TEAM = Cost("team", 50_000, kind="people")


def report(**asked):
    return cfo([lift(), loss()], costs=[TEAM], **asked)


def blocks(document, kind, key=None):
    sections = [it for it in document.sections if key in (None, it.key)]
    return [block for it in sections for block in it.blocks if isinstance(block, kind)]


def test_the_statement_says_what_is_brought_lost_and_paid_in_money():
    said = report().statement()
    assert "The programme brings CNY 200,000 of margin a year and costs CNY 110,000" in said
    assert "costs a further CNY 108,000 of margin a year (association only)" in said
    assert "带来毛利 200,000 元" in report().statement("zh")
    alone = cfo([lift(), loss()]).statement()
    assert "brings CNY 200,000, loses CNY 108,000 and costs CNY 60,000" in alone


def test_a_page_has_its_sections_in_the_order_in_which_a_cfo_reads():
    keys = [section.key for section in report().document().sections]
    assert keys == [
        *("summary", "to-do", "pnl", "programme"),
        *("findings", "lift-money", "loss-arithmetic", "methods"),
    ]


def test_the_statement_on_the_page_reconciles_to_the_cent():
    """The page's own numbers, added in decimal arithmetic."""
    made = cfo([lift(value=333.33), loss(), line("other", 0.335)])
    grid = blocks(made.document(), Grid, "pnl")[0]
    amounts = [Decimal(str(row[1])) for row in grid.rows]
    totals = set(grid.total_rows)
    lines = [amount for place, amount in enumerate(amounts) if place not in totals]
    assert sum(lines) == amounts[-1] == Decimal(str(made.pnl.net.value))
    assert sum(amounts[place] for place in sorted(totals)[:-1]) == amounts[-1]
    assert all(amount == round(amount, 2) for amount in amounts)


@pytest.mark.parametrize(("language", "title"), [("en", "What customer"), ("zh", "客户体验")])
def test_a_page_is_in_one_language(language, title):
    document = report(language=language).document()
    assert document.language == language
    assert document.title.startswith(title)
    [headline] = blocks(document, Headline)
    assert headline.text == report().statement(language)


def test_a_page_begins_with_figures_in_money():
    [figures] = blocks(report().document(), KeyFigures)
    values = {figure.label: figure.value for figure in figures.rows}
    assert values["net of customer experience, a year"] == "CNY 32,000"
    assert values["net of the programme, a year"] == "CNY 90,000"
    assert values["effects needed to break even"] == "55%"  # 110,000 of 200,000


def test_a_single_total_is_shown_once():
    [figures] = blocks(cfo([lift(cost=0.0)]).document(), KeyFigures)
    assert [figure.label for figure in figures.rows] == ["net of customer experience, a year"]


def test_what_to_do_comes_from_the_results():
    [actions] = blocks(report().document(), Bullets, "to-do")
    assert actions.ordered
    assert (
        "Keep contacting customers at risk: after its cost it nets CNY 140,000" in actions.items[0]
    )


def test_every_finding_has_its_picture_and_its_table():
    document = report().document()
    drawn = [type(chart.result).__name__ for chart in blocks(document, Chart)]
    assert drawn == ["ExperiencePnl", "ProgrammeReturn", "LiftMoney", "LossArithmetic"]
    assert all(chart.alt for chart in blocks(document, Chart))
    frames = {section.key: section.frame for section in document.sections}
    assert isinstance(frames["lift-money"], pd.DataFrame)


def test_what_is_kept_out_is_on_the_page_with_its_reason():
    document = cfo([lift(), lift(value=1_000)]).document()
    [grid] = blocks(document, Grid, "left-out")
    assert [row[2] for row in grid.rows] == pytest.approx([100_000, 60_000])
    assert all("same customers" in row[3] for row in grid.rows)


def test_methods_name_each_interval_and_its_page():
    [grid] = blocks(report().document(), Grid, "methods")
    pages = {row[0]: row[4] for row in grid.rows}
    assert pages["Experience P&L"] == pages["Return on the programme"] == "cfo_report"
    assert pages["What contacting customers brings"] == "retention"


def test_a_title_period_and_labels_are_on_the_page():
    asked = {"title": "Q1", "period": ("2025-01-01", "2025-03-31"), "labels": {"packaging": "Box"}}
    document = report(**asked).document()
    assert (document.title, document.subtitle) == ("Q1", "1 January 2025 to 31 March 2025")
    assert [row[0] for row in blocks(document, Grid, "pnl")[0].rows][2] == "Box"


def test_names_of_the_data_stay_texts():
    made = cfo([lift(), loss("<script>alert(1)</script>")])
    page = made.html()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["page.html", "book.xlsx", "page.md", "figures.json"])
def test_a_report_is_saved_as_what_its_name_says(tmp_path, name):
    path = report().save(tmp_path / name)
    assert path.stat().st_size > 1_000


def test_a_kind_of_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"must end in"):
        report().save(tmp_path / "page.docx")


def test_figures_of_last_time_stand_beside_the_new_ones(tmp_path):
    """200,000 +/- about 60,000 after 100,000: the difference of the margins is worked out here."""
    before = cfo([line("calls", 100_000.0, 80_000.0, 120_000.0)]).save(tmp_path / "q1.json")
    later = cfo([line("calls", 150_000.0, 135_000.0, 165_000.0)], earlier=before)
    grid = blocks(later.document(), Grid, "last-time")[0]
    rows = {row[0]: row[1:] for row in grid.rows}
    assert rows["Experience P&L: net"] == [
        150_000.0,
        100_000.0,
        50_000.0,
        "yes",
    ]  # +-25,000
    closer = cfo([line("calls", 120_000.0, 105_000.0, 135_000.0)], earlier=before)
    rows = {row[0]: row[1:] for row in blocks(closer.document(), Grid, "last-time")[0].rows}
    assert rows["Experience P&L: net"][-1] == "no"  # 20,000 +- 25,000


def test_figures_of_another_currency_or_span_are_not_compared(tmp_path):
    before = cfo([line("calls", 100_000.0, currency="EUR")]).save(tmp_path / "q1.json")
    later = cfo([line("calls", 150_000.0)], earlier=before)
    assert blocks(later.document(), Grid, "last-time") == []
    assert "are of another currency, basis or span" in later.checks[-1].said.en
    monthly = cfo([line("calls", 1.0)], every="month").save(tmp_path / "q2.json")
    grid = blocks(cfo([line("calls", 1.0)], earlier=monthly).document(), Grid, "last-time")[0]
    assert [row[0] for row in grid.rows] == ["calls: calls"]


@pytest.mark.parametrize(
    "text", ["", "no json", "{}", "[]", json.dumps({"figures": {"a": {"value": "much"}}})]
)
def test_an_earlier_report_that_is_none_is_refused(tmp_path, text):
    path = tmp_path / "earlier.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError):
        report(earlier=path)


def test_an_earlier_report_that_is_damaged_is_refused(tmp_path):
    path = report().save(tmp_path / "earlier.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    name = next(iter(held["figures"]))
    del held["figures"][name]["value"]
    path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(DataError, match="earlier"):
        report(earlier=path)


def test_an_earlier_report_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError):
        report(earlier=tmp_path / "none.json")


def test_an_earlier_report_of_a_later_period_is_refused(tmp_path):
    later = report(period=("2025-04-01", "2025-06-30")).save(tmp_path / "q2.json")
    with pytest.raises(DataError, match=r"ends on 2025-06-30, later than this one \(2025-03-31"):
        report(period=("2025-01-01", "2025-03-31"), earlier=later)
    assert report(period=("2025-07-01", "2025-09-30"), earlier=later).earlier is not None


def test_the_frame_has_a_line_for_every_amount_with_what_it_is():
    frame = report().to_frame().set_index("line")
    assert frame["counted"].all()
    assert frame.loc["customers retained", ["room", "kind", "period"]].tolist() == [
        *("lift", "growth", "12 months"),
    ]
    assert frame.loc["packaging", "value"] == 9_000
    assert set(frame["evidence"]) == {"randomised", "association only"}


def test_figures_have_names_that_the_next_report_has_again():
    figures = report().figures()
    assert {"pnl/net", "programme/net", "programme/roi"} <= set(figures)
    assert np.isclose(figures["lift-money/customers retained"].value, 200_000)

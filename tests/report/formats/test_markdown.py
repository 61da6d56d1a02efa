import pytest
import report_pages

from vocvalue.report.document import (
    Bullets,
    Column,
    Grid,
    Headline,
    KeyFigure,
    KeyFigures,
    Paragraph,
)
from vocvalue.report.formats.markdown import markdown

EVIL = (
    "<script>alert(1)</script>",
    "a | b",
    "*bold* _it_",
    "[x](y) ![i](j)",
    "# head",
    "- item",
    "1. one",
    "===",
    "`code`",
    "&lt;b&gt;",
    "two\n\nlines",
    "~~gone~~ $x$",
)


@pytest.fixture(scope="module")
def rendered():
    """What another reader of Markdown makes of it."""
    markdown_it = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed")
    return markdown_it.MarkdownIt("commonmark").enable("table").enable("strikethrough").render


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_markup(text, rendered):
    page = rendered(markdown(report_pages.of_blocks(Paragraph(text), Bullets([text]), title=text)))
    shown = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<h1>{shown}</h1>" in page
    assert f"<p>{shown}</p>" in page
    assert f"<li>{shown}</li>" in page


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_breaks_its_table(text, rendered):
    grid = Grid(caption="c", columns=[Column(text), Column("n", "number")], rows=[(text, 1.0)] * 2)
    page = rendered(markdown(report_pages.of_blocks(grid)))
    assert page.count("<tr>") == 3
    assert page.count("<td") == 4


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_whole_page_is_read_as_it_was_meant(language, rendered):
    document = report_pages.english() if language == "en" else report_pages.chinese()
    page = rendered(markdown(document))
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == sum(section.level == 2 for section in document.sections)
    assert "**" not in page
    assert "149,957.25" in page


def test_sums_are_bold_and_unknowns_are_said():
    text = markdown(report_pages.of_blocks(report_pages.money_grid()))
    assert "| **Net** | **116,456.75** | **61,000.00** | **214,000.00** |" in text
    assert "| Cost of the programme | -60,000.00 | – | – |" in text


def test_a_long_table_is_cut():
    rows = [(f"segment {n}",) for n in range(500)]
    text = markdown(report_pages.of_blocks(Grid(caption="", columns=[Column("S")], rows=rows)))
    assert "460 more rows are in the workbook (.xlsx)." in text
    assert text.count("| segment") == 40


def test_figures_and_headlines():
    figures = KeyFigures([KeyFigure("Net", "CNY 116,457", "95% interval: 61,000 to 214,000")])
    text = markdown(report_pages.of_blocks(Headline("It paid."), figures))
    assert "**It paid.**" in text
    assert "| Net | CNY 116,457 | 95% interval: 61,000 to 214,000 |" in text

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import report_pages

from vocvalue.errors import ParameterError
from vocvalue.report.document import (
    Bullets,
    Chart,
    Column,
    Details,
    Fact,
    Facts,
    Grid,
    Headline,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
)
from vocvalue.report.document.pages import Document
from vocvalue.report.formats.html import html
from vocvalue.report.formats.templating import OURS

EVIL = "\"><script>alert('x')</script><img src=x onerror=alert(1)>{{ 7 * 7 }}{% raw %}"


class Page(HTMLParser):
    """The tags of a page, and its text without style."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.attributes = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def everywhere(text):
    """A page that has a text in every place where there can be one."""
    grid = Grid(
        caption=text,
        columns=[Column(text), Column(text, "money"), Column(text)],
        rows=[(text, 1.0, text)],
        currency="CNY",
        note=text,
    )
    blocks = [
        Headline(text),
        Paragraph(text),
        Paragraph(text, "warning"),
        KeyFigures([KeyFigure(text, text, text)]),
        Facts([Fact(text, text)]),
        Bullets([text]),
        Bullets([text], ordered=True),
        grid,
        Chart(result=report_pages.LIFT, alt=text, caption=text),
        Details(text, [Paragraph(text)]),
    ]
    sections = [Section(key=f"s{n}", heading=text, blocks=blocks) for n in range(3)]
    return Document(title=text, subtitle=text, sections=sections, footer=text)


def test_no_text_is_markup_anywhere():
    page = Page(html(everywhere(EVIL)))
    assert not {"script", "img"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    # In each of 3 sections: its heading, here and in the contents, 12 texts, 7 in and around the
    # table, 2 of the picture. Once: the title of the window and of the page, subtitle, footer.
    assert page.text.count(EVIL) == 3 * (2 + 12 + 7 + 2) + 4


def test_a_page_names_nothing_outside_itself():
    written = html(report_pages.english())
    page = Page(written)
    assert not {"script", "link rel=stylesheet", "iframe", "object"} & set(page.tags)
    linked = [value for name, value in page.attributes if name in ("href", "src", "xlink:href")]
    assert {link[0] for link in linked} <= {"#", "d"}  # places in the page, and an empty icon
    # The only addresses are the names of SVG's vocabularies.
    assert set(re.findall(r"https?://[^\s\"']+", written)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


@pytest.mark.parametrize(("language", "named"), [("en", "en-GB"), ("zh", "zh-Hans")])
def test_the_language_is_named(language, named):
    assert f'<html lang="{named}">' in html(report_pages.of_blocks(language=language))


def test_a_long_table_is_cut_and_its_sum_is_not():
    rows = [(f"segment {n}", float(n)) for n in range(5_000)] + [("all", 12_497_500.0)]
    grid = Grid(
        caption="", columns=[Column("Segment"), Column("Value", "money")], rows=rows,
        total_rows=[5_000], currency="CNY",
    )  # fmt: skip
    written = html(report_pages.of_blocks(grid))
    assert written.count("<tr") == 1 + 40 + 1
    assert "12,497,500" in written
    assert "4,960 more rows are in the workbook (.xlsx)." in written
    zh = html(report_pages.of_blocks(grid, language="zh"))
    assert "另有 4,960 行未在此显示，完整数据见工作簿（.xlsx）。" in zh


def test_cells_are_written_by_their_columns():
    columns = [
        Column("Segment"), Column("Loss", "money", 2), Column("Churn", "share"),
        Column("Change", "points"), Column("Wait", "days"), Column("Since"),
    ]  # fmt: skip
    row = ("north", -1234.5, 0.4, -0.031, 2.5, dt.date(2025, 3, 1))
    unknown = ("south", None, float("nan"), None, float("inf"), None)
    grid = Grid(caption="", columns=columns, rows=[row, unknown], currency="EUR")
    text = Page(html(report_pages.of_blocks(grid))).text
    for written in ("Loss (€)", "-1,234.50", "40.0%", "-3.1", "2.5", "1 March 2025", "∞"):
        assert written in text
    assert text.count("no figure") == 3
    zh = Page(html(report_pages.of_blocks(grid, language="zh"))).text
    for written in ("Loss（欧元）", "Change（百分点）", "Wait（天）", "2025年3月1日"):
        assert written in zh


def test_half_a_character_does_not_stop_a_page():
    assert "\\ud800" in html(report_pages.of_blocks(Paragraph("cut \ud800")))


def test_a_template_of_ones_own_takes_the_place_of_ours(tmp_path):
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "headline.html").write_text("<p class=mine>{{ block.text }}</p>")
    (tmp_path / "own.css").write_text(":root { --accent: #7a0019; }")
    written = html(report_pages.of_blocks(Headline("<b>")), tmp_path)
    assert "<p class=mine>&lt;b&gt;</p>" in written
    assert written.index("--accent: #7a0019") > written.index("--accent: #00598c")


@pytest.mark.parametrize(
    ("template", "place", "says"),
    [
        ("<p>\n{{ block.text", "blocks/headline.html, line 2", "unexpected end of template"),
        ("<p>\n\n{{ block.txt }}", "blocks/headline.html, line 3", "has no attribute 'txt'"),
        ("{{ 1 / 0 }}", "blocks/headline.html, line 1", "division by zero"),
        ("{% include 'mine.html' %}", "blocks/headline.html, line 1", "mine.html"),
        ("{{ ''.__class__.__mro__ }}", "blocks/headline.html, line 1", "unsafe"),
    ],
)
def test_an_error_in_a_template_says_where(template, place, says, tmp_path):
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "headline.html").write_text(template)
    with pytest.raises(ParameterError, match=re.escape(place)) as caught:
        html(report_pages.of_blocks(Headline("a")), tmp_path)
    assert says in str(caught.value)
    assert "Correct the template, or remove it to have ours." in str(caught.value)


def test_a_folder_without_a_template_of_ours_is_a_mistake(tmp_path):
    (tmp_path / "pages.html").write_text("")
    with pytest.raises(ParameterError, match=r"holds no template .* page\.html"):
        html(report_pages.of_blocks(), tmp_path)


def test_the_guide_names_every_template():
    guide = (Path(__file__).parents[3] / "docs/report_style.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?m)^\| `([\w/]+\.(?:html|css))` \|", guide))
    assert named == {path.relative_to(OURS).as_posix() for path in OURS.rglob("*.*")}


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ParameterError, match="must be a folder with templates of your own"):
        html(report_pages.of_blocks(), tmp_path / "none")


def test_a_key_that_is_no_address_and_one_that_is_there_twice():
    with pytest.raises(ValueError, match="letters, digits and hyphens"):
        Section(key="a b", heading="", blocks=[])
    with pytest.raises(ValueError, match="must be 2 or 3"):
        Section(key="a", heading="", blocks=[], level=1)
    section = Section(key="a", heading="", blocks=[])
    with pytest.raises(ValueError, match="of several sections"):
        Document(title="", sections=[section, section])

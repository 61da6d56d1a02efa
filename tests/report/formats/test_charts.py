import re
import warnings
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
import report_pages
from matplotlib import pyplot as plt

import vocvalue as vv
from vocvalue import canvas
from vocvalue.report.document import Chart
from vocvalue.report.formats.charts import SVG, svg
from vocvalue.report.formats.html import html
from vocvalue.results.tongues import tongue

CHART = Chart(result=report_pages.LIFT, alt="What it shows: 3 < 4 & more")


def drawn(language="en", labels=None):
    return svg(CHART, "c1", tongue(language, labels))


def tree_of(written):
    return ET.fromstring(written)  # noqa: S314 (our own)


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_text_is_text_of_no_certain_font():
    root = tree_of(drawn("zh"))
    texts = ["".join(text.itertext()) for text in root.iter(f"{{{SVG}}}text")]
    assert any("实验组与对照组" in text for text in texts)
    assert "font-family:" not in drawn("zh")
    assert "PingFang SC" in root.get("font-family")


def test_it_is_one_image_with_a_name():
    root = tree_of(drawn())
    named = root.find(f".//*[@id='{root.get('aria-labelledby')}']")
    assert (root.get("role"), named.text) == ("img", CHART.alt)
    assert root.get("viewBox")
    assert root.get("width") is None
    assert root.find(f".//{{{SVG}}}metadata") is None
    assert root.find(f".//{{{SVG}}}style") is None


def test_ids_of_several_pictures_differ_and_what_is_pointed_to_is_there():
    page = html(report_pages.of_blocks(CHART, CHART))
    ids = [attributes["id"] for _, attributes in Elements(page).found if "id" in attributes]
    assert len(ids) == len(set(ids)) > 50
    pointed = re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", page)
    assert pointed
    assert {one or other for one, other in pointed} <= set(ids)


def test_what_other_libraries_tell_python_of_prefixes_does_not_matter(monkeypatch):
    # WeasyPrint does this when it is imported, and <svg:svg> is no picture in HTML.
    monkeypatch.setitem(ET._namespace_map, SVG, "svg")
    assert drawn().startswith("<svg ")
    assert "svg:" not in drawn()


def test_the_same_result_gives_the_same_picture_whatever_a_notebook_has_set():
    before = drawn()
    with mpl.rc_context():
        plt.style.use("dark_background")
        mpl.rcParams["svg.fonttype"] = "path"
        assert drawn() == before
        assert mpl.rcParams["svg.fonttype"] == "path"


def test_no_notebook_shows_what_is_drawn_for_a_page(monkeypatch):
    monkeypatch.setattr(mpl, "is_interactive", lambda: True)
    drawn()
    assert plt.get_fignums() == []


def test_names_of_groups_are_text_whatever_they_hold():
    evil = "</text><script>alert(1)</script>\x07"
    written = drawn("zh", {"treated": evil, "control": evil})
    assert "<script" not in written
    assert tree_of(written) is not None


def test_fonts_of_this_machine_are_nobodys_concern():
    # A script that no font here has: the reader's may.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn("en", {"treated": "\U00013000\U0001e900", "control": "c"})


@pytest.mark.parametrize("marks", [200, 40_000])
def test_a_picture_of_very_many_marks_stays_small(marks, monkeypatch):
    rng = np.random.default_rng(5)

    def scattered(result, ax, tongue):
        ax = canvas.axes(ax)
        ax.scatter(rng.normal(size=marks), rng.normal(size=marks))
        ax.set_xlabel("Recency")
        return ax

    monkeypatch.setattr("vocvalue.report.formats.charts.drawn", scattered)
    written = drawn()
    assert len(written) < 1_500_000
    assert "Recency" in written
    assert ("<image" in written) == (marks > 10_000)


def test_a_picture_of_thousands_of_rows_is_left_out_and_the_page_says_so():
    arms = {"treated": (5, 9), "control": (4, 9)}
    many = vv.lift.by_segment_counts({f"s{n}": arms for n in range(80)})
    written = html(report_pages.of_blocks(Chart(result=many, alt="a")))
    assert "A chart of 80 rows is too long for a page and was left out." in written
    assert "<svg" not in written

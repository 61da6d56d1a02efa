"""Pages that are written once, and a browser to read them with."""

import pytest
import report_pages
from browsing import chromium
from report.amounts import lift, loss

import vocvalue as vv
from vocvalue.report.formats.html import html


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files of a page with every kind of block and of a report, in each language."""
    folder = tmp_path_factory.mktemp("pages")
    written = {"en": report_pages.english(), "zh": report_pages.chinese()}
    for language in ("en", "zh"):
        made = vv.report.cfo(
            [lift(), loss(), loss("late parcels")],
            language=language,
            costs=[vv.report.Cost("analysts", 50_000, kind="people")],
        )
        written[f"report-{language}"] = made.document()
    for name, document in written.items():
        (folder / f"{name}.html").write_text(html(document), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in written}

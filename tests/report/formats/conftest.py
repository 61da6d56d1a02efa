"""Pages that are written once, and a browser to read them with."""

import pytest
import report_pages
from browsing import chromium

from vocvalue.report.formats.html import html


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files of a page in each language."""
    folder = tmp_path_factory.mktemp("pages")
    written = {"en": report_pages.english(), "zh": report_pages.chinese()}
    for language, document in written.items():
        (folder / f"{language}.html").write_text(html(document), encoding="utf-8")
    return {language: folder / f"{language}.html" for language in written}

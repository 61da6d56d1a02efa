"""The site as a browser shows it: on a desk and on a phone, without a network.

It is read as `make docs` has built it; the checks build it before they run the tests.
"""

import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from browsing import PATIENCE, WIDTHS, chromium, overflow

DOCS = Path(__file__).parents[1] / "docs"
SITE = DOCS / "_build" / "html"
PAGES = [
    "index",
    "quickstart",
    "which_call",
    "glossary",
    "guides/issues",
    "gallery/survey",
    "methods/bg_nbd",
    "methods/crossing",
    "notebooks/01_clv",
    "api/generated/vocvalue.clv.BGNBD",
    "zh/which_call",
    "zh/guides/kpi",
]
UNDRAWN = (
    """[...document.images].filter(it => !it.complete || !it.naturalWidth).map(it => it.src)"""
)
UNREAD = """[...document.querySelectorAll("merror, .MathJax")].map(it => it.textContent)"""

pytestmark = pytest.mark.skipif(not SITE.exists(), reason="the site is not built: make docs")


@pytest.fixture(scope="module")
def address():
    """Return where the site is served, as a reader's own server would."""
    serve = partial(Quiet, directory=SITE)
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """A server that writes no log, and has nothing for the icon that a browser asks for unasked."""

    def log_message(self, *_args):
        pass

    def do_GET(self):
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(params=WIDTHS)
def tab(browser, address, request):
    """Return an empty tab, and the list of all that goes wrong on it."""
    opened = browser.new_page(viewport={"width": WIDTHS[request.param], "height": 800})
    opened.set_default_timeout(PATIENCE)
    faults = []
    opened.on("console", lambda said: said.type == "error" and faults.append(said.text))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request", lambda sent: sent.url.startswith((address, "data:")) or faults.append(sent.url)
    )
    opened.on("requestfailed", lambda sent: faults.append(sent.url))
    yield opened, faults
    opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_and_asks_for_nothing_from_elsewhere(tab, address, name):
    page, faults = tab
    page.goto(f"{address}/{name}.html", wait_until="load")
    assert faults == []
    assert page.evaluate(UNDRAWN) == []
    assert page.evaluate(UNREAD) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(("name", "language"), [("which_call", "en"), ("zh/which_call", "zh-CN")])
def test_a_page_says_in_which_language_it_is(name, language):
    html = (SITE / f"{name}.html").read_text(encoding="utf-8")
    assert re.search(r'<html[^>]* lang="([^"]+)"', html)[1] == language


def test_formulas_are_mathml_in_the_font_of_the_site(tab, address):
    page, faults = tab
    page.goto(f"{address}/methods/bg_nbd.html", wait_until="load")
    assert page.locator("div.math math[display=block]").count() > 5
    assert page.locator("span.math math").count() > 20
    page.evaluate("document.fonts.ready")
    assert (
        page.evaluate(
            "[...document.fonts].filter(it => it.family.includes('STIX Two Math'))[0].status"
        )
        == "loaded"
    )
    assert faults == []


def test_the_search_finds_a_page(tab, address):
    page, faults = tab
    page.goto(f"{address}/search.html?q=raking", wait_until="load")
    page.locator("ul.search li a", has_text="Weights").first.wait_for(timeout=30_000)
    assert faults == []


@pytest.mark.parametrize(
    "page", sorted((DOCS / "gallery").glob("*.md")), ids=lambda page: page.stem
)
def test_every_cell_of_the_gallery_that_draws_has_its_picture(page):
    drawing = re.findall(r"(?ms)^```\{code-cell\}[^`]*?\);\n```", page.read_text(encoding="utf-8"))
    html = (SITE / "gallery" / f"{page.stem}.html").read_text(encoding="utf-8")
    assert len(re.findall(r'<img [^>]*src="\.\./_images/', html)) == len(drawing)

"""A browser that reads a page as a reader does, and says what went wrong."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

PATIENCE = 180_000
"""Milliseconds that a page may take on a machine that is busy."""
WIDTHS = {"desktop": 1280, "phone": 360}
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium's own sandbox needs rights that root in a container has not.
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")


@dataclass
class Reading:
    """A page that is open, and what the browser said while it was read."""

    page: object
    said: list = field(default_factory=list)
    requests: list = field(default_factory=list)


@contextmanager
def chromium():
    """Start Chromium; a machine without it skips the test."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine (on Debian: apt-get install chromium)")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def reading(browser, path, *, width=WIDTHS["desktop"], scheme="light", media=None):
    """Open a file at a width, and keep what the browser says and asks for."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    it = Reading(page)
    page.on("console", lambda message: it.said.append(message.text))
    page.on("pageerror", lambda error: it.said.append(str(error)))
    page.on("request", lambda request: it.requests.append(request.url))
    if media:
        page.emulate_media(media=media)
    page.goto(path.as_uri())
    yield it
    context.close()


def overflow(page):
    """How many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

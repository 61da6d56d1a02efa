"""The gallery of the site shows every picture that the library draws."""

import inspect
import re
from pathlib import Path

import pytest

import vocvalue
from vocvalue.results.result import Pictured

GALLERY = Path(__file__).parents[1] / "docs" / "gallery"
ROOMS = [room for name in vocvalue.__all__ if hasattr(room := getattr(vocvalue, name), "__path__")]
PICTURES = [room.plots for room in ROOMS if "plots" in room.__all__]
PAGES = "\n".join(page.read_text(encoding="utf-8") for page in sorted(GALLERY.glob("*.md")))
CELLS = "\n".join(re.findall(r"(?ms)^```\{code-cell\}.*?\n(.*?)^```", PAGES))


def drawn_results():
    """Return the names of all public results that have a picture."""
    public = [vars(room)[name] for room in ROOMS for name in room.__all__]
    classes = [it for it in public if isinstance(it, type) and issubclass(it, Pictured)]
    return sorted({it.__name__ for it in classes if not inspect.isabstract(it)})


@pytest.mark.parametrize("room", PICTURES, ids=lambda room: room.__name__)
def test_every_function_that_draws_is_called_in_the_gallery(room):
    name = room.__name__.replace("vocvalue.", "vv.", 1)
    missing = [each for each in room.__all__ if f"{name}.{each}(" not in CELLS]
    assert missing == [], f"add them to a page of {GALLERY}"


def test_every_result_with_a_picture_is_named_in_the_gallery():
    missing = [name for name in drawn_results() if not re.search(rf"`{name}\b", PAGES)]
    assert missing == [], f"add them to a page of {GALLERY}"


def test_each_page_is_in_the_table_of_the_gallery():
    index = (GALLERY / "index.md").read_text(encoding="utf-8")
    pages = {page.name for page in GALLERY.glob("*.md")} - {"index.md"}
    assert pages
    assert [page for page in sorted(pages) if f"]({page})" not in index] == []

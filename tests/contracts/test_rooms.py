"""What every room has beside its code: a place in the plan, pages, a notebook, a Chinese page."""

import re
from pathlib import Path

import nbformat
import pytest
from engine_cases import CASES
from engine_tables import ENGINES

import vocvalue as vv
from vocvalue.results import Result

ROOT = Path(vv.__file__).parents[1]
QUESTIONS = ("clv", "survey", "lift", "signals", "issues", "health", "kpi")
"""The rooms that answer questions of users; the others carry them."""
REPORT = "report"
"""What puts their answers together; it takes results, so that no engine differs."""


def text_of(*parts):
    return (ROOT.joinpath(*parts)).read_text(encoding="utf-8")


def calls_of(room):
    return re.compile(rf"(?<![\w.])(?:vv\.)?{room}\.\w+")


def test_the_rooms_of_questions_are_those_above_the_effects():
    floors = re.search(r"\"commands\", (.*?), \"effects\"", text_of("pyproject.toml"))[1]
    assert {*QUESTIONS, REPORT} == set(re.findall(r"\w+", floors))


@pytest.mark.parametrize("room", [*QUESTIONS, REPORT])
def test_a_room_is_in_the_plan(room):
    plan = text_of("docs", "architecture.md")
    beside, alone = rf"(?m)^.*(\b{room} \||\| {room}\b)", rf"(?m)^{room}  "
    assert re.search(beside, plan) or re.search(alone, plan)
    assert f"`{room}`" in plan


@pytest.mark.parametrize("room", [*QUESTIONS, REPORT])
def test_a_room_is_shown_in_the_readme(room):
    assert calls_of(room).search(text_of("README.md"))
    assert f"`vocvalue.{room}`" in vv.__doc__


@pytest.mark.parametrize("room", [*QUESTIONS, REPORT])
def test_a_room_has_a_page_on_its_methods(room):
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docs/methods").glob("*.md")]
    assert [page for page in pages if calls_of(room).search(page)]


@pytest.mark.parametrize("room", QUESTIONS)
def test_a_room_has_a_notebook(room):
    cells = [
        cell.source
        for path in (ROOT / "notebooks").glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    ]
    assert [source for source in cells if calls_of(room).search(source)]


@pytest.mark.parametrize("room", [*QUESTIONS, REPORT])
def test_a_room_is_on_a_chinese_page(room):
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docs/zh").glob("*.md")]
    assert [page for page in pages if calls_of(room).search(page)]


@pytest.mark.parametrize("room", [*QUESTIONS, REPORT])
def test_what_a_room_shows_is_public_and_nothing_else(room):
    shown = {name for name in dir(getattr(vv, room)) if not name.startswith("_")}
    assert shown == set(getattr(vv, room).__all__)


def test_what_the_package_shows_is_public_and_nothing_else():
    assert {name for name in dir(vv) if not name.startswith("_")} == set(vv.__all__)


@pytest.mark.parametrize("room", [*QUESTIONS, REPORT])
def test_every_public_result_of_a_room_is_one(room):
    public = [getattr(getattr(vv, room), name) for name in getattr(vv, room).__all__]
    assert [kind for kind in public if isinstance(kind, type) and issubclass(kind, Result)]


@pytest.mark.parametrize("room", QUESTIONS)
def test_a_room_has_a_literal_outcome_on_every_engine(room):
    assert [case for case in CASES if case.room == room and {*ENGINES} <= {*case.engines}]

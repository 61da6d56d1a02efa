"""The pages of the site say only what holds: examples run, and the names in them exist."""

import doctest
import os
import re
from inspect import isabstract
from operator import attrgetter
from pathlib import Path

import pytest

import vocvalue

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SECTIONS = ("api", "coming_from", "gallery", "guides", "methods", "zh", "zh/guides")
FOLDERS = [DOCS, *(DOCS / name for name in SECTIONS)]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAGES = [*READMES, *(page for folder in FOLDERS for page in sorted(folder.glob("*.md")))]
METHODS = [page for page in PAGES if page.parent.name == "methods" and page.stem != "index"]


def text_of(page):
    return page.read_text(encoding="utf-8")


def name_of(page):
    return page.relative_to(ROOT).as_posix()


def examples(page):
    blocks = re.findall(r"(?ms)^```python\n(.*?)^```", text_of(page))
    return "\n".join(block for block in blocks if ">>>" in block)


@pytest.mark.parametrize("page", list(filter(examples, PAGES)), ids=name_of)
def test_examples_of_the_pages_give_what_they_show(page):
    name = name_of(page)
    test = doctest.DocTestParser().get_doctest(examples(page), {}, name, name, 0)
    report = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    runner.run(test, out=report.append)
    assert report == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_names_in_the_pages_exist(page):
    text = text_of(page)
    # A page may call a result of its own like a room.
    rooms = "|".join(name for name in vocvalue.__all__ if f"{name} = " not in text)
    files = "md|html|xlsx|pdf|json|toml"
    pattern = rf"(?<![\w/.])((?:{rooms})\.(?!(?:{files})\b)[A-Za-z_][\w.]*\w)"
    assert {name for name in re.findall(pattern, text) if not exists(name)} == set()


def exists(name):
    try:
        attrgetter(name)(vocvalue)
    except AttributeError:
        return False
    return True


def test_cells_of_the_guides_are_executed():
    assert [name_of(page) for page in PAGES if "skip-execution" in text_of(page)] == []


PARTS = {
    "the question": r"what (it|they) answer",
    "assumptions": r"assum",
    "how it is computed": r"formula|equation|the method|rule|value|a text is read|sets|mentions",
    "how it was checked": r"reproduce|how often|checked|what each wrong turn costs",
    "when not to use it": r"when not to use",
    "its sources": r"reference",
}


def parts_missing(page):
    headings = "\n".join(re.findall(r"(?m)^#{2,3} (.*)", text_of(page)))
    return [part for part, title in PARTS.items() if not re.search(title, headings, re.IGNORECASE)]


def test_methods_pages_have_every_part():
    missing = {name_of(page): parts_missing(page) for page in METHODS}
    assert {page: parts for page, parts in missing.items() if parts} == {}


def test_sources_of_methods_pages_have_their_year():
    sources = {name_of(page): text_of(page).rpartition("## Reference")[2] for page in METHODS}
    dated = re.compile(r"\b(19|20)\d\d\b|[Nn]one")
    assert [page for page, text in sources.items() if not dated.search(text)] == []


def test_every_model_has_a_methods_page():
    public = [vars(vocvalue.clv)[name] for name in vocvalue.clv.__all__]
    models = [it for it in public if hasattr(it, "log_likelihood") and not isabstract(it)]
    assert models
    assert {it.__module__.rpartition(".")[2] for it in models} <= {page.stem for page in METHODS}


@pytest.mark.parametrize("room", vocvalue.__all__)
def test_every_room_is_in_the_api_pages(room):
    index = text_of(DOCS / "api" / "index.md")
    assert f"vocvalue.{room}\n" in index or f"\n{room}\n" in index


BELOW = {"datasets", "link", "results"}
"""What rooms are made of: a guide through a room goes through these."""


def rooms():
    return {name for name in vocvalue.__all__ if hasattr(getattr(vocvalue, name), "__path__")}


def test_every_room_has_a_guide():
    guides = {page.stem for page in (DOCS / "guides").glob("*.md")} - {"index"}
    assert guides == rooms() - BELOW


IN_BOTH = [
    *(
        (page, DOCS / "zh" / "guides" / page.name)
        for page in sorted((DOCS / "guides").glob("*.md"))
    ),
    *(
        (DOCS / f"{name}.md", DOCS / "zh" / f"{name}.md")
        for name in ("quickstart", "which_call", "faq", "command_line")
    ),
    tuple(READMES),
]
"""Pages in English, each with the one that says the same in Chinese."""


@pytest.mark.parametrize(("english", "chinese"), IN_BOTH, ids=name_of)
def test_pages_in_two_languages_lead_to_one_another(english, chinese):
    assert f"[中文]({way(english, chinese)})" in text_of(english)
    assert f"[English]({way(chinese, english)})" in text_of(chinese)


def way(page, other):
    return Path(os.path.relpath(other, page.parent)).as_posix()


def test_the_chinese_readme_names_every_room():
    text = text_of(ROOT / "README.zh.md")
    missing = {room for room in rooms() - {"results"} if not re.search(rf"`{room}\.\w", text)}
    assert missing == set()


def calls_in(page):
    names = "|".join(rooms())
    return set(re.findall(rf"(?<![\w.])(?:{names})\.[A-Za-z_]\w*(?=\()", text_of(page)))


def test_the_list_of_questions_has_the_same_calls_in_both_languages():
    assert calls_in(DOCS / "which_call.md") == calls_in(DOCS / "zh" / "which_call.md")


HEADING = re.compile(r"(?m)^#{2,3} ")


@pytest.mark.parametrize("name", ["which_call.md", "faq.md"])
def test_a_page_of_questions_has_as_many_in_chinese(name):
    english, chinese = (HEADING.findall(text_of(it)) for it in (DOCS / name, DOCS / "zh" / name))
    assert english == chinese


def headings(page):
    """Return what links to the headings of a page end with."""
    titles = re.findall(r"(?m)^#+ (.*)$", text_of(page))
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


# The site checks the links of its own pages.
@pytest.mark.parametrize("page", [*READMES, ROOT / "CONTRIBUTING.md"], ids=name_of)
def test_links_outside_the_site_lead_to_files_and_headings(page):
    links = re.findall(r"\]\((?!https?://)([^)#]*)#?([^)]*)\)", text_of(page))
    assert [path for path, _ in links if not (ROOT / path).exists()] == []
    dead = [(path, end) for path, end in links if end and end not in headings(ROOT / path)]
    assert dead == []


def test_figures_of_speed_are_those_of_the_english_readme():
    english, chinese = (
        re.findall(r"\| ([\d.]+ s) \| ([\d.]+ s) \| ([\d.]+) \|", text_of(page)) for page in READMES
    )
    assert chinese
    assert set(chinese) <= set(english)

"""The glossary of the site has the words that the library writes, as it writes them."""

import ast
import re
from pathlib import Path

import pytest

import vocvalue
from vocvalue.results import methods, sums

PACKAGE = Path(vocvalue.__file__).parent
PAGE = Path(__file__).parents[1] / "docs" / "glossary.md"
TERMS = {"evidence": sums.EVIDENCE, "basis": sums.BASIS, "method": methods.CLAUSES}


def rows():
    """Return the English and Chinese words of every row of the glossary."""
    text = PAGE.read_text(encoding="utf-8").partition("## Columns")[0]
    found = re.findall(r"(?m)^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", text)
    return [row for row in found if row[0] not in ("English", "---")]


def pairs():
    """Return what the package says in pairs, as its sources have it."""
    calls = [
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "pair"
    ]
    texts = [
        tuple(arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant)) for call in calls
    ]
    return {text for text in texts if len(text) == 2}


@pytest.mark.parametrize("kind", TERMS)
def test_every_term_of_all_results_is_in_the_glossary(kind):
    missing = {(text.en, text.zh) for text in TERMS[kind].values()} - set(rows())
    assert missing == set()


def test_every_word_of_the_glossary_is_one_that_the_library_writes():
    assert sorted(set(rows()) - pairs()) == []


def test_no_row_stands_there_twice():
    assert len(rows()) == len(set(rows()))
    assert len(rows()) > 80

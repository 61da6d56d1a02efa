"""What is said to a reader: pairs of templates only, so that a third language is translations."""

import ast
import functools
import re
import string
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from result_examples import MADE, Examples
from template_calls import faults, faults_of_writing, fields, is_text, template_calls

import vocvalue
from vocvalue.results.numerals import NOUNS
from vocvalue.results.spans import UNITS
from vocvalue.results.tongues import ENGLISH, TONGUES

ROOT = Path(vocvalue.__file__).parent

# These pass on what they are given, or take templates from a table that a test below holds to
# the same.
PASSING_ON = {
    ("results/notes.py", "of"),
    ("results/notes.py", "counted"),
    ("results/texts.py", "pair"),
    ("results/numerals.py", "counted"),
    ("results/spans.py", "length"),
    ("results/kept.py", "text_of"),
}

LEFT_OVER = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")


@functools.cache
def modules():
    paths = sorted(ROOT.rglob("*.py"))
    return [(path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))) for path in paths]


def test_texts_are_pairs_of_constant_templates_with_the_same_fields():
    wrong = [
        f"{path}:{call.node.lineno}: {fault}"
        for path, tree in modules()
        for call in template_calls(tree)
        if (path.as_posix(), call.within) not in PASSING_ON
        for fault in faults(call)
    ]
    assert wrong == []


@pytest.mark.parametrize("table", [NOUNS, UNITS])
def test_what_is_counted_has_its_number_in_every_form(table):
    for one, more, zh in table.values():
        assert fields(one) == fields(more) == fields(zh) == {"n"}
        assert faults_of_writing(one, zh) == faults_of_writing(more, zh) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("pair(f'{a}', '甲')", "not two constants"),
        ("Note.of('a', '甲' if x else '乙')", "not two constants"),
        ("pair('{a} {b}', '{a}', a=1, b=2)", "fields differ"),
        ("pair('{a}', '{a}')", "not its parts"),
        ("Note.counted(n, '{n} rows', '{n} 行', name='x')", "not its parts"),
        ("def f():\n  x = {'b': 1}\n  return pair('{a}', '{a}', **x)", "not its parts"),
        ("def f(x):\n  return pair('{a}', '{a}', b=2, **x)", "not its parts"),
        ("pair('ten', '十, 百')", "Chinese holds"),
        ("pair('{a}', '共 {a}(全部)', a=1)", "Chinese holds"),
        ("pair('10 % of all', '全部的 10%')", "English holds"),
        ("pair('十', '十')", "English holds"),
    ],
)
def test_what_is_wrong_with_a_text_is_found(source, fault):
    (call,) = template_calls(ast.parse(source))
    assert any(fault in found for found in faults(call))


@pytest.mark.parametrize(
    "source",
    [
        "pair('{a} of all', '全部的 {a}', a=percent(0.5))",
        "Note.counted(n, '{n} rows (of {all}).', '{all} 行中的 {n} 行（见上）。', all=3)",
        "def f():\n  x = {'a': 1}\n  return pair('{a} of {b}', '{b} 的 {a}', b=2, **x)",
        "def f():\n  return pair('{a}', '{a}', **g())\ndef g():\n  return {'a': 1}",
        "Note.of('Pass zeros=\"drop\".', '请用 zeros=\"drop\"。', count=2, bears_on='claim')",
    ],
)
def test_what_is_right_with_a_text_is_left_alone(source):
    (call,) = template_calls(ast.parse(source))
    assert faults(call) == []


def language_codes(tree):
    """Yield where a language is asked for by its code, but in what is taken without an argument."""
    defaults = {
        id(value)
        for node in ast.walk(tree)
        if isinstance(node, ast.arguments)
        for value in [*node.defaults, *node.kw_defaults]
    }
    for node in ast.walk(tree):
        if is_text(node) and node.value in TONGUES and id(node) not in defaults:
            yield node


def reads_what_customers_wrote(path):
    """Whether a file asks in which language a text was written, and not in which it is read."""
    is_said = any(word in path.stem for word in ("words", "picture", "notes", "result"))
    return not is_said and (
        path.parts[0] == "signals" or path.parts[:2] == ("datasets", "comments")
    )


def test_no_code_of_a_language_stands_outside_results():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        if path.parts[0] != "results" and not reads_what_customers_wrote(path)
        for node in language_codes(tree)
    ]
    assert found == []


@pytest.mark.parametrize("source", ["language == 'zh'", "{'en': 1}[language]", "x in ('en',)"])
def test_a_branch_on_the_language_is_found(source):
    assert len(list(language_codes(ast.parse(source)))) == 1
    assert not list(language_codes(ast.parse("def statement(language='en'): ...")))


class Shouted(Mapping):
    """Translations of every English template into one of capitals, its fields as they are."""

    def __getitem__(self, template):
        parts = string.Formatter().parse(template)
        return "".join(
            words.upper() + ("" if name is None else f"{{{name}}}") for words, name, _, _ in parts
        )

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


class ShoutedNames(Shouted):
    """A label of capitals for every column and group."""

    def __getitem__(self, name):
        return name.upper()


# The locale's letters are not Latin, so that no word of its own reads as English left.
# Columns and groups are read by labels of capitals, too.
SHOUTED = replace(ENGLISH, code="xx", locale="el_GR", translations=Shouted(), labels=ShoutedNames())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    examples = Examples("pandas", tmp_path_factory.mktemp("texts"))
    return functools.cache(lambda name: MADE[name](examples))


def everything_said(result, language):
    yield result.statement(language)
    for label, figure in result.headlines(language):
        yield label
        yield figure
    yield from result.summary(language).splitlines()
    for note in result.notes:
        yield note.text(language)


def methods_of(result):
    """Return the methods of a result's estimates, which bear their names in every language."""
    held = [result, *vars(result).values(), *result.figures().values()]
    return {it.method for it in held if isinstance(getattr(it, "method", None), str)} - {""}


@pytest.mark.parametrize("name", MADE)
def test_a_third_language_is_written_by_translations_alone(name, made, monkeypatch):
    result = made(name)
    monkeypatch.setitem(TONGUES, "xx", SHOUTED)
    methods = methods_of(result)
    left = [
        text
        for text in everything_said(result, "xx")
        if LEFT_OVER.search(
            functools.reduce(lambda rest, name: rest.replace(name, ""), methods, text)
        )
    ]
    assert left == []
    assert result.statement("xx") != result.statement("en")


UNLIKE_CHINESE = re.compile(
    r"[\u4e00-\u9fff] \d+年[\d第]"  # a space before a date
    r"|[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]"  # a mark of half width
    r"|[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]"  # no space beside a foreign word
    r"|(?![年月第])[\u4e00-\u9fff](?!\d+年[\d第])\d|\d(?![年月日季])[\u4e00-\u9fff]"  # or a figure
)


@pytest.mark.parametrize("name", MADE)
def test_what_is_put_together_in_chinese_is_set_as_chinese_is(name, made):
    texts = everything_said(made(name), "zh")
    assert [text for text in texts if UNLIKE_CHINESE.search(text)] == []


@pytest.mark.parametrize(
    "text",
    ["截至 2024年6月30日", "共 3 位(含退款)", "actionability真实均值", "贬损者57 份答卷", "57份"],
)
def test_what_is_not_set_as_chinese_is_is_found(text):
    assert UNLIKE_CHINESE.search(text)
    assert not UNLIKE_CHINESE.search("截至2024年6月30日，NPS 为 57（2024年第3季度）")

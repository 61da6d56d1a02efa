"""What is said to a reader: pairs of templates only, so that a third language is translations."""

import ast
import functools
import re
import string
from collections.abc import Mapping
from pathlib import Path

import pytest
from result_examples import MADE, Examples

import vocvalue
from vocvalue.results import Result
from vocvalue.results.numerals import NOUNS
from vocvalue.results.spans import UNITS
from vocvalue.results.tongues import TONGUES, Tongue

ROOT = Path(vocvalue.__file__).parent
BEING_CONVERTED = ("clv", "datasets", "duration.py", "lift", "survey")
"""Rooms that write by `results.former` or branch on a language: each goes once none of it does."""

TEMPLATES = {"pair": 0, "Pair": 0, "of": 0, "counted": 1}
"""Where among the arguments of a call the English template stands; the Chinese one follows."""
OF_NOTES = {"count", "bears_on"}
# These take templates from a table that a test below holds to the same, or pass theirs on.
PASSING_ON = {("notes", "of"), ("notes", "counted"), ("numerals", "counted"), ("spans", "length")}
PASSING_ON |= {("texts", "pair")}

HAN = r"\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}]\s?[,:;()!?]|[,:;()!?]\s?[{HAN}]|\}}[,;!?(]|\)\{{|％")
FULL_WIDTH = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef]")
SET_OFF = re.compile(r"[}\d] %")
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")


@functools.cache
def modules():
    paths = sorted(ROOT.rglob("*.py"))
    return [(path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))) for path in paths]


def is_former(tree):
    """Whether a module writes by what results were written by before they stood in pairs."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return any((node.module or "").endswith("results.former") for node in imports)


def converted():
    for path, tree in modules():
        if path.parts[0] not in BEING_CONVERTED and path.name != "former.py":
            yield path, tree


def functions(tree):
    """Yield each call with the name of the function that it stands in."""
    inside = {}
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            is_function = isinstance(node, ast.FunctionDef)
            inside[child] = node.name if is_function else inside.get(node, "")
            if isinstance(child, ast.Call):
                yield inside[child], child


def called(call):
    """Return the name of a function that takes templates, or None."""
    function = call.func
    if isinstance(function, ast.Name) and function.id in {"pair", "Pair"}:
        return function.id
    if isinstance(function, ast.Attribute) and function.attr in {"of", "counted"}:
        owner = function.value
        return (
            function.attr if isinstance(owner, ast.Name) and owner.id in {"Note", "cls"} else None
        )
    return None


def template_calls(tree, module):
    for function, call in functions(tree):
        name = called(call)
        if name is not None and (module, function) not in PASSING_ON:
            yield name, call


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def faults(name, call):
    """Return what is wrong with a call that takes a pair of templates."""
    at = TEMPLATES[name]
    templates = call.args[at : at + 2]
    if len(templates) < 2 or not all(map(is_text, templates)):
        return ["its templates are not two constants"]
    if any(word.arg is None for word in call.keywords):
        return ["its parts are not named where it stands"]
    en, zh = (node.value for node in templates)
    passed = {word.arg for word in call.keywords}
    if name in {"of", "counted"}:
        passed -= OF_NOTES
    if name == "counted":
        passed |= fields(en) & {"n"}
    wrong = []
    if fields(en) != fields(zh):
        wrong.append(f"fields differ: {sorted(fields(en) ^ fields(zh))}")
    if fields(en) | fields(zh) != passed:
        wrong.append(f"fields are not its parts: {sorted((fields(en) | fields(zh)) ^ passed)}")
    return wrong + faults_of_writing(en, zh)


def faults_of_writing(en, zh):
    wrong = [f"English holds {found[0]!r}" for found in [FULL_WIDTH.search(en)] if found]
    wrong += [f"English holds {found[0]!r}" for found in [SET_OFF.search(en)] if found]
    has_han = re.search(f"[{HAN}]", zh)
    return wrong + [f"Chinese holds {it[0]!r}" for it in [HALF_WIDTH.search(zh)] if it and has_han]


def test_texts_are_pairs_of_constant_templates_with_the_same_fields():
    wrong = [
        f"{path}:{call.lineno}: {fault}"
        for path, tree in converted()
        for name, call in template_calls(tree, path.stem)
        for fault in faults(name, call)
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
        ("pair('{a}', '{a}', **parts)", "not named"),
        ("pair('ten', '十, 百')", "Chinese holds"),
        ("pair('{a}', '共 {a}(全部)', a=1)", "Chinese holds"),
        ("pair('10 % of all', '全部的 10%')", "English holds"),
        ("pair('十', '十')", "English holds"),
    ],
)
def test_what_is_wrong_with_a_text_is_found(source, fault):
    ((name, call),) = template_calls(ast.parse(source), "any")
    assert any(fault in found for found in faults(name, call))


@pytest.mark.parametrize(
    "source",
    [
        "pair('{a} of all', '全部的 {a}', a=percent(0.5))",
        "Note.counted(n, '{n} rows (of {all}).', '{all} 行中的 {n} 行（见上）。', all=3)",
        "Note.of('Pass zeros=\"drop\".', '请用 zeros=\"drop\"。', count=2, bears_on='claim')",
    ],
)
def test_what_is_right_with_a_text_is_left_alone(source):
    ((name, call),) = template_calls(ast.parse(source), "any")
    assert faults(name, call) == []


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


def test_no_code_of_a_language_stands_outside_results():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in converted()
        if path.parts[0] != "results"
        for node in language_codes(tree)
    ]
    assert found == []


@pytest.mark.parametrize("source", ["language == 'zh'", "{'en': 1}[language]", "x in ('en',)"])
def test_a_branch_on_the_language_is_found(source):
    assert len(list(language_codes(ast.parse(source)))) == 1
    assert not list(language_codes(ast.parse("def statement(language='en'): ...")))


@pytest.mark.parametrize("room", BEING_CONVERTED)
def test_a_room_that_is_converted_is_no_longer_excepted(room):
    trees = [tree for path, tree in modules() if path.parts[0] == room]
    assert any(is_former(tree) or any(language_codes(tree)) for tree in trees)


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


# The locale's letters are not Latin, so that no word of its own reads as English left.
SHOUTED = Tongue(
    code="xx",
    locale="el_GR",
    between=" ",
    amount="{number} {unit}",
    shortened="{number} {magnitude} {unit}",
    translations=Shouted(),
)


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    return Examples("pandas", tmp_path_factory.mktemp("texts"))


def is_written_by_pairs(result):
    return all(
        getattr(type(result), name) is getattr(Result, name)
        for name in ("statement", "headlines", "summary")
    )


def everything_said(result, language):
    yield result.statement(language)
    for label, figure in result.headlines(language):
        yield label
        yield figure
    yield from result.summary(language).splitlines()
    for note in result.notes:
        yield note.text(language)


@pytest.mark.parametrize("name", MADE)
def test_a_third_language_is_written_by_translations_alone(name, examples, monkeypatch):
    result = MADE[name](examples)
    if not is_written_by_pairs(result):
        assert type(result).__module__.split(".")[1] in BEING_CONVERTED
        return
    monkeypatch.setitem(TONGUES, "xx", SHOUTED)
    left = [text for text in everything_said(result, "xx") if ENGLISH.search(text)]
    assert left == []
    assert result.statement("xx") != result.statement("en")

"""Calls and commands stand on the pages with the arguments that they take."""

import ast
import doctest
import inspect
import re
import shlex
from operator import attrgetter

import click
import pytest
from public_names import METHODS
from test_docs import PAGES, name_of, text_of

import vocvalue
from vocvalue.commands import program

OF_OTHER_LIBRARIES = {"lifetimes", "pymc_marketing", "statsmodels", "tea_tasting"}
BLOCK = re.compile(r"(?ms)^```(?:python|\{code-cell\}[^\n]*)\n(.*?)^```$")
FENCED = re.compile(r"(?ms)^```.*?^```$")
SPAN = re.compile(r"(?<!`)`([^`\n]+\))`(?!`)")


def code_of(page):
    """Return the code of a page: its blocks without prompts, and the spans that are calls."""
    text = text_of(page)
    for block in BLOCK.findall(text):
        examples = doctest.DocTestParser().get_examples(block)
        yield "".join(it.source for it in examples) or re.sub(r"(?m)^:.*$", "", block)
    for span in SPAN.findall(FENCED.sub("", text)):
        # What is left to the reader: `fit(rfm, unit=)`, `nps(scores, survey="x", ...)`.
        filled = re.sub(r"=(?=[,)])", "=0", span)
        yield re.sub(r"(?:, )?\.\.\.\)", ")", filled).lstrip(".")


def parsed(code):
    try:
        return ast.parse(code)
    except SyntaxError:
        return ast.Module([], [])


def calls_of(page):
    trees = map(parsed, code_of(page))
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(page, call):
    """Return what may be called, or nothing where it is no matter of this library."""
    name = re.sub(r"^(vv|vocvalue)\.", "", ast.unparse(call.func))
    try:
        return [attrgetter(name)(vocvalue)]
    except AttributeError:
        # A method of a result; of which class it is, no page says.
        ours = page.stem not in OF_OTHER_LIBRARIES and isinstance(call.func, ast.Attribute)
        return [it for of, it in METHODS.items() if ours and of.endswith(f".{call.func.attr}")]


def takes(function, call):
    """Return whether a function can be called so; the object of a method is one more argument."""
    given = [it for it in call.args if ast.unparse(it)[:1] != "*" and ast.unparse(it) != "..."]
    names = {it.arg: None for it in call.keywords if it.arg}
    try:
        inspect.signature(function).bind_partial(*given, **names)
    except TypeError:
        return False
    return True


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("vv.clv.predict(orders, margin=0.4)", True),
        ("vv.clv.predict(orders, margins=0.4)", False),
        ("table.conversion_value('detractor', 'passive', share=0.01)", True),
        ("table.conversion_value('detractor', 'passive', part=0.01)", False),
    ],
)
def test_an_argument_that_is_not_taken_is_seen(code, right):
    [call] = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    assert [takes(it, call) for it in called(PAGES[0], call)] == [right]


@pytest.mark.parametrize("page", list(filter(calls_of, PAGES)), ids=name_of)
def test_calls_on_a_page_have_arguments_that_are_taken(page):
    may_be = [(call, called(page, call)) for call in calls_of(page)]
    wrong = [call for call, of in may_be if of and not any(takes(it, call) for it in of)]
    assert [ast.unparse(call) for call in wrong] == []


def commands_of(page):
    blocks = "\n".join(re.findall(r"(?ms)^```sh\n(.*?)^```$", text_of(page)))
    return re.findall(r"(?m)^vocvalue (.*)$", blocks.replace("\\\n", " "))


@pytest.mark.parametrize("page", list(filter(commands_of, PAGES)), ids=name_of)
def test_commands_on_a_page_have_options_that_are_known(page):
    for line in commands_of(page):
        name, *words = shlex.split(line.partition(" | ")[0], comments=True)
        command = program.commands[name]
        # Raises where an option is unknown or lacks its value.
        if words != ["--help"]:
            command.parse_args(click.Context(command, info_name=name), words)

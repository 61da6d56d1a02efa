"""Help shows examples, and the defaults that it names are those of the library."""

import dataclasses
import inspect
import re
import shlex
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest

import vocvalue as vv
from vocvalue.commands import program

COMMANDS = program.commands
# What each command calls: the option of a name is an argument or a field of one of these.
CALLS = {
    "predict": [vv.clv.predict, vv.Orders],
    "nps": [
        *(vv.survey.cross_analysis, vv.survey.SegmentTable.conversion_value, vv.survey.trend),
        *(vv.Responses, vv.Orders),
    ],
    "lift": [
        *(vv.lift.experiment, vv.lift.retention_test, vv.lift.RetentionLift.money),
        *(vv.Assignments, vv.Outcomes, vv.Orders),
    ],
    "issues": [vv.issues.rank, vv.Problems, vv.Orders],
}
OPTIONS = [
    pytest.param(name, option, id=f"{name} {option.opts[0]}")
    for name in CALLS
    for option in COMMANDS[name].params
    if isinstance(option, click.Option) and re.search(r"\[default: ", option.help or "")
]
# Said in other words than the value: a sentence, or where a table has its column by default.
IN_WORDS = {
    "margin": None,
    "observation_end": None,
    "survey_column": None,
    "order_id": None,
    "polarity": None,
    "delimiter": None,
    "encoding": None,
    "sheet": None,
    "timestamp_format": None,
    "control_arm": "control",
}


def defaults_of(call):
    if isinstance(call, type):
        return {it.name: it.default for it in dataclasses.fields(call)}
    return {name: it.default for name, it in inspect.signature(call).parameters.items()}


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_a_default_named_in_the_help_is_that_of_the_library(command, option):
    assert option.default is None or option.default is False or "UNSET" in repr(option.default)
    known = {k: v for call in reversed(CALLS[command]) for k, v in defaults_of(call).items()}
    named = re.search(r"\[default: (.*)\]", option.help)[1]
    if option.name in IN_WORDS:
        assert IN_WORDS[option.name] in (None, named)
        return
    default = known[option.name]
    assert named in {str(default), f"{default:.2f}" if isinstance(default, float) else str(default)}


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"demo"}))
def test_help_shows_examples_that_can_be_parsed(name, call):
    said = call(name, "--help")
    assert said.code == 0
    text = said.out.replace("\\\n", " ")
    examples = re.findall(rf"^ +vocvalue {name} (.*)$", text, re.MULTILINE)
    assert examples
    for example in examples:
        command = COMMANDS[name]
        context = click.Context(command, info_name=name)
        # Raises where an option is unknown or lacks its value.
        command.parse_args(context, shlex.split(example))


def test_the_program_names_every_command_and_its_exit_codes(call):
    said = call("--help")
    assert set(COMMANDS) <= set(re.findall(r"^  (\w+)", said.out, re.MULTILINE))
    assert "Exit codes: 0 success, 1 the data cannot be used, 2 the command was called" in said.out
    assert call("--version").out == f"vocvalue, version {vv.__version__}\n"


def test_the_console_script_is_the_program():
    project = tomllib.loads(
        (Path(vv.__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    )["project"]
    module, _, function = project["scripts"]["vocvalue"].partition(":")
    assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize("folder", ["docs", "docs/zh"])
def test_the_page_on_the_command_line_names_every_command(folder):
    page = Path(vv.__file__).parents[1] / folder / "command_line.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"vocvalue {name}" not in text] == []

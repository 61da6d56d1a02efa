"""Exit codes: 0 success, 1 the data, 2 the call; a message in one line and never a traceback."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import vocvalue as vv
from vocvalue.commands import program
from vocvalue.commands.demo import TERMS, sample_tables
from vocvalue.errors import ParameterError


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["predict", "nothing.csv"], 1, "'nothing.csv' cannot be read: there is no such file"),
        (["predict", "{orders}", "--amount", "price"], 1, "the order table has no column 'price'"),
        (["predict", "{orders}", "--margin", "40"], 2, "Write 40% as 0.40"),
        (["predict", "{orders}", "--horizon", "12"], 2, "horizon"),
        (["predict", "{orders}", "--margins", "0.4"], 2, "No such option"),
        (["predict", "{orders}", "--model", "arima"], 2, "'bg-nbd', 'mbg-nbd', 'pareto-nbd'"),
        (["predict", "{orders}", "--output", "x.docx"], 2, "must end in .csv, .parquet, .xlsx"),
        (["predict", "{orders}", "--output", "no/x.csv"], 1, "'no/x.csv' cannot be written"),
        (["predict", "{orders}", "--label", "tier"], 2, "'tier' must be NAME=LABEL"),
        (["predict", "{orders}", "--encoding", "utf-99"], 2, "utf-99"),
        (["predict"], 2, "Missing argument 'ORDERS'"),
        (["nps", "{orders}"], 1, "score"),
        (["nps", "{responses}"], 2, "survey"),
        (
            [
                "nps",
                "{responses}",
                "--orders",
                "{orders}",
                "--survey",
                "nps",
                "--convert",
                "detractor",
                "fan",
            ],
            2,
            "fan",
        ),
        (["lift"], 2, "Pass ASSIGNMENTS, or both --treated and --control"),
        (["lift", "--treated", "600", "500", "--control", "1", "2"], 1, "600"),
        (["lift", "a.csv", "--treated", "1", "2", "--control", "1", "2"], 2, "not both"),
        (["lift", "{orders}", "--orders", "{orders}", "--window", "30 days"], 1, "'arm'"),
        (["issues", "{responses}"], 2, "Missing option '--orders'"),
        (["forecast"], 2, "No such command 'forecast'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_refused_says_why_and_ends_with_its_code(words, code, message, call, folder):
    files = {name: folder / f"{name}.csv" for name in ("orders", "responses")}
    said = call(*(word.format(**files) for word in words))
    assert said.code == code
    assert message in said.err
    assert said.out == ""
    assert "Traceback" not in said.err


MODES = {
    "predict": ("predict", "a.csv"),
    "nps": ("nps", "a.csv"),
    "nps with orders": ("nps", "a.csv", "--orders", "b.csv", "--covariates", "c.csv"),
    "lift of counts": ("lift", "--treated", "3", "4", "--control", "1", "4"),
    "lift with orders": ("lift", "a.csv", "--orders", "b.csv"),
    "lift with outcomes": ("lift", "a.csv", "--outcomes", "b.csv"),
    "issues": ("issues", "a.csv", "--orders", "b.csv", "--covariates", "c.csv"),
}
AFTERWARDS = {"value", "convert", "language", "labels", "as_json", "output", "help"}
"""Options that are looked at when there is a result."""


@pytest.mark.parametrize("words", MODES.values(), ids=MODES)
def test_an_option_is_passed_on_or_refused_and_never_ignored(words, call, monkeypatch):
    asked = []

    def recorded(*args, **kwargs):
        asked.append(
            [vars(it) if dataclasses.is_dataclass(it) else it for it in (*args, *kwargs.values())]
        )
        raise ParameterError("the library was asked")

    for room, name in (
        *((vv.clv, "predict"), (vv.survey, "trend"), (vv.survey, "cross_analysis")),
        *((vv.lift, "retention_test"), (vv.lift, "experiment"), (vv.issues, "rank")),
    ):
        monkeypatch.setattr(room, name, recorded)
    call(*words)
    [plainly] = asked
    command = program.commands[words[0]]
    for option in command.params:
        if not isinstance(option, click.Option) or option.name in AFTERWARDS:
            continue
        is_later = option.name == "level" and words[:2] == ("lift", "a.csv")
        if is_later or option.opts[0] in words:
            continue
        asked.clear()
        said = call(*words, option.opts[0], *some_value(option))
        assert said.code == 2
        if "the library was asked" not in said.err:
            assert option.opts[0] in said.err
            continue
        assert asked != [plainly], option.name


def some_value(option):
    if option.is_flag:
        return []
    of = option.type
    one = of.choices[-1] if isinstance(of, click.Choice) else "3" if of.name != "text" else "x"
    return [one] * option.nargs


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (OSError(28, "No space left on device"), 1, "cannot be written: .*No space left"),
    ],
    ids=["keyboard", "full disk"],
)
def test_a_run_that_is_cut_short_shows_no_traceback(call, monkeypatch, error, code, message):
    def cut_short(*_, **__):
        raise error

    monkeypatch.setattr(vv.lift, "retention_test", cut_short)
    said = call("lift", "--treated", 3, 4, "--control", 1, 4)
    assert (said.code, said.out) == (code, "")
    assert re.search(message, said.err)


def test_a_file_that_was_there_survives_a_failed_run(call, folder, tmp_path, monkeypatch):
    target = tmp_path / "customers.csv"
    target.write_text("as it was", encoding="utf-8")

    def full(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = call("predict", folder / "orders.csv", "--output", target)
    assert said.code == 1
    assert "No space left on device" in said.err
    assert target.read_text(encoding="utf-8") == "as it was"
    assert [it.name for it in tmp_path.iterdir()] == ["customers.csv"]


def run(*words, folder):
    return subprocess.run(
        [sys.executable, "-m", "vocvalue", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(vv.__file__).parents[1]), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_a_process_ends_with_its_code_and_without_a_traceback(tmp_path):
    ended = run("-v", "predict", "orders.csv", folder=tmp_path)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == "Error: 'orders.csv' cannot be read: there is no such file.\n"


def test_the_demo_runs_anywhere_and_leaves_the_report_in_both_languages(tmp_path):
    ended = run("demo", folder=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    report = vv.report.programme(**sample_tables(), **TERMS)
    for language, name in (("en", "vocvalue_report.html"), ("zh", "vocvalue_report_zh.html")):
        assert report.statement(language) in ended.stdout
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert f'<html lang="{language}' in page
        assert report.findings[0].result.statement(language).split("(")[0][:30] in page

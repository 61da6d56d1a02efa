"""The READMEs quote what their code prints, and show commands that the program has.

Statements that stand in both languages run once, on the sample data. The quotations from Online
Retail, which is not in the repository, are compared where `VOCVALUE_DATA` names a folder with it.
"""

import ast
import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import vocvalue as vv
from vocvalue.commands import program

ROOT = Path(__file__).parents[1]
TEXTS = {
    "en": (ROOT / "README.md").read_text(encoding="utf-8"),
    "zh": (ROOT / "README.zh.md").read_text(encoding="utf-8"),
}
BLOCK = re.compile(r"(?ms)^```python\n(.*?)^```$(?:\n\n```\n(.*?)^```$)?")
BLOCKS = {language: BLOCK.findall(text) for language, text in TEXTS.items()}
QUOTED = [
    pytest.param(language, number, id=f"{language}-{number}")
    for language, blocks in BLOCKS.items()
    for number, (code, quotation) in enumerate(blocks)
    if quotation and "online_retail" not in code
]
[RETAIL] = [number for number, (code, _) in enumerate(BLOCKS["en"]) if "online_retail" in code]
COMMANDS = re.findall(r"(?m)^vocvalue (.*)$", TEXTS["en"])


def flowing(text, language):
    """Return a text as it is before its lines are filled: Chinese breaks between characters."""
    return {"en": " ", "zh": ""}[language].join(text.split())


def run(code, names, *, but=()):
    """Run the statements of a block that are not among those of another; return what is printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for statement in ast.parse(code).body:
            if ast.dump(statement) not in but:
                tree = ast.Module([statement], [])
                exec(compile(tree, "README", "exec"), names)  # noqa: S102 (code of this repository)
    return printed.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The tables that the READMEs name, made of the samples."""
    place = tmp_path_factory.mktemp("readme")
    shop, problems = vv.datasets.load_sample(), vv.datasets.load_problem_sample()
    answers = shop.responses[shop.responses["survey"] == "nps"]
    retail = shop.orders.set_axis(["CustomerID", "order", "InvoiceDate", "UnitPrice"], axis=1)
    shop.orders.to_parquet(place / "orders.parquet")
    shop.orders.to_csv(place / "orders.csv", index=False)
    answers.to_parquet(place / "responses.parquet")
    shop.responses.to_csv(place / "responses.csv", index=False)
    retail.assign(Quantity=1).to_parquet(place / "online_retail.parquet")
    (place / "problems").mkdir()
    problems.orders.to_csv(place / "problems" / "orders.csv", index=False)
    problems.mentions.to_csv(place / "problems" / "mentions.csv", index=False)
    return place


@pytest.fixture(scope="module")
def printed(folder):
    """What each block prints, by language and number, each run in the folder once."""
    names, said = {}, {}
    with contextlib.chdir(folder):
        for number, ((english, _), (chinese, _)) in enumerate(zip(*BLOCKS.values(), strict=True)):
            said["en", number] = run(english, names)
            done = {ast.dump(statement) for statement in ast.parse(english).body}
            said["zh", number] = run(chinese, names, but=done)
    return said


@pytest.mark.parametrize(("language", "number"), QUOTED)
def test_a_block_prints_what_is_quoted_below_it(printed, language, number):
    quotation = flowing(BLOCKS[language][number][1], language)
    assert flowing(printed[language, number], language) == quotation


def test_what_a_block_prints_is_quoted(printed):
    quoted = {key for key, said in printed.items() if BLOCKS[key[0]][key[1]][1]}
    assert {key for key, said in printed.items() if said} == quoted


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(folder, command):
    words = shlex.split(command)
    with contextlib.chdir(folder / "problems" if words[0] == "issues" else folder):
        result = CliRunner().invoke(program, words, catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_targets_of_make_are_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {name for text in TEXTS.values() for name in re.findall(r"`?make ([a-z-]+)\b", text)}
    assert {"demo", "test"} <= named
    assert {name for name in named if not re.search(rf"(?m)^{name}:", makefile)} == set()


def undetermined(text):
    """Return a text without the two parameters along which the likelihood is flat."""
    return re.sub(r"\b([ab]) = [\d.,]*\d", r"\1 = …", text)


@pytest.mark.skipif(
    "VOCVALUE_DATA" not in os.environ, reason="VOCVALUE_DATA names no folder with Online Retail"
)
@pytest.mark.filterwarnings("ignore:The likelihood is flat")
@pytest.mark.parametrize("language", TEXTS)
def test_what_is_quoted_of_online_retail_holds(monkeypatch, language):
    monkeypatch.chdir(os.environ["VOCVALUE_DATA"])
    code, quotation = BLOCKS[language][RETAIL]
    said = run(code, {"vv": vv})
    assert flowing(undetermined(said), language) == flowing(undetermined(quotation), language)

    columns = {
        it.arg: ast.literal_eval(it.value)
        for it in ast.parse(code).body[0].value.keywords
        if it.arg in {"customer_id", "timestamp", "amount", "quantity", "currency"}
    }
    checked = vv.clv.backtest("online_retail.parquet", calibration_end="2011-06-30", **columns)
    below = "\n".join(re.findall(r"(?m)^> (.*)$", TEXTS[language]))
    assert flowing(checked.statement(language), language) == flowing(below, language)

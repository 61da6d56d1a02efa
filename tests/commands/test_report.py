"""`vocvalue report` makes of a file the page that the library makes."""

import json
import re
import shutil
from pathlib import Path

import pytest

import vocvalue as vv
from vocvalue.datasets.sample import sample_folder

TABLES = ("orders", "responses", "tickets", "insights", "actions", "stakeholder_answers")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    place = tmp_path_factory.mktemp("company")
    for name in (*(f"{table}.csv" for table in TABLES), "company.toml"):
        shutil.copy(sample_folder() / name, place / name)
    return place / "company.toml"


def test_a_file_becomes_the_page_that_it_names(call, company):
    said = call("report", company)
    page = company.parent / "vocvalue_report.html"
    assert said.code == 0
    assert said.out == f"{vv.report.from_file(company).statement()}\n\n{page}\n"
    assert "The sample shop" in page.read_text(encoding="utf-8")


def test_a_later_page_stands_beside_an_earlier_one(call, company, tmp_path):
    first, page = tmp_path / "first.json", tmp_path / "page.md"
    assert call("report", company, "--output", first).code == 0
    words = ("--output", page, "--earlier", first, "--language", "zh", "--json")
    said = call("report", company, *words)
    told = json.loads(said.out)
    assert (said.code, told["language"]) == (0, "zh")
    assert len(told["findings"]) == 4
    assert "first.json" in page.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_refused_before_a_table_is_read(call, tmp_path):
    path = Path(tmp_path) / "company.toml"
    path.write_text("[orders]\npath = 'none.csv'", encoding="utf-8")
    for name, code, message in (("x.docx", 2, "must end in"), ("no/x.html", 1, "no folder")):
        said = call("report", path, "--output", tmp_path / name)
        assert (said.code, message in said.err) == (code, True)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("[order]\npath = 'a.csv'", 2, "Did you mean 'orders'?"),
        ("[orders]\npath = 'none.csv'", 1, "Asked what customers are worth: .*none.csv"),
        ("[orders", 1, "is not valid TOML"),
    ],
)
def test_a_file_that_is_wrong_is_said_without_a_traceback(call, tmp_path, text, code, message):
    path = Path(tmp_path) / "company.toml"
    path.write_text(text, encoding="utf-8")
    said = call("report", path)
    assert said.code == code
    assert said.err.startswith("Error: ")
    assert re.search(message, said.err)

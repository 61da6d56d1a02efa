"""A release holds the package, the sample shop and the licence, and is used before it is made."""

import importlib
import tomllib
from email.message import Message
from pathlib import Path

import pytest

import vocvalue

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LICENCE = "vocvalue-0.1.0.dist-info/licenses/LICENSE"


@pytest.fixture(scope="module")
def release():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / ".ci"))
        patch.chdir(ROOT)
        yield importlib.import_module("release")


@pytest.fixture(scope="module")
def every_room():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / ".ci"))
        yield importlib.import_module("every_room")


def test_the_wheel_should_hold_package_and_sample_and_no_more(release):
    wanted = release.expected()
    assert {*release.NEEDED_IN_WHEEL} <= wanted
    assert "vocvalue/datasets/sample_data/gold/signals_gold_zh.csv" in wanted
    assert not [name for name in wanted if "__pycache__" in name or name.endswith(".pyc")]
    assert not [name for name in wanted if not name.startswith("vocvalue/")]


def test_a_wheel_as_it_should_be_has_no_faults(release):
    wanted = release.expected()
    assert release.faults_of_names(wanted | {LICENCE}, wanted) == []


@pytest.mark.parametrize(
    ("lost", "fault"),
    [
        ("vocvalue/py.typed", "missing from the wheel: vocvalue/py.typed"),
        ("vocvalue/signals/lexicon/zh.toml", "missing from the wheel: vocvalue/signals/lexicon/z"),
        ("vocvalue/datasets/sample_data/orders.csv", "missing from the wheel: vocvalue/datasets"),
        (LICENCE, "missing from the wheel: LICENSE"),
    ],
)
def test_what_a_wheel_lacks_is_named(release, lost, fault):
    wanted = release.expected()
    (said,) = release.faults_of_names((wanted | {LICENCE}) - {lost}, wanted - {lost})
    assert said.startswith(fault)


@pytest.mark.parametrize("stray", ["tests/test_release.py", "notebooks/01_clv.ipynb", "clv.csv"])
def test_what_a_wheel_should_not_hold_is_named(release, stray):
    wanted = release.expected()
    said = release.faults_of_names(wanted | {LICENCE, stray}, wanted)
    assert said == [f"in the wheel, and no part of the package: {stray}"]


def test_metadata_that_differ_from_the_project_are_named(release):
    metadata = Message()
    metadata["Name"], metadata["Version"] = PROJECT["name"], "0.0.9"
    metadata["Requires-Python"], metadata["License-Expression"] = ">=3.11", "MIT"
    metadata.set_payload("What it is.")
    said = release.faults_of_metadata(metadata)
    assert said == [f"Version in the wheel is 0.0.9, in pyproject.toml {PROJECT['version']}"]


def test_a_link_that_leads_nowhere_from_a_package_index_is_named(release):
    metadata = Message()
    keys = {"Name": "name", "Version": "version", "Requires-Python": "requires-python"}
    for key, name in {**keys, "License-Expression": "license"}.items():
        metadata[key] = PROJECT[name]
    metadata.set_payload("[a](docs/a.md), [b](https://b.example/), [c](#c)")
    (said,) = release.faults_of_metadata(metadata)
    assert said.endswith("leads nowhere from a package index: docs/a.md")


def test_an_sdist_is_compared_with_what_it_is_for(release):
    whole = {*release.NEEDED_IN_SDIST}
    assert release.faults_of_sdist(whole) == []
    assert all((ROOT / name).exists() for name in whole)
    said = release.faults_of_sdist((whole - {"LICENSE"}) | {"docs/_build/html/index.html"})
    assert said == [
        "missing from the sdist: LICENSE",
        "in the sdist, and made by a tool: docs/_build/html/index.html",
    ]


@pytest.mark.parametrize(("fails", "code"), [("neither", 0), ("python", 1), ("vocvalue", 1)])
def test_a_release_that_fails_in_use_fails_the_check(release, tmp_path, fails, code):
    # Stand-ins for the Python and the command of an environment, of which one fails.
    for name in ("python", "vocvalue"):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {3 if name == fails else 0}\n")
        (tmp_path / name).chmod(0o755)
    assert release.used(str(tmp_path / "python"), tmp_path) == code


def test_a_floor_that_is_not_to_be_had_fails_the_check(release, monkeypatch, tmp_path, capsys):
    stand_ins = {
        "path_of_uv": lambda: "uv",
        "made": lambda *_: "python",
        "installed": lambda *_: ["numpy==2.0.2"],
        "requirements": lambda: ["numpy>=2.0.1"],
    }
    for name, stand_in in stand_ins.items():
        monkeypatch.setattr(release.versions, name, stand_in)
    assert release.installed_at("oldest", Path("v.whl"), tmp_path) is None
    assert "numpy: the floor is 2.0.1, installed is 2.0.2" in capsys.readouterr().out


def test_every_room_is_called(every_room):
    assert {*every_room.CALLS} == {*vocvalue._ROOMS}


def test_a_figure_that_differs_ends_the_calls(every_room):
    assert every_room.agree(0.1 + 0.2, 0.3) == pytest.approx(0.3)
    with pytest.raises(SystemExit, match="7 is not 8"):
        every_room.agree(7, 8)

"""Runs with the oldest and the newest versions say what they tried, and fail if it is nothing."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = [
    path.name for path in (ROOT / "tests").iterdir() if (ROOT / "vocvalue" / path.name).is_dir()
]


@pytest.fixture(scope="module")
def versions():
    spec = importlib.util.spec_from_file_location("versions_of_ci", ROOT / ".ci" / "versions.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def in_project(monkeypatch):
    monkeypatch.chdir(ROOT)


def pytest_that(says, code):
    return [sys.executable, "-c", f"print({says!r}); raise SystemExit({code})"]


@pytest.mark.parametrize(
    ("line", "passed"),
    [
        ("===== 1744 passed, 12 skipped in 93.10s (0:01:33) =====", 1744),
        ("= 6 failed, 6210 passed, 3 skipped in 812.00s (0:13:32) =", 6210),
        ("3 passed in 0.01s", 3),
        ("========= 3 skipped in 0.01s =========", 0),
        ("====== no tests ran in 0.01s ======", 0),
        ("SKIPPED [1] tests/test_a.py:3: 40 passed of the last run", 0),
        ("........................................ [ 53%]", 0),
    ],
)
def test_the_closing_line_tells_how_many_passed(versions, line, passed):
    assert versions.n_passed(line) == passed


@pytest.mark.parametrize(
    ("says", "code", "returned"),
    [
        ("== 2 passed in 0.1s ==", 0, 0),
        ("== 1 failed, 2 passed in 0.1s ==", 1, 1),
        ("== 4 skipped in 0.1s ==", 0, 5),
        ("", 0, 5),
        ("", 3, 3),
    ],
)
def test_a_run_in_which_no_test_passed_fails(versions, capfd, says, code, returned):
    assert versions.tested(os.environ, pytest_that(says, code)) == returned
    assert says in capfd.readouterr().out


def test_a_floor_that_was_not_installed_is_named(versions):
    required = ["numpy>=2.0.1", "scipy>=1.15", "pandas>=3.0", "ruff==0.17.6", "duckdb>=1.5"]
    pins = ["-e", "file:///project", "numpy==2.0.1", "scipy==1.15.0", "pandas==3.0.1"]
    assert versions.floors_missed(required, pins) == [
        "pandas: the floor is 3.0, installed is 3.0.1"
    ]


def test_floors_are_read_for_every_requirement_of_the_project(versions, in_project):
    read = versions.requirements()
    assert {"numpy>=2.0.1", "ibis-framework>=12", "pyspark>=4.0"} <= {*read}
    assert all("[" not in line for line in read)


def test_the_lowest_python_is_that_of_the_project(versions, in_project):
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={versions.lowest_python()}"' in text


def test_the_newest_python_is_the_highest_finished_release(versions, monkeypatch):
    # 3.9 is above 3.13 as text; a candidate is unfinished, and few wheels are free-threaded.
    found = [("3.9.18", "default"), ("3.13.0", "default"), ("3.15.0rc1", "default")]
    found += [("3.14.2", "freethreaded"), ("3.11.7", "default")]
    listed = json.dumps([{"version": version, "variant": variant} for version, variant in found])
    monkeypatch.setattr(versions, "said_by", lambda *_: listed)
    assert versions.newest_python("uv") == "3.13.0"


def test_a_fast_run_says_why_it_is_skipped(versions):
    here = ".".join(map(str, sys.version_info[:3]))
    assert "already" in versions.reason_to_skip("true", "newest", here)
    assert versions.reason_to_skip("true", "newest", "4.0.0") is None
    assert versions.reason_to_skip("true", "oldest", "3.11") is None
    why_not = versions.reason_to_skip("false", "newest", "4.0.0")
    assert why_not == "there is no Python 4.0.0 on this machine"


@pytest.mark.parametrize(("extent", "skipped"), [("fast", True), ("full", False)])
def test_only_a_fast_run_is_skipped(versions, monkeypatch, capsys, extent, skipped):
    tried = []
    stand_ins = {
        "path_of_uv": lambda: "false",
        "lowest_python": lambda: "3.11",
        "made": lambda *_: "python",
        "installed": lambda *_: ["numpy==2.0.1"],
        "requirements": lambda: ["numpy>=2.0.1"],
        "tested": lambda _, command: tried.append(command) or 0,
    }
    for name, stand_in in stand_ins.items():
        monkeypatch.setattr(versions, name, stand_in)
    assert versions.main("oldest", extent) == 0
    said = capsys.readouterr().out
    assert ("SKIPPED, there is no Python 3.11 on this machine" in said) == skipped
    assert len(tried) == (not skipped)


def test_the_oldest_run_fails_before_its_tests_where_a_floor_was_not_installed(
    versions, monkeypatch, capsys
):
    stand_ins = {
        "path_of_uv": lambda: "true",
        "lowest_python": lambda: "3.11",
        "made": lambda *_: "python",
        "installed": lambda *_: ["numpy==2.0.2"],
        "requirements": lambda: ["numpy>=2.0.1"],
        "tested": lambda *_: pytest.fail("the tests ran"),
    }
    for name, stand_in in stand_ins.items():
        monkeypatch.setattr(versions, name, stand_in)
    assert versions.main("oldest", "fast") == 1
    assert "numpy: the floor is 2.0.1, installed is 2.0.2" in capsys.readouterr().out


def test_spark_is_tried_where_java_is_found(versions, monkeypatch):
    monkeypatch.setattr(versions.shutil, "which", lambda name: "/bin/java")
    assert versions.extras("full") == ["test", "spark"]
    assert versions.extras("fast") == ["test"]
    monkeypatch.setattr(versions.shutil, "which", lambda name: None)
    assert versions.extras("full") == ["test"]


def test_the_fast_half_goes_through_every_room(versions):
    assert [path for path in versions.FAST if not (ROOT / path).exists()] == []
    assert {"clv", "survey", "lift", "tables"} <= {*ROOMS}
    entered = {Path(path).parts[1] for path in versions.FAST if path.startswith("tests/")}
    assert {*ROOMS} <= entered


@pytest.mark.parametrize(
    ("failing", "code"), [("", 0), ("test", 2), ("test-oldest", 2), ("test-newest", 2)]
)
def test_the_whole_check_runs_all_three_and_fails_with_any(tmp_path, failing, code):
    calls = tmp_path / "calls"
    make = tmp_path / "make"
    make.write_text(f'#!/bin/sh\necho "$1" >> {calls}\n[ "$1" != "{failing}" ] || exit 2\n')
    make.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    run = subprocess.run(
        [shutil.which("bash"), ROOT / ".ci" / "run"],
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    assert run.returncode == code
    assert calls.read_text().split() == ["test", "test-oldest", "test-newest"]

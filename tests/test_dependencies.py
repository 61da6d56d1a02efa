"""What pyproject.toml declares is what the code imports, and the README names its floors."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
FOR_DEVELOPERS = {"test", "dev", "docs"}
OWN = "vocvalue"

# The name that is imported, where it is not that of the distribution.
MODULES = {
    "ibis-framework": "ibis",
    "python-calamine": "python_calamine",
    "scikit-learn": "sklearn",
}
# Whoever hands over a table of Ibis or pyarrow, or a connection of SQLAlchemy, has these.
BROUGHT_BY_THE_USER = {"ibis", "pyarrow", "sqlalchemy"}


def name_of(requirement):
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower()


def module_of(requirement):
    name = name_of(requirement)
    return MODULES.get(name, name.replace("-", "_"))


def imported_by(node):
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return {node.module.split(".")[0]}
    return set()


def third_party(nodes):
    names = {name for node in nodes for name in imported_by(node)}
    return names - sys.stdlib_module_names - {OWN}


TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / OWN).rglob("*.py")]
ANYWHERE = third_party(node for tree in TREES for node in ast.walk(tree))
ON_IMPORT = third_party(node for tree in TREES for node in tree.body)
REQUIRED = {module_of(requirement) for requirement in PROJECT["dependencies"]}
OPTIONAL = {
    module_of(requirement)
    for extra, requirements in EXTRAS.items()
    if extra not in FOR_DEVELOPERS
    for requirement in requirements
}


def test_the_walk_sees_both_kinds_of_import():
    assert {"numpy", "duckdb"} <= ANYWHERE
    assert "numpy" in ON_IMPORT
    assert "duckdb" not in ON_IMPORT


def test_what_is_loaded_with_the_package_is_required():
    assert not ON_IMPORT - REQUIRED


def test_what_is_imported_at_all_is_declared():
    assert not ANYWHERE - REQUIRED - OPTIONAL - BROUGHT_BY_THE_USER


def test_what_is_declared_is_imported():
    assert not (REQUIRED | OPTIONAL) - ANYWHERE


def test_what_the_user_brings_is_there_for_the_tests():
    assert {module_of(requirement) for requirement in EXTRAS["test"]} >= BROUGHT_BY_THE_USER


def test_every_dependency_has_a_floor_and_no_cap():
    users = [name for name in EXTRAS if name not in FOR_DEVELOPERS]
    requirements = [*PROJECT["dependencies"], *(line for name in users for line in EXTRAS[name])]
    assert [line for line in requirements if not re.fullmatch(r"[\w.\[\]-]+>=[\d.]+", line)] == []


def test_the_import_gives_no_warning():
    command = [sys.executable, "-W", "error", "-c", f"import {OWN}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr == ""


FLOORS = dict(
    line.split(">=")
    for line in (f"Python{PROJECT['requires-python']}", *PROJECT["dependencies"], *EXTRAS["test"])
    if line.count(">=") == 1
)
ROWS = re.findall(
    r"(?m)^\| ([\w.-]+) \| ([\d.]+) \| ([\d.]+) \|$",
    (ROOT / "README.md").read_text(encoding="utf-8"),
)


def numbers(version):
    return [int(part) for part in version.split(".")]


def test_the_table_of_versions_has_what_it_is_read_for():
    named = {name for name, _, _ in ROWS}
    assert named >= {"Python", "polars", "pyarrow", *map(name_of, PROJECT["dependencies"])}


@pytest.mark.parametrize(("name", "oldest", "newest"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table_of_versions_tells_the_floors(name, oldest, newest):
    assert oldest == FLOORS[name]
    assert numbers(newest) >= numbers(oldest)

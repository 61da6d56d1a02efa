"""Run the tests with the oldest versions that are allowed, or with the newest there are.

`python .ci/versions.py oldest full` makes .venv/oldest with the lowest Python and the lowest
versions that pyproject.toml allows; `newest` makes .venv/newest with the newest Python on this
machine, or that of the environment variable NEWEST, and the newest versions. `full` runs every
test, with Spark where Java is found; `fast` those of FAST, and it skips where it has no Python of
its own to run them with. The environments are made by uv, which is installed into .venv/uv where it
is not on the path. A run fails where a floor is not what was installed, or where no test passed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENTS = Path(".venv")
RESOLUTIONS = {"oldest": "lowest-direct", "newest": "highest"}
# What versions of engines and libraries differ in: moments, decimals, texts, files and databases, a
# case of every call on each engine, one way through each room, and every example of a docstring.
CONTRACTS = ["engines", "files"]
TABLES = [
    "columns",
    "databases",
    "decimal_texts",
    "engine_errors",
    "far_moments",
    "frames",
    "ids",
    "paths",
    "periods",
    "products",
    "score_texts",
    "sources",
    "text_files",
    "times",
    "times_read",
    "workbooks",
]
ROOMS = [
    "clv/test_pipeline",
    "survey/over_time/test_trend",
    "lift/two_arms/test_retention_test",
    "signals/matching/test_phrases",
    "issues/ranking/test_ranking_reading",
    "kpi/tickets/test_coverage",
    "health/scored/test_score",
    "report/page/test_report",
    "commands/test_answers",
    "effects/test_difference",
    "amounts/test_levers",
    "canvas/test_scales",
    "link/test_attachment",
    "datasets/test_sample",
    "commands/test_help",
    "stats/test_proportions",
]
FAST = [
    *("tests/test_dependencies.py", "vocvalue"),
    *(f"tests/tables/test_{name}.py" for name in TABLES),
    *(f"tests/contracts/test_{name}.py" for name in CONTRACTS),
    *(f"tests/{name}.py" for name in ROOMS),
]
WITHOUT_REPEATS = ["-m", "not further"]
PYTEST = ["-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"]
NOTHING_RAN = 5  # pytest's own code for it


def main(end: str, extent: str) -> int:
    """Make the environment of one end, run its tests, and return their exit code."""
    uv = path_of_uv()
    wanted = lowest_python() if end == "oldest" else os.environ.get("NEWEST") or newest_python(uv)
    why_not = reason_to_skip(uv, end, wanted) if extent == "fast" else None
    if why_not:
        print(f"{end} versions, {extent}: SKIPPED, {why_not}.")
        return 0
    print(f"{end} versions, {extent}: Python {wanted} in {ENVIRONMENTS / end}", flush=True)
    environment = made(uv, wanted, ENVIRONMENTS / end)
    package = ["--editable", f".[{','.join(extras(extent))}]"]
    frozen = installed(uv, environment, package, RESOLUTIONS[end])
    print(*frozen, flush=True)
    missed = floors_missed(requirements(), frozen) if end == "oldest" else []
    if missed:
        print("Installed in place of a floor of pyproject.toml:", *missed, sep="\n  ")
        return 1
    # Spark takes any python3 that it finds, unless it is told.
    with_spark = {**os.environ, "PYSPARK_PYTHON": str(Path(environment).absolute())}
    return tested(with_spark, [environment, *PYTEST, *chosen(extent)])


def chosen(extent: str) -> list[str]:
    """Return what pytest is told to run: everything, or the fast half."""
    return [*WITHOUT_REPEATS, *FAST] if extent == "fast" else []


def made(uv: str, version: str, environment: Path) -> str:
    """Make an empty environment, and return its Python."""
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", version, environment], check=True)
    return str(environment / "bin" / "python")


def installed(uv: str, python: str, wanted: list[str], resolution: str) -> list[str]:
    """Install what is wanted, and return what is installed now, as pins."""
    install = [uv, "pip", "install", "--quiet", "--python", python, "--resolution", resolution]
    subprocess.run([*install, *wanted], check=True)
    return said_by(uv, "pip", "freeze", "--quiet", "--python", python).split()


def extras(extent: str) -> list[str]:
    """Return the extras that the tests need."""
    return ["test", "spark"] if extent == "full" and shutil.which("java") else ["test"]


def floors_missed(required: list[str], pins: list[str]) -> list[str]:
    """Say which packages are installed in another version than the lowest that is allowed.

    Where the lowest is not to be had, or what another package asks for is higher, the floor is a
    version that nobody can have run.
    """
    versions = dict(pin.split("==") for pin in pins if "==" in pin)
    floors = dict(line.split(">=") for line in required if ">=" in line)
    return [
        f"{name}: the floor is {floors[name]}, installed is {versions[name]}"
        for name in sorted(floors.keys() & versions.keys())
        if without_zeros(floors[name]) != without_zeros(versions[name])
    ]


def requirements() -> list[str]:
    """Return what pyproject.toml asks for, with every extra, without the extras of others."""
    extras_of_all = project()["optional-dependencies"].values()
    lines = [*project()["dependencies"], *(line for extra in extras_of_all for line in extra)]
    return [re.sub(r"\[.*?\]", "", line) for line in lines]


def tested(variables: Mapping[str, str], command: list[str]) -> int:
    """Run pytest, and return its exit code, or that for no tests where none passed."""
    passed = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables) as run:
        for line in run.stdout:
            print(line, end="", flush=True)
            passed = n_passed(line) or passed
    if run.returncode == 0 and passed == 0:
        print("No test passed: nothing was tried.", flush=True)
        return NOTHING_RAN
    return run.returncode


def n_passed(line: str) -> int:
    """Return how many tests passed by the closing line of pytest; 0 by any other line."""
    found = re.search(r"\b(\d+) passed\b.* in [\d.]+s", line)
    return int(found[1]) if found else 0


def path_of_uv() -> str:
    """Return the uv of the path, or that of .venv/uv, which is made where it is missing."""
    folder = ENVIRONMENTS / "uv" / "bin"
    found = shutil.which("uv") or shutil.which("uv", path=folder)
    if found is None:
        print("uv is not on the path: installing it into .venv/uv", flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder.parent], check=True)
        install = [folder / "python", "-m", "pip", "install", "--quiet", "uv"]
        if subprocess.run(install, check=False).returncode != 0:
            sys.exit("uv makes the environments: it is not on the path and cannot be installed.")
    return found or str(folder / "uv")


def show_pythons_of_pyenv() -> None:
    """Put the folders of pyenv's Pythons on the path, as its shims hide them from uv."""
    pyenv = shutil.which("pyenv")
    if pyenv is not None:
        folders = Path(said_by(pyenv, "root").strip()).glob("versions/*/bin")
        os.environ["PATH"] = os.pathsep.join([*map(str, folders), os.environ["PATH"]])


def lowest_python() -> str:
    """Return the Python that pyproject.toml begins with."""
    return re.sub(r"[^\d.]", "", project()["requires-python"])


def project() -> dict:
    """Return what pyproject.toml says of the package."""
    return tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]


def newest_python(uv: str) -> str:
    """Return the newest finished release of CPython on this machine."""
    listed = said_by(uv, "python", "list", "--only-installed", "--output-format=json", "cpython")
    releases = [
        entry["version"]
        for entry in json.loads(listed)
        if entry["variant"] == "default" and re.fullmatch(r"[\d.]+", entry["version"])
    ]
    return max(releases, key=numbers, default=lowest_python())


def reason_to_skip(uv: str, end: str, version: str) -> str | None:
    """Say why the tests need not or cannot run on a version of Python; None where they can."""
    if end == "newest" and numbers(version)[:2] <= sys.version_info[:2]:
        return "make test has the newest versions on the newest Python of this machine already"
    command = [uv, "python", "find", "--no-python-downloads", "--system", version]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return f"there is no Python {version} on this machine"
    return None


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, which have an order."""
    return tuple(int(part) for part in version.split("."))


def without_zeros(version: str) -> str:
    """Return a version in its shortest form: 1.15 and 1.15.0 are the same."""
    return re.sub(r"(\.0)+$", "", version)


def said_by(*command: str) -> str:
    """Return what a command prints; what it warns of is shown where it fails only."""
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        print(run.stderr, file=sys.stderr, flush=True)
        run.check_returncode()
    return run.stdout


if __name__ == "__main__":
    show_pythons_of_pyenv()
    sys.exit(main(*sys.argv[1:]))

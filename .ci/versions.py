"""Run the tests with the oldest versions that are allowed, or with the newest there are.

`python .ci/versions.py oldest full` makes .venv/oldest with the lowest Python and the lowest
versions that pyproject.toml allows; `newest` makes .venv/newest with the newest Python on this
machine, or that of the environment variable NEWEST, and the newest versions. `full` runs every
test; `fast` those of FAST, and it skips where it has no Python of its own to run them with. The
environments are made by uv, which is installed into .venv/uv where it is not on the path.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ENVIRONMENTS = Path(".venv")
RESOLUTIONS = {"oldest": "lowest-direct", "newest": "highest"}
# Where versions of engines differ, and one way through everything else.
FAST = [
    *("tests/tables", "tests/contracts/test_engines.py", "tests/contracts/test_files.py"),
    *("tests/clv/test_pipeline.py", "vocvalue/clv", "vocvalue/tables"),
]
PYTEST = ["-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"]


def main(end: str, extent: str) -> int:
    """Make the environment of one end, run its tests, and return their exit code."""
    os.environ["PATH"] = os.pathsep.join([*folders_of_pyenv(), os.environ["PATH"]])
    uv = path_of_uv()
    wanted = lowest_python() if end == "oldest" else os.environ.get("NEWEST") or newest_python(uv)
    why_not = reason_to_skip(uv, end, wanted) if extent == "fast" else None
    if why_not:
        print(f"{end} versions, {extent}: SKIPPED, {why_not}.")
        return 0
    print(f"{end} versions, {extent}: Python {wanted} in {ENVIRONMENTS / end}", flush=True)
    python = installed(uv, wanted, ENVIRONMENTS / end, RESOLUTIONS[end])
    tests = FAST if extent == "fast" else []
    return subprocess.run([python, *PYTEST, *tests], check=False).returncode


def installed(uv: str, version: str, environment: Path, resolution: str) -> str:
    """Make an environment with the package and its tests, and return its Python."""
    python = str(environment / "bin" / "python")
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", version, environment], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", python, "--resolution", resolution]
    subprocess.run([*install, "--editable", ".[test]"], check=True)
    print(*said_by(uv, "pip", "freeze", "--quiet", "--python", python).split(), flush=True)
    return python


def path_of_uv() -> str:
    """Return the uv of the path, or that of .venv/uv, which is made where it is missing."""
    folder = ENVIRONMENTS / "uv" / "bin"
    found = shutil.which("uv") or shutil.which("uv", path=folder)
    if found is None:
        print("uv is not on the path: installing it into .venv/uv", flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder.parent], check=True)
        subprocess.run([folder / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
    return found or str(folder / "uv")


def folders_of_pyenv() -> list[str]:
    """Return the folders of pyenv's Pythons, which its shims hide from uv."""
    pyenv = shutil.which("pyenv")
    if pyenv is None:
        return []
    return [str(folder) for folder in Path(said_by(pyenv, "root").strip()).glob("versions/*/bin")]


def lowest_python() -> str:
    """Return the Python that pyproject.toml begins with."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    return re.sub(r"[^\d.]", "", project["requires-python"])


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


def said_by(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Run every check of the project in order, each with its name, its number and the time it took.

A check that fails does not hide those after it; the run fails when any of them did.
"""

import subprocess
import sys
import time
from pathlib import Path

PYTHON = [sys.executable, "-m"]
CHECKS = {
    "lint (ruff)": [*PYTHON, "ruff", "check", "."],
    "format (ruff)": [*PYTHON, "ruff", "format", "--check", "."],
    "types (mypy)": [*PYTHON, "mypy"],
    "import contracts (import-linter)": [str(Path(sys.executable).with_name("lint-imports"))],
    "docs (sphinx)": [
        *(*PYTHON, "sphinx", "-q", "-W", "--keep-going", "-j", "2"),
        *("-b", "html", "docs", "docs/_build/html"),
    ],
    "release (build, contents, demo of the installed wheel)": [
        sys.executable,
        ".ci/release.py",
        "fast",
    ],
    "tests, doctests and notebooks (pytest)": [
        *(*PYTHON, "pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"),
        "--durations=5",
    ],
}


def main() -> int:
    """Run the checks and return 0, or the exit code of the first that failed."""
    start = time.monotonic()
    codes = {
        name: run(f"[{number}/{len(CHECKS)}] {name}", command)
        for number, (name, command) in enumerate(CHECKS.items(), start=1)
    }
    failed = {name: code for name, code in codes.items() if code != 0}
    print(f"\n{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed in {since(start)}")
    for name, code in failed.items():
        print(f"  FAILED: {name}, exit code {code}")
    return next(iter(failed.values()), 0)


def run(title: str, command: list[str]) -> int:
    """Run one check, its output passed through, and return its exit code."""
    print(f"\n{title} ...", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    print(f"{title}: {'ok' if code == 0 else 'FAILED'}, {since(start)}", flush=True)
    return code


def since(start: float) -> str:
    """Return the time since a start, for a reader."""
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


if __name__ == "__main__":
    sys.exit(main())

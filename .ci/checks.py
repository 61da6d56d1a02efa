"""Run every check of the project, each with its name, its number and the time it took.

Those before the tests run two at a time, as most of them use one core; what one printed is shown
when it is done. A check that fails hides no other; the run fails when any of them did.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PYTHON = [sys.executable, "-m"]
# The longest first, so that the others run beside it.
BEFORE_THE_TESTS = {
    "docs (sphinx)": [
        *(*PYTHON, "sphinx", "-q", "-W", "--keep-going", "-j", "2"),
        *("-b", "html", "docs", "docs/_build/html"),
    ],
    "lint (ruff)": [*PYTHON, "ruff", "check", "."],
    "format (ruff)": [*PYTHON, "ruff", "format", "--check", "."],
    "types (mypy)": [*PYTHON, "mypy"],
    "import contracts (import-linter)": [str(Path(sys.executable).with_name("lint-imports"))],
    "release (build, contents, demo of the installed wheel)": [
        sys.executable,
        ".ci/release.py",
        "fast",
    ],
}
TESTS = {
    "tests, doctests and notebooks (pytest)": [
        *(*PYTHON, "pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"),
        "--durations=5",
    ],
}
NUMBERS = {name: number for number, name in enumerate([*BEFORE_THE_TESTS, *TESTS], start=1)}


def main() -> int:
    """Run the checks and return 0, or the exit code of the first that failed."""
    start = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as two_at_a_time:
        done = two_at_a_time.map(beside, BEFORE_THE_TESTS, BEFORE_THE_TESTS.values())
        codes = dict(zip(BEFORE_THE_TESTS, done, strict=True))
    for name, command in TESTS.items():
        print(f"\n{titled(name)} ...", flush=True)
        begun = time.monotonic()
        codes[name] = subprocess.run(command, check=False).returncode
        print(result(name, codes[name], begun), flush=True)
    failed = {name: code for name, code in codes.items() if code != 0}
    print(f"\n{len(codes) - len(failed)} of {len(codes)} checks passed in {since(start)}")
    for name, code in failed.items():
        print(f"  FAILED: {name}, exit code {code}")
    return next(iter(failed.values()), 0)


def beside(name: str, command: list[str]) -> int:
    """Run a check beside another, show what it printed when it is done; return its exit code."""
    begun = time.monotonic()
    run = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(f"\n{run.stdout}{result(name, run.returncode, begun)}", flush=True)
    return run.returncode


def result(name: str, code: int, begun: float) -> str:
    """Say of a check whether it passed, and how long it took."""
    return f"{titled(name)}: {'ok' if code == 0 else 'FAILED'}, {since(begun)}"


def titled(name: str) -> str:
    """Return the name of a check with its number."""
    return f"[{NUMBERS[name]}/{len(NUMBERS)}] {name}"


def since(start: float) -> str:
    """Return the time since a start, for a reader."""
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


if __name__ == "__main__":
    sys.exit(main())

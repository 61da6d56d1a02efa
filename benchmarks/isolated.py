"""Each measurement in a process of its own: its peak memory is its own, and so is its failure."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.cases import Case

ROOT = Path(__file__).parent.parent
PREPARATION_TIMEOUT = 600.0


@dataclass(frozen=True)
class Outcome:
    """What a process measured, or why it did not."""

    seconds: tuple[float, ...] = ()
    peak_mb: float = 0.0
    found: dict[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def median(self) -> float:
        """The median time of a run."""
        return median(self.seconds)

    def joined(self, other: "Outcome") -> "Outcome":
        """Return this outcome with the runs of another process; a failure stays one."""
        if self.problem or other.problem:
            return self if self.problem else other
        peak_mb = max(self.peak_mb, other.peak_mb)
        return Outcome(self.seconds + other.seconds, peak_mb, self.found)

    def describe(self) -> str:
        """Return the outcome on a line."""
        if self.problem:
            return self.problem
        runs = f"{len(self.seconds)} run{'s' if len(self.seconds) > 1 else ''}"
        return f"{self.median:10.4f} s ({runs}), peak {self.peak_mb:,.0f} MB"


def prepare(case: Case, folder: Path) -> Outcome | None:
    """Write the data of a case where they are not written yet; return what went wrong, if so."""
    if (folder / case.file).exists():
        return None
    answer = _python(["benchmarks.data", *_arguments(case, folder)], PREPARATION_TIMEOUT)
    return Outcome(problem=f"no data: {answer}") if isinstance(answer, str) else None


def run(job: str, case: Case, folder: Path, *, timeout: float) -> Outcome:
    """Do a job of a case in a fresh process."""
    answer = _python(["benchmarks.worker", job, *_arguments(case, folder)], timeout)
    if isinstance(answer, str):
        return Outcome(problem=answer)
    return Outcome(tuple(answer["seconds"]), answer["peak_mb"], answer["found"])


def _arguments(case: Case, folder: Path) -> list[str]:
    return [case.data, str(case.size), str(case.seed), str(folder / case.file)]


def _python(arguments: list[str], timeout: float) -> dict[str, Any] | str:
    """Return what a module printed last, as JSON, or what went wrong."""
    command = [sys.executable, "-m", *arguments]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {timeout:g} s"
    if done.returncode < 0:
        return f"ended by {signal.Signals(-done.returncode).name} (out of memory?)"
    if done.returncode > 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        return f"failed: {last[0][:200]}"
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer

"""How long `import vocvalue` takes beside what it stands on, as a ratio of medians.

    python -m benchmarks.import_time

Each run is a process of its own, the two in turn, so that what else the machine does hits both. All
is compiled beforehand, as pip does on installation.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BELOW = "import numpy, scipy.special, pandas"
OURS = "import vocvalue"
ROOMS = "from vocvalue import clv, datasets, lift, link, survey"
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure, and print the medians and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.import_time", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each, in turn")
    runs = parser.parse_args().runs
    programs = (BELOW, OURS, ROOMS)
    with tempfile.TemporaryDirectory() as compiled:
        for program in programs:
            seconds(program, compiled)
        rounds = [[seconds(program, compiled) for program in programs] for _ in range(runs)]
    below, ours, rooms = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{below:6.3f} s  {BELOW}")
    print(f"{ours:6.3f} s  {OURS}: {ours / below:.2f} times")
    print(f"{rooms:6.3f} s  {ROOMS}: {rooms / below:.2f} times")


def seconds(program: str, compiled: str) -> float:
    """Run a program in a process of its own and return how long it took.

    Args:
        program: What to run.
        compiled: The folder for what Python compiles.
    """
    settings = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=settings, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

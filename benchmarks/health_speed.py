"""How long the health of many accounts takes: `python -m benchmarks.health_speed`.

Simulates accounts over two years, with usage of each month, invoices of each quarter and answers,
writes them to Parquet, and reads them in a process of its own for each job; it prints a Markdown
table: seconds by the clock and of all processors together, and the largest resident memory.
`--accounts 10000` makes it smaller.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

import vocvalue as vv

SEED = 1
TABLES = ("accounts", "responses", "usage", "billing", "churn")


def made(folder: Path, n: int) -> None:
    """Write simulated accounts to Parquet."""
    sample = vv.datasets.simulate_accounts(n, seed=SEED)
    for name in TABLES:
        write(getattr(sample, name), folder / f"{name}.parquet")


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table to Parquet."""
    with duckdb.connect() as connection:
        connection.register("held", table)
        connection.execute(f"COPY held TO '{path}' (FORMAT parquet)")


def scored(of: Mapping[str, Any]) -> str:
    """Score all accounts on one day."""
    asked = {name: of[name] for name in ("responses", "usage", "billing")}
    found = vv.health.score(of["accounts"], **asked, at="2025-12-31")
    return f"{len(found.score):,} accounts scored"


def judged(of: Mapping[str, Any], **asked: Any) -> str:
    """Back-test the score from four cut-offs."""
    tables = {name: of[name] for name in TABLES[1:]}
    cutoffs = ["2024-06-30", "2024-12-31", "2025-03-31", "2025-06-30"]
    test = vv.health.backtest(of["accounts"], **tables, cutoffs=cutoffs, **asked)
    return f"{len(test.judged.score):,} scores judged, {test.n_churned:,} accounts left"


def learned(of: Mapping[str, Any]) -> str:
    """Back-test weights learned before each cut-off."""
    return judged(of, weights="learned")


JOBS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "score": scored,
    "backtest": judged,
    "backtest, learned": learned,
}


def measured(job: str, folder: Path) -> str:
    """Return a row of the table, of a job done in this process."""
    paths = {name: folder / f"{name}.parquet" for name in TABLES}
    start, worked = time.perf_counter(), time.process_time()
    shown = JOBS[job](paths)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return f"| {job} | {shown} | {seconds:.1f} | {worked:.1f} | {peak:.2f} |"


def main() -> None:
    """Write the tables and measure each job in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--job", choices=list(JOBS))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.job:
        print(measured(options.job, options.folder))
        return
    print("| job | what | seconds | processor seconds | peak GB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder), options.accounts)
        for job in JOBS:
            command = [sys.executable, "-m", "benchmarks.health_speed", "--job", job]
            subprocess.run([*command, "--folder", folder], check=True)


if __name__ == "__main__":
    main()

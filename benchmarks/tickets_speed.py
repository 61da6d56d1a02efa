"""How long a closed loop takes on many tickets, by the clock and in working hours.

`python -m benchmarks.tickets_speed` writes random tickets, and answers of their customers, to
Parquet, and reads them in a process of its own; it prints a Markdown table: seconds by the clock
and of all processors together, and the largest resident memory. `--tickets 100000` makes it
smaller; `--ids text` writes ids as text. The working hours are those of China and need the extra
"calendar".
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

import vocvalue as vv

TEAMS = ("hotline", "online", "after-sales", "shop", "partner")
TOPICS = 12
START, DAYS, SEED = np.datetime64("2023-01-02", "s"), 700, 1
JOBS = ("clock", "work")
SECOND = np.timedelta64(1, "s")


def made(folder: Path, n: int, ids: str) -> None:
    """Write n tickets, half of them of detractors, and as many answers as tickets."""
    rng = np.random.default_rng(SEED)
    customer = rng.integers(0, n, n)
    answered = START + rng.integers(0, DAYS * 86_400, n) * SECOND
    waited = np.where(rng.random(n) < 0.5, rng.exponential(86_400, n), 40 * 86_400)
    opened = answered + waited.astype(np.int64) * SECOND
    closed = opened + (3_600 * rng.lognormal(3.6, 1.2, n)).astype(np.int64) * SECOND
    contacted = opened + rng.exponential(20_000, n).astype(np.int64) * SECOND
    written = (
        customer if ids == "number" else np.char.add("C", np.char.zfill(customer.astype(str), 8))
    )
    tickets = pd.DataFrame(
        {
            "ticket_id": np.arange(n),
            "customer_id": written,
            "opened": opened,
            "contacted": contacted,
            "closed": pd.Series(closed).where(rng.random(n) < 0.95),
            "team": np.array(TEAMS)[rng.integers(0, len(TEAMS), n)],
            "topic": np.char.add("topic ", rng.integers(0, TOPICS, n).astype(str)),
        }
    )
    answers = pd.DataFrame(
        {"customer_id": written, "timestamp": answered, "score": rng.integers(0, 11, n)}
    )
    for name, table in (("tickets", tickets), ("answers", answers)):
        write(table, folder / f"{name}.parquet")


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table to Parquet."""
    with duckdb.connect() as connection:
        connection.register("held", table)
        connection.execute(f"COPY held TO '{path}' (FORMAT parquet)")


def measured(job: str, folder: Path) -> str:
    """Return a row of the table, of a job done in this process."""
    hours = vv.kpi.WorkingHours(country="CN") if job == "work" else None
    start, worked = time.perf_counter(), time.process_time()
    found = vv.kpi.closed_loop(folder / "answers.parquet", folder / "tickets.parquet", hours=hours)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    shown = f"{found.timeliness.closing.n:,} tickets, {found.coverage.detractors:,} detractors"
    return f"| {job} | {shown} | {seconds:.1f} | {worked:.1f} | {peak:.2f} |"


def main() -> None:
    """Write the tables and measure each job in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--ids", choices=("number", "text"), default="text")
    parser.add_argument("--job", choices=JOBS)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.job:
        print(measured(options.job, options.folder))
        return
    print("| hours | what | seconds | processor seconds | peak GB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder), options.tickets, options.ids)
        for job in JOBS:
            command = [sys.executable, "-m", "benchmarks.tickets_speed", "--job", job]
            subprocess.run([*command, "--folder", folder], check=True)


if __name__ == "__main__":
    main()

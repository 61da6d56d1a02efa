"""How long the costs of problems take on a large order log, and how much memory.

`python -m benchmarks.issues_speed` writes a log of random orders and problems to Parquet, reads it
in a process of its own, and prints a Markdown table: seconds by the clock and of all processors
together, and the largest resident memory. `--customers 100000` makes it smaller; `--ids text`
writes ids as text.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

import vocvalue as vv

ORDERS_PER_CUSTOMER, MENTIONS_PER_ORDER, TOPICS, DAYS, SEED = 10, 0.075, 20, 1_095, 1
TOPIC = "topic 5"


def made(folder: Path, n_customers: int, ids: str) -> None:
    """Write orders of customers who buy at different rates, and what they say of some of them."""
    n = n_customers * ORDERS_PER_CUSTOMER
    customer = "'C' || lpad(c::VARCHAR, 8, '0')" if ids == "text" else "c"
    number = "'O' || lpad(i::VARCHAR, 9, '0')" if ids == "text" else "i"
    with duckdb.connect() as connection:
        connection.execute(f"SELECT setseed({SEED / 100})")
        # A square of an even number makes some customers order far more often than others.
        connection.execute(
            "CREATE TABLE lines AS SELECT range AS i, "
            f"floor({n_customers} * pow(random(), 2))::BIGINT AS c, TIMESTAMP '2022-01-01' + "
            f"to_microseconds((random() * {DAYS} * 86400000000)::BIGINT) AS moment, "
            "round(exp(4.5 - 0.7 * ln(random() + 1e-9) * (random() - 0.5)), 2) AS amount, "
            f"random() AS u FROM range({n})"
        )
        connection.execute(
            f"COPY (SELECT {customer} AS customer_id, {number} AS order_id, moment AS timestamp, "
            f"amount FROM lines) TO '{folder / 'orders.parquet'}' (FORMAT parquet)"
        )
        connection.execute(
            f"COPY (SELECT {customer} AS customer_id, {number} AS order_id, "
            "moment + to_seconds(-6 * 86400 * ln(random() + 1e-9)) AS timestamp, "
            f"'topic ' || floor({TOPICS} * pow(random(), 2))::INT AS topic FROM lines "
            f"WHERE u < {MENTIONS_PER_ORDER}) TO '{folder / 'mentions.parquet'}' (FORMAT parquet)"
        )


def exposure(folder: Path) -> str:
    """Find who met one problem, by the orders that are named."""
    found = vv.issues.exposure(folder / "mentions.parquet", folder / "orders.parquet", topic=TOPIC)
    return f"{found.n_exposed:,} exposed, {found.n_controls:,} controls"


def exposure_by_mention(folder: Path) -> str:
    """Find who met one problem, by the moments of the mentions."""
    orders = vv.Orders(folder / "orders.parquet")
    mentions = vv.Problems(folder / "unnamed.parquet")
    found = vv.issues.exposure(mentions, orders, topic=TOPIC)
    return f"{found.n_exposed:,} exposed, {found.n_controls:,} controls"


def ranking(folder: Path) -> str:
    """Rank all problems by what they cost."""
    found = vv.issues.rank(folder / "mentions.parquet", folder / "orders.parquet")
    return f"{found.n_topics} topics, {found.n_exposed:,} orders, {found.n_controls:,} controls"


JOBS: dict[str, Callable[[Path], str]] = {
    "exposure, orders named": exposure,
    "exposure, orders not named": exposure_by_mention,
    "ranking, orders named": ranking,
}


def measured(job: str, folder: Path) -> str:
    """Return a row of the table, of a job done in this process."""
    start, worked = time.perf_counter(), time.process_time()
    found = JOBS[job](folder)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return f"| {job} | {found} | {seconds:.1f} | {worked:.1f} | {peak:.2f} |"


def unnamed(folder: Path) -> None:
    """Write the mentions without the ids of their orders."""
    source, target = folder / "mentions.parquet", folder / "unnamed.parquet"
    duckdb.sql(f"COPY (SELECT * EXCLUDE (order_id) FROM '{source}') TO '{target}' (FORMAT parquet)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--ids", choices=("number", "text"), default="number")
    parser.add_argument("--job", choices=tuple(JOBS))
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.job:
        print(measured(asked.job, asked.folder))
        return
    print("| work | found | seconds | of both processors | GB |\n|---|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder), asked.customers, asked.ids)
        unnamed(Path(folder))
        for job in JOBS:
            command = [sys.executable, "-m", "benchmarks.issues_speed", "--job", job]
            subprocess.run([*command, "--folder", folder], check=True)


if __name__ == "__main__":
    main()

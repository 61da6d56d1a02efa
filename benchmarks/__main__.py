"""Run the benchmarks, print each step as it ends, and write the tables for the docs.

The parent process stays small on purpose: Linux lets a child inherit its parent's peak memory.
"""

import argparse
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from benchmarks import report
from benchmarks.cases import GROUPS, TABLES, Case, cases
from benchmarks.isolated import Outcome, prepare, run

HERE = Path(__file__).parent


def main() -> None:
    """Run what the command line asks for."""
    options = _options()
    chosen = cases(options.only, quick=options.quick, large=options.large)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        rows = _measure(chosen, Path(folder), timeout=options.timeout, rounds=options.rounds)
    print(f"\n{report.markdown(rows)}")
    print(f"Done in {(time.monotonic() - start) / 60:.1f} minutes.")
    for file, groups in _files(options).items():
        text = report.markdown([row for row in rows if row.case.group in groups])
        file.write_text(text, encoding="utf-8")
        print(f"The tables are in {file}.")


def _files(options: argparse.Namespace) -> dict[Path, Collection[str]]:
    """Return the files to write, with the groups of each: of the docs' only what is complete."""
    if options.output is not None:
        return {options.output: options.only}
    if options.quick:
        return {}
    return {HERE / name: of for name, of in TABLES.items() if set(of) <= set(options.only)}


def _measure(chosen: list[Case], folder: Path, *, timeout: float, rounds: int) -> list[report.Row]:
    rows = []
    for number, case in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {case.title}, {case.size_text}", flush=True)
        problem = prepare(case, folder)
        outcomes: dict[str, Outcome] = {}
        for side, job in rounds * list(case.jobs.items()):
            print(f"    {side:<22}", end=" ", flush=True)
            outcome = problem or run(job, case, folder, timeout=timeout)
            print(outcome.describe(), flush=True)
            outcomes[side] = outcomes[side].joined(outcome) if side in outcomes else outcome
        rows.append(report.Row(case, outcomes))
    return rows


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="2,357 and 100,000 customers and a million orders only, no Pareto/NBD",
    )
    parser.add_argument(
        "--large",
        action="store_true",
        help="also a hundred million orders crossed with responses (4 GB of disk and of memory)",
    )
    parser.add_argument(
        "--only",
        type=_groups,
        default=list(GROUPS),
        metavar="GROUPS",
        help=f"some of {','.join(GROUPS)}, separated by commas",
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=300.0,
        metavar="SECONDS",
        help="the longest that one process may take (default: 300)",
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=1,
        metavar="N",
        help="how often the sides take turns, on a machine that others use too (default: 1)",
    )
    parser.add_argument(
        "--output", type=Path, help="the file for the tables (default: that of the docs)"
    )
    return parser.parse_args()


def _groups(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    unknown = set(names) - set(GROUPS)
    if unknown:
        raise argparse.ArgumentTypeError(
            f"{', '.join(sorted(unknown))}: not in {', '.join(GROUPS)}"
        )
    return names


if __name__ == "__main__":
    main()

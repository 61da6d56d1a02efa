"""Run the benchmarks, print each step as it ends, and write the tables for the docs.

The parent process stays small on purpose: Linux lets a child inherit its parent's peak memory.
"""

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks import report
from benchmarks.cases import GROUPS, Case, cases
from benchmarks.isolated import Outcome, prepare, run

TABLE = Path(__file__).with_name("results.md")


def main() -> None:
    """Run what the command line asks for."""
    options = _options()
    chosen = cases(options.only, quick=options.quick)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        rows = _measure(chosen, Path(folder), timeout=options.timeout)
    text = report.markdown(rows)
    print(f"\n{text}\nDone in {(time.monotonic() - start) / 60:.1f} minutes.")
    whole = not options.quick and set(options.only) == set(GROUPS)
    output = options.output or (TABLE if whole else None)
    if output is None:
        print("Part of the benchmarks only, so the table of the docs is left as it is.")
        return
    output.write_text(text, encoding="utf-8")
    print(f"The tables are in {output}.")


def _measure(chosen: list[Case], folder: Path, *, timeout: float) -> list[report.Row]:
    rows = []
    for number, case in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {case.title}, {case.size_text}", flush=True)
        problem = prepare(case, folder)
        outcomes: dict[str, Outcome] = {}
        for side, job in case.jobs.items():
            print(f"    {side:<22}", end=" ", flush=True)
            outcomes[side] = problem or run(job, case, folder, timeout=timeout)
            print(outcomes[side].describe(), flush=True)
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

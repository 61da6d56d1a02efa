"""How often intervals hold what a problem costs: `python -m benchmarks.issue_coverage`.

Shops are simulated in which a problem has a known effect on what each customer does next: the shop
is played again with this one problem of this one order taken away. The exposed and their controls
are then found, and the problem is priced, as a user would. A cell is a world and a size:

- all tell: everybody who meets the problem reports it, and the history explains who does;
- half tell, few tell: half do, or one in five of a quarter of all orders; the share is stated;
- hidden rate: who buys often for no reason that is known meets it more often; half tell;
- unhappy tell: the unhappy buy less, leave sooner and tell far more; the share that tells is stated
  as it is on average;
- among 20: a harmless problem, and one that is not, that are often met together with others.

Two truths are held against each interval. The effect is the mean effect in shops of that world and
size, which is what the next month will cost, and what the errors are of. That on the very customers
compared differs from it by luck: what they would have spent without the problem varies more than
what they did spend, and nobody sees it.

A row of a file is a shop, so that a run that was stopped goes on where it was:

    python -m benchmarks.issue_coverage --shops 500 --file coverage.csv
    python -m benchmarks.issue_coverage --shops 500 --file coverage.csv --only "all tell, 300"

The tables are printed in Markdown at the end, and of what is in the file with `--shops 0`.
"""

import argparse
import csv
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import vocvalue as vv
from vocvalue.datasets import ProblemModel, ProblemShop, simulate_problems
from vocvalue.errors import DataError
from vocvalue.issues import Exposure, IssueCost
from vocvalue.stats.proportions import wilson

FIRST_SEED = 10_000_000
"""Of no shop that anything was chosen by."""
WINDOW = "90 days"
OUTCOMES = ("repurchase", "orders", "spend", "churn")
STEPS = ("naive", "risk set", "doubly robust", "corrected for silence")
REFUSED = "refused"
SHORT = (
    *("world, exposed", "naive", "doubly robust", "told", "of these", "repurchase", "churn"),
    *("a range", "true", "mean", "width"),
)


@dataclass(frozen=True)
class Cell:
    """Shops of one world and size.

    Attributes:
        name: What it is called.
        world: The method of `ProblemModel` that makes its world.
        n_customers: How many customers a shop has.
        reported: The share that tells, as it is stated; None where all do.
        seed: What its seeds begin with, beyond the first.
        topic: The problem that is priced.
        controls: How many controls there are for each exposed.
    """

    name: str
    world: str
    n_customers: int
    reported: float | None
    seed: int
    topic: str = "packaging"
    controls: int = 5


CELLS = (
    Cell("all tell, 300", "all_tell", 1_300, None, 0, controls=10),
    Cell("all tell, 3,000", "all_tell", 13_000, None, 100_000),
    Cell("half tell, 300", "history_suffices", 2_350, 0.5, 200_000, controls=10),
    Cell("half tell, 3,000", "history_suffices", 23_500, 0.5, 300_000),
    Cell("few tell, 300", "few_tell", 1_350, 0.2, 400_000, controls=10),
    Cell("few tell, 3,000", "few_tell", 14_000, 0.2, 500_000),
    Cell("hidden rate, 300", "hidden_rate", 2_350, 0.5, 600_000, controls=10),
    Cell("hidden rate, 3,000", "hidden_rate", 23_500, 0.5, 700_000),
    Cell("unhappy tell, 300", "unhappy_tell", 2_750, 0.5, 800_000, controls=10),
    Cell("unhappy tell, 3,000", "unhappy_tell", 27_500, 0.5, 900_000),
    Cell("among 20, harmless, 1,200", "many", 6_000, None, 1_000_000, "topic 00"),
    Cell("among 20, harmful, 1,200", "many", 6_000, None, 1_000_000, "topic 01", controls=10),
)


def one_shop(cell: Cell, number: int) -> dict[str, object]:
    """Return the truth of a shop and what is said of it.

    Args:
        cell: The cell.
        number: The number of the shop.
    """
    warnings.simplefilter("ignore")
    model = getattr(ProblemModel, cell.world)()
    shop = simulate_problems(cell.n_customers, model=model, seed=FIRST_SEED + cell.seed + number)
    row: dict[str, object] = {"cell": cell.name, "shop": number}
    try:
        exposure = vv.issues.exposure(
            shop.mentions,
            shop.orders,
            topic=cell.topic,
            window=WINDOW,
            covariates=shop.customers,
            controls=cell.controls,
            seed=number,
        )
        cost = vv.issues.cost(exposure, reported=cell.reported)
    except DataError:
        return {**row, REFUSED: 1}
    return {**row, REFUSED: 0, **_truth(shop, exposure, cell.topic), **_told(cost)}


def _truth(shop: ProblemShop, exposure: Exposure, topic: str) -> dict[str, float]:
    """Return the true mean effects on the exposures that are compared."""
    truth = shop.effects(topic, window=WINDOW)
    met = exposure.to_frame()[["customer_id", "moment"]].merge(
        truth, left_on=["customer_id", "moment"], right_on=["customer_id", "timestamp"]
    )
    effects = {
        f"{name} true": float((met[f"{name}_with"] - met[f"{name}_without"]).mean())
        for name in OUTCOMES
    }
    return {"exposed": exposure.n_exposed, **effects}


def _told(cost: IssueCost) -> dict[str, float]:
    """Return the headline of each outcome, the steps of its ladder, and what the checks say."""
    found: dict[str, float] = {
        "disputed": float(cost.is_disputed),
        "rejected": float(cost.doubts.reject),
    }
    for name, effect in cost.effects.items():
        found |= _ends(f"{name} told", effect.value, effect.lower, effect.upper)
    for step in cost.steps:
        if step.step in STEPS:
            effect = step.effect
            key = f"{step.outcome} {step.step}"
            found |= _ends(key, effect.value, effect.lower, effect.upper)
    return found


def _ends(key: str, value: float, lower: float, upper: float) -> dict[str, float]:
    return {key: value, f"{key} lower": lower, f"{key} upper": upper}


COLUMNS = (
    *("cell", "shop", REFUSED, "exposed", "disputed", "rejected"),
    *(f"{name} true" for name in OUTCOMES),
    *(
        f"{name} {figure}{end}"
        for name in OUTCOMES
        for figure in ("told", *STEPS)
        for end in ("", " lower", " upper")
    ),
)


def missing(path: Path, cells: Iterable[Cell], shops: int) -> Iterator[tuple[Cell, int]]:
    """Yield the shops that are not in the file.

    Args:
        path: The file.
        cells: The cells wanted.
        shops: How many shops of each.
    """
    there = set()
    if path.exists():
        done = pd.read_csv(path, usecols=["cell", "shop"])
        there = set(zip(done["cell"], done["shop"], strict=True))
    for number in range(shops):
        yield from ((cell, number) for cell in cells if (cell.name, number) not in there)


def run(path: Path, cells: Iterable[Cell], shops: int, processes: int) -> None:
    """Simulate and price the shops that are not in the file, one line each.

    Args:
        path: The file.
        cells: The cells wanted.
        shops: How many shops of each.
        processes: How many at a time.
    """
    wanted = list(missing(path, cells, shops))
    is_new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        if is_new:
            writer.writeheader()
        with ProcessPoolExecutor(processes) as pool:
            for row in pool.map(one_shop, *zip(*wanted, strict=True)) if wanted else ():
                writer.writerow(row)
                file.flush()


def coverage_table(shops: pd.DataFrame, figure: str, outcomes: Iterable[str]) -> str:
    """Return how often intervals of a figure hold the truth, as a table in Markdown.

    Args:
        shops: One row per shop.
        figure: "told", or a step of the ladder.
        outcomes: The outcomes.
    """
    lines = [
        "| world, exposed | shops | outcome | truth | mean | sd | width | holds it | of these |",
        "|---|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for cell in CELLS:
        rows = shops[(shops["cell"] == cell.name) & (shops[REFUSED] == 0)]
        rows = rows if f"repurchase {figure}" in rows else rows.iloc[:0]
        lines += [_line(cell, rows, name, figure) for name in outcomes if len(rows)]
    return "\n".join(line for line in lines if line)


def _line(cell: Cell, rows: pd.DataFrame, name: str, figure: str) -> str:
    key = f"{name} {figure}"
    there = rows[rows[key].notna()]
    if there.empty:
        return ""
    of_these, value = there[f"{name} true"], there[key]
    truth = np.average(of_these, weights=there["exposed"])
    ends = there[f"{key} lower"], there[f"{key} upper"]
    form = ".1f" if name == "spend" else ".3f"
    numbers = (truth, value.mean(), value.std(), (ends[1] - ends[0]).mean())
    cells = " | ".join(f"{number:{form}}" for number in numbers)
    held = " | ".join(_with_error(inside(it, *ends)) for it in (truth, of_these))
    return f"| {cell.name} | {len(there)} | {name} | {cells} | {held} |"


def inside(truth: "float | pd.Series", lower: pd.Series, upper: pd.Series) -> pd.Series:
    """Return which intervals hold a truth, the same for all or one each."""
    return (lower <= truth) & (truth <= upper)


def _with_error(held: pd.Series) -> str:
    low, high = wilson(int(held.sum()), len(held), 0.95)
    return f"{held.mean():.1%} ({low:.1%} to {high:.1%})"


def short_table(shops: pd.DataFrame) -> str:
    """Return how often intervals hold the effect, a line for each cell, as a table in Markdown.

    Args:
        shops: One row per shop.
    """
    lines = [f"| {' | '.join(SHORT)} |", "|---|" + "---:|" * (len(SHORT) - 1)]
    for cell in CELLS:
        rows = shops[(shops["cell"] == cell.name) & (shops[REFUSED] == 0)]
        if len(rows):
            held = [_held(rows, "spend", it) for it in ("naive", "doubly robust", "told")]
            held.append(_held(rows, "spend", "told", of_these=True))
            held += [_held(rows, name, "told") for name in ("repurchase", "churn")]
            shares = " | ".join(f"{it:.1%}" for it in (*held, rows["disputed"].mean()))
            truth = np.average(rows["spend true"], weights=rows["exposed"])
            width = (rows["spend told upper"] - rows["spend told lower"]).mean()
            told = f"{truth:.1f} | {rows['spend told'].mean():.1f} | {width:.1f}"
            lines.append(f"| {cell.name} | {shares} | {told} |")
    return "\n".join(lines)


def _held(rows: pd.DataFrame, name: str, figure: str, *, of_these: bool = False) -> float:
    truth = rows[f"{name} true"]
    meant = truth if of_these else np.average(truth, weights=rows["exposed"])
    key = f"{name} {figure}"
    return float(inside(meant, rows[f"{key} lower"], rows[f"{key} upper"]).mean())


def checks_table(shops: pd.DataFrame) -> str:
    """Return how often the checks speak against the figure, as a table in Markdown.

    Args:
        shops: One row per shop.
    """
    lines = [
        "| world, exposed | shops | mean exposed | refused | a check rejects | a range is told |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for cell in CELLS:
        rows = shops[shops["cell"] == cell.name]
        if not rows.empty:
            names = (REFUSED, "rejected", "disputed")
            shares = " | ".join(f"{rows[name].mean():.1%}" for name in names)
            mean = np.nanmean(rows["exposed"])
            lines.append(f"| {cell.name} | {len(rows)} | {mean:,.0f} | {shares} |")
    return "\n".join(lines)


def main() -> None:
    """Run the shops that are missing and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=500, help="how many shops a cell")
    parser.add_argument("--file", type=Path, default=Path("issue_coverage.csv"))
    parser.add_argument("--processes", type=int, default=2, help="how many shops at a time")
    parser.add_argument("--only", choices=[cell.name for cell in CELLS], help="one cell")
    asked = parser.parse_args()
    cells = [cell for cell in CELLS if asked.only in {None, cell.name}]
    run(asked.file, cells, asked.shops, asked.processes)
    shops = pd.read_csv(asked.file)
    print("\nHow often intervals of spend hold the effect, and those told of other outcomes\n")
    print(short_table(shops))
    print("\nThe figure that is told\n")
    print(coverage_table(shops, "told", ("repurchase", "spend", "churn")))
    for step in STEPS:
        print(f"\nBy step: {step}\n")
        print(coverage_table(shops, step, ("repurchase", "spend")))
    print("\nThe checks\n")
    print(checks_table(shops))


if __name__ == "__main__":
    main()

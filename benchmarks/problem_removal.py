"""What repeats and company do to losses that are summed: `python -m benchmarks.problem_removal`.

A simulated shop is played again with one problem of one order taken away, for each exposure by
itself, and with the problem removed altogether; both to the end of the log. The first table holds
the sum of the single losses against the removal, by how often customers met the problem. The second
does so with all problems of a shop: each exposure by itself, each problem removed by itself, and
all problems removed together. The third holds, within 90 days after the first exposure of each
customer, the loss by that exposure alone against that by all exposures that fall there.
"""

import argparse
from collections.abc import Iterable

import numpy as np
import pandas as pd

from vocvalue.datasets import ProblemModel, simulate_problems
from vocvalue.datasets.observation import SECONDS_PER_DAY, Observation
from vocvalue.datasets.problems.course import Course
from vocvalue.datasets.problems.hashed_draws import HashedDraws
from vocvalue.datasets.problems.history import History
from vocvalue.datasets.purchase import Floats

FIRST_SEED = 6_000_000
"""Of no shop that anything was chosen by."""
WINDOW_DAYS = 90
HOW = ("without", "with")
WORLDS = {
    "4% of orders meet it": ProblemModel.all_tell(),
    "25% of orders meet it": ProblemModel.few_tell(),
}
MANY = ProblemModel.many()
DESCRIBED = {
    "history_suffices": ProblemModel.history_suffices(),
    "all_tell": ProblemModel.all_tell(),
    "hidden_rate": ProblemModel.hidden_rate(),
    "unhappy_tell": ProblemModel.unhappy_tell(),
    "few_tell": ProblemModel.few_tell(),
}
DESCRIBED_CUSTOMERS, DESCRIBED_SEED = 200_000, 7_000_000


def main() -> None:
    """Measure all tables and print them for the docs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=20)
    parser.add_argument("--customers", type=int, default=20_000)
    asked = parser.parse_args()
    seeds = range(FIRST_SEED, FIRST_SEED + asked.shops)
    worlds = {name: described(model) for name, model in DESCRIBED.items()}
    print(f"One shop of {DESCRIBED_CUSTOMERS:,} customers each; first exposures told of")
    print(f"{pd.DataFrame(worlds).T.round(3).to_string()}\n")
    print(f"{asked.shops} shops of {asked.customers:,} customers each; spend lost, in thousands\n")
    for name, model in WORLDS.items():
        rows = [by_repeats(course_of(model, asked.customers, seed)) for seed in seeds]
        print(f"{name}\n{table(rows)}\n")
    rows = [of_all(course_of(MANY, asked.customers, seed)) for seed in seeds]
    print(f"{len(MANY.problems)} problems\n{table(rows)}\n")
    for name, model in WORLDS.items():
        rows = [in_the_window(course_of(model, asked.customers, seed)) for seed in seeds]
        print(f"{name}, within {WINDOW_DAYS} days after the first\n{table(rows)}\n")


def described(model: ProblemModel) -> pd.Series:
    """Return how often the problem is met and told of, and what follows with it and without it."""
    shop = simulate_problems(DESCRIBED_CUSTOMERS, model=model, seed=DESCRIBED_SEED)
    shares = {
        "met": len(shop.log) / len(shop.orders),
        "told": len(shop.mentions) / len(shop.log),
    }
    means = shop.effects().mean(numeric_only=True)
    outcomes = [f"{it}_{how}" for it in ("repurchase", "spend", "churn") for how in HOW]
    return pd.concat([pd.Series(shares), means[outcomes]])


def course_of(model: ProblemModel, n_customers: int, seed: int) -> Course:
    observation = Observation.between("2023-01-02", "2024-12-31", "26 weeks")
    draws = HashedDraws(seed=seed)
    return Course(model=model, observation=observation, n_customers=n_customers, draws=draws)


def table(shops: list[pd.DataFrame]) -> str:
    """Return the mean of the shops, and of each ratio the standard error over shops."""
    names = shops[0].columns
    kept = np.stack([shop.to_numpy(dtype=np.float64) for shop in shops])
    mean = pd.DataFrame(kept.mean(axis=0) / 1e3, index=shops[0].index, columns=names).round(1)
    whole = kept[:, :, -1]
    for place, name in enumerate(names[:-1]):
        with np.errstate(invalid="ignore"):  # a small shop may have nobody in a row
            ratios = kept[:, :, place] / whole
        error = ratios.std(axis=0, ddof=1) / np.sqrt(len(shops))
        mean[f"{name} / {names[-1]}"] = [
            f"{kept[:, row, place].sum() / whole[:, row].sum():.3f} ({error[row]:.3f})"
            for row in range(len(mean))
        ]
    return mean.to_string()


def by_repeats(course: Course) -> pd.DataFrame:
    """Return the losses by how often customers met the only problem."""
    history = History.of(course)
    rows = np.flatnonzero(history.met[:, 0])
    owner = history.standing.customer[rows]
    single = single_losses(history, rows, np.zeros(rows.size, dtype=np.int64))
    n = course.n_customers
    is_first = np.append(True, np.diff(owner) > 0)
    removed = spend_of(History.of(course, course.model.names)) - spend_of(history)
    sums = pd.DataFrame(
        {
            "first alone": np.bincount(owner[is_first], single[is_first], n),
            "each alone": np.bincount(owner, single, n),
            "removed": removed,
        }
    )
    times = np.minimum(np.bincount(owner, minlength=n), 4)
    met = sums.groupby(times).sum().reindex(range(1, 5), fill_value=0.0)
    met.index = [f"met {times} times" + (" or more" if times == 4 else "") for times in met.index]
    return pd.concat([met, sums[times > 0].sum().to_frame("all who met it").T])


def of_all(course: Course) -> pd.DataFrame:
    """Return the losses by all problems of a shop."""
    history = History.of(course)
    rows, problems = np.nonzero(history.met)
    names = course.model.names
    before = history.amount.sum()
    by_topic = sum(History.of(course, [name]).amount.sum() - before for name in names)
    sums = {
        "each exposure": single_losses(history, rows, problems).sum(),
        "each problem removed": by_topic,
        "all removed": History.of(course, names).amount.sum() - before,
    }
    return pd.DataFrame(sums, index=["all problems"])


def in_the_window(course: Course) -> pd.DataFrame:
    """Return the losses in the window after the first exposure of each customer."""
    history = History.of(course)
    rows = np.flatnonzero(history.met[:, 0])
    owner = history.standing.customer[rows]
    first = rows[np.append(True, np.diff(owner) > 0)]
    begin = np.full(course.n_customers, np.iinfo(np.int64).max // 2)
    begin[history.standing.customer[first]] = history.standing.moment[first]
    days = WINDOW_DAYS * SECONDS_PER_DAY
    begin[begin > course.observation.length - days] = np.iinfo(np.int64).max // 2
    kept = first[begin[history.standing.customer[first]] < course.observation.length]
    alone = single_losses(history, kept, np.zeros(kept.size, dtype=np.int64), days)
    removed = History.of(course, course.model.names)
    spend = [_within(it, begin, days) for it in (removed, history)]
    sums = {"first alone": alone.sum(), "removed": spend[0] - spend[1]}
    return pd.DataFrame(sums, index=["first exposures"])


def single_losses(
    history: History, rows: Floats, problems: Floats, days: int | None = None
) -> Floats:
    """Return the spend that each exposure by itself lost, to the end of the log or of a window."""
    standing = history.standing.at(rows)
    spared = np.eye(len(history.course.model.problems), dtype=bool)[problems]
    end = history.course.observation.length
    until = np.full(rows.size, end) if days is None else standing.moment + days + 1
    spend = []
    for taken_away in (spared, np.zeros_like(spared)):
        steps = history.course.play(standing, until, taken_away, once=True)
        total = np.zeros(rows.size)
        for step in steps:
            total[step.row] += step.amount
        spend.append(total)
    return spend[0] - spend[1]


def spend_of(history: History) -> Floats:
    """Return what each customer spent."""
    return np.bincount(history.standing.customer, history.amount, history.course.n_customers)


def _within(history: History, begin: Iterable[int], days: int) -> float:
    after = history.standing.moment - np.asarray(begin)[history.standing.customer]
    return float(history.amount[(after > 0) & (after <= days)].sum())


if __name__ == "__main__":
    main()

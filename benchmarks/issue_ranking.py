"""How well problems are ranked by what they cost: `python -m benchmarks.issue_ranking`.

Customers of simulated shops meet twenty problems and tell of most: a silent killer, two that are
harmless, of which one is the loudest of all, and seventeen that do some damage; or twenty that do
none at all. What each exposure costs is known by playing the history again without it; what
several problems of one order cost beyond their sum is shared among them. The tables hold the joint
model against it, and the same figures taken one topic at a time. Intervals are held against the
loss to be expected of so many exposures, by all shops, and against what happened to those of the
shop, which varies besides.

One line per shop and topic goes to a file, so that a run that was stopped goes on.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import pandas as pd

import vocvalue as vv
from vocvalue.datasets import ProblemModel, ProblemShop, simulate_problems
from vocvalue.issues.gathered import gather
from vocvalue.issues.moments.features import features
from vocvalue.issues.moments.outcomes import outcomes
from vocvalue.issues.ranking.comparison import columns_of, topic_odds
from vocvalue.issues.ranking.occasions import MentionedMoments, controls_of
from vocvalue.stats.expansion import expanded
from vocvalue.stats.joint_effects import JointComparison

FIRST_SEED = 7_000_000
"""Of no shop that anything was chosen by."""
N_TOPICS, N_CUSTOMERS = 20, 6_000
WINDOW, DAYS = "90 days", 90.0
KILLER, HARMLESS = f"topic {4 * N_TOPICS // 5:02d}", ("topic 00", f"topic {9 * N_TOPICS // 20:02d}")
SUMS = ("true", "loss", "alone", "corrected")
WORLDS = ("planted", "half report", "nothing")
SHOWN = ("topic 00", "topic 01", "topic 04", "topic 09", "topic 16")


def shops_of(world: str) -> ProblemModel:
    """Return the model of a world: "planted", "half report" or "nothing"."""
    model = ProblemModel.many(N_TOPICS)
    changed = {
        "planted": {},
        "half report": {"reported": 0.5},
        "nothing": {"log_rate": 0.0, "dropout": 0.0},
    }[world]
    problems = tuple(replace(problem, **changed) for problem in model.problems)
    return replace(model, problems=problems)


def truth_of(shop: ProblemShop) -> pd.Series:
    """Return what the exposures that are told of, and can be followed, cost by topic.

    An order's problems cost more or less together than the sum of taking each away; the difference
    is shared among them equally, as the ranking does.
    """
    last = pd.Timestamp(shop.observation_end) + pd.Timedelta(days=1 - DAYS)
    each, whole = (
        table[table["timestamp"] <= last]
        for table in (
            shop.effects(window=WINDOW, only_first=False),
            shop.order_effects(window=WINDOW),
        )
    )
    loss = each["spend_without"] - each["spend_with"]
    of_order = (whole["spend_without"] - whole["spend_with"]).set_axis(whole["order_id"])
    n = each.groupby("order_id")["topic"].transform("size")
    summed = loss.groupby(each["order_id"]).transform("sum")
    beyond = (each["order_id"].map(of_order) - summed) / n
    return (loss + beyond).groupby(each["topic"]).sum()


def one_at_a_time(shop: ProblemShop) -> dict[str, float]:
    """Return what each topic seems to cost where the others are not looked at."""
    gathered = gather(vv.Problems(shop.mentions), vv.Orders(shop.orders))
    problems, orders = gathered.problems, gathered.orders
    until = orders.end - DAYS
    mentioned = MentionedMoments.of(problems, orders, until=until)
    generator = np.random.default_rng(0)
    drawn = controls_of(
        mentioned, problems, orders, until=until, per_exposed=5, generator=generator
    )
    at = mentioned.at.and_then(drawn.at)
    earlier = problems.n_before(at.customer, at.day).astype(np.float64)
    people = shop.customers.set_index("customer_id")
    ids = pd.Index(orders.ids.to_list())[at.customer]
    spend_before = expanded({"prior": people["prior_spend"].reindex(ids).to_numpy()})
    columns = columns_of(features(orders, at, earlier), {})
    odds = topic_odds(
        mentioned.had, np.column_stack([columns, spend_before]), at.customer, problems.topics
    )
    spend = outcomes(orders, at, window_days=DAYS, churn_days=DAYS)["spend"]
    n = mentioned.at.n
    found = {}
    for place, topic in enumerate(problems.topics):
        rows = mentioned.had[:, place]
        alone = JointComparison(
            had=rows[rows][:, None],
            treated=odds.treated[rows],
            controls=odds.controls,
            cluster=np.concatenate([odds.cluster[:n][rows], odds.cluster[n:]]),
            odds=[odds.odds[place]],
            any_odds=odds.odds[place],
        )
        found[topic] = -alone.effects(spend[:n][rows], spend[n:]).whole
    return found


def one_shop(seed: int, world: str) -> pd.DataFrame:
    """Return a row per topic of a shop."""
    shop = simulate_problems(N_CUSTOMERS, model=shops_of(world), seed=seed)
    ranking = vv.issues.rank(
        shop.mentions,
        shop.orders,
        covariates=shop.customers,
        window=WINDOW,
        reported=shops_of(world).problems[0].reported,
    )
    table = ranking.to_frame().set_index("topic")
    table["true"] = truth_of(shop).reindex(table.index)
    table["alone"] = pd.Series(one_at_a_time(shop))
    silent = ranking.silence[0]
    table["corrected"] = silent.each * ranking.exposures
    table["corrected_error"] = np.sqrt(np.diag(silent.covariance)) * ranking.exposures
    table["whole"], table["whole_lower"], table["whole_upper"] = (
        getattr(ranking.loss(), end) for end in ("value", "lower", "upper")
    )
    table["joint_p"], table["before_p"] = ranking.each.p_value, ranking.window_before.p_value
    return table.assign(world=world, seed=seed).reset_index()


def measured(world: str, n: int, folder: Path, processes: int) -> pd.DataFrame:
    """Return the rows of so many shops, those on file and those that are made now."""
    file = folder / f"issue_ranking_{world.replace(' ', '_')}.csv"
    have = set(pd.read_csv(file)["seed"]) if file.exists() else set()
    seeds = [seed for seed in range(FIRST_SEED, FIRST_SEED + n) if seed not in have]
    with Pool(processes) as pool:
        for rows in pool.imap(partial(one_shop, world=world), seeds):
            rows.to_csv(file, mode="a", header=not file.exists(), index=False)
    table = pd.read_csv(file)
    table["flag"] = table["flag"].astype(object).where(table["flag"].notna(), "")
    table = table[table["seed"] < FIRST_SEED + n].copy()
    sums = table.groupby("topic")[["true", "exposures"]].sum()
    table["expected"] = table["topic"].map(sums["true"] / sums["exposures"]) * table["exposures"]
    return table


def topics_table(table: pd.DataFrame, topics: tuple[str, ...]) -> Iterator[str]:
    """Write what was found of some topics, in thousands, and of all."""
    yield (
        "| topic (mentions) | true | joint | one at a time | corrected | held | held, corrected "
        "| as it happened |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for topic in topics:
        rows = table[table["topic"] == topic]
        cells = _sums(rows[list(SUMS)].mean())
        yield f"| {topic} ({rows['mentions'].mean():,.0f}) | {cells} | {_held(rows)} |"
    sums = table.groupby("seed")[list(SUMS)].sum().mean()
    yield f"| all | {_sums(sums)} | {_held(table)} |"


def _sums(sums: pd.Series) -> str:
    return " | ".join(f"{sums[name] / 1000:,.1f}" for name in SUMS)


def _held(rows: pd.DataFrame) -> str:
    """Return how often intervals hold: of the loss, corrected, and corrected as it happened."""
    reach = 1.959964 * rows["corrected_error"]
    plain = rows["expected"].between(rows["loss_lower"], rows["loss_upper"]).mean()
    corrected, happened = (
        ((rows[name] - rows["corrected"]).abs() < reach).mean() for name in ("expected", "true")
    )
    return f"{plain:.1%} | {corrected:.1%} | {happened:.1%}"


def flags_table(table: pd.DataFrame) -> Iterator[str]:
    """Write how often flags are earned, rightly and wrongly."""
    shops = table.groupby("seed")
    killer = (table["topic"] == KILLER) & (table["flag"] == "silent killer")
    false = (table["topic"] != KILLER) & (table["flag"] == "silent killer")
    loud = (table["topic"] == HARMLESS[0]) & (table["flag"] == "loud but harmless")
    wrong = ~table["topic"].isin(HARMLESS) & (table["flag"] == "loud but harmless")
    finding = (table["q_value"] <= 0.05).groupby(table["seed"]).any()
    yield (
        "| shops | killer found | false killers | loudest harmless found | wrongly harmless "
        "| any finding (q at most 5%) | joint test below 5% | window before below 5% |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    n = len(finding)
    cells = [int(it.groupby(table["seed"]).any().sum()) for it in (killer, false, loud, wrong)]
    tests = [(shops[name].first() < 0.05).mean() for name in ("joint_p", "before_p")]
    yield (
        f"| {n} | {' | '.join(map(str, cells))} | {finding.mean():.1%} | {tests[0]:.1%} | "
        f"{tests[1]:.1%} |"
    )


def worst_table(table: pd.DataFrame) -> Iterator[str]:
    """Write how often a topic said to be among the worst quarter is."""
    place = table.groupby("seed")["true"].rank(ascending=False)
    is_worst = place <= np.ceil(N_TOPICS / 4)
    yield "| said probability of the worst quarter | topics | right |"
    yield "|---|---:|---:|"
    for low, high in ((0.0, 0.05), (0.1, 0.3), (0.35, 0.6), (0.65, 0.85), (0.9, 1.0)):
        rows = table["among_worst"].between(low - 0.01, high + 0.01)
        right = is_worst[rows].mean() if rows.any() else np.nan
        yield f"| {low:.0%} to {high:.0%} | {rows.sum()} | {right:.1%} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path())
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=WORLDS)
    asked = parser.parse_args()
    for world in asked.worlds:
        table = measured(world, asked.shops, asked.folder, asked.processes)
        print(f"\n### {world}\n")
        tables = [topics_table(table, SHOWN), flags_table(table)]
        if world != "nothing":
            tables.append(worst_table(table))
        for lines in tables:
            print("\n".join(lines), end="\n\n", flush=True)


if __name__ == "__main__":
    main()

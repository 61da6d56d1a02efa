"""How often intervals hold what contacts bring: `python -m benchmarks.funnel_coverage`.

Customers of simulated shops write, signals are found in their texts, leads are made of these and
followed to orders. The simulator knows which order a contact would bring each customer of either
arm. The true effect on conversion, and on the revenue of converted leads, is the mean over many
runs of the same funnel with the contacts' orders of everybody less that with nobody's.

The first table holds the difference between the arms against it. The second does so with the
comparison to similar customers without a lead, where everybody is contacted: that is not the effect
of the contact, and the table says by how much.
"""

import argparse
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import vocvalue as vv
from vocvalue.datasets import CommentModel, ShopComments, simulate_comments, simulate_shop
from vocvalue.results import Estimate
from vocvalue.signals import Funnel, Leads, Lexicon
from vocvalue.stats.proportions import wilson

Array = NDArray[np.float64]
Numbers = tuple[float, ...]

FIRST_SEED = 5_000_000
"""Of no shop that anything was chosen by."""
CURRENCY = "CNY"
WINDOW = "60 days"
GAP = (np.nan,) * 3
FIGURES = ("conversion", "revenue")
EFFECT_EVERY = 3
GRADES = ("randomised", "adjusted observational")


@dataclass(frozen=True)
class Case:
    """Shops of one size, and what their customers say and do."""

    name: str
    n_customers: int
    runs: int
    model: CommentModel
    seed: int


RANDOM = CommentModel(says_if_buys=0.30, says_if_not=0.30, unhappy_says=1.0)
HELD_BACK = (
    Case("no effect", 3_000, 120, CommentModel(extra_order=0.0), 0),
    Case("1 order in 4 contacts", 3_000, 120, CommentModel(), 10_000),
    Case("1 order in 2 contacts", 3_000, 120, CommentModel(extra_order=0.5), 20_000),
    Case("1 order in 4, small shop", 1_000, 120, CommentModel(), 30_000),
)
MATCHED = (
    Case("buyers announce it", 6_000, 30, CommentModel(), 40_000),
    Case("anybody announces it", 6_000, 30, RANDOM, 50_000),
)
TABLES = {"held back": HELD_BACK, "similar": MATCHED}


@cache
def lexicons() -> Sequence[Lexicon]:
    """Return the shipped rules, loaded once."""
    return [Lexicon.load(language) for language in ("zh", "en")]


def commented(case: Case, run: int) -> tuple[ShopComments, Leads]:
    """Return a shop and the leads in what its customers write."""
    seed = FIRST_SEED + case.seed + 2 * run
    plain = simulate_shop(case.n_customers, seed=seed)
    shop = simulate_comments(plain, language="both", model=case.model, seed=seed + 1)
    signals = vv.signals.find(shop.comments, lexicons=lexicons())
    return shop, vv.signals.leads(signals, products=shop.products)


def with_orders(shop: ShopComments, *, contacted: bool) -> pd.DataFrame:
    """Return the orders if everybody who announces a purchase was contacted, or nobody."""
    own = shop.orders.merge(shop.order_products, on="order_id", how="left")
    truth = shop.contact_truth
    brought = truth[truth["extra_order"] & contacted].rename(columns={"order_at": "timestamp"})
    return pd.concat([own, brought[["customer_id", "timestamp", "amount", "product_id"]]])


def funnel_of(shop: ShopComments, leads: Leads, orders: pd.DataFrame, *, arms: bool) -> Funnel:
    """Return the funnel, with the arms or compared with similar customers."""
    table = vv.Orders(
        orders, product="product_id", currency=CURRENCY, observation_end=shop.observation_end
    )
    if not arms:
        return vv.signals.funnel(leads, table, window=WINDOW)
    return vv.signals.funnel(leads, table, held_back=shop.arms, randomised=True, window=WINDOW)


def outcomes(funnel: Funnel) -> Array:
    """Return the mean conversion and revenue of the customers with a lead that was followed."""
    table = funnel.outcomes()
    return np.array([table["converted"].mean(), table["revenue"].mean()])


def one_run(run: int, case: Case, *, arms: bool) -> Numbers:
    """Return, of each figure, the effect, the estimate and its ends; the customers; the grade.

    The effect is asked of some runs only: its mean is much surer than any interval.
    """
    shop, leads = commented(case, run)
    everybody = with_orders(shop, contacted=True)
    orders = shop.all_orders() if arms else everybody
    found = funnel_of(shop, leads, orders, arms=arms)
    effect = np.full(2, np.nan)
    if run % EFFECT_EVERY == 0:
        both = (everybody, with_orders(shop, contacted=False))
        means = [outcomes(funnel_of(shop, leads, it, arms=True)) for it in both]
        effect = means[0] - means[1]
    more = found.incremental
    gaps = (None, None) if more is None else (more.difference, more.revenue_difference)
    return (
        *(effect[0], *_ends(gaps[0]), effect[1], *_ends(gaps[1])),
        float(len(found.outcomes())),
        float(more is not None and more.evidence in GRADES),
    )


def _ends(estimate: Estimate | None) -> Numbers:
    return GAP if estimate is None else (estimate.value, estimate.lower, estimate.upper)


def table_of(cases: Sequence[Case], *, arms: bool, processes: int, share: float) -> None:
    """Print a table of coverage."""
    print("| case | customers | figure | truth | mean estimate | width | held | graded |")
    print("|---|---:|---|---:|---:|---:|---:|---:|")
    for case in cases:
        runs = range(max(round(case.runs * share), 2))
        with ProcessPoolExecutor(processes) as pool:
            numbers = np.array(list(pool.map(partial(one_run, case=case, arms=arms), runs)))
        size, graded = numbers[:, -2].mean(), numbers[:, -1].mean()
        for place, figure in enumerate(FIGURES):
            effect, value, lower, upper = numbers[:, 4 * place : 4 * place + 4].T
            cells = _row(effect, value, lower, upper)
            print(f"| {case.name} | {size:,.0f} | {figure} | {cells} | {graded:.0%} |", flush=True)


def _row(effect: Array, value: Array, lower: Array, upper: Array) -> str:
    truth, there = np.nanmean(effect), np.isfinite(value)
    held = (lower <= truth + 1e-12) & (truth - 1e-12 <= upper)
    n_held, n = int(held[there].sum()), int(there.sum())
    if not n:
        return f"{truth:.3f} | | | 0 of 0"
    low, high = wilson(n_held, n, 0.95)
    width = np.mean((upper - lower)[there])
    mean = value[there].mean()
    told = f"{n_held} of {n}: {n_held / n:.1%} ({low:.1%} to {high:.1%})"
    return f"{truth:.3f} | {mean:.3f} | {width:.3f} | {told}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2, help="how many runs at a time")
    parser.add_argument("--share", type=float, default=1.0, help="share of the runs, for a try")
    parser.add_argument("--only", choices=list(TABLES), help="one of the tables")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for name, cases in TABLES.items():
        if asked.only in {None, name}:
            print(f"\nAgainst {name}\n")
            arms = cases is HELD_BACK
            table_of(cases, arms=arms, processes=asked.processes, share=asked.share)


if __name__ == "__main__":
    main()

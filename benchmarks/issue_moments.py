"""What each choice of moments makes of a problem, where simulated shops know what it truly costs.

`python -m benchmarks.issue_moments --shops 40` prints a Markdown table of bias: first for a problem
that does no harm, then for one that does. Everything but the moments is the same: the effect on the
exposed, doubly robust, on repurchase and spend in three months.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import vocvalue as vv
from vocvalue.issues.exposed.choosing import Choice, choose
from vocvalue.issues.exposed.naive import never_mentioned
from vocvalue.issues.exposed.question import ExposureQuestion
from vocvalue.issues.gathered import gather
from vocvalue.issues.histories import OrderHistories
from vocvalue.issues.moments.features import features
from vocvalue.issues.moments.moments import CustomerMoments
from vocvalue.issues.moments.outcomes import outcomes
from vocvalue.stats.effect_on_treated import means_of_treated
from vocvalue.stats.expansion import expanded

Floats: TypeAlias = NDArray[np.float64]

TOPIC, OUTCOMES = "packaging", ("repurchase", "spend")
QUESTION = ExposureQuestion.of(
    TOPIC, window="3 months", history="6 months", churn_window="180 days", controls=5
)
RANDOM_DATE = "customers who never mentioned it, after a date at random"
NAMED = "the order that is named, against orders of the risk set"
NEVER = "the same, against orders of customers who never met it"
NOT_LATER = "the same, without controls who meet it within the window"
LATEST = "the latest order before the mention, against orders"
BARE = "the mention, against orders"
DELAYED = "the mention, against orders and a delay that is drawn"

ALL_TELL = vv.datasets.ProblemModel.all_tell()
HARMLESS = replace(
    ALL_TELL, problems=tuple(replace(it, log_rate=0.0, dropout=0.0) for it in ALL_TELL.problems)
)


def estimates(shop: vv.datasets.ProblemShop, seed: int) -> dict[str, list[float]]:
    """Return the effects on repurchase and spend that each choice of moments finds."""
    named = gather(vv.Problems(shop.mentions), vv.Orders(shop.orders))
    told = gather(vv.Problems(shop.mentions.drop(columns="order_id")), vv.Orders(shop.orders))
    choice, other = (
        choose(it.problems, it.orders, QUESTION, np.random.default_rng(seed))
        for it in (named, told)
    )
    return dict(_each(shop, named.orders, choice, other, seed))


def _each(
    shop: vv.datasets.ProblemShop,
    orders: OrderHistories,
    choice: Choice,
    other: Choice,
    seed: int,
) -> Iterator[tuple[str, list[float]]]:
    exposed, controls = choice.at.take(choice.exposed), choice.at.take(~choice.exposed)
    mentioned = other.at.take(other.exposed)
    latest = CustomerMoments.at_orders(orders, mentioned.order)
    first = choice.first[controls.customer]
    not_later = controls.take(first > controls.day + QUESTION.window_days)
    naive = never_mentioned(orders, choice, QUESTION, np.random.default_rng(seed))
    after = outcomes(orders, exposed, window_days=QUESTION.window_days, churn_days=180.0)
    yield RANDOM_DATE, [float(after[it].mean() - naive[it].mean()) for it in OUTCOMES]
    yield NAMED, _effects(shop, orders, exposed, controls)
    yield NEVER, _effects(shop, orders, exposed, controls.take(np.isinf(first)))
    yield NOT_LATER, _effects(shop, orders, exposed, not_later)
    yield LATEST, _effects(shop, orders, latest, controls)
    yield BARE, _effects(shop, orders, mentioned, controls)
    yield DELAYED, _effects(shop, orders, mentioned, other.at.take(~other.exposed))


def _effects(
    shop: vv.datasets.ProblemShop,
    orders: OrderHistories,
    exposed: CustomerMoments,
    controls: CustomerMoments,
) -> list[float]:
    """Return the doubly robust effects on the exposed."""
    at = exposed.and_then(controls)
    is_exposed = np.arange(at.n) < exposed.n
    known = features(orders, at)
    recency = known.get("log_days_since_order")
    if recency is not None and not recency[~is_exposed].any():
        # Of controls at orders it is 0 throughout, and would part the two.
        known = {name: it for name, it in known.items() if "days_since" not in name}
    people = shop.customers.set_index("customer_id").loc[orders.ids.to_list()].iloc[at.customer]
    covariates = {
        "prior_spend": people["prior_spend"].to_numpy(float),
        "region": people["region"].to_numpy(object),
    }
    columns = np.column_stack([*known.values(), expanded(covariates)])
    after = outcomes(orders, at, window_days=QUESTION.window_days, churn_days=180.0)
    found = (means_of_treated(after[it], is_exposed, columns).means for it in OUTCOMES)
    return [float(with_it - without) for without, with_it in found]


def truth(shop: vv.datasets.ProblemShop) -> list[float]:
    """Return the true mean effects on those who mention it and can be followed."""
    effects = shop.effects(TOPIC, window="3 months")
    end = shop.orders["timestamp"].max().normalize() + pd.Timedelta(days=1)
    followed = effects[effects["timestamp"] <= end - pd.Timedelta(days=QUESTION.window_days)]
    gaps = [followed[f"{it}_with"] - followed[f"{it}_without"] for it in OUTCOMES]
    return [float(gap.mean()) for gap in gaps]


def measured(model: vv.datasets.ProblemModel, n_shops: int, n_customers: int) -> str:
    """Return the rows of a table: bias of each choice with its standard error."""
    found: dict[str, list[list[float]]] = {}
    true = []
    for seed in range(n_shops):
        shop = vv.datasets.simulate_problems(n_customers, model=model, seed=seed)
        true.append(truth(shop))
        for name, effects in estimates(shop, seed).items():
            found.setdefault(name, []).append(effects)
    mean = np.mean(true, axis=0)
    rows = [f"truth: repurchase {mean[0]:+.3f}, spend {mean[1]:+.1f}", ""]
    rows += ["| moments | repurchase | spend |", "|---|---:|---:|"]
    for name, effects in found.items():
        off = np.array(effects) - np.array(true)
        bias, error = off.mean(axis=0), off.std(axis=0, ddof=1) / np.sqrt(n_shops)
        cells = f"{bias[0]:+.3f} ± {error[0]:.3f} | {bias[1]:+.1f} ± {error[1]:.1f}"
        rows.append(f"| {name} | {cells} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=40)
    parser.add_argument("--customers", type=int, default=8_000)
    asked = parser.parse_args()
    for model in (HARMLESS, ALL_TELL):
        print(measured(model, asked.shops, asked.customers), end="\n\n")


if __name__ == "__main__":
    main()

"""How often intervals of a gap hold the true one: `python -m benchmarks.crossing_coverage`.

Shops are simulated in which prior spend and tenure raise both the score and the purchases. The
true gap is that of a shop of 300,000 customers: the mean, over those who answered and were followed
for a year, of what each brings answering as a promoter less what each brings as a detractor. Where
too few customers are comparable there is no adjusted gap; the last column counts these shops.
"""

import numpy as np
from numpy.typing import NDArray

from vocvalue import link, survey
from vocvalue.datasets import Shop, ShopModel, simulate_shop
from vocvalue.results import Estimate

Array = NDArray[np.float64]

MODEL = ShopModel(refund_share=0.0)
ON_FILE = ("prior_spend", "first_purchase", "region", "channel")
RUNS = {1_000: 1_000, 3_000: 600, 10_000: 300}
TRUTH_FROM = 300_000
FIRST_SEED = 2_000_000
"""Of no shop that anything was chosen by."""
FIGURES = {"revenue": "next_spend", "churn": "next_churn"}
KINDS = ("raw", "adjusted")


def truth() -> Array:
    """Return the true gap of each figure, promoter over detractor."""
    shop = simulate_shop(TRUTH_FROM, model=MODEL, seed=0)
    linked = link.attach(shop.responses, shop.orders, survey="nps")
    seen = shop.truth.set_index("customer_id").loc[linked.customer_id.to_numpy()]
    seen = seen[linked.complete]
    return np.array(
        [
            (seen[f"{year}_if_promoter"] - seen[f"{year}_if_detractor"]).mean()
            for year in FIGURES.values()
        ]
    )


def gaps(shop: Shop) -> list[list[Estimate | None]]:
    """Return the gap of each figure, raw and adjusted."""
    table = survey.cross_analysis(
        shop.responses, orders=shop.orders, covariates=shop.customers, adjust_for=ON_FILE
    )
    pair = ("promoter", "detractor")
    return [[it.gap(*pair), it.adjusted_gap(*pair)] for it in map(table.metric, FIGURES)]


def simulated(n_customers: int, runs: int) -> Array:
    """Return estimate, both ends and number of customers, shape (runs, figures, kinds, 4)."""
    return np.array(
        [
            [
                [_numbers(estimate) for estimate in kinds]
                for kinds in gaps(simulate_shop(n_customers, model=MODEL, seed=FIRST_SEED + run))
            ]
            for run in range(runs)
        ]
    )


def _numbers(estimate: Estimate | None) -> tuple[float, ...]:
    if estimate is None:
        return (np.nan,) * 4
    return estimate.value, estimate.lower, estimate.upper, float(estimate.n)


def main() -> None:
    """Print the table."""
    print("| shop | followed | gap | | bias / spread | error told / spread | held | withheld |")
    print("|---:|---:|---|---|---:|---:|---:|---:|")
    true = truth()[:, None]
    for n_customers, runs in RUNS.items():
        value, lower, upper, n = np.moveaxis(simulated(n_customers, runs), -1, 0)
        given = np.isfinite(value)
        spread = np.nanstd(value, axis=0, ddof=1)
        bias = np.nanmean(value - true, axis=0) / spread
        told = np.nanmean((upper - lower) / 3.92, axis=0) / spread
        held = ((lower <= true) & (true <= upper)).sum(axis=0) / given.sum(axis=0)
        shop = f"| {n_customers:,} | {n[:, 0, 0].mean():,.0f} |"
        for i, figure in enumerate(FIGURES):
            for j, kind in enumerate(KINDS):
                cells = f"{bias[i, j]:+.2f} | {told[i, j]:.2f} | {held[i, j]:.1%}"
                without = f"{1 - given[:, i, j].mean():.1%}"
                print(f"{shop} {figure} | {kind} | {cells} | {without} |", flush=True)


if __name__ == "__main__":
    main()

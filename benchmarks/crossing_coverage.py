"""How often intervals of a gap hold the true one: `python -m benchmarks.crossing_coverage`.

Shops are simulated in which prior spend and tenure raise both the score and the purchases. The
true gap is that of a shop of 300,000 customers: the mean, over those who answered and were followed
for a year, of what each brings answering as a promoter less what each brings as a detractor.
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


def gaps(shop: Shop) -> list[list[Estimate]]:
    """Return the gap of each figure, raw and adjusted."""
    table = survey.cross_analysis(
        shop.responses, orders=shop.orders, covariates=shop.customers, adjust_for=ON_FILE
    )
    found = []
    for metric in map(table.metric, FIGURES):
        adjusted = metric.adjusted_gap("promoter", "detractor")
        assert adjusted is not None
        found.append([metric.gap("promoter", "detractor"), adjusted])
    return found


def simulated(n_customers: int, runs: int) -> Array:
    """Return estimate, both ends and number of customers, shape (runs, figures, kinds, 4)."""
    return np.array(
        [
            [
                [(e.value, e.lower, e.upper, e.n) for e in kinds]
                for kinds in gaps(simulate_shop(n_customers, model=MODEL, seed=1_000 + run))
            ]
            for run in range(runs)
        ]
    )


def main() -> None:
    """Print the table."""
    print(
        "| shop | followed | gap | | bias, in standard errors | error told / spread seen | held |"
    )
    print("|---:|---:|---|---|---:|---:|---:|")
    true = truth()[:, None]
    for n_customers, runs in RUNS.items():
        value, lower, upper, n = np.moveaxis(simulated(n_customers, runs), -1, 0)
        spread = value.std(axis=0, ddof=1)
        bias = (value - true).mean(axis=0) / spread
        told = ((upper - lower) / 3.92).mean(axis=0) / spread
        held = ((lower <= true) & (true <= upper)).mean(axis=0)
        shop = f"| {n_customers:,} | {n[:, 0, 1].mean():,.0f} |"
        for i, figure in enumerate(FIGURES):
            for j, kind in enumerate(KINDS):
                cells = f"{bias[i, j]:+.2f} | {told[i, j]:.2f} | {held[i, j]:.1%}"
                print(f"{shop} {figure} | {kind} | {cells} |", flush=True)


if __name__ == "__main__":
    main()

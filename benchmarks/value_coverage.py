"""How often intervals of a total value hold what is spent: `python -m benchmarks.value_coverage`.

Customers buy by a BG/NBD and spend by a Gamma-Gamma of known parameters. They are observed for 20
to 60 weeks, the models are fitted to that, and the 95% interval of what all of them will spend in
the weeks that follow is held against what they do spend. So are the intervals of the parameters.
"""

import argparse
import warnings

import numpy as np
from numpy.typing import NDArray

from vocvalue import clv
from vocvalue.errors import FitError
from vocvalue.stats.proportions import wilson
from vocvalue.stats.simulation import gamma_gamma_amounts, purchases_until_dropout, spend_amounts

SPEND = (6.0, 4.0, 16.0)
SHOPS = {
    "buy often, leave slowly": (0.6, 8.0, 0.8, 2.5),
    "CDNOW": (0.243, 4.414, 0.793, 2.426),
}
SIZES, HORIZONS = (300, 2_000), ("13 weeks", "52 weeks")
WEEKS = {"13 weeks": 13.0, "52 weeks": 52.0}
SHORTEST, LONGEST, SEED = 20.0, 60.0, 771_204
Array = NDArray[np.float64]


def shop(
    model: tuple[float, ...], n: int, rng: np.random.Generator
) -> tuple[clv.Rfm, dict[str, float]]:
    """Return customers as observed, and what they go on to spend over each horizon."""
    r, alpha, a, b = model
    rate, leaves_after = rng.gamma(r, 1 / alpha, n), rng.geometric(rng.beta(a, b, n))
    T = rng.uniform(SHORTEST, LONGEST, n)
    x, t_x = purchases_until_dropout(rate, leaves_after, T, rng)
    amounts, mean_spend = gamma_gamma_amounts(*SPEND, x, rng)
    totals = np.bincount(np.repeat(np.arange(n), x), weights=amounts, minlength=n)
    left = np.maximum(leaves_after - x, 0)
    spent = {}
    for horizon, weeks in WEEKS.items():
        bought, _ = purchases_until_dropout(rate, left, np.full(n, weeks), rng)
        spent[horizon] = float(spend_amounts(mean_spend, bought, SPEND[0], rng).sum())
    return clv.Rfm.from_arrays(x, t_x, T, totals / np.maximum(x, 1), unit="week"), spent


def held(model: tuple[float, ...], n: int, rng: np.random.Generator) -> Array:
    """Return for each horizon, and for all parameters, how often intervals held the truth."""
    rfm, spent = shop(model, n, rng)
    inside = []
    for horizon in HORIZONS:
        prediction = clv.predict(rfm, horizon=horizon, discount_rate=0.0)
        total = prediction.total
        inside.append(float(total.lower <= spent[horizon] <= total.upper))
    return np.array([*inside, held_parameters(prediction.purchases, model)])


def held_parameters(fit: clv.Fit[clv.BGNBD], model: tuple[float, ...]) -> float:
    """Return how many of the parameters lie in their intervals; NaN where a fit has none."""
    try:
        intervals = fit.intervals().values()
    except FitError:
        return np.nan
    return float(
        np.mean([a.lower <= true <= a.upper for a, true in zip(intervals, model, strict=True)])
    )


def cell(share: float, n: int) -> str:
    """Return a share with the interval of so many runs."""
    lower, upper = (float(end) for end in wilson(round(share * n), n, 0.95))
    return f"{share:.1%} ({lower:.1%} to {upper:.1%})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    runs = parser.parse_args().runs
    print(f"| shop | customers | {' | '.join(HORIZONS)} | parameters | fits without |")
    print("|---|---:|" + "---:|" * (len(HORIZONS) + 2))
    warnings.simplefilter("ignore")  # small shops at a boundary say so
    for name, model in SHOPS.items():
        for n in SIZES:
            rng = np.random.default_rng([SEED, n])
            found = np.array([held(model, n, rng) for _ in range(runs)])
            cells = [cell(share, runs) for share in found[:, :-1].mean(axis=0)]
            at_boundary = np.isnan(found[:, -1]).mean()
            cells += [f"{np.nanmean(found[:, -1]):.1%}", f"{at_boundary:.1%}"]
            print(f"| {name} | {n:,} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

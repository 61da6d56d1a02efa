"""Whether any start beats a reported fit: `python -m benchmarks.tops`.

Simulated shops of many kinds, large and small, on a grain of days or none. Each is fitted as users
fit it; then twenty random starts are climbed from, and the highest of all tops is compared with
the one reported.
"""

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocvalue import clv
from vocvalue.clv.beta_geometric import BetaGeometricLikelihood
from vocvalue.clv.gamma_gamma import SpendLikelihood
from vocvalue.clv.history import Histories
from vocvalue.clv.pareto_likelihood import ParetoLikelihood
from vocvalue.clv.search import Likelihood, Maximum, maximise
from vocvalue.errors import FitError, FitWarning

Array = NDArray[np.float64]

SETS, FIRST_SEED = 300, 100_000
"""The starts of the package were chosen on seeds below 1,000."""
CHALLENGERS = 20
BETTER = 0.01


@dataclass(frozen=True)
class Shop:
    """Simulated customers, and what it takes to climb their likelihood from anywhere."""

    rfm: clv.Rfm
    likelihood: Likelihood
    n_customers: int
    challengers: list[Array]


def histories(model: str, seed: int) -> Shop:
    """Simulate a shop of random parameters, and random starts."""
    rng = np.random.default_rng(seed)
    n, span = round(between(rng, 60, 2_000)), between(rng, 10, 150)
    ages = rng.uniform(span * rng.choice([0.05, 0.5, 0.9]), span, n)
    r, each = between(rng, 0.15, 6), between(rng, 0.5, 12)
    kind = getattr(clv, model)
    if model == "ParetoNBD":
        s, beta = between(rng, 0.1, 6), span * between(rng, 0.1, 10)
        truth = {"r": r, "alpha": r * span / each, "s": s, "beta": beta}
    else:
        a, b = between(rng, 0.08, 8), between(rng, 0.08, 15)
        truth = {"r": r, "alpha": r * span / each, "a": a, "b": b}
    drawn = kind(**truth, unit="week").simulate(ages, seed=rng)
    rfm = drawn
    if rng.random() < 0.5:  # on a grain of days
        T = np.ceil(drawn.T * 7) / 7
        rfm = clv.Rfm.from_arrays(drawn.frequency, np.ceil(drawn.recency * 7) / 7, T, unit="week")
    grouped = Histories.of(rfm)
    if model == "ParetoNBD":
        likelihood: Likelihood = ParetoLikelihood(grouped)
    else:
        likelihood = BetaGeometricLikelihood(grouped, kind.chances)
    rate = max(float(rfm.frequency.sum()), 1.0) / float(rfm.T.sum())
    scales = [between(rng, 0.05, 20, CHALLENGERS) for _ in range(3)]
    third = between(rng, 0.01, 50, CHALLENGERS)
    fourth = third * scales[2] * (span if model == "ParetoNBD" else 1.0)
    starts = np.column_stack([scales[0], scales[0] / rate * scales[1], third, fourth])
    return Shop(rfm, likelihood, n, list(starts))


def spends(_: str, seed: int) -> Shop:
    """Simulate spend of random parameters, and random starts."""
    rng = np.random.default_rng(seed)
    n = round(between(rng, 30, 2_000))
    p, q = between(rng, 0.5, 40), between(rng, 1.05, 15)
    x = rng.geometric(between(rng, 0.08, 0.7), n)
    spend = clv.GammaGamma(p=p, q=q, v=30 * (q - 1) / p).simulate(x, seed=rng)
    rfm = clv.Rfm.from_arrays(
        x, np.full(n, 5.0), np.full(n, 9.0), np.round(spend + 0.005, 2), unit="week"
    )
    wide = [between(rng, *ends, CHALLENGERS) for ends in ((0.1, 100), (0.2, 50), (0.1, 10))]
    starts = np.column_stack([wide[0], wide[1], 30 * wide[1] / wide[0] * wide[2]])
    return Shop(rfm, SpendLikelihood.of(rfm), n, list(starts))


def between(rng: np.random.Generator, low: float, high: float, size: int | None = None) -> Array:
    """Draw numbers of every order between two ends."""
    return np.exp(rng.uniform(np.log(low), np.log(high), size))


SHOPS: dict[str, Callable[[str, int], Shop]] = {
    "BGNBD": histories,
    "MBGNBD": histories,
    "ParetoNBD": histories,
    "GammaGamma": spends,
}


@dataclass
class Tally:
    """What was found over the sets of one model."""

    fitted: int = 0
    beaten: int = 0
    told: int = 0
    worst: float = 0.0
    seconds: float = 0.0


def measure(model: str, seeds: Iterator[int], n_sets: int) -> Tally:
    """Fit sets until so many could be fitted, and challenge each."""
    tally = Tally()
    while tally.fitted < n_sets:
        seed = next(seeds)
        shop = SHOPS[model](model, seed)
        start = time.perf_counter()
        try:
            fit = getattr(clv, model).fit(shop.rfm)
        except FitError as error:
            if error.fit is not None:
                print(f"{model}, seed {seed}: {error}")
            continue
        tally.seconds += time.perf_counter() - start
        tally.fitted += 1
        tally.told += any("second maximum" in note.en for note in fit.notes)
        best = challenged(shop)
        lead = best.log_likelihood - fit.log_likelihood
        tally.worst = max(tally.worst, lead)
        if lead > BETTER:
            tally.beaten += 1
            print(f"{model}, seed {seed}: {lead:.3f} better at {best.parameters}, fit {fit.model}")
    return tally


def challenged(shop: Shop) -> Maximum:
    """Return the highest top that the random starts lead to."""
    return maximise(shop.likelihood, shop.challengers, shop.n_customers)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tops", description=__doc__)
    parser.add_argument("--sets", type=int, default=SETS)
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    parser.add_argument("--models", default=",".join(SHOPS))
    options = parser.parse_args()
    warnings.simplefilter("ignore", FitWarning)
    print(
        "| model | sets | beaten by .01 | most that a start gained | second top told | ms a fit |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    for model in options.models.split(","):
        seeds = iter(range(options.first_seed, options.first_seed + 100 * options.sets))
        tally = measure(model, seeds, options.sets)
        cells = (tally.fitted, tally.beaten, f"{tally.worst:.1g}", tally.told)
        row = " | ".join(map(str, cells))
        print(f"| {model} | {row} | {1000 * tally.seconds / tally.fitted:.1f} |", flush=True)


if __name__ == "__main__":
    main()

"""How often the interval of a trend holds the truth, and how often its verdict is a false alarm.

Counts of mentions are drawn around a rate that varies by itself: log-normal, with a correlation
from one period to the next. `python -m benchmarks.issue_trend_coverage` prints two tables in
Markdown: with a fall of 30 % at the fix, the coverage of the change and how often the fall is
found; without any, how often a fall, or a fall that stays, is said to be there. Next to it stands
what the errors of Newey and West alone would do, and a quasi-Poisson model without correlation.
"""

import argparse
import dataclasses
import itertools
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from vocvalue.duration import Every
from vocvalue.errors import FitError
from vocvalue.issues.over_time.measure import fit_series, measure
from vocvalue.issues.over_time.series import MentionSeries
from vocvalue.stats.count_series import newey_west
from vocvalue.stats.proportions import wilson
from vocvalue.tables.periods import Periods

LEVEL, MEAN_ORDERS = 0.95, 4_000
FALL = np.log(0.7)


@dataclasses.dataclass(frozen=True)
class Case:
    """A kind of series.

    Attributes:
        every: The length of a period.
        before: Periods before the fix.
        after: Periods after it.
        mean: Mentions a period.
        spread: The standard deviation of the log of the rate.
        rho: Its correlation from one period to the next.
    """

    every: Every
    before: int
    after: int
    mean: float
    spread: float
    rho: float


LENGTHS: tuple[tuple[Every, int, int], ...] = (
    ("month", 12, 6),
    ("month", 18, 12),
    ("month", 30, 18),
    ("week", 78, 26),
)
NOISES = ((0.0, 0.0), (0.15, 0.0), (0.15, 0.3), (0.15, 0.6))
CASES = tuple(Case(*length, 60.0, *noise) for length, noise in itertools.product(LENGTHS, NOISES))


def drawn(case: Case, effect: float, random: np.random.Generator) -> MentionSeries:
    """Return a series whose rate changes by a known factor at the fix."""
    n = case.before + case.after
    noise = np.zeros(n)
    noise[0] = random.normal(0, case.spread)
    for place in range(1, n):
        fresh = random.normal(0, case.spread * np.sqrt(1 - case.rho**2))
        noise[place] = case.rho * noise[place - 1] + fresh
    orders = random.poisson(MEAN_ORDERS, n)
    after = np.arange(n) >= case.before
    rate = case.mean / MEAN_ORDERS * np.exp(noise - case.spread**2 / 2 + effect * after)
    periods = Periods(every=case.every, first=2_700 if case.every == "week" else 630, n=n)
    return MentionSeries(
        periods=periods,
        fixed_at=periods.start[case.before],
        mentions=random.poisson(orders * rate).astype(np.int64),
        orders=orders.astype(np.int64),
        covered=(periods.start[0], periods.end),
        n_cut=0,
    )


def one_run(seed: int, case: Case, effect: float) -> list[float]:
    """Return whether each interval holds the truth, the width, and what the verdict says."""
    series = drawn(case, effect, np.random.default_rng(seed))
    try:
        trend = measure(series, topic="late", comparison=(), level=LEVEL)
    except FitError:
        return [np.nan] * 6
    truth = float(np.expm1(effect))
    held = trend.change.lower <= truth <= trend.change.upper
    others = _others(series, effect)
    width = trend.change.upper - trend.change.lower
    fell = trend.verdict.startswith("fell")
    return [held, *others, width, fell, trend.verdict == "fell and stayed down"]


def _others(series: MentionSeries, effect: float) -> list[float]:
    """Return whether intervals of Newey and West, and of a quasi-Poisson model, hold the truth."""
    fitted = fit_series(series)
    plan, fit = fitted.plan, fitted.fit.series
    weights = plan.change[plan.after].mean(axis=0)
    contrast = np.concatenate([np.zeros(plan.unchanged.shape[1]), weights])
    away = abs(float(contrast @ fit.coefficients) - effect)
    reach = float(stdtrit(fit.n_left, (1 + LEVEL) / 2))
    plain = fit.dispersion * float(contrast @ fit.bread @ contrast)
    return [away < reach * np.sqrt(newey_west(fit, contrast)), away < reach * np.sqrt(plain)]


def table_of(cases: Sequence[Case], effect: float, n: int, processes: int) -> None:
    """Print one row per case."""
    print(f"\nChange of the rate at the fix: {np.expm1(effect):+.0%}\n")
    print(
        "| period | before, after | spread, correlation | covers | Newey-West | quasi-Poisson "
        "| width | fell | fell and stayed down |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for place, case in enumerate(cases):
        seeds = range(1_000_000 * (place + 1), 1_000_000 * (place + 1) + n)
        with ProcessPoolExecutor(processes) as pool:
            runs = partial(one_run, case=case, effect=effect)
            numbers = np.array(list(pool.map(runs, seeds, chunksize=25)))
        cells = [_share(numbers[:, column]) for column in (0, 1, 2)]
        width = f"{np.nanmean(numbers[:, 3]):.2f}"
        said = [f"{np.nanmean(numbers[:, column]):.1%}" for column in (4, 5)]
        name = f"{case.every} | {case.before}, {case.after} | {case.spread:g}, {case.rho:g}"
        print(f"| {name} | {' | '.join([*cells, width, *said])} |", flush=True)


def _share(held: NDArray[np.float64]) -> str:
    known = held[np.isfinite(held)]
    low, high = wilson(int(known.sum()), known.size, LEVEL)
    return f"{known.mean():.1%} ({low:.1%} to {high:.1%})"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000, help="series of each kind")
    parser.add_argument("--processes", type=int, default=2, help="how many runs at a time")
    asked = parser.parse_args()
    for effect in (float(FALL), 0.0):
        table_of(CASES, effect, asked.runs, asked.processes)


if __name__ == "__main__":
    main()

"""How often "mended in June, and July, August, September each lower" is seen, and how often shown.

Counts of mentions are drawn around a rate that is as before the fix, lower in each of the three
months after it, or lower in two of them only; around it the rate may vary by itself.
`python -m benchmarks.issue_reduction_rates` prints a table in Markdown: how often all three months
lie below what they would have been, how often each month is shown to by its test, and how often the
KPI says "each lower".
"""

import argparse
import dataclasses
import itertools
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.issue_trend_coverage import Case, drawn
from vocvalue.errors import FitError
from vocvalue.issues.over_time.measure import measure
from vocvalue.kpi.problems.measure import issue_reduction
from vocvalue.stats.proportions import wilson

LEVEL, MONTHS_BEFORE, MENTIONS = 0.95, 24, 200.0
FACTORS: dict[str, tuple[float, float, float]] = {
    "as before": (1.0, 1.0, 1.0),
    "60% lower, 60% lower, as before": (0.4, 0.4, 1.0),
    "30% lower, 30% lower, as before": (0.7, 0.7, 1.0),
    "30% lower in each": (0.7, 0.7, 0.7),
    "50% lower in each": (0.5, 0.5, 0.5),
}
SPREADS = (0.0, 0.15)


@dataclasses.dataclass(frozen=True)
class Rates:
    """What is found in many series of one kind.

    Attributes:
        runs: How many series were fitted.
        seen: In how many all three months lie below what they would have been.
        shown: In how many the test shows each month to be lower.
        said: In how many the verdict is "each lower".
    """

    runs: int
    seen: int
    shown: int
    said: int

    def cells(self) -> str:
        """Return the shares, as cells of a table."""
        return " | ".join(_share(count, self.runs) for count in (self.seen, self.shown, self.said))


def one_run(seed: int, factors: tuple[float, float, float], spread: float) -> list[float]:
    """Return whether three lower months are seen, shown and said to be; NaN of a failed fit.

    Args:
        seed: The seed.
        factors: By what the rate of each month after the fix is multiplied, at most 1.
        spread: The standard deviation of the logarithm of a month's rate.
    """
    case = Case("month", MONTHS_BEFORE, len(factors), MENTIONS, spread, 0.0)
    series = drawn(case, 0.0, np.random.default_rng(seed))
    after = np.flatnonzero(series.after)
    # Of each mention that would have come, a fix prevents a part: Poisson counts remain Poisson.
    kept = np.random.default_rng([seed, 1]).binomial(series.mentions[after], factors)
    mentions = series.mentions.copy()
    mentions[after] = kept
    series = dataclasses.replace(series, mentions=mentions)
    try:
        trend = measure(series, topic="slow", comparison=(), level=LEVEL)
    except FitError:
        return [np.nan] * 3
    found = issue_reduction(trend)
    seen = found.n_seen == len(factors)
    return [float(seen), float(found.p_each < 1 - LEVEL), float(found.verdict == "each lower")]


def rates(
    factors: tuple[float, float, float], spread: float, n: int, *, first: int, processes: int = 1
) -> Rates:
    """Return how often it is seen, shown and said.

    Args:
        factors: By what the rate of each month after the fix is multiplied.
        spread: The standard deviation of the logarithm of a month's rate.
        n: How many series are drawn.
        first: The first seed.
        processes: How many run at a time.
    """
    run = partial(one_run, factors=factors, spread=spread)
    seeds = range(first, first + n)
    if processes == 1:
        return _counted(np.array([run(seed) for seed in seeds]))
    with ProcessPoolExecutor(processes) as pool:
        return _counted(np.array(list(pool.map(run, seeds, chunksize=25))))


def _counted(runs: NDArray[np.float64]) -> Rates:
    fitted = runs[np.isfinite(runs[:, 0])]
    seen, shown, said = (int(n) for n in fitted.sum(axis=0))
    return Rates(runs=len(fitted), seen=seen, shown=shown, said=said)


def _share(count: int, n: int) -> str:
    low, high = wilson(count, n, LEVEL)
    return f"{count / n:.1%} ({low:.1%} to {high:.1%})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000, help="series of each kind")
    parser.add_argument("--processes", type=int, default=2, help="how many runs at a time")
    asked = parser.parse_args()
    print("| true rate in the three months | spread | seen in each | shown in each | said |")
    print("|---|---|---|---|---|")
    for place, (name, spread) in enumerate(itertools.product(FACTORS, SPREADS)):
        found = rates(
            FACTORS[name],
            spread,
            asked.runs,
            first=1_000_000 * (place + 1),
            processes=asked.processes,
        )
        print(f"| {name} | {spread:g} | {found.cells()} |", flush=True)


if __name__ == "__main__":
    main()

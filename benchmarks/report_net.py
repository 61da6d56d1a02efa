"""How often intervals of sums in a report hold: `python -m benchmarks.report_net`.

At a nominal 95%, of 4,000 draws for each figure. Customers are drawn anew each time, each line of
money is estimated from them, and the lines are added. The truth of a sum is that of its lines.

The first table is what a programme brings: a lift in retention at a known value, and what leads
spend more, skewed as spend is. The customers of the leads are others, to a half those of the lift,
or all. The second is what several problems cost, each held against the same customers without a
problem. Both are added as if lines were independent, and with half-widths added.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from vocvalue.amounts.combining import together, total
from vocvalue.results.estimates import Interval
from vocvalue.stats import differences, normal
from vocvalue.stats.means import welch

Floats = NDArray[np.float64]
Sum = Callable[[Sequence[Interval]], Interval]

RUNS, SEED, LEVEL = 4_000, 20261130, 0.95
STAYS, MORE, VALUE = 0.60, 0.08, 60.0
BUYS, SPEND, SHAPE = 0.5, 120.0, 0.7
"""Who stays buys with this chance, for gamma amounts of this mean and shape."""
LESS = 0.1
"""How much less is spent by those who met a problem."""
ARMS, SHARED = (100, 300, 1_000), (0.0, 0.5, 1.0)
PROBLEMS, CONTROLS, EXPOSED = (2, 5), (1, 3, 10), 200
SUMS: dict[str, Sum] = {"independent": total, "half-widths added": together}


def spend(stayed: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Return what customers spend: those who left nothing."""
    buys = stayed & (rng.random(stayed.shape) < BUYS)
    return np.where(buys, rng.gamma(SHAPE, SPEND / SHAPE, stayed.shape), 0.0)


def kept(treated: NDArray[np.bool_], control: NDArray[np.bool_]) -> Interval:
    """Return the money of a lift, from who stayed in either arm."""
    n = len(treated)
    counts = (int(treated.sum()), n, int(control.sum()), n)
    lower, upper = differences.interval(*counts, LEVEL)
    value = (counts[0] - counts[2]) / n
    return n * VALUE * value, n * VALUE * float(lower), n * VALUE * float(upper)


def more_spent(treated: Floats, control: Floats) -> Interval:
    """Return what an arm spends more than another."""
    n = len(treated)
    lower, upper, _ = welch(_mean(treated), _mean(control), LEVEL)
    return n * float(treated.mean() - control.mean()), n * lower, n * upper


def of_programme(n: int, shared: float, rng: np.random.Generator) -> tuple[list[Interval], float]:
    """Return the lines of a programme with two actions, and their true sum."""
    first = [rng.random(n) < share for share in (STAYS + MORE, STAYS)]
    others = [rng.random(n) < share for share in (STAYS + MORE, STAYS)]
    same = np.arange(n) < round(shared * n)
    second = [np.where(same, one, other) for one, other in zip(first, others, strict=True)]
    spent = [spend(stayed, rng) for stayed in second]
    truth = n * MORE * (VALUE + BUYS * SPEND)
    return [kept(*first), more_spent(*spent)], truth


def of_problems(k: int, controls: int, rng: np.random.Generator) -> tuple[list[Interval], float]:
    """Return what problems cost that are held against the same customers, and their true sum."""
    without = rng.gamma(SHAPE, SPEND / SHAPE, controls * EXPOSED)
    lines = []
    for _ in range(k):
        met = (1 - LESS) * rng.gamma(SHAPE, SPEND / SHAPE, EXPOSED)
        error = np.sqrt(_mean(without)[1] + _mean(met)[1])
        ends = normal.interval(float(without.mean() - met.mean()), float(error), LEVEL)
        lines.append((EXPOSED * ends[0], EXPOSED * ends[1], EXPOSED * ends[2]))
    return lines, k * EXPOSED * LESS * SPEND


def _mean(values: Floats) -> tuple[float, float, float]:
    return float(values.mean()), float(values.var(ddof=1) / values.size), float(values.size)


def held(draw: Callable[[], tuple[list[Interval], float]]) -> dict[str, float]:
    """Return how often each way to add lines holds the true sum."""
    holds = dict.fromkeys(SUMS, 0)
    for _ in range(RUNS):
        lines, truth = draw()
        for name, added in SUMS.items():
            _, lower, upper = added(lines)
            holds[name] += lower <= truth <= upper
    return {name: n / RUNS for name, n in holds.items()}


def main() -> None:
    """Print the two tables."""
    rng = np.random.default_rng(SEED)
    heads = " | ".join(SUMS)
    print(f"| customers an arm | in both lines | {heads} |\n|---:|---:|---:|---:|")
    for n in ARMS:
        for shared in SHARED:
            found = held(partial(of_programme, n, shared, rng))
            print(f"| {n:,} | {shared:.0%} | {' | '.join(f'{it:.1%}' for it in found.values())} |")
    print(f"\n| problems | controls each exposed | {heads} |\n|---:|---:|---:|---:|")
    for k in PROBLEMS:
        for controls in CONTROLS:
            found = held(partial(of_problems, k, controls, rng))
            print(f"| {k} | {controls} | {' | '.join(f'{it:.1%}' for it in found.values())} |")


if __name__ == "__main__":
    main()

"""How many accounts left of each band and each tenth of scores, and what alarms were worth."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vocvalue.health.account_log import Flags, Ints
from vocvalue.health.bands import HIGHEST, LOWEST, HealthBands
from vocvalue.health.later_churn.judged import JudgedScores
from vocvalue.results import Estimate
from vocvalue.stats.clusters import Sample, effective_size
from vocvalue.stats.proportions import wilson

TENTHS = 10
LEAST_ROWS = 100
"""Fewer scores are not cut into tenths."""
METHOD = "Wilson, of as many accounts as the repeated ones are worth"


@dataclass(frozen=True, kw_only=True, eq=False)
class ChurnGroup:
    """How many accounts left of those whose score lay between two ends.

    Attributes:
        lower: The lowest score.
        upper: The highest.
        mean_score: The mean score, NaN where there is none.
        n: The scores, of an account once for each cut-off.
        n_churned: How many of them were of accounts that left within the window.
        share: Their share.

    Examples:
        >>> from vocvalue import datasets, health
        >>> sample = datasets.simulate_accounts(200, seed=1)
        >>> tables = {name: getattr(sample, name) for name in ("usage", "churn")}
        >>> test = health.backtest(sample.accounts, cutoffs="2024-12-31", **tables)
        >>> [(group.lower, group.upper, group.n, group.n_churned) for group in test.by_band]
        [(0.0, 40.0, 17, 2), (40.0, 70.0, 62, 8), (70.0, 100.0, 83, 1)]
    """

    lower: float
    upper: float
    mean_score: float
    n: int
    n_churned: int
    share: Estimate


@dataclass(frozen=True, kw_only=True, eq=False)
class AlarmRecord:
    """What the lowest band is worth as an alarm.

    Attributes:
        precision: The share of its scores that are of accounts that left within the window.
        recall: The share of the scores of accounts that left within the window that lie in it.
        rate: The share of all scores that lie in it.
        n_left: The accounts that left within a window.
        n_warned: How many of them were in the lowest band at the last cut-off before.
        median_days: The median days from the first of the cut-offs at which they had been in it,
            without a break, until they left; NaN where none was.

    Examples:
        >>> from vocvalue import datasets, health
        >>> sample = datasets.simulate_accounts(200, seed=1)
        >>> tables = {name: getattr(sample, name) for name in ("usage", "churn")}
        >>> test = health.backtest(sample.accounts, cutoffs="2024-12-31", **tables)
        >>> test.alarms.n_warned, test.alarms.n_left, round(test.alarms.median_days)
        (2, 11, 29)
    """

    precision: Estimate
    recall: Estimate
    rate: float
    n_left: int
    n_warned: int
    median_days: float


def bands_of(judged: JudgedScores, bands: HealthBands, *, level: float) -> tuple[ChurnGroup, ...]:
    """Return how many accounts of each band left, the lowest first.

    Args:
        judged: The scores.
        bands: Where the bands begin.
        level: The confidence level.
    """
    place = bands.codes(judged.score)
    cuts = (LOWEST, bands.watch, bands.healthy, HIGHEST)
    ends = pairwise(cuts)
    return tuple(
        _group(judged, place == number, ends=of, level=level) for number, of in enumerate(ends)
    )


def tenths_of(judged: JudgedScores, *, level: float) -> tuple[ChurnGroup, ...]:
    """Return how many accounts of each tenth of the scores left, the lowest first.

    Equal scores are in one group, so that groups may be fewer than ten.

    Args:
        judged: The scores.
        level: The confidence level.
    """
    if judged.score.size < LEAST_ROWS:
        return ()
    cuts = np.unique(np.quantile(judged.score, np.arange(1, TENTHS) / TENTHS))
    place = np.searchsorted(cuts, judged.score, side="right")
    found = []
    for number in np.unique(place):
        score = judged.score[place == number]
        ends = (float(score.min()), float(score.max()))
        found.append(_group(judged, place == number, ends=ends, level=level))
    return tuple(found)


def alarms_of(judged: JudgedScores, bands: HealthBands, *, level: float) -> AlarmRecord:
    """Return what the lowest band is worth as an alarm.

    Args:
        judged: The scores.
        bands: Where the bands begin.
        level: The confidence level.
    """
    low = judged.score < bands.watch
    warned, left = _warned(judged, low)
    return AlarmRecord(
        precision=_share(judged, low, judged.churned, level),
        recall=_share(judged, judged.churned, low, level),
        rate=float(low.mean()),
        n_left=left,
        n_warned=len(warned),
        median_days=float(np.median(warned)) if warned else float("nan"),
    )


def _warned(judged: JudgedScores, low: Flags) -> tuple[list[float], int]:
    """Return the days of warning of the accounts warned of, and how many accounts left."""
    left = np.unique(judged.account[judged.churned])
    gone = np.flatnonzero(~np.isnan(judged.days) & np.isin(judged.account, left))
    order = gone[np.lexsort([judged.days[gone], judged.account[gone]])]
    account, first = np.unique(judged.account[order], return_index=True)
    # Within an account the last cut-off stands first, as its days are the fewest.
    broken = ~low[order]
    n_broken = np.cumsum(broken)
    before: Ints = np.repeat(n_broken[first] - broken[first], np.diff(np.append(first, order.size)))
    in_run = n_broken == before
    longest = np.full(account.size, np.nan)
    owner = np.repeat(np.arange(account.size), np.diff(np.append(first, order.size)))
    np.fmax.at(longest, owner[in_run], judged.days[order][in_run])
    return longest[~np.isnan(longest)].tolist(), account.size


def _group(
    judged: JudgedScores, chosen: Flags, *, ends: tuple[float, float], level: float
) -> ChurnGroup:
    return ChurnGroup(
        lower=ends[0],
        upper=ends[1],
        mean_score=float(judged.score[chosen].mean()) if chosen.any() else float("nan"),
        n=int(chosen.sum()),
        n_churned=int(judged.churned[chosen].sum()),
        share=_share(judged, chosen, judged.churned, level),
    )


def _share(judged: JudgedScores, of: Flags, hits: Flags, level: float) -> Estimate:
    """Return a share of rows, where those of one account are worth less than as many accounts."""
    n = int(of.sum())
    if not n:
        return Estimate.of((np.nan, np.nan, np.nan), level=level, method=METHOD, n=0)
    values = hits[of].astype(np.float64)
    accounts = judged.account[of]
    sample = Sample(customer=accounts, values=values, rows=np.ones(n))
    worth = effective_size(sample) if sample.variance > 0 else float(np.unique(accounts).size)
    share = float(values.mean())
    lower, upper = (float(end) for end in wilson(share * worth, worth, level))
    ends = (share, min(lower, share), max(upper, share))
    return Estimate.of(ends, level=level, method=METHOD, n=int(np.unique(accounts).size))

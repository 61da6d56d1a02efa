"""Whether a KPI moved from one period to the next, by more than chance."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from vocvalue.amounts.combining import less, total
from vocvalue.kpi.kpi import Kpi, KpiPeriod
from vocvalue.results import Estimate
from vocvalue.results.estimates import Interval

Direction: TypeAlias = Literal["better", "worse", "no change shown"]
METHOD = "difference of two periods, MOVER"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The latest mature period of a KPI against the mature one before it.

    Attributes:
        before: The earlier period.
        after: The latest.
        change: The figure of the latest less that of the earlier one.
        direction: "better" or "worse" where the interval of the change leaves 0 out.
    """

    before: KpiPeriod
    after: KpiPeriod
    change: Estimate
    direction: Direction


def moved(kpi: Kpi) -> Moved | None:
    """Return how a KPI moved; None where it has no two mature periods with figures.

    The periods are taken as independent. Where the same customers or colleagues are in both, that
    makes the interval rather too wide.

    Args:
        kpi: The KPI.

    References:
        Zou and Donner (2008), Construction of confidence limits about effect measures: a general
        approach, Statistics in Medicine 27.
    """
    known = [it for it in kpi.trend() if it.is_mature and np.isfinite(it.estimate.value)]
    if len(known) < 2:
        return None
    before, after = known[-2:]
    change = Estimate.of(
        total([_ends(after.estimate), less(_ends(before.estimate))]),
        level=after.estimate.level,
        method=METHOD,
        n=before.estimate.n + after.estimate.n,
    )
    direction = _direction(change, is_rising=kpi.bounds.is_rising)
    return Moved(before=before, after=after, change=change, direction=direction)


def _ends(estimate: Estimate) -> Interval:
    return estimate.value, estimate.lower, estimate.upper


def _direction(change: Estimate, *, is_rising: bool) -> Direction:
    if not change.excludes_zero:
        return "no change shown"
    return "better" if (change.value > 0) == is_rising else "worse"

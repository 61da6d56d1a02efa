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
        after: The later one, the latest that is mature.
        change: The figure of the later less that of the earlier one.
        direction: "better" or "worse" where the interval of the change leaves 0 out.

    Examples:
        >>> import pandas as pd
        >>> from vocvalue import kpi
        >>> days = pd.date_range("2024-01-01", periods=10, freq="18D")
        >>> insights = pd.DataFrame({"insight_id": range(10), "submitted": days})
        >>> actions = pd.DataFrame({"insight_id": [0, 6, 7], "completed": days[[1, 7, 8]]})
        >>> rate = kpi.insight_to_action(
        ...     insights, actions, mature="60 days", observation_end="2024-12-31"
        ... )
        >>> change = kpi.scorecard(insight=rate).line("insight-to-action").moved
        >>> str(change.before.start), str(change.after.start), change.direction
        ('2024-01-01', '2024-04-01', 'no change shown')
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

"""A line of the card: a KPI with its figure, or without one."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from vocvalue.amounts.levers import Lever
from vocvalue.kpi.card.moved import Moved, moved
from vocvalue.kpi.kpi import Band, Kpi, KpiName
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain


@dataclass(frozen=True, kw_only=True)
class ScorecardLine:
    """A KPI of the programme; one without data has no result.

    Attributes:
        kpi: Which KPI it is.
        topic: The topic of the problem, of the KPI that has a line for each.
        result: What measured it; None where the data are missing.
        lever: What was done to raise the value of customers, as the caller says; None where it was
            not said.

    Examples:
        >>> from vocvalue import kpi, lift
        >>> kept = lift.retention_test(treated=(350, 500), control=(250, 500), randomised=True)
        >>> calls = kpi.retention_lift(kept, change="points")
        >>> line = kpi.scorecard(lift=calls).line("retention lift")
        >>> line.band, line.band_shown, line.money
        ('high', 'unknown', None)
    """

    kpi: KpiName
    topic: str | None = None
    result: Kpi | None = None
    lever: Lever | None = None

    @property
    def figure(self) -> Estimate | None:
        """The figure with its interval; None without data, or while nothing is mature."""
        if self.result is None:
            return None
        figure = self.result.headline()
        return figure if np.isfinite(figure.value) else None

    @property
    def band(self) -> Band:
        """The band of the figure, "unknown" without one."""
        if self.result is None or self.figure is None:
            return "unknown"
        return self.result.bounds.band_of(self.figure.value)

    @property
    def band_shown(self) -> Band:
        """The band that the whole interval lies in, or "unknown"."""
        return "unknown" if self.result is None or self.figure is None else self.result.band()

    @property
    def moved(self) -> Moved | None:
        """The latest mature period against the one before it; None where there are no two."""
        return None if self.result is None else moved(self.result)

    @property
    def money(self) -> Money | None:
        """The money that belongs to it; None where none is linked."""
        return None if self.result is None else self.result.money

    def to_dict(self) -> dict[str, Any]:
        """Return the line as values that JSON can hold."""
        change = self.moved
        return {
            "kpi": self.kpi,
            "topic": self.topic,
            "lever": self.lever,
            "figure": plain(self.figure),
            "bounds": None if self.result is None else plain(self.result.bounds),
            "band": self.band,
            "band_shown": self.band_shown,
            "trend": [] if self.result is None else plain(self.result.trend()),
            "change": None if change is None else plain(change.change),
            "direction": None if change is None else change.direction,
            "money": plain(self.money),
        }

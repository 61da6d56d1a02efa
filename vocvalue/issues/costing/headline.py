"""The one figure of an effect: an estimate, or the range between readings that disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from vocvalue.issues.costing.contrast import Contrast
from vocvalue.results import Estimate
from vocvalue.results.estimates import Interval
from vocvalue.stats import normal

MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class EffectReading:
    """One reading of an effect, with its error.

    Attributes:
        value: The effect.
        error: Its standard error.
        reported: The share that is taken to report the problem, or None where all count as told.
    """

    value: float
    error: float
    reported: float | None = None

    def times(self, factor: float) -> "EffectReading":
        """Return the reading in another unit, such as money.

        Args:
            factor: What one unit of it is.
        """
        return replace(self, value=factor * self.value, error=abs(factor) * self.error)

    def of_count(self, n: float) -> "EffectReading":
        """Return the sum over a number of customers that is itself left to chance.

        The number of a future month is taken to vary as counts of independent events do.

        Args:
            n: The number that is expected.
        """
        error = np.sqrt((n * self.error) ** 2 + self.value**2 * n)
        return replace(self, value=n * self.value, error=float(error))


Readings: TypeAlias = tuple[EffectReading, ...]


def readings(effects: Sequence[Contrast], silent: Mapping[float, float]) -> Readings:
    """Return how an effect may be read.

    Args:
        effects: The effect, by each estimate that counts.
        silent: The silent share of the controls, by the share taken to report; empty if all do.
    """
    plain = [EffectReading(value=it.effect, error=it.error) for it in effects]
    if not silent:
        return tuple(plain)
    return tuple(
        replace(it, reported=reported).times(1 / (1 - share))
        for it in plain
        for reported, share in silent.items()
    )


def spanned(readings: Sequence[EffectReading], level: float) -> Interval:
    """Return the middle of readings, and the outer ends of their intervals.

    Args:
        readings: The readings, one at least.
        level: The confidence level.

    Examples:
        >>> both = [EffectReading(value=1.0, error=0.0), EffectReading(value=3.0, error=0.0)]
        >>> spanned(both, 0.95)
        (2.0, 1.0, 3.0)
    """
    ends = [normal.interval(it.value, it.error, level) for it in readings]
    values = [it.value for it in readings]
    return (
        (min(values) + max(values)) / 2,
        min(low for _, low, _ in ends),
        max(high for *_, high in ends),
    )


def headline(effect: Contrast, readings: Readings, level: float) -> Estimate:
    """Return the figure that is told.

    Args:
        effect: The doubly robust effect.
        readings: How it may be read.
        level: The confidence level.
    """
    of = "doubly robust" if len(readings) == 1 else "range"
    return Estimate.of(
        spanned(readings, level), level=level, method=f"{of}, cluster-robust", n=effect.n
    )

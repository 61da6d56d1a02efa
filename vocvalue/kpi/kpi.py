"""What every KPI of the programme hands to the scorecard, and the bounds it is judged by."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np

from vocvalue import checks
from vocvalue.duration import Every
from vocvalue.errors import ParameterError
from vocvalue.results import Estimate, Money

KpiName: TypeAlias = Literal[
    "insight-to-action",
    "coverage",
    "timeliness",
    "retention lift",
    "issue reduction",
    "stakeholder satisfaction",
]
Band: TypeAlias = Literal["low", "middle", "high", "unknown"]
"""Where a figure stands: at or beyond the bound of the low ones, between the bounds, at or beyond
the bound of the high ones, or not known."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """From where on a figure is low, and from where on it is high.

    High is what the programme wants. Where less is better, as of hours until a ticket is closed,
    `low` is the larger number.

    Attributes:
        low: What is at this bound, or worse, is low.
        high: What is at this bound, or better, is high.

    Examples:
        >>> shares, hours = Bounds(low=0.10, high=0.70), Bounds(low=120, high=24)
        >>> shares.band_of(0.10), shares.band_of(0.4), hours.band_of(20), hours.band_of(130)
        ('low', 'middle', 'high', 'low')
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if checks.number("low", self.low) == checks.number("high", self.high):
            raise ParameterError(
                f"bounds == ({self.low}, {self.high}), must be two different numbers: from where "
                "on a figure is low, and from where on it is high."
            )

    @classmethod
    def of(
        cls,
        bounds: "Bounds | tuple[float, float]",
        *,
        lowest: float = -np.inf,
        highest: float = np.inf,
    ) -> "Bounds":
        """Return the bounds that a caller wrote as a pair, low first, of what is better if more.

        Args:
            bounds: The two bounds, or a `Bounds`.
            lowest: The lowest figure that is possible.
            highest: The highest.

        Raises:
            ParameterError: Not two different numbers in this order, or figures that are impossible.

        Examples:
            >>> Bounds.of((10, 70), lowest=0, highest=1)
            Traceback (most recent call last):
            vocvalue.errors.ParameterError: bounds == (10, 70), must be between 0 and 1. Write 70%
            as 0.70.
        """
        both = (bounds.low, bounds.high) if isinstance(bounds, Bounds) else bounds
        if not isinstance(both, tuple | list) or len(both) != 2:
            raise ParameterError(
                f"bounds == {bounds!r}, must be two numbers: from where on a figure is low, and "
                "from where on it is high."
            )
        made = cls(
            low=checks.number("bounds[0]", both[0]), high=checks.number("bounds[1]", both[1])
        )
        if not all(lowest <= bound <= highest for bound in (made.low, made.high)):
            as_share = " Write 70% as 0.70." if (lowest, highest) == (0, 1) else ""
            raise ParameterError(
                f"bounds == {tuple(both)!r}, must be between {lowest:g} and {highest:g}.{as_share}"
            )
        if not made.is_rising:
            raise ParameterError(
                f"bounds == {tuple(both)!r}: more is better, so the bound of the low ones comes "
                "first and is the smaller one."
            )
        return made

    @property
    def is_rising(self) -> bool:
        """Whether more is better."""
        return self.low < self.high

    def band_of(self, value: float) -> Band:
        """Return the band of a number; "unknown" for NaN.

        Args:
            value: The value of the figure.
        """
        if np.isnan(value):
            return "unknown"
        sign = 1 if self.is_rising else -1
        if sign * value <= sign * self.low:
            return "low"
        return "high" if sign * value >= sign * self.high else "middle"

    def band_shown(self, figure: Estimate) -> Band:
        """Return the band that the whole interval of a figure lies in, or "unknown".

        Args:
            figure: The figure with its interval.

        Examples:
            Seven of ten is 70%, and ten insights do not show that it is high:

            >>> rate = Estimate(value=0.7, lower=0.4, upper=0.89, level=0.95, method="", n=10)
            >>> bounds = Bounds(low=0.10, high=0.70)
            >>> bounds.band_of(rate.value), bounds.band_shown(rate)
            ('high', 'unknown')
        """
        bands = {self.band_of(end) for end in (figure.lower, figure.value, figure.upper)}
        return bands.pop() if len(bands) == 1 else "unknown"


@dataclass(frozen=True, kw_only=True)
class KpiPeriod:
    """A KPI in one calendar period.

    Attributes:
        start: The first day of the period.
        every: The length of the period.
        estimate: The figure; NaN with n = 0 where the period has no data, which is a gap.
        is_mature: Whether the period has been observed long enough to be compared with others.

    Examples:
        >>> rate = Estimate(value=0.7, lower=0.4, upper=0.89, level=0.95, method="", n=10)
        >>> spring = KpiPeriod(start=np.datetime64("2024-04-01"), every="quarter", estimate=rate)
        >>> spring.is_mature
        True
    """

    start: np.datetime64
    every: Every
    estimate: Estimate
    is_mature: bool = True


class Kpi(Protocol):
    """What the scorecard asks of a KPI."""

    @property
    def kpi(self) -> KpiName:
        """Which KPI it is."""

    @property
    def bounds(self) -> Bounds:
        """From where on it is low, and high."""

    @property
    def money(self) -> Money | None:
        """The money that belongs to it; None where none is linked."""

    def headline(self) -> Estimate:
        """Return its figure with the interval."""

    def band(self) -> Band:
        """Return the band that its whole interval lies in, or "unknown"."""

    def trend(self) -> tuple[KpiPeriod, ...]:
        """Return the figure of each period, gaps included; empty where it has none."""

    def statement(self, language: str = "en", *, labels: Any = None) -> str:
        """Return it in sentences, for a CFO."""

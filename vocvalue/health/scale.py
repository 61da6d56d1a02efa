"""From what a measure is to points from 0 to 100, by fixed anchors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import ParameterError

Part: TypeAlias = Literal["says", "does", "pays"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class HealthScale:
    """A line from 0 points at `low` to 100 points at `high`; beyond them it stays there.

    Attributes:
        low: What is worth 0 points.
        high: What is worth 100 points; below `low` where less is better.
        by_ratio: Whether equal ratios are equally many points, as for a growth, and not equal
            differences.

    Examples:
        >>> HealthScale(90.0, 0.0).points(np.array([45.0, 120.0])).tolist()
        [50.0, 0.0]
        >>> HealthScale(0.5, 2.0, by_ratio=True).points(np.array([1.0, 0.0])).tolist()
        [50.0, 0.0]
    """

    low: float
    high: float
    by_ratio: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        checks.number("low", self.low)
        checks.number("high", self.high)
        if self.low == self.high:
            raise ParameterError(f"low == high == {self.low}: a scale needs two different ends.")
        if self.by_ratio and min(self.low, self.high) <= 0:
            raise ParameterError(
                f"low == {self.low}, high == {self.high}: the ends of a scale by ratio must be "
                "above 0."
            )

    def points(self, measure: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the points of a measure, NaN where it is NaN.

        Args:
            measure: What was measured, shape (n,).
        """
        if not self.by_ratio:
            line = (measure - self.low) / (self.high - self.low)
        else:
            with np.errstate(divide="ignore"):
                line = np.log(measure / self.low) / np.log(self.high / self.low)
        return np.asarray(100 * np.clip(line, 0.0, 1.0))

    def is_beyond(self, measure: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return whether a measure lies beyond an end, shape (n,).

        Args:
            measure: What was measured, shape (n,).
        """
        low, high = sorted((self.low, self.high))
        return np.asarray((measure < low) | (measure > high))


@dataclass(frozen=True, kw_only=True)
class HealthMeasure:
    """Something that is measured of an account.

    Attributes:
        name: Its name.
        part: Whether it is what the account says, does or pays.
        scale: Its scale, a convention that no data have confirmed.
    """

    name: str
    part: Part
    scale: HealthScale


SAYS: Mapping[str, HealthScale] = {"answers": HealthScale(0.0, 10.0)}
DOES: Mapping[str, HealthScale] = {
    "usage_trend": HealthScale(0.5, 1.25, by_ratio=True),
    "usage_level": HealthScale(0.25, 1.0),
    "features": HealthScale(1.0, 8.0),
    "seats_used": HealthScale(0.2, 0.8),
}
PAYS: Mapping[str, HealthScale] = {
    "paid_on_time": HealthScale(0.5, 1.0),
    "days_overdue": HealthScale(90.0, 0.0),
    "billed_growth": HealthScale(0.7, 1.1, by_ratio=True),
    "renewed": HealthScale(0.0, 1.0),
}
MEASURES: Mapping[str, HealthMeasure] = {
    **{name: HealthMeasure(name=name, part="says", scale=scale) for name, scale in SAYS.items()},
    **{name: HealthMeasure(name=name, part="does", scale=scale) for name, scale in DOES.items()},
    **{name: HealthMeasure(name=name, part="pays", scale=scale) for name, scale in PAYS.items()},
}


Scales: TypeAlias = Mapping[str, HealthScale | tuple[float, float]] | None
"""What a caller may write for scales: scales, or their ends, by measure."""


def scales_of(scales: Scales) -> dict[str, HealthScale]:
    """Return the scale of each measure: as asked, or else its own.

    Args:
        scales: Scales, or their ends, by measure; None for none.

    Raises:
        ParameterError: A measure that does not exist, or a scale that is none.

    Examples:
        >>> scales_of({"features": (0, 20)})["features"]
        HealthScale(low=0.0, high=20.0, by_ratio=False)
    """
    asked = scales or {}
    if not isinstance(asked, Mapping):
        raise ParameterError(f"scales == {scales!r}, must be a mapping from measure to scale.")
    for name in asked:
        checks.one_of("a measure of scales", name, tuple(MEASURES))
    return {
        name: _scale(name, asked[name]) if name in asked else measure.scale
        for name, measure in MEASURES.items()
    }


def _scale(name: str, asked: object) -> HealthScale:
    if isinstance(asked, HealthScale):
        return asked
    if isinstance(asked, tuple | list) and len(asked) == 2:
        return HealthScale(checks.number("low", asked[0]), checks.number("high", asked[1]))
    raise ParameterError(
        f"scales[{name!r}] == {asked!r}, must be a HealthScale, or two numbers: what is worth 0 "
        "points and what is worth 100."
    )

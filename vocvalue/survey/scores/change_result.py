"""The change of an NPS: the result of `nps_change`."""

from dataclasses import dataclass

import pandas as pd

from vocvalue.results import Estimate
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True)
class NpsChange(Pictured):
    """The change of an NPS, in points: after minus before.

    Attributes:
        change: The NPS after minus the NPS before, in points; above 0 if the score rose.
        before: The NPS of the first survey.
        after: The NPS of the second survey.
        z: The change in standard errors, by the method of its interval: the normal quantile at
            which the interval just reaches 0, with the sign of the change.
        p_value: P-value for the hypothesis of no change, by the method of the interval: below 1 -
            level exactly if the interval excludes 0.
        paired: Whether the same customers answered both times.
    """

    change: Estimate
    before: Estimate
    after: Estimate
    z: float
    p_value: float
    paired: bool

    @property
    def shown(self) -> bool:
        """Whether the samples show a change: the interval excludes 0."""
        return self.change.excludes_zero

    def figures(self) -> dict[str, Estimate]:
        """Return both scores and the change."""
        return {"before": self.before, "after": self.after, "change": self.change}

    def to_frame(self) -> pd.DataFrame:
        """Return one row each for the score before, the score after and the change."""
        return stacked(self.figures())

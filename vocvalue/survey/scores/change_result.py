"""What the change of an NPS is."""

from dataclasses import dataclass

import pandas as pd

from vocvalue.results import Estimate
from vocvalue.results.frame import stacked
from vocvalue.results.result import Pictured


@dataclass(frozen=True, kw_only=True)
class NpsChange(Pictured):
    """The change of an NPS, in points: after minus before.

    Attributes:
        change: After minus before; above 0 when the score rose.
        before: The score before.
        after: The score after.
        z: How many standard errors the change is, by the method of its interval: that of which the
            interval just reaches 0, with the sign of the change.
        p_value: P-value for the hypothesis of no change, by the method of the interval: below
            1 - level exactly where the interval leaves 0 out.
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
        """Whether a change was shown at the level: where the interval leaves 0 out."""
        return self.change.excludes_zero

    def figures(self) -> dict[str, Estimate]:
        """Return both scores and the change."""
        return {"before": self.before, "after": self.after, "change": self.change}

    def to_frame(self) -> pd.DataFrame:
        """Return one row each for before, after and the change."""
        return stacked(self.figures())

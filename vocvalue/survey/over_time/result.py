"""A score over time: the result of `trend`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.results import Estimate
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown
from vocvalue.survey.scores.scale import ScaleName

THIN = 30
"""Fewer responses give an interval too wide to be useful."""


@dataclass(frozen=True, kw_only=True)
class ScoreTrend(Pictured):
    """A score in each period, and a test that all periods have the same score.

    Attributes:
        scale: "nps", "csat" or "ces".
        kind: How the scores are summarised: "net share", "top-box" or "mean".
        every: The length of a period.
        survey: The name of the survey; None where the table does not name it.
        period: The first day of each period, from the first to the last with a response, shape
            (k,).
        estimates: The score in each period; NaN where there are no responses.
        overall: The score of all periods together.
        chi2: The test statistic: the weighted squared deviations of the periods' scores from the
            common score.
        df: The degrees of freedom: the number of periods with responses, minus 1.
        p_value: P-value for the hypothesis that all periods have the same score; NaN where there is
            nothing to compare.
        effective: The effective number of responses in each period, given the correlation of repeat
            responses; the number of responses where no customer answered more than once.
    """

    scale: ScaleName
    kind: str
    every: Every
    survey: str | None
    period: NDArray[np.datetime64]
    estimates: tuple[Estimate, ...]
    overall: Estimate
    chi2: float
    df: int
    p_value: float
    effective: tuple[float, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether the periods differ by more than chance, at the level of the intervals."""
        return is_shown(self.p_value, self.overall.level)

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest score, without thin periods if two others are left."""
        values = [
            period.value for period, n in zip(self.estimates, self._sizes, strict=True) if n >= THIN
        ]
        if len(values) < 2:
            values = [period.value for period in self.estimates if period.n]
        return min(values), max(values)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period: its first day, the responses, the score and its interval."""
        names = ("n", "value", "lower", "upper")
        columns = {name: [getattr(period, name) for period in self.estimates] for name in names}
        return pd.DataFrame({"period": self.period.astype("datetime64[us]"), **columns})

    def figures(self) -> dict[str, Estimate]:
        """Return the score of all periods together."""
        return {self.scale: self.overall}

    @property
    def n_thin(self) -> int:
        """The number of periods with fewer than 30 effective responses."""
        return sum(0 < n < THIN for n in self._sizes)

    @property
    def _sizes(self) -> Sequence[float]:
        return self.effective or [period.n for period in self.estimates]

    @property
    def n_aside(self) -> int:
        """The number of thin periods that the spread leaves out."""
        return self.n_thin if sum(n >= THIN for n in self._sizes) > 1 else 0

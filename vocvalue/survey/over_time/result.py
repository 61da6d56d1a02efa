"""A score over time, and whether it moved by more than chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Estimate, Result
from vocvalue.results.former import Language, counted
from vocvalue.survey.scores.scale import ScaleName
from vocvalue.tables.score_counts import Every

THIN = 30
"""Fewer answers than these give an interval as wide as what one hopes to see."""
EACH_ZH: Mapping[Every, str] = {
    "week": "各周",
    "month": "各月",
    "quarter": "各季度",
    "year": "各年",
}
SPAN_ZH: Mapping[Every, str] = {"week": "周", "month": "个月", "quarter": "个季度", "year": "年"}


@dataclass(frozen=True, kw_only=True)
class ScoreTrend(Result):
    """A score in each period, and a test that all periods have the same.

    Attributes:
        scale: "nps", "csat" or "ces".
        kind: What was made of the scores: "net share", "top_box" or "mean".
        every: The length of a period.
        survey: The survey; None where the table does not tell them apart.
        period: First day of each period, from the first with an answer to the last, shape (k,).
        estimates: The score in each period; NaN where nobody answered.
        overall: The score of all periods together.
        chi2: The weighted squares of the periods' scores around the common one.
        df: The number of periods with answers, less 1.
        p_value: Of periods that differ by chance only; NaN where there is nothing to compare.
        effective: As many answers of different customers as are as certain as those of each period;
            the number of its answers where no customer answered again.
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
    def differs(self) -> bool:
        """Whether the periods differ by more than chance, at the level of the intervals."""
        return self.p_value < 1 - self.overall.level

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest score, of periods that are not thin where two are not."""
        values = [
            one.value for one, n in zip(self.estimates, self._sizes, strict=True) if n >= THIN
        ]
        if len(values) < 2:
            values = [one.value for one in self.estimates if one.n]
        return min(values), max(values)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period: its first day, the answers, the score and its interval."""
        names = ("n", "value", "lower", "upper")
        columns = {name: [getattr(one, name) for one in self.estimates] for name in names}
        return pd.DataFrame({"period": self.period.astype("datetime64[us]"), **columns})

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the score overall, the periods, their spread and the test."""
        lowest, highest = self.spread
        return [
            ("score", f"{self.name()}{f' of {self.survey!r}' if self.survey else ''}"),
            ("periods", f"{counted(len(self.period), self.every)} from {self.period[0]}"),
            ("overall", str(self.overall)),
            ("lowest to highest", f"{self.written(lowest)} to {self.written(highest)}"),
            ("all alike", self._test),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        return self._zh() if language == "zh" else self._en()

    def plot(self) -> Any:
        """Draw the score over time; see `survey.plots.trend_chart`."""
        from vocvalue.survey import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.trend_chart(self)

    def name(self) -> str:
        """Return the name of the score, and what was made of it where there is a choice."""
        kinds = {"net share": "", "mean": " (mean)", "top_box": " (percent in the top boxes)"}
        return self.scale.upper() + kinds[self.kind]

    def written(self, value: float) -> str:
        """Return a score with the digits it is reported with.

        Args:
            value: A score of this scale and kind.
        """
        if self.kind == "mean":
            return f"{value:.2f}"
        return f"{value:.0f}{' %' if self.kind == 'top_box' else ''}".replace("-0", "0", 1)

    @property
    def n_thin(self) -> int:
        """The number of periods of fewer than 30 answers or as many as are worth that."""
        return sum(0 < n < THIN for n in self._sizes)

    @property
    def _sizes(self) -> Sequence[float]:
        return self.effective or [one.n for one in self.estimates]

    @property
    def _test(self) -> str:
        if np.isnan(self.p_value):
            return "nothing to compare" if self.df < 1 else "every answer counts the same"
        return f"{_p(self.p_value)} (chi-square {self.chi2:.4g}, {self.df} df)"

    @property
    def _aside(self) -> int:
        """How many thin periods the spread leaves out."""
        return self.n_thin if sum(n >= THIN for n in self._sizes) > 1 else 0

    def _en(self) -> str:
        lowest, highest = map(self.written, self.spread)
        name, k = self.scale.upper(), len(self.period)
        if self.df < 1:
            return f"The {name} of the only {self.every} is {lowest}: nothing to compare it with."
        aside = f" ({counted(self._aside, 'thin one')} aside)" if self._aside else ""
        verdict = f"the {self.every}s differ by more than chance ({_p(self.p_value)})"
        if np.isnan(self.p_value):
            verdict = f"the {self.every}s do not differ, all answers being alike"
        elif not self.differs:
            verdict = (
                f"the {self.every}s differ by no more than chance makes them ({_p(self.p_value)})"
            )
        moved = f"The {name} moved between {lowest} and {highest} over {k} {self.every}s"
        return f"{moved}{aside}; {verdict}."

    def _zh(self) -> str:
        lowest, highest = map(self.written, self.spread)
        name, span, each = self.scale.upper(), SPAN_ZH[self.every], EACH_ZH[self.every]
        if self.df < 1:
            return f"仅 1 {span}有回答，{name} 为 {lowest}，无从比较。"
        aside = f"（不计 {self._aside} {span}回答过少者）" if self._aside else ""
        verdict = f"{each}差异超出随机波动（{_p(self.p_value)}）"
        if np.isnan(self.p_value):
            verdict = f"{each}无差异，回答全部相同"
        elif not self.differs:
            verdict = f"{each}差异未超出随机波动（{_p(self.p_value)}）"
        return (
            f"{len(self.period)} {span}内 {name} 在 {lowest} 与 {highest} 之间{aside}；{verdict}。"
        )


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.2g}"

"""Several ways to contact customers: which of them keeps more than leaving them alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vocvalue.lift.experiments.arms import Arm
from vocvalue.lift.several_arms import words as arms_wording
from vocvalue.lift.two_arms.former_words import led
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Note, Result
from vocvalue.results.former import Language
from vocvalue.results.former import language as checked


@dataclass(frozen=True, kw_only=True, eq=False)
class ArmsLift(Result):
    """Each treated arm against the control, with what their number does to the figures.

    Attributes:
        control: The name of the arm that was left alone.
        lifts: The lift of each treated arm over the control, each at the level for itself.
        simultaneous: The same differences with intervals that all hold at once.
        simultaneous_level: The level of each of those: Bonferroni's.
        corrected: The same differences with the intervals of the correction: an arm is shown where
            its own leaves 0 out.
        p_values: The p-values of the differences, corrected for their number.
        correction: How: "holm" or "benjamini-hochberg".
        chi2: Pearson's chi-square of all arms, the control included.
        df: Its degrees of freedom.
        p_value: Of no difference between any of the arms; NaN where all or none stayed.
        best: The treated arm that kept the largest share.
        second: The next one.
        lead: The best arm as the treated and the second best as the control.
        doubts: What the tables say against a random assignment, first in every sentence.
        level: The confidence level.
    """

    control: str
    lifts: Mapping[str, RetentionLift] = field(repr=False)
    simultaneous: Mapping[str, Estimate]
    simultaneous_level: float
    corrected: Mapping[str, Estimate]
    p_values: Mapping[str, float]
    correction: str
    chi2: float
    df: int
    p_value: float
    best: str
    second: str
    lead: RetentionLift = field(repr=False)
    doubts: tuple[Note, ...] = ()
    level: float

    @property
    def shown(self) -> tuple[str, ...]:
        """The arms that differ from the control after the correction."""
        return tuple(name for name, p in self.p_values.items() if p < 1 - self.level)

    @property
    def left_alone(self) -> Arm:
        """The arm that was left alone."""
        return next(iter(self.lifts.values())).control

    @property
    def best_shown(self) -> bool:
        """Whether the best arm is shown to keep more than the second best."""
        return self.lead.shown

    def to_frame(self) -> pd.DataFrame:
        """Return one row per treated arm."""
        return pd.DataFrame(
            [
                {
                    "arm": name,
                    "n": lift.treated.n,
                    "retained": lift.treated.retained,
                    "rate": lift.treated.rate,
                    "difference": lift.difference.value,
                    "lower": lift.difference.lower,
                    "upper": lift.difference.upper,
                    "simultaneous_lower": self.simultaneous[name].lower,
                    "simultaneous_upper": self.simultaneous[name].upper,
                    "corrected_lower": self.corrected[name].lower,
                    "corrected_upper": self.corrected[name].upper,
                    "p_value": lift.p_value,
                    "corrected_p_value": self.p_values[name],
                    "shown": name in self.shown,
                }
                for name, lift in self.lifts.items()
            ]
        )

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return each arm's difference and the comparison of the best two."""
        return arms_wording.headlines(self)

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        said = arms_wording.statement(self, checked(language))
        return led(self.doubts, said, language)

    def plot(self) -> Any:
        """Draw the differences, one below the other; see `lift.plots.forest`."""
        from vocvalue.lift import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.forest(self.lifts)

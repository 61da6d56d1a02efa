"""Several ways to contact customers, and which of them keep more than leaving them alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vocvalue.lift.experiments.arms import Arm
from vocvalue.lift.two_arms.result import RetentionLift
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.frame import cells
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown


@dataclass(frozen=True, kw_only=True, eq=False)
class ArmsLift(Pictured):
    """Each treated arm compared with the control, corrected for the number of arms.

    Attributes:
        control: The name of the arm that was left alone.
        lifts: The lift of each treated arm over the control, with uncorrected intervals.
        simultaneous: The difference of each arm with simultaneous intervals.
        simultaneous_level: The level of each simultaneous interval, by Bonferroni.
        corrected: The difference of each arm with corrected intervals: an arm is shown to differ
            where its interval excludes 0.
        p_values: The corrected p-value of each difference.
        correction: The correction: "holm" or "benjamini-hochberg".
        chi2: Pearson's chi-square over all arms, including the control.
        df: The degrees of freedom of the chi-square test.
        p_value: P-value for the hypothesis of no difference between any of the arms; NaN where all
            customers stayed, or all left.
        best: The name of the treated arm with the highest retention.
        runner_up: The name of the treated arm with the second highest retention.
        lead: The lift of the best arm over the second best.
        doubts: What the tables say against a random assignment, first in every statement.
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
    runner_up: str
    lead: RetentionLift = field(repr=False)
    doubts: tuple[Note, ...] = ()
    level: float

    @property
    def shown(self) -> tuple[str, ...]:
        """The arms shown to differ from the control after the correction."""
        return tuple(name for name, p in self.p_values.items() if is_shown(p, self.level))

    @property
    def control_arm(self) -> Arm:
        """The arm that was left alone."""
        return next(iter(self.lifts.values())).control

    @property
    def best_shown(self) -> bool:
        """Whether the best arm is shown to keep more than the second best."""
        return self.lead.shown

    @property
    def evidence(self) -> Evidence:
        """What the comparison rests on."""
        return self.lead.evidence

    def figures(self) -> dict[str, Estimate]:
        """Return each arm's difference from the control, and that between the best two arms."""
        differences = {
            f"difference of {name}": lift.difference for name, lift in self.lifts.items()
        }
        return {**differences, f"{self.best} over {self.runner_up}": self.lead.difference}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per treated arm."""
        return pd.DataFrame([self._row(name) for name in self.lifts])

    def _row(self, name: str) -> dict[str, Any]:
        lift = self.lifts[name]
        return {
            "arm": name,
            "n_treated": lift.treated.n,
            "retained": lift.treated.retained,
            "treated_rate": lift.treated.rate,
            **cells(lift.difference),
            "evidence": lift.evidence,
            "simultaneous_lower": self.simultaneous[name].lower,
            "simultaneous_upper": self.simultaneous[name].upper,
            "corrected_lower": self.corrected[name].lower,
            "corrected_upper": self.corrected[name].upper,
            "p_value": lift.p_value,
            "corrected_p_value": self.p_values[name],
            "shown": name in self.shown,
        }

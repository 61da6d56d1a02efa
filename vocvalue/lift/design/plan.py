"""An experiment of two arms as planned: its size, its effect and how surely it finds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from vocvalue.errors import ParameterError
from vocvalue.results import Result
from vocvalue.results.former import Language
from vocvalue.results.former import language as checked
from vocvalue.stats import power as two_shares

Outcome: TypeAlias = Literal["churn", "retention"]
Alternative: TypeAlias = Literal["two-sided", "better"]
Solved: TypeAlias = Literal["n", "effect", "power"]

OUTCOME_ZH: dict[Outcome, str] = {"churn": "流失率", "retention": "留存率"}
STEPS = 60


@dataclass(frozen=True, kw_only=True)
class Power(Result):
    """An experiment of two arms: its size, the effect it is to find, and how surely it does.

    Attributes:
        outcome: Whose rate is compared: "churn" or "retention".
        baseline: The rate of the control arm.
        points: The change that is to be found, a fall of churn or a rise of retention, as a
            fraction: 0.10 is ten points.
        relative: The same change, relative to the baseline.
        power: How likely the experiment finds it, if it is there.
        n_treated: How many customers are treated.
        n_control: How many are not.
        level: One minus the significance level.
        alternative: "two-sided", or "better" where only an improvement is looked for.
        solved_for: Which of the three was left out: "n", "effect" or "power".
    """

    outcome: Outcome
    baseline: float
    points: float
    relative: float
    power: float
    n_treated: int
    n_control: int
    level: float
    alternative: Alternative
    solved_for: Solved

    @property
    def n(self) -> int:
        """The number of customers in both arms."""
        return self.n_treated + self.n_control

    @property
    def target(self) -> float:
        """The rate of the treated arm."""
        return min(max(self.baseline + self._sign * self.points, 0.0), 1.0)

    def to_frame(self) -> pd.DataFrame:
        """Return one row."""
        keys = ["outcome", "baseline", "target", "points", "relative", "power"]
        keys += ["n_treated", "n_control", "level", "alternative", "solved_for"]
        return pd.DataFrame([{key: getattr(self, key) for key in keys}])

    def curve(self) -> pd.DataFrame:
        """Return how likely the effect is found with fewer and with more customers.

        Returns:
            One row for each size, the split between the arms being the same: n_treated, n_control
            and power.

        Examples:
            >>> from vocvalue import lift
            >>> lift.power(baseline_churn=0.50, relative=0.30, power=0.80).curve().tail(1).round(3)
                n_treated  n_control  power
            59        510        510  0.998
        """
        most = max(3.0, float(self._size(0.99)) / self.n_control)
        times = np.linspace(most / STEPS, most, STEPS)
        treated = np.maximum(np.rint(times * self.n_treated), 1.0)
        control = np.maximum(np.rint(times * self.n_control), 1.0)
        found = two_shares.achieved_power(
            self.baseline, self.target, treated, control, level=self._two_sided
        )
        columns = {"n_treated": treated.astype(int), "n_control": control.astype(int)}
        return pd.DataFrame({**columns, "power": found})

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return the effect, the sizes and the power."""
        points, relative = 100 * self._sign * self.points, 100 * self._sign * self.relative
        change = f"{points:+.4g} points, {relative:+.4g} %"
        return [
            (self.outcome, f"{percent(self.baseline)} to {percent(self.target)} ({change})"),
            ("customers", f"{self.n_treated:,} treated, {self.n_control:,} control"),
            ("power", f"{100 * self.power:.1f} %"),
            ("test", f"pooled z, {self.alternative}, {100 * self.level:g} %"),
            ("solved for", self.solved_for),
        ]

    def statement(self, language: Language = "en") -> str:
        """Return what an experiment of this size finds, in English or Chinese."""
        language = checked(language)
        rates = percent(self.baseline), percent(self.target)
        points, relative = f"{100 * self.points:.3g}", f"{100 * self.relative:.3g} %"
        times = f"{100 * self.power:.0f}"
        if language == "zh":
            way = "下降" if self.outcome == "churn" else "上升"
            who = (
                f"每组 {self.n_treated:,} 位客户"
                if self.n_treated == self.n_control
                else f"实验组 {self.n_treated:,} 位、对照组 {self.n_control:,} 位客户"
            )
            return (
                f"{who}, 能在 100 次实验中有 {times} 次发现{OUTCOME_ZH[self.outcome]}从 {rates[0]} "
                f"{way}到 {rates[1]} ({way} {points} 个百分点, 相对 {relative})。"
            )
        way = "fall" if self.outcome == "churn" else "rise"
        who = (
            f"{self.n_treated:,} customers in each arm"
            if self.n_treated == self.n_control
            else f"{self.n_treated:,} treated customers and {self.n_control:,} controls"
        )
        return (
            f"{who} find a {way} of {self.outcome} from {rates[0]} to {rates[1]} ({points} points, "
            f"{relative} of what it was) in {times} of 100 experiments."
        )

    def plot(self) -> Any:
        """Draw the power over the size; see `lift.plots.power_curve`."""
        from vocvalue.lift import plots  # noqa: PLC0415 (matplotlib only when drawn)

        return plots.power_curve(self)

    @property
    def _sign(self) -> int:
        return -1 if self.outcome == "churn" else 1

    @property
    def _two_sided(self) -> float:
        return two_sided_level(self.level, self.alternative)

    def _size(self, wanted: float) -> float:
        """Return how many controls it takes to find the effect as surely as wanted."""
        ratio = self.n_treated / self.n_control
        found = two_shares.sample_size(
            self.baseline, self.target, level=self._two_sided, power=wanted, ratio=ratio
        )
        return float(found)


def two_sided_level(level: float, alternative: Alternative) -> float:
    """Return the two-sided level whose upper half is the test asked for."""
    if alternative == "two-sided":
        return level
    if level <= 0.5:
        raise ParameterError(f"level == {level}, must be above 0.5 for one side.")
    return 2 * level - 1


def percent(rate: float) -> str:
    """Return a rate in percent, with the digits it has.

    Examples:
        >>> percent(0.425), percent(0.5)
        ('42.5 %', '50 %')
    """
    return f"{100 * rate:.4g} %"

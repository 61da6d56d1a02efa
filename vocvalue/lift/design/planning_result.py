"""An experiment of two arms as planned: its size, its effect and its power."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from vocvalue.errors import ParameterError
from vocvalue.results.result import Pictured
from vocvalue.stats import power as two_shares

Outcome: TypeAlias = Literal["churn", "retention"]
Alternative: TypeAlias = Literal["two-sided", "greater"]
Solved: TypeAlias = Literal["n", "effect", "power"]

STEPS = 60


@dataclass(frozen=True, kw_only=True)
class Power(Pictured):
    """An experiment of two arms: its size, the effect it is meant to detect, and its power.

    Attributes:
        outcome: The outcome compared: "churn" or "retention".
        baseline: The rate of the control arm.
        percentage_points: The change to be detected, a fall in churn or a rise in retention, as a
            fraction: 0.10 is ten percentage points.
        relative: The change to be detected, relative to the baseline.
        power: The probability of detecting the change if it exists.
        n_treated: How many customers are treated.
        n_control: How many customers are in the control arm.
        level: The confidence level, which is one minus the significance level.
        alternative: "two-sided", or "greater" for a test for an improvement only.
        solved_for: Which of the three was calculated: "n", "effect" or "power".
    """

    outcome: Outcome
    baseline: float
    percentage_points: float
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
        return min(max(self.baseline + self._sign * self.percentage_points, 0.0), 1.0)

    def to_frame(self) -> pd.DataFrame:
        """Return one row."""
        keys = ["outcome", "baseline", "target", "percentage_points", "relative", "power"]
        keys += ["n_treated", "n_control", "level", "alternative", "solved_for"]
        return pd.DataFrame([{key: getattr(self, key) for key in keys}])

    def curve(self) -> pd.DataFrame:
        """Return the power with fewer and with more customers.

        Returns:
            One row for each size, with the same split between the arms: n_treated, n_control and
            power.

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
        power = two_shares.achieved_power(
            self.baseline, self.target, treated, control, level=self._two_sided
        )
        columns = {"n_treated": treated.astype(int), "n_control": control.astype(int)}
        return pd.DataFrame({**columns, "power": power})

    @property
    def _sign(self) -> int:
        return -1 if self.outcome == "churn" else 1

    @property
    def _two_sided(self) -> float:
        return two_sided_level(self.level, self.alternative)

    def _size(self, wanted: float) -> float:
        """Return how many controls it takes to detect the effect with the power wanted."""
        ratio = self.n_treated / self.n_control
        n_control = two_shares.sample_size(
            self.baseline, self.target, level=self._two_sided, power=wanted, ratio=ratio
        )
        return float(n_control)


def two_sided_level(level: float, alternative: Alternative) -> float:
    """Return the two-sided level whose upper half is the test requested."""
    if alternative == "two-sided":
        return level
    if level <= 0.5:
        raise ParameterError(f"level == {level}, must be above 0.5 for a one-sided test.")
    return 2 * level - 1

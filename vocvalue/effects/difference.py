"""The adjusted difference that a treatment makes to an outcome."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from vocvalue.effects.means import SHARE, AdjustedMeans, Limits
from vocvalue.results import Estimate, Evidence
from vocvalue.stats import normal
from vocvalue.stats.balance import WeightBalance
from vocvalue.stats.e_value import e_value, limit_e_value

Target: TypeAlias = Literal["treated", "all"]

WITHOUT, WITH = 0, 1
METHODS: dict[Target, str] = {
    "treated": "augmented weighting (AIPW), effect on the treated",
    "all": "augmented weighting (AIPW), effect on all",
}
# What rounding makes of an error of 0.
NOTHING = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class AdjustedDifference:
    """The mean outcome of the same customers with and without a treatment, and the difference.

    Attributes:
        means: The two means, the one without the treatment first.
        balance: How similar weighting makes the groups, and the number of customers behind it.
        unadjusted: The difference of the treated and the controls, without adjustment.
        target: The customers that the means are of: the "treated", or "all" in both groups.
        n_affected: The number of these customers.
        limits: The lowest and the highest possible mean.
        level: The confidence level.
    """

    means: AdjustedMeans = field(repr=False)
    balance: WeightBalance = field(repr=False)
    unadjusted: float
    target: Target
    n_affected: int
    limits: Limits
    level: float

    @property
    def evidence(self) -> Evidence:
        """The grade of evidence of a comparison that was not randomised."""
        return "adjusted observational"

    @property
    def method(self) -> str:
        """How the means were estimated."""
        return METHODS[self.target]

    @property
    def is_share(self) -> bool:
        """Whether the outcome is a share of customers, and not an amount."""
        return self.limits == SHARE

    @property
    def with_treatment(self) -> Estimate:
        """The mean outcome with the treatment."""
        return self.means.mean(WITH, limits=self.limits, level=self.level, method=self.method)

    @property
    def without_treatment(self) -> Estimate:
        """The mean outcome without the treatment."""
        return self.means.mean(WITHOUT, limits=self.limits, level=self.level, method=self.method)

    @property
    def difference(self) -> Estimate:
        """The mean with the treatment minus the mean without it."""
        return self.means.difference(
            WITH, WITHOUT, limits=self.limits, level=self.level, method=self.method
        )

    @property
    def ratio(self) -> Estimate:
        """The mean with the treatment over the mean without; NaN unless both are above 0."""
        without, treated = (float(mean) for mean in self.means.means)
        ends = (np.nan, np.nan, np.nan)
        if without > 0 and treated > 0:
            error = self.means.error(np.array([-1 / without, 1 / treated]))
            reach = float(np.exp(normal.critical_value(self.level) * error))
            value = treated / without
            ends = (value, value / reach, value * reach)
        return Estimate.of(ends, level=self.level, method=self.method, n=self.means.n)

    @property
    def p_value(self) -> float:
        """P-value for the hypothesis of no difference, two-sided and normal."""
        return float(
            normal.p_value(self.means.gap(WITH, WITHOUT) / self.means.gap_error(WITH, WITHOUT))
        )

    @property
    def e_values(self) -> tuple[float, float] | None:
        """The E-values of the ratio of two shares and of its interval; None where there is none."""
        ratio = self.ratio
        if not self.is_share or not np.isfinite(ratio.value):
            return None
        return e_value(ratio.value), limit_e_value(ratio.lower, ratio.upper)

    @property
    def is_possible(self) -> bool:
        """Whether both means are within their limits."""
        lowest, highest = self.limits
        return bool(np.all((self.means.means >= lowest) & (self.means.means <= highest)))

    @property
    def has_width(self) -> bool:
        """Whether the difference has a standard error above 0."""
        scale = max(1.0, float(np.abs(self.means.means).max()))
        return self.means.gap_error(WITH, WITHOUT) > NOTHING * scale

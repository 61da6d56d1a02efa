"""The sizes of the arms compared with the plan."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from vocvalue import checks
from vocvalue.results import Estimate
from vocvalue.results.result import Pictured
from vocvalue.stats.proportions import wilson


@dataclass(frozen=True, kw_only=True)
class SampleRatio(Pictured):
    """The sizes of the arms compared with the plan.

    Attributes:
        counts: How many customers each arm has.
        planned: The planned share of each arm.
        shares: The observed share of each arm, with Wilson's interval.
        statistic: Pearson's chi-square.
        p_value: P-value for the hypothesis that the arms have the planned shares.
        significance: The p-value below which the verdict is a mismatch.
        method: How the p-value was computed.
    """

    counts: Mapping[str, int]
    planned: Mapping[str, float]
    shares: Mapping[str, Estimate]
    statistic: float
    p_value: float
    significance: float
    method: str

    @property
    def mismatch(self) -> bool:
        """Whether the sizes of the arms contradict the plan."""
        return self.p_value < self.significance

    @property
    def verdict(self) -> str:
        """The verdict: "as planned" or "mismatch"."""
        return "mismatch" if self.mismatch else "as planned"

    def shares_at(self, level: float) -> Mapping[str, Estimate]:
        """Return the share of each arm with its interval at a level.

        Args:
            level: The confidence level. At one less the significance level that of either of two
                arms leaves the planned share out where Pearson's test finds a mismatch.
        """
        return shares_of(self.counts, checks.level(level))

    def figures(self) -> dict[str, Estimate]:
        """Return the share of each arm."""
        return {f"share of {arm}": share for arm, share in self.shares.items()}

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each arm: its customers, the plan, and its share with an interval."""
        total = sum(self.counts.values())
        return pd.DataFrame(
            [
                {
                    "arm": arm,
                    "customers": customers,
                    "expected": total * self.planned[arm],
                    "planned": self.planned[arm],
                    **self.shares[arm].to_dict(),
                }
                for arm, customers in self.counts.items()
            ]
        )


def shares_of(counts: Mapping[str, int], level: float) -> dict[str, Estimate]:
    """Return the share of each arm with Wilson's interval.

    Args:
        counts: How many customers each arm has.
        level: The confidence level.
    """
    total = sum(counts.values())
    lower, upper = wilson(list(counts.values()), total, level)
    return {
        arm: Estimate.of((n / total, lower[i], upper[i]), level=level, method="Wilson", n=total)
        for i, (arm, n) in enumerate(counts.items())
    }

"""What is known of the drivers of a score and of money."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vocvalue import checks
from vocvalue.results import Estimate, Evidence
from vocvalue.results.frame import cells
from vocvalue.results.result import Pictured
from vocvalue.survey.key_drivers.answers import ALL, Outcome
from vocvalue.survey.key_drivers.measure import Driver, DriverMethod, OutcomeDrivers


@dataclass(frozen=True, kw_only=True)
class Drivers(Pictured):
    """How much of the score and of the money goes with each rating.

    Attributes:
        outcomes: The drivers of each outcome in each group, "all" first.
        top_differs: For each group the share of the resamples in which the top driver of the score
            is not that of the money; empty without money.
        method: "lmg" or "johnson".
        level: The confidence level of the intervals.
        evidence: "association only": a driver goes with the outcome, and need not cause it.
    """

    outcomes: tuple[OutcomeDrivers, ...]
    top_differs: Mapping[str, float]
    method: DriverMethod
    level: float
    evidence: Evidence = "association only"

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, "all" first."""
        return tuple(dict.fromkeys(outcome.group for outcome in self.outcomes))

    @property
    def has_value(self) -> bool:
        """Whether the drivers of the money were asked for."""
        return any(outcome.outcome == "value" for outcome in self.outcomes)

    def of(self, outcome: Outcome = "score", *, group: str = ALL) -> OutcomeDrivers:
        """Return the drivers of one outcome in one group.

        Args:
            outcome: "score" or "value".
            group: The group's name, or "all".

        Returns:
            Its drivers, their R2, and the p-value for no link.

        Raises:
            ParameterError: No such outcome or group.

        Examples:
            >>> from vocvalue import survey
            >>> table = {"service": [1, 2, 4, 5, 3], "score": [2, 4, 9, 10, 7]}
            >>> found = survey.drivers(pd.DataFrame(table), ratings=["service"])
            >>> found.of("score").top.rating
            'service'
        """
        checks.one_of(
            "outcome", outcome, tuple(dict.fromkeys(each.outcome for each in self.outcomes))
        )
        return next(each for each in self.within(group) if each.outcome == outcome)

    def within(self, group: str = ALL) -> tuple[OutcomeDrivers, ...]:
        """Return the drivers of each outcome in one group: of the score, and of the money if asked.

        Args:
            group: The group's name, or "all".

        Raises:
            ParameterError: No such group.
        """
        checks.one_of("group", group, self.groups)
        return tuple(outcome for outcome in self.outcomes if outcome.group == group)

    def figures(self) -> dict[str, Estimate]:
        """Return, of all answers, what the ratings explain of each outcome, and each its part."""
        figures = {}
        for outcome in self.within():
            figures[f"variance of {outcome.column} explained"] = outcome.r_squared
            for driver in outcome.ranked:
                figures[f"importance of {driver.rating} for {outcome.column}"] = driver.importance
        return figures

    def to_frame(self) -> pd.DataFrame:
        """Return one row per group, outcome, rating and quantity, the most important rating first.

        The quantities are a rating's "importance", its "share" of what the ratings explain, and its
        "correlation" with the outcome. The rows of "importance" against `performance`, the mean
        rating, are what a quadrant chart shows; `quadrant` names the corner where the ratings share
        one scale.
        """
        return pd.DataFrame(
            [
                row
                for outcome in self.outcomes
                for rank, driver in enumerate(outcome.ranked, start=1)
                for row in self._rows(outcome, driver, rank)
            ]
        )

    def _rows(self, outcome: OutcomeDrivers, driver: Driver, rank: int) -> list[dict[str, Any]]:
        estimates = {
            "importance": driver.importance,
            "share": driver.share,
            "correlation": driver.correlation,
        }
        quadrant = outcome.quadrants[driver.rating]
        return [
            {
                "group": outcome.group,
                "outcome": outcome.outcome,
                "rating": driver.rating,
                "rank": rank,
                "quantity": quantity,
                **cells(estimate),
                "evidence": self.evidence,
                "direction": driver.direction,
                "first": driver.first,
                "performance": driver.performance,
                "quadrant": quadrant,
                "r_squared": outcome.r_squared.value,
                "p_value": outcome.p_value,
            }
            for quantity, estimate in estimates.items()
        ]

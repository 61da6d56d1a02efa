"""The drivers of a score and of customer value: the result of `drivers`."""

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
    """The importance of each rating for the score and for customer value.

    Attributes:
        outcomes: The drivers of each outcome in each group, "all" first.
        top_differs: For each group the share of resamples in which the top driver of the score
            differs from that of customer value; empty without customer value.
        method: "lmg" or "johnson".
        level: The confidence level of the intervals.
        evidence: "association only": a driver is linked with the outcome, but need not cause it.
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
        """Whether the drivers of customer value were asked for."""
        return any(outcome.outcome == "value" for outcome in self.outcomes)

    def of(self, outcome: Outcome = "score", *, group: str = ALL) -> OutcomeDrivers:
        """Return the drivers of one outcome in one group.

        Args:
            outcome: "score" or "value".
            group: The group's name, or "all".

        Returns:
            The drivers of the outcome, their R2, and the p-value for the hypothesis of no link.

        Raises:
            ParameterError: There is no such outcome or group.

        Examples:
            >>> from vocvalue import survey
            >>> table = {"service": [1, 2, 4, 5, 3], "score": [2, 4, 9, 10, 7]}
            >>> result = survey.drivers(pd.DataFrame(table), ratings=["service"])
            >>> result.of("score").top.rating
            'service'
        """
        checks.one_of(
            "outcome", outcome, tuple(dict.fromkeys(each.outcome for each in self.outcomes))
        )
        return next(each for each in self.within(group) if each.outcome == outcome)

    def within(self, group: str = ALL) -> tuple[OutcomeDrivers, ...]:
        """Return the drivers of the score, and of customer value if asked for, in one group.

        Args:
            group: The group's name, or "all".

        Raises:
            ParameterError: There is no such group.
        """
        checks.one_of("group", group, self.groups)
        return tuple(outcome for outcome in self.outcomes if outcome.group == group)

    def figures(self) -> dict[str, Estimate]:
        """Return, for all responses, the variance explained and each rating's importance."""
        figures = {}
        for outcome in self.within():
            figures[f"variance of {outcome.column} explained"] = outcome.r_squared
            for driver in outcome.ranked:
                figures[f"importance of {driver.rating} for {outcome.column}"] = driver.importance
        return figures

    def to_frame(self) -> pd.DataFrame:
        """Return one row per group, outcome, rating and quantity, the most important rating first.

        The quantities are a rating's "importance", its "share" of the variance explained, and its
        "correlation" with the outcome. A quadrant chart plots the rows of "importance" against
        `performance`, the mean rating; `quadrant` names the corner if the ratings share one scale.
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

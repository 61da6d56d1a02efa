"""The insight-to-action rate: of the whole, by quarter, by department and by age."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.duration import Every, Span
from vocvalue.errors import ParameterError
from vocvalue.kpi.insights.history import CompletedBy
from vocvalue.kpi.kpi import Band, Bounds, KpiName, KpiPeriod
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown
from vocvalue.stats.survival import KaplanMeier
from vocvalue.stats.survival_points import share_at, time_of


@dataclass(frozen=True, kw_only=True)
class DepartmentRate:
    """The insights of a department.

    Attributes:
        department: The department, or "(missing)".
        n_insights: Its major insights, young ones included.
        rate: The share of its mature ones that was completed in time.

    Examples:
        >>> from vocvalue import datasets, kpi
        >>> log = datasets.simulate_insights(60, seed=1)
        >>> rate = kpi.insight_to_action(log.insights, log.actions).departments[0]
        >>> rate.department, rate.n_insights
        ('logistics', 9)
    """

    department: str
    n_insights: int
    rate: Estimate


@dataclass(frozen=True, kw_only=True, eq=False)
class InsightToAction(Pictured):
    """How many of the major insights led to a completed improvement.

    The rate is that of mature insights: of those submitted at least `mature` before the end of
    observation, the share completed within `mature` of their submission. All had the same time, so
    quarters and departments can be compared. Young insights are in the curve by age, censored.

    Attributes:
        rate: The share of mature insights completed in time, as a fraction.
        n_insights: Major insights submitted.
        n_mature: Those that are mature.
        n_completed: Mature insights completed in time.
        n_late: Mature insights completed later.
        periods: The rate by period of submission.
        n_by_period: The insights submitted in each, young ones included, shape (k,).
        periods_p_value: P-value for the hypothesis that all periods have the same rate.
        departments: The rate by department; empty where none is known.
        departments_p_value: P-value for the hypothesis that all departments have the same rate.
        curve: The share not completed by age in days, of all insights.
        mature: The age at which an insight is mature.
        completed_by: "any" where one completed action completes an insight, "all" where it takes
            all of its actions.
        every: The length of a period.
        observation_end: The last moment observed.
        bounds: From where on the rate is low, and high.
        money: What completed actions brought so far; None where their table has no amounts.
        n_valued: The number of completed actions with an amount.
        level: The confidence level.
    """

    rate: Estimate
    n_insights: int
    n_mature: int
    n_completed: int
    n_late: int
    periods: tuple[KpiPeriod, ...]
    n_by_period: NDArray[np.int64] = field(repr=False)
    periods_p_value: float
    departments: tuple[DepartmentRate, ...]
    departments_p_value: float
    curve: KaplanMeier = field(repr=False)
    mature: Span
    completed_by: CompletedBy
    every: Every
    observation_end: dt.datetime
    bounds: Bounds
    money: Money | None
    n_valued: int
    level: float

    @property
    def kpi(self) -> KpiName:
        """Which KPI it is."""
        return "insight-to-action"

    @property
    def n_young(self) -> int:
        """The insights that are not mature yet."""
        return self.n_insights - self.n_mature

    @property
    def mature_days(self) -> float:
        """The age in days at which an insight is mature."""
        return duration.length(self.mature, "day", name="mature")

    @property
    def money_per_insight(self) -> float:
        """What completed actions brought so far, per major insight; NaN where it is not known."""
        return float("nan") if self.money is None else self.money.value / self.n_insights

    @property
    def periods_differ(self) -> bool:
        """Whether the periods differ by more than chance."""
        return is_shown(self.periods_p_value, self.level)

    @property
    def departments_differ(self) -> bool:
        """Whether the departments differ by more than chance."""
        return is_shown(self.departments_p_value, self.level)

    def headline(self) -> Estimate:
        """Return the rate of mature insights."""
        return self.rate

    def band(self) -> Band:
        """Return the band that the whole interval of the rate lies in, or "unknown"."""
        return self.bounds.band_shown(self.rate)

    def trend(self) -> tuple[KpiPeriod, ...]:
        """Return the rate of each period of submission."""
        return self.periods

    def share_completed(self, age: Span) -> Estimate:
        """Return the share of insights that is completed by an age, of young and mature ones.

        Args:
            age: The time since submission, such as "90 days".

        Raises:
            ParameterError: No insight was observed for so long.

        Examples:
            >>> import pandas as pd
            >>> from vocvalue import kpi
            >>> days = pd.date_range("2024-01-01", periods=10, freq="7D")
            >>> insights = pd.DataFrame({"insight_id": range(10), "submitted": days})
            >>> actions = pd.DataFrame({"insight_id": [0, 3], "completed": days[[3, 5]]})
            >>> found = kpi.insight_to_action(insights, actions, mature="4 weeks")
            >>> print(found.share_completed("3 weeks"))
            0.2708 (95% interval: 0.07465 to 0.7236)
        """
        days = duration.length(age, "day", name="age")
        value, lower, upper = share_at(self.curve, days, self.level)
        if np.isnan(value):
            raise ParameterError(
                f"age == {age!r}, but the insights that are not completed were observed for "
                f"{self.curve.time[-1]:.0f} days at most. Take a shorter age."
            )
        ends = 1 - value, 1 - upper, 1 - lower
        return Estimate.of(ends, level=self.level, method="Kaplan-Meier, log-log", n=self._n)

    def age_at(self, share: float = 0.5) -> Estimate | None:
        """Return the age in days at which a share of all insights is completed.

        Args:
            share: The share of insights, as a fraction.

        Returns:
            The age; its upper end is infinite where the data do not bound it. None if fewer were
            completed.

        Examples:
            >>> import pandas as pd
            >>> from vocvalue import kpi
            >>> days = pd.date_range("2024-01-01", periods=4, freq="7D")
            >>> insights = pd.DataFrame({"insight_id": range(4), "submitted": days})
            >>> actions = pd.DataFrame({"insight_id": [0, 1, 2], "completed": days[[2, 3, 3]]})
            >>> found = kpi.insight_to_action(insights, actions, mature="3 weeks")
            >>> found.age_at(0.5).value
            14.0
        """
        found = time_of(self.curve, share, self.level)
        if found is None:
            return None
        return Estimate.of(found, level=self.level, method="Kaplan-Meier, log-log", n=self._n)

    @property
    def _n(self) -> int:
        return int((self.curve.events + self.curve.censored).sum())

    def figures(self) -> dict[str, Estimate]:
        """Return the rate and, where it is known, the money."""
        return {"rate": self.rate, **({} if self.money is None else {"money": self.money})}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period of submission.

        The columns are period (its first day), n_insights, n_mature, rate with lower and upper (of
        the mature ones, NaN where there are none) and is_mature (whether all are).
        """
        estimates = [period.estimate for period in self.periods]
        return pd.DataFrame(
            {
                "period": [period.start for period in self.periods],
                "n_insights": self.n_by_period,
                "n_mature": [estimate.n for estimate in estimates],
                "rate": [estimate.value for estimate in estimates],
                "lower": [estimate.lower for estimate in estimates],
                "upper": [estimate.upper for estimate in estimates],
                "is_mature": [period.is_mature for period in self.periods],
            }
        )

    def by_department(self) -> pd.DataFrame:
        """Return one row per department: its insights, and the rate of the mature ones."""
        return pd.DataFrame(
            [
                {
                    "department": it.department,
                    "n_insights": it.n_insights,
                    "n_mature": it.rate.n,
                    "rate": it.rate.value,
                    "lower": it.rate.lower,
                    "upper": it.rate.upper,
                }
                for it in self.departments
            ],
            columns=["department", "n_insights", "n_mature", "rate", "lower", "upper"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, without the curve."""
        record = super().to_dict()
        del record["curve"]
        return {**record, "kpi": self.kpi, "band": plain(self.band())}

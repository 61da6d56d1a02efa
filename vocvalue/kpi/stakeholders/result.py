"""Stakeholder satisfaction: of all, by question, by department and over time."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.kpi.kpi import Band, Bounds, KpiName, KpiPeriod
from vocvalue.kpi.stakeholders.invited import Invited
from vocvalue.results import Estimate, Money
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.results.verdicts import is_shown

COLUMNS = ("period", "question", "department", "n", "mean", "lower", "upper")
SHARE_COLUMNS = ("top_box", "top_lower", "top_upper")


@dataclass(frozen=True, kw_only=True)
class StakeholderScore:
    """What some people answered in a period.

    Attributes:
        start: The first day of the period.
        question: The question; None for the mean of each person over all questions.
        department: The department; None for all.
        mean: The mean score of people.
        top_box: The share of people who gave one of the highest scores, as a fraction; None where
            several questions are taken together.

    Examples:
        >>> from vocvalue import datasets, kpi
        >>> survey = datasets.simulate_stakeholders(n_quarters=1, seed=1)
        >>> score = kpi.stakeholder_satisfaction(survey.answers).now(question="timeliness")
        >>> score.mean.n == survey.answers["respondent"].nunique()
        True
    """

    start: np.datetime64
    question: str | None
    department: str | None
    mean: Estimate
    top_box: Estimate | None


@dataclass(frozen=True, kw_only=True, eq=False)
class StakeholderSatisfaction(Pictured):
    """How content colleagues are with what the programme tells them.

    The figure is the mean score of people in the latest period with answers: each person counts
    once, with the mean over the questions that he answered.

    Attributes:
        periods: The mean of each period, gaps included.
        scores: The means and shares by period, question and department.
        questions: The questions, in their order; empty where they are not told apart.
        departments: The departments; empty where none is known.
        people: The number of people who answered in each period, shape (k,).
        invited: How many were invited in each period.
        chi2: The statistic of the test that nothing changed.
        df: Its degrees of freedom.
        p_value: P-value for the hypothesis that nothing changed, each person compared with himself;
            NaN where nothing can be compared.
        points: The number of points of the scale, from 1.
        top: The lowest score of the top box.
        every: The length of a period.
        bounds: From where on the mean is low, and high.
        level: The confidence level.
    """

    periods: tuple[KpiPeriod, ...]
    scores: tuple[StakeholderScore, ...] = field(repr=False)
    questions: tuple[str, ...]
    departments: tuple[str, ...]
    people: NDArray[np.int64] = field(repr=False)
    invited: Invited
    chi2: float
    df: int
    p_value: float
    points: int
    top: int
    every: Every
    bounds: Bounds
    level: float

    @property
    def kpi(self) -> KpiName:
        """Which KPI it is."""
        return "stakeholder satisfaction"

    @property
    def money(self) -> Money | None:
        """No money belongs to it."""
        return None

    @property
    def changed(self) -> bool:
        """Whether the periods differ by more than chance."""
        return is_shown(self.p_value, self.level)

    @property
    def response_rates(self) -> NDArray[np.float64]:
        """The share of those invited who answered, by period, shape (k,); NaN where not known."""
        if self.invited.total is None:
            return np.full(self.people.size, np.nan)
        return np.asarray(self.people / self.invited.total)

    @property
    def latest(self) -> KpiPeriod:
        """The latest period; one without answers is never the last."""
        return self.periods[-1]

    def headline(self) -> Estimate:
        """Return the mean of the latest period with answers."""
        return self.latest.estimate

    def band(self) -> Band:
        """Return the band that the whole interval of that mean lies in, or "unknown"."""
        return self.bounds.band_shown(self.headline())

    def trend(self) -> tuple[KpiPeriod, ...]:
        """Return the mean of each period."""
        return self.periods

    def now(
        self, *, question: str | None = None, department: str | None = None
    ) -> StakeholderScore | None:
        """Return what was answered in the latest period with answers.

        Args:
            question: The question; None for all together.
            department: The department; None for all.

        Returns:
            The score; None where nobody of them answered.

        Examples:
            >>> import pandas as pd
            >>> from vocvalue import kpi
            >>> survey = pd.DataFrame({
            ...     "respondent": ["Wang", "Li", "Zhao"], "timestamp": "2024-03-05",
            ...     "question": "timeliness", "score": [4, 5, 2],
            ... })
            >>> found = kpi.stakeholder_satisfaction(survey)
            >>> round(found.now(question="timeliness").top_box.value, 3)
            0.667
        """
        asked = (self.latest.start, question, department)
        return next(
            (it for it in self.scores if (it.start, it.question, it.department) == asked), None
        )

    def figures(self) -> dict[str, Estimate]:
        """Return the latest mean, and that of each question."""
        of_questions = {name: self.now(question=name) for name in self.questions}
        return {
            "mean": self.headline(),
            **{name: it.mean for name, it in of_questions.items() if it is not None},
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per period, question and department with answers.

        The columns are period (its first day), question and department (None for all), n, mean with
        lower and upper, and top_box with top_lower and top_upper (as fractions, NaN where several
        questions are taken together).
        """
        rows = [
            {
                **dict(
                    zip(COLUMNS, (it.start, it.question, it.department, it.mean.n), strict=False)
                ),
                **dict(zip(COLUMNS[4:], _ends(it.mean), strict=True)),
                **dict(zip(SHARE_COLUMNS, _ends(it.top_box), strict=True)),
            }
            for it in self.scores
        ]
        return pd.DataFrame(rows, columns=[*COLUMNS, *SHARE_COLUMNS])

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values that JSON can hold."""
        return {**super().to_dict(), "kpi": self.kpi, "band": plain(self.band())}


def _ends(estimate: Estimate | None) -> tuple[float, float, float]:
    if estimate is None:
        return float("nan"), float("nan"), float("nan")
    return estimate.value, estimate.lower, estimate.upper

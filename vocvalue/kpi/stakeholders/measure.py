"""The answers of colleagues in, their satisfaction by period, question and department out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.duration import EVERY, Every
from vocvalue.errors import ParameterError
from vocvalue.kpi.kpi import Bounds, KpiPeriod
from vocvalue.kpi.shares import nothing
from vocvalue.kpi.stakeholders import notes
from vocvalue.kpi.stakeholders.answers import ColleagueAnswers, People, people_of
from vocvalue.kpi.stakeholders.invited import Invited, invited_of
from vocvalue.kpi.stakeholders.read import read_answers
from vocvalue.kpi.stakeholders.result import StakeholderSatisfaction, StakeholderScore
from vocvalue.results import Estimate, Note
from vocvalue.results.calendar import calendar_period
from vocvalue.results.groups import MISSING
from vocvalue.stats.few_scores import mean_of_scores, possible_means, share_of_scores
from vocvalue.stats.panel_test import same_in_all_periods
from vocvalue.survey.scores.scale import Scale, scale_of
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.labels import Labels
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.stakeholders import StakeholderAnswers

MEAN = "one more answer at each end of the scale, Student's t"
OF_INVITED = "of all invited"


@translated
def stakeholder_satisfaction(
    survey: Any,
    *,
    invited: int | Mapping[str, int] | None = None,
    every: Every = "quarter",
    points: int = 5,
    bounds: Bounds | tuple[float, float] = (3.0, 4.0),
    level: float = 0.95,
) -> StakeholderSatisfaction:
    """Return how content colleagues are with what the programme tells them.

    It is asked of an internal survey, each quarter, with questions such as timeliness and
    actionability. A person counts once in a period, with the mean over the questions answered. The
    intervals hold for ten answers: of a mean with one more answer at each end of the scale, of a
    share by Wilson. With `invited` they are those of all who were invited, which narrows them by
    the part that answered. Whether anything changed is tested within people, as the same ones
    answer each time.

    Args:
        survey: The internal survey, one row per answer to one question: a table or a path with the
            columns `timestamp` and `score` and, if it has them, `respondent`, `question` and
            `department`; or a `vocvalue.StakeholderAnswers`.
        invited: The number of people who were invited in each period, in all or as a mapping from
            department to number.
        every: The length of a period: "week", "month", "quarter" or "year".
        points: The number of points on the scale, from 1: 5, 7 or 10.
        bounds: From where on the mean score is low, and from where on it is high.
        level: The confidence level of all intervals, and of the test.

    Returns:
        The mean by period, question and department, the share of the highest scores, the response
        rate, and the test of a change.

    Raises:
        DataError: A column is missing or cannot be read, a score is off the scale, or no row can be
            used.
        ParameterError: More people answered than were invited, a department without a number of
            people invited, or bounds outside the scale.

    References:
        Cochran (1977), Sampling Techniques, for samples of a small number of people; Agresti and
        Coull (1998), The American Statistician 52; Friedman (1937), Journal of the American
        Statistical Association 32.

    Examples:
        >>> import pandas as pd
        >>> survey = pd.DataFrame({
        ...     "respondent": [*"abcdefghij"] * 2,
        ...     "timestamp": ["2024-03-05"] * 20,
        ...     "question": ["timeliness"] * 10 + ["actionability"] * 10,
        ...     "score": [5, 4, 4, 4, 5, 3, 4, 5, 4, 4, 4, 3, 3, 4, 4, 2, 3, 4, 3, 4],
        ... })
        >>> print(stakeholder_satisfaction(survey).headline())
        3.80 (95% interval: 2.98 to 4.35)
        >>> print(stakeholder_satisfaction(survey, invited=12).headline())
        3.80 (95% interval: 3.56 to 3.98)
    """
    checks.one_of("every", every, EVERY)
    checks.level(level)
    scale = scale_of("csat", points=points)
    judged = Bounds.of(bounds, lowest=scale.low, highest=scale.high)
    table = described(StakeholderAnswers, survey, "survey")
    answers = read_answers(table, every=every, scale=scale)
    departments = _names(answers.department)
    asked = invited_of(invited, departments if isinstance(invited, Mapping) else ())
    measure = ScoreMeasure(answers=answers, invited=asked, scale=scale, level=level)
    people = people_of(answers)
    n_people = np.bincount(people.period, minlength=answers.periods.n).astype(np.int64)
    periods, scores = measure.periods(people, every), tuple(measure.scores())
    chi2, df, p_value = same_in_all_periods(people.mean, people.person, people.period)
    return StakeholderSatisfaction(
        periods=periods,
        scores=scores,
        questions=_names(answers.question),
        departments=departments,
        people=n_people,
        invited=asked,
        chi2=chi2,
        df=df,
        p_value=p_value,
        points=points,
        top=_top(scale),
        every=every,
        bounds=judged,
        level=level,
        notes=(
            *_silent(periods, asked, scale),
            *answers.notes,
            *notes.thin(_n_thin(scores, periods[-1].start)),
            *notes.gaps(int((n_people == 0).sum()), every),
        ),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreMeasure:
    """ColleagueAnswers, and how means and shares are made of them.

    Attributes:
        answers: The answers.
        invited: How many were invited.
        scale: The scale of the scores.
        level: The confidence level.
    """

    answers: ColleagueAnswers
    invited: Invited
    scale: Scale
    level: float

    def periods(self, people: People, every: Every) -> tuple[KpiPeriod, ...]:
        """Return the mean of each period.

        Args:
            people: The means of people.
            every: The length of a period.
        """
        return tuple(
            KpiPeriod(
                start=start,
                every=every,
                estimate=self.mean(people.mean[people.period == place], None, start),
            )
            for place, start in enumerate(self.answers.periods.start)
        )

    def scores(self) -> Iterator[StakeholderScore]:
        """Return the mean and the share of each period, question and department with answers."""
        n = self.answers.score.size
        for question, of_question in _groups(self.answers.question, n):
            for department, of_department in _groups(self.answers.department, n):
                yield from self._of_group(question, department, of_question & of_department)

    def _of_group(
        self, question: str | None, department: str | None, rows: NDArray[np.bool_]
    ) -> Iterator[StakeholderScore]:
        people = people_of(self.answers, rows)
        is_one = question is not None or self.answers.question is None
        for place, start in enumerate(self.answers.periods.start):
            values = people.mean[people.period == place]
            if values.size:
                yield StakeholderScore(
                    start=start,
                    question=question,
                    department=department,
                    mean=self.mean(values, department, start),
                    top_box=self._top_box(values, department) if is_one else None,
                )

    def mean(
        self, values: NDArray[np.float64], department: str | None, start: np.datetime64
    ) -> Estimate:
        """Return the mean of people.

        Args:
            values: The mean of each person.
            department: Their department; None for all.
            start: The period, named where more answered than were invited.

        Raises:
            ParameterError: More people answered than were invited.
        """
        n, invited = values.size, self.invited.of(department)
        if invited is not None and n > invited:
            whose = "" if department is None else f" of {department!r}"
            raise ParameterError(
                f"invited == {invited}{whose}, but {n} people answered in the period from {start}. "
                "State how many were invited in each period."
            )
        if not n:
            return nothing(self.level)
        low, high = float(self.scale.low), float(self.scale.high)
        ends = mean_of_scores(values, low=low, high=high, level=self.level, invited=invited)
        return Estimate.of(ends, level=self.level, method=_method(MEAN, invited), n=n)

    def _top_box(self, values: NDArray[np.float64], department: str | None) -> Estimate:
        n, invited = values.size, self.invited.of(department)
        hits = int((values >= _top(self.scale)).sum())
        ends = share_of_scores(hits, n, level=self.level, invited=invited)
        return Estimate.of(ends, level=self.level, method=_method("Wilson score", invited), n=n)


def _method(method: str, invited: int | None) -> str:
    return method if invited is None else f"{method}, {OF_INVITED}"


def _names(labels: Labels | None) -> tuple[str, ...]:
    if labels is None:
        return ()
    return (*labels.names, *([MISSING] if labels.missing().size else []))


def _groups(labels: Labels | None, n: int) -> Iterator[tuple[str | None, NDArray[np.bool_]]]:
    """Return all of n rows, and those of each label."""
    yield None, np.ones(n, dtype=np.bool_)
    if labels is not None:
        for code, name in enumerate(labels.names):
            yield name, labels.codes == code
        if labels.missing().size:
            yield MISSING, labels.codes < 0


def _top(scale: Scale) -> int:
    """Return the lowest score of the top box."""
    return scale.bands[scale.labels[-1]][0]


def _n_thin(scores: Sequence[StakeholderScore], latest: np.datetime64) -> int:
    """Return how many departments have few people in the latest period."""
    return sum(
        it.start == latest
        and it.question is None
        and it.department is not None
        and it.mean.n < notes.FEW
        for it in scores
    )


def _silent(periods: Sequence[KpiPeriod], invited: Invited, scale: Scale) -> tuple[Note, ...]:
    """Return the note on those who did not answer in the latest period."""
    last = periods[-1]
    if invited.total is None:
        return notes.not_invited()
    ends = possible_means(
        last.estimate.value,
        last.estimate.n,
        low=scale.low,
        high=scale.high,
        invited=invited.total,
    )
    period = calendar_period(last.start, last.every)
    n_silent = invited.total - last.estimate.n
    return notes.silent(n_silent, period, ends, (scale.low, scale.high))

"""Which ratings drive the score, and which the money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vocvalue import checks
from vocvalue.canvas import Axes
from vocvalue.errors import ParameterError
from vocvalue.results import Evidence, Note, Result
from vocvalue.results.former import EVIDENCE_ZH, Language
from vocvalue.stats import correlations
from vocvalue.stats.importance import MOST_COLUMNS
from vocvalue.survey.key_drivers import words as driver_wording
from vocvalue.survey.key_drivers.answers import ALL, Answers, Outcome, complete_rows, grouped
from vocvalue.survey.key_drivers.measure import (
    LEAK,
    METHODS,
    DriverMethod,
    OutcomeDrivers,
    estimate_drivers,
)
from vocvalue.survey.repeat_notes import repeat_notes
from vocvalue.tables.columns import AnswerColumns, DistinctRows, distinct_answers
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading import answers as answers_of
from vocvalue.tables.reading import named_customer

FEW = 30
"""Fewer customers than these, and the intervals are not to be relied on."""


@dataclass(frozen=True, kw_only=True)
class Drivers(Result):
    """How much of the score and of the money goes with each rating.

    Attributes:
        outcomes: The drivers of each outcome in each group, "all" first.
        differ: For each group the share of the resamples in which the top driver of the score is
            not that of the money; empty without money.
        method: "lmg" or "johnson".
        level: The confidence level of the intervals.
        evidence: "association only": a driver goes with the outcome, and need not cause it.
    """

    outcomes: tuple[OutcomeDrivers, ...]
    differ: Mapping[str, float]
    method: DriverMethod
    level: float
    evidence: Evidence = "association only"

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, "all" first."""
        return tuple(dict.fromkeys(found.group for found in self.outcomes))

    @property
    def has_value(self) -> bool:
        """Whether the drivers of the money were asked for."""
        return any(found.outcome == "value" for found in self.outcomes)

    def of(self, outcome: Outcome = "score", *, group: str = ALL) -> OutcomeDrivers:
        """Return the drivers of one outcome in one group.

        Args:
            outcome: "score" or "value".
            group: The group's name, or "all".

        Returns:
            Its drivers, their R2 and the p-value of no link.

        Raises:
            ParameterError: No such outcome or group.

        Examples:
            >>> table = {"service": [1, 2, 4, 5, 3], "score": [2, 4, 9, 10, 7]}
            >>> found = drivers(pd.DataFrame(table), ratings=["service"])
            >>> found.of("score").top.rating
            'service'
        """
        checks.one_of("outcome", outcome, tuple(dict.fromkeys(it.outcome for it in self.outcomes)))
        checks.one_of("group", group, self.groups)
        return next(it for it in self.outcomes if (it.group, it.outcome) == (group, outcome))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per group, outcome and rating, the most important first.

        `importance` against `performance`, the mean rating, is what a quadrant chart shows;
        `quadrant` names the corner where the ratings share one scale.
        """
        return pd.DataFrame([row for found in self.outcomes for row in _rows(found)])

    def headlines(self) -> Sequence[tuple[str, str]]:
        """Return what the ratings explain of each outcome, and its top drivers."""
        lines = [("answers", f"{self.of('score').n:,}")]
        for found in self.outcomes:
            if found.group == ALL:
                lines += driver_wording.headlines(found)
        others = [group for group in self.groups if group != ALL]
        lines += [
            (f"top driver, {group}", driver_wording.tops(self._both(group))) for group in others
        ]
        return [*lines, ("evidence", self.evidence)]

    def statement(self, language: Language = "en") -> str:
        """Return the sentence that a CFO reads, in English or Chinese."""
        found, differ = self._both(ALL), self.differ.get(ALL)
        if language == "zh":
            said = driver_wording.chinese(found, differ, self.level)
            return f"{said}以上是相关，不是因果（证据等级：{EVIDENCE_ZH[self.evidence]}）。"
        said = driver_wording.english(found, differ, self.level)
        return f"{said} These are associations, not effects (evidence: {self.evidence})."

    def plot(self, *, group: str = ALL, ax: Axes | None = None) -> Axes:
        """Draw the importance of each rating for the score, beside that for the money.

        Args:
            group: The group's name, or "all".
            ax: Matplotlib axes to draw on; new ones without it.

        Returns:
            The axes.

        Raises:
            ParameterError: No such group.
        """
        from vocvalue.survey.plots import driver_chart  # noqa: PLC0415 - it draws this result

        return driver_chart(self, group=group, ax=ax)

    def _both(self, group: str) -> tuple[OutcomeDrivers, ...]:
        return tuple(found for found in self.outcomes if found.group == group)


@translated
def drivers(
    responses: Any,
    *,
    ratings: Sequence[str],
    score: str = "score",
    value: str | None = None,
    by: str | None = None,
    survey: str | None = None,
    survey_column: str | None = None,
    customer_id: str | None = None,
    method: DriverMethod = "lmg",
    level: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> Drivers:
    """Estimate which ratings drive the score, and which the money.

    A rating's importance is its part of R2, the share of the outcome's variance that all ratings
    explain together in a linear regression. Ratings of touchpoints resemble each other, so that
    no order of entering them is the right one: LMG averages over all.

    Args:
        responses: One row per answer: a table of pandas, polars, pyarrow, DuckDB, PySpark or Ibis,
            or a path to CSV or Parquet.
        ratings: Names of columns of numbers: ratings of touchpoints, or topics that are mentioned
            (1) or not (0).
        score: Column of the score.
        value: Column of money per customer, such as annual revenue or a lifetime value.
        by: Column of groups; the same is then estimated in each.
        survey: The survey whose answers count; needed where the table holds several, "*" takes
            every row.
        survey_column: Column that names the survey; "survey" without it, where there is one.
        customer_id: Column of the customer; "customer_id" without it, where there is one. Where
            customers answered several times, whole customers are drawn, and counted.
        method: "lmg" for at most 15 ratings, or "johnson" for any number.
        level: The confidence level.
        n_resamples: How many samples the bootstrap draws from the rows.
        seed: The seed of the bootstrap.

    Returns:
        The drivers of the score, and of the money where `value` is named. Answers that lack a
        rating, the score or the money are left out of all and counted in the notes.

    Raises:
        DataError: Columns that are missing, hold text or something infinite; ratings or outcomes
            that never vary, ratings that determine one another, or fewer answers than ratings + 2.
        ParameterError: No ratings, one named twice or used as outcome, more than 15 for "lmg", or
            an argument outside its range.

    References:
        Lindeman, Merenda and Gold (1980), Introduction to Bivariate and Multivariate Analysis, and
        Groemping (2007), The American Statistician 61, for "lmg". Johnson (2000), Multivariate
        Behavioral Research 35, for "johnson".

    Examples:
        Service decides the score here, and price the money:

        >>> import numpy as np
        >>> rng = np.random.default_rng(1)
        >>> table = pd.DataFrame(rng.integers(1, 6, (400, 2)), columns=["service", "price"])
        >>> table["score"] = 2 * table["service"] + rng.integers(-1, 1, 400)
        >>> table["revenue"] = 100 * table["price"] + rng.normal(0, 100, 400)
        >>> found = drivers(table, ratings=["service", "price"], value="revenue")
        >>> found.of("score").top.rating, found.of("value").top.rating
        ('service', 'price')
    """
    read = answers_of(
        responses,
        "responses",
        customer_id=customer_id,
        score=score,
        survey=survey,
        survey_column=survey_column,
    )
    score = read.score
    names = _checked_names(ratings, score, value, method)
    checks.one_of("method", method, tuple(METHODS))
    checks.level(level)
    checks.whole("n_resamples", n_resamples, least=100)
    rng = checks.seed(seed)
    outcomes: dict[Outcome, str] = {"score": score}
    if value is not None:
        outcomes["value"] = value
    labels = () if by is None else (by,)
    columns = AnswerColumns(
        numbers=(*names, *outcomes.values()),
        labels=labels,
        score=score,
        survey=read.survey,
        survey_column=read.survey_column,
        customer_id=named_customer(read, customer_id),
        aside=labels,
    )
    table = distinct_answers(read, columns)
    complete, notes = complete_rows(table, names, outcomes)
    asked, more = grouped(table, complete, by, names, outcomes)
    estimates = [
        estimate_drivers(answers, method=method, level=level, n_resamples=n_resamples, rng=rng)
        for answers in asked
    ]
    results = [one for found, _ in estimates for one in found]
    return Drivers(
        outcomes=tuple(results),
        differ={
            answers.group: apart
            for answers, (_, apart) in zip(asked, estimates, strict=True)
            if apart is not None
        },
        method=method,
        level=level,
        notes=(*notes, *_repeated(table), *more, *_leaks(results), *_same(asked[0]), *_few(asked)),
    )


def _checked_names(
    ratings: Sequence[str], score: str, value: str | None, method: str
) -> tuple[str, ...]:
    if isinstance(ratings, str) or not len(ratings):
        raise ParameterError(f"ratings == {ratings!r}, must be a list of one or more columns.")
    names = tuple(ratings)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ParameterError(f"ratings name {twice} twice. Each driver enters once.")
    outcomes = {score, value} & set(names)
    if outcomes:
        raise ParameterError(
            f"ratings hold {sorted(map(str, outcomes))}, which is an outcome. What is explained "
            "cannot explain itself: leave it out of ratings."
        )
    if score == value:
        raise ParameterError(f"score and value are both {score!r}, must be two columns.")
    if method == "lmg" and len(names) > MOST_COLUMNS:
        raise ParameterError(
            f"ratings name {len(names)} columns, at most {MOST_COLUMNS} for the method 'lmg'. "
            'Choose fewer, or method="johnson", which takes any number.'
        )
    return names


def _repeated(table: DistinctRows) -> list[Note]:
    """Return what is said where customers answered again."""
    if table.customer is None:
        return []
    known = table.customer >= 0
    n_customers = np.unique(table.customer[known]).size
    return repeat_notes(int(table.rows.sum()), n_customers, int(table.rows[~known].sum()))


def _leaks(results: Sequence[OutcomeDrivers]) -> list[Note]:
    return [driver_wording.leak(found) for found in results if found.is_leak]


def _same(answers: Answers) -> list[Note]:
    """Return a note where the score and the money are one and the same, up to a scale."""
    if len(answers.outcomes) < 2:
        return []
    between = correlations.correlation(answers.columns[:, -2:], answers.rows)[0, 1]
    return [driver_wording.one_outcome(answers)] if between**2 > LEAK else []


def _few(groups: Sequence[Answers]) -> list[Note]:
    return [driver_wording.few(answers) for answers in groups if answers.n_units < FEW]


def _rows(found: OutcomeDrivers) -> list[dict[str, Any]]:
    quadrants = found.quadrants
    return [
        {
            "group": found.group,
            "outcome": found.outcome,
            "rating": driver.rating,
            "rank": rank,
            "importance": driver.importance.value,
            "importance_lower": driver.importance.lower,
            "importance_upper": driver.importance.upper,
            "percent": driver.percent.value,
            "percent_lower": driver.percent.lower,
            "percent_upper": driver.percent.upper,
            "correlation": driver.correlation.value,
            "correlation_lower": driver.correlation.lower,
            "correlation_upper": driver.correlation.upper,
            "direction": driver.direction,
            "first": driver.first,
            "performance": driver.performance,
            "quadrant": quadrants[driver.rating],
            "r_squared": found.r_squared.value,
            "p_value": found.p_value,
            "n": found.n,
        }
        for rank, driver in enumerate(found.ranked, start=1)
    ]

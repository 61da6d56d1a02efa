"""Which ratings drive the score, and which the money."""

from collections.abc import Sequence
from typing import Any

from vocvalue import checks
from vocvalue.errors import ParameterError
from vocvalue.stats.importance import MOST_COLUMNS
from vocvalue.survey.key_drivers import notes as notes_on
from vocvalue.survey.key_drivers.answers import Outcome, complete_rows, grouped
from vocvalue.survey.key_drivers.measure import METHODS, DriverMethod, estimate_drivers
from vocvalue.survey.key_drivers.result import Drivers
from vocvalue.tables.columns import AnswerColumns, distinct_answers
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.reading import answers as answers_of
from vocvalue.tables.reading import named_customer


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
        score: Column with the scores.
        value: Column of money per customer, such as annual revenue or a lifetime value.
        by: Column of groups; the same is then estimated in each.
        survey: The survey whose answers count; needed where the table holds several, "*" takes
            every row.
        survey_column: Column that names the survey; by default "survey", if there is one.
        customer_id: Column with the customer ids; by default "customer_id", if there is one. Where
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

        >>> import numpy as np, pandas as pd
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
    groups, more = grouped(table, complete, by, names, outcomes)
    estimates = [
        estimate_drivers(answers, method=method, level=level, n_resamples=n_resamples, rng=rng)
        for answers in groups
    ]
    results = tuple(outcome for both, _ in estimates for outcome in both)
    return Drivers(
        outcomes=results,
        top_differs={
            answers.group: apart
            for answers, (_, apart) in zip(groups, estimates, strict=True)
            if apart is not None
        },
        method=method,
        level=level,
        notes=(
            *notes,
            *notes_on.repeated(table),
            *more,
            *notes_on.leaks(results),
            *notes_on.one_outcome(groups[0]),
            *notes_on.few(groups),
        ),
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

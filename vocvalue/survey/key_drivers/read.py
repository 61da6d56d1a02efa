"""Which ratings drive the score, and which drive customer value."""

from collections.abc import Sequence
from functools import partial
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
from vocvalue.tables.reading.responses import Responses, named_customer
from vocvalue.tables.reading.responses import answers as answers_of


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
    n_resamples: int = 1_000,
    seed: int = 0,
) -> Drivers:
    """Estimate which ratings drive the score, and which drive customer value.

    A rating's importance is its part of R2, the share of the outcome's variance that all ratings
    together explain in a linear regression. Ratings of touchpoints are correlated, so their
    importance depends on the order in which they enter the regression; LMG averages over all
    orders.

    Args:
        responses: One row per answer: a table of pandas, polars, pyarrow, DuckDB, PySpark or Ibis,
            or a path to CSV or Parquet.
        ratings: Names of numeric columns: ratings of touchpoints, or topics that are mentioned (1)
            or not (0).
        score: Column with the scores.
        value: Column with each customer's value in money, such as annual revenue or lifetime value.
        by: Column with the groups; drivers are then also estimated within each group.
        survey: The survey to use, required if the table holds several; "*" uses every row.
        survey_column: Column that names the survey; by default "survey", if there is one.
        customer_id: Column with the customer ids; by default "customer_id", if there is one. Where
            customers answered several times, whole customers are resampled and counted.
        method: The method of the importances: "lmg" for at most 15 ratings, or "johnson" for any
            number.
        level: The confidence level.
        n_resamples: The number of bootstrap resamples; fewer than for spend, as each fits all
            ratings anew.
        seed: The seed of the bootstrap.

    Returns:
        The drivers of the score, and of customer value if `value` is named. Responses that lack a
        rating, the score or the value are left out and counted in the notes.

    Raises:
        DataError: Columns are missing, or hold text or infinite values; ratings or outcomes do not
            vary; ratings determine one another; or there are fewer responses than ratings + 2.
        ParameterError: There are no ratings, or more than 15 for "lmg"; a rating is named twice or
            is also an outcome; or an argument is outside its range.

    References:
        Lindeman, Merenda and Gold (1980), Introduction to Bivariate and Multivariate Analysis, and
        Groemping (2007), The American Statistician 61, for "lmg". Johnson (2000), Multivariate
        Behavioral Research 35, for "johnson".

    Examples:
        Here service drives the score, and price drives the revenue:

        >>> import numpy as np, pandas as pd
        >>> rng = np.random.default_rng(1)
        >>> table = pd.DataFrame(rng.integers(1, 6, (400, 2)), columns=["service", "price"])
        >>> table["score"] = 2 * table["service"] + rng.integers(-1, 1, 400)
        >>> table["revenue"] = 100 * table["price"] + rng.normal(0, 100, 400)
        >>> result = drivers(table, ratings=["service", "price"], value="revenue")
        >>> result.of("score").top.rating, result.of("value").top.rating
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
    names = _checked_names(ratings, read.score, value, method)
    checks.one_of("method", method, tuple(METHODS))
    checks.level(level)
    checks.whole("n_resamples", n_resamples, least=100)
    rng = checks.seed(seed)
    outcomes: dict[Outcome, str] = {"score": read.score}
    if value is not None:
        outcomes["value"] = value
    numbers = (*names, *outcomes.values())
    table = distinct_answers(read, _columns(read, numbers, by, customer_id))
    complete, notes = complete_rows(table, names, outcomes)
    groups, group_notes = grouped(table, complete, by, names, outcomes)
    estimate = partial(
        estimate_drivers, method=method, level=level, n_resamples=n_resamples, rng=rng
    )
    estimates = {answers.group: estimate(answers) for answers in groups}
    results = tuple(outcome for both, _ in estimates.values() for outcome in both)
    return Drivers(
        outcomes=results,
        top_differs={group: apart for group, (_, apart) in estimates.items() if apart is not None},
        method=method,
        level=level,
        notes=(
            *notes,
            *notes_on.repeated(table),
            *group_notes,
            *notes_on.leaks(results),
            *notes_on.one_outcome(groups[0]),
            *notes_on.few(groups),
        ),
    )


def _columns(
    read: Responses, numbers: tuple[str, ...], by: str | None, customer_id: str | None
) -> AnswerColumns:
    """Return the columns to read: numbers, groups, customer and survey."""
    labels = () if by is None else (by,)
    return AnswerColumns(
        numbers=numbers,
        labels=labels,
        score=read.score,
        survey=read.survey,
        survey_column=read.survey_column,
        customer_id=named_customer(read, customer_id),
        aside=labels,
    )


def _checked_names(
    ratings: Sequence[str], score: str, value: str | None, method: str
) -> tuple[str, ...]:
    if isinstance(ratings, str) or not len(ratings):
        raise ParameterError(f"ratings == {ratings!r}, must be a list of one or more columns.")
    names = tuple(ratings)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ParameterError(f"ratings names {twice} more than once. List each rating once.")
    outcomes = {score, value} & set(names)
    if outcomes:
        raise ParameterError(
            f"ratings contains {sorted(map(str, outcomes))}, which is an outcome. An outcome "
            "cannot explain itself: leave it out of ratings."
        )
    if score == value:
        raise ParameterError(f"score and value are both {score!r}, must be two columns.")
    if method == "lmg" and len(names) > MOST_COLUMNS:
        raise ParameterError(
            f"ratings names {len(names)} columns, but method 'lmg' takes at most {MOST_COLUMNS}. "
            'Choose fewer, or method="johnson", which takes any number.'
        )
    return names

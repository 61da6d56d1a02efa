"""How often each score was given in each period, counted where the answers live."""

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.duration import EVERY, Every
from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.showing import cell
from vocvalue.tables import periods, times
from vocvalue.tables.far_moments import far_answers
from vocvalue.tables.periods import Periods
from vocvalue.tables.repeats import CUSTOMER_ID, any_repeat, codes, customer_column
from vocvalue.tables.schemas import number
from vocvalue.tables.scores import with_scores
from vocvalue.tables.sources import Source, collect, moments_of, open_table
from vocvalue.tables.which_survey import the_survey

TIME, SCORE, PERIOD, N = "_vv_time", "_vv_score", "_vv_period", "_vv_n"
FIRST, LAST = "_vv_first", "_vv_last"
ENDS = (nw.col(TIME).min().alias(FIRST), nw.col(TIME).max().alias(LAST))


@dataclass(frozen=True, kw_only=True)
class AnswerSchema:
    """The names of an answer table's columns and how its times are read.

    Attributes:
        timestamp: Column with the timestamps of the answers.
        score: Column with the scores.
        survey: Column that says which survey a row belongs to; by default "survey", which need not
            be there.
        customer_id: Column with the customer ids, by default "customer_id". Without such a column,
            each answer is taken to come from a different customer.
        timezone: The time zone whose wall-clock time decides the period of an answer.
        timestamp_format: How text is parsed as times; ISO by default.
    """

    timestamp: str = "timestamp"
    score: str = "score"
    survey: str | None = None
    customer_id: str | None = None
    timezone: str | None = None
    timestamp_format: str | None = None

    @property
    def looked_at(self) -> tuple[str | None, ...]:
        """The columns that do not tell surveys apart."""
        return (self.timestamp, self.score, self.customer_id or CUSTOMER_ID)


@dataclass(frozen=True, kw_only=True, eq=False)
class Repeated:
    """Answers by customer, where a customer has several.

    Attributes:
        customer: The code of each row's customer, -1 where it is missing, shape (m,).
        period: The number of its period, shape (m,).
        score: How far its score is above the lowest, shape (m,).
        rows: How many answers it stands for, shape (m,).
    """

    customer: NDArray[np.int64]
    period: NDArray[np.int64]
    score: NDArray[np.int64]
    rows: NDArray[np.int64]

    @property
    def n_customers(self) -> int:
        """The number of customers who are known."""
        return int(self.customer.max(initial=-1)) + 1

    @property
    def n_without(self) -> int:
        """The number of answers whose customer is missing."""
        return int(self.rows[self.customer < 0].sum())


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreCounts:
    """How often each score was given in each period, from the first with an answer to the last.

    Attributes:
        start: The first day of each period, shape (k,).
        counts: How often each score was given, the lowest first, shape (k, points).
        survey: The survey; None where the table does not tell them apart.
        survey_column: The column that tells surveys apart; None where there is none.
        n_no_survey: Rows that belong to no survey, where one was asked for.
        n_no_time: Rows without a time, which are in no period.
        n_no_score: Rows with a time and without a score.
        repeated: The answers by customer; None where no customer has several.
        far: Answers that lie far from all others.
    """

    start: NDArray[np.datetime64]
    counts: NDArray[np.int64]
    survey: str | None
    survey_column: str | None
    n_no_survey: int
    n_no_time: int
    n_no_score: int
    repeated: Repeated | None
    far: tuple[Note, ...] = ()


def count_scores(
    data: object,
    schema: AnswerSchema,
    *,
    every: Every,
    low: int,
    high: int,
    survey: str | None,
) -> ScoreCounts:
    """Count the answers of a table by period and score, in its engine.

    Args:
        data: A frame or a path, as in `open_table`.
        schema: The columns' names.
        every: The length of a period.
        low: The lowest score of the scale.
        high: The highest score.
        survey: The survey whose rows count; None where the table has only one; "*" for all rows.

    Raises:
        DataError: A column is not there or cannot be read, a score is off the scale, or no row can
            be used.
        ParameterError: No such period, or several surveys of which none is named.
    """
    checks.one_of("every", every, EVERY)
    source = open_table(data, name="responses")
    _check_columns(source, schema)
    source = with_scores(source, data, schema.score)
    customer = customer_column(source.frame, schema.customer_id, called="the table responses")
    which = the_survey(
        source,
        survey=survey,
        survey_column=schema.survey,
        aside=schema.looked_at,
        called="the table responses",
    )
    lines = _lines(source, which.rows(source.frame), schema, customer)
    lines = lines.with_columns(periods.period_of(TIME, every, lines.implementation).alias(PERIOD))
    table = collect(lines.group_by(PERIOD, SCORE).agg(nw.len().alias(N), *ENDS))
    timed = table.filter(~nw.col(PERIOD).is_null())
    used = timed.filter(~_no_number(nw.col(SCORE)))
    if used.is_empty():
        raise DataError(
            f"no row of responses has both a {schema.timestamp!r} and a {schema.score!r}."
        )
    _check_scale(lines, used, schema, (low, high), customer)
    far = _far(lines, used, schema, customer)
    numbers = periods.numbers(used[PERIOD], every)
    seen = Periods.of(numbers, every)
    return ScoreCounts(
        start=seen.start,
        counts=_matrix(used, numbers - seen.first, (seen.n, high - low + 1), low),
        survey=which.survey,
        survey_column=which.column,
        n_no_survey=which.n_without,
        n_no_time=_total(table) - _total(timed),
        n_no_score=_total(timed) - _total(used),
        repeated=_repeated(lines, customer, every, first=seen.first, low=low),
        far=far,
    )


def _check_columns(source: Source, schema: AnswerSchema) -> None:
    available = source.frame.collect_schema().names()
    missing = [name for name in (schema.timestamp, schema.score) if name not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table="the table responses")


def _lines(
    source: Source, frame: nw.LazyFrame[Any], schema: AnswerSchema, customer: str | None
) -> nw.LazyFrame[Any]:
    """Return the rows with their wall-clock time and their score as a number."""
    # Answers may be anonymous: then a bad score is named by its time, and a bad time by its score.
    score = number(replace(source, frame=frame), schema.score, customer or schema.timestamp)
    timed = times.wall_time(
        frame,
        schema.timestamp,
        into=TIME,
        customer=customer or schema.score,
        timezone=schema.timezone,
        timestamp_format=schema.timestamp_format,
    )
    return timed.with_columns(score.alias(SCORE))


def _check_scale(
    lines: nw.LazyFrame[Any],
    used: nw.DataFrame[Any],
    schema: AnswerSchema,
    scale: tuple[int, int],
    customer: str | None,
) -> None:
    low, high = scale
    scores = used[SCORE].to_numpy()
    off = (scores < low) | (scores > high) | (scores != np.floor(scores))
    if not off.any():
        return
    named_by, score = customer or schema.timestamp, nw.col(SCORE)
    # Rows without a time are left out, so that none of them is among the rows named.
    odd = (score < low) | (score > high) | (score != score.floor())
    first = lines.filter(~nw.col(TIME).is_null(), ~_no_number(score), odd).select(named_by)
    raise DataError.bad_rows(
        f"not a whole number from {low} to {high}, such as {cell(float(scores[off][0]))}",
        column=schema.score,
        count=int(used[N].to_numpy()[off].sum()),
        first_ids=collect(first.head(FIRST_IDS))[named_by].to_list(),
        hint="Correct or remove them. If the scale is another one, state it with scale= or "
        "points=.",
    )


def _far(
    lines: nw.LazyFrame[Any], used: nw.DataFrame[Any], schema: AnswerSchema, customer: str | None
) -> tuple[Note, ...]:
    """Note answers far from all others: each period between them is one without answers."""
    return far_answers(
        lines.filter(~nw.col(TIME).is_null(), ~_no_number(nw.col(SCORE))),
        time=TIME,
        names=(customer, schema.timestamp),
        first=min(moments_of(used[FIRST])),
        last=max(moments_of(used[LAST])),
    )


def _repeated(
    lines: nw.LazyFrame[Any], customer: str | None, every: Every, *, first: int, low: int
) -> Repeated | None:
    """Return the answers by customer, or None where no customer has several."""
    if customer is None:
        return None
    used = lines.filter(~nw.col(PERIOD).is_null(), ~_no_number(nw.col(SCORE)))
    if not any_repeat(used, customer):
        return None
    table = collect(used.group_by(customer, PERIOD, SCORE).agg(nw.len().alias(N)))
    (code,) = codes(table[customer], sort=False)
    period, score = (
        periods.numbers(table[PERIOD], every) - first,
        table[SCORE].to_numpy().astype(np.int64) - low,
    )
    rows = table[N].to_numpy().astype(np.int64)
    return Repeated(customer=code, period=period, score=score, rows=rows)


def _matrix(
    used: nw.DataFrame[Any], place: NDArray[np.int64], shape: tuple[int, int], low: int
) -> NDArray[np.int64]:
    """Return how often each score was given in each period, the place of each row's known."""
    score = used[SCORE].to_numpy().astype(np.int64) - low
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, (place, score), used[N].to_numpy().astype(np.int64))
    return counts


def _total(table: nw.DataFrame[Any]) -> int:
    return 0 if table.is_empty() else int(table[N].sum())


def _no_number(column: nw.Expr) -> nw.Expr:
    return column.is_null() | column.is_nan()

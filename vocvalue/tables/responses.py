"""Survey responses: rows read, those that count told from those that do not, one per customer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from vocvalue.errors import DataError
from vocvalue.tables import far_moments, labels, schemas, times
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.orders import CUSTOMER
from vocvalue.tables.reading.customers import Timed
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.scores import with_scores
from vocvalue.tables.sources import Source, collect, count, look_at, moments_of, open_table
from vocvalue.tables.unnamed import says_no_id
from vocvalue.tables.which_survey import WhichSurvey, the_survey

ANSWERED, SCORE, N_ANSWERS, N_TIED = "_vv_answered", "_vv_score", "_vv_n", "_vv_tied"
KIND = "_vv_kind"
COLUMN = "survey"
# What becomes of a row, by the first of these that holds.
USED, OTHER_SURVEY, NO_CUSTOMER, NO_TIME, OTHER_TIME, NO_SCORE = range(6)
UNWANTED = (OTHER_SURVEY, OTHER_TIME)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is wanted of a table of responses, beside how it is read.

    Attributes:
        score: Whether the score is wanted.
        between: The first moment wanted, and the first no longer wanted; None takes all.
        keep: Further columns to keep.
        called: What the table is called in messages.
    """

    score: bool = True
    between: tuple[dt.datetime, dt.datetime] | None = None
    keep: tuple[str, ...] = ()
    called: str = "the response table"


@dataclass(frozen=True, kw_only=True)
class ResponseLog:
    """A response table opened, its rows made comparable and counted by what becomes of them.

    Attributes:
        source: Where the table comes from.
        rows: The rows that count: customer, moment, score and the columns carried along.
        schema: How the table is read.
        wanted: What is wanted of it.
        n: Number of rows by kind.
    """

    source: Source
    rows: nw.LazyFrame[Any]
    schema: Timed
    wanted: Wanted
    n: Mapping[int, int]

    @property
    def score(self) -> str | None:
        """The column of the score; None where none is wanted."""
        return score_of(self.schema, self.wanted)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns carried along with each answer."""
        return (*([] if self.score is None else [SCORE]), *map(kept_name, self.wanted.keep))


def kept_name(column: str) -> str:
    """Return the name under which a further column is carried along."""
    return f"_vv_keep_{column}"


def has_column(data: object, column: str) -> bool:
    """Whether a table has a column."""
    return column in look_at(data, name="responses").collect_schema().names()


def of_survey(responses: Responses, survey: str) -> Responses:
    """Return answers of which those of a survey are used, where they name surveys and none is said.

    Args:
        responses: The answers, and how they are read.
        survey: The survey, named like its scale.
    """
    column = responses.survey_column or COLUMN
    if responses.survey is None and has_column(responses, column):
        return replace(responses, survey=survey)
    return responses


def has_moments(table: Timed) -> bool:
    """Whether a table has moments, as such or as text: a text file knows no others.

    What stands in a column that was not named, and is no moment, is nobody's error.

    Raises:
        DataError: A column of the moment that was named, and holds none.
    """
    if not has_column(table, table.timestamp):
        return False
    try:
        times.wall_time(
            look_at(table, name="the table"),
            table.timestamp,
            into="_vv_moment",
            customer=table.customer_id,
            timezone=table.timezone,
            timestamp_format=table.timestamp_format,
        )
    except DataError:
        if table.timestamp != Timed(None).timestamp:
            raise
        return False
    return True


def score_of(schema: Timed, wanted: Wanted) -> str | None:
    """Return the column of the score; None where none is wanted."""
    return schema.score if wanted.score and isinstance(schema, Responses) else None


def read_responses(schema: Timed, wanted: Wanted) -> ResponseLog:
    """Open a response table and count its rows by what becomes of them.

    Args:
        schema: The table, and how it is read: responses, assignments or others with a moment.
        wanted: What is wanted of it.

    Raises:
        DataError: A column is missing or cannot be read, the survey is not there, or no row can
            be used.
    """
    source = open_table(schema, name="responses")
    _check_columns(source, schema, wanted)
    source = with_ids(source, schema.customer_id)
    score = score_of(schema, wanted)
    source = source if score is None else with_scores(source, schema, score)
    which = _which(source, schema, wanted)
    marked = _marked(source, schema, wanted, which)
    time = nw.col(ANSWERED)
    table = collect(
        marked.group_by(KIND).agg(
            nw.len().alias("n"), time.min().alias("_vv_first"), time.max().alias("_vv_last")
        )
    )
    n = dict(zip(map(int, table[KIND].to_list()), map(int, table["n"].to_list()), strict=True))
    moments = [*moments_of(table["_vv_first"]), *moments_of(table["_vv_last"])]
    if moments:
        names = (schema.customer_id, schema.timestamp)
        ends = {"first": min(moments), "last": max(moments)}
        far = far_moments.far_answers(marked, time=ANSWERED, names=names, **ends)
        source = replace(source, notes=(*source.notes, *far))
    if n.get(NO_CUSTOMER):
        unnamed = says_no_id(source, schema.customer_id, wanted.called)
        source = replace(source, notes=(*source.notes, *unnamed))
    if not n.get(USED):
        raise _nothing(schema, wanted, n)
    used = marked.filter(nw.col(KIND) == USED)
    log = ResponseLog(source=source, rows=used, schema=schema, wanted=wanted, n=n)
    return replace(log, rows=used.select(CUSTOMER, ANSWERED, *log.columns))


def first_answers(log: ResponseLog) -> nw.LazyFrame[Any]:
    """Return the first answer of each customer.

    Beside it: how many the customer gave in all, and how many at that same moment, of which the
    lowest counts.
    """
    every = log.rows.group_by(CUSTOMER).agg(
        nw.col(ANSWERED).min().alias("_vv_first"), nw.len().alias(N_ANSWERS)
    )
    first = log.rows.join(every, on=CUSTOMER, how="inner").filter(
        nw.col(ANSWERED) == nw.col("_vv_first")
    )
    return first.group_by(CUSTOMER).agg(
        nw.col(ANSWERED).min(),
        nw.col(N_ANSWERS).max(),
        nw.len().alias(N_TIED),
        *(nw.col(name).min() for name in log.columns),
    )


def every_moment(log: ResponseLog) -> nw.LazyFrame[Any]:
    """Return the moments of each customer, each once, with how many rows there are of it.

    Of several rows of one moment the lowest value of each column counts, as in `first_answers`.
    """
    return log.rows.group_by(CUSTOMER, ANSWERED).agg(
        nw.len().alias(N_TIED), *(nw.col(name).min() for name in log.columns)
    )


def whole_rows(log: ResponseLog, tied: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Return, of customers with several answers at one moment, the one row that counts.

    It is the one with the lowest score, and of these the first by what else it holds, whatever the
    engine's order.

    Args:
        log: The answers.
        tied: The customers and the moments of those answers.
    """
    pairs = set(customers_and_moments(tied))
    customers = list(dict.fromkeys(tied[CUSTOMER].to_list()))
    theirs = collect(log.rows.filter(nw.col(CUSTOMER).is_in(customers)))
    are_tied = [pair in pairs for pair in customers_and_moments(theirs)]
    ranked = theirs.filter(are_tied).sort(CUSTOMER, ANSWERED, *log.columns)
    chosen = ranked.unique(subset=[CUSTOMER, ANSWERED], keep="first", maintain_order=True)
    return nw.maybe_reset_index(chosen)


def customers_and_moments(rows: nw.DataFrame[Any]) -> list[tuple[Any, Any]]:
    """Return the customer and the moment of each row."""
    return list(zip(rows[CUSTOMER].to_list(), rows[ANSWERED].to_list(), strict=True))


def n_copies(log: ResponseLog) -> int:
    """Return how many answers repeat another in customer, moment and score."""
    keys = [CUSTOMER, ANSWERED, *([] if log.score is None else [SCORE])]
    return log.n[USED] - count(log.rows.select(keys).unique(subset=keys, keep="any"))


def _check_columns(source: Source, schema: Timed, wanted: Wanted) -> None:
    available = source.frame.collect_schema().names()
    score = score_of(schema, wanted)
    needed = [schema.customer_id, schema.timestamp, *([] if score is None else [score])]
    missing = [name for name in dict.fromkeys([*needed, *wanted.keep]) if name not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=wanted.called)


def _which(source: Source, schema: Timed, wanted: Wanted) -> WhichSurvey:
    if not isinstance(schema, Responses):
        return WhichSurvey()
    return the_survey(
        source,
        survey=schema.survey,
        survey_column=schema.survey_column,
        aside=(schema.customer_id, schema.timestamp, schema.score, *wanted.keep),
        called=wanted.called,
    )


def _marked(source: Source, schema: Timed, wanted: Wanted, which: WhichSurvey) -> nw.LazyFrame[Any]:
    frame = times.wall_time(
        source.frame,
        schema.timestamp,
        into=ANSWERED,
        customer=schema.customer_id,
        timezone=schema.timezone,
        timestamp_format=schema.timestamp_format,
    )
    added = [customer(source, schema.customer_id).alias(CUSTOMER)]
    score = score_of(schema, wanted)
    if score is not None:
        number = schemas.number(source, score, schema.customer_id)
        added.append(number.alias(SCORE))
    kept = [labels.plain(source.frame, name).alias(kept_name(name)) for name in wanted.keep]
    frame = frame.with_columns(*added, *kept)
    return frame.with_columns(_kind(frame, schema, wanted, which).alias(KIND))


def _kind(frame: nw.LazyFrame[Any], schema: Timed, wanted: Wanted, which: WhichSurvey) -> nw.Expr:
    tests = [
        (NO_CUSTOMER, schemas.is_missing(frame, CUSTOMER)),
        (NO_TIME, nw.col(ANSWERED).is_null()),
        *([] if wanted.between is None else [(OTHER_TIME, _outside(wanted.between))]),
        *([(NO_SCORE, schemas.is_missing(frame, SCORE))] if score_of(schema, wanted) else []),
    ]
    if which.meant is not None and which.column is not None:
        asked = nw.col(which.column)
        tests.insert(0, (OTHER_SURVEY, asked.is_null() | ~asked.is_in(list(which.meant))))
    kind: nw.Expr = nw.lit(USED)
    for code, test in reversed(tests):
        kind = nw.when(test).then(nw.lit(code)).otherwise(kind)
    return kind


def _outside(between: tuple[dt.datetime, dt.datetime]) -> nw.Expr:
    start, end = map(nw.lit, between)
    return (nw.col(ANSWERED) < start) | (nw.col(ANSWERED) >= end)


def _nothing(schema: Timed, wanted: Wanted, n: Mapping[int, int]) -> DataError:
    total = sum(n.values())
    score = score_of(schema, wanted)
    without_score = "" if score is None else f"{n.get(NO_SCORE, 0):,} without {score!r}, "
    return DataError(
        f"none of the {total:,} rows of {wanted.called} can be used: {n.get(NO_CUSTOMER, 0):,} "
        f"without {schema.customer_id!r}, {n.get(NO_TIME, 0):,} without {schema.timestamp!r}, "
        f"{without_score}{n.get(OTHER_TIME, 0):,} outside the period."
    )

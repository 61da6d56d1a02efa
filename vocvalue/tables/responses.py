"""Survey responses: rows read, those that count told from those that do not, one per customer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from vocvalue.errors import DataError
from vocvalue.tables import schemas, times
from vocvalue.tables.orders import CUSTOMER
from vocvalue.tables.sources import Source, collect, count, open_table

ANSWERED, SCORE, N_ANSWERS, N_TIED = "_vv_answered", "_vv_score", "_vv_n", "_vv_tied"
KIND = "_vv_kind"
# What becomes of a row, by the first of these that holds.
USED, OTHER_SURVEY, NO_CUSTOMER, NO_TIME, OTHER_TIME, NO_SCORE = range(6)
UNWANTED = (OTHER_SURVEY, OTHER_TIME)


@dataclass(frozen=True, kw_only=True)
class ResponseSchema:
    """The names of a response table's columns.

    Attributes:
        customer_id: Column of the customer.
        timestamp: Column of the moment of the answer.
        score: Column of the score; None where none is wanted.
        survey: The survey whose answers are wanted; None takes every row.
        survey_column: Column that names the survey.
        between: The first moment wanted, and the first no longer wanted; None takes all.
        keep: Further columns to carry along.
        timezone: The zone whose wall-clock time is counted by.
        timestamp_format: How text is read to times; ISO without it.
        called: What the table is called in messages.
    """

    customer_id: str = "customer_id"
    timestamp: str = "timestamp"
    score: str | None = "score"
    survey: str | None = None
    survey_column: str = "survey"
    between: tuple[dt.datetime, dt.datetime] | None = None
    keep: tuple[str, ...] = ()
    timezone: str | None = None
    timestamp_format: str | None = None
    called: str = "the response table"

    @property
    def needed(self) -> list[str]:
        """The columns that the table must have."""
        score = [] if self.score is None else [self.score]
        survey = [] if self.survey is None else [self.survey_column]
        return list(dict.fromkeys([self.customer_id, self.timestamp, *score, *survey, *self.keep]))


@dataclass(frozen=True, kw_only=True)
class ResponseLog:
    """A response table opened, its rows made comparable and counted by what becomes of them.

    Attributes:
        source: Where the table comes from.
        rows: The rows that count: customer, moment, score and the columns carried along.
        schema: The columns' names.
        n: Number of rows by kind.
    """

    source: Source
    rows: nw.LazyFrame[Any]
    schema: ResponseSchema
    n: Mapping[int, int]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns carried along with each answer."""
        return (*([] if self.schema.score is None else [SCORE]), *map(kept_name, self.schema.keep))


def kept_name(column: str) -> str:
    """Return the name under which a further column is carried along."""
    return f"_vv_keep_{column}"


def has_column(data: object, column: str) -> bool:
    """Whether a table has a column."""
    return column in open_table(data, name="responses").frame.collect_schema().names()


def read_responses(data: object, schema: ResponseSchema) -> ResponseLog:
    """Open a response table and count its rows by what becomes of them.

    Args:
        data: A frame or a path, as in `open_table`.
        schema: The columns' names.

    Raises:
        DataError: A column is missing or cannot be read, the survey is not there, or no row can
            be used.
    """
    source = open_table(data, name="responses")
    available = source.frame.collect_schema().names()
    missing = [name for name in schema.needed if name not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=schema.called)
    marked = _marked(source, schema)
    table = collect(marked.group_by(KIND).agg(nw.len().alias("n")))
    n = dict(zip(map(int, table[KIND].to_list()), map(int, table["n"].to_list()), strict=True))
    if not n.get(USED):
        raise _nothing(source.frame, schema, n)
    used = marked.filter(nw.col(KIND) == USED)
    log = ResponseLog(source=source, rows=used, schema=schema, n=n)
    return ResponseLog(
        source=source, rows=used.select(CUSTOMER, ANSWERED, *log.columns), schema=schema, n=n
    )


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


def n_copies(log: ResponseLog) -> int:
    """Return how many answers repeat another in customer, moment and score."""
    keys = [CUSTOMER, ANSWERED, *([] if log.schema.score is None else [SCORE])]
    return log.n[USED] - count(log.rows.select(keys).unique(subset=keys, keep="any"))


def _marked(source: Source, schema: ResponseSchema) -> nw.LazyFrame[Any]:
    frame = times.wall_time(
        source.frame,
        schema.timestamp,
        into=ANSWERED,
        customer=schema.customer_id,
        timezone=schema.timezone,
        timestamp_format=schema.timestamp_format,
    )
    added = [schemas.customer(source, schema.customer_id).alias(CUSTOMER)]
    if schema.score is not None:
        number = schemas.number(
            source.frame, schema.score, schema.customer_id, is_text=source.is_text
        )
        added.append(number.alias(SCORE))
    kept = [nw.col(name).alias(kept_name(name)) for name in schema.keep]
    frame = frame.with_columns(*added, *kept)
    return frame.with_columns(_kind(frame, schema).alias(KIND))


def _kind(frame: nw.LazyFrame[Any], schema: ResponseSchema) -> nw.Expr:
    tests = [
        (NO_CUSTOMER, schemas.is_missing(frame, CUSTOMER)),
        (NO_TIME, nw.col(ANSWERED).is_null()),
        *([] if schema.between is None else [(OTHER_TIME, _outside(schema.between))]),
        *([] if schema.score is None else [(NO_SCORE, schemas.is_missing(frame, SCORE))]),
    ]
    if schema.survey is not None:
        asked = nw.col(schema.survey_column)
        tests.insert(0, (OTHER_SURVEY, asked.is_null() | (asked != schema.survey)))
    kind: nw.Expr = nw.lit(USED)
    for code, test in reversed(tests):
        kind = nw.when(test).then(nw.lit(code)).otherwise(kind)
    return kind


def _outside(between: tuple[dt.datetime, dt.datetime]) -> nw.Expr:
    start, end = map(nw.lit, between)
    return (nw.col(ANSWERED) < start) | (nw.col(ANSWERED) >= end)


def _nothing(frame: nw.LazyFrame[Any], schema: ResponseSchema, n: Mapping[int, int]) -> DataError:
    total = sum(n.values())
    if total and n.get(OTHER_SURVEY, 0) == total:
        known = collect(frame.select(schema.survey_column).unique())[schema.survey_column]
        names: Sequence[str] = sorted(str(name) for name in known.to_list())
        return DataError(
            f"column {schema.survey_column!r} holds no {schema.survey!r}; it has "
            f"{', '.join(map(repr, names[:10]))}. Name one of these with survey=."
        )
    return DataError(
        f"none of the {total:,} rows of {schema.called} can be used: "
        f"{n.get(NO_CUSTOMER, 0):,} without {schema.customer_id!r}, "
        f"{n.get(NO_TIME, 0):,} without {schema.timestamp!r}, "
        f"{n.get(NO_SCORE, 0):,} without {schema.score!r}, {n.get(OTHER_TIME, 0):,} of another "
        "time."
    )

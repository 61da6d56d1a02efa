"""What customers wrote, read in batches: texts with their customer, moment, channel and score."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.texts import pair
from vocvalue.tables import relations, schemas, times
from vocvalue.tables.engine_errors import in_our_words
from vocvalue.tables.id_columns import customer, with_ids
from vocvalue.tables.reading.comments import Comments
from vocvalue.tables.scores import with_scores
from vocvalue.tables.sources import Source, collect, open_table

if TYPE_CHECKING:
    import duckdb

Texts: TypeAlias = Sequence[str | None]
Floats: TypeAlias = NDArray[np.float64]

MOST_ROWS = 50_000
"""How many rows a batch has at most: as many texts are held at once."""
TEXT, CUSTOMER, NAMED, MOMENT, CHANNEL, ROLE, SCORE = (
    f"_vv_{name}" for name in ("text", "customer", "named", "moment", "channel", "role", "score")
)
OPTIONAL = ("channel", "role", "score")
PATHS = (".csv", ".tsv", ".gz", ".parquet", ".xlsx", ".xls", ".ods")


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """Some rows that follow one another; a column that the table lacks is None.

    Attributes:
        first: The number of its first row in the table, from 0.
        text: The texts, None where there is none.
        customer: The customers.
        is_named: Whether the customer is known, shape (n,).
        moment: When each was written, NaT where it is not known, shape (n,).
        channel: Where each was written.
        role: Who wrote each.
        score: The score given with each, NaN where there is none, shape (n,).
        n_not_text: How many cells of the column of the text hold something else.
    """

    first: int
    text: Texts = field(repr=False)
    customer: nw.Series[Any] | None = field(default=None, repr=False)
    is_named: NDArray[np.bool_] | None = field(default=None, repr=False)
    moment: NDArray[np.datetime64] | None = field(default=None, repr=False)
    channel: Texts | None = field(default=None, repr=False)
    role: Texts | None = field(default=None, repr=False)
    score: Floats | None = field(default=None, repr=False)
    n_not_text: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class CommentLog:
    """Texts opened and not yet read.

    Attributes:
        schema: How the table is read, its optional columns named where the table has them.
        source: The table; None for a list of texts.
        rows: Its columns, under the names of this module.
        texts: The texts of a list.
        scores: The lowest and the highest score, where there are any.
        timezone: The time zone of the times, as asked or as they carry; None where not known.
    """

    schema: Comments
    source: Source | None = None
    rows: nw.LazyFrame[Any] | None = field(default=None, repr=False)
    texts: Texts = field(default=(), repr=False)
    scores: tuple[float, float] | None = None
    timezone: str | None = None

    @contextmanager
    def batches(self) -> Iterator[Iterable[Batch]]:
        """Give the rows in their order, some at a time, and show how many have been read."""
        total = len(self.texts) if self.rows is None else None
        batches = progress.over(
            self._batches(),
            pair("reading texts", "读取文本"),
            total=total,
            size=lambda batch: len(batch.text),
        )
        with batches as read:
            yield read

    def _batches(self) -> Iterator[Batch]:
        if self.rows is None:
            yield from _of_list(self.texts)
            return
        first = 0
        connection = None if self.source is None else self.source.connection
        for table in _tables(self.rows, connection):
            yield _batch(table, first)
            first += len(table)


def of_texts(texts: object) -> CommentLog:
    """Return a list or a column of texts as a log of nothing but texts.

    Args:
        texts: The texts, None or NaN where there is none.

    Raises:
        ParameterError: They look like paths of files.
    """
    values = list(texts)  # type: ignore[call-overload]
    words = [text for text in values if isinstance(text, str)]
    if words and all(text.lower().endswith(PATHS) for text in words):
        raise ParameterError(
            "comments is a list of texts that look like paths of files. To read the files, pass "
            "vocvalue.Comments([...])."
        )
    return CommentLog(schema=Comments(None), texts=values)


@in_our_words()
def read_comments(schema: Comments, *, name: str = "comments") -> CommentLog:
    """Open a table of texts without reading it.

    Args:
        schema: The table, and how it is read.
        name: The argument's name in messages.

    Raises:
        DataError: A column that was named is not there, the column of the text holds no texts, or
            one of the others cannot be read.
    """
    source = open_table(schema, name=name)
    available = source.frame.collect_schema().names()
    schema = _completed(schema, available, name)
    if schema.score is not None:
        source = with_scores(source, schema, schema.score)
    has_ids = schema.customer_id in available
    source = with_ids(source, schema.customer_id) if has_ids else source
    if source.connection is not None:
        source.connection.execute("SET preserve_insertion_order = true")
    picked = [_text(source, schema.text).alias(TEXT)]
    if has_ids:
        picked += _customer(source, schema.customer_id)
    picked += [
        nw.col(column).cast(nw.String).alias(key)
        for key, column in ((CHANNEL, schema.channel), (ROLE, schema.role))
        if column is not None
    ]
    if schema.score is not None:
        picked.append(
            schemas.number(source, schema.score, _row_name(schema, available)).alias(SCORE)
        )
    frame, zone = source.frame, None
    if schema.timestamp in available:
        zone = schema.timezone or times.zone_of(frame, schema.timestamp, schema.timestamp_format)
        frame = _timed(frame, schema, available)
        picked.append(nw.col(MOMENT))
    rows = frame.select(*picked)
    scores = None if schema.score is None else _ends(rows)
    return CommentLog(schema=schema, source=source, rows=rows, scores=scores, timezone=zone)


def with_gaps(ids: nw.Series[Any], is_named: NDArray[np.bool_]) -> nw.Series[Any]:
    """Return ids of which some are missing, the others to the digit.

    Args:
        ids: The ids, whatever stands where one is missing.
        is_named: Whether each is known, shape (n,).
    """
    if is_named.all():
        return ids
    if ids.implementation.is_pandas() and ids.dtype.is_integer():
        whole = pd.Series(pd.arrays.IntegerArray(ids.to_numpy().astype(np.int64), ~is_named))
        return nw.from_native(whole.rename(ids.name), series_only=True)
    values = [value if there else None for value, there in zip(ids, is_named, strict=True)]
    return nw.new_series(str(ids.name), values, ids.dtype, backend=ids.implementation)


def _completed(schema: Comments, available: Sequence[str], name: str) -> Comments:
    """Return how a table is read, with the optional columns that it has."""
    default = Comments(None)
    asked = {
        column
        for key in ("customer_id", "timestamp")
        if (column := getattr(schema, key)) != getattr(default, key)
    }
    asked |= {column for key in OPTIONAL if (column := getattr(schema, key)) is not None}
    missing = [column for column in (schema.text, *sorted(asked)) if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=f"the table {name}")
    there: dict[str, Any] = {
        key: key for key in OPTIONAL if getattr(schema, key) is None and key in available
    }
    return replace(schema, **there)


def _row_name(schema: Comments, available: Sequence[str]) -> str | None:
    return schema.customer_id if schema.customer_id in available else None


def _text(source: Source, column: str) -> nw.Expr:
    dtype = source.frame.collect_schema()[column]
    if isinstance(dtype, nw.Categorical | nw.Enum):
        return nw.col(column).cast(nw.String)
    if isinstance(dtype, nw.String | nw.Object):
        return nw.col(column)
    raise DataError(
        f"column {column!r} holds {dtype}, not texts. Name the column of the text: text=..."
    )


def _customer(source: Source, column: str) -> list[nw.Expr]:
    """Return the customer, and whether there is one: numbers with gaps become floats on the way."""
    ids = customer(source, column)
    dtype = source.frame.select(ids.alias(CUSTOMER)).collect_schema()[CUSTOMER]
    held = ids.fill_null(0) if dtype.is_integer() else ids
    named = ~ids.is_null()
    if dtype.is_float():
        named &= ~ids.is_nan()
    return [held.alias(CUSTOMER), named.alias(NAMED)]


def _timed(
    frame: nw.LazyFrame[Any], schema: Comments, available: Sequence[str]
) -> nw.LazyFrame[Any]:
    return times.wall_time(
        frame,
        schema.timestamp,
        into=MOMENT,
        customer=_row_name(schema, available) or schema.timestamp,
        timezone=schema.timezone,
        timestamp_format=schema.timestamp_format,
    )


def _ends(rows: nw.LazyFrame[Any]) -> tuple[float, float] | None:
    score = nw.col(SCORE)
    given = rows.select(score).filter(~score.is_null()).filter(~score.is_nan())
    ends = collect(given.select(score.min().alias("low"), score.max().alias("high")))
    low, high = ends["low"].to_list(), ends["high"].to_list()
    return None if not low or pd.isna(low[0]) else (float(low[0]), float(high[0]))


def _of_list(texts: Texts) -> Iterator[Batch]:
    for first in range(0, len(texts), MOST_ROWS):
        words, n_not_text = _words(texts[first : first + MOST_ROWS])
        yield Batch(first=first, text=words, n_not_text=n_not_text)


def _tables(
    rows: nw.LazyFrame[Any], connection: "duckdb.DuckDBPyConnection | None"
) -> Iterator[nw.DataFrame[Any]]:
    """Yield parts of a table: of files as they are read, so that memory is bounded."""
    if connection is not None and rows.implementation.is_duckdb():
        for chunk in relations.in_chunks(rows.to_native(), connection):
            yield nw.from_native(chunk, eager_only=True)
        return
    table = collect(rows)
    for first in range(0, len(table), MOST_ROWS):
        yield table[first : first + MOST_ROWS]


def _batch(table: nw.DataFrame[Any], first: int) -> Batch:
    words, n_not_text = _words(table[TEXT].to_list())
    there = set(table.columns)
    return Batch(
        first=first,
        text=words,
        customer=table[CUSTOMER] if CUSTOMER in there else None,
        is_named=table[NAMED].to_numpy().astype(np.bool_) if NAMED in there else None,
        moment=_moments(table[MOMENT]) if MOMENT in there else None,
        channel=_words(table[CHANNEL].to_list())[0] if CHANNEL in there else None,
        role=_words(table[ROLE].to_list())[0] if ROLE in there else None,
        score=_floats(table[SCORE]) if SCORE in there else None,
        n_not_text=n_not_text,
    )


def _words(values: Sequence[Any]) -> tuple[list[str | None], int]:
    """Return cells as texts, and how many hold neither a text nor nothing."""
    words = [value if isinstance(value, str) else None for value in values]
    rest = [value for value in values if not isinstance(value, str) and value is not None]
    n_not_text = sum(not (pd.api.types.is_scalar(value) and pd.isna(value)) for value in rest)
    return words, n_not_text


def _moments(column: nw.Series[Any]) -> NDArray[np.datetime64]:
    return np.asarray(column.to_numpy(), dtype="datetime64[us]")


def _floats(column: nw.Series[Any]) -> Floats:
    return pd.to_numeric(pd.Series(column.to_list(), dtype=object)).to_numpy(np.float64)

"""Named columns of any table, brought back as its distinct rows and how often each occurs."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.tables.id_columns import is_no_id
from vocvalue.tables.identity import near_match
from vocvalue.tables.labels import words_of
from vocvalue.tables.repeats import any_repeat, codes, customer_column, overlap
from vocvalue.tables.schemas import LARGEST, number
from vocvalue.tables.scores import with_scores
from vocvalue.tables.sources import Source, collect, open_table
from vocvalue.tables.which_survey import WhichSurvey, the_survey

Floats: TypeAlias = NDArray[np.float64]

ROWS = "_vv_rows"
# More ids of two surveys are not looked through for those that are written otherwise.
MOST_COMPARED = 200_000
# Of all customers.
TOLERATED = 0.01


@dataclass(frozen=True, kw_only=True, eq=False)
class DistinctRows:
    """The distinct rows of some columns, sorted, so that no engine's order shows.

    Attributes:
        numbers: Each column of numbers, NaN where it is missing, shape (n,).
        labels: Each column of labels as text, None where it is missing, shape (n,).
        rows: How many rows of the table each stands for, shape (n,).
        customer: The code of each row's customer, -1 where it is missing, shape (n,); None where
            no customer has several answers.
        which: The survey that they belong to.
    """

    numbers: Mapping[str, Floats]
    labels: Mapping[str, NDArray[np.object_]]
    rows: NDArray[np.int64]
    customer: NDArray[np.int64] | None = None
    which: WhichSurvey = field(default_factory=WhichSurvey)


@dataclass(frozen=True, kw_only=True)
class AnswerColumns:
    """Which columns of an answer table are read, and which of its answers.

    Attributes:
        numbers: Columns of numbers, or of true and false, which count as 1 and 0.
        labels: Columns of labels, of any type.
        survey: The survey whose answers count; None where the table holds one only; "*" for all.
        survey_column: Column with the survey names; by default "survey", which need not be there.
        customer_id: Column with the customer ids; by default "customer_id", which may be missing.
        aside: Columns that do not tell surveys apart.
        score: The column of the score, among the numbers, whose texts are read.
    """

    numbers: tuple[str, ...]
    labels: tuple[str, ...] = ()
    survey: str | None = None
    survey_column: str | None = None
    customer_id: str | None = None
    aside: tuple[str | None, ...] = ()
    score: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """The answers of one survey, not yet read.

    Attributes:
        source: The table, with the rows of the survey.
        customer: The column of the customer; None where the answers are anonymous.
        which: The survey.
        called: What the table is called in messages.
    """

    source: Source
    customer: str | None
    which: WhichSurvey
    called: str


def distinct_answers(
    table: object, columns: AnswerColumns, *, called: str = "the response table"
) -> DistinctRows:
    """Count the distinct answers of a survey, by customer where a customer has several.

    Args:
        table: A frame or a path.
        columns: The columns' names, and the survey.
        called: What the table is called in a message.

    Raises:
        DataError: As in `distinct_rows`; or a named column of customers or surveys is not there.
        ParameterError: Several surveys and none named, or one that is not there.
    """
    opened = _opened(table, columns, called)
    (read,) = _answers([opened], columns, by_customer=_repeats(opened), sort=True)
    return read


def answers_of_both(
    before: object, after: object, columns: AnswerColumns, *, called: tuple[str, str]
) -> tuple[DistinctRows, DistinctRows]:
    """Count the distinct answers of two tables, by customer where a customer has several in all.

    Args:
        before: A frame or a path.
        after: The same of the later survey.
        columns: The columns' names, and the survey.
        called: What each table is called in a message.

    Raises:
        DataError: As in `distinct_answers`.
        ParameterError: As in `distinct_answers`.
    """
    opened = [
        _opened(table, columns, name) for table, name in zip((before, after), called, strict=True)
    ]
    by_customer = any(map(_repeats, opened)) or _overlap(opened)
    _refuse_written_otherwise(opened, called)
    first, second = _answers(opened, columns, by_customer=by_customer, sort=not by_customer)
    return first, second


def distinct_rows(
    table: object,
    *,
    numbers: Sequence[str],
    labels: Sequence[str] = (),
    name: str = "the response table",
) -> DistinctRows:
    """Count the distinct rows of named columns, where the table lives.

    Args:
        table: A frame or a path.
        numbers: Columns of numbers, or of true and false, which count as 1 and 0.
        labels: Columns of labels, of any type.
        name: What the table is called in a message.

    Raises:
        DataError: A column is missing, no rows, or a column of numbers that holds text or
            something infinite.
    """
    source = open_table(table)
    _check_columns(source, (*numbers, *labels), name)
    values, words, rows, _ = _read(source, numbers, labels, name, None)
    return _sorted(DistinctRows(numbers=values, labels=words, rows=rows))


def _opened(table: object, columns: AnswerColumns, called: str) -> _Opened:
    source = open_table(table, name=called)
    _check_columns(source, (*columns.numbers, *columns.labels), called)
    if columns.score is not None:
        _refuse_truth(source, columns.score)
        source = with_scores(source, table, columns.score)
    customer = customer_column(source.frame, columns.customer_id, called=called)
    which = the_survey(
        source,
        survey=columns.survey,
        survey_column=columns.survey_column,
        aside=(*columns.numbers, *columns.aside, customer),
        called=called,
    )
    of_survey = dataclasses.replace(source, frame=which.rows(source.frame))
    return _Opened(source=of_survey, customer=customer, which=which, called=called)


def _repeats(opened: _Opened) -> bool:
    return opened.customer is not None and any_repeat(opened.source.frame, opened.customer)


def _overlap(opened: Sequence[_Opened]) -> bool:
    """Whether a customer answered in both tables."""
    ids = [
        collect(it.source.frame.select(it.customer))[it.customer]
        for it in opened
        if it.customer is not None
    ]
    if len(ids) < len(opened):
        return False
    return overlap(*ids)


def _refuse_written_otherwise(opened: Sequence[_Opened], called: tuple[str, str]) -> None:
    """Refuse two tables whose customers are the same, with ids that are written otherwise."""
    texts = [_texts(it) for it in opened]
    if not all(texts) or max(map(len, texts)) > MOST_COMPARED:
        return
    near = near_match(sorted(texts[0] - texts[1]), sorted(texts[1] - texts[0]))
    if near is None or near.n <= TOLERATED * len(texts[0]):
        return
    n = len(texts[0] - texts[1])
    raise DataError(
        f"{n:,} of the {len(texts[0]):,} customers of {called[0]} are not in {called[1]}, but "
        f"{near.told(n)}. Write the ids the same way in both tables: read them as text, from the "
        "source and not from a spreadsheet."
    )


def _texts(opened: _Opened) -> set[str]:
    """Return the ids of a table's customers, where they are text."""
    column = opened.customer
    if column is None or not isinstance(opened.source.frame.collect_schema()[column], nw.String):
        return set()
    ids = collect(opened.source.frame.select(column).unique())[column].to_list()
    return {text for text in ids if not is_no_id(text)}


def _answers(
    opened: Sequence[_Opened], columns: AnswerColumns, *, by_customer: bool, sort: bool
) -> list[DistinctRows]:
    """Return the distinct rows; sorted where what follows draws at random from them."""
    read = [
        _read(
            it.source,
            columns.numbers,
            columns.labels,
            it.called,
            it.customer if by_customer else None,
        )
        for it in opened
    ]
    known = [ids for _, _, _, ids in read if ids is not None]
    coded = iter(codes(*known, sort=sort) if known else ())
    found = []
    for it, (values, words, rows, ids) in zip(opened, read, strict=True):
        # Of two tables, one may be anonymous: each of its answers is then another customer's.
        nobody = np.full(rows.size, -1, dtype=np.int64) if by_customer else None
        customer = nobody if ids is None else next(coded)
        answers = DistinctRows(
            numbers=values, labels=words, rows=rows, customer=customer, which=it.which
        )
        found.append(_sorted(answers) if sort else answers)
    return found


def _check_columns(source: Source, wanted: Sequence[str], name: str) -> None:
    available = source.frame.collect_schema().names()
    missing = [column for column in dict.fromkeys(wanted) if column not in available]
    if missing:
        raise DataError.missing_columns(missing, available, table=name)


def _read(
    source: Source,
    numbers: Sequence[str],
    labels: Sequence[str],
    name: str,
    customer: str | None,
) -> tuple[
    dict[str, Floats],
    dict[str, NDArray[np.object_]],
    NDArray[np.int64],
    nw.Series[Any] | None,
]:
    """Return the distinct rows, how often each occurs and, where asked for, whose it is."""
    # Numbers and labels stand side by side, so that a column can be both.
    whose = [] if customer is None else [customer]
    keys = [f"_vv_{i}" for i in range(len(numbers) + len(labels) + len(whose))]
    picked = [
        *(_number(source, column) for column in numbers),
        *(nw.col(column) for column in (*labels, *whose)),
    ]
    selected = source.frame.select(*(it.alias(key) for it, key in zip(picked, keys, strict=True)))
    found = collect(selected.group_by(keys).agg(nw.len().alias(ROWS)))
    if found.is_empty():
        raise DataError(f"{name} has no rows.")
    ends = len(numbers)
    values = {c: _floats(found[key]) for c, key in zip(numbers, keys[:ends], strict=True)}
    words = {
        column: words_of(found[key].alias(column), is_text=source.is_text)
        for column, key in zip(labels, keys[ends:], strict=False)
    }
    rows = found[ROWS].to_numpy().astype(np.int64)
    refuse_infinite(values, rows)
    return values, words, rows, None if customer is None else found[keys[-1]].alias(customer)


def _refuse_truth(source: Source, score: str) -> None:
    if isinstance(source.frame.collect_schema()[score], nw.Boolean):
        raise DataError(
            f"column {score!r} holds true and false, not numbers. Pass the scores themselves."
        )


def _number(source: Source, column: str) -> nw.Expr:
    if isinstance(source.frame.collect_schema()[column], nw.Boolean):
        return nw.col(column).cast(nw.Float64)
    return number(source, column, None)


def _floats(series: nw.Series[Any]) -> Floats:
    values = series.to_numpy()
    if values.dtype == np.object_:
        return np.array([np.nan if pd.isna(value) else value for value in values], np.float64)
    return values.astype(np.float64)


def refuse_infinite(numbers: Mapping[str, Floats], rows: NDArray[Any]) -> None:
    """Refuse columns of numbers with something infinite.

    Args:
        numbers: The columns, each of shape (n,).
        rows: How many rows of the table each of theirs stands for, shape (n,).

    Raises:
        DataError: A number beyond the largest, with how many rows there are.
    """
    for column, values in numbers.items():
        infinite = np.abs(values) > LARGEST
        if infinite.any():
            n = int(rows[infinite].sum())
            raise DataError(
                f"column {column!r}: {n:,} row{' is' if n == 1 else 's are'} infinite, or "
                f"beyond {LARGEST:g}. "
                "Correct or remove them."
            )


def _sorted(found: DistinctRows) -> DistinctRows:
    whose = [] if found.customer is None else [found.customer]
    words = [np.array([word or "" for word in of], np.str_) for of in found.labels.values()]
    order = np.lexsort([*whose, *reversed(words), *reversed(list(found.numbers.values()))])
    return dataclasses.replace(
        found,
        numbers={column: values[order] for column, values in found.numbers.items()},
        labels={column: values[order] for column, values in found.labels.items()},
        rows=found.rows[order],
        customer=None if found.customer is None else found.customer[order],
    )

"""The table of an internal survey in, the answers that count out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.kpi.stakeholders import notes
from vocvalue.kpi.stakeholders.answers import ColleagueAnswers, paired
from vocvalue.showing import cell
from vocvalue.survey.scores.scale import Scale
from vocvalue.tables.dated_rows import (
    DatedColumns,
    DatedRows,
    available,
    optional,
    read_dated,
    same_ids,
)
from vocvalue.tables.labels import Labels, rows_of
from vocvalue.tables.periods import Periods, numbers_of
from vocvalue.tables.reading.described import reopened
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.reading.stakeholders import StakeholderAnswers

NAME = "survey"
OPTIONAL = ("respondent", "question", "department")


def read_answers(survey: StakeholderAnswers, *, every: Every, scale: Scale) -> ColleagueAnswers:
    """Read the answers of an internal survey.

    Args:
        survey: The table, and how it is read.
        every: The length of a period.
        scale: The scale of the scores.

    Raises:
        DataError: A column is missing or cannot be read, a score is off the scale, or no row can be
            used.
    """
    there = available(survey, name=NAME)
    respondent, question, department = (
        optional(getattr(survey, name), name, there, name=NAME) for name in OPTIONAL
    )
    question = question or optional(None, "survey", there, name=NAME)
    rows = read_dated(
        _as_responses(survey, respondent),
        DatedColumns(
            numbers=(survey.score,),
            others=tuple(column for column in (question, department) if column is not None),
        ),
        name=NAME,
        has_ids=respondent is not None,
        score=survey.score,
    )
    score = rows.numbers[survey.score]
    asked = None if question is None else rows.labels(question)
    kept, left = _kept(rows, survey, asked)
    _refuse_off_scale(score[kept], kept, rows, survey, scale)
    return _answers(
        rows,
        kept,
        score=score[kept],
        question=None if asked is None else rows_of(asked, kept),
        department=None if department is None else rows_of(rows.labels(department), kept),
        every=every,
        left=left,
    )


def _as_responses(survey: StakeholderAnswers, respondent: str | None) -> Responses:
    """Return the table as one of responses, whose customer is the respondent."""
    return reopened(
        Responses,
        survey,
        customer_id=respondent or survey.timestamp,
        timestamp=survey.timestamp,
        score=survey.score,
        score_labels=survey.score_labels,
        timezone=survey.timezone,
        timestamp_format=survey.timestamp_format,
    )


def _kept(
    rows: DatedRows, survey: StakeholderAnswers, question: Labels | None
) -> tuple[NDArray[np.bool_], tuple[Any, ...]]:
    """Return which rows have a moment, a score and a question, and notes on the others."""
    has_time, has_score = ~np.isnat(rows.at), ~np.isnan(rows.numbers[survey.score])
    asks = np.ones(rows.at.size, dtype=np.bool_) if question is None else question.codes >= 0
    kept = has_time & has_score & asks
    if not kept.any():
        raise DataError(
            f"none of the {kept.size:,} rows of the table survey has a {survey.timestamp!r}, a "
            f"{survey.score!r}{'' if question is None else ' and a question'}."
        )
    return kept, (
        *rows.notes,
        *notes.without(int((~has_time).sum()), survey.timestamp),
        *notes.without(int((has_time & ~has_score).sum()), survey.score),
        *(
            ()
            if question is None
            else notes.without(int((has_time & has_score & ~asks).sum()), question.column)
        ),
    )


def _refuse_off_scale(
    score: NDArray[np.float64],
    kept: NDArray[np.bool_],
    rows: DatedRows,
    survey: StakeholderAnswers,
    scale: Scale,
) -> None:
    off = (score < scale.low) | (score > scale.high) | (score != np.floor(score))
    if not off.any():
        return
    first = np.flatnonzero(kept)[off][:FIRST_IDS].tolist()
    raise DataError.bad_rows(
        f"not a whole number from {scale.low} to {scale.high}, such as "
        f"{cell(float(score[off][0]))}",
        column=survey.score,
        count=int(off.sum()),
        first_ids=[f"row {row}" for row in first]
        if rows.ids is None
        else rows.ids[first].to_list(),
        hint="Correct or remove them. If the scale is another one, state it with points=.",
    )


def _answers(
    rows: DatedRows,
    kept: NDArray[np.bool_],
    *,
    score: NDArray[np.float64],
    question: Labels | None,
    department: Labels | None,
    every: Every,
    left: tuple[Any, ...],
) -> ColleagueAnswers:
    """Return the first answer of each person to each question in each period."""
    at = rows.at[kept]
    numbers = numbers_of(at, every)
    periods = Periods.of(numbers, every)
    period = numbers - periods.first
    person = np.full(at.size, -1) if rows.ids is None else same_ids(rows.ids)[0][kept]
    asked = np.zeros(at.size, dtype=np.int64) if question is None else question.codes
    first, n_again = _first(person, period, asked, at, score)
    within = (
        period if department is None else period * (len(department.names) + 1) + department.codes
    )
    return ColleagueAnswers(
        person=paired(person[first], within[first], asked[first], score[first]),
        known=person[first] >= 0,
        period=period[first],
        score=score[first],
        question=None if question is None else rows_of(question, first),
        department=None if department is None else rows_of(department, first),
        periods=periods,
        notes=(
            *left,
            *notes.again(n_again, every),
            *notes.anonymous(int((person < 0).sum()), of_all=bool((person < 0).all())),
            *(() if question is None else question.near_alike),
            *(() if department is None else department.near_alike),
        ),
    )


def _first(
    person: NDArray[np.int64],
    period: NDArray[np.int64],
    question: NDArray[np.int64],
    at: NDArray[np.datetime64],
    score: NDArray[np.float64],
) -> tuple[NDArray[np.bool_], int]:
    """Return which answers are the first of their person, and how many are not.

    Of several at the same moment the lowest counts.
    """
    order = np.lexsort([score, at, question, period, person])
    keys = np.column_stack([person, period, question])[order]
    is_new = np.ones(at.size, dtype=np.bool_)
    is_new[1:] = (keys[1:] != keys[:-1]).any(axis=1) | (keys[1:, 0] < 0)
    first = np.zeros(at.size, dtype=np.bool_)
    first[order] = is_new
    return first, int((~first).sum())

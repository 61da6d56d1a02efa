"""Answers of the people of accounts: whose they are, in which role, and when."""

from dataclasses import dataclass, field, replace
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables.dated_rows import DatedColumns, available, optional, read_dated
from vocvalue.tables.labels import Labels
from vocvalue.tables.reading.responses import Responses
from vocvalue.tables.repeats import customer_column
from vocvalue.tables.sources import open_table
from vocvalue.tables.which_survey import the_survey

NAME = "responses"
ACCOUNT = "account_id"


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountAnswers:
    """The answers that have an account, a moment and a score.

    Attributes:
        ids: The account of each, of length n.
        people: The person of each; None where the table does not name them.
        at: The wall-clock moments, shape (n,).
        score: The scores, shape (n,).
        role: The roles; None where the table has none.
        notes: What was left out or needs attention.
    """

    ids: nw.Series[Any] = field(repr=False)
    people: nw.Series[Any] | None = field(repr=False)
    at: NDArray[np.datetime64] = field(repr=False)
    score: NDArray[np.float64] = field(repr=False)
    role: Labels | None = field(repr=False)
    notes: tuple[Note, ...]


def as_accounts(responses: Responses) -> Responses:
    """Return the answers to the one survey, as a table whose ids are those of accounts.

    Args:
        responses: The answers, and how they are read.

    Raises:
        DataError: The column of the account is not there.
        ParameterError: Several surveys and none named.
    """
    there = available(responses, name=NAME)
    account = optional(responses.account_id, ACCOUNT, there, name=NAME)
    if account is None:
        raise DataError.missing_columns([ACCOUNT], there, table=f"the table {NAME}")
    source = open_table(responses, name=NAME)
    which = the_survey(
        source,
        survey=responses.survey,
        survey_column=responses.survey_column,
        aside=(
            account,
            responses.customer_id,
            responses.timestamp,
            responses.score,
            optional(responses.role, "role", there, name=NAME),
        ),
    )
    return Responses(
        replace(source, frame=which.rows(source.frame)),
        customer_id=account,
        timestamp=responses.timestamp,
        score=responses.score,
        score_labels=responses.score_labels,
        timezone=responses.timezone,
        timestamp_format=responses.timestamp_format,
    )


def read_account_answers(responses: Responses, timezone: str | None) -> AccountAnswers:
    """Read the answers of the people of accounts.

    Args:
        responses: The answers, and how they are read.
        timezone: The zone that their moments are counted in.

    Raises:
        DataError: A column is not there or cannot be read, or no row can be used.
    """
    there = available(responses, name=NAME)
    usual = Responses(None).customer_id
    named = None if responses.customer_id == usual else responses.customer_id
    frame = open_table(responses, name=NAME).frame
    person = customer_column(frame, named, called=f"the table {NAME}")
    role = optional(responses.role, "role", there, name=NAME)
    table = replace(as_accounts(responses), timezone=timezone)
    rows = read_dated(
        table,
        DatedColumns(
            numbers=(responses.score,),
            others=tuple(column for column in (person, role) if column is not None),
        ),
        name=NAME,
        score=responses.score,
    )
    if rows.ids is None:
        raise TypeError("accounts have ids")
    score = rows.numbers[responses.score]
    kept = ~rows.ids.is_null().to_numpy() & ~np.isnat(rows.at) & ~np.isnan(score)
    if not kept.any():
        raise DataError(
            f"none of the {kept.size:,} rows of the table {NAME} has a {table.customer_id!r}, a "
            f"{responses.timestamp!r} and a {responses.score!r}."
        )
    return AccountAnswers(
        ids=rows.ids.filter(kept.tolist()),
        people=None if person is None else rows.others[person].filter(kept.tolist()),
        at=rows.at[kept],
        score=score[kept],
        role=None if role is None else rows.labels(role).of(kept),
        notes=(*rows.notes, *_incomplete(int((~kept).sum()))),
    )


def _incomplete(n: int) -> tuple[Note, ...]:
    return left_out(
        n,
        pair(
            "{responses} with no account, no time or no score",
            "{responses}缺少客户编号、时间或评分",
            responses=counted(n, "response"),
        ),
    )

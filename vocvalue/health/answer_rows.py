"""The answers of the people of accounts, sorted by account and moment."""

import numpy as np

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.health.account_log import AnswerLog, Ints
from vocvalue.health.matching import Placed
from vocvalue.tables.account_answers import AccountAnswers
from vocvalue.tables.repeats import codes

LOWEST, HIGHEST = 0.0, 10.0


def answers_of(rows: AccountAnswers, where: Placed, *, column: str) -> AnswerLog:
    """Return answers as sorted arrays.

    Args:
        rows: The answers.
        where: The account of each.
        column: The column of the score, named in messages.

    Raises:
        DataError: A score that is not from 0 to 10.
    """
    off = (rows.score < LOWEST) | (rows.score > HIGHEST)
    if off.any():
        raise DataError.bad_rows(
            "not from 0 to 10",
            column=column,
            count=int(off.sum()),
            first_ids=rows.ids.filter(off.tolist())[:FIRST_IDS].to_list(),
            hint="Convert the scores to 0 to 10 first.",
        )
    person = _people(rows, where.place)
    kept = where.place >= 0
    order = np.flatnonzero(kept)[np.lexsort([-rows.score[kept], rows.at[kept], where.place[kept]])]
    role = np.full(rows.score.size, -1) if rows.role is None else rows.role.codes
    return AnswerLog(
        account=where.place[order],
        person=person[order],
        at=rows.at[order],
        score=rows.score[order],
        role=role[order].astype(np.int64),
        roles=() if rows.role is None else rows.role.names,
        named=rows.people is not None,
    )


def _people(rows: AccountAnswers, place: Ints) -> Ints:
    """Return a number of each person of each account; who is not named is one of his own."""
    n = rows.score.size
    if rows.people is None:
        return np.arange(n)
    (person,) = codes(rows.people)
    alone = np.where(person >= 0, person, person.max(initial=-1) + 1 + np.arange(n))
    pairs = (place + 1) * (alone.max(initial=0) + 1) + alone
    return np.unique(pairs, return_inverse=True)[1].astype(np.int64)

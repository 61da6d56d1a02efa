"""The answers of colleagues, one of each person to each question in each period."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.tables.labels import Labels
from vocvalue.tables.periods import Periods

Codes: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class ColleagueAnswers:
    """The answers that count.

    Attributes:
        person: The code of each one's person, shape (n,); of anonymous answers see `paired`.
        known: Whether the person is known, shape (n,).
        period: The number of its period, from 0, shape (n,).
        score: The score, shape (n,).
        question: The questions; None where the table does not tell them apart.
        department: The departments; None where the table has none.
        periods: The periods from the first with an answer to the last.
        notes: What was left out or needs attention.
    """

    person: Codes = field(repr=False)
    known: NDArray[np.bool_] = field(repr=False)
    period: Codes = field(repr=False)
    score: Floats = field(repr=False)
    question: Labels | None = field(repr=False)
    department: Labels | None = field(repr=False)
    periods: Periods
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """One row per person and period: the mean of the person's answers.

    Attributes:
        person: The code of the person, -1 where it is not known, shape (m,).
        period: The number of the period, shape (m,).
        mean: The mean of the answers, shape (m,).
    """

    person: Codes
    period: Codes
    mean: Floats


def paired(person: Codes, group: Codes, question: Codes, score: Floats) -> Codes:
    """Return codes of people, of anonymous answers too, which are put together by their rank.

    Of anonymous answers it is not known which are of one person. The lowest answer to one question
    is taken to be of whoever gave the lowest to another, and so on: no other way makes the means of
    people differ more, so that an interval made of them is rather too wide than too narrow.

    Args:
        person: The code of each answer's person, -1 where it is not known, shape (n,).
        group: Within what anonymous answers are put together, shape (n,).
        question: The question of each, shape (n,).
        score: The score of each, shape (n,).

    Examples:
        >>> person, question = np.array([0, -1, -1, -1, -1]), np.array([0, 0, 0, 1, 1])
        >>> group, score = np.zeros(5, dtype=int), np.array([3.0, 5.0, 2.0, 1.0, 4.0])
        >>> paired(person, group, question, score).tolist()
        [0, 2, 1, 1, 2]
    """
    rows = np.flatnonzero(person < 0)
    found = person.copy()
    if not rows.size:
        return found
    frame = pd.DataFrame({"group": group[rows], "question": question[rows], "score": score[rows]})
    ordered = frame.sort_values("score", kind="stable")
    rank = ordered.groupby(["group", "question"]).cumcount().sort_index().to_numpy()
    _, codes = np.unique(np.column_stack([group[rows], rank]), axis=0, return_inverse=True)
    found[rows] = int(person.max(initial=-1)) + 1 + codes.ravel()
    return found


def people_of(answers: ColleagueAnswers, rows: NDArray[np.bool_] | None = None) -> People:
    """Return the mean of each person in each period, over the questions that he answered.

    Args:
        answers: The answers.
        rows: Which of them count; None for all, shape (n,).
    """
    used = slice(None) if rows is None else rows
    person, period = answers.person[used], answers.period[used]
    keys, place = np.unique(np.column_stack([period, person]), axis=0, return_inverse=True)
    place = place.ravel()
    n = np.bincount(place, minlength=len(keys))
    is_known = np.bincount(place, answers.known[used], len(keys)) > 0
    return People(
        person=np.where(is_known, keys[:, 1], -1),
        period=keys[:, 0],
        mean=np.bincount(place, answers.score[used], len(keys)) / np.maximum(n, 1),
    )

"""What completed actions brought, as their table records it."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError
from vocvalue.kpi.insights.done import NAME, Done
from vocvalue.kpi.insights.history import ActionMoney
from vocvalue.results import Evidence
from vocvalue.results.estimates import GRADES, weakest
from vocvalue.showing import cell
from vocvalue.tables import currencies
from vocvalue.tables.reading.insights import Actions
from vocvalue.tables.schemas import is_missing
from vocvalue.tables.sources import Source

UNGRADED: Evidence = "association only"


def money_of(
    done: Done, actions: Actions, place: NDArray[np.int64], at: NDArray[np.datetime64]
) -> ActionMoney | None:
    """Return the money of completed actions; None where the table has no amounts.

    Args:
        done: The actions.
        actions: How their table is read.
        place: Which insight each is about, -1 where none that counts, shape (n,).
        at: When each was completed, NaT where it is not, shape (n,).

    Raises:
        DataError: A grade of evidence that is not known, or several currencies.
    """
    if done.value_column is None:
        return None
    grades = [_grade(word) for word in done.grade]
    valued = np.flatnonzero((place >= 0) & ~np.isnat(at) & ~np.isnan(done.value))
    rows = {(place[row], at[row], done.value[row]): row for row in valued[::-1].tolist()}
    counted = list(rows.values())
    return ActionMoney(
        total=math.fsum(done.value[counted]),
        n=len(counted),
        currency=currencies.of_orders(_with_amount(done.rows.source, done.value_column), actions),
        evidence=weakest(*(grades[row] for row in counted)) if counted else UNGRADED,
        n_copies=valued.size - len(counted),
    )


def _with_amount(source: Source, column: str) -> Source:
    """Return the rows with an amount: others need no currency."""
    return replace(source, frame=source.frame.filter(~is_missing(source.frame, column)))


def _grade(word: str | None) -> Evidence:
    if word is None:
        return UNGRADED
    plain = " ".join(word.casefold().split())
    grade = next((grade for grade in GRADES if grade == plain), None)
    if grade is None:
        raise DataError(
            f"the table {NAME} holds the grade of evidence {cell(word)}, must be one of "
            f"{', '.join(map(repr, GRADES))}, or empty."
        )
    return grade

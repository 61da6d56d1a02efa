"""How long customers stayed, read from a table of outcomes."""

from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import FIRST_IDS, DataError
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.showing import cell

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def checked(
    ids: nw.Series[Any], days: Floats, left: Floats, names: tuple[str, str]
) -> tuple[Floats, Flags]:
    """Return how long each customer was seen, and whether the customer left then.

    Args:
        ids: The customers, shape (n,).
        days: Days until the customer left or was last seen, NaN where not known, shape (n,).
        left: 1 for those who left then, 0 for those still there, NaN where not known, shape (n,).
        names: The names of the two columns.

    Returns:
        The days, NaN where either value is not known, and whether each customer left.

    Raises:
        DataError: Days are below 0 or infinite.
    """
    rows = np.flatnonzero((days < 0) | np.isinf(days))
    if rows.size:
        raise DataError.bad_rows(
            f"below 0 or infinite, such as {cell(float(days[rows[0]]))}",
            column=names[0],
            count=rows.size,
            first_ids=[ids[int(row)] for row in rows[:FIRST_IDS]],
            hint="Give the days from the assignment until the customer left or was last seen.",
        )
    return np.where(np.isfinite(left), days, np.nan), np.asarray(left == 1)


def refuse_contradiction(
    ids: nw.Series[Any], retained: Floats, left: Floats, names: tuple[str, str]
) -> None:
    """Refuse customers recorded both as having left and as still there.

    Raises:
        DataError: There are such customers.
    """
    rows = np.flatnonzero((retained == 0) & (left == 0))
    if rows.size:
        raise DataError.bad_rows(
            f"are 0 (left) where column {names[1]!r} is 0 (still there)",
            column=names[0],
            count=rows.size,
            first_ids=[ids[int(row)] for row in rows[:FIRST_IDS]],
            hint="One of the two is wrong. Correct it, or leave one of the columns out.",
        )


def unknown(known: Flags, days: Floats) -> tuple[Note, ...]:
    """Note customers who have an outcome but no duration."""
    n = int((known & np.isnan(days)).sum())
    return Note.counted(
        n,
        "The outcomes of {customers} lack a duration, or do not say whether they left; the "
        "analysis of durations leaves them out.",
        "{customers}缺少时长或是否流失的记录，未计入时长分析。",
        customers=counted(n, "customer"),
    )

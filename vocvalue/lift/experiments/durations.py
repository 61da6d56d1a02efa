"""How long customers stayed, where a table of outcomes says it."""

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
        names: The two columns' names.

    Returns:
        The days, NaN where either is not known, and who left.

    Raises:
        DataError: Days below 0 or infinite.
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
    """Refuse customers who are said to have left, and to be still there.

    Raises:
        DataError: There are some.
    """
    rows = np.flatnonzero((retained == 0) & (left == 0))
    if rows.size:
        raise DataError.bad_rows(
            f"are 0 (left) where column {names[1]!r} is 0 (still there)",
            column=names[0],
            count=rows.size,
            first_ids=[ids[int(row)] for row in rows[:FIRST_IDS]],
            hint="One of the two is wrong; correct it, or leave one column out.",
        )


def unknown(known: Flags, days: Floats) -> tuple[Note, ...]:
    """Note those with an outcome, of whom it is not said how long they stayed."""
    n = int((known & np.isnan(days)).sum())
    return Note.counted(
        n,
        "For {customers} the outcomes give no duration, or do not say whether they left; they are "
        "not in what is read from durations.",
        "{customers}缺少时长或是否流失的记录，未计入时长分析。",
        customers=counted(n, "customer"),
    )

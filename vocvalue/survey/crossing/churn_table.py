"""Churn as recorded in a separate table of outcomes."""

from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.link.lookup import look_up
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair
from vocvalue.tables.reading.experiments import Outcomes
from vocvalue.tables.truth import as_truth

Floats: TypeAlias = NDArray[np.float64]

LEFT = "1 means that the customer left, 0 that the customer stayed."
STAYED = "1 means that the customer stayed, 0 that the customer left."


def churn_column(outcomes: Outcomes) -> str:
    """Return the column that records who left, or else the one that records who stayed."""
    return outcomes.retained if outcomes.left is None else outcomes.left


def left_of(outcomes: Outcomes, ids: nw.Series[Any]) -> tuple[Floats, tuple[Note, ...]]:
    """Return who left, 1 or 0, NaN where the table does not say, shape (n,), and notes.

    Args:
        outcomes: The table of outcomes, one row per customer.
        ids: The customers who answered, shape (n,).
    """
    column = churn_column(outcomes)
    looked_up = look_up(
        ids, outcomes, customer_id=outcomes.customer_id, columns=[column], name="churned"
    )
    there = looked_up.is_there
    values = looked_up.columns[column][there]
    meaning = STAYED if outcomes.left is None else LEFT
    truth = as_truth(values, column=column, meaning=meaning, ids=ids.filter(there.tolist()))
    left = np.full(len(ids), np.nan)
    left[there] = 1.0 - truth if outcomes.left is None else truth
    return left, (*looked_up.notes, *_unknown(int(np.isnan(left).sum())))


def _unknown(n: int) -> tuple[Note, ...]:
    customers = pair(
        "{customers} for whom the table of outcomes does not say whether they left",
        "{customers}作答，但结果表未说明其是否流失",
        customers=counted(n, "customer"),
    )
    return left_out(n, customers, of=pair("churn", "流失率"))

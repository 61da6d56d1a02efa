"""The outcomes of each customer, from the orders or from a table of values."""

from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.link import Linked
from vocvalue.link.lookup import look_up
from vocvalue.link.words import window_after
from vocvalue.results import CustomerValues, Note
from vocvalue.survey.crossing import gathering_notes
from vocvalue.survey.crossing.followed import Followed

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Bool: TypeAlias = NDArray[np.bool_]


def of_linked(
    linked: Linked,
    cell: Codes,
    segment_of: Codes,
    *,
    weight: Floats | None,
    churn_window: duration.Span | None,
    unmatched: str,
) -> Followed:
    """Return the outcomes of each customer, from the customer's orders."""
    years = linked.window_days / duration.DAYS_PER_YEAR
    after = linked.after
    is_unknown = ~linked.matched & (unmatched != "zero")
    is_followed = after.is_complete & ~is_unknown
    return Followed(
        cell=cell,
        segment_of=segment_of,
        weight=weight,
        revenue=np.where(is_followed, linked.spend_after / years, np.nan),
        churned=np.where(is_followed, ~after.is_active(churn_window), np.nan),
        days_to_order=np.where(is_unknown, np.nan, after.days_to_order),
        ordered=after.ordered,
        notes=_left_out(linked, is_followed, unmatched),
    )


def value_of(values: CustomerValues, ids: nw.Series[Any]) -> tuple[Floats, tuple[Note, ...]]:
    """Return the value of each customer who answered, NaN where there is none."""
    looked_up = look_up(
        ids,
        values.table,
        customer_id=values.customer_id,
        columns=[values.value],
        name="values",
        are_numbers=True,
    )
    value = np.where(looked_up.is_there, looked_up.columns[values.value], np.nan)
    missing = gathering_notes.without_value(int((~looked_up.is_there).sum()))
    return np.asarray(value, dtype=np.float64), (*looked_up.notes, *missing)


def _left_out(linked: Linked, is_followed: Bool, unmatched: str) -> tuple[Note, ...]:
    without = 0 if unmatched == "zero" else int((~linked.matched).sum())
    early = len(is_followed) - int(is_followed.sum()) - without
    if not linked.matched.any():
        raise DataError(
            f"none of the {len(is_followed):,} customers who answered has an order: the ids of the "
            "two tables do not match. Give both tables the same ids."
        )
    if not is_followed.any():
        raise DataError(
            f"none of the {len(is_followed):,} customers was followed for {window_after(linked)}: "
            f"the observation ends on {linked.observation_end:%Y-%m-%d}. Choose a shorter "
            "window, or use older responses."
        )
    return (
        *gathering_notes.not_followed(early, linked),
        *gathering_notes.without_orders(without),
    )

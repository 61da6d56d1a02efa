"""What customers are worth: read from tables and predictions alike, and looked up."""

from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue.link.lookup import placed
from vocvalue.results import CustomerValues, Note
from vocvalue.results.values import Valued
from vocvalue.tables import alerts
from vocvalue.tables.alerts import Values


def read_worth(values: object, *, column: str, customer_id: str, name: str = "values") -> Values:
    """Return what each customer is worth, of a table or a prediction.

    Args:
        values: A table with one row per customer, or what `clv.predict` returns.
        column: The table's column of the value; a prediction knows its own.
        customer_id: Column with the customer ids, where the table does not know it itself.
        name: The argument's name in messages.
    """
    if isinstance(values, Valued):
        terms = values.customer_values
        values, customer_id, column = terms.table, terms.customer_id, terms.value
    return alerts.read_values(values, customer_id=customer_id, now=column, before=None, name=name)


def terms_of(values: object) -> CustomerValues | None:
    """Return what is known of the value that counts now: its basis and currency.

    Args:
        values: A table, a prediction, or a pair of these, of which the last counts.
    """
    latest = values[-1] if isinstance(values, tuple | list) and values else values
    return latest.customer_values if isinstance(latest, Valued) else None


def worth_of(
    customers: nw.Series[Any], values: Values
) -> tuple[NDArray[np.float64], tuple[Note, ...]]:
    """Return what customers are worth, NaN where it is not known, and what is to be noted.

    Args:
        customers: The customers, shape (n,).
        values: What is known of them.

    Raises:
        DataError: As in `link.lookup.placed`.
    """
    if not len(values.now):
        return np.full(len(customers), np.nan), values.notes
    places, written = placed(customers, values.ids, name="values")
    worth = np.where(places >= 0, values.now[places], np.nan)
    return np.asarray(worth, dtype=np.float64), (*values.notes, *written)

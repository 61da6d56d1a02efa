"""How many customers the money of two results shares, where both know whose money it is."""

from typing import Any

import narwhals as nw

from vocvalue.errors import DataError
from vocvalue.link.lookup import placed
from vocvalue.report.findings.flow import Flow
from vocvalue.tables import ids


def shared_customers(first: Flow, second: Flow) -> int | None:
    """Return how many customers two flows share, or None where that cannot be told.

    Ids that would match if they were written alike, or of two types that have none in common, tell
    nothing: that they differ does not make them other customers.

    Args:
        first: A flow.
        second: Another.
    """
    if first.customers is None or second.customers is None:
        return None
    one, other = _distinct(first.customers), _distinct(second.customers)
    try:
        places, _ = placed(one, other, name="customers")
    except DataError:
        return None
    n = int((places >= 0).sum())
    return None if n == 0 and one.dtype != other.dtype else n


def n_customers(flow: Flow) -> int:
    """Return how many customers a flow has, 0 where it does not know them.

    Args:
        flow: The flow.
    """
    return 0 if flow.customers is None else len(_distinct(flow.customers))


def _distinct(customers: nw.Series[Any]) -> nw.Series[Any]:
    _, first = ids.numbered(customers)
    return customers[first]

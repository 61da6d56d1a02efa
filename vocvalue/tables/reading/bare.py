"""What is asked of several tables at once, and meant for those that do not say it themselves."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from vocvalue.tables.reading.comments import Comments
from vocvalue.tables.reading.customers import Customers
from vocvalue.tables.reading.described import idle_error
from vocvalue.tables.reading.experiments import Assignments, Outcomes
from vocvalue.tables.reading.leads import Contacts
from vocvalue.tables.reading.orders import Orders
from vocvalue.tables.reading.problems import Problems
from vocvalue.tables.reading.responses import Responses

KINDS: tuple[type[Customers], ...] = (
    Orders,
    Responses,
    Assignments,
    Outcomes,
    Comments,
    Contacts,
    Problems,
)


def is_bare(data: object) -> bool:
    """Whether a table does not say itself how it is read."""
    return not isinstance(data, Customers)


def id_column(data: object, asked: str) -> str:
    """Return a table's column of the customer: its own, or as asked of a bare table."""
    return data.customer_id if isinstance(data, Customers) else asked


def for_bare(data: object, **asked: Any) -> dict[str, Any]:
    """Return what is asked of several tables at once, where this one needs to be told."""
    return asked if is_bare(data) else {}


def refuse_idle(tables: Mapping[str, object], **asked: Any) -> None:
    """Refuse arguments on how tables are read where none of the tables needs to be told.

    Args:
        tables: The tables, None where there is none, by the arguments' names.
        asked: The arguments, by the names of the attributes that they stand for.
    """
    if any(table is not None and is_bare(table) for table in tables.values()):
        return
    defaults = {field.name: field.default for kind in KINDS for field in fields(kind)}
    idle = [key for key, value in asked.items() if value != defaults[key]]
    if idle:
        raise idle_error(idle, " and ".join(k for k, table in tables.items() if table is not None))

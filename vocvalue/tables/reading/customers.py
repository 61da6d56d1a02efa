"""Tables of customers, and of customers and times: what most other kinds begin with."""

from dataclasses import dataclass

from vocvalue import checks
from vocvalue.tables.table import Table

# The attributes that name a column.
COLUMNS = (
    "customer_id",
    "timestamp",
    "amount",
    "quantity",
    "score",
    "survey_column",
    "arm",
    "retained",
    "left",
    "duration",
    "spend",
    "topic",
    "order_id",
    "polarity",
    "account_id",
    "role",
)


@dataclass(frozen=True, eq=False)
class Customers(Table):
    """A table with one row per customer that knows how it is read.

    Attributes:
        customer_id: Column with the customer ids.

    Examples:
        >>> import pandas as pd
        >>> Customers(pd.DataFrame({"CustomerID": [1]}), customer_id="CustomerID").customer_id
        'CustomerID'
    """

    customer_id: str = "customer_id"

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in COLUMNS:
            held = getattr(self, name, None)
            if held is not None:
                checks.column(name, held)


@dataclass(frozen=True, eq=False)
class Timed(Customers):
    """A table of customers and times that knows how it is read.

    Attributes:
        timestamp: Column with the timestamps.
        timezone: The time zone whose wall-clock time counts; by default that of the times, or UTC
            for texts with an offset. Times without a zone are assumed to be in this zone when they
            are joined to a table whose times carry one.
        timestamp_format: How text and digits are parsed as times, such as "%d/%m/%Y" or "%Y%m%d";
            ISO by default. "s", "ms", "us" or "ns" for numbers counted since 1970 in UTC.
    """

    timestamp: str = "timestamp"
    timezone: str | None = None
    timestamp_format: str | None = None

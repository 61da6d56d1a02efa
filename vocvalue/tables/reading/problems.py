"""Problems that customers met, as a table that knows how it is read."""

from dataclasses import dataclass

from vocvalue.tables.reading.customers import Timed


@dataclass(frozen=True, eq=False)
class Problems(Timed):
    """Problems that customers met or told of, one row each, as a table that knows how it is read.

    It is what `signals.mentions` returns, a ticket system or an operational log. A column that is
    not named is used if the table has one under the name that stands here.

    Attributes:
        topic: Column of the problem.
        order_id: Column with the id of the order at which the problem was met; by default
            "order_id", if there is one.
        polarity: Column of whether a row is a "complaint"; by default "polarity", if there is one.
            Rows that are none do not count.

    Examples:
        >>> import pandas as pd
        >>> import vocvalue as vv
        >>> tickets = pd.DataFrame(
        ...     {"client": [7], "opened": ["2024-05-03"], "about": ["包装破损"], "order": ["A1"]}
        ... )
        >>> problems = vv.Problems(
        ...     tickets, customer_id="client", timestamp="opened", topic="about", order_id="order"
        ... )
        >>> problems.topic, problems.order_id
        ('about', 'order')
    """

    topic: str = "topic"
    order_id: str | None = None
    polarity: str | None = None

"""How often each problem was told of on each day, counted where the table lives."""

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.tables import periods, responses
from vocvalue.tables.labels import words_of
from vocvalue.tables.orders import CUSTOMER, PERIOD
from vocvalue.tables.problems import ProblemLog
from vocvalue.tables.responses import ANSWERED
from vocvalue.tables.sources import collect

COMPLAINT = "complaint"
ROWS, SINGLE = "_vv_rows", "_vv_single"


@dataclass(frozen=True, kw_only=True, eq=False)
class ProblemCounts:
    """Mentions by day and topic: one customer, moment and topic is one mention.

    Attributes:
        day: The day of each count, shape (k,).
        topic: Its topic, shape (k,).
        n: How many mentions there are, shape (k,).
        seen: The first and the last day of the table, whatever its rows tell of.
        no_customer: Rows without a customer.
        no_time: Rows without a moment.
        no_topic: Rows without a topic.
        no_complaint: Rows that are no complaint.
        again: Rows that repeat another in customer, moment and topic.
        notes: What needs attention in how the table was read.
    """

    day: NDArray[np.datetime64] = field(repr=False)
    topic: NDArray[Any] = field(repr=False)
    n: NDArray[np.int64] = field(repr=False)
    seen: tuple[np.datetime64, np.datetime64]
    no_customer: int
    no_time: int
    no_topic: int
    no_complaint: int
    again: int
    notes: tuple[Note, ...] = ()

    @property
    def sizes(self) -> dict[str, int]:
        """How often each topic was mentioned, the most frequent first."""
        total = pd.Series(self.n).groupby(pd.Series(self.topic, dtype=object)).sum()
        ordered = total.sort_index().sort_values(ascending=False, kind="stable")
        return {str(name): int(n) for name, n in ordered.items()}


def count_problems(log: ProblemLog) -> ProblemCounts:
    """Count mentions by day and topic.

    Args:
        log: The table, opened.
    """
    rows, held = log.rows.rows, [log.topic, *filter(None, [log.polarity])]
    day = periods.period_of(ANSWERED, "week", rows.implementation).alias(PERIOD)
    single = rows.group_by([CUSTOMER, ANSWERED, *held]).agg(nw.len().alias(ROWS))
    table = collect(
        single.with_columns(day)
        .group_by([PERIOD, *held])
        .agg(nw.len().alias(SINGLE), nw.col(ROWS).sum())
    )
    topic, n = words_of(table[log.topic]), _whole(table[ROWS])
    has_topic = ~pd.isna(topic)
    is_used = has_topic.copy()
    if log.polarity is not None:
        is_used &= words_of(table[log.polarity]) == COMPLAINT
    days = periods.days(table[PERIOD])
    once = _whole(table[SINGLE])
    return ProblemCounts(
        day=days[is_used],
        topic=topic[is_used],
        n=once[is_used],
        seen=(days.min(), days.max()),
        no_customer=log.rows.n.get(responses.NO_CUSTOMER, 0),
        no_time=log.rows.n.get(responses.NO_TIME, 0),
        no_topic=int(n[~has_topic].sum()),
        no_complaint=int(n[has_topic & ~is_used].sum()),
        again=int((n - once)[is_used].sum()),
        notes=log.rows.source.notes,
    )


def _whole(column: nw.Series[Any]) -> NDArray[np.int64]:
    return column.to_numpy().astype(np.int64)

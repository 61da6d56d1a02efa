"""Problems that customers met or told of, with the order that each belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import duration
from vocvalue.errors import DataError
from vocvalue.issues.histories import OrderHistories, days_of
from vocvalue.link.lookup import placed
from vocvalue.results import Note
from vocvalue.stats.sorted_groups import n_until, starts
from vocvalue.tables import ids, responses
from vocvalue.tables.labels import words_of
from vocvalue.tables.orders import CUSTOMER
from vocvalue.tables.problems import ORDERED, ProblemLog
from vocvalue.tables.responses import ANSWERED

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

COMPLAINT = "complaint"
LONGEST_DELAY = 30.0
"""A mention later than so many days after an order is about no order that is known."""
LAST_SECOND = 86_399 / 86_400
MONTH = duration.DAYS["month"]


@dataclass(frozen=True, kw_only=True, eq=False)
class LeftOut:
    """What a table of problems lost on the way.

    Attributes:
        no_customer: Rows without a customer.
        no_time: Rows without a moment.
        no_topic: Rows without a topic.
        no_complaint: Rows that are no complaint.
        unknown: Rows of customers who never ordered.
        unknown_customers: The number of these customers.
        again: Rows that repeat another in customer, moment and topic.
    """

    no_customer: int = 0
    no_time: int = 0
    no_topic: int = 0
    no_complaint: int = 0
    unknown: int = 0
    unknown_customers: int = 0
    again: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class ToldProblems:
    """Problems, one row for each customer, moment and topic, sorted by customer and moment.

    Attributes:
        topics: The topics, the most frequent first.
        topic: The place of each row's topic among these, shape (m,).
        customer: The customer code, shape (m,).
        told: When it was told of, in days since 1970, shape (m,).
        order: The position of the order at which it was met, shape (m,): as named, or else the
            customer's latest of the 30 days before; -1 where there is none.
        day: When it was met: the moment of the order where it was named, or else when it was told
            of, shape (m,).
        n_customers: How many customers have orders.
        by_order: Whether orders are named.
        counts: What was left out.
        notes: What needs attention in how the table was read.
    """

    topics: tuple[str, ...]
    topic: Ints = field(repr=False)
    customer: Ints = field(repr=False)
    told: Floats = field(repr=False)
    order: Ints = field(repr=False)
    day: Floats = field(repr=False)
    n_customers: int
    by_order: bool
    counts: LeftOut
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(
        cls,
        table: nw.DataFrame[Any],
        log: ProblemLog,
        orders: OrderHistories,
        *,
        is_dated: bool = False,
    ) -> Self:
        """Return problems beside the histories of their customers.

        Args:
            table: The rows of a table of problems, with the moments of the orders that they name
                where they name any.
            log: The table.
            orders: The histories.
            is_dated: Whether it holds days, each of which counts as its end.

        Raises:
            DataError: No row has a topic and a customer with orders, or ids are written otherwise
                in the two tables.
        """
        topic = words_of(table[log.topic])
        has_topic = ~pd.isna(topic)
        is_used = has_topic & _are_complaints(table, log)
        _refuse_none(is_used, log)
        rows = nw.maybe_reset_index(table.filter(is_used.tolist()))
        customer, notes = _codes(rows[CUSTOMER], orders, log.rows.schema.customer_id)
        is_known = customer >= 0
        told = _days(rows[ANSWERED]) + (LAST_SECOND if is_dated else 0.0)
        ordered = _days(rows[ORDERED]) if log.order_id is not None else None
        number, topics = _by_frequency(topic[is_used], is_known)
        known = pd.DataFrame(
            {
                "customer": customer,
                "told": told,
                "topic": number,
                "order": _orders(orders, customer, told, ordered),
            }
        )[is_known]
        single = _single(known)
        return cls(
            topics=topics,
            topic=single["topic"].to_numpy(np.int64),
            customer=single["customer"].to_numpy(np.int64),
            told=single["told"].to_numpy(np.float64),
            order=single["order"].to_numpy(np.int64),
            day=_met(single, orders, by_order=ordered is not None),
            n_customers=orders.n_customers,
            by_order=ordered is not None,
            counts=LeftOut(
                no_customer=log.rows.n.get(responses.NO_CUSTOMER, 0),
                no_time=log.rows.n.get(responses.NO_TIME, 0),
                no_topic=int((~has_topic).sum()),
                no_complaint=int(has_topic.sum() - is_used.sum()),
                unknown=int((~is_known).sum()),
                unknown_customers=rows[CUSTOMER].filter((~is_known).tolist()).n_unique(),
                # An engine that joins orders has merged rows that are alike in all they hold.
                again=len(known) - len(single) + log.rows.n[responses.USED] - len(table),
            ),
            notes=(*log.rows.source.notes, *notes),
        )

    @property
    def n(self) -> int:
        """The number of rows."""
        return self.topic.size

    def rows_of(self, topic: str) -> Ints:
        """Return the rows of a topic.

        Args:
            topic: Its name.

        Raises:
            DataError: Nobody mentioned it; the message names those there are.
        """
        if topic not in self.topics:
            raise no_such_topic(topic, self.sizes)
        return np.flatnonzero(self.topic == self.topics.index(topic))

    def first_rows(self, rows: Ints) -> Ints:
        """Return of some rows the first of each customer, by when the problem was met.

        Args:
            rows: Rows, such as those of a topic.
        """
        ordered = rows[np.lexsort([self.day[rows], self.customer[rows]])]
        customer = self.customer[ordered]
        is_first = np.ones(ordered.size, dtype=np.bool_)
        is_first[1:] = customer[1:] != customer[:-1]
        return ordered[is_first]

    def first_days(self, rows: Ints) -> Floats:
        """Return when each customer first met a problem, infinite if never, shape (c,).

        Args:
            rows: Rows, such as those of a topic.
        """
        first = np.full(self.n_customers, np.inf)
        np.minimum.at(first, self.customer[rows], self.day[rows])
        return first

    def marked(self, n_orders: int) -> Flags:
        """Return whether each order carries any problem, shape (n_orders,).

        Args:
            n_orders: The number of orders.
        """
        marks = np.zeros(n_orders, dtype=np.bool_)
        marks[self.order[self.order >= 0]] = True
        return marks

    def n_before(self, customer: Ints, day: Floats, *, inclusive: bool = False) -> Ints:
        """Return how many problems each customer had met before a moment, shape (m,).

        Args:
            customer: Customer codes, shape (m,).
            day: A moment of each, shape (m,).
            inclusive: Whether those of the moment itself count too.
        """
        until = day if inclusive else np.nextafter(day, -np.inf)
        start, days = self._timeline
        return n_until(start, days, customer, until) - start[customer]

    def months(self, first: float, end: float) -> float:
        """Return over how many months problems were observed.

        The first and the last of n are on average one of n + 1 gaps away from where the observation
        begins and ends, so their span is stretched by as much, within the orders. Of less than a
        month no monthly number is made larger.

        Args:
            first: The first moment of the orders, in days.
            end: The end of the last day observed.
        """
        if self.n < 2:
            return (end - first) / MONTH
        span = float(self.told.max() - self.told.min()) * (self.n + 1) / (self.n - 1)
        return max(min(span, end - first) / MONTH, 1.0)

    @property
    def sizes(self) -> dict[str, int]:
        """How often each topic was mentioned."""
        n = np.bincount(self.topic, minlength=len(self.topics))
        return dict(zip(self.topics, n.tolist(), strict=True))

    @cached_property
    def _timeline(self) -> tuple[Ints, Floats]:
        order = np.lexsort([self.day, self.customer])
        return starts(self.customer[order], self.n_customers), self.day[order]


def no_such_topic(topic: str, sizes: Mapping[str, int]) -> DataError:
    """Return the error that nobody mentioned a topic, which names those there are.

    Args:
        topic: The topic that was asked for.
        sizes: How often each topic was mentioned, the most frequent first.

    Examples:
        >>> print(no_such_topic("late", {"broken": 12}))
        nobody mentioned the topic 'late'. The topics, with their mentions, are 'broken' (12).
    """
    some = [f"{name!r} ({n:,})" for name, n in sizes.items()][:10]
    more = "" if len(sizes) <= 10 else f" and {len(sizes) - 10} more"
    return DataError(
        f"nobody mentioned the topic {topic!r}. The topics, with their mentions, are "
        f"{', '.join(some)}{more}."
    )


def _are_complaints(table: nw.DataFrame[Any], log: ProblemLog) -> Flags:
    """Return which rows are complaints: all, where the table does not say it."""
    if log.polarity is None:
        return np.ones(len(table), dtype=np.bool_)
    return np.asarray(words_of(table[log.polarity]) == COMPLAINT)


def _single(known: pd.DataFrame) -> pd.DataFrame:
    """Return rows sorted, each customer, moment and topic once: the row that names an order."""
    keys = ["customer", "told", "topic"]
    ranked = known.sort_values([*keys, "order"], kind="stable")
    return ranked.drop_duplicates(keys, keep="last")


def _met(rows: pd.DataFrame, orders: OrderHistories, *, by_order: bool) -> Floats:
    """Return when each problem was met: at its order where that was named, or else when told of."""
    told, order = rows["told"].to_numpy(np.float64), rows["order"].to_numpy(np.int64)
    return np.where(order >= 0, orders.day[order], told) if by_order else told


def _refuse_none(is_used: Flags, log: ProblemLog) -> None:
    if is_used.any():
        return
    column = log.rows.wanted.keep[0]
    what = f"none of the {is_used.size:,} rows of the table of problems has a value in {column!r}"
    if log.polarity is not None:
        what += f" and is a {COMPLAINT!r}"
    raise DataError(f"{what}.")


def _codes(
    customers: nw.Series[Any], orders: OrderHistories, column: str
) -> tuple[Ints, tuple[Note, ...]]:
    """Return the code of each row's customer, -1 for those who never ordered."""
    number, first = ids.numbered(customers)
    places, notes = placed(customers[first.tolist()], orders.ids, name="orders")
    has_orders = orders.start[1:] > orders.start[:-1]
    places = np.where((places >= 0) & has_orders[places], places, -1)
    if (places < 0).all():
        raise DataError(
            f"none of the {len(first):,} customers of the table of problems has an order: its "
            f"column {column!r} holds {customers.dtype}, and the ids of the orders "
            f"are {orders.ids.dtype}. Write the ids the same way in both tables."
        )
    return places[number], notes


def _orders(orders: OrderHistories, customer: Ints, told: Floats, ordered: Floats | None) -> Ints:
    """Return the order that each row belongs to, -1 where it is not known."""
    known = np.maximum(customer, 0)
    at = told if ordered is None else np.nan_to_num(ordered, nan=-np.inf)
    order = orders.latest(known, at)
    since = at - orders.day[order]
    fits = since <= LONGEST_DELAY if ordered is None else since == 0
    return np.where((customer >= 0) & (order >= 0) & fits, order, -1)


def _days(column: nw.Series[Any]) -> Floats:
    moments = np.asarray(column.to_numpy(), dtype="datetime64[us]")
    return np.where(np.isnat(moments), np.nan, days_of(moments))


def _by_frequency(words: NDArray[Any], is_known: Flags) -> tuple[Ints, tuple[str, ...]]:
    """Return topics numbered by how often customers with orders mention them."""
    codes, names = pd.factorize(words, sort=True)
    n = np.bincount(codes[is_known], minlength=len(names))
    rank = np.argsort(-n, kind="stable")
    place = np.empty(len(names), dtype=np.int64)
    place[rank] = np.arange(len(names))
    return place[codes], tuple(str(names[i]) for i in rank)

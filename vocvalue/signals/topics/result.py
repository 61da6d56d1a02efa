"""Mentions of topics, one row each, and how often each topic is mentioned."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.errors import DataError
from vocvalue.results.estimates import Estimate
from vocvalue.results.plain_data import plain
from vocvalue.results.result import Pictured
from vocvalue.sealed import HandedOut
from vocvalue.signals.reading import as_objects
from vocvalue.signals.topics.rates import MentionRates, mention_rates
from vocvalue.signals.topics.topic import POLARITIES
from vocvalue.stats.proportions import wilson
from vocvalue.tables import frames
from vocvalue.tables.engine_errors import translated
from vocvalue.tables.order_counts import count_orders
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.orders import Orders

Words: TypeAlias = NDArray[Any]

LEVEL = 0.95
COLUMNS = (
    *("row", "timestamp", "channel", "topic", "polarity", "start", "end", "words", "clause"),
    "text",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Mentions(Pictured):
    """What customers mention, one row per clause and topic, in the order of the texts.

    Attributes:
        row: Number of the row that holds the text, from 0, shape (n,).
        customer_id: Who wrote it, under the caller's own column name; None where the texts have no
            customers.
        timestamp: When it was written, shape (n,), or None.
        channel: Where it was written, shape (n,), or None.
        topic_number: Number of the topic in `topics`, shape (n,).
        polarity_number: Number of the polarity: 0 complaint, 1 praise, 2 neutral, shape (n,).
        start: Where the phrase begins in the text, shape (n,).
        end: Where it ends, shape (n,).
        clause_start: Where the clause around it begins, shape (n,).
        clause_end: Where that ends, shape (n,).
        text: The text, shape (n,).
        topics: All topics that were looked for.
        n_texts: How many texts were read.
        n_with_topic: How many of them mention a topic.
        day: The days on which texts were written, shape (d,); None where they have no times.
        texts_of_day: How many texts were written on each, shape (d,).
    """

    row: NDArray[np.int64] = field(repr=False)
    customer_id: HandedOut[nw.Series[Any] | None] = HandedOut()
    timestamp: NDArray[np.datetime64] | None = field(repr=False, default=None)
    channel: Words | None = field(repr=False, default=None)
    topic_number: NDArray[np.int32] = field(repr=False)
    polarity_number: NDArray[np.int8] = field(repr=False)
    start: NDArray[np.int32] = field(repr=False)
    end: NDArray[np.int32] = field(repr=False)
    clause_start: NDArray[np.int32] = field(repr=False)
    clause_end: NDArray[np.int32] = field(repr=False)
    text: Words = field(repr=False)
    topics: tuple[str, ...]
    n_texts: int
    n_with_topic: int
    day: NDArray[np.datetime64] | None = field(repr=False, default=None)
    texts_of_day: NDArray[np.int64] | None = field(repr=False, default=None)

    @property
    def n(self) -> int:
        """The number of mentions."""
        return len(self.row)

    @property
    def topic(self) -> Words:
        """The topic of each mention, shape (n,)."""
        return as_objects(self.topics)[self.topic_number]

    @property
    def polarity(self) -> Words:
        """What its clause says of it: "complaint", "praise" or "neutral", shape (n,)."""
        return as_objects(POLARITIES)[self.polarity_number]

    @property
    def words(self) -> Words:
        """The phrase of each mention as the customer wrote it, shape (n,)."""
        return _cut(self.text, self.start, self.end)

    @property
    def clause(self) -> Words:
        """The clause around each mention as the customer wrote it, shape (n,)."""
        return _cut(self.text, self.clause_start, self.clause_end)

    @property
    def coverage(self) -> Estimate:
        """The share of texts that mention a topic."""
        return self._share(self.n_with_topic)

    def counts(self) -> pd.DataFrame:
        """Return how often each topic is mentioned, the topic of most complaints first.

        Returns:
            By topic: `mentions`; `texts` with a mention, each text counted once, with their
            `share` of all texts and its interval; `complaint`, `praise` and `neutral`: the texts
            with such a mention.

        Examples:
            >>> import vocvalue as vv
            >>> texts = ["包装破了，盒子也压扁了", "包装没有破损", "好吃"]
            >>> topics = {"包装": {"phrases": ["包装破", "压扁", "破损"], "polarity": "complaint"}}
            >>> vv.signals.mentions(texts, topics).counts()[["mentions", "texts", "complaint"]]
                   mentions  texts  complaint
            topic
            包装            3      2          1
        """
        table = pd.DataFrame(
            {"topic": self.topic_number, "row": self.row, "polarity": self.polarity_number}
        )
        said = table.drop_duplicates()
        texts = self._by_topic(said.drop_duplicates(["topic", "row"])["topic"])
        out = pd.DataFrame(
            {"mentions": self._by_topic(table["topic"]), "texts": texts},
            index=pd.Index(self.topics, name="topic"),
        )
        low, high = wilson(texts, np.full(len(texts), self.n_texts), LEVEL)
        out["share"] = texts / self.n_texts if self.n_texts else np.nan
        out["lower"], out["upper"] = low, high
        for number, polarity in enumerate(POLARITIES):
            out[polarity] = self._by_topic(said.loc[said["polarity"] == number, "topic"])
        return out.sort_values(["complaint", "texts"], ascending=False, kind="stable")

    def share_of(self, topic: str) -> Estimate:
        """Return the share of texts that mention a topic.

        Args:
            topic: The name of the topic.

        Raises:
            DataError: There is no such topic.
        """
        if topic not in self.topics:
            raise DataError(f"there is no topic {topic!r}; there are {list(self.topics)}.")
        is_it = self.topic_number == self.topics.index(topic)
        return self._share(len(np.unique(self.row[is_it])))

    def figures(self) -> dict[str, Estimate]:
        """Return the share of texts that mention each topic."""
        return {topic: self.share_of(topic) for topic in self.topics}

    def to_frame(self) -> Any:
        """Return one row per mention, in the caller's dataframe library."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        there = {name: values for name, values in columns.items() if values is not None}
        customers = self.customer_id
        return frames.alone(there) if customers is None else frames.beside(customers, there)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and the notes, without the texts and the customers."""
        return {
            "texts": self.n_texts,
            "mentions": self.n,
            "counts": plain(self.counts().to_dict(orient="index")),
            "coverage": plain(self.coverage),
            "notes": plain(self.notes),
        }

    @translated
    def rates(
        self,
        orders: object,
        *,
        every: Every = "month",
        level: float = LEVEL,
        customer_id: str = "customer_id",
        timestamp: str = "timestamp",
        amount: str | None = "amount",
        timezone: str | None = None,
        timestamp_format: str | None = None,
    ) -> MentionRates:
        """Return how often each topic is mentioned per 1,000 orders, period by period.

        Orders are counted in their own engine: the lines of one customer at one moment are one
        order, and refunds are none. A text counts once for each topic, however often it mentions
        it.

        Args:
            orders: One row per order line: a frame, a path or a `vocvalue.Orders`.
            every: The length of a period: "week" (from Monday), "month", "quarter" or "year".
            level: The confidence level of the intervals.
            customer_id: Column with the customer ids in the orders.
            timestamp: Column of the time.
            amount: Column of the amount, by which refunds are known; None where there is none.
            timezone: The time zone whose wall-clock time counts, for times that carry a zone.
            timestamp_format: How text is parsed as times; ISO by default.

        Returns:
            For each topic and period the texts, those with a complaint, and both per 1,000 orders.

        Raises:
            DataError: The texts have no times, a column is missing or cannot be read, or no text
                was written in a period with orders.
            ParameterError: No such period, or the level is none.

        Examples:
            >>> import pandas as pd
            >>> import vocvalue as vv
            >>> texts = pd.DataFrame(
            ...     {"timestamp": ["2024-05-01", "2024-05-31"], "text": ["parcel broken", "nice"]}
            ... )
            >>> orders = pd.DataFrame(
            ...     {"customer_id": range(500), "timestamp": ["2024-05-01", "2024-05-31"] * 250}
            ... )
            >>> found = vv.signals.mentions(texts, {"parcel": ["parcel broken"]})
            >>> rates = found.rates(orders, amount=None)
            >>> rates.to_frame()[["period", "texts", "orders", "texts_per_1000"]]
                  period  texts  orders  texts_per_1000
            0 2024-05-01      1     500             2.0
        """
        asked = {
            "customer_id": customer_id,
            "timestamp": timestamp,
            "amount": amount,
            "timezone": timezone,
            "timestamp_format": timestamp_format,
        }
        if self.timestamp is None or self.day is None or self.texts_of_day is None:
            raise DataError(
                "the texts have no times, so there is no period to count them in. Pass a table "
                "with the column of the time to signals.mentions."
            )
        return mention_rates(
            pd.DataFrame({"topic": self.topic, "row": self.row, "polarity": self.polarity}),
            self.timestamp,
            topics=self.topics,
            days=(self.day, self.texts_of_day),
            orders=count_orders(described(Orders, orders, "orders", **asked), every),
            every=every,
            level=level,
        )

    def _by_topic(self, numbers: "pd.Series[Any]") -> NDArray[np.int64]:
        return np.bincount(numbers, minlength=len(self.topics))

    def _share(self, n: int) -> Estimate:
        low, high = wilson(n, self.n_texts, LEVEL)
        share = n / self.n_texts if self.n_texts else float("nan")
        ends = (share, float(low), float(high)) if self.n_texts else (float("nan"),) * 3
        return Estimate.of(ends, level=LEVEL, method="wilson", n=self.n_texts)


def _cut(texts: Words, start: NDArray[np.int32], end: NDArray[np.int32]) -> Words:
    parts = zip(texts, start.tolist(), end.tolist(), strict=True)
    return as_objects([text[first:past] for text, first, past in parts])

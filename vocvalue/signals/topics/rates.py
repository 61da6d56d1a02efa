"""Mentions of each topic per 1,000 orders, period by period."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.duration import Every
from vocvalue.errors import DataError
from vocvalue.results import Note
from vocvalue.results.calendar import calendar_period
from vocvalue.results.estimates import Estimate
from vocvalue.results.numerals import counted
from vocvalue.results.result import Pictured
from vocvalue.results.spans import date
from vocvalue.stats import poisson
from vocvalue.tables.order_counts import OrderCounts
from vocvalue.tables.periods import Periods, numbers_of

Ints = NDArray[np.int64]
Days = tuple[NDArray[np.datetime64], Ints]

PER = 1000


@dataclass(frozen=True, kw_only=True, eq=False)
class MentionRates(Pictured):
    """How often topics are mentioned per 1,000 orders, in each period.

    Attributes:
        every: The length of a period.
        period: The first day of each, shape (k,).
        topics: The topics, that of most complaints first.
        mentions: Mentions, shape (topics, k).
        texts: Texts with a mention, shape (topics, k).
        complaints: Texts with a complaint, shape (topics, k).
        orders: Orders in each period, shape (k,).
        texts_read: Texts written in each period, whatever they mention, shape (k,).
        level: The confidence level of the intervals.
    """

    every: Every
    period: NDArray[np.datetime64]
    topics: tuple[str, ...]
    mentions: Ints = field(repr=False)
    texts: Ints = field(repr=False)
    complaints: Ints = field(repr=False)
    orders: Ints = field(repr=False)
    texts_read: Ints = field(repr=False)
    level: float

    @property
    def overall(self) -> dict[str, Estimate]:
        """Texts with a complaint per 1,000 orders, all periods together, by topic."""
        return {
            topic: self._estimate(int(n.sum()), int(self.orders.sum()))
            for topic, n in zip(self.topics, self.complaints, strict=True)
        }

    def figures(self) -> dict[str, Estimate]:
        """Return the texts with a complaint per 1,000 orders, all periods together, by topic."""
        return self.overall

    def of(self, topic: str) -> tuple[Estimate, ...]:
        """Return the texts with a complaint per 1,000 orders in each period, of one topic.

        Args:
            topic: The name of the topic.

        Raises:
            DataError: There is no such topic.
        """
        if topic not in self.topics:
            raise DataError(f"there is no topic {topic!r}; there are {list(self.topics)}.")
        counts = self.complaints[self.topics.index(topic)]
        return tuple(
            self._estimate(int(n), int(orders))
            for n, orders in zip(counts, self.orders, strict=True)
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per topic and period."""
        k, orders = len(self.period), np.tile(self.orders, len(self.topics))
        columns: dict[str, object] = {
            "period": np.tile(self.period.astype("datetime64[us]"), len(self.topics)),
            "topic": np.repeat(np.array(self.topics, dtype=object), k),
            "mentions": self.mentions.ravel(),
            "texts": self.texts.ravel(),
            "complaints": self.complaints.ravel(),
            "orders": orders,
            "texts_read": np.tile(self.texts_read, len(self.topics)),
        }
        for name in ("texts", "complaints"):
            rates = poisson.rate(columns[name], orders, self.level)  # type: ignore[arg-type]
            for part, values in zip(("", "_lower", "_upper"), rates, strict=True):
                columns[f"{name}_per_1000{part}"] = PER * values
        return pd.DataFrame(columns)

    def _estimate(self, n: int, orders: int) -> Estimate:
        value, lower, upper = poisson.rate(n, orders, self.level)
        ends = (float(PER * value), float(PER * lower), float(PER * upper))
        return Estimate.of(ends, level=self.level, method="exact Poisson", n=orders)


def mention_rates(
    mentions: pd.DataFrame,
    timestamp: NDArray[np.datetime64],
    *,
    topics: Sequence[str],
    days: Days,
    orders: OrderCounts,
    every: Every,
    level: float,
) -> MentionRates:
    """Return mentions per 1,000 orders.

    Args:
        mentions: The topic, row and polarity of each mention.
        timestamp: When each was written, shape (n,).
        topics: All topics.
        days: The days on which texts were written, and how many on each.
        orders: The orders by period.
        every: The length of a period.
        level: The confidence level.

    Raises:
        DataError: No text was written in a period with orders.
    """
    is_timed = ~np.isnat(timestamp)
    of_day = numbers_of(days[0], every)
    both = np.intersect1d(of_day, orders.number)
    if not both.size:
        raise DataError(
            "no text was written in a period with orders. Do the two tables cover the same time?"
        )
    seen = Periods.of(both, every)
    texts_read = seen.counted(of_day, days[1])
    number = numbers_of(timestamp[is_timed], every) - seen.first
    table = mentions[is_timed].assign(period=number)
    table = table[(number >= 0) & (number < seen.n)]
    complaints = table[table["polarity"] == "complaint"]
    once = ["topic", "period", "row"]
    counts = {
        "mentions": _by_topic(table, topics, seen.n),
        "texts": _by_topic(table.drop_duplicates(once), topics, seen.n),
        "complaints": _by_topic(complaints.drop_duplicates(once), topics, seen.n),
    }
    order = np.argsort(-counts["complaints"].sum(axis=1), kind="stable")
    return MentionRates(
        every=every,
        period=seen.start,
        topics=tuple(topics[place] for place in order),
        **{name: values[order] for name, values in counts.items()},
        orders=seen.counted(orders.number, orders.n),
        texts_read=texts_read,
        level=level,
        notes=(
            *orders.notes,
            *_untimed(int((~is_timed).sum())),
            *_outside(int(days[1].sum() - texts_read.sum())),
            *_unfinished(seen, days[0], orders),
        ),
    )


def _by_topic(table: pd.DataFrame, topics: Sequence[str], n: int) -> Ints:
    counts = np.zeros((len(topics), n), dtype=np.int64)
    places = pd.Index(topics).get_indexer(pd.Index(table["topic"]))
    np.add.at(counts, (places, table["period"].to_numpy()), 1)
    return counts


def _untimed(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{n} mentions in texts without a time, left out of the rates.",
        "{n} 次提及所在的文本没有时间，未计入比率。",
    )


def _outside(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{texts} from periods before the first order or after the last, left out.",
        "{texts}早于首笔订单或晚于末笔订单所在的期间，未计入。",
        texts=counted(n, "text"),
    )


def _unfinished(
    seen: Periods, days: NDArray[np.datetime64], orders: OrderCounts
) -> tuple[Note, ...]:
    """Note that the first or last period is not covered by both tables from end to end."""
    first = max(days.min(), orders.first).astype("datetime64[D]")
    last = min(days.max(), orders.last).astype("datetime64[D]")
    cut = []
    if first > seen.start[0]:
        cut.append(seen.start[0])
    if last + np.timedelta64(1, "D") < seen.end and seen.start[-1] not in cut:
        cut.append(seen.start[-1])
    return tuple(
        Note.of(
            "In {name} texts and orders overlap only from {first} to {last}: its rate is not "
            "comparable with the others.",
            "{name}的文本与订单仅在{first}至{last}重叠，其比率不宜与其他各期比较。",
            name=calendar_period(start, seen.every),
            first=date(max(first, start)),
            last=date(min(last, _last_day(seen, start))),
            bears_on="claim",
        )
        for start in cut
    )


def _last_day(seen: Periods, start: np.datetime64) -> np.datetime64:
    ends = np.append(seen.start[1:], seen.end)
    day: np.datetime64 = ends[np.flatnonzero(seen.start == start)[0]] - np.timedelta64(1, "D")
    return day

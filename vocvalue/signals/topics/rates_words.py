"""How often topics are mentioned per 1,000 orders, in words."""

import numpy as np

from vocvalue.results.calendar import calendar_period
from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.estimates import Estimate
from vocvalue.results.intervals import ends, row
from vocvalue.results.numerals import counted, number, whole
from vocvalue.results.spans import date
from vocvalue.results.texts import Text, named, pair, sentences
from vocvalue.signals.topics.rates import MentionRates

MOST_ROWS = 8
"""How many topics the headlines name."""


@said.register
def _(rates: MentionRates) -> Text:
    return sentences(finding(rates), _ends(rates))


@rows.register
def _(rates: MentionRates) -> list[Row]:
    periods = pair(
        "{periods} from {first}",
        "自{first}起 {periods}",
        periods=counted(len(rates.period), rates.every),
        first=date(rates.period[0]),
    )
    return [
        Row(pair("periods", "期间"), periods),
        Row(pair("orders", "订单"), whole(rates.orders.sum())),
        *(
            row(
                pair(
                    "texts complaining of {topic}, per 1,000 orders",
                    "抱怨“{topic}”的文本（每千单）",
                    topic=named(topic),
                ),
                estimate,
                per_thousand,
            )
            for topic, estimate in list(rates.overall.items())[:MOST_ROWS]
        ),
    ]


def per_thousand(value: float) -> Text:
    """Return a rate per 1,000 orders with the digits it is reported to."""
    return number(value, 2)


def finding(rates: MentionRates) -> Text:
    """Return how often the topic of most complaints is complained of, as a sentence.

    Args:
        rates: What `Mentions.rates` returned.
    """
    topic = rates.topics[0]
    estimate = rates.overall[topic]
    return pair(
        "Per 1,000 orders, {rate} texts complain of {topic} ({interval}).",
        "每千单有 {rate} 条文本抱怨“{topic}”（{interval}）。",
        topic=named(topic),
        rate=per_thousand(estimate.value),
        interval=ends(estimate, per_thousand),
    )


def _ends(rates: MentionRates) -> Text | None:
    """Return the lowest and the highest period of that topic."""
    series = rates.of(rates.topics[0])
    values = np.array([estimate.value for estimate in series])
    if np.isfinite(values).sum() < 2:
        return None
    low, high = int(np.nanargmin(values)), int(np.nanargmax(values))
    return pair(
        "The lowest was {low}, the highest {high}.",
        "最低为{low}，最高为{high}。",
        low=_period(rates, low, series[low]),
        high=_period(rates, high, series[high]),
    )


def _period(rates: MentionRates, place: int, estimate: Estimate) -> Text:
    return pair(
        "{rate} in {period}",
        "{period}的 {rate}",
        rate=per_thousand(estimate.value),
        period=calendar_period(rates.period[place], rates.every),
    )

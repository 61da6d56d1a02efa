"""How often topics are mentioned, in words."""

from collections.abc import Mapping
from typing import Any

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row
from vocvalue.results.numerals import counted, percent, whole
from vocvalue.results.texts import Text, named, pair, sentences, separated
from vocvalue.signals.topics.result import Mentions
from vocvalue.signals.topics.topic import POLARITIES

POLARITY_NAMES: Mapping[str, Text] = {
    "complaint": pair("complaint", "抱怨"),
    "praise": pair("praise", "好评"),
    "neutral": pair("neutral", "中性"),
}
MOST_ROWS = 8
"""How many topics the headlines name."""


@said.register
def _(mentions: Mentions) -> Text:
    return sentences(finding(mentions), _most(mentions))


@rows.register
def _(mentions: Mentions) -> list[Row]:
    counts = mentions.counts().head(MOST_ROWS).to_dict(orient="index")
    return [
        Row(pair("texts read", "已读文本"), whole(mentions.n_texts)),
        Row(pair("mentions", "提及次数"), whole(mentions.n)),
        row(pair("texts with a topic", "提及主题的文本占比"), mentions.coverage, percent),
        *(Row(named(str(topic)), _texts(counts[topic])) for topic in counts),
    ]


def finding(mentions: Mentions) -> Text:
    """Return how many texts mention a topic, as a sentence.

    Args:
        mentions: What `signals.mentions` returned.
    """
    return pair(
        "{some} of {texts} mention a topic ({share}).",
        "{texts}中有 {some} 条提及主题（{share}）。",
        some=mentions.n_with_topic,
        texts=counted(mentions.n_texts, "text"),
        share=percent(mentions.coverage.value),
    )


def _most(mentions: Mentions) -> Text | None:
    counts = mentions.counts()
    if not mentions.n:
        return None
    topic = str(counts.index[0])
    n = int(counts["complaint"].iloc[0])
    if not n:
        return pair("No topic is complained of.", "没有主题被抱怨。")
    return pair(
        "Most complaints are about {topic}: {texts}, of {mentioning} that mention it.",
        "抱怨最多的是“{topic}”：提及它的 {mentioning} 条文本中有 {texts} 条抱怨。",
        topic=named(topic),
        texts=n,
        mentioning=int(counts["texts"].iloc[0]),
    )


def _texts(counts: Mapping[Any, Any]) -> Text:
    parts = [
        pair("{polarity} {n}", "{polarity} {n}", polarity=POLARITY_NAMES[it], n=int(counts[it]))
        for it in POLARITIES
        if counts[it]
    ]
    texts = counted(int(counts["texts"]), "text")
    if not parts:
        return texts
    return pair("{texts} ({parts})", "{texts}（{parts}）", texts=texts, parts=separated(*parts))

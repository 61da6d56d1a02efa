"""Texts in, mentions of topics out: batch by batch, so that a file may be larger than memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import listed as enumerated
from vocvalue.results.texts import named, pair
from vocvalue.signals.finding.read import LANGUAGES, Lexicons, the_lexicons
from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.normal import BROKEN, LONGEST_TEXT, Normalised, normalise_all
from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.reading import (
    ReadBatch,
    TextCounts,
    as_objects,
    customers_of,
    of_customers,
    opened,
    seller_roles,
    sellers_note,
)
from vocvalue.signals.topics.clause_polarity import of_mention, read_clause
from vocvalue.signals.topics.phrases import Ints, PhraseFinder
from vocvalue.signals.topics.places import Places, one_per_clause
from vocvalue.signals.topics.result import Mentions
from vocvalue.signals.topics.topic import Polarity, Topic, Topics, read_topics, shared_phrases
from vocvalue.tables.comments import Batch, CommentLog
from vocvalue.tables.engine_errors import translated

MOST_NAMED = 5
NUMBERS, WORDS = ("row", "start", "end"), ("topic", "polarity", "words", "clause", "text")


@translated
def mentions(
    comments: object,
    topics: Topics,
    *,
    lexicons: Lexicons = LANGUAGES,
    single_characters: bool = False,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    text: str = "text",
    channel: str | None = None,
    role: str | None = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> Mentions:
    """Find where customers mention topics, and whether they complain of them.

    A phrase is looked for in one spelling: full and half width, upper and lower case, traditional
    and simplified characters are alike. Words of languages that write spaces are found as whole
    words. Topics never hide each other; within one topic the longest phrase counts, and each
    clause once. Polarity is that of the clause, by the words of the lexicons and the negations
    before them: "no damage" does not complain of damage.

    Args:
        comments: One row per text: a frame, a path, a `Comments`; or a list or column of texts.
        topics: The phrases of each topic; or of a topic a mapping with "phrases", a "polarity" of
            "complaint" or "praise" that its phrases have by themselves, and "except": longer
            phrases that mean something else. Or the path of a TOML or CSV file of them.
        lexicons: Whose words praise and complain, as in `signals.find`.
        single_characters: Whether a phrase may be a single character.
        customer_id: Column with the customer ids, if there is one.
        timestamp: Column of the time, if there is one.
        text: Column of the text.
        channel: Column of where it was written; by default "channel", if there is one.
        role: Column of who wrote it; by default "role", if there is one. What "seller" wrote is
            not read.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times; ISO by default.

    Returns:
        One row per clause that mentions a topic.

    Raises:
        DataError: A column is missing or cannot be read, or a file of topics is none.
        ParameterError: A topic without phrases, or a phrase that is no phrase.

    Examples:
        >>> import vocvalue as vv
        >>> found = vv.signals.mentions(
        ...     ["包装破了，但是好吃", "Slow support, no damage"],
        ...     {
        ...         "packaging": {"phrases": ["包装破", "damage"], "polarity": "complaint"},
        ...         "support": ["support"],
        ...     },
        ... )
        >>> found.to_frame()[["row", "topic", "polarity", "words"]]
           row      topic   polarity    words
        0    0  packaging  complaint      包装破
        1    1    support  complaint  support
        2    1  packaging     praise   damage
    """
    log = opened(
        comments,
        customer_id=customer_id,
        timestamp=timestamp,
        text=text,
        channel=channel,
        role=role,
        score=None,
        timezone=timezone,
        timestamp_format=timestamp_format,
    )
    asked = read_topics(topics, single_characters=single_characters)
    reader = _Reader.of(asked, the_lexicons(lexicons))
    counts = _MentionCounts()
    parts = [_part(batch, reader, counts) for batch in log.batches()]
    return _together(parts, log, asked, counts)


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """All that texts are read with."""

    topics: Sequence[Topic]
    names: NDArray[Any]
    phrases: PhraseFinder
    polarity: LexiconPolarity
    seller_roles: frozenset[str]

    @classmethod
    def of(cls, topics: Sequence[Topic], lexicons: Sequence[Lexicon]) -> "_Reader":
        return cls(
            topics=topics,
            names=as_objects([topic.name for topic in topics]),
            phrases=PhraseFinder(topics),
            polarity=LexiconPolarity([lexicon.polarity for lexicon in lexicons]),
            seller_roles=seller_roles(lexicons),
        )


@dataclass(kw_only=True)
class _MentionCounts(TextCounts):
    """How many texts were read, on which days, and what was left out of them."""

    sellers: int = 0
    by_day: dict[np.datetime64, int] = field(default_factory=dict)

    def add_days(self, moments: NDArray[np.datetime64]) -> None:
        days = moments[~np.isnat(moments)].astype("datetime64[D]")
        for day, n in zip(*np.unique(days, return_counts=True), strict=True):
            self.by_day[day] = self.by_day.get(day, 0) + int(n)


def _part(batch: Batch, reader: _Reader, counts: _MentionCounts) -> ReadBatch:
    counts.add(batch)
    texts, n_sellers = of_customers(batch, reader.seller_roles)
    counts.sellers += n_sellers
    normal = normalise_all([text[:LONGEST_TEXT] for text in texts])
    counts.broken += sum(BROKEN in text.text for text in normal)
    if batch.moment is not None:
        counts.add_days(batch.moment[[bool(text.strip()) for text in texts]])
    places = one_per_clause(normal, reader.phrases.find([text.text for text in normal]))
    rows = places.text
    spans = _original(normal, rows, places.start, places.end)
    around = _original(normal, rows, places.clause_start, places.clause_end)
    columns = {
        "row": rows + batch.first,
        "timestamp": None if batch.moment is None else batch.moment[rows],
        "channel": None if batch.channel is None else as_objects(batch.channel)[rows],
        "topic": reader.names[places.topic],
        "polarity": as_objects(_polarities(places, normal, reader)),
        "start": spans[0],
        "end": spans[1],
        "words": as_objects(_cut(texts, rows, spans)),
        "clause": as_objects(_cut(texts, rows, around)),
        "text": as_objects(texts)[rows],
    }
    return ReadBatch(
        columns={name: values for name, values in columns.items() if values is not None},
        customer=None if batch.customer is None else batch.customer[rows],
        is_named=None if batch.is_named is None else batch.is_named[rows],
    )


def _original(
    normal: Sequence[Normalised], rows: Ints, start: Ints, end: Ints
) -> tuple[Ints, Ints]:
    """Return where parts of normalised texts stand in the texts as they were handed in."""
    first, past = start.copy(), end.copy()
    is_other = np.array([text.starts is not None for text in normal], dtype=np.bool_)[rows]
    for place in np.flatnonzero(is_other):
        text = normal[rows[place]]
        first[place], past[place] = text.span(int(start[place]), int(end[place]))
    return first, past


def _cut(texts: Sequence[str], rows: Ints, spans: tuple[Ints, Ints]) -> list[str]:
    columns = (rows.tolist(), spans[0].tolist(), spans[1].tolist())
    return [texts[row][start:end] for row, start, end in zip(*columns, strict=True)]


def _polarities(places: Places, normal: Sequence[Normalised], reader: _Reader) -> list[Polarity]:
    """Return what the clause of each mention says of it; each clause is read once."""
    signs = [topic.sign for topic in reader.topics]
    columns = (places.text, places.clause_start, places.clause_end, places.start, places.end)
    last, clause = None, None
    polarities = []
    for text, first, past, start, end, topic in zip(
        *(values.tolist() for values in (*columns, places.topic)), strict=True
    ):
        if clause is None or (text, first) != last:
            last = (text, first)
            clause = read_clause(normal[text].text[first:past], reader.polarity)
        sign = signs[topic]
        if sign is None:
            polarities.append(clause.polarity)
            continue
        at = (start - first, end - first)
        polarities.append(of_mention(clause, *at, sign=sign, words=reader.polarity))
    return polarities


def _together(
    parts: Sequence[ReadBatch], log: CommentLog, topics: Sequence[Topic], counts: _MentionCounts
) -> Mentions:
    columns = {
        name: np.concatenate([part.columns[name] for part in parts])
        for name in (parts[0].columns if parts else ())
    }
    if not parts:
        columns = {name: np.empty(0, dtype=np.int64) for name in NUMBERS}
        columns |= {name: as_objects([]) for name in WORDS}
    customer, n_nobody = customers_of(parts, log)
    days = sorted(counts.by_day)
    source = () if log.source is None else log.source.notes
    return Mentions(
        **columns,
        customer_id=customer,
        topics=tuple(topic.name for topic in topics),
        n_texts=counts.texts - counts.sellers,
        n_with_topic=len(np.unique(columns["row"])),
        day=np.array(days, dtype="datetime64[D]") if days else None,
        texts_of_day=np.array([counts.by_day[day] for day in days]) if days else None,
        notes=(
            *source,
            *counts.notes(log),
            *sellers_note(counts.sellers),
            *_nobody(n_nobody, log),
            *_repeated(customer, columns),
            *_shared(shared_phrases(topics)),
            *_unmentioned(topics, set(columns["topic"].tolist())),
        ),
    )


def _nobody(n: int, log: CommentLog) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{mentions} without {column}: they count as mentions, but belong to no customer.",
        "{mentions}缺少 {column}：计为提及，但不属于任何客户。",
        mentions=counted(n, "mention"),
        column=named(log.schema.customer_id),
    )


def _repeated(
    customer: nw.Series[Any] | None, columns: Mapping[str, NDArray[Any]]
) -> tuple[Note, ...]:
    if customer is None:
        return ()
    names = ("text", "topic", "start")
    table = pd.DataFrame({name: columns[name] for name in names})
    n = int(table.assign(customer=customer.to_list()).duplicated().sum())
    return Note.counted(
        n,
        "{mentions} in repeats of a text by the same customer. Each counts.",
        "{mentions}重复：同一客户的同一文本出现多次，各计一次。",
        mentions=counted(n, "mention"),
    )


def _shared(phrases: Sequence[str]) -> tuple[Note, ...]:
    return Note.counted(
        len(phrases),
        "{phrases} in more than one topic, counted in each: {names}.",
        "{phrases}属于多个主题，在每个主题中各计一次：{names}。",
        phrases=counted(len(phrases), "phrase"),
        names=_some(phrases),
        bears_on="reading",
    )


def _unmentioned(topics: Sequence[Topic], mentioned: set[str]) -> tuple[Note, ...]:
    idle = [topic.name for topic in topics if topic.name not in mentioned]
    return Note.counted(
        len(idle),
        "{topics} mentioned in no text: {names}.",
        "{topics}未被任何文本提及：{names}。",
        topics=counted(len(idle), "topic"),
        names=_some(idle),
        bears_on="reading",
    )


def _some(names: Sequence[str]) -> Any:
    """Return names, as many as a note can hold."""
    shown = [named(name) for name in names[:MOST_NAMED]]
    rest = len(names) - len(shown)
    return enumerated((*shown, pair("{n} others", "另外 {n} 个", n=rest)) if rest else tuple(shown))

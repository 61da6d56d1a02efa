"""Texts in, mentions of topics out: batch by batch, so that a file may be larger than memory."""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import listed as enumerated
from vocvalue.results.texts import named, pair
from vocvalue.signals.finding.read import LANGUAGES, Lexicons, the_lexicons
from vocvalue.signals.reading import ReadBatch, as_objects, customers_of, opened, sellers_note
from vocvalue.signals.topics.reader import MentionCounts, MentionReader
from vocvalue.signals.topics.result import Mentions
from vocvalue.signals.topics.topic import Topic, Topics, read_topics, shared_phrases
from vocvalue.tables.comments import CommentLog
from vocvalue.tables.engine_errors import translated

MOST_NAMED = 5
NUMBERS = (
    *("row", "topic_number", "polarity_number", "start", "end", "clause_start", "clause_end"),
)


@progress.step(pair("looking for topics", "识别话题"))
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
    reader = MentionReader.of(asked, the_lexicons(lexicons))
    counts = MentionCounts()
    with log.batches() as batches:
        parts = [reader.read(batch, counts) for batch in batches]
    return _together(parts, log, asked, counts)


def _together(
    parts: Sequence[ReadBatch], log: CommentLog, topics: Sequence[Topic], counts: MentionCounts
) -> Mentions:
    columns = _taken_from(parts)
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
            *_unmentioned(topics, set(np.unique(columns["topic_number"]).tolist())),
        ),
    )


def _taken_from(parts: Sequence[ReadBatch]) -> dict[str, NDArray[Any]]:
    """Return the columns of all parts, taken out of them so that nothing is held twice."""
    if not parts:
        return {**{name: np.empty(0, dtype=np.int32) for name in NUMBERS}, "text": as_objects([])}
    columns = {}
    for name in list(parts[0].columns):
        columns[name] = np.concatenate([part.columns.pop(name) for part in parts])
        # A result copies only what can be written into.
        columns[name].setflags(write=False)
    return columns


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
    n = _n_repeats(customer, columns)
    return Note.counted(
        n,
        "{mentions} in repeats of a text by the same customer. Each counts.",
        "{mentions}重复：同一客户的同一文本出现多次，各计一次。",
        mentions=counted(n, "mention"),
    )


def _n_repeats(customer: nw.Series[Any], columns: Mapping[str, NDArray[Any]]) -> int:
    again = _recurring(*(columns[name] for name in ("text", "topic_number", "start")))
    table = pd.DataFrame({name: columns[name][again] for name in ("topic_number", "start")})
    # As numbers: pandas would copy the texts, and refuse halves of a pair.
    table["text"] = pd.factorize(columns["text"][again])[0]
    table["customer"] = as_objects(customer[again].to_list())
    return int(table[table["customer"].notna()].duplicated().sum())


def _recurring(*columns: NDArray[Any]) -> NDArray[np.int64]:
    """Return the rows that may be like another: all that are, and few beside them.

    They are told by a number of each, so that no table of all texts is made to find the few.
    """
    rows = zip(*(column.tolist() for column in columns), strict=True)
    number = np.fromiter(map(hash, rows), dtype=np.int64, count=len(columns[0]))
    in_order = np.sort(number)
    recurs = in_order[1:][in_order[1:] == in_order[:-1]]
    return np.flatnonzero(np.isin(number, recurs))


def _shared(phrases: Sequence[str]) -> tuple[Note, ...]:
    return Note.counted(
        len(phrases),
        "{phrases} in more than one topic, counted in each: {names}.",
        "{phrases}属于多个主题，在每个主题中各计一次：{names}。",
        phrases=counted(len(phrases), "phrase"),
        names=_some(phrases),
        bears_on="reading",
    )


def _unmentioned(topics: Sequence[Topic], mentioned: set[int]) -> tuple[Note, ...]:
    idle = [topic.name for number, topic in enumerate(topics) if number not in mentioned]
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

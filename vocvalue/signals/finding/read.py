"""Texts in, signals out: batch by batch, so that a file may be larger than memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue import checks, progress
from vocvalue.results import Note
from vocvalue.results.numerals import counted
from vocvalue.results.texts import named, pair
from vocvalue.signals.finding import gate as gating
from vocvalue.signals.finding.kinds import LEADS
from vocvalue.signals.finding.readers import Reader, Tells, TextPolarity, asking, polarities
from vocvalue.signals.finding.result import Signals
from vocvalue.signals.finding.text_ids import text_id
from vocvalue.signals.matching.lexicon import Lexicon, load
from vocvalue.signals.matching.match import Match
from vocvalue.signals.matching.matchers import matcher_of
from vocvalue.signals.matching.normal import Normalised, normalise_all
from vocvalue.signals.reading import ReadBatch, TextCounts, as_objects, customers_of, opened
from vocvalue.signals.trained.cache import Cache
from vocvalue.signals.trained.model import Model
from vocvalue.signals.trained.notes import notes_on
from vocvalue.tables import ids
from vocvalue.tables.comments import Batch, CommentLog
from vocvalue.tables.engine_errors import translated

Lexicons: TypeAlias = Sequence[str | Path | Lexicon]

LANGUAGES = ("zh", "en")
BATCH_SIZE = 32
MAX_CHARS = 20_000
FIELDS = (
    *("row", "language", "kind", "status", "start", "end", "words", "product", "condition"),
    *("rule", "sarcasm", "confidence"),
)


@progress.step(pair("looking for signals", "识别购买信号"))
@translated
def find(
    comments: object,
    *,
    lexicons: Lexicons = LANGUAGES,
    model: Model | None = None,
    polarity: TextPolarity | None = None,
    low_score: float | None = None,
    batch_size: int = BATCH_SIZE,
    max_chars: int = MAX_CHARS,
    cache: Cache | None = None,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    text: str = "text",
    channel: str | None = None,
    role: str | None = None,
    score: str | None = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> Signals:
    """Find what customers say they will buy, or no longer buy, in what they write.

    Rules of each language mark the words; modifiers in their order settle what is meant: a
    negation, a condition, another brand, somebody else's words. `signals.explain` shows both for
    one text. Texts are read in batches: a file may be larger than memory.

    A model takes the place of the rules: one that `signals.fit` returned, a classifier, an LLM. It
    is asked in batches, and what it answers is held against the texts: a signal whose words do not
    stand in its text, or whose kind or status is not known, is left out and counted. A batch that
    fails is asked once more in halves. What a seller wrote is not asked.

    Args:
        comments: One row per text: a frame, a path, a `Comments`; or a list or column of texts.
        lexicons: The rules: "zh", "en", a path of a file of your own, or what
            `signals.Lexicon.load` returned; one for each language.
        model: A `signals.SignalModel`, or a function from a list of texts to a list of signals for
            each, in the place of the rules.
        polarity: What `signals.fit_polarity` returned: it tells of texts without a score whether
            they complain, in the place of the words of the lexicons.
        low_score: Up to which score a customer is unhappy, so that an intent to buy again is held;
            by default 6 of 10, 2 of 5, or 0 of 1, by the scores that the table holds.
        batch_size: How many texts the model is asked at a time, at most.
        max_chars: How many characters they have together, at most; a longer text goes alone.
        cache: Where answers of the model are kept, by text, name and version: a dictionary, or the
            path of a file of JSON lines.
        customer_id: Column with the customer ids, if there is one.
        timestamp: Column of the time, if there is one.
        text: Column of the text.
        channel: Column of where it was written; by default "channel", if there is one.
        role: Column of who wrote it; by default "role", if there is one. What "seller" wrote is
            no signal.
        score: Column of the score given with the text; by default "score", if there is one.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times; ISO by default.

    Returns:
        One row per signal.

    Raises:
        DataError: A column is missing or cannot be read, a lexicon breaks its format, or the model
            failed on every text.
        ParameterError: Two lexicons of one language, scores of no known scale, or a model that is
            none.

    Examples:
        >>> import vocvalue as vv
        >>> found = vv.signals.find(["快用完了，准备回购", "Do you also sell filters?"])
        >>> found.to_frame()[["kind", "status", "words", "product"]]
                 kind    status                      words  product
        0  repurchase  positive                       快用完了      NaN
        1  repurchase  positive                         回购      NaN
        2  cross_sell  positive  Do you also sell filters?  filters
    """
    log = opened(
        comments,
        customer_id=customer_id,
        timestamp=timestamp,
        text=text,
        channel=channel,
        role=role,
        score=score,
        timezone=timezone,
        timestamp_format=timestamp_format,
    )
    matcher = matcher_of(the_lexicons(lexicons))
    checks.whole("batch_size", batch_size, least=1)
    checks.whole("max_chars", max_chars, least=1)
    asked = asking(model, matcher, batch_size, max_chars, cache)
    tells = polarities(matcher, polarity)
    low = gating.low_score(low_score, log.scores)
    counts = _SignalCounts()
    with log.batches() as batches:
        parts = [_part(batch, asked or matcher, tells, low, counts) for batch in batches]
    of_model = () if asked is None else notes_on(asked.counts, asked.name)
    return _together(parts, log, counts, notes=(*gating.note_on(low, low_score), *of_model))


@dataclass(kw_only=True)
class _SignalCounts(TextCounts):
    """How many texts were read, and in how many of them there may be a lead."""

    cut_clauses: int = 0
    with_lead: int = 0


def the_lexicons(asked: Lexicons | str | Path | Lexicon) -> list[Lexicon]:
    """Return lexicons, those loaded that are named.

    Args:
        asked: One or several, each a language, the path of a file, or a lexicon.
    """
    several = [asked] if isinstance(asked, str | Path | Lexicon) else asked
    return [it if isinstance(it, Lexicon) else load(it) for it in several]


def _part(
    batch: Batch, reader: Reader, tells: Tells, low: float | None, counts: _SignalCounts
) -> ReadBatch:
    reading = reader.read(batch.text, batch.role, batch.channel)
    counts.add(batch)
    counts.broken += reading.n_broken
    counts.cut_clauses += reading.n_cut_clauses
    matches = reading.matches
    local = np.array([match.row for match in matches], dtype=np.int64)
    rows, places = np.unique(local, return_inverse=True)
    normal = normalise_all([batch.text[row] or "" for row in rows])
    texts = [normal[place] for place in places]
    scores = _taken(batch.score, local, fill=np.nan)
    gates = gating.gates(
        [match.kind for match in matches],
        [match.status for match in matches],
        scores,
        low,
        lambda asked: tells([texts[place] for place in asked]),
    )
    may_be_lead = [
        match.status in LEADS and gate != "held" for match, gate in zip(matches, gates, strict=True)
    ]
    counts.with_lead += len(set(local[may_be_lead].tolist()))
    customers = None if batch.customer is None else batch.customer[local]
    is_named = None if batch.is_named is None else batch.is_named[local]
    columns = {
        **{name: _array(matches, name) for name in FIELDS},
        "row": local + batch.first,
        "modifiers": as_objects([", ".join(match.modifiers) for match in matches]),
        "gate": as_objects(gates),
        "text_id": as_objects(_ids(texts, customers, is_named)),
        "timestamp": None if batch.moment is None else batch.moment[local],
        "channel": None if batch.channel is None else as_objects([batch.channel[i] for i in local]),
        "score": None if batch.score is None else scores,
    }
    there = {name: values for name, values in columns.items() if values is not None}
    return ReadBatch(columns=there, customer=customers, is_named=is_named)


def _taken(
    values: NDArray[np.float64] | None, rows: NDArray[np.int64], *, fill: float
) -> NDArray[np.float64]:
    return np.full(len(rows), fill) if values is None else values[rows]


def _array(matches: Sequence[Match], name: str) -> NDArray[Any]:
    values = [getattr(match, name) for match in matches]
    if name in ("row", "start", "end"):
        return np.array(values, dtype=np.int64)
    if name == "confidence":
        return np.array(values, dtype=np.float64)
    return np.array(values, dtype=np.bool_) if name == "sarcasm" else as_objects(values)


def _ids(
    texts: Sequence[Normalised],
    customers: nw.Series[Any] | None,
    is_named: NDArray[np.bool_] | None,
) -> list[str]:
    """Return what a customer and a text are known by, the same in every run and every engine."""
    who = [""] * len(texts)
    if customers is not None and is_named is not None:
        for place, name in zip(np.flatnonzero(is_named), _names(customers, is_named), strict=True):
            who[place] = name
    return [text_id(text.text, customer) for customer, text in zip(who, texts, strict=True)]


def _names(customers: nw.Series[Any], is_named: NDArray[np.bool_]) -> list[str]:
    named_ones = customers[np.flatnonzero(is_named)]
    return ids.texts_of(named_ones) if len(named_ones) else []


def _together(
    parts: Sequence[ReadBatch], log: CommentLog, counts: _SignalCounts, *, notes: tuple[Note, ...]
) -> Signals:
    columns = {
        name: np.concatenate([part.columns[name] for part in parts])
        for name in (parts[0].columns if parts else ())
    }
    if not parts:
        columns = {**{name: _array([], name) for name in FIELDS}}
        columns |= {name: as_objects([]) for name in ("modifiers", "gate", "text_id")}
    customer, n_nobody = customers_of(parts, log)
    source = () if log.source is None else log.source.notes
    confidence = columns.pop("confidence")
    return Signals(
        **columns,
        confidence=None if np.isnan(confidence).all() else confidence,
        customer_id=customer,
        n_rows=counts.rows,
        n_texts=counts.texts,
        n_with_lead=counts.with_lead,
        timezone=log.timezone,
        notes=(
            *source,
            *counts.notes(log),
            *_cut_clauses(counts.cut_clauses),
            *_nobody(n_nobody, log),
            *(() if customer is None else _repeats(columns)),
            *notes,
        ),
    )


def _cut_clauses(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{clauses} of more than 400 characters, read in parts: a signal across a cut is missed.",
        "{clauses}超过 400 个字符，分段读取，跨段的信号无法识别。",
        clauses=counted(n, "clause"),
        bears_on="reading",
    )


def _repeats(columns: Mapping[str, NDArray[Any]]) -> tuple[Note, ...]:
    names = ("text_id", "kind", "rule", "start")
    n = int(pd.DataFrame({name: columns[name] for name in names}).duplicated().sum())
    return Note.counted(
        n,
        "{signals} repeated: the same customer wrote the same text again. Together they make "
        "one lead.",
        "{signals}与其他信号重复：同一客户的同一文本出现多次，合并为一条线索。",
        signals=counted(n, "signal"),
    )


def _nobody(n: int, log: CommentLog) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{signals} without {column} cannot become leads or alerts.",
        "{signals}缺少 {column}，不能列为线索或预警。",
        signals=counted(n, "signal"),
        column=named(log.schema.customer_id),
    )

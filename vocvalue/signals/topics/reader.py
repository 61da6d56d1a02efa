"""A batch of texts in, its mentions of topics as columns of numbers out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.normal import BROKEN, LONGEST_TEXT, Ints, Normalised, spell_all
from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.reading import ReadBatch, TextCounts, as_objects, of_customers, seller_roles
from vocvalue.signals.topics.clause_polarity import SignedClauses, polarity_number
from vocvalue.signals.topics.phrases import PhraseFinder
from vocvalue.signals.topics.places import Places, one_per_clause
from vocvalue.signals.topics.topic import Topic
from vocvalue.tables.comments import Batch, Texts


@dataclass(kw_only=True)
class MentionCounts(TextCounts):
    """How many texts were read, on which days, and what was left out of them.

    Attributes:
        sellers: Texts by sellers.
        by_day: How many texts were written on each day.
    """

    sellers: int = 0
    by_day: dict[np.datetime64, int] = field(default_factory=dict)

    def add_days(self, moments: NDArray[np.datetime64]) -> None:
        """Count the texts of each day.

        Args:
            moments: When each text was written, shape (n,).
        """
        days = moments[~np.isnat(moments)].astype("datetime64[D]")
        for day, n in zip(*np.unique(days, return_counts=True), strict=True):
            self.by_day[day] = self.by_day.get(day, 0) + int(n)


@dataclass(frozen=True, kw_only=True)
class MentionReader:
    """All that texts are read with.

    Attributes:
        signs: What a phrase of each topic says by itself: -1, 1, or 0 for nothing, shape (k,).
        phrases: The phrases of the topics.
        polarity: The words of praise and complaint.
        seller_roles: The roles of those who sell.
    """

    signs: Ints = field(repr=False)
    phrases: PhraseFinder
    polarity: LexiconPolarity
    seller_roles: frozenset[str]

    @classmethod
    def of(cls, topics: Sequence[Topic], lexicons: Sequence[Lexicon]) -> "MentionReader":
        """Return what finds some topics.

        Args:
            topics: The topics.
            lexicons: Whose words praise and complain.
        """
        return cls(
            signs=np.array([topic.sign or 0 for topic in topics], dtype=np.int64),
            phrases=PhraseFinder(topics),
            polarity=LexiconPolarity([lexicon.polarity for lexicon in lexicons]),
            seller_roles=seller_roles(lexicons),
        )

    def read(self, batch: Batch, counts: MentionCounts) -> ReadBatch:
        """Return the mentions of a batch, and count its texts.

        Args:
            batch: The texts.
            counts: Where they are counted.
        """
        counts.add(batch)
        texts, n_sellers = of_customers(batch, self.seller_roles)
        counts.sellers += n_sellers
        spelled = spell_all([text[:LONGEST_TEXT] for text in texts])
        counts.broken += sum(BROKEN in line for line in spelled.lines)
        if batch.moment is not None:
            counts.add_days(batch.moment[[bool(text.strip()) for text in texts]])
        places = one_per_clause(spelled.lines, self.phrases.find(spelled.lines))
        rows = places.text
        start, end = _original(spelled.moved, rows, places.start, places.end)
        first, past = _original(spelled.moved, rows, places.clause_start, places.clause_end)
        columns = {
            "row": rows + batch.first,
            "timestamp": None if batch.moment is None else batch.moment[rows],
            "channel": None if batch.channel is None else _shared(batch.channel, rows),
            "topic_number": places.topic.astype(np.int32),
            "polarity_number": polarity_number(self._said(places, spelled.lines)),
            "start": start,
            "end": end,
            "clause_start": first,
            "clause_end": past,
            "text": as_objects(texts)[rows],
        }
        return ReadBatch(
            columns={name: values for name, values in columns.items() if values is not None},
            customer=None if batch.customer is None else batch.customer[rows],
            is_named=None if batch.is_named is None else batch.is_named[rows],
        )

    def _said(self, places: Places, lines: Sequence[str]) -> Ints:
        """Return what the clause of each mention says of it; each clause is read once."""
        is_first = np.ones(len(places.text), dtype=np.bool_)
        is_first[1:] = (np.diff(places.text) != 0) | (np.diff(places.clause_start) != 0)
        firsts = np.flatnonzero(is_first)
        columns = (places.text, places.clause_start, places.clause_end)
        clauses = [
            lines[text][start:end]
            for text, start, end in zip(*(it[firsts].tolist() for it in columns), strict=True)
        ]
        return SignedClauses(clauses, self.polarity).of_mentions(
            clause=np.cumsum(is_first) - 1,
            start=places.start - places.clause_start,
            end=places.end - places.clause_start,
            sign=self.signs[places.topic],
        )


def _original(
    moved: Mapping[int, Normalised], rows: Ints, start: Ints, end: Ints
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where parts of texts in one spelling stand in the texts as they were handed in."""
    first, past = start.astype(np.int32), end.astype(np.int32)
    for place in np.flatnonzero(np.isin(rows, list(moved))).tolist():
        text = moved[int(rows[place])]
        first[place], past[place] = text.span(int(start[place]), int(end[place]))
    return first, past


def _shared(words: Texts, rows: Ints) -> NDArray[Any]:
    """Return the words of some rows, alike ones as one object: there are few channels."""
    known: dict[str | None, str | None] = {}
    return as_objects(
        [known.setdefault(word, word) for word in map(words.__getitem__, rows.tolist())]
    )

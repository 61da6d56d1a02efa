"""Where topics are mentioned: the longest phrase of each topic in each clause."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vocvalue.signals.matching.clauses import clauses_of_all
from vocvalue.signals.matching.normal import Ints
from vocvalue.signals.topics.phrases import Hits


@dataclass(frozen=True, kw_only=True)
class Places:
    """Mentions in normalised texts, in the order of the texts, their clauses and the phrases.

    Attributes:
        text: Number of the text, shape (n,).
        topic: Number of the topic, shape (n,).
        start: First character of the phrase in the text, shape (n,).
        end: The character after its last, shape (n,).
        clause_start: First character of the clause in which it begins, shape (n,).
        clause_end: The character after the last of the clause, shape (n,).
    """

    text: Ints = field(repr=False)
    topic: Ints = field(repr=False)
    start: Ints = field(repr=False)
    end: Ints = field(repr=False)
    clause_start: Ints = field(repr=False)
    clause_end: Ints = field(repr=False)


def one_per_clause(texts: Sequence[str], hits: Hits) -> Places:
    """Return the longest phrase of each topic in each clause.

    Args:
        texts: The texts, as `normalise` writes them.
        hits: The phrases in them.
    """
    mentioning, number = np.unique(hits.text, return_inverse=True)
    some = [texts[text] for text in mentioning.tolist()]
    cut = clauses_of_all(some)
    # Texts one behind the other, so that one search finds the clause of every phrase.
    lengths = np.fromiter(map(len, some), dtype=np.int64, count=len(some))
    begin = np.cumsum(lengths) - lengths
    clause = np.searchsorted(cut.end + begin[cut.text], hits.start + begin[number], side="right")
    order = np.lexsort((hits.start, hits.start - hits.end, hits.topic, clause))
    is_best = np.ones(len(order), dtype=np.bool_)
    by = np.stack((clause[order], hits.topic[order]))
    is_best[1:] = (by[:, 1:] != by[:, :-1]).any(axis=0)
    best = order[is_best]
    best = best[np.lexsort((hits.topic[best], hits.start[best], clause[best]))]
    return Places(
        text=hits.text[best],
        topic=hits.topic[best],
        start=hits.start[best],
        end=hits.end[best],
        clause_start=cut.start[clause[best]],
        clause_end=cut.end[clause[best]],
    )

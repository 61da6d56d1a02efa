"""Where topics are mentioned: the longest phrase of each topic in each clause."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vocvalue.signals.matching.clauses import clauses
from vocvalue.signals.matching.normal import Normalised
from vocvalue.signals.topics.phrases import Hits, Ints


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


def one_per_clause(normal: Sequence[Normalised], hits: Hits) -> Places:
    """Return the longest phrase of each topic in each clause.

    Args:
        normal: The texts.
        hits: The phrases in them.
    """
    texts, number = np.unique(hits.text, return_inverse=True)
    cut = [clauses(normal[text].text) for text in texts.tolist()]
    n = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    bounds = [bound for parts in cut for part in parts for bound in part[:2]]
    first, past = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
    # Texts one behind the other, so that one search finds the clause of every phrase.
    lengths = np.array([len(normal[text].text) for text in texts.tolist()], dtype=np.int64)
    begin = np.cumsum(lengths) - lengths
    ends = past + np.repeat(begin, n)
    clause = np.searchsorted(ends, hits.start + begin[number], side="right")
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
        clause_start=first[clause[best]],
        clause_end=past[clause[best]],
    )

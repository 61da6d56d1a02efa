"""Where the phrases of topics stand in many texts at once, the longest of each topic.

A batch of texts is searched as one long text. Topics never hide each other; within one topic a
phrase that lies inside a longer one, or overlaps one further left, is not counted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from vocvalue.signals.matching.normal import SEPARATOR, Ints
from vocvalue.signals.topics.topic import Topic

_BMP = 0x10000
# Letters of scripts whose words stand between spaces: up to where those of East Asia begin, but
# without Thai, Lao, Burmese and Khmer.
_SPACED_BELOW = 0x2E80
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))


@dataclass(frozen=True, kw_only=True)
class Hits:
    """Phrases in texts, by text, start and topic.

    Attributes:
        text: Number of the text, shape (n,).
        start: First character in the text, shape (n,).
        end: The character after the last, shape (n,).
        topic: Number of the topic, shape (n,).
    """

    text: Ints = field(repr=False)
    start: Ints = field(repr=False)
    end: Ints = field(repr=False)
    topic: Ints = field(repr=False)


class PhraseFinder:
    """The phrases of some topics, made ready for many texts.

    Args:
        topics: The topics.
    """

    __slots__ = ("_automaton", "_excepted", "_first", "_needs_edges", "_owner", "_owners")

    def __init__(self, topics: Sequence[Topic]) -> None:
        owners: dict[str, list[tuple[int, bool]]] = {}
        for number, topic in enumerate(topics):
            for is_exception, phrases in ((False, topic.phrases), (True, topic.exceptions)):
                for phrase in phrases:
                    owners.setdefault(phrase, []).append((number, is_exception))
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(owners),
            matchkind=ahocorasick_rs.MatchKind.Standard,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )
        flat = list(chain.from_iterable(owners.values()))
        self._owner = np.array([number for number, _ in flat], dtype=np.int64)
        self._excepted = np.array([is_exception for _, is_exception in flat], dtype=np.bool_)
        self._owners = np.array([len(theirs) for theirs in owners.values()], dtype=np.int64)
        self._first = np.cumsum(self._owners) - self._owners
        ends = [(is_spaced(phrase[0]), is_spaced(phrase[-1])) for phrase in owners]
        self._needs_edges = np.array(ends, dtype=np.bool_)

    def find(self, texts: Sequence[str]) -> Hits:
        """Return where phrases stand in texts.

        Args:
            texts: The texts, as `normalise` writes them.

        Returns:
            The phrases, those apart that a longer one of the same topic or an exception hides.
        """
        joined = SEPARATOR.join(("", *texts, ""))
        hits = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        flat = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits))
        phrase, start, end = flat.reshape(-1, 3).T
        at_edges = self._at_edges(joined, phrase, start, end)
        phrase, start, end = phrase[at_edges], start[at_edges], end[at_edges]
        # A phrase of several topics is as many hits.
        n = self._owners[phrase]
        within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
        place = np.repeat(self._first[phrase], n) + within
        start, end, topic = np.repeat(start, n), np.repeat(end, n), self._owner[place]
        kept = _longest(start, end, topic, self._excepted[place])
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        begins = np.cumsum(lengths + 1) - lengths
        text = np.searchsorted(begins, start[kept], side="right") - 1
        begin = begins[text] if len(text) else text
        return Hits(text=text, start=start[kept] - begin, end=end[kept] - begin, topic=topic[kept])

    def _at_edges(self, joined: str, phrase: Ints, start: Ints, end: Ints) -> NDArray[np.bool_]:
        """Return which hits are no parts of a longer word, of a script that writes spaces."""
        needs_left, needs_right = self._needs_edges[phrase].T
        if not (needs_left.any() or needs_right.any()):
            return np.ones(len(phrase), dtype=np.bool_)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        is_letter = _is_letter().take(codes, mode="clip") & (codes < _BMP)
        return np.asarray(~(needs_left & is_letter[start - 1]) & ~(needs_right & is_letter[end]))


def is_spaced(character: str) -> bool:
    """Return whether a character is a letter or a digit of words that stand between spaces.

    Examples:
        >>> is_spaced("a"), is_spaced("5"), is_spaced("包")
        (True, True, False)
    """
    return ord(character) < _BMP and bool(_is_letter()[ord(character)])


@cache
def _is_letter() -> NDArray[np.bool_]:
    letters = np.zeros(_BMP, dtype=np.bool_)
    letters[:_SPACED_BELOW] = [chr(code).isalnum() for code in range(_SPACED_BELOW)]
    for first, last in _UNSPACED:
        letters[first : last + 1] = False
    return letters


def _longest(start: Ints, end: Ints, topic: Ints, is_exception: NDArray[np.bool_]) -> Ints:
    """Return the hits that stay, in the order of their place."""
    order = np.lexsort((is_exception, -end, start, topic))
    # Most hits overlap no other of their topic; the rest is settled one by one.
    reach = -1
    last = -1
    kept = []
    columns = (values[order].tolist() for values in (topic, start, end, is_exception))
    for place, number, first, past, excepted in zip(order.tolist(), *columns, strict=True):
        if number != last:
            last, reach = number, -1
        if first < reach:
            continue
        reach = past
        if not excepted:
            kept.append(place)
    stay = np.array(kept, dtype=np.int64)
    return stay[np.lexsort((topic[stay], start[stay]))]

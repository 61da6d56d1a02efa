"""Sentences and clauses of a normalised text, each with the mark that ends it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from vocvalue.signals.matching.normal import SEPARATOR, Ints

LONGEST_CLAUSE = 400
LONGEST_SENTENCE = 2_000
EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\u3030\u303d\ufffd"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_BREAK = re.compile(
    # What no break begins with is passed over at once.
    rf"(?=[。!?\n{EMOJI}.,:;~…、()\[\]{{}}|【】〔〕— 但不可另bhto])(?:"
    # The end of a sentence takes a closing quote with it; a full stop only before a space, at the
    # end of the text, or between Chinese characters.
    rf"(?P<sentence>[。!?\n{EMOJI}]+['”]?|\.+['”]?(?=[\s{SEPARATOR}]|$)|(?<=[{_HAN}”])\.(?=[{_HAN}“]))"
    # A comma or colon between digits, or the colon of an address, ends nothing.
    r"|(?P<clause>(?<![0-9])[,:](?!//)|[,:](?![0-9/])|[;~…、()\[\]{}|【】〔〕—]+|\.{2,}| -+ "
    rf"|(?<=[{_HAN}]) (?=[{_HAN}]))"
    r"|(?=(?<![不非])但|(?<!只)不过|可是|另外|\b(?:but|however|though|otherwise)\b))"
)


class Clause(NamedTuple):
    """One clause: its place, that of its sentence, and whether it had to be cut.

    Attributes:
        start: First character, after the spaces before it.
        end: The character after its end mark.
        sentence: Number of its sentence in the text, from 0.
        is_cut: Whether it ends for its length only.
    """

    start: int
    end: int
    sentence: int
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class ManyClauses:
    """The clauses of many texts, in order.

    Attributes:
        text: Number of the text, shape (n,).
        start: First character in the text, shape (n,).
        end: The character after the last, shape (n,).
    """

    text: Ints = field(repr=False)
    start: Ints = field(repr=False)
    end: Ints = field(repr=False)


def clauses(text: str) -> list[Clause]:
    """Return the clauses of a normalised text, in order.

    A clause of more than 400 characters is cut, and a sentence of more than 2,000 ends with the
    clause that passes them, so that what is read around a match has a bound.

    Args:
        text: What `normalise` wrote.

    Returns:
        Clauses that together hold everything but spaces between them.

    Examples:
        >>> text = "味道不错,下次还来!但是太慢"
        >>> [text[clause.start : clause.end] for clause in clauses(text)]
        ['味道不错,', '下次还来!', '但是太慢']
        >>> [clause.sentence for clause in clauses(text)]
        [0, 0, 1]
    """
    breaks = [(mark.end(), mark.lastgroup == "sentence") for mark in _BREAK.finditer(text)]
    if len(text) <= LONGEST_CLAUSE:
        return _of_short(text, breaks)
    every: list[Clause] = []
    start = sentence = sentence_start = 0
    for end, ends_sentence in (*breaks, (len(text), True)):
        for cut in _cuts(text, start, end):
            _add(every, text, start, cut, sentence, is_cut=cut < end)
            start = cut
            if (ends_sentence and cut == end) or cut - sentence_start >= LONGEST_SENTENCE:
                # Marks and spaces alone make no sentence.
                sentence += bool(every) and every[-1].sentence == sentence
                sentence_start = cut
    return every


def clauses_of_all(texts: Sequence[str]) -> ManyClauses:
    """Return the clauses of many texts at once; see `clauses`.

    Args:
        texts: The texts, as `normalise` writes them.

    Examples:
        >>> found = clauses_of_all(["味道不错,下次还来!", "太慢"])
        >>> found.text.tolist(), found.start.tolist(), found.end.tolist()
        ([0, 0, 1], [0, 5, 0], [5, 10, 2])
    """
    long = [number for number, text in enumerate(texts) if len(text) > LONGEST_CLAUSE]
    if not long:
        return _of_all_short(texts)
    rest = list(texts)
    for number in long:
        rest[number] = ""
    short = _of_all_short(rest)
    cut = [(number, *part[:2]) for number in long for part in clauses(texts[number])]
    columns = np.concatenate(
        (
            np.stack((short.text, short.start, short.end)),
            np.array(cut, dtype=np.int64).T.reshape(3, -1),
        ),
        axis=1,
    )
    text, start, end = columns[:, np.argsort(columns[0], kind="stable")]
    return ManyClauses(text=text, start=start, end=end)


def _of_all_short(texts: Sequence[str]) -> ManyClauses:
    """Return the clauses of texts that are too short for any to be cut."""
    joined = SEPARATOR.join(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    begin = np.cumsum(lengths + 1) - lengths - 1
    # What stands twice makes an empty clause, which is left out below.
    start = np.sort(np.concatenate((begin, _breaks(joined))), kind="stable")
    owner = np.searchsorted(begin, start, side="right") - 1
    end = np.minimum(np.append(start[1:], len(joined)), (begin + lengths)[owner])
    # The first and the last character that is no space.
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    solid = np.concatenate(([-1], np.flatnonzero(codes != ord(" ")), [len(joined)]))
    start = solid[np.searchsorted(solid, start)]
    end = solid[np.searchsorted(solid, end) - 1] + 1
    held = start < end
    owner = owner[held]
    return ManyClauses(text=owner, start=start[held] - begin[owner], end=end[held] - begin[owner])


def _breaks(joined: str) -> Ints:
    """Return where the marks end after which something new begins."""
    # Of a pattern with two groups, in turn: what stands before a mark, and the mark as either.
    parts = _BREAK.split(joined)
    lengths = np.array([len(part) if part else 0 for part in parts[:-1]], dtype=np.int64)
    return np.cumsum(lengths)[2::3]


def _of_short(text: str, breaks: Sequence[tuple[int, bool]]) -> list[Clause]:
    """Return the clauses of a text that is too short for any to be cut."""
    every: list[Clause] = []
    start = sentence = 0
    for end, ends_sentence in (*breaks, (len(text), True)):
        first, past = start, end
        while first < past and text[first] == " ":
            first += 1
        while first < past and text[past - 1] == " ":
            past -= 1
        if first < past:
            every.append(Clause(first, past, sentence))
        if ends_sentence:
            # Marks and spaces alone make no sentence.
            sentence += bool(every) and every[-1].sentence == sentence
        start = end
    return every


def _cuts(text: str, start: int, end: int) -> Sequence[int]:
    """Return where a clause ends: at its end, and before that where it is too long."""
    if end - start <= LONGEST_CLAUSE:
        return (end,)
    cuts = []
    while end - start > LONGEST_CLAUSE:
        most = start + LONGEST_CLAUSE
        space = text.rfind(" ", start + LONGEST_CLAUSE // 2, most)
        start = space + 1 if space > 0 else most
        cuts.append(start)
    return (*cuts, end)


def _add(
    every: list[Clause], text: str, start: int, end: int, sentence: int, *, is_cut: bool
) -> None:
    """Add a clause without the spaces around it, if anything is left."""
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    if start < end:
        every.append(Clause(start, end, sentence, is_cut))

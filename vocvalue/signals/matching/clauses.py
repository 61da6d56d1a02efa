"""Sentences and clauses of a normalised text, each with the mark that ends it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_CLAUSE = 400
LONGEST_SENTENCE = 2_000
EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\u3030\u303d\ufffd"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_BREAK = re.compile(
    # The end of a sentence takes a closing quote with it; a full stop only before a space, or
    # between Chinese characters.
    rf"(?P<sentence>[。!?\n{EMOJI}]+['”]?|\.+['”]?(?=\s|$)|(?<=[{_HAN}”])\.(?=[{_HAN}“]))"
    # A comma or colon between digits, or the colon of an address, ends nothing.
    r"|(?P<clause>(?<![0-9])[,:](?!//)|[,:](?![0-9/])|[;~…、()\[\]{}|【】〔〕—]+|\.{2,}| -+ "
    rf"|(?<=[{_HAN}]) (?=[{_HAN}]))"
    r"|(?=(?<![不非])但|(?<!只)不过|可是|另外|\b(?:but|however|though|otherwise)\b)"
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


class _Piece(NamedTuple):
    start: int
    end: int
    ends_sentence: bool
    is_cut: bool = False


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
    every: list[Clause] = []
    sentence = sentence_start = 0
    for piece in _pieces(text):
        trimmed = _trimmed(text, piece.start, piece.end)
        if trimmed is not None:
            every.append(Clause(*trimmed, sentence, piece.is_cut))
        if piece.ends_sentence or piece.end - sentence_start >= LONGEST_SENTENCE:
            sentence += bool(every) and every[-1].sentence == sentence
            sentence_start = piece.end
    return every


def _pieces(text: str) -> Iterator[_Piece]:
    start = 0
    for mark in _BREAK.finditer(text):
        yield from _cut(text, start, mark.end(), ends_sentence=mark.lastgroup == "sentence")
        start = mark.end()
    yield from _cut(text, start, len(text), ends_sentence=True)


def _cut(text: str, start: int, end: int, *, ends_sentence: bool) -> Iterator[_Piece]:
    while end - start > LONGEST_CLAUSE:
        most = start + LONGEST_CLAUSE
        space = text.rfind(" ", start + LONGEST_CLAUSE // 2, most)
        cut = space + 1 if space > 0 else most
        yield _Piece(start, cut, ends_sentence=False, is_cut=True)
        start = cut
    yield _Piece(start, end, ends_sentence)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return (start, end) if start < end else None

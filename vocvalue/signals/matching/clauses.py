"""Sentences and clauses of a normalised text, each with the mark that ends it."""

import re
from dataclasses import dataclass

LONGEST_CLAUSE = 400
LONGEST_SENTENCE = 2_000
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\u3030\u303d\ufffd"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_BREAK = re.compile(
    rf"(?P<sentence>[。!?\n{_EMOJI}]+['”]?|\.+(?=['”]?(?:\s|$))['”]?)"
    r"|(?P<clause>(?<![0-9])[,:](?!//)|[,:](?![0-9/])|[;~…、()\[\]{}|【】〔〕—]+|\.{2,}| -+ "
    rf"|(?<=[{_HAN}]) (?=[{_HAN}]))"
    r"|(?=(?<![不非])但|(?<!只)不过|可是|另外|\b(?:but|however|though|otherwise)\b)"
)


@dataclass(frozen=True, slots=True)
class Clause:
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


def clauses(text: str) -> list[Clause]:
    """Return the clauses of a normalised text, in order.

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
    start = sentence = sentence_start = 0
    for mark in _BREAK.finditer(text):
        end = mark.end()
        _add(every, text, start, end, sentence)
        start = end
        if mark.lastgroup == "sentence" or end - sentence_start > LONGEST_SENTENCE:
            sentence += 1
            sentence_start = end
    _add(every, text, start, len(text), sentence)
    return every


def _add(every: list[Clause], text: str, start: int, end: int, sentence: int) -> None:
    while end - start > LONGEST_CLAUSE:
        space = text.rfind(" ", start + LONGEST_CLAUSE // 2, start + LONGEST_CLAUSE)
        cut = space + 1 if space > 0 else start + LONGEST_CLAUSE
        every.append(Clause(start, cut, sentence, is_cut=True))
        start = cut
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    if start < end:
        every.append(Clause(start, end, sentence))

"""Strings of which every match of a pattern holds at least one.

They are read off the tree of the pattern, never written by hand: a text that holds none of them
cannot match, and need not be tried.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import product, takewhile
from math import fsum
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any

from vocvalue.signals.matching.patterns import Parsed, parsed

MOST = 4_000
_MOST_EXACT = 400
_COMMON = frozenset("的了是我不有在就人一这个也还都很好到要没下次会再买想能多来给说吃")
_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT}

Words = frozenset[str]


def anchors(pattern: str) -> Words | None:
    """Return strings of which every match of a pattern holds at least one.

    Args:
        pattern: A pattern without names in braces.

    Returns:
        The strings, those that are rarest; None where a match may hold none in particular.

    Examples:
        >>> sorted(anchors("(?:下次|以后)[还再]*买"))
        ['下次', '以后']
        >>> anchors(".+") is None
        True
    """
    return _rarest(_required(parsed(pattern)))


def _rarest(choices: Iterable[Words]) -> Words | None:
    usable = [words for words in choices if words and "" not in words and len(words) <= MOST]
    return min(map(_shortest, usable), key=_cost, default=None)


def _shortest(words: Words) -> Words:
    """Return the words without those that hold another of them."""
    if len(words) > _MOST_EXACT:
        return words
    sizes = sorted({len(word) for word in words})
    return frozenset(word for word in words if words.isdisjoint(_parts(word, sizes)))


def _parts(word: str, sizes: Iterable[int]) -> Iterator[str]:
    """Yield the parts of a word that have some sizes and are not all of it."""
    for size in takewhile(len(word).__gt__, sizes):
        yield from (word[start : start + size] for start in range(len(word) - size + 1))


def _cost(words: Words) -> float:
    """Return about how many places of a text hold one of the words."""
    # Exact, so that sets of one cost are taken in their order, whatever that of their words.
    return fsum(_frequency(word) for word in words)


def _frequency(word: str) -> float:
    share = 1.0
    for character in word:
        if character.isascii():
            share *= 0.08
        else:
            share *= 0.02 if character in _COMMON else 0.001
    return share


def _required(tree: Parsed) -> list[Words]:
    """Return sets of words: of each, every match of the tree holds one."""
    sets: list[Words] = []
    run: Words = frozenset([""])
    for code, argument in tree:
        exact = _exact(code, argument)
        longer = None if exact is None else _joined(run, exact)
        if longer is not None:
            run = longer
            continue
        sets.append(run)
        run = frozenset([""]) if exact is None else exact
        if exact is None:
            sets.extend(_inside(code, argument))
    sets.append(run)
    return sets


def _joined(left: Words, right: Words) -> Words | None:
    if len(left) * len(right) > _MOST_EXACT:
        return None
    return frozenset(a + b for a, b in product(left, right))


def _inside(code: Any, argument: Any) -> list[Words]:
    if code is codes.SUBPATTERN:
        return _required(argument[3])
    if code in _REPEATS:
        return _required(argument[2]) if argument[0] > 0 else []
    if code is codes.BRANCH:
        best = [_rarest(_required(branch)) for branch in argument[1]]
        return [frozenset().union(*best)] if all(best) else []  # type: ignore[arg-type]
    return []


def _exact(code: Any, argument: Any) -> Words | None:
    """Return all that a node can match, where that is a short list of words."""
    if code is codes.LITERAL:
        return frozenset([chr(argument)])
    if code is codes.AT:
        return frozenset([""])
    read = _EXACT.get(code)
    return read(argument) if read else None


def _members(argument: Any) -> Words | None:
    if any(kind is not codes.LITERAL for kind, _ in argument):
        return None
    return frozenset(chr(member) for _, member in argument)


def _exact_all(tree: Parsed) -> Words | None:
    words: Words | None = frozenset([""])
    for code, argument in tree:
        exact = _exact(code, argument)
        words = None if exact is None or words is None else _joined(words, exact)
        if words is None:
            return None
    return words


def _union(choices: Iterable[Words | None]) -> Words | None:
    every: set[str] = set()
    for words in choices:
        if words is None:
            return None
        every |= words
    return frozenset(every) if len(every) <= MOST else None


def _repeated(least: int, most: int, body: Parsed) -> Words | None:
    if most != 1 and (least, most) != (1, 1):
        return None
    words = _exact_all(body)
    if words is None:
        return None
    return words | {""} if least == 0 else words


_EXACT: dict[Any, Callable[[Any], Words | None]] = {
    codes.IN: _members,
    codes.SUBPATTERN: lambda argument: _exact_all(argument[3]),
    codes.BRANCH: lambda argument: _union(_exact_all(branch) for branch in argument[1]),
    codes.MAX_REPEAT: lambda argument: _repeated(*argument),
    codes.MIN_REPEAT: lambda argument: _repeated(*argument),
}

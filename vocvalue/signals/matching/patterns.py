"""What a pattern may hold, so that no text makes it slow: what a linear-time engine takes.

Refused are look-around, back-references, conditions, inline flags, repeats inside repeats without
a bound, and a second `.*`. What remains is read by every engine alike.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.normal import written

MOST_REPEATS = 200
_OPEN = 24
_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_DEEPEST = 8
_MOST_WIDE = 1
_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT}
_REFUSED = {
    codes.ASSERT: "a look-around",
    codes.ASSERT_NOT: "a look-around",
    codes.GROUPREF: "a back-reference",
    codes.GROUPREF_EXISTS: "a condition on a group",
    codes.ATOMIC_GROUP: "an atomic group",
    codes.POSSESSIVE_REPEAT: "a possessive repeat",
}

Parsed = Any  # the standard library's own tree, which has no public type


def expanded(pattern: str, names: Mapping[str, str], depth: int = 0) -> str:
    """Return a pattern with every `{name}` written out.

    Args:
        pattern: The pattern of a lexicon.
        names: The pattern of each class and fragment.
        depth: How many names lie around this one.

    Returns:
        The pattern; each name became a group of its own.

    Raises:
        ParameterError: There is no such name, or the names stand in a circle.

    Examples:
        >>> expanded("{fut}还买", {"fut": "下次|以后"})
        '(?:下次|以后)还买'
    """
    if depth > _DEEPEST:
        raise ParameterError("names refer to one another in a circle")

    def written_out(name: re.Match[str]) -> str:
        if name[1] not in names:
            raise ParameterError(f"there is no class or fragment {name[1]!r}")
        return f"(?:{expanded(names[name[1]], names, depth + 1)})"

    return _NAME.sub(written_out, pattern)


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern that is known to be fast on every text.

    Args:
        pattern: A pattern without names in braces.

    Returns:
        The compiled pattern.

    Raises:
        ParameterError: It is no pattern, or holds what is refused.

    Examples:
        >>> compiled("下次(?:还|再)买").search("下次再买").group()
        '下次再买'
        >>> compiled("(?=下次)买")
        Traceback (most recent call last):
        vocvalue.errors.ParameterError: holds a look-around, which takes more than linear time
    """
    _check(parsed(pattern))
    return re.compile(pattern)


@lru_cache(maxsize=4_096)
def parsed(pattern: str) -> Parsed:
    """Return the tree of a pattern.

    Args:
        pattern: A pattern without names in braces.

    Returns:
        The tree of the standard library's parser.

    Raises:
        ParameterError: It is no pattern, or sets flags.
    """
    try:
        tree = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ParameterError(f"is no pattern: {error}") from error
    if tree.state.flags != re.UNICODE.value:
        raise ParameterError("sets flags; texts are in lower case and on one line already")
    return tree


def _check(tree: Parsed) -> None:
    wide = _walk(tree, inside=1)
    if wide > _MOST_WIDE:
        raise ParameterError(
            f"repeats `.`, or a set like it, without a bound {wide} times; "
            "give a bound, such as .{0,8}"
        )


def _walk(tree: Parsed, inside: int) -> int:
    """Return how many repeats of nearly any character have no bound."""
    return sum(_node(code, argument, inside) for code, argument in tree)


def _node(code: Any, argument: Any, inside: int) -> int:
    if code in _REFUSED:
        raise ParameterError(f"holds {_REFUSED[code]}, which takes more than linear time")
    if code in _REPEATS:
        least, most, body = argument
        return _repeat(least, most, body, inside)
    if code is codes.SUBPATTERN:
        return _walk(argument[3], inside)
    if code is codes.BRANCH:
        return max(_walk(branch, inside) for branch in argument[1])
    if code is codes.LITERAL:
        _check_spelling(chr(argument))
    if code is codes.IN:
        _check_set(argument)
    return 0


def _repeat(least: int, most: int, body: Parsed, inside: int) -> int:
    is_open = most > _OPEN
    times = inside * (_OPEN if is_open else max(most, 1))
    if is_open and inside > 1:
        raise ParameterError("repeats a repeat without a bound, which takes more than linear time")
    if times > MOST_REPEATS:
        raise ParameterError(f"repeats a part {times} times; the most is {MOST_REPEATS}")
    within = _walk(body, times)
    if least != most and _is_empty(body):
        raise ParameterError("repeats a part that may be empty")
    return within + (is_open and any(_is_wide(*node) for node in body))


def _is_empty(body: Parsed) -> bool:
    return bool(body.getwidth()[0] == 0) and len(body) > 0 and body[0][0] in _REPEATS


def _is_wide(code: Any, argument: Any) -> bool:
    if code is codes.IN:
        return any(kind in (codes.NEGATE, codes.CATEGORY, codes.RANGE) for kind, _ in argument)
    return code in (codes.ANY, codes.NOT_LITERAL, codes.CATEGORY)


def _check_set(members: Parsed) -> None:
    for kind, member in members:
        if kind is codes.LITERAL:
            _check_spelling(chr(member))


@cache
def _check_spelling(character: str) -> None:
    after = written(character)
    if character not in (after, "\n"):
        raise ParameterError(
            f"holds {character!r}, which is read as {after!r} in every text; write that"
        )

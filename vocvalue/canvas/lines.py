"""Texts broken into lines; a Chinese character is as wide as two letters."""

import re
import unicodedata
from collections.abc import Iterator

from vocvalue.results.display import columns

NAME_WIDTH, NAME_LINES = 26, 3
NEVER_FIRST = "，。；：、！？）》”’」』】％%,.;:!?)]"
NEVER_LAST = "（《“‘「『【([¥€£$"


def in_lines(name: str) -> str:
    r"""Return a name in at most three lines.

    Args:
        name: The name, as the data or the labels have it.

    Examples:
        >>> in_lines("Friendliness of the staff at the counter")
        'Friendliness of the staff\nat the counter'
        >>> in_lines("客服人员的态度与处理问题的速度")
        '客服人员的态度与处理问题的\n速度'
    """
    lines = broken(name, NAME_WIDTH)
    if len(lines) > NAME_LINES:
        lines = [*lines[: NAME_LINES - 1], _cut(lines[NAME_LINES - 1])]
    return "\n".join(lines)


def broken(text: str, width: float) -> list[str]:
    """Return a text in lines that are no wider than so many letters.

    English is broken at spaces, Chinese between characters, but not before a full stop and the
    like. A number stays with what it counts. A word wider than a line is cut.

    Args:
        text: The text; breaks that it has already are kept.
        width: How many letters a line can hold.

    Examples:
        >>> broken("70.0% stayed, against 50.0% before.", 16)
        ['70.0% stayed,', 'against', '50.0% before.']
        >>> broken("留存率为 70.0%，高于对照组。", 14)
        ['留存率为', '70.0%，高于对', '照组。']
    """
    lines = [""]
    for piece in _pieces(text):
        fits = columns((lines[-1] + piece).rstrip()) <= width
        if fits and not lines[-1].endswith("\n"):
            lines[-1] += piece
        else:
            lines += _cut_up(piece.lstrip(" "), width)
    return [line.strip(" \n") for line in lines if line.strip(" \n")]


def balanced(text: str, width: float) -> list[str]:
    """Return a text in as few lines as `broken` takes, all about as long.

    Args:
        text: The text.
        width: How many letters a line can hold.

    Examples:
        >>> balanced("The rule matched none of 300 customers.", 30)
        ['The rule matched none', 'of 300 customers.']
    """
    lines = fewest = broken(text, width)
    while len(fewest) == len(lines) and len(lines) > 1:
        lines = fewest
        width = max(map(columns, lines)) - 1
        fewest = broken(text, width)
    return lines


def _pieces(text: str) -> Iterator[str]:
    """Split a text into pieces between which a line may end."""
    start = 0
    for place in range(1, len(text)):
        if _may_break(text, place):
            yield text[start:place]
            start = place
    yield text[start:]


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if before == "\n":
        return True
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before == " ":
        return not (after.isalpha() and re.search(r"[\d%] $", text[:place]))
    return after != " " and (_is_wide(before) or _is_wide(after))


def _cut_up(piece: str, width: float) -> list[str]:
    """Cut a piece that is wider than a line."""
    lines = []
    while columns(piece.rstrip()) > width:
        end = max(1, sum(1 for last in range(1, len(piece)) if columns(piece[:last]) <= width))
        lines.append(piece[:end])
        piece = piece[end:]
    return [*lines, piece]


def _cut(line: str) -> str:
    while columns(line) >= NAME_WIDTH:
        line = line[:-1]
    return line + "…"


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"

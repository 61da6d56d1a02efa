"""One spelling for a text: simplified, folded, half width; every place is kept.

Nearly every character becomes one other character, whatever stands beside it. A table of those
turns a whole batch of texts at once, with no offsets to keep. What becomes none or several
characters (ligatures, zero width, combining marks), runs of spaces, tags and entities are written
anew text by text, with the places in the original beside each character.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]

LONGEST_TEXT = 100_000
BROKEN = "\ufffd"
MASK = "\ue000"
_BMP = 0x10000
_LAST_MARK = 0x1F000  # but for selectors, which are dropped
SEPARATOR = "\x00"
"""What no text in one spelling holds: it stands between texts that are searched as one."""
_NOT_ONE = 0
_ZERO_WIDTH = (
    "[\u00ad\u034f\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f"
    "\ufeff\U000e0000-\U000e0fff]"
)
_DROPPED = re.compile(_ZERO_WIDTH)
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Written otherwise than by compatibility.
_OWN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4\uff07", "'"),
    **dict.fromkeys("\u201c\u201e\u201f\u300c\u300e\u300a\u00ab\uff62\u301d", "\u201c"),
    **dict.fromkeys("\u201d\u300d\u300f\u300b\u00bb\uff63\u301e\u301f", "\u201d"),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **dict.fromkeys("\u2033\uff02", '"'),
    "\u2026": "\u2026",
    "\u301c": "~",
    MASK: BROKEN,
}
_BLOCKS = (
    "address|article|blockquote|br|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|table|"
    "tbody|td|tfoot|th|thead|tr|ul"
)
_INLINE = (
    "a|abbr|b|big|body|button|center|cite|code|del|em|font|form|head|html|i|iframe|img|input|ins|"
    "label|mark|meta|q|s|script|small|span|strike|strong|style|sub|sup|title|tt|u|video"
)
_REST = r"(?:\s[^<>=]{0,500}=[^<>]{0,500}|\s{0,8})/?>"
_BLOCK_TAG = rf"</?(?i:{_BLOCKS}){_REST}"
_INLINE_TAG = rf"</?(?i:{_INLINE}){_REST}|<!--[^<>]{{0,500}}-->"
_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});"
# Beyond the basic plane nearly all are emoji and rare Chinese characters, which stay as they are.
_ASTRAL = "\U00010000-\U0001efff\U0001f100-\U0001f1ff\U0002f800-\U0002ffff\U000e0000-\U0010ffff"
_STRAIGHT = re.compile(r'[0-9]?"|\n')


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in one spelling, with the place of every character in the original.

    Attributes:
        text: The text as rules read it.
        original: The text as it was handed in.
        starts: Place in `original` of each character of `text`; None where both are alike.
        ends: The place after it.
    """

    text: str
    original: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of `text` stands in `original`.

        Args:
            start: First character.
            end: The character after the last; above `start`.

        Returns:
            The same of the original.
        """
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Spelled:
    """Many texts in one spelling.

    Attributes:
        lines: The texts as rules read them.
        moved: By its number each text of which a character stands elsewhere than in the original.
    """

    lines: list[str]
    moved: Mapping[int, Normalised]


def normalise(text: str) -> Normalised:
    """Return a text in simplified characters, half width and lower case.

    Args:
        text: The text as the customer wrote it.

    Returns:
        The text with the place of each character in the original.

    Examples:
        >>> normalise("下次還來！").text
        '下次还来!'
        >>> spaced = normalise("I&#39;ll   BUY  again")
        >>> spaced.text
        "i'll buy again"
        >>> spaced.span(5, 8)
        (11, 14)
    """
    return normalise_all([text])[0]


def normalise_all(texts: Sequence[str]) -> list[Normalised]:
    """Return many texts in one spelling; see `normalise`.

    Args:
        texts: The texts, each of at most `LONGEST_TEXT` characters.

    Returns:
        As many, in the same order.
    """
    spelled = spell_all(texts)
    return [
        spelled.moved.get(number) or Normalised(line, text)
        for number, (line, text) in enumerate(zip(spelled.lines, texts, strict=True))
    ]


def spell_all(texts: Sequence[str]) -> Spelled:
    """Return many texts in one spelling, with places for those alone whose characters moved.

    Args:
        texts: The texts, each of at most `LONGEST_TEXT` characters.

    Examples:
        >>> spelled = spell_all(["還行！", "so   so"])
        >>> spelled.lines, list(spelled.moved)
        (['还行!', 'so so'], [1])
    """
    joined = SEPARATOR.join(texts)
    if joined.count(SEPARATOR) >= max(len(texts), 1):
        without = spell_all([text.replace(SEPARATOR, " ") for text in texts])
        originals = {
            number: replace(it, original=texts[number]) for number, it in without.moved.items()
        }
        return Spelled(without.lines, originals)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    after = _one_by_one(codes)
    plain = after.tobytes().decode("utf-32-le", "surrogatepass")
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(lengths + 1) - lengths - 1
    lines = [plain[a:b] for a, b in zip(starts.tolist(), (starts + lengths).tolist(), strict=True)]
    moved = {}
    special = _special_places(codes, after)
    owner = np.searchsorted(starts, special, side="right") - 1
    for number, places in _by_text(owner, special - starts[owner]):
        moved[number] = _written_anew(texts[number], lines[number], places)
        lines[number] = moved[number].text
    return Spelled(lines, moved)


def _by_text(owner: Ints, places: Ints) -> Iterator[tuple[int, list[int]]]:
    """Yield each text with its places, of texts that do not fall."""
    numbers, first = np.unique(owner, return_index=True)
    for number, part in zip(numbers.tolist(), np.split(places, first[1:]), strict=False):
        yield number, part.tolist()


def _one_by_one(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return what each character becomes by itself, or 0 where that is not exactly one."""
    after = _table().take(codes, mode="clip")
    beyond = codes >= _BMP
    if beyond.any():
        after[beyond] = codes[beyond]
    return after


def _special_places(codes: NDArray[np.uint32], after: NDArray[np.uint32]) -> Ints:
    """Return where a text is more than its characters one by one."""
    special = _is_special().take(codes, mode="clip")
    beyond = np.flatnonzero(codes >= _BMP)
    far = codes[beyond]
    kept = (far >= 0x1F000) & (far < 0x2F800) & ~((far >= 0x1F100) & (far < 0x1F200))
    special[beyond] = ~kept
    is_space = after == ord(" ")
    special[1:] |= is_space[1:] & is_space[:-1]
    return np.flatnonzero(special)


@cache
def _is_special() -> NDArray[np.bool_]:
    """Return which characters of the basic plane do not become exactly one by themselves."""
    # What may open a tag or an entity, and the straight quote, at full width too.
    special: NDArray[np.bool_] = np.isin(_table(), [_NOT_ONE, *map(ord, '<&"')])
    special[ord(SEPARATOR)] = False
    return special


@cache
def _table() -> NDArray[np.uint32]:
    """Return what each character of the basic plane becomes; 0 where not exactly one."""
    table = np.zeros(_BMP, dtype=np.uint32)
    for code in range(1, _BMP):
        after = "" if _continues(chr(code)) else written(chr(code))
        table[code] = ord(after) if len(after) == 1 else _NOT_ONE
    return table


def _continues(character: str) -> bool:
    """Return whether a character belongs to the one before: a mark, a Hangul vowel or final."""
    is_jamo = "\u1160" <= character <= "\u11ff"
    return unicodedata.category(character)[0] == "M" or is_jamo or character in "\uff9e\uff9f"


def written(run: str) -> str:
    """Return what a character, with the marks on it, becomes.

    Args:
        run: One character, followed by the combining marks on it.

    Returns:
        No character for zero width, several for a ligature.

    Examples:
        >>> written("Ｂ"), written("ﬁ"), written("買")
        ('b', 'fi', '买')
    """
    kept = _DROPPED.sub("", run)
    if kept in _OWN:
        return _OWN[kept]
    if kept and "\ud800" <= kept[0] <= "\udfff":
        return BROKEN
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
    # What decomposes into a space with a mark on it, such as ¨, is a mark of its own.
    if folded.startswith(" ") or folded.isspace():
        return " "
    return folded.translate(traditional())


@cache
def traditional() -> dict[int, str]:
    """Return the simplified character of each traditional one, by code point."""
    table = resources.files("vocvalue.signals") / "lexicon" / "traditional.txt"
    lines = table.read_text(encoding="utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
    return {ord(pair[0]): pair[1] for pair in pairs}


@cache
def _special() -> re.Pattern[str]:
    """Return what is written anew: spaces, tags, entities, and what is not one for one."""
    marks = "".join(filter(_continues, map(chr, range(_LAST_MARK))))
    table = _table()
    several = "".join(map(chr, np.flatnonzero(table == _NOT_ONE)[1:]))
    spaces = "".join(map(chr, np.flatnonzero(table == ord(" "))))
    return re.compile(
        rf"(?P<spaces>[{spaces}](?:(?:{_INLINE_TAG}|{_ZERO_WIDTH})*[{spaces}])+)"
        rf"|(?P<block>{_BLOCK_TAG})|{_INLINE_TAG}|(?P<entity>{_ENTITY})"
        rf"|(?P<run>[^\n][{marks}]+|[{re.escape(several)}{_ASTRAL}])"
    )


def _written_anew(text: str, plain: str, places: Sequence[int]) -> Normalised:
    """Return a text in one spelling, given what its characters become one by one.

    Args:
        text: The original.
        plain: As long: each character by itself.
        places: Where that is not enough.

    Returns:
        The text with the place of each character.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for place in places:
        special = _special_at(text, place, done)
        if special is None:
            continue
        start, end = special.span()
        piece = _replacement(special)
        pieces += (plain[done:start], piece)
        starts += (*range(done, start), *[start] * len(piece))
        ends += (*range(done + 1, start + 1), *[end] * len(piece))
        done = end
    pieces.append(plain[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Normalised(_curled("".join(pieces)), text, starts, ends)


def _special_at(text: str, place: int, done: int) -> re.Match[str] | None:
    """Return what is special at a place: a mark with the character before it, spaces likewise."""
    if place < done:
        return None
    before = _special().match(text, place - 1) if place > done else None
    return before or _special().match(text, place)


def _replacement(special: re.Match[str]) -> str:
    if special["spaces"]:
        return " "
    if special["entity"]:
        return "".join(map(written, html.unescape(special["entity"])))
    if special["run"]:
        return written(special["run"])
    return "\n" if special["block"] else ""


def _curled(text: str) -> str:
    """Return a text whose straight double quotes open and close in turn, line by line."""
    if '"' not in text:
        return text
    is_open = False

    def curl(mark: re.Match[str]) -> str:
        nonlocal is_open
        # 27" is a size, unless a quote waits for its end.
        if mark.group() == "\n" or (len(mark.group()) > 1 and not is_open):
            is_open = is_open and mark.group() != "\n"
            return mark.group()
        is_open = not is_open
        return mark.group()[:-1] + ("\u201c" if is_open else "\u201d")

    return _STRAIGHT.sub(curl, text)

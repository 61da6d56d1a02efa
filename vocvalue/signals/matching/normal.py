"""One spelling for a text: simplified, folded, half width; every place is kept.

Nearly every character becomes one other character, whatever stands beside it. A table of those
turns a whole batch of texts at once, with no offsets to keep. What becomes none or several
(ligatures, zero width, combining marks), runs of spaces, tags and entities are written anew text by
text, with the places in the original beside each character.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

LONGEST_TEXT = 100_000
MASK = "\ue000"
_REWRITTEN = 0
_BMP = 0x10000
_ZERO_WIDTH = "\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Kept as they are, or written otherwise than compatibility would.
_OWN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4\uff07", "'"),
    **dict.fromkeys("\u201c\u201e\u201f\u300c\u300e\u300a\u00ab\uff62\u301d", "\u201c"),
    **dict.fromkeys("\u201d\u300d\u300f\u300b\u00bb\uff63\u301e\u301f", "\u201d"),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    "\u2026": "\u2026",
    "\uff5e": "~",
    "\u301c": "~",
    "\uff61": "\u3002",
    MASK: "\ufffd",
}
_BLOCK_TAGS = (
    "address|article|blockquote|br|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|table|"
    "tbody|td|tfoot|th|thead|tr|ul"
)
_TAG = r"<(?P<slash>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,15})(?P<rest>[^<>]{0,300})>"
_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});"
_BLOCK = re.compile(rf"(?:{_BLOCK_TAGS})", re.IGNORECASE)
_STRAIGHT = re.compile(r'"|\n')


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
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

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


def normalise_all(texts: list[str]) -> list[Normalised]:
    """Return many texts in one spelling; see `normalise`.

    Args:
        texts: The texts, each of at most `LONGEST_TEXT` characters.

    Returns:
        As many, in the same order.
    """
    joined = "\x00".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if not len(codes):
        return [Normalised("", text) for text in texts]
    table = _table()
    small = codes < _BMP
    written = np.where(small, table[np.where(small, codes, 0)], codes).astype(np.uint32)
    plain = written.tobytes().decode("utf-32-le", "surrogatepass")
    odd = _rows_to_rewrite(codes, written, len(texts))
    normal = []
    start = 0
    for number, text in enumerate(texts):
        end = start + len(text)
        normal.append(_rewritten(text) if odd[number] else Normalised(plain[start:end], text))
        start = end + 1
    return normal


def _rows_to_rewrite(
    codes: NDArray[np.uint32], written: NDArray[np.uint32], rows: int
) -> NDArray[np.bool_]:
    odd = (written == _REWRITTEN) | (codes == ord("<")) | (codes == ord("&"))
    odd |= (codes == ord('"')) | (codes >= 0xE0000)
    odd[1:] |= (written[1:] == ord(" ")) & (written[:-1] == ord(" "))
    ends = np.flatnonzero(codes == 0)
    odd[ends] = False
    # A text may hold the separator itself: then the places would shift, so all are written anew.
    if len(ends) != rows - 1:
        return np.ones(rows, dtype=bool)
    marked = np.zeros(rows, dtype=bool)
    marked[np.searchsorted(ends, np.flatnonzero(odd))] = True
    return marked


@cache
def _table() -> NDArray[np.uint32]:
    """Return what each character of the basic plane becomes; 0 where not exactly one."""
    table = np.zeros(_BMP, dtype=np.uint32)
    continues = _continuing()
    for code in range(1, _BMP):
        character = chr(code)
        after = "" if continues.fullmatch(character) else written(character)
        table[code] = ord(after) if len(after) == 1 else _REWRITTEN
    return table


def written(run: str) -> str:
    """Return what a character, with the marks on it, becomes.

    Args:
        run: One character, followed by the combining marks on it.

    Returns:
        No character for zero width, several for a ligature.
    """
    if run in _OWN:
        return _OWN[run]
    if run in _ZERO_WIDTH:
        return ""
    if "\ud800" <= run[0] <= "\udfff":
        return "\ufffd" + written(run[1:]) if run[1:] else "\ufffd"
    folded = unicodedata.normalize("NFKC", run).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    if folded.isspace():
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
def _continuing() -> re.Pattern[str]:
    """Return what belongs to the character before it: marks, Hangul vowels and finals."""
    marks = "".join(
        chr(code) for code in range(_BMP) if unicodedata.category(chr(code)).startswith("M")
    )
    return re.compile(f"[{marks}\u1160-\u11ff\uff9e\uff9f{_SELECTORS}]")


@cache
def _special() -> re.Pattern[str]:
    """Return the places where a text is more than its characters one by one."""
    continuing = _continuing().pattern
    table = _table()
    several = "".join(re.escape(chr(code)) for code in np.flatnonzero(table == _REWRITTEN) if code)
    spaces = "".join(chr(code) for code in np.flatnonzero(table == ord(" ")))
    return re.compile(
        rf"{_TAG}|(?P<entity>{_ENTITY})|(?P<spaces>[{spaces}]{{2,}})"
        rf"|(?P<marked>(?s:.){continuing}+)|(?P<several>[{several}\U000e0000-\U000e0fff])"
    )


def _rewritten(text: str) -> Normalised:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    table = _by_code()
    for special in _special().finditer(text):
        start, end = special.span()
        pieces.append(text[place:start].translate(table))
        starts.extend(range(place, start))
        ends.extend(range(place + 1, start + 1))
        piece = _replacement(special)
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
        place = end
    pieces.append(text[place:].translate(table))
    starts.extend(range(place, len(text)))
    ends.extend(range(place + 1, len(text) + 1))
    return Normalised(_curled("".join(pieces)), text, tuple(starts), tuple(ends))


@cache
def _by_code() -> dict[int, int]:
    table = _table()
    changed = np.flatnonzero(table != np.arange(_BMP))
    return {int(code): int(table[code]) for code in changed if table[code] != _REWRITTEN}


def _replacement(special: re.Match[str]) -> str:
    if special["tag"]:
        return "\n" if _BLOCK.fullmatch(special["tag"]) else ""
    if special["spaces"]:
        return " "
    if special["entity"]:
        character = html.unescape(special["entity"])
        return "".join(map(written, character))
    return written(special.group())


def _curled(text: str) -> str:
    """Return a text whose straight double quotes open and close in turn, line by line."""
    if '"' not in text:
        return text
    is_open = False

    def curl(mark: re.Match[str]) -> str:
        nonlocal is_open
        is_open = mark.group() == '"' and not is_open
        if mark.group() == "\n":
            return "\n"
        return "\u201c" if is_open else "\u201d"

    return _STRAIGHT.sub(curl, text)

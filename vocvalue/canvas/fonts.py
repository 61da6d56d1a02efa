"""Fonts that have the characters to be drawn, looked for among those installed."""

import functools
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from vocvalue.errors import FontWarning

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry
    from matplotlib.ft2font import FT2Font

PREFERRED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "SimHei",
    "Arial Unicode MS",
)
"""What is taken first of several that have a character: those made for Chinese on a screen."""
BOXES = "Last Resort High-Efficiency"
"""What matplotlib brings to draw a box for each character that no font has."""
SHOWN = 12


def families(text: str, base: Sequence[str] | None = None) -> list[str]:
    """Return the fonts to draw a text with: the usual one, then what has the rest of it.

    Nothing is changed for other pictures. Where no font that is installed has a character, the
    last family draws boxes.

    Args:
        text: What is to be drawn.
        base: The families asked for; by default those set in matplotlib.
    """
    from matplotlib import rcParams  # noqa: PLC0415 - loaded when drawn

    usual = [family for family in base or rcParams["font.family"] if family != BOXES]
    missing = _missing(frozenset(text), tuple(usual))
    more, left = _that_have(missing) if missing else ((), missing)
    return [*usual, *more, *([BOXES] if left and _draws_boxes() else [])]


def warn_of_boxes(texts: Iterable[str]) -> None:
    """Warn of characters that no installed font has."""
    from matplotlib import rcParams  # noqa: PLC0415 - loaded when drawn

    letters = "".join(dict.fromkeys("".join(texts)))
    missing = _missing(frozenset(letters), tuple(rcParams["font.family"]))
    left = _that_have(missing)[1] if missing else missing
    if not left:
        return
    shown = "".join([letter for letter in letters if letter in left][:SHOWN])
    warnings.warn(
        f"no font on this machine has the characters {shown}{'…' * (len(left) > SHOWN)}, so the "
        "picture shows boxes in their place. Install a font that has them, such as Noto Sans CJK "
        "for Chinese (on Debian and Ubuntu: apt-get install fonts-noto-cjk; elsewhere from "
        "fonts.google.com/noto), and start Python again.",
        FontWarning,
        stacklevel=2,
    )
    if not _draws_boxes():
        # Matplotlib before 3.11 warns of each character again whenever it measures a text.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font")


def forget() -> None:
    """Look for fonts anew when the next text is drawn."""
    for cached in (_missing, _that_have, _unlisted):
        cached.cache_clear()


@functools.lru_cache(maxsize=4096)
def _missing(letters: frozenset[str], usual: tuple[str, ...]) -> frozenset[str]:
    """Return the characters that the families asked for have not."""
    from matplotlib.font_manager import FontProperties, fontManager  # noqa: PLC0415 (see above)

    left = frozenset(letter for letter in letters if letter.isprintable() and letter != " ")
    for family in usual:
        path = fontManager.findfont(FontProperties(family=[family]))
        left -= letters_of(str(path), left)
    return left


@functools.lru_cache(maxsize=1024)
def _that_have(letters: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return families that cover as many characters as possible, and the characters left over."""
    left, chosen = letters, []
    for look in (_listed, _unlisted):
        for font in look():
            here = letters_of(str(font.fname), left)
            if here:
                chosen.append(font.name)
                left -= here
            if not left:
                return tuple(chosen), left
    return tuple(chosen), left


def _listed() -> list["FontEntry"]:
    """Return the fonts that matplotlib knows of, those to be preferred first."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 (see above)

    upright = [
        font
        for font in fontManager.ttflist
        if font.name != BOXES and font.style == "normal" and font.weight in (400, "normal")
    ]
    return sorted(upright, key=_rank)


@functools.lru_cache(maxsize=1)
def _unlisted() -> list["FontEntry"]:
    """Return fonts that were installed since matplotlib made its list, after adding them to it."""
    from matplotlib.font_manager import findSystemFonts, fontManager  # noqa: PLC0415 (see above)

    before = list(fontManager.ttflist)
    files = {str(font.fname) for font in before}
    for path in sorted(set(findSystemFonts()) - files):
        # A file that cannot be read is no font.
        with suppress(OSError, RuntimeError):
            fontManager.addfont(path)
    known = {id(font) for font in before}
    return [font for font in _listed() if id(font) not in known]


def _rank(font: "FontEntry") -> tuple[int, bool, str]:
    place = PREFERRED.index(font.name) if font.name in PREFERRED else len(PREFERRED)
    return place, "Sans" not in font.name or "Mono" in font.name, font.name


def _draws_boxes() -> bool:
    """Whether matplotlib brings a font of boxes."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 (see above)

    return any(font.name == BOXES for font in fontManager.ttflist)


def letters_of(path: str, letters: frozenset[str]) -> frozenset[str]:
    """Return those of some characters that a font has.

    Args:
        path: Its file. Of a collection the first font is looked at; the others have the same.
        letters: The characters.
    """
    font = _opened(path)
    if font is None:
        return frozenset()
    return frozenset(letter for letter in letters if font.get_char_index(ord(letter)))


@functools.lru_cache(maxsize=256)
def _opened(path: str) -> "FT2Font | None":
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 (see above)

    try:
        return FT2Font(path)
    except (OSError, RuntimeError):
        return None

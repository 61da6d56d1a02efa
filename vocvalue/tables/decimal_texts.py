"""Numbers written as text: 12.5 as it is, "1.234,56" and "1,234.56" where the table says so."""

import re
from collections.abc import Iterable

import narwhals as nw

from vocvalue.showing import cell

PLAIN = r"^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$"
MARKS = (",", ".")
# What parts thousands beside the mark that is not the decimal one: blanks, apostrophes.
PARTING = " \u00a0\u202f'’"


def pattern(decimal: str | None) -> str:
    """Return the regular expression of a number, by what stands before its decimals.

    Examples:
        >>> [bool(re.match(pattern(","), it)) for it in ("12,5", "1.234,56", "1 234", "12.50")]
        [True, True, True, False]
        >>> [bool(re.match(pattern("."), it)) for it in ("12.5", "1,234.56", "1,23,456", "12,50")]
        [True, True, True, False]
    """
    if decimal is None:
        return PLAIN
    mark = re.escape(decimal)
    parting = f"[{PARTING}{_other(decimal)}]"
    thousands = rf"\d{{1,3}}(?:{parting}\d{{2,3}})*{parting}\d{{3}}"
    whole = rf"(?:{thousands}|\d+)(?:{mark}\d*)?|{mark}\d+"
    return rf"^\s*[+-]?(?:{whole})(?:[eE][+-]?\d+)?\s*$"


def as_plain(text: nw.Expr, decimal: str | None) -> nw.Expr:
    """Return the expression of such texts as every engine reads them to numbers."""
    if decimal is None:
        return text
    whole = text.str.replace_all(f"[{PARTING}{_other(decimal)}]", "")
    return whole if decimal == "." else whole.str.replace_all(",", ".", literal=True)


def to_float(text: str, decimal: str | None) -> float:
    """Return the number that a text of the pattern stands for.

    Examples:
        >>> to_float("1.234,56", ","), to_float("1,234.56", "."), to_float(" 7 ", None)
        (1234.56, 1234.56, 7.0)
    """
    if decimal is None:
        return float(text)
    return float(re.sub(f"[{PARTING}{_other(decimal)}]", "", text).replace(",", "."))


def hint(examples: Iterable[object], decimal: str | None, *, is_text: bool) -> str:
    """Say how to have texts read as numbers that are none as the table is said to be written."""
    texts = [it for it in examples if isinstance(it, str)]
    fitting = [mark for mark in MARKS if texts and all(re.match(pattern(mark), it) for it in texts)]
    if decimal is not None or not fitting:
        return "Correct or remove these rows."
    if len(fitting) > 1:
        plain = all(re.match(PLAIN, it) for it in texts)
        fitting = ["."] if plain else fitting
    said = " or ".join(f"decimal={mark!r}" for mark in fitting)
    table = "path" if is_text else "table"
    meaning = f"{cell(texts[0].strip())} is then " + " or ".join(
        cell(to_float(texts[0], mark)) for mark in fitting
    )
    return f"State how they are written, for example Orders({table}, {said}): {meaning}."


def _other(decimal: str) -> str:
    return "," if decimal == "." else "."

"""A text as a log may keep it: counts, columns and labels, but no id and no content of a cell."""

from string import Formatter

from vocvalue.results.texts import Joined, Pair, Part, Phrase, read
from vocvalue.results.tongues import ENGLISH
from vocvalue.showing import HIDDEN

OPEN = ("vocvalue.results.numerals:", "vocvalue.results.texts:named")
"""What writes numbers, columns and labels; whatever else writes may write what stands in a cell."""


def without_cells(part: Part) -> str:
    """Return a text in English, with every part hidden that may stand in a cell.

    Args:
        part: A text, or a part of one.

    Examples:
        >>> from vocvalue.results.texts import named, pair
        >>> said = pair("{n} rows with no {it} ({first})", "", n=3, it=named("x"), first="Ann")
        >>> without_cells(said)
        '3 rows with no x ([hidden])'
    """
    if isinstance(part, Joined):
        return ENGLISH.between.join(map(without_cells, part.texts))
    if isinstance(part, Pair):
        return "".join(
            words + ("" if name is None else without_cells(part.parts[name]))
            for words, name, _, _ in Formatter().parse(part.english)
        )
    if isinstance(part, Phrase) and not part.written_by.startswith(OPEN):
        return HIDDEN
    return HIDDEN if isinstance(part, str) else read(part, ENGLISH)

"""What a reader must know of a result."""

import logging
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeAlias, get_args

from vocvalue.results.numerals import by_number
from vocvalue.results.plain_data import plain
from vocvalue.results.sameness import Compared
from vocvalue.results.texts import Part, Text, pair, sentences
from vocvalue.results.tongues import tongue
from vocvalue.results.veiled import without_cells

_log = logging.getLogger(__name__)

Bearing: TypeAlias = Literal["claim", "figure", "reading"]
"""What a note bears on, the gravest first: what may be claimed, how large a figure is, or how the
data were read."""

BEARINGS: tuple[Bearing, ...] = get_args(Bearing)


@dataclass(frozen=True, kw_only=True, eq=False)
class Note(Compared):
    """Something a reader must know of a result, with the number of rows or customers it touches.

    Attributes:
        said: The note, in every language.
        count: How many rows or customers it concerns; 0 where it concerns them all.
        bears_on: What it bears on: "claim", "figure" or "reading".

    Examples:
        >>> note = Note.of("{n} rows were left out.", "{n} 行已剔除。", n=1200, count=1200)
        >>> print(note), note.text("zh")
        1,200 rows were left out.
        (None, '1,200 行已剔除。')
    """

    said: Text
    count: int = 0
    bears_on: Bearing = "figure"

    def __post_init__(self) -> None:
        if self.count and _log.isEnabledFor(logging.INFO):
            _log.info("%s", without_cells(self.said))

    @classmethod
    def of(
        cls, en: str, zh: str, /, *, count: int = 0, bears_on: Bearing = "figure", **parts: Part
    ) -> Self:
        """Return a note of a pair of templates.

        Args:
            en: The English template, with fields in braces.
            zh: The Chinese template, with the same fields.
            count: How many rows or customers it concerns.
            bears_on: What it bears on.
            **parts: What the fields are filled with.
        """
        return cls(said=pair(en, zh, **parts), count=count, bears_on=bears_on)

    @classmethod
    def counted(
        cls, n: int, en: str, zh: str, /, *, bears_on: Bearing = "figure", **parts: Part
    ) -> tuple[Self, ...]:
        """Return a note on so many rows or customers, or nothing where there are none.

        Args:
            n: How many; the templates may have it as the field `n`.
            en: The English template.
            zh: The Chinese template.
            bears_on: What it bears on.
            **parts: What the other fields are filled with.

        Examples:
            >>> Note.counted(0, "{n} rows were left out.", "{n} 行已剔除。")
            ()
        """
        if not n:
            return ()
        return (cls.of(en, zh, count=int(n), bears_on=bears_on, **{"n": int(n), **parts}),)

    def __str__(self) -> str:
        return self.said.en

    @property
    def en(self) -> str:
        """The note in English."""
        return self.said.en

    @property
    def zh(self) -> str:
        """The note in Chinese."""
        return self.said.zh

    def text(self, language: str = "en") -> str:
        """Return the note in a language.

        Args:
            language: "en" or "zh".
        """
        return self.said.into(tongue(language))

    def to_dict(self) -> dict[str, Any]:
        """Return the note in every language, with its count and what it bears on."""
        return {**plain(self.said), "count": self.count, "bears_on": self.bears_on}


def numbered(n: int, one: Text, more: Text, *remarks: Text) -> tuple[Note, ...]:
    """Return the note on one row or customer, or on several, or nothing where there are none.

    Args:
        n: How many there are.
        one: The sentence for one of them.
        more: The sentence for another number.
        *remarks: Sentences that follow.

    Examples:
        >>> one, more = pair("1 row repeats another.", ""), pair("2 rows repeat others.", "")
        >>> [note.en for note in numbered(2, one, more)]
        ['2 rows repeat others.']
    """
    said = by_number(n, one, more)
    return (Note(said=sentences(said, *remarks), count=int(n)),) if n else ()


def left_out(n: int, rows: Text, *remarks: Text, of: Text | None = None) -> tuple[Note, ...]:
    """Return the note on rows or customers that were left out, or nothing where there are none.

    Args:
        n: How many there are.
        rows: They, with their number and the reason: "2 rows with no customer".
        *remarks: Sentences that follow.
        of: The figure that they were left out of; None where it is all of them.

    Examples:
        >>> [note] = left_out(1, pair("1 row with no customer", "1 行缺少客户编号"))
        >>> note.en, note.zh
        ('1 row with no customer was left out.', '1 行缺少客户编号，未计入。')
    """
    if of is None:
        one = pair("{rows} was left out.", "{rows}，未计入。", rows=rows)
        more = pair("{rows} were left out.", "{rows}，未计入。", rows=rows)
        return numbered(n, one, more, *remarks)
    one = pair("{rows} was left out of {figure}.", "{rows}，未计入{figure}。", rows=rows, figure=of)
    more = pair(
        "{rows} were left out of {figure}.", "{rows}，未计入{figure}。", rows=rows, figure=of
    )
    return numbered(n, one, more, *remarks)


def by_consequence(notes: tuple[Note, ...]) -> list[Note]:
    """Return notes with the gravest first, each once."""
    return sorted(dict.fromkeys(notes), key=lambda note: BEARINGS.index(note.bears_on))

"""Notes as a file keeps them: what they say in the languages that every installation knows."""

from collections.abc import Mapping
from typing import Any, cast

from vocvalue import checks
from vocvalue.errors import DataError
from vocvalue.results.notes import BEARINGS, Bearing, Note
from vocvalue.results.texts import Pair, Text

NAMES = frozenset({"en", "zh", "count"})
"""What every record of a note has."""
LATER = frozenset({"bears_on"})
"""What records have since notes say what they bear on."""


def record_of(note: Note) -> dict[str, Any]:
    """Return a note as plain values.

    Args:
        note: The note.

    Examples:
        >>> record_of(Note.of("{n} rows.", "{n} 行。", n=1200, count=1200))
        {'en': '1,200 rows.', 'zh': '1,200 行。', 'count': 1200, 'bears_on': 'figure'}
    """
    return {"en": note.en, "zh": note.zh, "count": note.count, "bears_on": note.bears_on}


def text_of(record: Mapping[str, Any]) -> Text:
    """Return a text of which a record holds what it says in each language.

    Args:
        record: The text by language.

    Raises:
        DataError: It is no text.

    Examples:
        >>> text_of({"en": "net", "zh": "净额"}).zh
        '净额'
    """
    english, chinese = record.get("en"), record.get("zh")
    if not isinstance(english, str) or not isinstance(chinese, str):
        raise DataError("a note is no text.")
    return Pair(english, chinese)


def note_of(record: Mapping[str, Any]) -> Note:
    """Return the note of a record, whose names were checked.

    Args:
        record: What `record_of` returned, or an older record without what the note bears on.

    Raises:
        DataError: It is no text.
        ParameterError: Its count or what it bears on is none.

    Examples:
        >>> print(note_of({"en": "1,200 rows.", "zh": "1,200 行。", "count": 1200}))
        1,200 rows.
    """
    said = text_of(record)
    bears_on = checks.one_of("bears_on", record.get("bears_on", "figure"), BEARINGS)
    return Note(
        said=said,
        count=checks.whole("count", record["count"]),
        bears_on=cast("Bearing", bears_on),
    )

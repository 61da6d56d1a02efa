"""Topics: a name, the phrases that stand for it, and what a mention says where no other word does.

Topics are handed in as a mapping, or stand in a file. In TOML a topic is a list of phrases, or a
table with `phrases`, `polarity` and `except`; in CSV a row has a `topic`, a `phrase` and, if there
is one, a `polarity`.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from vocvalue.errors import DataError, ParameterError
from vocvalue.signals.matching.normal import normalise

Polarity: TypeAlias = Literal["complaint", "praise", "neutral"]
Topics: TypeAlias = Mapping[str, Sequence[str] | Mapping[str, Any]] | str | Path

POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
SIGNS: Mapping[str, int] = {"complaint": -1, "praise": 1}
KEYS = ("phrases", "polarity", "except")
CSV_COLUMNS = ("topic", "phrase", "polarity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic and the phrases that stand for it, in one spelling.

    Attributes:
        name: Its name.
        phrases: The phrases, as `normalise` writes them, each once.
        exceptions: Longer phrases that hold one of them and mean something else.
        sign: -1 where a mention is a complaint unless other words tell otherwise, 1 where it is
            praise, None where the words around it decide alone.
    """

    name: str
    phrases: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    sign: int | None = None


def read_topics(asked: Topics, *, single_characters: bool = False) -> tuple[Topic, ...]:
    """Return topics, checked and in one spelling.

    Args:
        asked: The phrases of each topic; or a mapping with "phrases" and, if wanted, "polarity"
            and "except"; or the path of a TOML or CSV file.
        single_characters: Whether a phrase may be a single character.

    Raises:
        DataError: The file cannot be read.
        ParameterError: No topic, a topic without phrases, or a phrase that is no phrase.

    Examples:
        >>> [topic] = read_topics({"Parcel": {"phrases": ["BROKEN box"], "polarity": "complaint"}})
        >>> topic.phrases, topic.sign
        (('broken box',), -1)
    """
    if isinstance(asked, str | Path):
        asked = _of_file(Path(asked))
    if not isinstance(asked, Mapping) or not asked:
        raise ParameterError(
            f"topics == {asked!r:.80}, must hold at least one topic with its phrases: "
            '{"packaging": ["box was crushed", "torn bag"]}.'
        )
    return tuple(
        _topic(name, entry, single_characters=single_characters) for name, entry in asked.items()
    )


def shared_phrases(topics: Sequence[Topic]) -> list[str]:
    """Return the phrases that stand for more than one topic."""
    seen: dict[str, int] = {}
    for topic in topics:
        for phrase in topic.phrases:
            seen[phrase] = seen.get(phrase, 0) + 1
    return [phrase for phrase, n in seen.items() if n > 1]


def _topic(name: object, entry: object, *, single_characters: bool) -> Topic:
    if not isinstance(name, str) or not name.strip():
        raise ParameterError(f"topics: {name!r} is no name of a topic; it must be a text.")
    parts = entry if isinstance(entry, Mapping) else {"phrases": entry}
    unknown = [key for key in parts if key not in KEYS]
    if unknown:
        raise ParameterError(f"topic {name!r} has the key {unknown[0]!r}; known are {list(KEYS)}.")
    polarity = parts.get("polarity")
    if polarity is not None and polarity not in SIGNS:
        raise ParameterError(
            f"topic {name!r}: polarity == {polarity!r}, must be 'complaint' or 'praise'; leave it "
            "out where the words around a phrase decide."
        )
    phrases = _phrases(name, parts.get("phrases"))
    if not phrases:
        raise ParameterError(f"topic {name!r} has no phrases. Give it one, or leave it out.")
    short = [phrase for phrase in phrases if len(phrase) == 1]
    if short and not single_characters:
        raise ParameterError(
            f"topic {name!r}: the phrase {short[0]!r} is a single character, which is part of many "
            "other words. Write the word out, or allow it: single_characters=True."
        )
    exceptions = _phrases(name, parts.get("except", ()))
    return Topic(
        name=name,
        phrases=phrases,
        exceptions=exceptions,
        sign=None if polarity is None else SIGNS[str(polarity)],
    )


def _phrases(name: str, asked: object) -> tuple[str, ...]:
    if isinstance(asked, str) or not isinstance(asked, Sequence):
        raise ParameterError(
            f"topic {name!r}: the phrases must be a list of texts, not {asked!r:.60}."
        )
    wrong = [phrase for phrase in asked if not isinstance(phrase, str) or not _has_letter(phrase)]
    if wrong:
        raise ParameterError(
            f"topic {name!r}: {wrong[0]!r} is no phrase; it must hold a letter or a digit."
        )
    return tuple(dict.fromkeys(normalise(phrase).text.strip() for phrase in asked))


def _has_letter(phrase: str) -> bool:
    return any(character.isalnum() for character in phrase)


def _of_file(path: Path) -> Mapping[str, Any]:
    readers = {".toml": _of_toml, ".csv": _of_csv}
    if path.suffix.lower() not in readers:
        raise ParameterError(f"topics == {str(path)!r}, must be the path of a .toml or .csv file.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8. Save it as UTF-8.") from error
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror}.") from error
    return readers[path.suffix.lower()](text, path.name)


def _of_toml(text: str, name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name} is no TOML: {error}.") from error


def _of_csv(text: str, name: str) -> Mapping[str, Any]:
    rows = csv.DictReader(text.splitlines())
    missing = [column for column in CSV_COLUMNS[:2] if column not in (rows.fieldnames or ())]
    if missing:
        raise DataError.missing_columns(missing, list(rows.fieldnames or ()), table=name)
    topics: dict[str, dict[str, Any]] = {}
    for line, topic, phrase, polarity in _cells(rows):
        entry = topics.setdefault(topic, {"phrases": []})
        entry["phrases"].append(phrase)
        if polarity and entry.setdefault("polarity", polarity) != polarity:
            raise DataError(
                f"{name}, line {line}: topic {topic!r} is {polarity!r} here and "
                f"{entry['polarity']!r} above. A topic has one polarity."
            )
    return topics


def _cells(rows: "csv.DictReader[str]") -> Iterator[tuple[int, str, str, str]]:
    for row in rows:
        cells = [(row.get(column) or "").strip() for column in CSV_COLUMNS]
        if any(cells):
            yield rows.line_num, cells[0], cells[1], cells[2]

"""Lexicon files: read, laid one over another, with the line of every key for messages."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Self

from vocvalue.errors import DataError, ParameterError

SHIPPED = ("zh", "en")
_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.\-]+)\s*\]\]?\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class File:
    """One lexicon file.

    Attributes:
        name: Its path, or "zh.toml" of a shipped one.
        text: What it holds.
    """

    name: str
    text: str

    def where(self, table: str, number: int, key: str | None) -> str:
        """Return the file and line of a key, for messages.

        Args:
            table: Name of the table, or "" for the head of the file.
            number: Which of the tables of this name, from 0.
            key: The key; None for the table.

        Returns:
            Such as "zh.toml, line 12".
        """
        return f"{self.name}, line {self._line(table, number, key)}"

    def _line(self, table: str, number: int, key: str | None) -> int:
        left = number
        inside = not table
        begun = 1
        named = re.compile(rf"\s*[\"']?{re.escape(key or '')}[\"']?\s*=")
        for line_number, line in enumerate(self.text.splitlines(), start=1):
            header = _HEADER.match(line)
            if header:
                if inside:
                    break
                inside = header[1] == table and left == 0
                left -= header[1] == table
                begun = line_number if inside else begun
            elif inside and key and named.match(line):
                return line_number
        return begun


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a lexicon file, such as a rule, and where it stands."""

    values: Mapping[str, Any]
    file: File
    table: str
    number: int = 0

    def error(self, what: str, key: str | None = None) -> DataError:
        """Return an error that names the file, the line and the key.

        Args:
            what: What is wrong.
            key: The key that holds it.

        Returns:
            The error, to be raised.
        """
        named = f" of {self.values['id']!r}" if "id" in self.values else ""
        subject = f"{key!r}{named}" if key else f"[{self.table}]{named}"
        return DataError(f"{self.file.where(self.table, self.number, key)}: {subject} {what}.")

    def check(self, kinds: Mapping[str, type | tuple[type, ...]]) -> None:
        """Refuse keys that are not known, and values of another type.

        Args:
            kinds: The type of each known key.

        Raises:
            DataError: Names the key and its line.
        """
        for key, value in self.values.items():
            if key not in kinds:
                known = ", ".join(sorted(kinds))
                raise self.error(f"is no known key; known are {known}", key)
            kind = kinds[key]
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise self.error(f"is {value!r}; it must be {_type_name(kind)}", key)
            if isinstance(value, list) and not all(isinstance(part, str) for part in value):
                raise self.error("must be a list of texts", key)


def _type_name(kind: type | tuple[type, ...]) -> str:
    names = {str: "a text", list: "a list", bool: "true or false", int: "a whole number"}
    return names.get(kind, "a number") if isinstance(kind, type) else "a number"


@dataclass(slots=True)
class LexiconSource:
    """A lexicon before it is compiled: its own file, laid over the one it extends."""

    language: str
    version: int
    name: str
    word_edges: bool = False
    classes: dict[str, Entry] = field(default_factory=dict)
    fragments: dict[str, Entry] = field(default_factory=dict)
    rules: dict[str, Entry] = field(default_factory=dict)
    modifiers: dict[str, Entry] = field(default_factory=dict)
    traps: list[str] = field(default_factory=list)
    slot: dict[str, Entry] = field(default_factory=dict)
    praise: dict[str, Entry] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, source: str | Path) -> Self:
        """Return a lexicon file, and the one it extends below it.

        Args:
            source: "zh", "en" or the path of a file.

        Returns:
            The tables of both, with the place of each.

        Raises:
            DataError: The file is not there, is no TOML, or holds an unknown key.
            ParameterError: `source` is neither a shipped lexicon nor a path.
        """
        file = _file(source)
        try:
            content = tomllib.loads(file.text)
        except tomllib.TOMLDecodeError as error:
            raise DataError(f"{file.name} is no TOML: {error}.") from error
        return cls._of(file, content)

    def own(self, entries: Mapping[str, Entry]) -> dict[str, Entry]:
        """Return the entries that stand in the file itself, not in the one below.

        Args:
            entries: Rules or modifiers.

        Returns:
            Those of this file, by id.
        """
        return {name: entry for name, entry in entries.items() if entry.file.name == self.name}

    @classmethod
    def _of(cls, file: File, content: dict[str, Any]) -> Self:
        head = Entry({k: v for k, v in content.items() if not _is_table(v)}, file, "")
        head.check(_HEAD)
        tables = {k: v for k, v in content.items() if _is_table(v)}
        for table in tables:
            if table not in _TABLES:
                known = ", ".join(sorted(_TABLES))
                raise Entry({}, file, table).error(f"is no known table; known are {known}")
        below = cls._below(head)
        for table, read in _TABLES.items():
            if table in tables:
                read(below, file, table, tables[table])
        return below

    @classmethod
    def _below(cls, head: Entry) -> Self:
        """Return the lexicon that is extended, or an empty one."""
        values = head.values
        if "extends" in values:
            if values["extends"] not in SHIPPED:
                raise head.error(f"is {values['extends']!r}; it must be 'zh' or 'en'", "extends")
            below = cls.read(values["extends"])
            if values.get("language", below.language) != below.language:
                raise head.error(f"must be {below.language!r}, that of what it extends", "language")
            below.name = head.file.name
            below.version = values.get("version", below.version)
            return below
        if values.get("language") not in SHIPPED:
            raise head.error("must be 'zh' or 'en'", "language")
        edges = values.get("word_edges", False)
        return cls(values["language"], values.get("version", 1), head.file.name, edges)


_HEAD: dict[str, type | tuple[type, ...]] = {
    "language": str,
    "version": int,
    "extends": str,
    "word_edges": bool,
}


def _file(source: str | Path) -> File:
    if isinstance(source, str) and source in SHIPPED:
        place = resources.files("vocvalue.signals") / "lexicon" / f"{source}.toml"
        return File(f"{source}.toml", place.read_text(encoding="utf-8"))
    if not isinstance(source, str | Path):
        raise ParameterError(
            f"source == {source!r}, must be 'zh', 'en' or the path of a TOML file."
        )
    path = Path(source)
    if not path.is_file():
        raise DataError(f"There is no lexicon file {str(source)!r}; write 'zh', 'en' or a path.")
    try:
        return File(str(path), path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not written in UTF-8; save it as UTF-8.") from error


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(part, dict) for part in value)
    )


def _listed(source: LexiconSource, file: File, table: str, content: Any) -> None:
    """Lay rules or modifiers over those below: the same id replaces, `enabled = false` removes."""
    if not isinstance(content, list):
        raise Entry({}, file, table).error(f"must be written [[{table}]]")
    target = source.rules if table == "rule" else source.modifiers
    own: set[str] = set()
    for number, values in enumerate(content):
        entry = Entry(values, file, table, number)
        name = values.get("id")
        if not isinstance(name, str) or not name:
            raise entry.error("must be a text that no other has", "id")
        if name in own:
            raise entry.error("is the id of an earlier one in this file", "id")
        own.add(name)
        if values.get("enabled", True) is False:
            _remove(source, target, entry, name)
        else:
            target[name] = entry
            source.removed.discard(name)


def _remove(source: LexiconSource, target: dict[str, Entry], entry: Entry, name: str) -> None:
    if name not in target:
        raise entry.error("removes what is not in the lexicon below", "enabled")
    del target[name]
    source.removed.add(name)


def _single(content: Any, file: File, table: str) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise Entry({}, file, table).error(f"must be written [{table}]")
    return content


def _classes(source: LexiconSource, file: File, table: str, content: Any) -> None:
    values = _single(content, file, table)
    entry = Entry(values, file, table)
    entry.check(dict.fromkeys(values, list))
    for name in values:
        source.classes[name] = entry
        source.fragments.pop(name, None)


def _added(source: LexiconSource, file: File, table: str, content: Any) -> None:
    """Add words to classes that stand below."""
    entry = Entry(_single(content, file, table), file, table)
    entry.check(dict.fromkeys(entry.values, list))
    for name, words in entry.values.items():
        if name not in source.classes:
            raise entry.error("is no class of the lexicon", name)
        more = [*source.classes[name].values[name], *words]
        source.classes[name] = Entry({name: more}, file, table)


def _fragments(source: LexiconSource, file: File, table: str, content: Any) -> None:
    values = _single(content, file, table)
    entry = Entry(values, file, table)
    entry.check(dict.fromkeys(values, str))
    for name in values:
        if name in source.classes:
            raise entry.error("is the name of a class too", name)
        source.fragments[name] = entry


def _traps(source: LexiconSource, file: File, table: str, content: Any) -> None:
    entry = Entry(_single(content, file, table), file, table)
    entry.check({"words": list, "without": list})
    without = set(entry.values.get("without", []))
    words = [*source.traps, *entry.values.get("words", [])]
    source.traps = [word for word in dict.fromkeys(words) if word not in without]


def _slot(source: LexiconSource, file: File, table: str, content: Any) -> None:
    entry = Entry(_single(content, file, table), file, table)
    entry.check(dict.fromkeys(("before", "after", "never"), str))
    source.slot.update(dict.fromkeys(entry.values, entry))


def _praise(source: LexiconSource, file: File, table: str, content: Any) -> None:
    entry = Entry(_single(content, file, table), file, table)
    entry.check({"positive": list, "negative": list, "without": list, "negation": str})
    without = set(entry.values.get("without", []))
    for sign in ("positive", "negative"):
        below = source.praise[sign].values[sign] if sign in source.praise else []
        words = [word for word in [*below, *entry.values.get(sign, [])] if word not in without]
        source.praise[sign] = Entry({sign: words}, file, table)
    if "negation" in entry.values:
        source.praise["negation"] = entry


_TABLES = {
    "class": _classes,
    "add": _added,
    "fragment": _fragments,
    "traps": _traps,
    "slot": _slot,
    "polarity": _praise,
    "modifier": _listed,
    "rule": _listed,
}

"""Rules, modifiers and words of praise made out of the tables of a lexicon, and checked."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.anchors import anchors
from vocvalue.signals.matching.match import KINDS, STATUSES
from vocvalue.signals.matching.modifiers import EFFECTS, OUTSIDE, SCOPES, Modifier
from vocvalue.signals.matching.normal import normalise_all
from vocvalue.signals.matching.patterns import compiled, expanded
from vocvalue.signals.matching.polarity_words import PolarityWords
from vocvalue.signals.matching.rules import PRODUCT, Rule
from vocvalue.signals.matching.slots import Slot
from vocvalue.signals.matching.sources import Entry, LexiconSource
from vocvalue.signals.matching.traps import Traps

_END = r"[\s,.!?;:。…~、”']*$"
_RULE_PATTERNS = (
    "needs",
    "needs_before",
    "needs_after",
    "needs_sentence",
    "needs_slot",
    "skip_before",
    "skip_after",
    "skip_clause",
    "skip_sentence",
    "skip_slot",
)
_TEXT, _LIST, _FLAG = str, list, bool
_RULE_KEYS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("id", "kind", "status", "pattern", "scope", *_RULE_PATTERNS), _TEXT),
    **dict.fromkeys(("skip", "channels", "examples", "counter", "anchors"), _LIST),
    "enabled": _FLAG,
}
_MODIFIER_KEYS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("id", "scope", "pattern", "effect", "not_with"), _TEXT),
    **dict.fromkeys(("unless", "kinds", "statuses", "roles", "channels"), _LIST),
    **dict.fromkeys(("examples", "counter"), _LIST),
    "order": (int, float),
    "enabled": _FLAG,
}


class Workshop:
    """Makes rules, modifiers and words of praise out of the tables of a lexicon.

    Args:
        source: The tables. Whatever breaks the format is refused with its file, line and key.
    """

    def __init__(self, source: LexiconSource) -> None:
        self.source = source
        self.names: dict[str, str] = {"end": _END}
        for name, entry in source.fragments.items():
            self.names[name] = entry.values[name]
        for name, entry in source.classes.items():
            self.names[name] = self._words(entry, name)
        self._slot = self._slot_of(source)
        self._traps = Traps(_written(source.traps))

    def _words(self, entry: Entry, name: str) -> str:
        words = set(_written(entry.values[name]))
        if not words or "" in words:
            raise entry.error("must hold words, none of them empty", name)
        longest = sorted(words, key=lambda word: (-len(word), word))
        pattern = "|".join(map(re.escape, longest))
        return rf"\b(?:{pattern})\b" if self.source.word_edges else pattern

    def _slot_of(self, source: LexiconSource) -> Slot:
        parts = {key: self._pattern(entry, key) for key, entry in source.slot.items()}
        return Slot(**parts)

    def _pattern(self, entry: Entry, key: str) -> re.Pattern[str] | None:
        if key not in entry.values:
            return None
        made: re.Pattern[str] = self._checked(
            entry, key, lambda: compiled(self._expanded(entry, key))
        )
        return made

    def _expanded(self, entry: Entry, key: str) -> str:
        return expanded(entry.values[key], self.names)

    def _checked(self, entry: Entry, key: str, make: Callable[[], Any]) -> Any:
        try:
            return make()
        except ParameterError as error:
            raise entry.error(str(error).rstrip("."), key) from error

    def rule(self, entry: Entry) -> Rule:
        """Return the rule that a table describes."""
        entry.check(_RULE_KEYS)
        values = entry.values
        _require(entry, ("kind", "pattern", "examples"))
        _one_of(entry, "kind", KINDS)
        _one_of(entry, "status", STATUSES)
        _one_of(entry, "scope", ("clause", "sentence"))
        written_out = self._checked(entry, "pattern", lambda: self._edged(entry))
        pattern = self._checked(entry, "pattern", lambda: compiled(written_out))
        if pattern.match("") is not None:
            raise entry.error("matches an empty text", "pattern")
        for key in {"needs_slot", "skip_slot"} & values.keys():
            if PRODUCT not in pattern.groupindex:
                raise entry.error(f"asks for the group (?P<{PRODUCT}>...) of the pattern", key)
        return Rule(
            id=values["id"],
            kind=values["kind"],
            pattern=pattern,
            language=self.source.language,
            status=values.get("status", "positive"),
            scope=values.get("scope", "clause"),
            skip=self._known(entry, "skip"),
            anchors=self._anchors(entry, written_out),
            channels=_folded(entry, "channels"),
            slot=self._slot,
            traps=self._traps,
            **{key: self._pattern(entry, key) for key in _RULE_PATTERNS},
        )

    def _edged(self, entry: Entry) -> str:
        """Return the pattern of a rule; in a spaced language it begins and ends at word edges."""
        pattern = self._expanded(entry, "pattern")
        if not self.source.word_edges:
            return pattern
        source = entry.values["pattern"]
        # What ends with a mark, \? or a set, may be followed by anything.
        last = source.rstrip("?*+")
        front = "" if source.startswith(("^", "\\b")) else r"\b"
        back = "" if last.endswith(("$", "\\b", "{end}", "]", "\\")) else r"\b"
        return f"{front}(?:{pattern}){back}"

    def _anchors(self, entry: Entry, pattern: str) -> frozenset[str]:
        derived = anchors(pattern)
        by_hand = frozenset(_written(entry.values.get("anchors", [])))
        if derived is None and not by_hand:
            raise entry.error(
                "has no words of which each match must hold one, so every text would be searched; "
                "put words into it, or name them in `anchors`",
                "pattern",
            )
        return derived if derived is not None else by_hand

    def _known(self, entry: Entry, key: str) -> frozenset[str]:
        known = {*self.source.modifiers, *self.source.removed}
        names: set[str] = set()
        for name in entry.values.get(key, ()):
            full = name if name in known else f"{self.source.language}.{name}"
            if full not in known:
                raise entry.error(f"names {name!r}, which is no modifier", key)
            names.add(full)
        return frozenset(names)

    def modifiers(self) -> tuple[Modifier, ...]:
        """Return the modifiers, in their order."""
        entries = self.source.modifiers.values()
        made = sorted(map(self._modifier, entries), key=lambda modifier: modifier.order)
        orders: dict[float, str] = {}
        for modifier in made:
            if modifier.order in orders:
                entry = self.source.modifiers[modifier.id]
                raise entry.error(f"is that of {orders[modifier.order]!r} too", "order")
            orders[modifier.order] = modifier.id
        return tuple(made)

    def _modifier(self, entry: Entry) -> Modifier:
        entry.check(_MODIFIER_KEYS)
        values = entry.values
        _require(entry, ("order", "effect"))
        _one_of(entry, "effect", EFFECTS)
        _one_of(entry, "scope", SCOPES)
        if "pattern" not in values and "roles" not in values:
            raise entry.error("needs a pattern or roles")
        if values["effect"] == "mask" and values.get("scope") in OUTSIDE:
            raise entry.error(
                "cannot be that of a mask, which hides words of the sentence", "scope"
            )
        for key, allowed in (("kinds", KINDS), ("statuses", STATUSES)):
            _all_of(entry, key, allowed)
        pattern = self._pattern(entry, "pattern")
        return Modifier(
            id=values["id"],
            order=values["order"],
            effect=values["effect"],
            language=self.source.language,
            scope=values.get("scope", "clause"),
            pattern=pattern,
            anchors=anchors(pattern.pattern) if pattern else None,
            not_with=self._pattern(entry, "not_with"),
            unless=self._known(entry, "unless"),
            kinds=frozenset(values.get("kinds", ())),
            statuses=frozenset(values.get("statuses", ())),
            roles=_folded(entry, "roles"),
            channels=_folded(entry, "channels"),
        )

    def polarity(self) -> PolarityWords:
        """Return the words of praise and of complaint."""
        praise = self.source.praise
        words = {
            sign: _written(praise[sign].values[sign])
            for sign in ("positive", "negative")
            if sign in praise
        }
        for word in set(words.get("positive", ())) & set(words.get("negative", ())):
            raise praise["positive"].error(
                f"holds {word!r}, which is in `negative` too", "positive"
            )
        negation = self._pattern(praise["negation"], "negation") if "negation" in praise else None
        return PolarityWords(**words, negation=negation, is_spaced=self.source.word_edges)


def _written(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.text for line in normalise_all(words))


def _folded(entry: Entry, key: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in entry.values.get(key, ()))


def _require(entry: Entry, keys: Iterable[str]) -> None:
    for key in keys:
        if not entry.values.get(key) and entry.values.get(key) != 0:
            raise entry.error("is needed", key)


def _one_of(entry: Entry, key: str, allowed: tuple[str, ...]) -> None:
    if key in entry.values and entry.values[key] not in allowed:
        raise entry.error(f"is {entry.values[key]!r}; it must be one of {', '.join(allowed)}", key)


def _all_of(entry: Entry, key: str, allowed: tuple[str, ...]) -> None:
    for value in entry.values.get(key, ()):
        if value not in allowed:
            raise entry.error(f"holds {value!r}; known are {', '.join(allowed)}", key)

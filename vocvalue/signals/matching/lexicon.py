"""Lexicons: rules, modifiers and words of one language, from a TOML file.

A file of a user's own has the same form as those shipped.

    language = "zh"              # "zh" or "en"; not needed beside `extends`
    version = 1
    extends = "zh"               # lay this file over the shipped one
    word_edges = false           # true: words of classes and whole patterns end at word edges

    [class]                      # lists of plain words, written {verb} in patterns
    verb = ["购买", "买"]

    [add]                        # more words for classes that stand in the file below
    verb = ["入手"]

    [fragment]                   # parts of patterns with a name, written {again} in patterns
    again = '(?:还|再)(?:会|要)?'

    [traps]                      # common words: no match and no head may begin or end inside one
    words = ["继续", "手续费", "订单", "小时以后"]
    without = ["订单"]            # words of the file below that are no traps here

    [slot]                       # how a product is cut out of the group `product`
    before = '^(?:配套的|这款)'     # cut off its front, again and again
    after = '(?:了|呢)$'           # cut off its end, again and again
    never = '什么|东西'            # the whole slot: no product at all

    [polarity]                   # words of praise and of complaint, for texts without a score
    positive = ["好吃"]
    negative = ["难吃"]
    without = []                 # words of the file below that are left out
    negation = '(?:不|没)(?:太|很)?$'   # in the characters before a word: turns it around

    [[rule]]
    id = "zh.rep.fut"            # appears in every signal; the same id replaces a rule below
    kind = "repurchase"          # repurchase | upsell | cross_sell
    status = "positive"          # what the bare match means: positive (default) | conditional |
                                 # negative | past | switch
    pattern = '{fut}{again}?(?P<v>{verb})'   # groups: v = head, product = slot, condition
    scope = "clause"             # clause (default) | sentence: where the pattern is searched
    needs = '...'                # the clause (of scope sentence: the sentence) must hold it
    needs_before = '...'         # likewise: what is before the match in it,
    needs_after = '...'          # what is after the match in it,
    needs_sentence = '...'       # the whole sentence,
    needs_slot = '.'             # and the product once cut ('.': there must be one)
    skip_clause = '...'          # and what none of these may hold: skip_before, skip_after,
                                 # skip_sentence, skip_slot
    skip = ["zh.condition"]      # modifiers that do not apply to this rule
    channels = ["chat"]          # only texts of these channels
    examples = ["下次还买"]        # at least one; each must give a match of this rule
    counter = ["下次注意点"]       # none may
    anchors = ["下次"]            # only where none can be derived
    enabled = false              # removes the rule of this id from the file below

    [[modifier]]
    id = "zh.neg"
    order = 80                   # from low to high; no two alike
    scope = "before"             # what `pattern` is searched in, see below
    pattern = '(?:不|没)(?:会|想|再)*$'
    effect = "negative"          # drop | mask | sarcasm | positive | conditional | past | switch |
                                 # negative
    not_with = '...'             # it does not fire where the same part holds this
    unless = ["zh.double"]       # nor where one of these matches too, whatever its order
    kinds = ["repurchase"]       # only signals of these kinds
    statuses = ["positive"]      # only signals that have this status at its turn
    roles = ["seller", "客服"]    # fires for texts of these roles, without looking at the pattern
    channels = ["chat"]          # only texts of these channels
    examples = ["不会再买"]        # texts with a match of some rule, where it must fire
    counter = ["下次再买"]         # where it must not

Scopes of a modifier, head being the group `v` of the rule or else its whole match:

    before            from the beginning of the clause to the head
    to_head           from the beginning of the clause through the head
    after             from the end of the head to the end of the clause
    clause            the clause with the head
    sentence          its sentence
    sentence_before   from the beginning of the sentence to the head
    sentence_after    from the end of the head to the end of the sentence
    next_sentence     the sentence that follows
    text              the first 2,000 characters of the text
    text_before       the 2,000 characters before the head

Effects: `drop` takes the signal away; `mask` hides the words that its pattern matched, in its
scope, from the modifiers after it (不错 from 不); `sarcasm` sets the flag; every other is the
status that the signal gets. The first that drops or gives a status decides; those after it are
listed only. Of a modifier that gives `conditional`, the group `condition` holds the words of the
condition, else they run from its match to the words of the signal; of one that gives `switch`, the
group `rival` is the brand bought instead.

How texts are written when patterns see them: simplified, lower case, half width. Marks are
, . ! ? ; : ( ) ~ and 。 … 、; double quotes are “ and ”, single ones '. There are no two spaces in
a row. A clause ends with its mark, so a pattern that is to reach the end writes {end} (any marks
and spaces, then the end), which every lexicon knows. A sentence ends at 。 ! ? a new line, an
emoji, or a full stop before a space, before the end or between two Chinese characters; a clause
also at , ; : ~ brackets, before 但 不过 可是 另外 but however though otherwise, and at a space
between two Chinese characters.

Patterns take linear time: no look-around, no back-reference, no repeat without a bound inside a
repeat, at most one of `.*` or `[^x]*` (`.{0,12}` is free). Literals are written as texts are read.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.anchors import anchors
from vocvalue.signals.matching.examples import check_modifiers, check_rules
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Compiled rules and modifiers of one language.

    `Lexicon.load` reads one; it is not put together by hand.

    Attributes:
        language: "zh" or "en".
        version: Version of the file.
        name: The name of its file, "zh.toml", or the path of a user's file.
        rules: The rules, in the order of the file.
        modifiers: The modifiers, in their order.
        polarity: Words of praise and of complaint.
        examples: Texts that each rule matches, by its id.

    Examples:
        >>> lexicon = Lexicon.load("zh")
        >>> lexicon.language, lexicon.name
        ('zh', 'zh.toml')
    """

    language: str
    version: int
    name: str
    rules: tuple[Rule, ...]
    modifiers: tuple[Modifier, ...]
    polarity: PolarityWords
    examples: Mapping[str, tuple[str, ...]]

    @staticmethod
    def load(source: str | Path) -> "Lexicon":
        """Return a lexicon, compiled, with its examples and counter-examples run.

        Args:
            source: "zh" or "en" for those shipped, or the path of a file of your own.

        Returns:
            The lexicon.

        Raises:
            DataError: The file breaks the format; the message names file, line and key.
            ParameterError: `source` is neither a shipped lexicon nor a path.

        Examples:
            >>> len(Lexicon.load("en").rules) > 5
            True
        """
        return load(source)


def load(source: str | Path) -> Lexicon:
    """Return a lexicon, compiled, with its examples and counter-examples run.

    Args:
        source: "zh" or "en" for those shipped, or the path of a file of your own.

    Returns:
        The lexicon.

    Raises:
        DataError: The file breaks the format; the message names the file, the line and the key.
        ParameterError: `source` is neither a shipped lexicon nor a path.

    Examples:
        >>> load("zh").language
        'zh'
    """
    return _shipped(source) if source in ("zh", "en") else _compile(LexiconSource.read(source))


@cache
def _shipped(source: str) -> Lexicon:
    return _compile(LexiconSource.read(source))


def _compile(source: LexiconSource) -> Lexicon:
    workshop = _Workshop(source)
    lexicon = Lexicon(
        language=source.language,
        version=source.version,
        name=source.name,
        rules=tuple(map(workshop.rule, source.rules.values())),
        modifiers=workshop.modifiers(),
        polarity=workshop.polarity(),
        examples={
            name: tuple(entry.values.get("examples", ())) for name, entry in source.rules.items()
        },
    )
    check_rules(lexicon.rules, source.rules)
    check_modifiers(lexicon.modifiers, lexicon.rules, source.own(source.modifiers))
    return lexicon


class _Workshop:
    """Makes rules and modifiers out of tables."""

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

"""What stands around a match and changes what it means: negation, past, a condition, advice.

Modifiers are data, tried in their order. Each looks at one part of the text; the first that settles
the status decides, and all that fired are listed.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick_rs

from vocvalue.signals.matching.candidates import CutText
from vocvalue.signals.matching.match import DROPPED, STATUSES
from vocvalue.signals.matching.normal import MASK
from vocvalue.signals.matching.rules import CONDITION, Candidate, Place

SCOPES = (
    "before",
    "to_head",
    "after",
    "clause",
    "sentence",
    "sentence_before",
    "sentence_after",
    "next_sentence",
    "text",
    "text_before",
)
EFFECTS = ("drop", "mask", "sarcasm", *STATUSES)
OUTSIDE = ("next_sentence", "text", "text_before")
TEXT_WINDOW = 2_000
RIVAL = "rival"
# What a modifier hits that looks at the role alone.
_BY_ROLE = re.compile("").search("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """One modifier of a lexicon; docs/methods/signals_lexicon.md says what each key is."""

    id: str
    order: float
    effect: str
    language: str
    scope: str = "clause"
    pattern: re.Pattern[str] | None = None
    not_with: re.Pattern[str] | None = None
    unless: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    anchors: frozenset[str] | None = None


class ModifierIndex:
    """The modifiers of a lexicon, and the words without which each cannot fire.

    Args:
        modifiers: The modifiers, in order.
    """

    __slots__ = ("_always", "_automaton", "_modifiers", "_modifiers_of")

    def __init__(self, modifiers: Sequence[Modifier]) -> None:
        self._modifiers = modifiers
        self._always: set[int] = set()
        numbers_of: defaultdict[str, list[int]] = defaultdict(list)
        for number, modifier in enumerate(modifiers):
            if modifier.anchors is None or modifier.roles:
                self._always.add(number)
                continue
            for word in modifier.anchors:
                numbers_of[word].append(number)
        self._modifiers_of = list(numbers_of.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(numbers_of)) if numbers_of else None

    def possible(self, text: str) -> list[Modifier]:
        """Return the modifiers that may fire somewhere in a text.

        Args:
            text: The normalised text.

        Returns:
            All but those whose words it does not hold, in order.
        """
        numbers = set(self._always)
        if self._automaton is not None:
            for word, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
                numbers.update(self._modifiers_of[word])
        return [self._modifiers[number] for number in sorted(numbers)]


class ModifiedCandidate(NamedTuple):
    """What the modifiers made of a candidate; places are of the normalised text.

    Attributes:
        status: The status, or "dropped".
        fired: Ids of the modifiers that fired, in order.
        dropped_by: Id of the one that dropped it, or None.
        sarcasm: Whether one of them marked it as sarcasm.
        condition: First character of the words of the condition and the one after, or None.
        rival: The same two of the brand that is bought instead, or None.
    """

    status: str
    fired: tuple[str, ...] = ()
    dropped_by: str | None = None
    sarcasm: bool = False
    condition: Place | None = None
    rival: Place | None = None


def settle(
    candidate: Candidate, modifiers: Sequence[Modifier], document: CutText
) -> ModifiedCandidate:
    """Return what a candidate means once everything around it is read.

    Args:
        candidate: A match of a rule.
        modifiers: The modifiers of its lexicon, in order.
        document: The text it stands in.

    Returns:
        Its status and what led to it.
    """
    return _Reading(candidate, modifiers, document).settled()


class _Reading:
    """One candidate with what stands around it, as the modifiers before left that."""

    __slots__ = ("candidate", "clause", "document", "fired", "modifiers", "parts", "sentence")

    def __init__(
        self, candidate: Candidate, modifiers: Sequence[Modifier], document: CutText
    ) -> None:
        self.candidate = candidate
        self.modifiers = modifiers
        self.document = document
        self.clause = document.clauses[document.number_at(candidate.head[0])]
        self.sentence = document.normalised.text[slice(*document.sentences[self.clause.sentence])]
        self.fired: list[str] = []
        self.parts: dict[str, tuple[str, int]] = {}

    def settled(self) -> ModifiedCandidate:
        outcome = ModifiedCandidate(self.candidate.rule.status, condition=self.candidate.condition)
        is_settled = False
        for modifier in self.modifiers:
            hit = self._fires(modifier, outcome.status)
            if hit is None:
                continue
            self.fired.append(modifier.id)
            if modifier.effect == "mask":
                self._mask(modifier, hit.re)
            elif modifier.effect == "sarcasm":
                outcome = outcome._replace(sarcasm=True)
            elif not is_settled:
                is_settled = True
                outcome = self._with(outcome, modifier, hit)
                if outcome.dropped_by:
                    break
        condition = outcome.condition if outcome.status == "conditional" else None
        return outcome._replace(fired=tuple(self.fired), condition=condition)

    def _with(
        self, outcome: ModifiedCandidate, modifier: Modifier, hit: re.Match[str]
    ) -> ModifiedCandidate:
        """Return the outcome once a modifier has decided it."""
        if modifier.effect == "drop":
            return outcome._replace(status=DROPPED, dropped_by=modifier.id)
        return outcome._replace(
            status=modifier.effect,
            condition=self._condition(modifier, hit) or outcome.condition,
            rival=self._group(modifier, hit, RIVAL),
        )

    def _fires(self, modifier: Modifier, status: str) -> re.Match[str] | None:
        """Return the match of a modifier that fires; or None."""
        rule = self.candidate.rule
        if modifier.id in rule.skip or (modifier.kinds and rule.kind not in modifier.kinds):
            return None
        if modifier.statuses and status not in modifier.statuses:
            return None
        if modifier.channels and self.document.channel not in modifier.channels:
            return None
        if modifier.roles and self.document.role in modifier.roles:
            return _BY_ROLE
        hit = self._hit(modifier)
        if hit is None or not modifier.unless:
            return hit
        others = (other for other in self.modifiers if other.id in modifier.unless)
        return None if any(map(self._holds, others)) else hit

    def _holds(self, modifier: Modifier) -> bool:
        return modifier.id in self.fired or self._hit(modifier) is not None

    def _hit(self, modifier: Modifier) -> re.Match[str] | None:
        if modifier.pattern is None:
            return None
        part, _ = self._part(modifier.scope)
        hit = modifier.pattern.search(part)
        if hit is None or (modifier.not_with and modifier.not_with.search(part)):
            return None
        return hit

    def _part(self, scope: str) -> tuple[str, int]:
        """Return the part of the text that a scope names, and where it begins."""
        if scope not in self.parts:
            self.parts[scope] = self._part_of(scope)
        return self.parts[scope]

    def _part_of(self, scope: str) -> tuple[str, int]:
        text = self.document.normalised.text
        if scope == "text":
            return text[:TEXT_WINDOW], 0
        if scope == "text_before":
            head = self.candidate.head[0]
            return text[max(head - TEXT_WINDOW, 0) : head], max(head - TEXT_WINDOW, 0)
        if scope == "next_sentence":
            following = self.document.sentences[self.clause.sentence + 1 :]
            start, end = following[0] if following else (len(text), len(text))
            return text[start:end], start
        start, end = self._bounds(scope)
        offset = self.document.sentences[self.clause.sentence][0]
        return self.sentence[start - offset : end - offset], start

    def _bounds(self, scope: str) -> Place:
        clause, head = self.clause, self.candidate.head
        sentence = self.document.sentences[clause.sentence]
        # The head of a rule that reads the whole sentence may end after its clause.
        return {
            "before": (clause.start, head[0]),
            "to_head": (clause.start, head[1]),
            "after": (head[1], max(clause.end, head[1])),
            "clause": (clause.start, clause.end),
            "sentence": sentence,
            "sentence_before": (sentence[0], head[0]),
            "sentence_after": (head[1], sentence[1]),
        }[scope]

    def _mask(self, modifier: Modifier, pattern: re.Pattern[str]) -> None:
        part, start = self._part(modifier.scope)
        masked = pattern.sub(lambda words: MASK * len(words.group()), part)
        place = start - self.document.sentences[self.clause.sentence][0]
        self.sentence = self.sentence[:place] + masked + self.sentence[place + len(part) :]
        self.parts.clear()

    def _group(self, modifier: Modifier, hit: re.Match[str], group: str) -> Place | None:
        if group not in hit.re.groupindex or hit[group] is None:
            return None
        _, offset = self._part(modifier.scope)
        return hit.start(group) + offset, hit.end(group) + offset

    def _condition(self, modifier: Modifier, hit: re.Match[str]) -> Place | None:
        """Return the group `condition`, or the words from the mark of a condition on."""
        if modifier.effect != "conditional" or hit is _BY_ROLE:
            return None
        if CONDITION in hit.re.groupindex:
            return self._group(modifier, hit, CONDITION)
        _, offset = self._part(modifier.scope)
        start, end = hit.start() + offset, hit.end() + offset
        if start < self.clause.start:
            return start, self.clause.start
        if start < self.candidate.start:
            return start, self.candidate.start
        return start, max(end, self.document.sentences[self.clause.sentence][1])

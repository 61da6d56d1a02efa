"""What stands around a match and changes what it means: negation, past, a condition, advice.

Modifiers are data, tried in their order. Each looks at one part of the text; the first that settles
the status decides, and all that fired are listed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from vocvalue.signals.matching.match import STATUSES
from vocvalue.signals.matching.normal import MASK
from vocvalue.signals.matching.rules import CONDITION, Candidate

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
)
EFFECTS = ("drop", "mask", "sarcasm", *STATUSES)
TEXT_WINDOW = 2_000
RIVAL = "rival"
_BY_ROLE = re.compile("").match("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """One modifier of a lexicon; see `vocvalue.signals.matching.lexicon` for each key."""

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
    anchors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a candidate stands, and by whom it was written.

    Attributes:
        text: The whole normalised text.
        sentence: First character of the sentence and the one after the last.
        following: The same two of the next sentence.
        role: Who wrote it, in lower case, or None.
        channel: Where it was written, in lower case, or None.
    """

    text: str
    sentence: tuple[int, int]
    following: tuple[int, int]
    role: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
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
    condition: tuple[int, int] | None = None
    rival: tuple[int, int] | None = None


def settle(candidate: Candidate, modifiers: Sequence[Modifier], around: Surroundings) -> Settled:
    """Return what a candidate means once everything around it is read.

    Args:
        candidate: A match of a rule.
        modifiers: The modifiers of its lexicon, in order.
        around: The text it stands in.

    Returns:
        Its status and what led to it.
    """
    return _Reading(candidate, modifiers, around).settled()


@dataclass(slots=True)
class _Reading:
    candidate: Candidate
    modifiers: Sequence[Modifier]
    around: Surroundings
    sentence: str = ""
    fired: list[str] = field(default_factory=list)

    def settled(self) -> Settled:
        self.sentence = self.around.text[slice(*self.around.sentence)]
        status, is_settled, sarcasm = self.candidate.rule.status, False, False
        condition, rival = self.candidate.condition, None
        for modifier in self.modifiers:
            found = self._fires(modifier, status)
            if found is None:
                continue
            self.fired.append(modifier.id)
            if modifier.effect == "mask":
                self._mask(modifier, found.re)
            elif modifier.effect == "sarcasm":
                sarcasm = True
            elif is_settled:
                continue
            elif modifier.effect == "drop":
                return Settled("dropped", tuple(self.fired), modifier.id, sarcasm)
            else:
                status, is_settled = modifier.effect, True
                condition = self._condition(modifier, found) or condition
                rival = self._group(modifier, found, RIVAL)
        if status != "conditional":
            condition = None
        return Settled(status, tuple(self.fired), None, sarcasm, condition, rival)

    def _fires(self, modifier: Modifier, status: str) -> re.Match[str] | None:
        """Return the match of a modifier that fires; or None."""
        rule = self.candidate.rule
        if modifier.id in rule.skip or (modifier.kinds and rule.kind not in modifier.kinds):
            return None
        if modifier.statuses and status not in modifier.statuses:
            return None
        if modifier.channels and self.around.channel not in modifier.channels:
            return None
        if modifier.roles and self.around.role in modifier.roles:
            return _BY_ROLE
        found = self._found(modifier)
        if found is None or not modifier.unless:
            return found
        others = (other for other in self.modifiers if other.id in modifier.unless)
        return None if any(map(self._holds, others)) else found

    def _holds(self, modifier: Modifier) -> bool:
        return modifier.id in self.fired or self._found(modifier) is not None

    def _found(self, modifier: Modifier) -> re.Match[str] | None:
        if modifier.pattern is None:
            return None
        part, _ = self._part(modifier.scope)
        found = modifier.pattern.search(part)
        if found is None or (modifier.not_with and modifier.not_with.search(part)):
            return None
        return found

    def _part(self, scope: str) -> tuple[str, int]:
        """Return the part of the text that a scope names, and where it begins."""
        if scope == "text":
            return self.around.text[:TEXT_WINDOW], 0
        if scope == "next_sentence":
            return self.around.text[slice(*self.around.following)], self.around.following[0]
        start, end = self._bounds(scope)
        offset = self.around.sentence[0]
        return self.sentence[start - offset : end - offset], start

    def _bounds(self, scope: str) -> tuple[int, int]:
        clause, head = self.candidate.clause, self.candidate.head
        # A head of a rule that reads the whole sentence may begin before its clause is over.
        return {
            "before": (clause.start, head[0]),
            "to_head": (clause.start, head[1]),
            "after": (head[1], max(clause.end, head[1])),
            "clause": (clause.start, clause.end),
            "sentence": self.around.sentence,
            "sentence_before": (self.around.sentence[0], head[0]),
            "sentence_after": (head[1], self.around.sentence[1]),
        }[scope]

    def _mask(self, modifier: Modifier, pattern: re.Pattern[str]) -> None:
        part, start = self._part(modifier.scope)
        masked = pattern.sub(lambda words: MASK * len(words.group()), part)
        place = start - self.around.sentence[0]
        self.sentence = self.sentence[:place] + masked + self.sentence[place + len(part) :]

    def _group(
        self, modifier: Modifier, found: re.Match[str], group: str
    ) -> tuple[int, int] | None:
        if group not in found.re.groupindex or found[group] is None:
            return None
        _, offset = self._part(modifier.scope)
        return found.start(group) + offset, found.end(group) + offset

    def _condition(self, modifier: Modifier, found: re.Match[str]) -> tuple[int, int] | None:
        """Return the group `condition`, or the words from the mark of a condition on."""
        if modifier.effect != "conditional":
            return None
        if CONDITION in found.re.groupindex:
            return self._group(modifier, found, CONDITION)
        _, offset = self._part(modifier.scope)
        start, end = found.start() + offset, found.end() + offset
        if start < self.candidate.start:
            return start, self.candidate.start
        return start, max(end, self.around.sentence[1])

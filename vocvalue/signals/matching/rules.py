"""A rule: where its pattern matches in a clause, and with which product."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from vocvalue.signals.matching.clauses import Clause

HEAD = "v"
PRODUCT = "product"
CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Slot:
    """How a product is cut out of the words of a match.

    Attributes:
        before: What is cut off its front, again and again: 配套的, 这款; the, your.
        after: What is cut off its end.
        never: What is no product at all: 什么, anything.
    """

    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None

    def cut(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return where the product stands within a slot, or None if nothing is left.

        Args:
            text: The normalised text.
            start: First character of the slot.
            end: The character after its last.

        Returns:
            The first character of the product and the one after its last.
        """
        while start < end:
            words = text[start:end]
            front = _width(self.before and self.before.match(words), words) or _blank(words)
            back = 0 if front else _width(self.after and self.after.search(words), words)
            back = back or (0 if front else _blank(words[::-1]))
            if not front and not back:
                break
            start, end = start + front, end - back
        if start >= end or (self.never and self.never.fullmatch(text[start:end])):
            return None
        return start, end


def _width(part: re.Match[str] | None, words: str) -> int:
    return 0 if part is None or part.end() - part.start() > len(words) else len(part.group())


def _blank(words: str) -> int:
    return len(words) - len(words.lstrip(" ,.!?;:。…~“”'\"()"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the pattern of a rule matched.

    Attributes:
        rule: The rule.
        clause: The clause that holds the head.
        start: First character of the match in the normalised text.
        end: The character after the last.
        head: The same two of the group `v`, or of the whole match.
        product: The same two of the product, or None.
        condition: The same two of the group `condition`, or None.
    """

    rule: "Rule"
    clause: Clause
    start: int
    end: int
    head: tuple[int, int]
    product: tuple[int, int] | None
    condition: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a lexicon; see `vocvalue.signals.matching.lexicon` for each key."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    language: str
    status: str = "positive"
    scope: str = "clause"
    skip: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    needs: re.Pattern[str] | None = None
    needs_before: re.Pattern[str] | None = None
    needs_after: re.Pattern[str] | None = None
    needs_sentence: re.Pattern[str] | None = None
    needs_slot: re.Pattern[str] | None = None
    skip_before: re.Pattern[str] | None = None
    skip_after: re.Pattern[str] | None = None
    skip_clause: re.Pattern[str] | None = None
    skip_sentence: re.Pattern[str] | None = None
    skip_slot: re.Pattern[str] | None = None
    slot: Slot = field(default_factory=Slot)
    traps: tuple[str, ...] = ()

    def candidates(
        self, text: str, clause: Clause, sentence: tuple[int, int]
    ) -> Iterator[Candidate]:
        """Yield each place where the rule matches.

        Args:
            text: The normalised text.
            clause: The clause to search; of a rule of scope "sentence" the sentence is searched,
                and matches count whose head begins in this clause.
            sentence: First character of its sentence and the one after the last.

        Yields:
            Matches that meet what the rule needs and hold nothing that it skips.
        """
        in_clause = self.scope == "clause"
        area = (clause.start, clause.end) if in_clause else sentence
        part = text[area[0] : area[1]]
        for found in self.pattern.finditer(part):
            candidate = self._candidate(found, text, area[0], clause)
            begins = candidate.head[0]
            if not in_clause and not clause.start <= begins < clause.end:
                continue
            if self._accepts(candidate, text, area, sentence):
                yield candidate

    def _candidate(self, found: re.Match[str], text: str, offset: int, clause: Clause) -> Candidate:
        groups = self.pattern.groupindex
        start, end = found.start() + offset, found.end() + offset
        slot = _place(found, PRODUCT, offset) if PRODUCT in groups else None
        head = _place(found, HEAD, offset) if HEAD in groups else None
        condition = _place(found, CONDITION, offset) if CONDITION in groups else None
        product = self.slot.cut(text, *slot) if slot else None
        return Candidate(self, clause, start, end, head or (start, end), product, condition)

    def _accepts(
        self, candidate: Candidate, text: str, area: tuple[int, int], sentence: tuple[int, int]
    ) -> bool:
        product = text[slice(*candidate.product)] if candidate.product else ""
        parts = (
            (text[slice(*area)], self.needs, self.skip_clause),
            (text[area[0] : candidate.start], self.needs_before, self.skip_before),
            (text[candidate.end : area[1]], self.needs_after, self.skip_after),
            (text[slice(*sentence)], self.needs_sentence, self.skip_sentence),
            (product, self.needs_slot, self.skip_slot),
        )
        return all(
            (needs is None or needs.search(part)) and not (skip is not None and skip.search(part))
            for part, needs, skip in parts
        ) and not any(self._is_trapped(word, candidate, text) for word in self.traps)

    def _is_trapped(self, word: str, candidate: Candidate, text: str) -> bool:
        """Return whether an edge of the match or of its head lies inside a common word."""
        low = max(candidate.start - len(word), 0)
        place = text.find(word, low, candidate.end + len(word))
        edges = (candidate.start, candidate.end, *candidate.head)
        while place >= 0:
            if any(place < edge < place + len(word) for edge in edges):
                return True
            place = text.find(word, place + 1, candidate.end + len(word))
        return False


def _place(found: re.Match[str], group: str, offset: int) -> tuple[int, int] | None:
    start, end = found.span(group)
    return None if start < 0 else (start + offset, end + offset)

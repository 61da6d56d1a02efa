"""A rule: where its pattern matches in a clause, and with which product."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from vocvalue.signals.matching.slots import Slot
from vocvalue.signals.matching.traps import Traps

HEAD = "v"
PRODUCT = "product"
CONDITION = "condition"

Place = tuple[int, int]


class Candidate(NamedTuple):
    """A place where the pattern of a rule matched; places are of the normalised text.

    Attributes:
        rule: The rule.
        start: First character of the match.
        end: The character after the last.
        head: The same two of the group `v`, or of the whole match.
        product: The same two of the product, or None.
        condition: The same two of the group `condition`, or None.
    """

    rule: "Rule"
    start: int
    end: int
    head: Place
    product: Place | None
    condition: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a lexicon; docs/methods/signals_lexicon.md says what each key is."""

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
    traps: Traps = field(default_factory=lambda: Traps(()))

    def candidates(self, text: str, area: Place, sentence: Place) -> Iterator[Candidate]:
        """Yield each place where the rule matches.

        Args:
            text: The normalised text.
            area: First character of what is searched and the one after the last: the clause, of a
                rule of scope "sentence" the sentence.
            sentence: The same two of the sentence.

        Yields:
            Matches that meet what the rule needs and hold nothing that it skips.
        """
        part = text[area[0] : area[1]]
        hit = self.pattern.search(part)
        while hit is not None:
            candidate = self._candidate(hit, text, area[0])
            is_accepted = self._accepts(candidate, text, area, sentence)
            if is_accepted:
                yield candidate
            # What overlaps a match that does not count may count.
            after = hit.end() if is_accepted else hit.start() + 1
            hit = self.pattern.search(part, after)

    def _candidate(self, hit: re.Match[str], text: str, offset: int) -> Candidate:
        start, end = hit.start() + offset, hit.end() + offset
        slot = self._place(hit, PRODUCT, offset)
        return Candidate(
            rule=self,
            start=start,
            end=end,
            head=self._place(hit, HEAD, offset) or (start, end),
            product=self.slot.cut(text, *slot) if slot else None,
            condition=self._place(hit, CONDITION, offset),
        )

    def _place(self, hit: re.Match[str], group: str, offset: int) -> Place | None:
        if group not in self.pattern.groupindex or hit.start(group) < 0:
            return None
        return hit.start(group) + offset, hit.end(group) + offset

    def _accepts(self, candidate: Candidate, text: str, area: Place, sentence: Place) -> bool:
        start, end, product = candidate.start, candidate.end, candidate.product or (0, 0)
        return (
            _passes(text, area, self.needs, self.skip_clause)
            and _passes(text, (area[0], start), self.needs_before, self.skip_before)
            and _passes(text, (end, area[1]), self.needs_after, self.skip_after)
            and _passes(text, sentence, self.needs_sentence, self.skip_sentence)
            and _passes(text, product, self.needs_slot, self.skip_slot)
            and not self.traps.hold(text, {start, end, *candidate.head})
        )


def _passes(
    text: str, place: Place, needs: re.Pattern[str] | None, skip: re.Pattern[str] | None
) -> bool:
    if needs is None and skip is None:
        return True
    part = text[place[0] : place[1]]
    if needs is not None and needs.search(part) is None:
        return False
    return skip is None or skip.search(part) is None

"""A text in clauses, and the places where rules match in it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from vocvalue.signals.matching.clauses import Clause, clauses
from vocvalue.signals.matching.normal import Normalised
from vocvalue.signals.matching.rules import Candidate, Place, Rule


class CutText(NamedTuple):
    """A normalised text, its clauses and sentences, and who wrote it where.

    Attributes:
        normalised: The text.
        clauses: Its clauses, in order.
        starts: First character of each clause.
        sentences: First character of each sentence and the one after its last.
        role: Who wrote it, in lower case, or None.
        channel: Where, in lower case, or None.
    """

    normalised: Normalised
    clauses: list[Clause]
    starts: list[int]
    sentences: list[Place]
    role: str | None = None
    channel: str | None = None

    @classmethod
    def of(
        cls, normalised: Normalised, role: str | None = None, channel: str | None = None
    ) -> Self:
        """Return a text cut into clauses and sentences.

        Args:
            normalised: The text.
            role: Who wrote it, such as "seller".
            channel: Where, such as "chat".

        Returns:
            The text, ready for rules.
        """
        parts = clauses(normalised.text)
        sentences: list[Place] = []
        for clause in parts:
            if clause.sentence == len(sentences):
                sentences.append((clause.start, clause.end))
            sentences[-1] = (sentences[-1][0], clause.end)
        return cls(normalised, parts, [part.start for part in parts], sentences, role, channel)

    def number_at(self, place: int) -> int:
        """Return the number of the clause that holds a character.

        Args:
            place: The character, of the normalised text.

        Returns:
            The number, from 0.
        """
        return max(bisect_right(self.starts, place) - 1, 0)

    def candidates(self, rule: Rule, number: int) -> Iterator[Candidate]:
        """Yield every place where a rule matches in a clause, or in a sentence.

        Args:
            rule: The rule; its scope says what is searched.
            number: Number of the clause, or of the sentence.

        Yields:
            The matches, in order.
        """
        text = self.normalised.text
        if rule.scope == "sentence":
            yield from rule.candidates(text, self.sentences[number], self.sentences[number])
            return
        clause = self.clauses[number]
        area = (clause.start, clause.end)
        yield from rule.candidates(text, area, self.sentences[clause.sentence])


def candidates_of(rule: Rule, document: CutText) -> Iterator[Candidate]:
    """Yield every place of a text where a rule matches.

    Args:
        rule: The rule.
        document: The text.

    Yields:
        The matches, in order.
    """
    parts = document.sentences if rule.scope == "sentence" else document.clauses
    for number in range(len(parts)):
        yield from document.candidates(rule, number)


def all_candidates(rules: Iterable[Rule], document: CutText) -> list[Candidate]:
    """Return every place of a text where any of the rules matches.

    Args:
        rules: The rules.
        document: The text.

    Returns:
        The matches, rule by rule.
    """
    return [candidate for rule in rules for candidate in candidates_of(rule, document)]

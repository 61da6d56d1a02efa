"""A text in clauses, and the places where rules match in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from vocvalue.signals.matching.clauses import Clause, clauses
from vocvalue.signals.matching.modifiers import Surroundings
from vocvalue.signals.matching.normal import Normalised
from vocvalue.signals.matching.rules import Candidate, Rule


@dataclass(frozen=True, slots=True)
class Document:
    """A normalised text, its clauses and sentences, and who wrote it where.

    Attributes:
        normalised: The text.
        clauses: Its clauses, in order.
        sentences: First character of each sentence and the one after its last.
        role: Who wrote it, or None.
        channel: Where, or None.
    """

    normalised: Normalised
    clauses: list[Clause]
    sentences: dict[int, tuple[int, int]]
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
        sentences: dict[int, tuple[int, int]] = {}
        for clause in parts:
            start, _ = sentences.get(clause.sentence, (clause.start, 0))
            sentences[clause.sentence] = (start, clause.end)
        return cls(normalised, parts, sentences, role, channel)

    def around(self, clause: Clause) -> Surroundings:
        """Return what modifiers may read of a match in a clause.

        Args:
            clause: One of the clauses.

        Returns:
            The text, its sentence and the next.
        """
        end = len(self.normalised.text)
        following = self.sentences.get(clause.sentence + 1, (end, end))
        sentence = self.sentences[clause.sentence]
        return Surroundings(self.normalised.text, sentence, following, self.role, self.channel)


def candidates_of(rule: Rule, document: Document) -> Iterator[Candidate]:
    """Yield every place of a text where a rule matches.

    Args:
        rule: The rule.
        document: The text.

    Yields:
        The matches, clause by clause.
    """
    for clause in document.clauses:
        sentence = document.sentences[clause.sentence]
        yield from rule.candidates(document.normalised.text, clause, sentence)


def all_candidates(rules: Iterable[Rule], document: Document) -> list[Candidate]:
    """Return every place of a text where any of the rules matches.

    Args:
        rules: The rules.
        document: The text.

    Returns:
        The matches, rule by rule.
    """
    return [candidate for rule in rules for candidate in candidates_of(rule, document)]

"""All rules of some lexicons on many texts: each clause tries only the rules it has words for."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import ahocorasick_rs

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.candidates import Document, all_candidates
from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.match import ExplainedClause, ExplainedText, Match, Tried
from vocvalue.signals.matching.merging import merged
from vocvalue.signals.matching.modifiers import Modifier, Settled, settle
from vocvalue.signals.matching.normal import LONGEST_TEXT, Normalised, normalise_all
from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.matching.rules import Candidate, Rule

BATCH = 4_096
DROPPED = "dropped"


@dataclass(slots=True)
class Reading:
    """What was read in texts, and what had to be cut to read them.

    Attributes:
        matches: The signals, by row and start.
        n_texts: How many texts were read.
        n_cut_texts: Texts above 100,000 characters; what follows was not read.
        n_cut_clauses: Clauses above 400 characters, read in parts; of texts that rules were
            tried on.
        n_broken: Texts with broken characters: halves of a pair, or replacement characters.
    """

    matches: list[Match] = field(default_factory=list)
    n_texts: int = 0
    n_cut_texts: int = 0
    n_cut_clauses: int = 0
    n_broken: int = 0


class Matcher:
    """All rules of some lexicons, made ready for many texts.

    Args:
        lexicons: One or several, each with a language of its own.

    Raises:
        ParameterError: There is none, or two have a rule of the same id.

    Examples:
        >>> from vocvalue.signals.matching.lexicon import load
        >>> matcher = Matcher([load("zh"), load("en")])
        >>> [(match.kind, match.status, match.words) for match in matcher.match(["下次还买"])]
        [('repurchase', 'positive', '下次还买')]
    """

    __slots__ = ("_automaton", "_modifiers", "_rules", "_rules_of", "lexicons", "polarity")

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._rules: list[Rule] = [rule for lexicon in lexicons for rule in lexicon.rules]
        if not self._rules:
            raise ParameterError("lexicons must hold at least one rule.")
        if len({rule.id for rule in self._rules}) < len(self._rules):
            raise ParameterError("lexicons hold two rules of the same id; give each language once.")
        self._modifiers: dict[str, tuple[Modifier, ...]] = {
            lexicon.language: lexicon.modifiers for lexicon in lexicons
        }
        self.polarity = LexiconPolarity([lexicon.polarity for lexicon in lexicons])
        words: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self._rules):
            for word in rule.anchors:
                words[word].append(number)
        self._rules_of = list(words.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(words))

    def match(
        self,
        texts: Iterable[str | None],
        roles: Iterable[str | None] | None = None,
        channels: Iterable[str | None] | None = None,
    ) -> list[Match]:
        """Return the signals of many texts.

        Args:
            texts: The texts; None for none.
            roles: Who wrote each, such as "seller"; None where not known.
            channels: Where each was written, such as "chat"; None where not known.

        Returns:
            The signals, by row and start.

        Raises:
            ParameterError: Texts, roles and channels are not equally many.
        """
        return self.read(texts, roles, channels).matches

    def read(
        self,
        texts: Iterable[str | None],
        roles: Iterable[str | None] | None = None,
        channels: Iterable[str | None] | None = None,
    ) -> Reading:
        """Return the signals of many texts, and what had to be cut to read them.

        Args:
            texts: The texts; None for none.
            roles: Who wrote each, such as "seller"; None where not known.
            channels: Where each was written, such as "chat"; None where not known.

        Returns:
            The signals with the counts.

        Raises:
            ParameterError: Texts, roles and channels are not equally many.
        """
        every = ["" if text is None else text for text in texts]
        of_role = _each("roles", roles, len(every))
        of_channel = _each("channels", channels, len(every))
        reading = Reading(n_texts=len(every))
        for start in range(0, len(every), BATCH):
            batch = every[start : start + BATCH]
            self._read_batch(reading, batch, start, of_role, of_channel)
        return reading

    def _read_batch(
        self,
        reading: Reading,
        texts: list[str],
        first: int,
        roles: list[str | None],
        channels: list[str | None],
    ) -> None:
        reading.n_cut_texts += sum(len(text) > LONGEST_TEXT for text in texts)
        for row, normal in enumerate(normalise_all([text[:LONGEST_TEXT] for text in texts]), first):
            reading.n_broken += "\ufffd" in normal.text
            hits = self._automaton.find_matches_as_indexes(normal.text, overlapping=True)
            if hits:
                document = Document.of(normal, roles[row], channels[row])
                reading.n_cut_clauses += sum(clause.is_cut for clause in document.clauses)
                found = self._candidates(document, hits)
                signals = self._tried(row, document, found)
                reading.matches.extend(one.match for one in signals if one.is_signal)

    def _candidates(self, document: Document, hits: list[tuple[int, int, int]]) -> list[Candidate]:
        """Return the matches of a text, trying on each clause only rules it has words for."""
        starts = [clause.start for clause in document.clauses]
        by_clause: defaultdict[int, set[int]] = defaultdict(set)
        by_sentence: defaultdict[int, set[int]] = defaultdict(set)
        for word, start, _ in hits:
            number = max(bisect_right(starts, start) - 1, 0)
            by_clause[number].update(self._rules_of[word])
            by_sentence[document.clauses[number].sentence].update(self._rules_of[word])
        found: list[Candidate] = []
        for number, clause in enumerate(document.clauses):
            sentence = document.sentences[clause.sentence]
            for rule_number in sorted(by_sentence[clause.sentence]):
                rule = self._rules[rule_number]
                if rule.scope == "sentence" or rule_number in by_clause[number]:
                    found.extend(rule.candidates(document.normalised.text, clause, sentence))
        return found

    def _tried(self, row: int, document: Document, found: list[Candidate]) -> list[Tried]:
        """Return every match of one text after its modifiers, merged clause by clause."""
        by_clause: defaultdict[int, list[Tried]] = defaultdict(list)
        for candidate in found:
            if candidate.rule.channels and document.channel not in candidate.rule.channels:
                continue
            modifiers = self._modifiers[candidate.rule.language]
            outcome = settle(candidate, modifiers, document.around(candidate.clause))
            match = _match(row, document.normalised, candidate, outcome)
            by_clause[candidate.clause.start].append(
                Tried(match=match, dropped_by=outcome.dropped_by)
            )
        every = [one for clause in by_clause.values() for one in merged(clause)]
        return sorted(every, key=lambda one: (one.match.start, one.match.end, one.match.rule))

    def explain(
        self, text: str, role: str | None = None, channel: str | None = None
    ) -> ExplainedText:
        """Return how one text is read: each clause, each rule that matched, and why.

        Args:
            text: The text.
            role: Who wrote it.
            channel: Where.

        Returns:
            The clauses, with what was dropped and hidden too.
        """
        normal = normalise_all([text[:LONGEST_TEXT]])[0]
        document = Document.of(normal, *_each("", [role, channel], 2))
        tried = self._tried(0, document, all_candidates(self._rules, document))
        clauses = tuple(_explained(document, tried))
        return ExplainedText(
            text=text, clauses=clauses, polarity=self.polarity.of_words(normal.text)
        )


def _each(name: str, values: Iterable[str | None] | None, rows: int) -> list[str | None]:
    if values is None:
        return [None] * rows
    every = [value.casefold() if isinstance(value, str) else None for value in values]
    if len(every) != rows:
        raise ParameterError(f"{name} holds {len(every):,} values for {rows:,} texts.")
    return every


def _match(row: int, normal: Normalised, candidate: Candidate, outcome: Settled) -> Match:
    start, end = normal.span(candidate.start, candidate.end)
    return Match(
        row=row,
        language=candidate.rule.language,
        kind=candidate.rule.kind,
        status=outcome.status,
        start=start,
        end=end,
        words=normal.original[start:end],
        product=_words(normal, outcome.rival or candidate.product),
        rule=candidate.rule.id,
        modifiers=outcome.fired,
        sarcasm=outcome.sarcasm,
        condition=_words(normal, outcome.condition),
    )


def _words(normal: Normalised, place: tuple[int, int] | None) -> str | None:
    if place is None or place[0] >= place[1]:
        return None
    start, end = normal.span(*place)
    return normal.original[start:end].strip(" ,.!?;:，。！？；：、\n") or None


def _explained(document: Document, tried: list[Tried]) -> Iterator[ExplainedClause]:
    normal = document.normalised
    for clause in document.clauses:
        start, end = normal.span(clause.start, clause.end)
        inside = tuple(one for one in tried if start <= one.match.start < end)
        yield ExplainedClause(start=start, end=end, words=normal.original[start:end], tried=inside)

"""All rules of some lexicons on many texts: each clause tries only the rules it has words for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import ahocorasick_rs

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.candidates import CutText, all_candidates
from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.match import ExplainedClause, ExplainedText, Match, Tried
from vocvalue.signals.matching.merging import merged
from vocvalue.signals.matching.modifiers import ModifiedCandidate, Modifier, ModifierIndex, settle
from vocvalue.signals.matching.normal import BROKEN, LONGEST_TEXT, Normalised, normalise_all
from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.matching.rules import Candidate, Place, Rule

MOST_TEXTS, MOST_CHARACTERS = 512, 200_000
_MARKS = " ,.!?;:，。！？；：、…~\n"

Hits = list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in texts, and what had to be cut to read them.

    Attributes:
        matches: The signals, by row and start.
        n_texts: How many texts were read.
        n_cut_texts: Texts above 100,000 characters; what follows was not read.
        n_cut_clauses: Clauses above 400 characters, read in parts, of texts that rules were tried
            on.
        n_broken: Texts with broken characters: halves of a pair, or replacement characters.
    """

    matches: tuple[Match, ...]
    n_texts: int
    n_cut_texts: int
    n_cut_clauses: int
    n_broken: int


@dataclass(frozen=True, slots=True)
class _TextRow:
    """One text with all that is known of it."""

    row: int
    normalised: Normalised
    role: str | None
    channel: str | None


class Matcher:
    """All rules of some lexicons, made ready for many texts.

    Args:
        lexicons: One or several, each with a language of its own.

    Raises:
        ParameterError: There is no rule, or two lexicons are of one language.

    Examples:
        >>> from vocvalue.signals.matching.lexicon import load
        >>> matcher = Matcher([load("zh"), load("en")])
        >>> [(match.kind, match.status, match.words) for match in matcher.match(["下次还买"])]
        [('repurchase', 'positive', '下次还买')]
    """

    __slots__ = ("_automaton", "_modifiers", "_rules", "_rules_of", "lexicons", "polarity")

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = {lexicon.language: lexicon for lexicon in lexicons}
        if len(self.lexicons) < len(lexicons):
            raise ParameterError("lexicons must be of different languages; extend one instead.")
        self._rules: list[Rule] = [rule for lexicon in lexicons for rule in lexicon.rules]
        if not self._rules:
            raise ParameterError("lexicons must hold at least one rule.")
        self._modifiers = {
            language: ModifierIndex(lexicon.modifiers)
            for language, lexicon in self.lexicons.items()
        }
        self.polarity = LexiconPolarity([lexicon.polarity for lexicon in lexicons])
        words: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self._rules):
            for word in rule.anchors:
                words[word].append(number)
        self._rules_of = [
            (
                [number for number in numbers if self._rules[number].scope == "clause"],
                [number for number in numbers if self._rules[number].scope == "sentence"],
            )
            for numbers in words.values()
        ]
        self._automaton = ahocorasick_rs.AhoCorasick(list(words))

    @property
    def silent_roles(self) -> frozenset[str]:
        """Roles whose texts hold no signals, such as "seller", in lower case."""
        return frozenset(
            role
            for lexicon in self.lexicons.values()
            for modifier in lexicon.modifiers
            if modifier.effect == "drop"
            for role in modifier.roles
        )

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
            ParameterError: Something is no text, or texts, roles and channels are not equally many.
        """
        return list(self.read(texts, roles, channels).matches)

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
            ParameterError: Something is no text, or texts, roles and channels are not equally many.
        """
        every = _texts(texts)
        matches: list[Match] = []
        n_cut_clauses = n_broken = 0
        for line in _lines(every, roles, channels):
            n_broken += BROKEN in line.normalised.text
            hits = self._automaton.find_matches_as_indexes(line.normalised.text, overlapping=True)
            if hits:
                document = CutText.of(line.normalised, line.role, line.channel)
                n_cut_clauses += sum(clause.is_cut for clause in document.clauses)
                tried = self._settled(line.row, document, self._candidates(document, hits))
                matches.extend(outcome.match for outcome in tried if outcome.is_signal)
        return Reading(
            matches=tuple(matches),
            n_texts=len(every),
            n_cut_texts=sum(len(text) > LONGEST_TEXT for text in every),
            n_cut_clauses=n_cut_clauses,
            n_broken=n_broken,
        )

    def explain(
        self, text: str, role: str | None = None, channel: str | None = None
    ) -> ExplainedText:
        """Return how one text is read: each clause, each rule that matched, and why.

        Every rule is tried here, whether or not the text holds its words.

        Args:
            text: The text.
            role: Who wrote it.
            channel: Where.

        Returns:
            The clauses, with what was dropped and hidden too.
        """
        (line,) = _lines(_texts([text]), [role], [channel])
        document = CutText.of(line.normalised, line.role, line.channel)
        tried = self._settled(0, document, all_candidates(self._rules, document))
        return ExplainedText(
            text=text,
            clauses=tuple(_explained(document, tried)),
            polarity=self.polarity.of_words(line.normalised.text),
        )

    def has_anchor(self, text: str) -> bool:
        """Return whether a text holds words without which no rule can match.

        Args:
            text: The text.

        Returns:
            False where no rule need be tried.
        """
        (line,) = _lines(_texts([text]), None, None)
        return bool(self._automaton.find_matches_as_indexes(line.normalised.text))

    def _candidates(self, document: CutText, hits: Hits) -> list[Candidate]:
        """Return the matches of a text, trying on each part only rules it has words for."""
        to_try: set[tuple[int, int]] = set()
        for word, start, _ in hits:
            clause = document.number_at(start)
            in_clause, in_sentence = self._rules_of[word]
            to_try.update((number, clause) for number in in_clause)
            if in_sentence:
                sentence = document.clauses[clause].sentence
                to_try.update((number, sentence) for number in in_sentence)
        parts = (document.candidates(self._rules[rule], part) for rule, part in sorted(to_try))
        return list(chain.from_iterable(parts))

    def _settled(self, row: int, document: CutText, candidates: Iterable[Candidate]) -> list[Tried]:
        """Return every match of one text after its modifiers, merged clause by clause."""
        by_clause: defaultdict[int, list[Tried]] = defaultdict(list)
        possible: dict[str, list[Modifier]] = {}
        for candidate in candidates:
            rule = candidate.rule
            if not rule.channels or document.channel in rule.channels:
                if rule.language not in possible:
                    index = self._modifiers[rule.language]
                    possible[rule.language] = index.possible(document.normalised.text)
                outcome = settle(candidate, possible[rule.language], document)
                match = _match(row, document.normalised, candidate, outcome)
                number = document.number_at(candidate.head[0])
                by_clause[number].append(Tried(match=match, dropped_by=outcome.dropped_by))
        every = chain.from_iterable(map(merged, by_clause.values()))
        return sorted(
            every, key=lambda tried: (tried.match.start, tried.match.end, tried.match.rule)
        )


def _texts(texts: Iterable[str | None]) -> list[str]:
    every = list(texts)
    wrong = [row for row, text in enumerate(every) if not isinstance(text, str | None)]
    if wrong:
        raise ParameterError(
            f"texts holds {len(wrong):,} values that are no text, the first at position "
            f"{wrong[0]:,}. Leave them out or make them None."
        )
    return [text or "" for text in every]


def _lines(
    texts: list[str],
    roles: Iterable[str | None] | None,
    channels: Iterable[str | None] | None,
) -> Iterator[_TextRow]:
    of_role = _each("roles", roles, len(texts))
    of_channel = _each("channels", channels, len(texts))
    row = 0
    for batch in _batches(texts):
        for normalised in normalise_all(batch):
            yield _TextRow(row, normalised, of_role[row], of_channel[row])
            row += 1


def _batches(texts: list[str]) -> Iterator[list[str]]:
    """Yield texts a few hundred at a time, fewer where they are long: memory has a bound."""
    batch: list[str] = []
    length = 0
    for text in texts:
        batch.append(text[:LONGEST_TEXT])
        length += len(batch[-1])
        if len(batch) == MOST_TEXTS or length >= MOST_CHARACTERS:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _each(name: str, values: Iterable[str | None] | None, rows: int) -> list[str | None]:
    if values is None:
        return [None] * rows
    every = [value.casefold() if isinstance(value, str) else None for value in values]
    if len(every) != rows:
        raise ParameterError(f"{name} holds {len(every):,} values for {rows:,} texts.")
    return every


def _match(
    row: int, normalised: Normalised, candidate: Candidate, outcome: ModifiedCandidate
) -> Match:
    start, end = normalised.span(candidate.start, candidate.end)
    return Match(
        row=row,
        language=candidate.rule.language,
        kind=candidate.rule.kind,
        status=outcome.status,
        start=start,
        end=end,
        words=normalised.original[start:end],
        product=_words(normalised, outcome.rival or candidate.product),
        rule=candidate.rule.id,
        modifiers=outcome.fired,
        sarcasm=outcome.sarcasm,
        condition=_words(normalised, outcome.condition),
    )


def _words(normalised: Normalised, place: Place | None) -> str | None:
    if place is None or place[0] >= place[1]:
        return None
    start, end = normalised.span(*place)
    return normalised.original[start:end].strip(_MARKS) or None


def _explained(document: CutText, tried: list[Tried]) -> Iterator[ExplainedClause]:
    """Yield each clause with the matches that begin in it."""
    normalised = document.normalised
    for clause in document.clauses:
        start, end = normalised.span(clause.start, clause.end)
        inside = tuple(outcome for outcome in tried if start <= outcome.match.start < end)
        words = normalised.original[start:end]
        yield ExplainedClause(start=start, end=end, words=words, tried=inside)

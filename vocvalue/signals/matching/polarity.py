"""Whether a text praises or complains, by words of the lexicons and the negation before them."""

from collections.abc import Sequence
from functools import cache

import ahocorasick_rs

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.normal import SEPARATOR, Normalised
from vocvalue.signals.matching.polarity_words import PolarityWords

_WINDOW = 24


class LexiconPolarity:
    """Polarity by counting words: praise less complaint.

    Args:
        languages: The words of each language.
    """

    __slots__ = ("_automaton", "_languages", "_owners")

    def __init__(self, languages: Sequence[PolarityWords]) -> None:
        owners: dict[str, tuple[int, PolarityWords]] = {}
        for language in languages:
            owners.update(dict.fromkeys(language.negative, (-1, language)))
            owners.update(dict.fromkeys(language.positive, (1, language)))
        self._languages = tuple(languages)
        self._owners = list(owners.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(owners), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def of_words(self, text: str) -> int | None:
        """Return the polarity of a normalised text or clause.

        Args:
            text: The words, as `normalise` writes them.

        Returns:
            Words of praise less words of complaint; None where there is neither.
        """
        signed = self.signed_words(text)
        return sum(sign for _, _, sign in signed) if signed else None

    def signed_words(self, text: str) -> list[tuple[int, int, int]]:
        """Return the words that praise or complain in a normalised text or clause.

        Args:
            text: The words, as `normalise` writes them; or several clauses with `SEPARATOR` between
                them, each of which is read by itself.

        Returns:
            For each its start, its end, and 1 for praise or -1 for complaint, turned around where
            a negation stands before it.
        """
        return [
            (start, end, self._sign(text, number, start))
            for number, start, end in self._automaton.find_matches_as_indexes(text)
            if not self._owners[number][1].is_spaced or _is_word(text, start, end)
        ]

    def is_negated(self, text: str, start: int, *, is_spaced: bool) -> bool:
        """Return whether a negation turns around what begins at a place.

        Args:
            text: The words, as in `signed_words`.
            start: Where it begins.
            is_spaced: Whether it is of a language whose words stand between spaces.
        """
        return any(
            _is_turned(language, text, start)
            for language in self._languages
            if language.is_spaced == is_spaced
        )

    def _sign(self, text: str, number: int, start: int) -> int:
        sign, language = self._owners[number]
        return -sign if _is_turned(language, text, start) else sign


def _is_turned(language: PolarityWords, text: str, start: int) -> bool:
    if language.negation is None:
        return False
    first = max(start - _WINDOW, 0)
    before = text[max(first, text.rfind(SEPARATOR, first, start) + 1) : start]
    return language.negation.search(before) is not None


def _is_word(text: str, start: int, end: int) -> bool:
    begins = start == 0 or not text[start - 1].isalnum()
    return begins and (end == len(text) or not text[end].isalnum())


def of_text(normalised: Normalised) -> int | None:
    """Return the polarity of a text by the words of the shipped lexicons.

    Args:
        normalised: The text, from `normalise`.

    Returns:
        Words of praise less words of complaint; None where there is neither.

    Examples:
        >>> from vocvalue.signals.matching.normal import normalise
        >>> [of_text(normalise(text)) for text in ("味道不好，也不新鲜", "好吃", "嗯")]
        [-2, 1, None]
    """
    return shipped().of_words(normalised.text)


def of_clause(words: str) -> int | None:
    """Return the polarity of a clause by the words of the shipped lexicons.

    Args:
        words: The clause, as `normalise` writes it.

    Returns:
        Words of praise less words of complaint; None where there is neither.

    Examples:
        >>> of_clause("但是难吃")
        -1
    """
    return shipped().of_words(words)


@cache
def shipped() -> LexiconPolarity:
    """Return the words of praise and complaint of the shipped lexicons."""
    return LexiconPolarity([load(language).polarity for language in ("zh", "en")])

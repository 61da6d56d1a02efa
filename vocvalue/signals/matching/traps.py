"""Common words that hold a shorter word of a rule: 手续费 holds 续费, 订单 holds 订."""

from collections.abc import Sequence

import ahocorasick_rs


class Traps:
    """Words inside which no match, and no head of a match, may begin or end.

    A Chinese text has no spaces, so that a word of a rule may be found across the edge of another.

    Args:
        words: The words, in the spelling of `normalise`.

    Examples:
        >>> Traps(["手续费"]).hold("手续费太高", {1, 3})
        True
        >>> Traps(["继续"]).hold("会继续续费", {3, 5})
        False
    """

    __slots__ = ("_automaton", "_longest", "words")

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._longest = max(map(len, words), default=0)
        self._automaton = ahocorasick_rs.AhoCorasick(self.words) if words else None

    def hold(self, text: str, edges: set[int]) -> bool:
        """Return whether one of some places lies inside one of the words.

        Args:
            text: The normalised text.
            edges: Places between characters: 1 is after the first.

        Returns:
            True where a word begins before such a place and ends after it.
        """
        if self._automaton is None:
            return False
        low = max(min(edges) - self._longest, 0)
        part = text[low : max(edges) + self._longest]
        return any(
            start < edge - low < end
            for _, start, end in self._automaton.find_matches_as_indexes(part, overlapping=True)
            for edge in edges
        )

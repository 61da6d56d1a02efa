"""What a clause says of the topic that it mentions: a complaint, praise, or neither."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vocvalue.signals.matching.normal import SEPARATOR, Ints
from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.topics.phrases import is_spaced
from vocvalue.signals.topics.topic import POLARITIES, Polarity


def polarity_of(total: int) -> Polarity:
    """Return what a sum of words of praise less words of complaint says.

    Examples:
        >>> polarity_of(2), polarity_of(-1), polarity_of(0)
        ('praise', 'complaint', 'neutral')
    """
    return POLARITIES[int(polarity_number(np.array([total]))[0])]


def polarity_number(totals: Ints) -> NDArray[np.int8]:
    """Return the place in `POLARITIES` of what each of some sums says.

    Args:
        totals: Words of praise less words of complaint, shape (n,).
    """
    numbers = np.full(len(totals), POLARITIES.index("neutral"), dtype=np.int8)
    numbers[totals < 0] = POLARITIES.index("complaint")
    numbers[totals > 0] = POLARITIES.index("praise")
    return numbers


class SignedClauses:
    """Clauses with their words of praise and complaint.

    Args:
        clauses: The clauses, as `normalise` writes them.
        words: The words of praise and complaint.
    """

    __slots__ = ("_begin", "_end", "_first", "_joined", "_past", "_sums", "_words")

    def __init__(self, clauses: Sequence[str], words: LexiconPolarity) -> None:
        self._words = words
        self._joined = SEPARATOR.join(clauses)
        lengths = np.fromiter(map(len, clauses), dtype=np.int64, count=len(clauses))
        self._begin = np.cumsum(lengths + 1) - lengths - 1
        self._end = self._begin + lengths
        signed = words.signed_words(self._joined)
        self._first, self._past, signs = np.array(signed, dtype=np.int64).reshape(-1, 3).T
        self._sums = np.concatenate(([0], np.cumsum(signs)))

    def totals(self) -> Ints:
        """Return of each clause its words of praise less its words of complaint, shape (n,)."""
        ends = (np.searchsorted(self._first, place) for place in (self._begin, self._end))
        before, through = (self._sums[place] for place in ends)
        return np.asarray(through - before)

    def of_mentions(self, clause: Ints, start: Ints, end: Ints, sign: Ints) -> Ints:
        """Return what clauses say of phrases in them: praise above 0, a complaint below.

        The words of the lexicons count, each turned around by a negation before it. The phrase
        itself counts as its topic says, and is turned around too: no damage is no complaint. Where
        the others are even, the phrase decides.

        Args:
            clause: The number of the clause, shape (n,).
            start: First character of the phrase in the clause, shape (n,).
            end: The character after its last, shape (n,).
            sign: -1 where the topic is a complaint, 1 where it is praise, 0 where the words around
                it decide alone, shape (n,).

        Examples:
            >>> from vocvalue.signals.matching.polarity import shipped
            >>> clauses = SignedClauses(["包装破损", "没有破损", "no damage"], shipped())
            >>> where = np.arange(3), np.array([2, 2, 3]), np.array([4, 4, 9])
            >>> clauses.of_mentions(*where, sign=np.array([-1, -1, -1])).tolist()
            [-1, 1, 1]
        """
        total = self.totals()[clause]
        signed = np.flatnonzero(sign)
        clause, sign = clause[signed], sign[signed]
        start, end = self._begin[clause] + start[signed], self._begin[clause] + end[signed]
        # A phrase may end beyond its clause.
        end = np.minimum(end, self._end[clause])
        inside = self._sums[np.searchsorted(self._first, end)]
        inside = inside - self._sums[np.searchsorted(self._past, start, side="right")]
        own = np.where(self._are_turned(start), -sign, sign)
        both = own + total[signed] - inside
        total[signed] = np.where(both == 0, own, both)
        return total

    def _are_turned(self, places: Ints) -> NDArray[np.bool_]:
        """Return whether a negation turns around what begins at each place, shape (n,)."""
        text, words = self._joined, self._words
        turned = (
            words.is_negated(text, place, is_spaced=is_spaced(text[place]))
            for place in places.tolist()
        )
        return np.fromiter(turned, dtype=np.bool_, count=len(places))

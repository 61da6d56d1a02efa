"""What a clause says of the topic that it mentions: a complaint, praise, or neither."""

from typing import NamedTuple

from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.topics.phrases import is_spaced
from vocvalue.signals.topics.topic import Polarity


class SignedClause(NamedTuple):
    """A clause with its words of praise and complaint.

    Attributes:
        text: The clause, as `normalise` writes it.
        signed: Start, end and sign of each word of praise or complaint.
        polarity: What they say together.
    """

    text: str
    signed: list[tuple[int, int, int]]
    polarity: Polarity


def read_clause(text: str, words: LexiconPolarity) -> SignedClause:
    """Return a clause with its words of praise and complaint.

    Args:
        text: The clause, as `normalise` writes it.
        words: The words of praise and complaint.
    """
    signed = words.signed_words(text)
    return SignedClause(text, signed, polarity_of(sum(sign for _, _, sign in signed)))


def polarity_of(total: int) -> Polarity:
    """Return what a sum of words of praise less words of complaint says.

    Examples:
        >>> polarity_of(2), polarity_of(-1), polarity_of(0)
        ('praise', 'complaint', 'neutral')
    """
    if total == 0:
        return "neutral"
    return "praise" if total > 0 else "complaint"


def of_mention(
    clause: SignedClause, start: int, end: int, *, sign: int, words: LexiconPolarity
) -> Polarity:
    """Return what a clause says of a phrase in it.

    The words of the lexicons count, each turned around by a negation before it. The phrase itself
    counts as its topic says, and is turned around too: no damage is no complaint. Where the others
    are even, the phrase decides.

    Args:
        clause: The clause.
        start: First character of the phrase in the clause.
        end: The character after its last.
        sign: -1 where the topic is a complaint, 1 where it is praise.
        words: The words of praise and complaint.

    Examples:
        >>> from vocvalue.signals.matching.polarity import shipped
        >>> clauses = {"包装破损": (2, 4), "没有破损": (2, 4), "no damage": (3, 9)}
        >>> [
        ...     of_mention(read_clause(clause, shipped()), *at, sign=-1, words=shipped())
        ...     for clause, at in clauses.items()
        ... ]
        ['complaint', 'praise', 'praise']
    """
    turned = words.is_negated(clause.text, start, is_spaced=is_spaced(clause.text[start]))
    own = -sign if turned else sign
    others = sum(value for first, past, value in clause.signed if past <= start or first >= end)
    return polarity_of(own + others or own)

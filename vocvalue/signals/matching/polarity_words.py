"""Words of praise and of complaint, as a lexicon holds them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PolarityWords:
    """The words of one language that praise or complain.

    Attributes:
        positive: Words of praise, in the spelling of `normalise`.
        negative: Words of complaint.
        negation: What turns the next word around, searched in the characters before it.
        is_spaced: Whether words stand between spaces, as in English.
    """

    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    negation: re.Pattern[str] | None = None
    is_spaced: bool = False

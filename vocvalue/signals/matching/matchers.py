"""The matcher of some lexicons, made once: most calls ask the same ones, and it takes a while."""

from collections.abc import Sequence
from functools import lru_cache

from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.matcher import Matcher

KEPT = 4


class _Same:
    """Lexicons that are the same only as these very objects, which cannot be changed."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._numbers = tuple(map(id, self.lexicons))

    def __hash__(self) -> int:
        return hash(self._numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._numbers == other._numbers


def matcher_of(lexicons: Sequence[Lexicon]) -> Matcher:
    """Return the matcher of some lexicons; of those asked lately the one made before.

    Args:
        lexicons: One or several, each with a language of its own.

    Raises:
        ParameterError: There is no rule, or two lexicons are of one language.

    Examples:
        >>> from vocvalue.signals.matching.lexicon import load
        >>> matcher_of([load("zh")]) is matcher_of([load("zh")])
        True
    """
    return _made(_Same(lexicons))


@lru_cache(maxsize=KEPT)
def _made(asked: _Same) -> Matcher:
    return Matcher(asked.lexicons)

"""Lexicons: rules, modifiers and words of one language, from a TOML file.

A file of a user's own has the same form as those shipped. docs/methods/signals_lexicon.md describes
it key by key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vocvalue.signals.matching.examples import check_modifiers, check_rules
from vocvalue.signals.matching.modifiers import Modifier
from vocvalue.signals.matching.polarity_words import PolarityWords
from vocvalue.signals.matching.rules import Rule
from vocvalue.signals.matching.sources import LexiconSource
from vocvalue.signals.matching.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Compiled rules and modifiers of one language.

    `Lexicon.load` reads one; it is not put together by hand.

    Attributes:
        language: "zh" or "en".
        version: Version of the file.
        name: The name of its file, "zh.toml", or the path of a user's file.
        rules: The rules, in the order of the file.
        modifiers: The modifiers, in their order.
        polarity: Words of praise and of complaint.
        examples: Texts that each rule matches, by its id.

    Examples:
        >>> lexicon = Lexicon.load("zh")
        >>> lexicon.language, lexicon.name
        ('zh', 'zh.toml')
    """

    language: str
    version: int
    name: str
    rules: tuple[Rule, ...]
    modifiers: tuple[Modifier, ...]
    polarity: PolarityWords
    examples: Mapping[str, tuple[str, ...]]

    @staticmethod
    def load(source: str | Path) -> "Lexicon":
        """Return a lexicon, compiled, with its examples and counter-examples run.

        Args:
            source: "zh" or "en" for those shipped, or the path of a file of your own.

        Returns:
            The lexicon.

        Raises:
            DataError: The file breaks the format; the message names file, line and key.
            ParameterError: `source` is neither a shipped lexicon nor a path.

        Examples:
            >>> len(Lexicon.load("en").rules) > 5
            True
        """
        return load(source)


def load(source: str | Path) -> Lexicon:
    """Return a lexicon, compiled, with its examples and counter-examples run.

    Args:
        source: "zh" or "en" for those shipped, or the path of a file of your own.

    Returns:
        The lexicon.

    Raises:
        DataError: The file breaks the format; the message names the file, the line and the key.
        ParameterError: `source` is neither a shipped lexicon nor a path.

    Examples:
        >>> load("zh").language
        'zh'
    """
    return _shipped(source) if source in ("zh", "en") else _compile(LexiconSource.read(source))


@cache
def _shipped(source: str) -> Lexicon:
    return _compile(LexiconSource.read(source))


def _compile(source: LexiconSource) -> Lexicon:
    workshop = Workshop(source)
    lexicon = Lexicon(
        language=source.language,
        version=source.version,
        name=source.name,
        rules=tuple(map(workshop.rule, source.rules.values())),
        modifiers=workshop.modifiers(),
        polarity=workshop.polarity(),
        examples={
            name: tuple(entry.values.get("examples", ())) for name, entry in source.rules.items()
        },
    )
    check_rules(lexicon.rules, source.rules)
    check_modifiers(lexicon.modifiers, lexicon.rules, source.own(source.modifiers))
    return lexicon

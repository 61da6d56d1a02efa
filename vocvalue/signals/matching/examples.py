"""The examples and counter-examples of a lexicon, run when it is loaded."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vocvalue.signals.matching.candidates import Document, all_candidates, candidates_of
from vocvalue.signals.matching.modifiers import settle
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.matching.sources import Entry

if TYPE_CHECKING:
    from vocvalue.signals.matching.lexicon import Lexicon


def check_rules(lexicon: "Lexicon", entries: Mapping[str, Entry]) -> None:
    """Refuse a rule that misses an example, or matches a counter-example.

    Args:
        lexicon: The compiled lexicon.
        entries: The table of each rule.

    Raises:
        DataError: Names the rule, the text and the line.
    """
    for rule in lexicon.rules:
        entry = entries[rule.id]
        for text in entry.values.get("examples", ()):
            if not list(candidates_of(rule, Document.of(normalise(text)))):
                raise entry.error(f"holds {text!r}, which the rule does not match", "examples")
        for text in entry.values.get("counter", ()):
            for candidate in candidates_of(rule, Document.of(normalise(text))):
                words = normalise(text).text[candidate.start : candidate.end]
                raise entry.error(
                    f"holds {text!r}, which the rule matches with {words!r}", "counter"
                )


def check_modifiers(lexicon: "Lexicon", entries: Mapping[str, Entry]) -> None:
    """Refuse a modifier that does not fire in an example, or fires in a counter-example.

    Args:
        lexicon: The compiled lexicon.
        entries: The table of each modifier.

    Raises:
        DataError: Names the modifier, the text and the line.
    """
    for name, entry in entries.items():
        for text in entry.values.get("examples", ()):
            if name not in fired(lexicon, text):
                raise entry.error(f"holds {text!r}, where it does not fire", "examples")
        for text in entry.values.get("counter", ()):
            if name in fired(lexicon, text):
                raise entry.error(f"holds {text!r}, where it fires", "counter")


def fired(lexicon: "Lexicon", text: str) -> set[str]:
    """Return the modifiers that fire anywhere in a text.

    Args:
        lexicon: The compiled lexicon.
        text: The text, as a customer writes it.

    Returns:
        Their ids.
    """
    document = Document.of(normalise(text))
    candidates = all_candidates(lexicon.rules, document)
    settled = (settle(candidate, lexicon.modifiers, document) for candidate in candidates)
    return {name for outcome in settled for name in outcome.fired}

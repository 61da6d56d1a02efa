"""The examples and counter-examples of a lexicon, run when it is loaded."""

from collections.abc import Mapping, Sequence

from vocvalue.signals.matching.candidates import CutText, all_candidates, candidates_of
from vocvalue.signals.matching.modifiers import Modifier, settle
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.matching.rules import Rule
from vocvalue.signals.matching.sources import Entry


def check_rules(rules: Sequence[Rule], entries: Mapping[str, Entry]) -> None:
    """Refuse a rule that misses an example, or matches a counter-example.

    Args:
        rules: The compiled rules.
        entries: The table of each, by id.

    Raises:
        DataError: Names the rule, the text and the line.
    """
    for rule in rules:
        entry = entries[rule.id]
        for text in entry.values.get("examples", ()):
            if not list(candidates_of(rule, CutText.of(normalise(text)))):
                raise entry.error(f"holds {text!r}, which the rule does not match", "examples")
        for text in entry.values.get("counter", ()):
            for candidate in candidates_of(rule, CutText.of(normalise(text))):
                words = normalise(text).text[candidate.start : candidate.end]
                raise entry.error(
                    f"holds {text!r}, which the rule matches with {words!r}", "counter"
                )


def check_modifiers(
    modifiers: Sequence[Modifier], rules: Sequence[Rule], entries: Mapping[str, Entry]
) -> None:
    """Refuse a modifier that does not fire in an example, or fires in a counter-example.

    Args:
        modifiers: The compiled modifiers, in order.
        rules: The compiled rules.
        entries: The tables whose examples are run, by id.

    Raises:
        DataError: Names the modifier, the text and the line.
    """
    for name, entry in entries.items():
        for text in entry.values.get("examples", ()):
            if name not in fired(modifiers, rules, text):
                raise entry.error(f"holds {text!r}, where it does not fire", "examples")
        for text in entry.values.get("counter", ()):
            if name in fired(modifiers, rules, text):
                raise entry.error(f"holds {text!r}, where it fires", "counter")


def fired(modifiers: Sequence[Modifier], rules: Sequence[Rule], text: str) -> set[str]:
    """Return the modifiers that fire anywhere in a text.

    Args:
        modifiers: The compiled modifiers, in order.
        rules: The compiled rules.
        text: The text, as a customer writes it.

    Returns:
        Their ids.
    """
    document = CutText.of(normalise(text))
    candidates = all_candidates(rules, document)
    settled = (settle(candidate, modifiers, document) for candidate in candidates)
    return {name for outcome in settled for name in outcome.fired}

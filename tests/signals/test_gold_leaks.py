"""Words of the shipped rules that stand in the held-out half of the gold and not in the other.

Rules are written with the development half in view. A word of theirs that is rare enough to tell
one text from others, and stands in the held-out half alone, is there by chance, or because that
half was read. By chance the halves have equally many such words, and what was learned from the
development half adds to its own: so the held-out half must have fewer.
"""

import re

import pytest
from gold_texts import HALVES, LANGUAGES, chats_texts, labels

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.normal import normalise

# Rare enough to tell texts apart: three Chinese characters, or two English words.
DISTINCTIVE = {"zh": r"[\u4e00-\u9fff]{3,}", "en": r"[a-z']{2,}(?: [a-z']{2,})+"}


def rule_words(language):
    """Return the distinctive words of all rules and modifiers of a language."""
    lexicon = load(language)
    patterns = [rule.pattern.pattern for rule in lexicon.rules]
    patterns += [it.pattern.pattern for it in lexicon.modifiers if it.pattern is not None]
    written = (pattern.replace("\\ ", " ").replace("\\b", "|") for pattern in patterns)
    return {word for text in written for word in re.findall(DISTINCTIVE[language], text)}


def texts_of(language, half):
    every = [*labels(language, half)["text"], *chats_texts(language, half)]
    return "\n".join(normalise(text).text for text in every)


def only_in(language, half):
    """Return distinctive words of rules that stand in one half alone."""
    [other] = set(HALVES) - {half}
    here, there = texts_of(language, half), texts_of(language, other)
    return {word for word in rule_words(language) if word in here and word not in there}


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_have_fewer_words_of_the_held_out_half_alone(language):
    leaks, learned = only_in(language, "held_out"), only_in(language, "development")
    assert len(leaks) < len(learned), sorted(leaks)


def test_a_word_that_stands_in_both_halves_is_no_leak():
    assert "不会再" not in only_in("zh", "held_out") | only_in("zh", "development")

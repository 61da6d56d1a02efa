"""Polarity by words: praise less complaint, with what turns a word around."""

import pytest

from vocvalue.signals.matching.normal import SEPARATOR, normalise
from vocvalue.signals.matching.patterns import compiled
from vocvalue.signals.matching.polarity import LexiconPolarity, of_text
from vocvalue.signals.matching.polarity_words import PolarityWords

ZH = PolarityWords(("好吃", "好"), ("难吃", "不好吃", "差"), compiled("(?:不|没)(?:太|很)?$"))
EN = PolarityWords(
    ("good", "happy"), ("bad",), compiled(r"(?:\bnot|n't)(?: so)? $"), is_spaced=True
)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("好吃", 1),
        ("好吃,好", 2),
        ("好吃但差", 0),
        ("难吃", -1),
        ("不好吃", -1),
        ("不太好", -1),
        ("没差", 1),
        ("米饭", None),
        ("", None),
        ("good", 1),
        ("not so good", -1),
        ("isn't bad", 1),
        ("goodbye badge", None),
        ("good, 难吃 and bad", -1),
    ],
)
def test_words_are_counted_and_turned_around(text, polarity):
    assert LexiconPolarity([ZH, EN]).of_words(text) == polarity


def test_without_words_every_polarity_is_unknown():
    assert LexiconPolarity([PolarityWords()]).of_words("好吃") is None


@pytest.mark.parametrize(
    ("text", "sign"), [("真的很好吃，很满意", 1), ("太难吃了，失望", -1), ("very disappointed", -1)]
)
def test_the_shipped_words_know_plain_praise_and_complaint(text, sign):
    polarity = of_text(normalise(text))
    assert polarity is not None
    assert polarity * sign > 0
    assert of_text(normalise("一二三 xyz")) is None


def test_of_several_clauses_each_is_read_by_itself():
    # a negation of one's own, that looks as far as it can
    own = PolarityWords(negative=("破损",), negation=compiled("没有"))
    words = LexiconPolarity([own])
    assert words.signed_words("没有,破损") == [(3, 5, 1)]
    assert words.signed_words(f"没有{SEPARATOR}破损") == [(3, 5, -1)]

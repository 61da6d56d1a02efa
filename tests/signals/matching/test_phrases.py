"""The phrases by which the three kinds of signals were first described."""

import pytest

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher


@pytest.fixture(scope="module")
def matcher():
    return Matcher([load("zh"), load("en")])


PHRASES = [
    ("快用完了", "repurchase", "positive", None),
    ("准备回购", "repurchase", "positive", None),
    ("囤货", "repurchase", "positive", None),
    ("我希望能多几个账号", "upsell", "positive", None),
    ("如果能有大容量就好了", "upsell", "positive", None),
    ("报表功能不够用", "upsell", "positive", None),
    ("你们有配套的滤芯吗？", "cross_sell", "positive", "滤芯"),
    ("不会再次购买", "repurchase", "negative", None),
    ("没理由不再买", "repurchase", "positive", None),
    ("不会再选择其他品牌", "repurchase", "positive", None),
]


@pytest.mark.parametrize(("text", "kind", "status", "product"), PHRASES)
def test_a_phrase_is_the_signal_it_was_said_to_be(matcher, text, kind, status, product):
    (match,) = matcher.match([text])
    assert (match.kind, match.status) == (kind, status)
    assert text[match.start : match.end] == match.words
    if product:
        assert match.product == product


def test_explaining_a_text_gives_the_signals_of_matching_it(matcher):
    for text, *_ in PHRASES:
        assert list(matcher.explain(text).matches) == matcher.match([text])

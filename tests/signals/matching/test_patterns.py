"""What a pattern may hold."""

import re
import time

import pytest

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.patterns import compiled, expanded


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("(?=下次)买", "a look-around"),
        ("(?!下次)买", "a look-around"),
        ("(?<=下次)买", "a look-around"),
        ("(?<!下次)买", "a look-around"),
        (r"(买)\1", "a back-reference"),
        ("(?P<v>买)(?P=v)", "a back-reference"),
        ("(买)?(?(1)来|去)", "a condition on a group"),
        ("(?>买+)", "an atomic group"),
        ("买++", "a possessive repeat"),
        ("(?:买+)+", "repeats a repeat without a bound"),
        ("(?:(?:还|再)*买)*", "repeats a repeat without a bound"),
        ("(?:.{0,20}买){0,20}", "repeats a part 400 times"),
        ("买.*来.*", "without a bound 2 times"),
        ("买[^，]+来[^x]*", "without a bound 2 times"),
        ("(?i)buy", "sets flags"),
        ("买(", "is no pattern"),
        ("Buy", "'B', which is read as 'b'"),
        ("下次買", "'買', which is read as '买'"),
        ("好吗？", "'？', which is read as '?'"),
        ("[ＡB]", "is read as"),
        ("{3,99999999999999999999}", "is no pattern"),
    ],
)
def test_what_is_slow_or_can_never_match_is_refused(pattern, what):
    with pytest.raises(ParameterError, match=what):
        compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("下次(?:还|再)*买", "下次还再买"),
        ("买.{0,12}来", "买了就来"),
        (r"\bbuy (?:it )?again\b", "i buy it again"),
        ("[^,。]{1,20}就好了", "有就好了"),
        (r"\d+个", "12个"),
        ("^(?:你们)?有(?P<product>.+)吗", "你们有滤芯吗"),
    ],
)
def test_what_takes_linear_time_is_compiled(pattern, text):
    assert compiled(pattern).search(text)


def test_names_are_written_out_within_one_another():
    names = {"again": "(?:还|再){fut}", "fut": "下次|以后"}
    assert expanded("{again}{2,3}买", names) == "(?:(?:还|再)(?:下次|以后)){2,3}买"


@pytest.mark.parametrize(
    ("names", "what"), [({}, "no class or fragment 'a'"), ({"a": "{b}", "b": "{a}"}, "in a circle")]
)
def test_a_name_that_leads_nowhere_is_refused(names, what):
    with pytest.raises(ParameterError, match=what):
        expanded("{a}", names)


def patterns_of(language):
    """Return every pattern of a shipped lexicon, with the id of its rule or modifier."""
    lexicon = load(language)
    return [
        (owner.id, getattr(owner, key))
        for owner in [*lexicon.rules, *lexicon.modifiers]
        for key in type(owner).__slots__
        if isinstance(getattr(owner, key), re.Pattern)
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_linear_time_engine_takes_every_pattern(language):
    re2 = pytest.importorskip("re2")
    found = patterns_of(language)
    assert len(found) > 20
    for name, pattern in found:
        assert re2.compile(pattern.pattern), name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_pattern_is_slow_on_its_own_words_again_and_again(language):
    """A sentence of 2,000 characters that nearly match, for each rule and modifier."""
    words = sorted({word for rule in load(language).rules for word in rule.anchors})[:9]
    lines = ["不会再" * 600, "会要想还" * 500, "never ever " * 180, *(w * 200 for w in words)]
    for name, pattern in patterns_of(language):
        for line in lines:
            start = time.process_time()
            pattern.search(line[:2_000])
            assert time.process_time() - start < 1, (name, line[:10])

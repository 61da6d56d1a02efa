"""Texts in one spelling: what each character becomes, and where it stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocvalue.signals.matching.normal import normalise, normalise_all, traditional, written

WRITTEN = [
    ("下次還會買", "下次还会买"),
    ("ＢＵＹ　ａｇａｉｎ！", "buy again!"),
    ("it’s ‘fine’", "it's 'fine'"),
    ("「很好」『不錯』«so»", "“很好”“不错”“so”"),
    ("ﬁne ofﬁce", "fine office"),
    ("Straße", "strasse"),
    ("İ", "i\u0307"),
    ("e\u0301te\u0301", "été"),
    ("ｶﾞ", "ガ"),
    ("下\u200b次\ufeff买", "下次买"),
    ("👨\u200d👩\u200d👧好❤\ufe0f", "👨👩👧好❤"),
    ("①②㎏", "12kg"),
    ("a \t\u3000 b", "a b"),
    ("a <b> \u200b </b> b", "a b"),
    ("a\r\nb", "a\n\nb"),
    ("等…等～", "等…等~"),
    ("我会<b>再</b>买<br/>好<p class='x'>的</p>", "我会再买\n好\n的\n"),
    ("a<b and c>d, <3", "a<b and c>d, <3"),
    ("salt &amp; pepper &#65;&nbsp;&lt;", "salt & pepper a <"),
    ("AT&T", "at&t"),
    ("坏\ud83d字", "坏\ufffd字"),
    ('say "yes" or "no"', "say “yes” or “no”"),
    ('a 27" screen and a "big" 32"', 'a 27" screen and a “big” 32"'),
    ("𝐁𝐮𝐲", "buy"),
    ("\u1112\u1161\u11ab", "한"),
    ("a\x00b", "a b"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "after"), WRITTEN)
def test_a_text_is_written_in_one_spelling(text, after):
    assert normalise(text).text == after


@pytest.mark.parametrize(
    ("text", "words", "stood"),
    [
        ("ﬁne, I buy", "buy", "buy"),
        ("下\u200b次\u200b再买", "下次", "下\u200b次"),
        ("很<b>好</b>吃", "好吃", "好</b>吃"),
        ("A &amp; B", "&", "&amp;"),
        ("e\u0301te\u0301 buy", "été", "e\u0301te\u0301"),
        ("so   good", "so good", "so   good"),
        ("👨\u200d👩\u200d👧 回購", "回购", "回購"),
        ("straße weg", "strasse", "straße"),
    ],
)
def test_words_are_found_where_they_stood(text, words, stood):
    normal = normalise(text)
    place = normal.text.index(words)
    start, end = normal.span(place, place + len(words))
    assert text[start:end] == stood


pieces = st.sampled_from(
    [
        *"下次还會買不不错，。！abcXYZ 12",
        *("  ", "\u3000", "\n", "…", "「", "丽", "Ａ", "𝐁", "ﬁ", "ß", "İ", "㎏", "e\u0301", "ｶﾞ"),
        *("\u200b", "\ufeff", "\ud800", "\u1112\u1161", "&amp;", "<br>", "<b>"),
        *("👨\u200d👩\u200d👧", "❤\ufe0f", "🇨🇳"),
    ]
)
texts = st.lists(pieces, max_size=12).map("".join)


@given(texts, st.data())
def test_the_words_of_any_span_are_written_like_the_span(text, data):
    normal = normalise(text)
    size = len(normal.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    if start == end or not (_is_edge(normal, start) and _is_edge(normal, end)):
        return
    first, last = normal.span(start, end)
    assert normalise(text[first:last]).text == normal.text[start:end]


def _is_edge(normal, place):
    """Whether a character of the original begins here, and none goes on."""
    if normal.starts is None or place in (0, len(normal.text)):
        return True
    return normal.starts[place - 1] != normal.starts[place]


@given(texts)
def test_places_rise_and_lie_in_the_text(text):
    normal = normalise(text)
    assert normal.original == text
    places = [normal.span(place, place + 1) for place in range(len(normal.text))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(texts.filter(lambda text: "&" not in text))
def test_what_is_written_in_one_spelling_stays_as_it_is(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(st.lists(texts, max_size=6))
def test_many_texts_at_once_are_written_as_one_by_one(many):
    assert normalise_all(many) == [normalise(text) for text in many]


def test_a_text_with_the_separator_does_not_shift_the_others():
    assert [text.text for text in normalise_all(["A\x00B", "Ｃ", ""])] == ["a b", "c", ""]


@given(
    st.characters(
        exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Mn", "Mc", "Me", "Cf", "Cn", "Co"]
    )
)
def test_beyond_quotes_and_traditional_characters_it_is_compatibility_and_folding(character):
    own = "\"'`´‘’‚‛′″“”„‟«»「」『』《》｢｣〝〞〟＂＇<&…〜\ue000"
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    if (
        character in own
        or folded.startswith(" ")
        or any(ord(one) in traditional() for one in folded)
    ):
        return
    assert written(character) == folded


def test_the_table_of_traditional_characters_is_that_of_opencc():
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("t2s").convert
    table = traditional()
    assert len(table) > 3_000
    assert {code: convert(chr(code)) for code in table} == table

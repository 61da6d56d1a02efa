"""Many texts at once: the index of anchors changes nothing, and whatever is cut is counted."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vocvalue.errors import ParameterError
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher
from vocvalue.signals.matching.normal import LONGEST_TEXT

PIECES = [
    *"下次还會再买来不没有点吗了，。！？ \n",
    *(
        "以后",
        "回购",
        "续费",
        "手续费",
        "订单",
        "快用完了",
        "囤货",
        "如果",
        "就好了",
        "我希望",
        "能",
    ),
    *("已经", "好几次", "其他品牌", "账号", "功能", "不够用", "你们", "配套的", "滤芯", "但是"),
    *("I ", "will ", "never ", "buy ", "again", "if ", "renew ", "do you have ", "more seats", "?"),
    *("<br>", "&amp;", "  ", "👍", "“", "”"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_with_and_without_the_index_of_anchors_the_signals_are_alike(shipped, text):
    full = list(shipped.explain(text).matches)  # tries every rule on every clause
    assert shipped.match([text]) == sorted(full, key=lambda match: match.start)


@given(st.lists(texts, max_size=5))
@settings(deadline=None, max_examples=50)
def test_each_text_is_read_by_itself(shipped, many):
    together = [(match.row, match.rule, match.start) for match in shipped.match(many)]
    alone = [
        (row, match.rule, match.start)
        for row, text in enumerate(many)
        for match in shipped.match([text])
    ]
    assert together == alone


@given(texts)
@settings(deadline=None, max_examples=100)
def test_words_stand_where_the_signal_says(shipped, text):
    for match in shipped.match([text]):
        assert text[match.start : match.end] == match.words != ""
        assert match.product is None or match.product in text
        assert match.condition is None or match.condition in text


def test_the_text_of_a_signal_is_the_original(shipped):
    text = "嗯 <b>下\u200b次</b>還會再買！"
    (match,) = shipped.match(["好", text])
    assert match.row == 1
    assert text[match.start : match.end] == match.words
    assert match.words.startswith("下\u200b次</b>")
    assert match.language == "zh"


def test_a_long_text_is_read_to_a_bound_and_counted(shipped):
    long = "好。" * (LONGEST_TEXT // 2) + "下次还买"
    reading = shipped.read([long, "下次还买" + "好。" * LONGEST_TEXT, "下次还买"])
    assert [match.row for match in reading.matches] == [1, 2]
    assert (reading.n_texts, reading.n_cut_texts, reading.n_cut_clauses) == (3, 2, 0)


def test_a_clause_without_an_end_is_cut_and_counted(shipped):
    reading = shipped.read(["下次还买" + "好" * 1_000, "好" * 1_000])
    assert len(reading.matches) == 1
    assert reading.n_cut_clauses == 2


def test_broken_characters_are_counted_and_the_rest_is_read(shipped):
    reading = shipped.read(["坏\ud83d,下次还买", "坏\ufffd", "好"])
    assert reading.n_broken == 2
    assert [match.words for match in reading.matches] == ["下次还买"]


def test_no_text_is_an_empty_one(shipped):
    assert shipped.match([None, "", "下次还买"])[0].row == 2
    assert shipped.match([]) == []


def test_what_is_no_text_is_refused(shipped):
    with pytest.raises(ParameterError, match="2 values that are no text, the first at position 1"):
        shipped.match(["好", 5, float("nan")])
    with pytest.raises(ParameterError, match="roles holds 1 values for 2 texts"):
        shipped.match(["好", "好"], roles=["buyer"])
    with pytest.raises(ParameterError, match="channels holds 3 values for 2 texts"):
        shipped.match(["好", "好"], channels=["chat"] * 3)


def test_lexicons_are_one_of_each_language():
    with pytest.raises(ParameterError, match="different languages"):
        Matcher([load("zh"), load("zh")])
    with pytest.raises(ParameterError, match="at least one rule"):
        Matcher([])


def test_the_signals_of_an_example_do_not_depend_on_the_index(shipped):
    texts = [
        text
        for lexicon in shipped.lexicons.values()
        for examples in lexicon.examples.values()
        for text in examples
    ]
    full = [list(shipped.explain(text).matches) for text in texts]
    found = shipped.match(texts)
    assert len(texts) > 100
    assert found == [replace(match, row=row) for row, some in enumerate(full) for match in some]


def test_many_and_long_texts_keep_their_rows(shipped):
    texts = ["下次还买" + "。好" * (1_000 * (row % 3)) for row in range(1_200)]
    assert [match.row for match in shipped.match(texts)] == list(range(1_200))


def test_a_text_in_two_languages_is_read_in_both(shipped):
    found = shipped.match(["下次还买. I will definitely buy again"])
    assert [match.language for match in found] == ["zh", "en"]


def test_a_reply_of_the_seller_is_no_signal(shipped):
    assert shipped.match(["下次还买"], roles=["seller"]) == []
    assert len(shipped.match(["下次还买"], roles=["buyer"])) == 1


def test_explaining_shows_every_clause(shipped):
    explained = shipped.explain("味道不错，下次还買")
    assert [clause.words for clause in explained.clauses] == ["味道不错，", "下次还買"]
    assert explained.polarity == 1
    assert [match.words for match in explained.matches] == ["下次还買"]


def test_only_texts_with_words_of_a_rule_have_an_anchor(shipped):
    assert shipped.has_anchor("下次还買")
    assert not shipped.has_anchor("米饭")


@pytest.mark.parametrize("words", ["下次还会再买", "不会再买,", "if i buy again ", "要是能"])
def test_a_text_of_nothing_but_words_of_rules_is_read_in_time(shipped, words):
    text = words * (20_000 // len(words))
    start = time.process_time()
    shipped.match([text])
    assert time.process_time() - start < 10

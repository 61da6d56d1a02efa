"""Where sentences and clauses end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocvalue.signals.matching.clauses import (
    LONGEST_CLAUSE,
    LONGEST_SENTENCE,
    clauses,
    clauses_of_all,
)
from vocvalue.signals.matching.normal import normalise

CUT = [
    ("味道不错，下次还来！但是太慢", [["味道不错,", "下次还来!"], ["但是太慢"]]),
    ("好吃👍下次再来", [["好吃👍"], ["下次再来"]]),
    ("有滤芯吗？！谢谢", [["有滤芯吗?!"], ["谢谢"]]),
    ("不但好吃而且便宜", [["不但好吃而且便宜"]]),
    ("好吃不过贵", [["好吃", "不过贵"]]),
    ("好吃 便宜", [["好吃", "便宜"]]),
    ("用 iPhone 买", [["用 iphone 买"]]),
    ("第一行\n第二行", [["第一行\n"], ["第二行"]]),
    ("It costs 3.50. I paid 1,000, at 3:15", [["it costs 3.50."], ["i paid 1,000,", "at 3:15"]]),
    ("great but slow", [["great", "but slow"]]),
    ("see https://a.io/b now", [["see https://a.io/b now"]]),
    ("butter is good", [["butter is good"]]),
    ("he said “buy it.” then left", [["he said “buy it.”"], ["then left"]]),
    ("（很好）；真的", [["(", "很好);", "真的"]]),
    ("等等...还行", [["等等...", "还行"]]),
    ("味道好.下次还来.版本3.5好", [["味道好."], ["下次还来."], ["版本3.5好"]]),
    ("  ", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "sentences"), CUT)
def test_a_text_is_cut_where_a_reader_would_stop(text, sentences):
    written = normalise(text).text
    found = {}
    for clause in clauses(written):
        found.setdefault(clause.sentence, []).append(written[clause.start : clause.end])
    assert list(found.values()) == sentences
    assert list(found) == list(range(len(sentences)))


@given(st.text(alphabet="买次 ,.!?。\n但a", max_size=60))
def test_clauses_hold_everything_but_spaces_and_do_not_overlap(text):
    found = clauses(text)
    assert "".join(text[clause.start : clause.end] for clause in found).replace(" ", "") == (
        text.replace(" ", "")
    )
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(b.sentence - a.sentence in (0, 1) for a, b in pairwise(found))


MARKS = st.sampled_from(
    [*"买a3 ,.:!?。\n…~-”“()【】👍", "但", "不但", "不过", "可是", " but ", "//"]
)
TEXTS = st.lists(MARKS, max_size=40).map("".join)


@given(st.lists(TEXTS | TEXTS.map(lambda text: text * 20), max_size=6))
def test_many_texts_at_once_are_cut_as_each_by_itself(texts):
    found = clauses_of_all(texts)
    every = [(number, *part[:2]) for number, text in enumerate(texts) for part in clauses(text)]
    columns = (found.text.tolist(), found.start.tolist(), found.end.tolist())
    assert list(zip(*columns, strict=True)) == every


def test_a_clause_without_an_end_is_cut_and_said_to_be():
    found = clauses("买" * (2 * LONGEST_CLAUSE + 1))
    assert [clause.end - clause.start for clause in found] == [LONGEST_CLAUSE, LONGEST_CLAUSE, 1]
    assert [clause.is_cut for clause in found] == [True, True, False]


def test_a_clause_of_words_is_cut_between_words():
    found = clauses("word " * 200)
    assert all((clause.end - clause.start + 1) % 5 == 0 for clause in found)


def test_a_sentence_without_an_end_has_a_bound():
    for text in ("买" * 20_000, "买," * 10_000):
        lengths = {}
        for clause in clauses(text):
            size = clause.end - clause.start
            lengths[clause.sentence] = lengths.get(clause.sentence, 0) + size
        assert max(lengths.values()) <= LONGEST_SENTENCE + LONGEST_CLAUSE

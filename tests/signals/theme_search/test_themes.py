"""Themes: found again where they were put in, stable, and counted with care."""

import random
import sys

import numpy as np
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, MissingDependencyError, ParameterError
from vocvalue.signals.theme_search.factors import clause_table, typical
from vocvalue.signals.theme_search.gathered import GatheredClauses
from vocvalue.signals.theme_search.ngrams import ngrams

PUT_IN = {
    "late": ["配送超时太慢", "等了半天才送到，超时太慢", "骑手超时太慢了"],
    "broken": ["包装破损严重", "盒子包装破损", "收到就包装破损了"],
    "rude": ["the waiter was rude and slow", "rude waiter, awful", "a rude waiter and bad food"],
}
WAITED = ["太慢", "太慢了", "才送到真的太慢", "简直太慢"]


def texts(n=40, seed=1):
    rng = random.Random(seed)  # noqa: S311
    words = [rng.choice(PUT_IN[theme]) for theme in PUT_IN for _ in range(n)]
    fillers = ["", "，第一次来", "，周末去的", ". we came on a monday", "，朋友推荐的"]
    return [text + rng.choice(fillers) for text in words]


def found(comments, **asked):
    return vv.signals.themes(comments, **{"n_themes": 3, "resamples": 2, **asked})


def test_what_was_put_in_is_found_in_both_languages():
    result = found(texts())
    words = {word for theme in result.themes for word in theme.words}
    assert [theme.n_texts for theme in result.themes] == [40, 40, 40]
    for word in ("超时太慢", "包装破损", "rude waiter"):
        assert any(word in other or other in word for other in words), word
    # 120 clauses are those that were put in; a few more say how long somebody waited
    assert result.n_covered >= 120
    assert all(theme.stability > 0.7 for theme in result.themes)
    assert all(len(theme.examples) <= 3 for theme in result.themes)


def test_rows_in_another_order_give_the_same():
    comments = texts()
    result = found(comments)
    random.Random(5).shuffle(comments)  # noqa: S311
    assert found(comments).to_dict() == result.to_dict()


def test_no_word_of_a_theme_lies_in_another():
    for theme in found(texts()).themes:
        pairs = [(one, other) for one in theme.words for other in theme.words if one != other]
        assert not [pair for pair in pairs if pair[0] in pair[1]]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        # 钟才送到 stands nowhere but in 分钟才送到, though the theme itself has it only three times
        ("分钟才送到", "分钟才送到"),
        # where it begins in other ways as well, it is a word
        ("点钟才送到", "钟才送到"),
    ],
)
def test_a_fragment_of_a_word_grows_to_the_word(others, expected):
    numerals = "一二三四五六七八九十"
    clauses = {f"{it}{others}": [f"{it}{others}"] for it in numerals}
    own = ["三分钟才送到", "四分钟才送到", "五分钟才送到"]
    clauses |= {clause: [clause] for clause in own}
    table = clause_table(clauses, dict.fromkeys(clauses, 1))
    heavy = np.array([piece == "钟才送到" for piece in table.pieces], dtype=float)
    assert heavy.sum() == 1
    assert typical(heavy, table, own, 8) == (expected,)


def test_themes_of_the_same_texts_are_put_together():
    # the same customers complain of how long it took in words that come in two groups
    long = [f"等了{hours}小时{end}" for hours in ("一个多", "半", "两个") for end in WAITED]
    comments = [f"{one}，配送超时太慢{mark}" for one in long for mark in ("", "！", "了", "啊")]
    comments += ["包装破损严重", "盒子包装破损", "破损的包装"] * 20
    result = found(comments, n_themes=4)
    waiting = [theme for theme in result.themes if any("小时" in word for word in theme.words)]
    assert len(waiting) == 1
    assert waiting[0].n_texts == len(long) * 4
    assert any("put together" in note.en for note in result.notes)


def test_a_clause_without_weight_belongs_to_no_theme():
    comments = texts() + [
        f"糟糕{chr(0x4E00 + 7 * place)}{chr(0x6E00 + 11 * place)}" for place in range(60)
    ]
    result = found(comments)
    assert result.n_covered < result.n_clauses
    assert sum(theme.n_clauses for theme in result.themes) == result.n_covered
    assert "belong to no theme" in result.statement()


def test_praise_is_looked_at_only_where_that_is_asked():
    comments = texts() + ["味道好吃新鲜"] * 40
    assert found(comments).n_with_clause == 120
    assert found(comments, polarity="all").n_with_clause == 160


def test_themes_are_topics():
    result = found(texts())
    mentions = vv.signals.mentions(texts(), result.topics())
    assert mentions.n_with_topic >= 110


def test_too_few_texts_are_refused_with_the_number_it_takes():
    with pytest.raises(DataError, match="30 texts"):
        found(texts(n=5))
    with pytest.raises(DataError, match="2 different clauses"):
        found(["太慢", "太差"] * 30)


@pytest.mark.parametrize(
    "asked", [{"n_themes": 1}, {"n_words": 0}, {"resamples": 0}, {"polarity": "praise"}]
)
def test_arguments_out_of_range_are_refused(asked):
    with pytest.raises(ParameterError, match=next(iter(asked))):
        found(texts(), **asked)


def test_without_scikit_learn_it_says_what_to_install(monkeypatch):
    for name in ("sklearn.decomposition", "sklearn.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[ml\]"):
        found(texts())


def test_pieces_are_words_and_never_function_words_alone():
    assert ngrams("我们的") == []
    assert ngrams("it was the") == []
    assert "slow support" in ngrams("very slow support")
    assert "support food" not in ngrams("slow support, food")


def test_of_too_many_clauses_a_share_stays_in_whatever_order_they_come():
    def kept(order):
        gathered = GatheredClauses(most=100)
        for number in order:
            gathered.add(f"text {number}", f"Text {number}", ["one", "two"])
        return gathered

    once, again = kept(range(400)), kept(np.random.default_rng(1).permutation(400).tolist())
    assert once.clauses.keys() == again.clauses.keys()
    assert 0 < once.n_kept <= 100
    assert once.n_clauses == 800

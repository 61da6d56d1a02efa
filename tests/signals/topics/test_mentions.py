"""Mentions of topics: which phrases count, where, and what their clause says of them."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

PACKAGING = {"包装": {"phrases": ["包装破", "破损", "压扁"], "polarity": "complaint"}}


def found(texts, topics, **asked):
    table = vv.signals.mentions(texts, topics, **asked).to_frame()
    return list(zip(table["row"], table["topic"], table["polarity"], table["words"], strict=True))


def words(texts, phrases, **asked):
    return [row[3] for row in found(texts, {"topic": phrases}, **asked)]


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        # whole words of English, whatever their case and width
        ("The SLOW  support", ["slow support"], ["SLOW  support"]),
        ("unslow supporters", ["slow support"], []),
        ("Ｓlow support.", ["slow support"], ["Ｓlow support"]),
        ("an e-mail, emails", ["mail"], ["mail"]),
        # Chinese stands anywhere; traditional is simplified
        ("這個包裝破了", ["包装破"], ["包裝破"]),
        # letters within Chinese keep their edges
        ("装了app闪退", ["app闪退"], ["app闪退"]),
        ("装了myapp闪退", ["app闪退"], []),
        ("15g网络", ["5g"], []),
        ("用5g网络", ["5g"], ["5g"]),
    ],
)
def test_phrases_are_found_in_one_spelling_and_as_whole_words(text, phrases, expected):
    assert words([text], phrases) == expected


def test_places_are_those_of_the_original_text():
    text = "ok &amp; ＳＬＯＷ   support now"
    table = vv.signals.mentions([text], {"support": ["slow support"]}).to_frame()
    start, end = table[["start", "end"]].iloc[0]
    assert text[start:end] == "ＳＬＯＷ   support" == table["words"].iloc[0]
    assert table["text"].iloc[0] == text


def test_topics_do_not_hide_each_other_and_the_longest_phrase_of_one_counts():
    topics = {"late": ["送餐慢", "送餐慢死了"], "delivery": ["送餐"], "death": ["死了"]}
    assert {(topic, phrase) for _, topic, _, phrase in found(["送餐慢死了"], topics)} == {
        ("late", "送餐慢死了"),
        ("delivery", "送餐"),
        ("death", "死了"),
    }


def test_a_topic_counts_once_in_a_clause_and_its_text_once_in_all():
    texts = ["包装破了，又压扁又破损", "好吃"]
    result = vv.signals.mentions(texts, PACKAGING)
    assert result.n == 2
    counts = result.counts().loc["包装"]
    assert (counts["mentions"], counts["texts"], counts["complaint"]) == (2, 1, 1)
    # Wilson (1927) of 1 in 2 at 95 %: 0.0945 to 0.9055
    assert counts["lower"] == pytest.approx(0.0945, abs=1e-4)
    assert counts["upper"] == pytest.approx(0.9055, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("盒子破损", "complaint"),
        ("盒子没有破损", "praise"),
        ("盒子毫无破损", "praise"),
        # another clause says something else
        ("味道不错，盒子破损", "complaint"),
        ("盒子破损，但是味道不错", "complaint"),
    ],
)
def test_a_phrase_counts_as_its_topic_says_and_a_negation_turns_it_around(text, polarity):
    assert [row[2] for row in found([text], PACKAGING)] == [polarity]


def test_no_damage_is_no_complaint_in_english():
    topics = {"damage": {"phrases": ["damage"], "polarity": "complaint"}}
    assert [row[2] for row in found(["There was damage", "no damage"], topics)] == [
        "complaint",
        "praise",
    ]


def test_without_a_polarity_of_its_own_the_words_of_the_clause_decide():
    rows = found(["客服态度很好", "客服态度恶劣", "问了客服，味道很好"], {"客服": ["客服"]})
    assert [row[2] for row in rows] == ["praise", "complaint", "neutral"]


def test_an_exception_hides_the_phrase_that_lies_in_it():
    topics = {"服务": {"phrases": ["服务"], "except": ["服务器"]}}
    assert [row[0] for row in found(["服务器很快", "服务很快"], topics)] == [1]


def test_what_a_seller_wrote_is_not_read():
    table = pd.DataFrame({"text": ["包装破了", "包装破了"], "role": ["customer", "seller"]})
    result = vv.signals.mentions(table, PACKAGING)
    assert (result.n, result.n_texts) == (1, 1)
    assert [note.count for note in result.notes] == [1]


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_repeats_are_those_of_one_known_customer(library):
    # ids that a float would make alike; the first wrote a text of two mentions twice
    ids = [2**60, 2**60, 2**60 + 1, None, None]
    texts = ["破损，又破损", "破损，又破损", "破损，又破损", "破损", "破损"]
    table = library({"customer_id": ids, "text": texts})
    if library is pd.DataFrame:
        table["customer_id"] = pd.array(ids, dtype="Int64")
    notes = vv.signals.mentions(table, PACKAGING).notes
    assert [note.count for note in notes] == [2, 2]
    assert "without" in notes[0].en
    assert "repeats" in notes[1].en


def test_notes_name_shared_phrases_and_topics_that_nobody_mentions():
    topics = {"a": ["包装破"], "b": ["包装破"], "c": ["不存在的词"]}
    result = vv.signals.mentions(["包装破了"], topics)
    assert result.n == 2
    assert [note.count for note in result.notes] == [1, 1]
    assert "c" in result.notes[-1].en


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ({}, "at least one topic"),
        ({"a": []}, "no phrases"),
        ({"a": "包装破"}, "must be a list"),
        ({"a": ["破"]}, "single character"),
        ({"a": ["!!"]}, "no phrase"),
        ({"a": [3]}, "no phrase"),
        ({" ": ["包装破"]}, "no name"),
        ({"a": {"phrases": ["包装破"], "polarity": "bad"}}, "polarity"),
        ({"a": {"words": ["包装破"]}}, "'words'"),
    ],
)
def test_topics_that_are_none_are_refused(topics, said):
    with pytest.raises(ParameterError, match=said):
        vv.signals.mentions(["text"], topics)


def test_a_single_character_counts_where_it_is_allowed():
    assert words(["很慢"], ["慢"], single_characters=True) == ["慢"]


def test_topics_stand_in_files(tmp_path):
    toml = tmp_path / "topics.toml"
    toml.write_text(
        '"包装" = { phrases = ["包装破"], polarity = "complaint" }\nsupport = ["slow support"]\n',
        encoding="utf-8",
    )
    table = tmp_path / "topics.csv"
    table.write_text(
        "topic,phrase,polarity\n包装,包装破,complaint\nsupport,slow support,\n",
        encoding="utf-8-sig",
    )
    texts = ["包装破了", "slow support"]
    expected = [(0, "包装", "complaint", "包装破"), (1, "support", "complaint", "slow support")]
    assert found(texts, str(table))[0] == found(texts, toml)[0] == expected[0]
    assert [row[3] for row in found(texts, table)] == [row[3] for row in expected]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.toml", b"a = [", "no TOML"),
        ("t.csv", b"name,phrase\na,b\n", "no column 'topic'"),
        ("t.csv", "topic,phrase\n包装,破了\n".encode("gb18030"), "UTF-8"),
        ("t.csv", b"topic,phrase,polarity\na,bb,praise\na,cc,complaint\n", "line 3"),
        ("absent.toml", None, "cannot be read"),
    ],
)
def test_files_of_topics_that_cannot_be_read_say_why(tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=said):
        vv.signals.mentions(["text"], tmp_path / name)


def test_mentions_come_back_in_the_callers_library_with_customers_and_times():
    table = pl.DataFrame(
        {
            "client": ["b", None, "a"],
            "timestamp": ["2024-05-01", "2024-05-02", "2024-05-03"],
            "text": ["包装破了", "包装破了", "好吃"],
            "channel": ["chat", "review", "review"],
        }
    )
    result = vv.signals.mentions(table, PACKAGING, customer_id="client")
    frame = result.to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame["client"].to_list() == ["b", None]
    assert frame["channel"].to_list() == ["chat", "review"]
    assert [str(day) for day in frame["timestamp"].dt.date()] == ["2024-05-01", "2024-05-02"]


def test_half_of_an_emoji_is_written_as_a_broken_character():
    texts = ["包装破了\ud83d好", "包装破"]
    table = pd.DataFrame({"customer_id": [1, 2], "text": pd.Series(texts, dtype=object)})
    for comments in (texts, table):
        mentions = vv.signals.mentions(comments, PACKAGING)
        assert mentions.text.tolist() == texts
        assert mentions.to_frame()["text"].tolist() == ["包装破了\ufffd好", "包装破"]
        [note] = [note for note in mentions.notes if "broken characters" in note.en]
        assert note.count == 1


def test_batches_give_what_the_whole_gives(tmp_path, monkeypatch):
    texts = ["包装破了", "好吃", "盒子压扁，盒子没有破损", None] * 50
    frame = pd.DataFrame({"text": texts})
    whole = vv.signals.mentions(frame, PACKAGING).to_frame()
    frame.to_parquet(tmp_path / "texts.parquet")
    monkeypatch.setattr("vocvalue.tables.comments.MOST_ROWS", 7)
    for comments in (frame, str(tmp_path / "texts.parquet")):
        pd.testing.assert_frame_equal(vv.signals.mentions(comments, PACKAGING).to_frame(), whole)


def test_each_text_is_read_as_if_there_were_no_other():
    # the second would turn around the first word of the third, and so would a clause before it
    texts = [
        "破损",
        "一点没有",
        "破损，没有",
        "ok &amp; not",
        "damage",
        "没有，破损",
        "damage. No",
        "damage",
    ]
    topics = {
        "破损": {"phrases": ["破损", "damage"], "polarity": "complaint"},
        "所有": ["破损", "没有", "not"],
    }
    rng = np.random.default_rng(1)
    texts += ["".join(rng.choice(texts, 3)) + "，" * int(rng.integers(3)) for _ in range(200)]
    alone = [
        (number, *row[1:]) for number, text in enumerate(texts) for row in found([text], topics)
    ]
    assert found(texts, topics) == alone
    assert [row[2] for row in alone if row[0] < 8 and row[1] == "破损"] == ["complaint"] * 6


def test_nothing_read_is_a_result_without_mentions():
    result = vv.signals.mentions([], PACKAGING)
    assert result.n == 0
    assert np.isnan(result.coverage.value)
    assert result.to_frame().empty

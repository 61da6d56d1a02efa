"""Texts of every shape read, and what was left out of them counted."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher
from vocvalue.tables import comments as comment_tables

AGAIN, NEVER, ASKS = "快用完了", "我不会再买了", "Do you also sell filters?"


def notes_of(found):
    return [(note.count, note.en) for note in found.notes]


@pytest.mark.parametrize("make", [list, tuple, np.array, pd.Series, pl.Series])
def test_a_list_or_a_column_of_texts_is_read(make):
    found = vv.signals.find(make([AGAIN, "不错", ASKS]))
    assert found.kind.tolist() == ["repurchase", "cross_sell"]
    assert found.row.tolist() == [0, 2]
    assert found.customer_id is None
    assert found.n_texts == 3


def test_spans_are_of_the_text_as_it_was():
    text = "ＶＥＲＹ　ＧＯＯＤ！快用完了👍🏽"
    [signal] = Matcher([load("zh")]).match([text])
    found = vv.signals.find([text])
    assert text[found.start[0] : found.end[0]] == found.words[0] == signal.words


def test_texts_that_are_none_are_counted():
    found = vv.signals.find([AGAIN, None, "", "  ", float("nan"), 5])
    assert found.n_texts == 1
    assert notes_of(found) == [
        (4, "4 rows with no text were left out."),
        (1, "1 cell of text without text, but with something else, left out."),
    ]


def test_nothing_at_all_is_no_signal():
    found = vv.signals.find([])
    assert (found.n, found.n_texts) == (0, 0)
    assert found.to_frame().empty
    assert "0" in found.statement("zh")


def test_no_text_of_a_file_that_is_longer_than_a_batch_is_lost(tmp_path, monkeypatch):
    n = 5_000
    texts = ["不错"] * n
    texts[0] = texts[2_048] = texts[n - 1] = AGAIN
    frame = pl.DataFrame({"customer_id": range(n), "text": texts})
    frame.write_parquet(tmp_path / "texts.parquet")
    monkeypatch.setattr("vocvalue.tables.relations.CHUNK", 1)
    monkeypatch.setattr(comment_tables, "MOST_ROWS", 1_000)
    for source in (tmp_path / "texts.parquet", frame, frame.to_pandas(), texts):
        found = vv.signals.find(source)
        assert found.row.tolist() == [0, 2_048, n - 1]
        assert found.n_texts == n


def test_ids_stay_whole_where_some_are_missing(tmp_path):
    long = 2**60 + 1
    frame = pl.DataFrame({"customer_id": [long, None, 7], "text": [AGAIN] * 3})
    frame.write_parquet(tmp_path / "texts.parquet")
    for source in (frame, tmp_path / "texts.parquet"):
        found = vv.signals.find(source)
        assert [None if pd.isna(it) else it for it in found.customer_id] == [long, None, 7]
        assert (1, "1 signal without customer_id cannot become leads or alerts.") in notes_of(found)


def test_the_same_text_of_one_customer_has_one_id_and_is_noted():
    texts = pd.DataFrame({"customer_id": [1, 1, 2], "text": [AGAIN, AGAIN, AGAIN]})
    found = vv.signals.find(texts)
    assert found.text_id[0] == found.text_id[1] != found.text_id[2]
    assert found.notes[0].count == 1


def test_what_the_seller_wrote_is_no_signal():
    texts = pd.DataFrame({"text": [AGAIN, AGAIN], "role": ["seller", "customer"]})
    assert vv.signals.find(texts).row.tolist() == [1]


def test_alerts_go_into_a_risk_pool():
    texts = pd.DataFrame(
        {
            "client": ["a", "b"],
            "when": ["2024-05-01", "2024-05-02"],
            "text": [NEVER, AGAIN],
        }
    )
    found = vv.signals.find(texts, customer_id="client", timestamp="when")
    pool = vv.lift.risk_pool(
        [vv.lift.Complaint(column="status", any_of=["negative", "switch"])],
        complaints=found.alerts(),
        customer_id="client",
    )
    assert pool.customer_id.to_list() == ["a"]


@pytest.mark.parametrize(
    ("columns", "lacking"),
    [({"timestamp": ["2024-05-01"]}, "no customers"), ({"customer_id": [1]}, "no times")],
)
def test_there_is_nobody_to_warn_of_without_customers_and_times(columns, lacking):
    found = vv.signals.find(pd.DataFrame({"text": [NEVER], **columns}))
    with pytest.raises(DataError, match=lacking):
        found.alerts()


def test_columns_that_were_named_must_be_there():
    texts = pd.DataFrame({"text": [AGAIN]})
    for asked in ({"customer_id": "client"}, {"channel": "place"}, {"text": "words"}):
        with pytest.raises(DataError, match="has no column"):
            vv.signals.find(texts, **asked)


def test_numbers_are_no_texts():
    with pytest.raises(DataError, match="holds Int64, not texts"):
        vv.signals.find(pd.DataFrame({"text": [1, 2]}))


def test_a_list_of_paths_is_told_from_texts():
    with pytest.raises(ParameterError, match="look like paths"):
        vv.signals.find(["may.csv", "june.csv"])


def test_names_of_columns_beside_a_list_are_refused():
    with pytest.raises(ParameterError, match="channel: names columns"):
        vv.signals.find([AGAIN], channel="place")


def test_a_connection_is_asked_once():
    connection = duckdb.connect()
    connection.execute("create table texts as select 1 as customer_id, '快用完了' as text")
    found = vv.signals.find(vv.Comments(connection, table="texts"))
    assert found.kind.tolist() == ["repurchase"]


def test_a_long_text_is_cut_and_counted():
    found = vv.signals.find(["好" * 1_000_000 + AGAIN, AGAIN])
    assert found.row.tolist() == [1]
    assert (1, "1 text of more than 100,000 characters, read up to there.") in notes_of(found)


def test_broken_characters_are_counted():
    found = vv.signals.find(["快用完了\ud83d", "好\ufffd\ufffd"])
    assert [note.count for note in found.notes if "broken" in note.en] == [2]


def test_html_is_no_text():
    found = vv.signals.find(["很好<br/>快用完了&nbsp;"])
    assert found.words.tolist() == ["快用完了"]


def test_a_signal_is_the_same_in_a_text_and_in_an_explanation():
    text = "我朋友说会回购。我不会再买了"
    explained = vv.signals.explain(text)
    found = vv.signals.find([text])
    assert [match.rule for match in explained.signals] == found.rule.tolist()
    assert "dropped by" in explained.to_frame()["outcome"][0]
    with pytest.raises(ParameterError, match="must be a text"):
        vv.signals.explain([text])

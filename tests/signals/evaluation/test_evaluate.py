"""Signals held against labels: counts by hand, shares by scikit-learn, intervals as published."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn import metrics

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError
from vocvalue.signals import RawSignal

REP, UP = "repurchase", "upsell"


def found_as(signals, texts=None, **more):
    """Return what `find` gives of a model that reports these (kind, status, quote) by text."""
    texts = list(signals) if texts is None else texts

    def answer(batch):
        return [
            [RawSignal(kind=kind, status=status, quote=quote) for kind, status, quote in signals[t]]
            for t in batch
        ]

    return vv.signals.find(texts, model=answer, **more)


def gold_of(*rows, names=("row", "kind", "status")):
    return pd.DataFrame(rows, columns=list(names))


TEXTS = {
    # right; wrong status; missed; false positive; neither; two labels of which one is found
    "buy again": [(REP, "positive", "buy again")],
    "not now": [(REP, "negative", "not now")],
    "would renew": [],
    "nice seats": [(UP, "positive", "seats")],
    "plain": [],
    "back and more": [(UP, "positive", "more")],
}
GOLD = gold_of(
    (0, REP, "positive"),
    (1, REP, "conditional"),
    (2, REP, "positive"),
    (3, None, None),
    (4, None, None),
    (5, REP, "positive"),
    (5, UP, "positive"),
)


@pytest.fixture
def card():
    return vv.signals.evaluate(GOLD, found_as(TEXTS))


def test_counts_by_hand(card):
    counts = card.counts().set_index(["part", "name"])[["n_gold", "n_found", "n_right"]]
    assert counts.loc[("all", "all")].tolist() == [5, 4, 2]
    assert counts.loc[("kind", REP)].tolist() == [4, 2, 1]
    assert counts.loc[("kind", UP)].tolist() == [1, 2, 1]
    assert counts.loc[("status", "positive")].tolist() == [4, 3, 2]
    assert counts.loc[("status", "negative")].tolist() == [0, 1, 0]
    # the conditional that was found as negative is a lead missed and a false alert
    assert counts.loc[("leads", "all")].tolist() == [5, 3, 2]
    assert counts.loc[("alerts", "all")].tolist() == [0, 1, 0]
    assert (card.n_texts, card.n_with_signal) == (6, 4)
    everything = card.counts("all").iloc[0]
    assert (everything["n_texts"], everything["n_texts_right"]) == (6, 2)


def test_what_is_wrong_is_listed_with_its_words(card):
    wrong = card.wrong()
    assert wrong["outcome"].tolist() == ["wrong status", "missed", "false positive", "missed"]
    assert wrong["words"].fillna("").tolist() == ["not now", "", "seats", ""]


def test_statuses_found_for_statuses_seen(card):
    table = card.statuses()
    assert table.loc["positive", "positive"] == 2
    assert table.loc["conditional", "negative"] == 1
    assert table.loc["positive", "none"] == 2
    assert table.loc["none", "positive"] == 1
    assert table.to_numpy().sum() == 6


def test_shares_are_those_of_scikit_learn():
    random = np.random.default_rng(3)
    seen, reported = random.random(400) < 0.3, random.random(400) < 0.4
    texts = {f"text {i}": [(REP, "positive", "text")] if reported[i] else [] for i in range(400)}
    gold = pd.DataFrame(
        {
            "row": range(400),
            "kind": np.where(seen, REP, ""),
            "status": np.where(seen, "positive", ""),
        }
    )
    figures = vv.signals.evaluate(gold, found_as(texts)).figures()
    peer = metrics.precision_recall_fscore_support(seen, reported, average="binary")
    for name, value in zip(("precision", "recall", "F1"), peer[:3], strict=True):
        assert figures[f"{name} of leads"].value == pytest.approx(value, abs=1e-12)


def test_intervals_are_wilsons():
    # 103 of 120 as the score interval gives it elsewhere: 78.5 to 91.0 %
    texts = {f"{i} again": [(REP, "positive", "again")] for i in range(120)}
    gold = pd.DataFrame({"row": range(120), "kind": [REP] * 103 + [None] * 17})
    gold["status"] = gold["kind"].map({REP: "positive"})
    figures = vv.signals.evaluate(gold, found_as(texts)).figures()
    precision = figures["precision of leads"]
    assert precision.value == pytest.approx(103 / 120)
    assert (round(precision.lower, 3), round(precision.upper, 3)) == (0.785, 0.910)
    # F1 = 2 J / (1 + J); here what is right among all is the precision
    f1 = figures["F1 of leads"]
    assert f1.lower == pytest.approx(2 * precision.lower / (1 + precision.lower))
    assert f1.value == pytest.approx(2 * 103 / (120 + 103))


def test_the_interval_of_f1_covers_the_truth():
    random = np.random.default_rng(11)
    n, p_right, p_false, p_missed = 300, 0.2, 0.05, 0.1
    truth = 2 * p_right / (2 * p_right + p_false + p_missed)
    from vocvalue.signals.evaluation.measure import Tally

    covered = 0
    for _ in range(400):
        right, false, missed, _none = random.multinomial(
            n, [p_right, p_false, p_missed, 1 - p_right - p_false - p_missed]
        )
        tally = Tally(n_gold=right + missed, n_found=right + false, n_right=right)
        f1 = tally.estimates(0.95)["F1"]
        covered += f1.lower <= truth <= f1.upper
    # 380 of 400 expected; four standard deviations are 17
    assert 363 <= covered <= 397


def test_labels_with_places_are_matched_where_they_stand():
    text = "buy again, then no, buy again"
    found = found_as({text: [(REP, "positive", "buy again")]})
    there = gold_of((0, REP, "positive", 0, 9), names=("row", "kind", "status", "start", "end"))
    assert vv.signals.evaluate(there, found).leads.n_right == 1
    elsewhere = there.assign(start=20, end=29)
    card = vv.signals.evaluate(elsewhere, found)
    assert card.wrong()["outcome"].tolist() == ["false positive", "missed"]


def test_a_second_hit_on_one_label_is_a_repeat_and_no_fault():
    text = "run out, will order again"
    found = found_as({text: [(REP, "positive", "run out"), (REP, "positive", "order again")]})
    card = vv.signals.evaluate(gold_of((0, REP, "positive")), found)
    assert card.leads.estimates(0.95)["precision"].n == 1
    assert card.notes[0].count == 1


def test_two_labels_of_one_kind_need_two_hits():
    text = "one more seat and one more plan"
    gold = gold_of((0, UP, "positive"), (0, UP, "positive"))
    card = vv.signals.evaluate(gold, found_as({text: [(UP, "positive", "seat")]}))
    assert (card.leads.n_gold, card.leads.n_right) == (2, 1)


def test_a_lead_that_the_gate_holds_is_a_lead_missed():
    texts = pd.DataFrame({"text": ["again", "again!"], "score": [9, 2]})
    signals = {text: [(REP, "positive", "again")] for text in texts["text"]}
    gold = gold_of((0, REP, "positive"), (1, REP, "positive"))
    card = vv.signals.evaluate(gold, found_as(signals, texts))
    assert card.counts("kind")["n_right"].tolist() == [2, 0, 0]
    assert (card.leads.n_found, card.leads.n_right) == (1, 1)


def test_texts_are_known_by_row_by_id_and_by_themselves():
    texts = ["下次还会买", "不会再买了", "还行"]
    found = vv.signals.find(texts)
    statuses = ["positive", "negative", None]
    gold = pd.DataFrame({"kind": [REP, REP, None], "status": statuses, "text": texts})
    by_row = gold.assign(row=[0, 1, 2]).drop(columns="text")
    names = [*found.text_id.tolist(), "0" * 16]
    by_id = gold.assign(text_id=names).drop(columns="text")
    for table in (gold, by_row, by_id, gold.iloc[::-1], pl.from_pandas(gold)):
        card = vv.signals.evaluate(table, found)
        assert card.counts("all")[["n_gold", "n_found", "n_right"]].iloc[0].tolist() == [2, 2, 2]


def test_texts_of_customers_are_known_by_both():
    texts = pd.DataFrame({"client": [7, 8], "text": ["下次还会买", "下次还会买"]})
    found = vv.signals.find(texts, customer_id="client")
    gold = texts.assign(kind=[REP, None], status=["positive", None])
    card = vv.signals.evaluate(gold, found)
    assert (card.n_texts, card.leads.n_found, card.leads.n_right) == (2, 2, 1)
    with pytest.raises(DataError, match="'client'"):
        vv.signals.evaluate(gold.drop(columns="client"), found)


def test_signals_of_texts_that_nobody_labelled_are_left_aside():
    card = vv.signals.evaluate(GOLD.iloc[:1], found_as(TEXTS))
    assert card.n_texts == 1
    assert [note.count for note in card.notes] == [3]


def test_groups_count_texts_that_are_wholly_right():
    gold = GOLD.assign(family=["a", "a", "b", "b", "b", "c", "c"], language="en")
    card = vv.signals.evaluate(gold, found_as(TEXTS))
    families = card.counts("family").set_index("name")
    assert families["n_texts"].tolist() == [2, 3, 1]
    assert families["n_texts_right"].tolist() == [1, 1, 0]
    assert card.groups == ("language", "family")
    assert vv.signals.evaluate(gold, found_as(TEXTS), groups=["family"]).groups == ("family",)


def test_a_path_is_read_like_a_frame(tmp_path, card):
    GOLD.to_csv(tmp_path / "gold.csv", index=False)
    GOLD.astype({"kind": "string", "status": "string"}).to_parquet(tmp_path / "gold.parquet")
    for path in tmp_path.iterdir():
        again = vv.signals.evaluate(path, found_as(TEXTS))
        pd.testing.assert_frame_equal(again.counts(), card.counts())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"row": [0, 1, 2, 3, 4, 5, 6]}, "beyond the 6 rows"),
        ({"kind": ["return"] * 7}, "kind that is not known, such as 'return'"),
        ({"status": ["maybe"] * 7}, "status that is not known"),
        ({"status": [None] * 7}, "a kind and no status"),
        ({"row": ["x"] * 7}, "whole number"),
        ({"row": [None] * 7}, "without a text that they are of"),
        ({"start": [4] * 7, "end": [4] * 7}, "does not begin before it ends"),
    ],
)
def test_labels_that_cannot_be_are_refused(change, says):
    with pytest.raises(DataError, match=says):
        vv.signals.evaluate(GOLD.assign(**change), found_as(TEXTS))


def test_what_is_missing_is_named():
    found = found_as(TEXTS)
    with pytest.raises(DataError, match="no column 'status'"):
        vv.signals.evaluate(GOLD.drop(columns="status"), found)
    with pytest.raises(DataError, match="no row"):
        vv.signals.evaluate(GOLD.iloc[:0], found)
    with pytest.raises(DataError, match="does not say which text"):
        vv.signals.evaluate(GOLD.drop(columns="row"), found)
    with pytest.raises(DataError, match="no column 'team'"):
        vv.signals.evaluate(GOLD, found, groups=["team"])
    with pytest.raises(ParameterError, match=r"signals\.find"):
        vv.signals.evaluate(GOLD, GOLD)
    with pytest.raises(ParameterError, match="part == 'team'"):
        vv.signals.evaluate(GOLD, found).counts("team")


def test_nothing_found_and_nothing_to_find_is_said():
    none = vv.signals.evaluate(gold_of((0, None, None)), found_as({"plain": []}))
    assert "No lead was found" in none.statement()
    assert np.isnan(none.figures()["precision of leads"].value)
    assert "未识别出线索" in none.statement("zh")
    none.plot()


def test_statements(card):
    assert card.statement().startswith("66.7% of 6 texts that a person labelled hold a signal.")
    assert "精确率 66.7%（95% 置信区间" in card.statement("zh")

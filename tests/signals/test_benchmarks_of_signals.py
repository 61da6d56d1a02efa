"""What measures signals counts right, on labels and texts that can be counted by hand."""

import sys

import pandas as pd
import pytest

from benchmarks import signals_evaluation, signals_gold, signals_texts
from benchmarks.signals_evaluation import (
    FRESH,
    LABELS,
    labels_of,
    missed,
    precision,
    read,
    recall,
    recall_range,
    share,
)
from benchmarks.text_polarity import measured, tenths

OTHERS = {"net", "random", "upsell", "cross"}
# Drawn as leads: two that are found and right, one found and wrong. Of the net: one lead missed.
REVIEWS = pd.DataFrame(
    [
        ("shop", 1, 1, "下次还会再买"),
        ("shop", 2, 1, "快用完了，准备回购"),
        ("shop", 3, 1, "以后还会回购的"),
        ("shop", 4, 1, "好的不得了"),
        ("shop", 5, 0, "我不会再买了"),
    ],
    columns=["file", "row", "label", "text"],
)
GOLD = pd.DataFrame(
    [
        ("shop", 1, "lead", "repurchase", "positive"),
        ("shop", 2, "lead", "repurchase", "conditional"),
        ("shop", 3, "lead", None, None),
        ("shop", 4, "net", "repurchase", "positive"),
        ("shop", 5, "alert net", "repurchase", "negative"),
    ],
    columns=["file", "row", "drawn_as", "kind", "status"],
)


def test_precision_and_recall_are_those_of_the_strata():
    seen = read(GOLD, REVIEWS, scored=True)
    assert precision(seen, "lead") == share(2, 3)
    # 30 leads are drawn from, of which two thirds are right; 20 netted rows, of which half are.
    assert recall(seen, "lead", {"lead": 30, "net": 20}) == f"{20 / (20 + 10):.1%}"
    assert precision(seen, "alert") == share(1, 1)
    # Of two netted rows one holds a lead: Wilson's 9.5% to 90.5% of 20, beside 20 that are found.
    drawn_from = {"lead": 30, "net": 20}
    assert recall_range(seen, "lead", drawn_from) == "66.7% (52.5% to 91.4%)"


CHATS = pd.DataFrame(
    [
        ("jd", "s/0", None, "请问有配套的支架吗", "chat"),
        ("jd", "s/1", None, "你们家有没有湿纸巾", "chat"),
        ("jd", "s/2", None, "好的", "chat"),
        ("jd", "s/3", None, "嗯，想再要一个", "chat"),
    ],
    columns=["file", "row", "label", "text", "channel"],
)
SAID = pd.DataFrame(
    [
        ("jd", "s/0", "cross_sell", "cross_sell", "positive"),
        ("jd", "s/1", "cross_sell", "cross_sell", "unclear"),
        ("jd", "s/2", "none", None, None),
        ("jd", "s/3", "none", "upsell", "positive"),
    ],
    columns=["file", "row", "drawn_as", "kind", "status"],
)


def test_what_is_unclear_is_wrong_and_what_is_missed_is_told():
    seen = read(SAID, CHATS, scored=False)
    assert precision(seen, "cross_sell") == share(1, 2)
    assert missed(seen) == "1 of 2 rows without a hit hold a signal"


def test_the_labels_hold_no_text():
    labels = pd.read_csv(LABELS)
    assert list(labels) == ["sample", "file", "row", "drawn_as", "kind", "status"]
    assert set(labels["sample"]) == {2, 3, 4}
    assert set(labels["file"]) == {"shop", "take-away"}
    assert set(labels["kind"].dropna()) <= {"repurchase", "upsell", "cross_sell"}
    assert set(" ".join(labels["drawn_as"]).split()) <= {"lead", "alert", *OTHERS}


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("hotels_zh.csv", ["row"]),
        ("english.csv", ["row"]),
        ("chats.csv", ["session", "turn"]),
    ],
)
def test_the_labels_of_fresh_texts_hold_no_text(name, places):
    labels = pd.read_csv(signals_evaluation.FOLDER / name)
    assert list(labels) == ["file", *places, "drawn_as", "kind", "status"]
    assert set(labels["file"]) == {file for file, where in FRESH.items() if where == name}
    assert set(labels["kind"].dropna()) <= {"repurchase", "upsell", "cross_sell"}
    said = {"positive", "conditional", "negative", "switch", "past", "unclear"}
    assert set(labels["status"].dropna()) <= said
    drawn = set(" ".join(labels["drawn_as"]).split())
    assert drawn <= {"lead", "alert", "held", "none", *OTHERS, "cross_sell"}
    places = labels_of(name)["row"].astype(str)
    assert not places.str.contains(r"[^0-9a-f/-]").any()


def test_texts_of_chats_are_found_by_session_and_turn(tmp_path):
    jd, taobao = tmp_path / "jd.txt", tmp_path / "taobao.txt"
    jd.write_text("s\tu\t0\t你好\ns\tu\t1\t您好\nt\tv\t0\t有 发票 吗\n", "utf-8")
    taobao.write_text("1\t有 货 吗\t有\n0\t有 货 吗\t没有\n1\t在 吗\t在\t哦\t嗯\n", "utf-8")
    assert dict(signals_texts.jd(jd)[["row", "text"]].to_numpy()) == {
        "s/0": "你好",
        "s/1": "您好",
        "t/0": "有 发票 吗",
    }
    # The answers are none of the dialogue, and two lines of one dialogue are one.
    assert dict(signals_texts.taobao([taobao])[["row", "text"]].to_numpy()) == {
        "0/0": "有货吗",
        "1/0": "在吗",
        "1/1": "在",
        "1/2": "哦",
    }


def test_what_is_given_is_printed(tmp_path, monkeypatch, capsys):
    labels = pd.DataFrame(
        [("hotels", 0, "lead", "repurchase", "positive"), ("hotels", 1, "net", None, None)],
        columns=["file", "row", "drawn_as", "kind", "status"],
    )
    labels.to_csv(tmp_path / "hotels_zh.csv", index=False)
    monkeypatch.setattr(signals_evaluation, "FOLDER", tmp_path)
    texts = tmp_path / "hotels.csv"
    pd.DataFrame({"label": [1, 0], "review": ["下次还住这里", "一般"]}).to_csv(texts, index=False)
    monkeypatch.setattr(sys, "argv", ["signals_evaluation", "--hotels", str(texts)])
    signals_evaluation.main()
    printed = capsys.readouterr().out.splitlines()
    assert printed[2].startswith(f"| hotels | leads | score of the text | {share(1, 1)} | 100.0% (")
    assert len(printed) == 3


@pytest.mark.parametrize("given", [[], ["--shop", "reviews.parquet"]])
def test_what_cannot_be_measured_is_refused(monkeypatch, capsys, given):
    monkeypatch.setattr(sys, "argv", ["signals_evaluation", *given])
    with pytest.raises(SystemExit):
        signals_evaluation.main()
    assert "name" in capsys.readouterr().err


def test_polarity_stands_beside_the_majority():
    class Always:
        def praise(self, texts):
            return pd.Series([1.0] * len(texts)).to_numpy()

    texts = pd.DataFrame(
        {"text": ["很好，满意", "太差了", "三号店"], "label": [1, 0, 1], "file": "take-away"}
    )
    majority, words, model, told = measured(texts, Always())
    assert majority == model == share(2, 3)
    assert words == share(2, 2)
    assert told == "66.7%"


def test_tenths_are_those_of_the_rows():
    reviews = pd.DataFrame({"file": "shop", "row": range(0, 40, 2), "text": map(str, range(20))})
    assert tenths(reviews, range(6, 10))["row"].tolist() == [12, 14, 16, 18, 32, 34, 36, 38]


def test_the_half_that_was_not_seen_is_what_is_measured():
    gold = signals_gold.held_out("signals_gold_zh.csv")
    assert set(gold["split"]) == {"held_out"}
    assert signals_gold.SEEN not in set(gold["id"])

"""What measures signals counts right, on labels and texts that can be counted by hand."""

import pandas as pd

from benchmarks import signals_gold
from benchmarks.signals_evaluation import LABELS, precision, read, recall, share
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


def test_the_labels_hold_no_text():
    labels = pd.read_csv(LABELS)
    assert list(labels) == ["sample", "file", "row", "drawn_as", "kind", "status"]
    assert set(labels["sample"]) == {2, 3}
    assert set(labels["file"]) == {"shop", "take-away"}
    assert set(labels["kind"].dropna()) <= {"repurchase", "upsell", "cross_sell"}
    assert set(" ".join(labels["drawn_as"]).split()) <= {"lead", "alert", *OTHERS}


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

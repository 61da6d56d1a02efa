"""Praise and complaint learned from scores: figures, the gate, and the file."""

import json
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

import vocvalue as vv
from vocvalue.errors import DataError, MissingDependencyError, ParameterError
from vocvalue.signals.trained import fit_polarity as module
from vocvalue.signals.trained.fit_polarity import tenths

GOOD, BAD = (
    ["甜甜的", "孩子爱吃", "份量足", "汤很鲜"],
    ["咸得发苦", "洒了一半", "凉透了", "头发在里面"],
)
WHO = ["中午点的", "同事推荐", "周末买的", "第一次点", "家里人吃", "加班吃的", "朋友聚会", "在公司"]
TAIL = ["。", "！", "，唉", "，嗯", "，就这样"]


def scored():
    rows = [(f"{a}，{b}{c}", 9) for a in WHO for b in GOOD for c in TAIL]
    rows += [(f"{a}，{b}{c}", 3) for a in WHO for b in BAD for c in TAIL]
    return pd.DataFrame(rows, columns=["text", "score"])


@pytest.fixture(scope="module")
def mood():
    return vv.signals.fit_polarity(scored())


def test_it_tells_praise_from_complaint(mood):
    praise = mood.praise(["汤很鲜，下次还来", "凉透了，下次还来"])
    assert praise[0] > 0.9
    assert praise[1] < 0.1
    assert (mood.n_texts, mood.n_praise, mood.low_score) == (320, 160, 6.0)
    assert mood.majority == 0.5
    assert mood.brier < 0.05 < mood.brier_of_share == 0.25
    assert mood.accuracy.value > 0.95
    assert "50.0% would be" in mood.statement()
    assert "Brier" in mood.statement("zh")


def test_it_gates_texts_without_a_score(mood):
    words = ["头发在里面，下次还会买", "份量足，下次还会买", "头发在里面，还会买"]
    texts = pd.DataFrame({"text": words, "score": [None, None, 10]})
    plain, gated = vv.signals.find(texts), vv.signals.find(texts, polarity=mood)
    assert plain.gate.tolist()[0] != "held"
    assert gated.gate.tolist() == ["held", "passed", "passed"]
    with pytest.raises(ParameterError, match="fit_polarity"):
        vv.signals.find(texts, polarity=len)


@pytest.mark.parametrize(("holds_below", "gate"), [(0.95, "held"), (0.05, "passed")])
def test_the_gate_is_as_strict_as_asked(holds_below, gate):
    mood = vv.signals.fit_polarity(scored(), holds_below=holds_below)
    # nothing in it was praised or blamed
    assert vv.signals.find(["在公司，下次还会买"], polarity=mood).gate.tolist() == [gate]


def test_the_same_text_many_times_is_one_text():
    table = pd.DataFrame({"text": ["好吃"] * 60 + ["难吃"] * 60, "score": [9] * 60 + [2] * 60})
    with pytest.raises(DataError, match="1 different texts"):
        vv.signals.fit_polarity(table)


def test_of_labels_by_lot_it_claims_nothing():
    random = np.random.default_rng(6)
    texts = ["".join(random.choice(list("天地人日月山水火木金"), 10)) for _ in range(400)]
    mood = vv.signals.fit_polarity(
        pd.DataFrame({"text": texts, "score": random.choice([2, 9], 400)})
    )
    assert mood.accuracy.lower < mood.majority + 0.05
    assert mood.brier > 0.23


def test_its_figures_are_those_of_scikit_learn(monkeypatch):
    kept = {}
    fitted = module.fitting.fitted

    def watched(counted, is_so, *args, **more):
        linear, checked = fitted(counted, is_so, *args, **more)
        kept.update(is_so=is_so, probability=checked.probability)
        return linear, checked

    monkeypatch.setattr(module.fitting, "fitted", watched)
    noisy = scored().assign(score=np.random.default_rng(1).permutation(scored()["score"]))
    mood = vv.signals.fit_polarity(pd.concat([scored(), noisy]))
    truth, sure = kept["is_so"], kept["probability"]
    assert mood.brier == pytest.approx(metrics.brier_score_loss(truth, sure))
    assert mood.accuracy.value == pytest.approx(metrics.accuracy_score(truth, sure >= 0.5))


def test_no_more_runs_than_2000_are_kept():
    random = np.random.default_rng(9)
    letters = [chr(0x4E00 + i) for i in range(400)]
    texts = ["".join(random.choice(letters, 40)) for _ in range(300)]
    table = pd.DataFrame({"text": texts, "score": [1, 5] * 150})
    assert len(vv.signals.fit_polarity(table).linear.weights) <= 2_000


def test_fewer_than_50_of_either_are_refused():
    table = scored()
    few = pd.concat([table[table["score"] == 9], table[table["score"] == 3].head(49)])
    with pytest.raises(
        DataError, match="160 different texts have a score above 6 and 49 one up to there"
    ):
        vv.signals.fit_polarity(few)
    with pytest.raises(DataError, match="no scores to learn from"):
        vv.signals.fit_polarity(table.drop(columns="score"))
    with pytest.raises(DataError, match="no scores to learn from"):
        vv.signals.fit_polarity(["a", "b"])
    with pytest.raises(ParameterError, match="holds_below == 0"):
        vv.signals.fit_polarity(table, holds_below=0)
    with pytest.raises(ParameterError, match="none of the scales"):
        vv.signals.fit_polarity(table.assign(score=table["score"] * 10))


def test_what_is_left_out_is_said():
    extra = pd.DataFrame({"text": [None, "好", "亲，感谢"], "score": [9, None, 9]})
    table = pd.concat([scored().assign(role="customer"), extra.assign(role=[None, None, "seller"])])
    mood = vv.signals.fit_polarity(table)
    assert mood.n_texts == 320
    assert [note.count for note in mood.notes] == [1]


def test_of_many_texts_a_random_part_is_drawn(monkeypatch):
    monkeypatch.setattr(module, "MOST_TEXTS", 200)
    mood = vv.signals.fit_polarity(scored(), seed=3)
    assert mood.n_texts == 200
    assert 70 < mood.n_praise < 130
    assert mood.notes[-1].count == 120


def test_tenths_by_hand():
    sure = np.array([0.05, 0.15, 0.19, 1.0])
    predicted, observed, n = tenths(sure, np.array([False, True, False, True]))
    assert predicted.tolist() == pytest.approx([0.05, 0.17, 1.0])
    assert observed.tolist() == [0.0, 0.5, 1.0]
    assert n.tolist() == [1, 2, 1]


def test_a_saved_model_says_the_same_and_a_tampered_one_is_refused(mood, tmp_path):
    path = mood.save(tmp_path / "mood.json")
    again = vv.signals.load(path)
    texts = scored()["text"].tolist()
    assert np.array_equal(again.praise(texts), mood.praise(texts))
    assert again == mood
    record = json.loads(path.read_text(encoding="utf-8"))
    record["holds_below"] = 0.0
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(DataError, match="does not match its checksum"):
        vv.signals.load(path)


def test_without_scikit_learn_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[ml\]"):
        vv.signals.fit_polarity(scored())

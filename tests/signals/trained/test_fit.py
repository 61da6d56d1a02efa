"""Regressions on labels: what they learn, what they say of themselves, and how they are saved."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import vocvalue as vv
from vocvalue.errors import DataError, MissingDependencyError, ParameterError
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.trained import fitting
from vocvalue.signals.trained.fit import threshold
from vocvalue.signals.trained.fitting import Counted, calibrated

OPEN = [
    "猫粮很香，",
    "盒子完好，",
    "客服热情，",
    "味道不错，",
    "物流挺快，",
    "颜色好看，",
    "尺码合适，",
]
# the rules know the first two; nobody but the labels knows the third
SAYS = ["下次还会买", "以后还来", "囤上一箱慢慢用"]
REST = ["包装一般", "等了三天", "给家里人用的", "说明书看不懂"]
CODA = ["。", "！", "～", "，五星", "，推荐", "，满意"]


def labelled():
    """Return texts of three parts; those that say they will buy are leads."""
    rows = [(a + b + c, "repurchase", "positive") for a in OPEN for b in SAYS for c in CODA]
    rows += [(a + b + c, None, None) for a in OPEN for b in REST for c in CODA]
    rows += [(f"{a}不会再买了{c}", "repurchase", "negative") for a in OPEN for c in CODA]
    table = pd.DataFrame(rows, columns=["text", "kind", "status"])
    return table.sample(frac=1.0, random_state=1, ignore_index=True)


@pytest.fixture(scope="module")
def model():
    return vv.signals.fit(labelled())


def test_what_no_rule_knows_is_found_in_its_clause(model):
    text = "颜色特别好，囤上一箱慢慢用。发货快"
    assert vv.signals.find([text]).n == 0
    found = vv.signals.find([text], model=model)
    assert (found.kind.tolist(), found.status.tolist()) == (["repurchase"], ["positive"])
    assert found.words[0].strip("。") == "囤上一箱慢慢用"
    assert found.confidence[0] > 0.5


def test_hits_of_rules_keep_their_place_and_their_rule(model):
    text = "颜色特别好，下次还会买。"
    rule, trained = vv.signals.find([text]), vv.signals.find([text], model=model)
    for name in ("start", "end", "words", "rule", "status"):
        assert getattr(trained, name).tolist() == getattr(rule, name).tolist()
    assert trained.confidence is not None
    assert rule.confidence is None


def test_a_hit_whose_text_was_labelled_otherwise_is_dropped():
    table = labelled()
    # whoever writes 以后还来 does not mean it here
    joke = table["text"].str.contains("以后还来")
    table.loc[joke, ["kind", "status"]] = None
    text = "口感软糯，以后还来"
    assert vv.signals.find([text]).status.tolist() == ["positive"]
    assert vv.signals.find([text], model=vv.signals.fit(table)).n == 0


def test_kinds_with_few_labels_are_read_by_the_rules(model):
    text = "Do you also sell filters?"
    assert vv.signals.find([text], model=model).kind.tolist() == ["cross_sell"]
    few = pd.concat([labelled(), pd.DataFrame({"text": ["a"], "kind": "upsell", "status": "past"})])
    [note] = [note for note in vv.signals.fit(few).notes if "Fewer than 30" in note.en]
    assert "upsell (past): 1" in note.en


def test_what_it_says_of_itself_is_by_regressions_that_had_not_seen_the_text():
    random = np.random.default_rng(2)
    # labels by lot: a regression that has seen a text knows them, one that has not cannot
    texts = [f"{''.join(random.choice(list('天地人日月山水火木金'), 12))}" for _ in range(200)]
    lot = random.random(200) < 0.5
    table = pd.DataFrame({"text": texts, "kind": np.where(lot, "upsell", None)})
    table["status"] = np.where(lot, "positive", None)
    [target] = vv.signals.fit(table).targets
    right = target.checked.estimates(0.95)["precision"]
    assert right.lower < 0.5 < right.upper + 0.05
    assert target.brier > 0.9 * target.brier_of_share


def test_the_same_text_twice_is_never_on_both_sides():
    groups = [f"text {i % 40}" for i in range(200)]
    is_so = np.array([i % 40 < 20 for i in range(200)])
    folds = fitting._folds(is_so, groups, seed=0)
    of_text = pd.Series(folds).groupby(groups).nunique()
    assert (of_text == 1).all()
    assert set(folds) == set(range(fitting.FOLDS))


def test_the_regression_is_that_of_scikit_learn():
    table = labelled()
    is_so = (table["kind"] == "repurchase").to_numpy()
    texts = table["text"].tolist()
    linear, _ = fitting.fitted(Counted.of(texts, 3), is_so, texts, most=10**6, seed=0)
    vectors = TfidfVectorizer(
        analyzer="char",
        ngram_range=(1, 3),
        min_df=fitting.LEAST_TEXTS,
        sublinear_tf=True,
        preprocessor=lambda text: normalise(text).text,
    )
    design = vectors.fit_transform(texts)
    peer = LogisticRegression(C=fitting.STRENGTH, solver="liblinear", max_iter=1_000)
    odds = peer.fit(design, is_so).decision_function(design)
    ours = [linear.log_odds(text) for text in texts]
    assert np.allclose(ours, odds, atol=1e-3)


@pytest.mark.parametrize(("n", "how"), [(600, "Platt"), (6_000, "isotonic")])
def test_calibration_gives_back_known_probabilities(n, how):
    random = np.random.default_rng(n)
    odds = random.normal(0, 2, n)
    truth = 1 / (1 + np.exp(-(0.5 * odds - 1)))
    is_so = random.random(n) < truth
    curve = calibrated(odds, is_so)
    assert curve.how == how
    assert np.abs(curve.probability(odds) - truth).mean() < 0.04
    ours = np.square(curve.probability(odds) - is_so).mean()
    assert ours == pytest.approx(metrics.brier_score_loss(is_so, curve.probability(odds)))
    assert ours < np.square(1 / (1 + np.exp(-odds)) - is_so).mean()


def test_the_threshold_is_the_lowest_with_the_precision_asked_for():
    random = np.random.default_rng(4)
    sure = random.random(500).round(2)
    is_so = random.random(500) < sure
    precision, _recall, cuts = metrics.precision_recall_curve(is_so, sure)
    for asked in (0.6, 0.8, 0.9):
        ours = threshold(sure, is_so, asked)
        enough = [cut for p, cut in zip(precision, cuts, strict=False) if p >= asked]
        n = [(sure >= cut).sum() for cut in enough]
        lowest = min(cut for cut, size in zip(enough, n, strict=True) if size >= 5)
        assert ours == max(lowest, 0.5)


def test_a_saved_model_says_the_same(model, tmp_path):
    path = model.save(tmp_path / "model.json")
    again = vv.signals.load(path)
    assert again == model
    assert (again.name, again.version) == (model.name, model.version)
    texts = [*labelled()["text"], "别的", ""]
    for one, other in zip(model.targets, again.targets, strict=True):
        assert np.array_equal(one.linear.probability(texts), other.linear.probability(texts))
    one, other = (vv.signals.find(texts, model=it).to_frame() for it in (model, again))
    pd.testing.assert_frame_equal(one, other)


def test_a_saved_model_needs_no_scikit_learn(model, tmp_path):
    path = model.save(tmp_path / "model.json")
    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "import vocvalue as vv\n"
        f"model = vv.signals.load({str(path)!r})\n"
        "print(vv.signals.find(['颜色好，囤上一箱慢慢用'], model=model).n)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1"


def test_without_scikit_learn_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(MissingDependencyError, match=r"vocvalue\[ml\]"):
        vv.signals.fit(labelled())


def tampered(path, change):
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_a_tampered_file_is_refused(model, tmp_path):
    path = model.save(tmp_path / "model.json")
    tampered(path, lambda record: record["targets"][0].update(counts_from=0.0))
    with pytest.raises(DataError, match="does not match its checksum"):
        vv.signals.load(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(model="Pickle"),
        lambda record: record.update(targets=[{}]),
        lambda record: record["targets"][0].update(kind="return"),
        lambda record: record["targets"][0]["linear"]["weights"].update(下=["x", 1]),
        lambda record: record["targets"][0]["linear"]["calibration"].update(how="magic"),
        lambda record: record.pop("notes"),
        lambda record: record.update(lexicons=["fr"]),
    ],
)
def test_a_file_that_holds_something_else_is_refused(model, tmp_path, change):
    from vocvalue.signals.trained.form import FORM

    record = json.loads(json.dumps(model.record()))
    change(record)
    path = FORM.write(record, tmp_path / "model.json")
    with pytest.raises(DataError, match="Save"):
        vv.signals.load(path)


def test_a_model_of_other_rules_says_so(model, tmp_path):
    from vocvalue.signals.trained.form import FORM

    path = FORM.write({**model.record(), "rules": "0" * 16}, tmp_path / "model.json")
    assert "rules have changed" in vv.signals.load(path).notes[-1].en


def test_labels_that_teach_nothing_are_refused():
    table = labelled()
    with pytest.raises(DataError, match="30 texts with one and 30 without"):
        vv.signals.fit(table.head(20))
    with pytest.raises(DataError, match="no column 'text'"):
        vv.signals.fit(table.drop(columns="text"))
    with pytest.raises(ParameterError, match="precision == 1"):
        vv.signals.fit(table, precision=1)
    with pytest.raises(ParameterError, match="kinds"):
        vv.signals.fit(table, kinds=["return"])
    with pytest.raises(ParameterError, match="Name a language"):
        vv.signals.fit(table, lexicons=[vv.signals.Lexicon.load("zh")])


def test_rows_without_a_text_are_counted(model):
    table = labelled()
    more = pd.DataFrame({"text": [None, "", None], "kind": None, "status": None})
    learned = vv.signals.fit(pd.concat([table, more], ignore_index=True))
    assert learned.n_texts == model.n_texts
    [note] = [note for note in learned.notes if "no text" in note.en]
    assert (note.count, note.en) == (3, "3 rows with no text were left out.")
    assert note.zh == "3 行没有文字，未计入。"
    assert not any("no text" in note.en for note in model.notes)


def test_two_fits_are_one(model):
    assert vv.signals.fit(labelled()).version == model.version


def test_statements(model):
    assert "the rules alone" in model.statement()
    assert "仅用规则" in model.statement("zh")
    assert set(model.to_frame()["by"]) == {"trained", "rules"}
